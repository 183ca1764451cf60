"""A wrong recipe is refused: with the line, the key, and what to write instead."""
# ruff: noqa: E501 (a row of the table is one line)

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.registry.recipes import load

GOOD = """\
id: prove-opskrift
version: 1
title: {da: Syngende naboer, en: Singing neighbours}
owner: {kind: association, name: Korforeningen Eksempel}
focus_areas: [detection, activities]
summary: {da: Naboer synger, en: Neighbours sing}
partners:
  - {id: parish, name: Eksempel Sogn, kind: parish, agreement: shared_rooms}
for:
  - {min_age: 65, max_age: 99, home_help_hours: {at_least: 5}}
  - from: 2026-03-01
    reason: {da: For få, en: Too few}
    home_help_hours: {at_least: 2}
found_by: [home_care, self]
screening:
  instrument: t-ils@2
  by: worker
  colours: {green: [3, 3], yellow: [4, 6], red: [7, 9]}
  who_continues: [yellow, red]
roles:
  worker: {da: Medarbejder, en: Worker, acts_as: home_care_worker}
  coordinator: {da: Brobygger, en: Coordinator, acts_as: coordinator}
  host: {da: Vært, en: Host, acts_as: host, of: parish}
steps:
  - {step: found, by: worker}
  - {step: screened, by: worker, within_days: 7}
  - {step: consented, by: worker}
  - {step: referred, by: coordinator, to: parish, within_days: 14, from: consented, answer_within_days: 7}
  - {step: accepted, by: host}
  - {step: first_contact, by: host, at: {before: first_session_planned, days: 7}}
  - {step: first_time, by: host}
  - {step: measured, by: coordinator, at: {after: first_session, days: 90}}
activity:
  kind: group
  title: {da: Kor, en: Choir}
  size: [8, 15]
  sessions: {every_days: 7, minutes: 90}
  roles: [host]
follow_up:
  - {id: absent_call, when: absent, task: call_person, by: host}
  - {when: {after: first_session, days: 21}, task: call_person, by: coordinator}
measure: {instruments: [t-ils@2], at: [start, {after_days: 90}], by: coordinator}
agreements:
  - {id: shared_rooms, kind: agreement, parties: [owner, parish], about: {da: Lokaler, en: Rooms}}
anchoring: {model: association}
scenario:
  starts: 2026-01-05
  cast:
    aase: {age: 82, sex: female, home_help_hours: 6}
  crowd: {count: 10, home_help_hours: [5, 9]}
  play:
    - {step: found, on_day: 0}
    - {step: screened, after_days: 3, colours: {green: 4, yellow: 4, red: 2}}
    - {step: consented, after_days: 0, lost: {declined: 2}}
  expect:
    - {text: {da: Fire går videre, en: Four go on}, bridge: {step: consented, passed: 5}}
"""

