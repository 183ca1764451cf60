"""`brobygger match solve`: exit codes, one document, and for a wrong file where and what, in Danish (contracts.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.config import cli
from brobygger.pathway.matching.solve import answers, fields, reading, reading_groups, reading_pairs
from brobygger.pathway.matching.solve.problem import TOLD_AT_MOST, BadProblem

ROOT = Path(__file__).resolve().parents[3]
PAIRS: dict[str, Any] = {"kind": "pairs", "left": ["p1", "p2"], "right": ["v1"], "edges": [["p1", "v1", 0.5]]}
GROUPS: dict[str, Any] = {"kind": "groups", "people": ["a", "b", "c"], "size": [2, 3], "affinity": [["a", "b", 1]]}
TRANSPORT: dict[str, Any] = {
    "kind": "transport",
    "destination": {"x": 0, "y": 0},
    "arrive": ["13:30", "14:00"],
    "vehicles": [{"id": "bus", "count": 1, "seats": 8, "wheelchairs": 2}],
    "people": [{"id": "a", "x": 1.2, "y": 3.4, "wheelchair": False, "load_minutes": 3}],
    "speed_kmh": 40,
    "max_ride_minutes": 45,
}


@pytest.fixture
def match(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Run the command on a file with this content: exit code, stdout, stderr."""
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)  # pytest's own signal handlers stay

    def run(content: Any, *options: str) -> tuple[int, str, str]:
        file = tmp_path / "spørgsmål.json"
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        code = cli.main(("match", "solve", str(file), *options))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        (PAIRS, {"pairs", "matched", "total", "optimal", "seconds"}),
        (GROUPS, {"groups", "left_out", "total", "bound", "seconds"}),
        (TRANSPORT, {"routes", "not_served", "minutes", "bound", "seconds"}),
    ],
)
def test_the_answer_is_one_document_with_the_keys_of_the_contract(match, asked, keys):
    code, out, err = match(asked, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out).keys() == keys | {"complete", *({"bound", "optimal"} if asked is not TRANSPORT else set())}


def test_people_read_it_too(match):
    assert match(PAIRS)[1] == "p1  v1\n1 par, samlet 0.5. Det er bevist, at ingen løsning er bedre.\n"
    assert "1.  a, b, c\n1 gruppe, samlet 1. Det er bevist" in match(GROUPS)[1]
    assert match(TRANSPORT)[1].startswith("bus: 13:20 a; fremme 13:31\n1 tur, 7 minutters kørsel.")


@pytest.mark.parametrize(
    ("asked", "empty"),
    [
        ({"kind": "pairs", "left": [], "right": [], "edges": []}, {"pairs": [], "matched": 0, "optimal": True}),
        ({"kind": "groups", "people": [], "size": [2, 3], "affinity": []}, {"groups": [], "left_out": []}),
        ({**TRANSPORT, "people": []}, {"routes": [], "not_served": [], "minutes": 0, "bound": 0}),
    ],
)
def test_nobody_is_a_question_too(match, asked, empty):
    code, out, _err = match(asked, "--json")
    assert code == 0
    assert json.loads(out).items() >= empty.items()


