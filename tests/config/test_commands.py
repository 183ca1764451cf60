"""The command line keeps its contract: exit codes, one JSON document, Danish reasons (contracts.md)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brobygger.config import cli
from brobygger.config.commands import records
from brobygger.config.commands.base import Refused


@pytest.fixture
def brobygger(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run a command: exit code, stdout, stderr."""
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)  # pytest's own signal handlers stay

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = cli.main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def document(text: str) -> Any:
    """The one JSON document; anything before or after it is an error."""

    def no_constant(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(text, parse_constant=no_constant)


def test_a_score_is_printed_as_the_contract_says(brobygger):
    code, out, err = brobygger("instruments", "score", "t-ils@2", "--answers", "2,3,1", "--json")
    assert (code, err) == (0, "")
    assert document(out) == {"instrument": "t-ils@2", "complete": True, "score": 6, "band": "some"}


def test_an_incomplete_instrument_ends_with_1_says_which_item_and_still_prints_one_document(brobygger):
    code, out, err = brobygger("instruments", "score", "t-ils@2", "--answers", "2,,1", "--json")
    assert code == 1
    assert document(out) == {"instrument": "t-ils@2", "complete": False, "missing": [2], "score": None}
    assert "Spørgsmål 2 mangler et svar" in err


@pytest.mark.parametrize("answers", ["2,9,1", "2,x,1", "1,1,1,1"])
def test_an_impossible_answer_is_refused_in_danish(brobygger, answers):
    code, out, err = brobygger("instruments", "score", "t-ils@2", "--answers", answers, "--json")
    assert code == 1
    assert err.strip() == document(out)["error"]


def test_an_unknown_instrument_or_recipe_names_those_there_are(brobygger):
    code, _out, err = brobygger("instruments", "score", "hjemmelavet", "--answers", "1")
    assert code == 1
    assert "t-ils@2" in err
    code, _out, err = brobygger("recipes", "show", "hjemmelavet")
    assert code == 1
    assert "000-horsens" in err


@pytest.mark.parametrize(
    "arguments", [[], ["hjælp"], ["instruments"], ["instruments", "score", "t-ils"], ["access", "--x"]]
)
def test_wrong_usage_ends_with_2_in_danish(brobygger, arguments):
    code, out, err = brobygger(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("brug: brobygger")
    assert not any(english in err for english in ("usage", "required", "invalid", "unrecognized", "choose"))


def test_every_list_is_one_document(brobygger):
    for words, least in ((("instruments", "list"), 6), (("recipes", "list"), 3)):
        code, out, _err = brobygger(*words, "--json")
        assert code == 0
        assert len(document(out)) >= least
    code, out, _err = brobygger("offers", "list", "--source", "seed-003", "--json")
    assert (code, len(document(out))) == (0, 79)


def test_a_recipe_is_listed_with_what_the_contract_names(brobygger):
    _code, out, _err = brobygger("recipes", "list", "--json")
    (horsens,) = [one for one in document(out) if one["id"] == "000-horsens"]
    assert horsens.keys() >= {"id", "seed", "owner", "owner_kind", "title", "focus_areas", "version"}
    assert (horsens["seed"], horsens["owner"], horsens["owner_kind"]) == ("000", "Horsens Kommune", "municipality")
    assert isinstance(horsens["title"], str)


def test_a_recipe_shown_is_the_recipe_with_its_defaults(brobygger):
    from brobygger.registry.recipes import load

    _code, out, _err = brobygger("recipes", "show", "000-horsens", "--json")
    assert load.from_data(document(out)) == load.load("000-horsens")


def test_a_wrong_recipe_is_refused_with_line_key_and_what_to_write(brobygger, tmp_path: Path):
    file = tmp_path / "forkert.yaml"
    file.write_text("id: forkert\nversion: nul\n", encoding="utf-8")
    code, out, err = brobygger("recipes", "validate", str(file), "--json")
    told = document(out)
    assert code == 1
    assert told["valid"] is False
    assert all(one.keys() == {"line", "key", "message"} for one in told["errors"])
    assert any(one["key"] == "version" and one["line"] == 2 for one in told["errors"])
    assert f"{file}:2: version:" in err


def test_a_bundled_recipe_is_valid(brobygger):
    from brobygger.registry.recipes.load import RECIPES

    code, out, _err = brobygger("recipes", "validate", str(RECIPES / "000-horsens.yaml"), "--json")
    assert (code, document(out)) == (0, {"valid": True, "errors": []})


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"id: r\xf8d\n"])
def test_a_file_in_another_encoding_is_told_so_with_its_line(brobygger, tmp_path: Path, content):
    file = tmp_path / "forkert.yaml"
    file.write_bytes(b"# note\n" + content)
    code, out, err = brobygger("recipes", "validate", str(file), "--json")
    assert (code, document(out)["errors"][0]["line"]) == (1, 2)
    assert "UTF-8" in err