# what is wrong · the good text · the wrong text · the key · a word of the message
BROKEN = [
    ("unknown key", "summary:", "sumary:", "sumary", "Mente du `summary`?"),
    ("unknown nested key", "every_days: 7,", "evry_days: 7,", "activity.sessions.evry_days", "`every_days`"),
    ("unknown key in a step", "- {step: accepted, by: host}", "- {step: accepted, bye: x, by: host}", "steps[5].bye", "`by`"),
    ("version is no number", "version: 1", "version: en", "version", "helt tal"),
    ("a version no column holds", "version: 1", "version: 99999999999", "version", "må højst være 1000000"),
    ("a session of half a year", "minutes: 90", "minutes: 260000", "activity.sessions.minutes", "må højst være 10000"),
    ("a group of a whole country", "size: [8, 15]", "size: [8, 6000000]", "activity.size[2]", "må højst være 10000"),
    ("a price nobody pays", "sessions: {every_days: 7", "price: {dkk: 1000000}\n  sessions: {every_days: 7", "activity.price.dkk", "må højst være 99999"),
    ("a role with a name no column holds", "  host: {da: Vært", "  " + "h" * 41 + ": {da: Vært", "roles." + "h" * 41, "for lang"),
    ("a task with a name no column holds", "when: absent, task: call_person", "when: absent, task: " + "c" * 41, "follow_up[1].task", "for lang"),
    ("version is quoted", "version: 1", 'version: "1"', "version", "uden anførselstegn"),
    ("id with capital letters", "id: prove-opskrift", "id: Prøve opskrift", "id", "små bogstaver"),
    ("unknown kind of owner", "kind: association, name", "kind: foundation, name", "owner.kind", "`association`"),
    ("title in one language", "{da: Syngende naboer, en: Singing neighbours}", "{da: Syngende naboer}", "title.en", "mangler"),
    ("title is a text", "{da: Syngende naboer, en: Singing neighbours}", "Syngende naboer", "title", "nøgler under sig"),
    ("empty title", "da: Syngende naboer", 'da: ""', "title.da", "tom"),
    ("comma in a text", "da: Naboer synger,", "da: Naboer, der synger,", "summary.der synger", "anførselstegn"),
    ("unknown focus area", "[detection, activities]", "[detektion, activities]", "focus_areas[1]", "Mente du `detection`?"),
    ("limit without words", "home_help_hours: {at_least: 5}", "home_help_hours: 5", "for[1].home_help_hours", "nøgler"),
    ("two lower limits", "{at_least: 5}", "{at_least: 5, more_than: 4}", "for[1].home_help_hours", "Vælg enten"),
    ("empty limit", "{at_least: 5}", "{}", "for[1].home_help_hours", "at_least"),
    ("limits that exclude all", "{at_least: 5}", "{more_than: 5, at_most: 5}", "for[1].home_help_hours", "udelukker"),
    ("ages the wrong way", "max_age: 99", "max_age: 60", "for[1].max_age", "Byt tallene"),
    ("an age nobody has", "min_age: 65", "min_age: 650", "for[1].min_age", "højst"),
    ("first criteria with a date", "- {min_age: 65,", "- {from: 2026-01-01, min_age: 65,", "for[1].from", "fra start"),
    ("change without reason", "    reason: {da: For få, en: Too few}\n", "", "for[2].reason", "hvorfor"),
    ("a date that is not", "from: 2026-03-01", "from: 2026-02-30", "for[2].from", "dato"),
    ("unknown channel", "[home_care, self]", "[hjemmepleje, self]", "found_by[1].channel", "`home_care`"),
    ("nobody is found", "found_by: [home_care, self]", "found_by: []", "found_by", "tom"),
    ("unknown instrument", "instrument: t-ils@2", "instrument: t-ils@9", "screening.instrument", "`t-ils@2`"),
    ("instrument without version", "instrument: t-ils@2", "instrument: t-ils", "screening.instrument", "version"),
    ("overlapping colours", "yellow: [4, 6], red: [7, 9]", "yellow: [4, 6], red: [6, 9]", "screening.colours.red", "overlapper"),
    ("a gap between colours", "yellow: [4, 6], red: [7, 9]", "yellow: [4, 5], red: [7, 9]", "screening.colours.red", "mangler 6"),
    ("colours end too early", "red: [7, 9]", "red: [7, 8]", "screening.colours.red", "går til 9"),
    ("colours begin too late", "green: [3, 3], yellow: [4, 6]", "green: [4, 4], yellow: [5, 6]", "screening.colours.green", "begynder ved 3"),
    ("a colour backwards", "red: [7, 9]", "red: [9, 7]", "screening.colours.red", "laveste tal først"),
    ("an unknown colour", "who_continues: [yellow, red]", "who_continues: [blue]", "screening.who_continues[1]", "`green`"),
    ("unknown role in a step", "{step: accepted, by: host}", "{step: accepted, by: hst}", "steps[5].by", "Mente du `host`?"),
    ("unknown role in a rule", "task: call_person, by: host}", "task: call_person, by: chef}", "follow_up[1].by", "`host`"),
    ("unknown role in screening", "  by: worker\n", "  by: nurse\n", "screening.by", "findes ikke"),
    ("role of nobody", "of: parish}", "of: parrish}", "roles.host.of", "Mente du `parish`?"),
    ("role without access", ", acts_as: coordinator}", "}", "roles.coordinator.acts_as", "coordinator"),
    ("unknown step", "step: accepted,", "step: akcepted,", "steps[5].step", "Mente du `accepted`?"),
    ("a step twice", "{step: accepted, by: host}", "{step: screened, by: host}", "steps[5].step", "to gange"),
    ("no first time", "  - {step: first_time, by: host}\n", "", "steps", "`first_time` mangler"),
    ("an optional yes", "{step: consented, by: worker}", "{step: consented, by: worker, optional: true}", "steps[3].optional", "kan ikke springes over"),
    ("a step without owner", "{step: accepted, by: host}", "{step: accepted}", "steps[5].by", "rolle"),
    ("deadline from a later step", "from: consented", "from: first_time", "steps[4].from", "kommer bagefter"),
    ("deadline from a step not there", "from: consented", "from: wishes", "steps[4].from", "ikke med"),
    ("deadline before its anchor", "at: {after: first_session, days: 90}", "at: {before: first_session, days: 9}", "steps[8].at.before", "first_session_planned"),
    ("at: both ways", "{before: first_session_planned, days: 7}", "{before: first_session, after: found}", "steps[6].at", "enten"),
    ("unknown anchor", "before: first_session_planned", "before: first_sesion_planed", "steps[6].at.before", "`first_session_planned`"),
    ("negative days", "within_days: 7}", "within_days: -7}", "steps[2].within_days", "mindst 0"),
    ("half a day", "within_days: 7}", "within_days: 0.5}", "steps[2].within_days", "helt tal"),
    ("answer from nobody", "to: parish, within_days: 14", "within_days: 14", "steps[4].answer_within_days", "modtager"),
    ("sent to nobody known", "to: parish,", "to: church,", "steps[4].to", "hverken"),
    ("sessions of 0 minutes", "minutes: 90", "minutes: 0", "activity.sessions.minutes", "mindst 1"),
    ("size backwards", "size: [8, 15]", "size: [15, 8]", "activity.size", "[8, 15]"),
    ("size of one number", "size: [8, 15]", "size: [8]", "activity.size[2]", "mangler"),
    ("rule ids twice", "- {when: {after: first_session", "- {id: absent_call, when: {after: first_session", "follow_up[2].id", "To regler"),
    ("rule without cause", "when: absent,", "when: sometimes,", "follow_up[1].when", "udløses af"),
    ("task nobody knows", "when: absent, task: call_person", "when: absent, task: sing_a_song", "follow_up[1].task", "text"),
    ("task after death", "when: absent, task", "when: stopped, reasons: death, task", "follow_up[1].reasons", "kontaktes ingen"),
    ("repeats without a pace", "when: absent, task", "when: absent, times: 3, task", "follow_up[1].times", "every_days"),
    ("before what nobody knows", "when: absent,", "when: {before: absent, days: 1},", "follow_up[1].when", "på forhånd"),
    ("measured twice on a day", "[start, {after_days: 90}]", "[start, {after_days: 0}]", "measure.at", "samme dag"),
    ("measured backwards", "[start, {after_days: 90}]", "[{after_days: 90}, start]", "measure.at", "rækkefølge"),
    ("measured by no instrument", "instruments: [t-ils@2]", "instruments: [tils@2]", "measure.instruments", "`t-ils@2`"),
    ("agreement that is not there", "agreement: shared_rooms", "agreement: shared_room", "partners[1].agreement", "Mente du"),
    ("agreement with a stranger", "parties: [owner, parish]", "parties: [owner, police]", "agreements[1].parties", "ikke med"),
    ("unknown anchoring", "model: association}", "model: associations}", "anchoring.model", "Mente du `association`?"),
    ("play: more lost than are there", "lost: {declined: 2}", "lost: {declined: 20}", "scenario.play[3].lost", "kun 6 står der"),
    ("play: unknown reason", "lost: {declined: 2}", "lost: {delined: 2}", "scenario.play[3].lost.delined", "`declined`"),
    ("play: reason of another step", "lost: {declined: 2}", "lost: {silent: 2}", "scenario.play[3].lost.silent", "Ved `consented`"),
    ("play: colours that do not add up", "green: 4, yellow: 4, red: 2", "green: 4, yellow: 4, red: 3", "scenario.play[2].colours", "11 i alt"),
    ("play: a step left out", "- {step: screened, after_days: 3", "- {step: wishes, after_days: 3", "scenario.play[2].step", "ikke med"),
    ("play: no day", "{step: found, on_day: 0}", "{step: found}", "scenario.play[1]", "on_day"),
    ("play: nobody promised", "bridge: {step: consented, passed: 5}", "lost: {step: consented, reason: declined, count: 2}, bridge: {step: found}", "scenario.expect[1]", "ét løfte"),
    ("yaml: tabulator", "version: 1", "version:\t\n\t- 1", "", "tabulator"),
    ("yaml: open bracket", "focus_areas: [detection, activities]", "focus_areas: [detection, activities", "", "]"),
    ("yaml: open quote", "id: prove-opskrift", 'id: "prove-opskrift', "", "anførselstegn"),
    ("yaml: colon in a text", "{kind: association, name: Korforeningen Eksempel}", "a: b: c", "", "`:`"),
    ("yaml: a key twice", "version: 1", "version: 1\nversion: 2", "version", "to gange (også i linje 2)"),
    ("yaml: alias", "summary: {da: Naboer synger", "summary: {da: &a Naboer synger, en: *a, x: ", "summary.en", "Skriv teksten ud"),
    ("yaml: two documents", "version: 1\n", "version: 1\n---\n", "", "én opskrift"),
]  # fmt: skip