WRONG: list[tuple[Any, str, str]] = [
    (b"", "filen", "tom"),
    (b"{", "filen", "ikke JSON: noget er galt i linje 1"),
    (b"\xff\xfe{", "filen", "ikke UTF-8"),
    (b"[" * 100_000, "filen", "ikke JSON"),
    (b'{"kind": "pairs", "left": [' + b"9" * 5000 + b"]}", "filen", "ikke JSON"),
    (b"[]", "filen", "skal være et objekt"),
    (b'{"kind": "pairs", "kind": "groups"}', "filen", "to gange"),
    ({}, "kind", "mangler"),
    ({"kind": "trios"}, "kind", "pairs, groups, transport"),
    ({"kind": ["pairs"]}, "kind", "en tekst"),
    ({**PAIRS, "left": ["p1", "p1"]}, "left[1]", "står der allerede (left[0])"),
    ({**PAIRS, "left": ["p1", 7]}, "left[1]", "id som tekst"),
    ({**PAIRS, "left": ["p1", "v1"]}, "right[0]", "ingen kan være på begge sider"),
    ({**PAIRS, "edges": [["p1", "v9", 1]]}, "edges[0]", "“v9” findes ikke i right"),
    ({**PAIRS, "edges": [["p1", "v1", -0.5]]}, "edges[0]", "mindst 0"),
    ({**PAIRS, "edges": [["p1", "v1", True]]}, "edges[0]", "skal være et tal"),
    ({**PAIRS, "edges": [["p1", "v1", 1e300]]}, "edges[0]", "regnes med"),
    ({**PAIRS, "edges": [["p1", "v1", float("nan")]]}, "edges[0]", "nan"),
    ({**PAIRS, "edges": [["p1", "v1", 1], ["p1", "v1", 2]]}, "edges[1]", "med et andet tal"),
    ({**PAIRS, "edges": [["p1", "v1"]]}, "edges[0]", "tal]"),
    ({**PAIRS, "edges": {"p1": "v1"}}, "edges", "en liste"),
    ({**PAIRS, "pins": [["p2", "v1"]]}, "pins[0]", "står ikke i edges"),
    ({**PAIRS, "pins": [["p1"]]}, "pins[0]", "skal være"),
    (
        {**PAIRS, "edges": [["p1", "v1", 1], ["p2", "v1", 1]], "pins": [["p1", "v1"], ["p2", "v1"]]},
        "pins[1]",
        "allerede sat fast",
    ),
    ({**PAIRS, "edgse": []}, "edgse", "kendes ikke"),
    ({**PAIRS, "seconds": 0}, "seconds", "over 0"),
    ({**PAIRS, "seed": 1.5}, "seed", "helt tal"),
    ({**GROUPS, "size": [4, 2]}, "size", "større end det højeste"),
    ({**GROUPS, "size": [0, 2]}, "size[0]", "mindst 1"),
    ({**GROUPS, "size": [2.5, 4]}, "size", "hele tal"),
    ({**GROUPS, "size": 4}, "size", "en liste"),
    ({**GROUPS, "affinity": [["a", "a", 1]]}, "affinity[0]", "sig selv"),
    ({**GROUPS, "affinity": [["a", "b", 1], ["b", "a", 2]]}, "affinity[1]", "med et andet tal"),
    ({**GROUPS, "together": [["a", "b"]], "apart": [["b", "a"]]}, "apart[0]", "både være sammen og hver for sig"),
    ({**GROUPS, "together": [["a", "b"], ["c", "b"]], "apart": [["a", "c"]]}, "apart[0]", "gennem andre"),
    ({**GROUPS, "in_each": [{"ids": ["a"], "at_least": 2, "at_most": 1}]}, "in_each[0]", "mere end højst"),
    ({**GROUPS, "in_each": [{"ids": ["x"]}]}, "in_each[0].ids[0]", "findes ikke i people"),
    ({**TRANSPORT, "arrive": ["14:00", "13:30"]}, "arrive", "senere"),
    ({**TRANSPORT, "arrive": ["25:00", "26:00"]}, "arrive[0]", "klokkeslæt"),
    ({**TRANSPORT, "arrive": ["14:00"]}, "arrive", "to klokkeslæt"),
    ({**TRANSPORT, "speed_kmh": 0}, "speed_kmh", "over 0"),
    ({**TRANSPORT, "max_ride_minutes": -1}, "max_ride_minutes", "over 0"),
    ({**TRANSPORT, "destination": {"x": 0}}, "destination.y", "mangler"),
    ({**TRANSPORT, "vehicles": [{"id": "bus", "seats": -1}]}, "vehicles[0].seats", "mindst 0"),
    ({**TRANSPORT, "vehicles": ["bus"]}, "vehicles[0]", "et objekt"),
    ({**TRANSPORT, "people": [{"id": "a", "x": "nord", "y": 1}]}, "people[0].x", "“nord”"),
    ({**TRANSPORT, "people": [{"id": "", "x": 1, "y": 1}]}, "people[0].id", "tomt"),
    ({**TRANSPORT, "people": [{"id": "a", "x": 1, "y": 1}] * 2}, "people[1]", "står der allerede"),
    ({**TRANSPORT, "people": [{"id": "a", "x": 1, "y": 1, "wheelchair": "ja"}]}, "people[0].wheelchair", "true eller"),
]