def test_a_file_that_is_not_there_is_told_in_one_sentence(brobygger, tmp_path: Path):
    code, _out, err = brobygger("recipes", "validate", str(tmp_path / "findes-ikke.yaml"))
    assert code == 1
    assert err.count("\n") == 1


def test_the_policy_table_is_printed_whole(brobygger):
    from brobygger.registry.access.policy import FIELD_RULES, RIGHTS

    _code, out, _err = brobygger("access")
    for action in RIGHTS:
        assert f"| {action} |" in out
    assert out.count("| ja, og kun det, samtykket nævner |") == sum(rule.with_consent for rule in FIELD_RULES)


# ---- requirements


def requirements(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "requirements.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(records, "ROOT", folder)
    monkeypatch.setattr(records, "REQUIREMENTS", folder / "docs" / "requirements.yaml")


def test_requirements_are_counted_and_listed(brobygger, monkeypatch, tmp_path: Path):
    (tmp_path / "test_a.py").write_text("def test_it_works():\n    assert True\n")
    requirements(
        monkeypatch,
        tmp_path,
        "- {id: R001, status: works, where: journeys/find.py, test: 'test_a.py::test_it_works'}\n"
        "- {id: R002, status: not_yet}\n",
    )
    code, out, _err = brobygger("requirements", "--json")
    told = document(out)
    assert code == 0
    assert {key: told[key] for key in records.STATUSES} == {"works": 1, "partly": 0, "not_yet": 1, "declined": 0}
    assert told["rows"][0].keys() >= {"id", "status", "where", "test"}


@pytest.mark.parametrize(
    "row",
    [
        "{id: R001, status: works, where: x}",
        "{id: R001, status: works, test: 'test_a.py::test_it_works'}",
        "{id: R001, status: works, where: '', test: 'test_a.py::test_it_works'}",
        "{id: R001, status: works, where: x, test: 'test_gone.py'}",
        "{id: R001, status: partly, where: x, test: 'test_a.py::test_other'}",
        "{id: R001, status: almost}",
    ],
)
def test_a_requirement_cannot_claim_a_test_or_a_place_that_is_not_there(brobygger, monkeypatch, tmp_path: Path, row):
    (tmp_path / "test_a.py").write_text("def test_it_works():\n    assert True\n")
    requirements(monkeypatch, tmp_path, f"- {row}\n")
    code, out, err = brobygger("requirements", "--json")
    assert code == 1
    assert "R001" in err
    assert document(out)["errors"]


# ---- commands that need the database


def test_a_bad_environment_is_told_in_one_danish_sentence(brobygger, monkeypatch):
    monkeypatch.setenv("PORT", "otte tusind")
    code, _out, err = brobygger("verify-audit", "--json")
    assert code == 1
    assert err == "PORT er «otte tusind», men skal være et tal mellem 1 og 65535.\n"


def test_a_database_that_does_not_answer_is_told_in_danish(brobygger, monkeypatch):
    monkeypatch.setenv("BROBYGGER_DATABASE_URL", "host=/nowhere dbname=nothing connect_timeout=1")
    code, out, err = brobygger("check", "--json")
    assert code == 1
    assert "svarer ikke" in err
    assert document(out)["error"]


def test_a_municipality_must_be_chosen_when_there_are_several(cast):
    from brobygger.config.commands.base import the_system_of

    assert the_system_of("0998").municipality_id == cast.municipality.id
    for code in (None, "0101"):
        with pytest.raises(Refused, match="0998 Eksempelkøbing, 0999 Nabokøbing"):
            the_system_of(code)