WHERE_IT_SHOULD_BE = {"change without reason": "from: 2026-03-01", "no first time": "steps:"}


def _line_of_change(good: str, wrong: str) -> int:
    before, _, _ = GOOD.partition(good)
    return before.count("\n") + 1 + _lines_kept(good, wrong)


def _lines_kept(good: str, wrong: str) -> int:
    """Whole lines at the front of a change that stay as they were."""
    kept = 0
    for old, new in zip(good.split("\n")[:-1], wrong.split("\n")[:-1], strict=False):
        if old != new:
            break
        kept += 1
    return kept


def test_the_good_recipe_is_good():
    assert load.check(GOOD) == []


@pytest.mark.parametrize(("name", "good", "wrong", "key", "word"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_recipe_is_refused_where_it_is_broken(name, good, wrong, key, word):
    assert GOOD.count(good) >= 1, "the test changes a text that is not there"
    problems = load.check(GOOD.replace(good, wrong, 1))
    assert problems, f"{name} was accepted"
    about = [problem for problem in problems if problem.key == key]
    assert about, problems
    assert word in about[0].message
    expected = _line_of_change(good, wrong) if wrong else _number(GOOD.splitlines(), WHERE_IT_SHOULD_BE[name])
    assert abs(about[0].line - expected) <= 1, about[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "tom"),
        ("# kun en kommentar\n", "tom"),
        ("- en\n- liste\n", "nøgler med værdier"),
        ("bare en tekst", "nøgler med værdier"),
        ("id: \x00", "ikke en tekst"),
        ("a" * 500_000, "for stor"),
        ("{" * 200 + "}" * 200, "nøgle"),
    ],
    ids=["empty", "comment", "list", "text", "binary", "too large", "nested keys"],
)
def test_what_is_no_recipe_at_all_is_refused_in_one_sentence(text, word):
    (problem,) = load.check(text)
    assert problem.line >= 1
    assert word in problem.message