@pytest.mark.parametrize(("content", "where", "what"), WRONG, ids=[f"{where}: {what}" for _c, where, what in WRONG])
def test_a_wrong_file_is_told_where_and_what(match, content, where, what):
    code, out, err = match(content, "--json")
    assert code == 1
    errors = json.loads(out)["errors"]
    assert any(one["where"] == where and what in one["message"] for one in errors), errors
    assert err == "".join(f"{one['where']}: {one['message']}\n" for one in errors)


def test_a_file_that_is_not_there_or_is_a_folder(match, capsys, tmp_path):
    for path, why in ((tmp_path / "ingen.json", "den findes ikke"), (tmp_path, "det er en mappe")):
        assert cli.main(("match", "solve", str(path), "--json")) == 1
        told = capsys.readouterr()
        assert why in json.loads(told.out)["errors"][0]["message"]
        assert why in told.err


def test_a_thousand_mistakes_are_not_a_thousand_lines(match):
    _code, out, _err = match({**PAIRS, "edges": [["p1", "nobody", 1]] * 1000}, "--json")
    errors = json.loads(out)["errors"]
    assert len(errors) == TOLD_AT_MOST + 1
    assert errors[-1]["message"] == f"Der er {1000 - TOLD_AT_MOST} fejl mere."


def test_what_is_too_large_is_refused(match, monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert "MB" in json.loads(match(PAIRS, "--json")[1])["errors"][0]["message"]
    monkeypatch.undo()
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    monkeypatch.setattr(reading_pairs, "MAX_EDGES", 0)
    assert "muligheder" in match(PAIRS, "--json")[1]
    monkeypatch.setattr(reading_groups, "MAX_PEOPLE", 2)
    assert "Der er 3 personer" in match(GROUPS, "--json")[1]


def test_the_options_go_before_the_file(match, monkeypatch):
    seen = []
    monkeypatch.setattr(answers, "solve", lambda asked: seen.append((asked.seconds, asked.seed)) or {"pairs": []})
    match({**PAIRS, "seconds": 5, "seed": 7}, "--json")
    match({**PAIRS, "seconds": 5}, "--json", "--seconds", "2.5", "--seed", "9")
    assert seen == [(5, 7), (2.5, 9)]


@pytest.mark.parametrize("option", [("--seconds", "nul"), ("--seconds", "-1"), ("--seed", "x"), ("--seed", "-1")])
def test_a_wrong_option_is_wrong_usage(match, capsys, option):
    with pytest.raises(SystemExit) as end:
        match(PAIRS, *option)
    assert end.value.code == 2
    assert f"{option[0]}: “{option[1]}” er ikke" in capsys.readouterr().err


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from(["a", "b", "p1", "v1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "x", "y", "seats"]), inner),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.sampled_from([PAIRS, GROUPS, TRANSPORT]), st.data())
def test_whatever_stands_in_a_file_is_read_or_refused(asked, data):
    """One value of a right file becomes anything at all."""
    key = data.draw(st.sampled_from(sorted(asked.keys() - {"kind"})))
    content = json.dumps({**asked, key: data.draw(ANYTHING)}).encode()
    try:
        found = reading.read(content).problem
    except BadProblem as bad:
        found = bad.mistakes
    assert found


def test_the_examples_of_the_documentation_are_right():
    """Each question in docs/matching.md is solved, and the answer beside it is the answer."""
    text = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    blocks = [json.loads(part.split("```")[0]) for part in text.split("```json\n")[1:]]
    questions = [block for block in blocks if "kind" in block]
    assert [one["kind"] for one in questions] == ["pairs", "groups", "groups", "transport"]
    for question, answer in zip(questions, (block for block in blocks if "kind" not in block), strict=True):
        told = answers.solve_content(json.dumps(question).encode())
        assert {**told, "seconds": 0} == {**answer, "seconds": 0}


def test_every_key_of_the_format_is_documented():
    text = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    for asked in (PAIRS, GROUPS, TRANSPORT):
        notes = fields.Notes()
        part = fields.Part(notes, "", asked)
        reading.KINDS[asked["kind"]](part)
        assert {key for key in part.taken if f"`{key}`" not in text} == set()