def test_exact_lines_also_for_what_is_missing_and_what_stands_deep():
    lines = GOOD.splitlines()
    found = {problem.key: problem.line for problem in load.check(GOOD.replace("minutes: 90", "minutes: 0"))}
    assert found == {"activity.sessions.minutes": _number(lines, "minutes: 90")}
    missing = load.check(GOOD.replace("title: {da: Kor, en: Choir}", "title: {da: Kor}"))
    assert [(problem.line, problem.key) for problem in missing] == [
        (_number(lines, "title: {da: Kor"), "activity.title.en")
    ]


def test_every_problem_is_told_at_once_and_in_the_order_of_the_file():
    text = GOOD.replace("t-ils@2\n", "t-ils@7\n").replace("of: parish}", "of: nobody}").replace("to: parish", "to: x")
    keys = [problem.key for problem in load.check(text)]
    assert keys == ["screening.instrument", "roles.host.of", "steps[4].to"]


def test_a_key_with_a_capital_letter_is_a_key_too():
    (problem, *_) = load.check(GOOD.replace("title:", "Title:", 1))
    assert (problem.line, problem.key) == (1, "title") or problem.key == "Title"
    (role,) = [found for found in load.check(GOOD.replace("  host: {da", "  Host: {da")) if "Host" in found.key]
    assert role.line == _number(GOOD.splitlines(), "host: {da")
    assert "små bogstaver" in role.message


_pieces = st.sampled_from(
    ["", " ", "  ", ":", "- ", "{", "}", "[", "]", '"', "'", "#", "&a ", "*a", "!!python/object:os.system ", "|", ">", "%",
     "\t", "?", "null", "true", "-1", "0", "1e999", ".nan", "2026-13-45", "æøå", "😀", "\u2028", "x" * 200, "<<: "]
)  # fmt: skip


@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), _pieces | st.text(max_size=8)), min_size=1, max_size=4
    )
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_an_answer_comes_and_names_a_line(edits):
    text = GOOD
    for place, length, piece in edits:
        text = text[:place] + piece + text[place + length :]
    for problem in load.check(text):
        assert 1 <= problem.line <= text.count("\n") + 2
        assert problem.message


def test_the_file_and_the_recipe_carry_the_same_name():
    (problem,) = load.check(GOOD, "recipes/andet-navn.yaml")
    assert problem.key == "id"
    assert "andet-navn" in problem.message
    assert load.check(GOOD, "/tmp/andet-navn.yaml") == []


def test_a_snapshot_that_was_tampered_with_is_refused():
    data = load.as_data(load.load("000-horsens"))
    data["steps"][0]["by"] = ["nobody"]
    with pytest.raises(load.BadRecipe) as refused:
        load.from_data(data)
    assert refused.value.problems[0].key == "steps[1].by"


def _number(lines: list[str], part: str) -> int:
    return next(number for number, line in enumerate(lines, 1) if part in line)
