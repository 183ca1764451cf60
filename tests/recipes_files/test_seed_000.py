"""The twelve recipes of seed 000 say what the seed says: for each, facts that are its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from brobygger.registry.recipes import load
from brobygger.registry.recipes.parts import Limit
from brobygger.registry.recipes.schema import Activity, FollowUp, Recipe, Role, Step, Training

OWNERS = {
    "000-dgi-nordsjaelland": "association",
    "000-elderlearn": "firm",
    "000-favrskov": "municipality",
    "000-frederikshavn": "municipality",
    "000-gentofte": "municipality",
    "000-halsnaes": "municipality",
    "000-helsingoer": "association",
    "000-hjortespring": "care_home",
    "000-horsens": "municipality",
    "000-roskilde": "municipality",
    "000-slagelse": "municipality",
    "000-vi-senior": "association",
}
# How many crosses annex 1 gives each of them (which ones is not in the text).
CROSSES = {
    "000-dgi-nordsjaelland": 3,
    "000-elderlearn": 3,
    "000-favrskov": 3,
    "000-frederikshavn": 2,
    "000-gentofte": 2,
    "000-halsnaes": 3,
    "000-helsingoer": 3,
    "000-hjortespring": 2,
    "000-horsens": 4,
    "000-roskilde": 4,
    "000-slagelse": 3,
    "000-vi-senior": 3,
}
# Words that keep people away (seed 000, chapter 5): never in what the person reads.
REPELLING = ("ensom", "mistriv", "udsat", "svag", "skrøbelig", "sårbar")


def rule(recipe: Recipe, name: str) -> FollowUp:
    return next(each for each in recipe.follow_up if each.id == name)


def course(recipe: Recipe, name: str) -> Training:
    return next(each for each in recipe.training if each.id == name)


def step(recipe: Recipe, name: str) -> Step:
    found = recipe.step(name)
    assert found is not None
    return found


def activity(recipe: Recipe) -> Activity:
    return recipe.activities[0]


def channels(recipe: Recipe) -> set[str]:
    return {way.channel for way in recipe.found_by}


def who_is(role: Role) -> tuple[Any, ...]:
    return (role.acts_as, role.of, role.count, role.sex, role.min_age)


def days_of(recipe: Recipe, name: str) -> list[int]:
    """The days of a rule's tasks, counted from what sets it off."""
    told = rule(recipe, name)
    first = told.when.shift + told.within_days
    return [first + number * (told.every_days or 0) for number in range(told.times)]


def led_sessions(recipe: Recipe) -> Any:
    sessions = activity(recipe).sessions
    assert sessions is not None
    return sessions.facilitated


def every(recipe: Recipe) -> Any:
    sessions = activity(recipe).sessions
    assert sessions is not None
    return sessions.every_days


def measured_at(recipe: Recipe) -> list[int]:
    assert recipe.measure is not None
    return [planned.after_days for planned in recipe.measure.at]


def colours(recipe: Recipe) -> dict[str, Any]:
    assert recipe.screening is not None
    assert recipe.screening.colours is not None
    return recipe.screening.colours.model_dump(exclude_none=True)


def told(recipe: Recipe, key: str) -> Any:
    assert recipe.reported is not None
    return getattr(recipe.reported, key)


FACTS: list[tuple[str, str, Callable[[Recipe], Any], Any]] = [
    ("000-horsens", "16 groups of 8 to 15", lambda r: (activity(r).groups, activity(r).size), (16, (8, 15))),
    ("000-horsens", "a call a week before", lambda r: days_of(r, "call_a_week_before"), [-7]),
    ("000-roskilde", "self-run after 4 sessions", lambda r: (led_sessions(r), activity(r).then), (4, "self_run")),
    ("000-roskilde", "six to eight men", lambda r: activity(r).size, (6, 8)),
    ("000-roskilde", "then about every 14 days", every, 14),
    (
        "000-roskilde",
        "two sessions to get to know, two to build a community",
        lambda r: [phase.sessions for phase in activity(r).phases],
        [(1, 2), (3, 4)],
    ),
    ("000-roskilde", "walks at least 300 metres", lambda r: r.criteria[0].walks_m, Limit(at_least=300)),
    ("000-roskilde", "men of 60", lambda r: (r.criteria[0].sex, r.criteria[0].min_age), ("male", 60)),
    (
        "000-roskilde",
        "the Red Cross takes the bridge over, the municipality keeps detection and rooms",
        lambda r: [part.by for part in r.anchoring.takes_over],
        ["Røde Kors", "Mændene i fællesskabet", "Roskilde Kommune", "Roskilde Kommune"],
    ),
    ("000-roskilde", "about 80", lambda r: told(r, "started"), 80),
    (
        "000-halsnaes",
        "the three questions in the visitation",
        lambda r: r.screening and r.screening.instrument,
        "t-ils@2",
    ),
    ("000-halsnaes", "asked by the visitation", lambda r: r.roles[step(r, "screened").by[0]].acts_as, "visitation"),
    ("000-halsnaes", "an open question first", lambda r: bool(r.screening and r.screening.opener), True),
    ("000-halsnaes", "the visitation worker goes along", lambda r: r.companion and r.companion.by, ("visitator",)),
    (
        "000-halsnaes",
        "all visitation workers trained",
        lambda r: course(r, "dialogue_based_practice").for_,
        ("visitator",),
    ),
    ("000-halsnaes", "about 100", lambda r: told(r, "met"), 100),
    ("000-elderlearn", "a call three days before", lambda r: days_of(r, "three_days_before"), [-3]),
    ("000-elderlearn", "and 1, 2, 3 weeks after", lambda r: days_of(r, "one_two_three_weeks_after"), [7, 14, 21]),
    (
        "000-elderlearn",
        "questions to both after three months",
        lambda r: (days_of(r, "questions_to_both_at_90_days"), rule(r, "questions_to_both_at_90_days").to),
        ([90], "both"),
    ),
    (
        "000-elderlearn",
        "matched by interests, short way and energy",
        lambda r: set(activity(r).matched_by),
        {"interests", "distance", "energy"},
    ),
    ("000-elderlearn", "442 older people", lambda r: told(r, "started"), 442),
    ("000-gentofte", "six sessions at home", lambda r: activity(r).sessions and activity(r).sessions.count, 6),
    ("000-gentofte", "two guides", lambda r: r.roles["home_guide"].count, 2),
    ("000-gentofte", "measured at the start only", measured_at, [0]),
    ("000-gentofte", "found on paper", lambda r: {"local_paper", "poster"} <= channels(r), True),
    ("000-gentofte", "five tasks between six times", lambda r: rule(r, "small_task_until_next_time").times, 5),
    ("000-gentofte", "110", lambda r: told(r, "started"), 110),
    ("000-helsingoer", "every week", every, 7),
    ("000-helsingoer", "no personal care", lambda r: (r.criteria[0].min_age, r.criteria[0].personal_care), (60, False)),
    (
        "000-helsingoer",
        "nurses supervise the volunteers",
        lambda r: (course(r, "nurse_supervision").kind, course(r, "nurse_supervision").for_),
        ("supervision", ("table_host",)),
    ),
    ("000-helsingoer", "rehabilitation refers", lambda r: "rehabilitation" in channels(r), True),
    ("000-helsingoer", "about 60", lambda r: told(r, "started"), 60),
    ("000-hjortespring", "0, 1-2, 3 or more signs", colours, {"green": (0, 0), "yellow": (1, 2), "red": (3, None)}),
    ("000-hjortespring", "only yellow goes on", lambda r: r.screening and r.screening.who_continues, ("yellow",)),
    (
        "000-hjortespring",
        "red gets another path",
        lambda r: r.screening and r.screening.other_path["red"].by,
        ("pedagogue",),
    ),
    ("000-hjortespring", "up to four", lambda r: activity(r).size and activity(r).size[1], 4),
    ("000-hjortespring", "staff answer", lambda r: r.screening and r.screening.answered_by, ("observer",)),
    ("000-hjortespring", "160", lambda r: told(r, "met"), 160),
    ("000-slagelse", "six led at most, the last three together", lambda r: activity(r).phases[-1].sessions, (4, 6)),
    ("000-slagelse", "staff at most three weeks apart", lambda r: r.anchoring.staff_visit_at_most_every_days, 21),
    ("000-slagelse", "the municipal trainer visits", lambda r: r.anchoring.staff_visit_by, "trainer"),
    ("000-slagelse", "run by themselves", lambda r: (r.anchoring.model, activity(r).then), ("citizen_run", "self_run")),
    ("000-slagelse", "start, midway and end", lambda r: len(measured_at(r)), 3),
    (
        "000-slagelse",
        "the others knock when somebody is missing",
        lambda r: (rule(r, "knock_on_the_neighbours_door").when.anchor, r.roles["training_mate"].of),
        ("absent", ("participants",)),
    ),
    ("000-slagelse", "82", lambda r: told(r, "started"), 82),
    ("000-dgi-nordsjaelland", "two trainers, men over 60", lambda r: who_is(r.roles["trainer"])[2:], (2, "male", 60)),
    (
        "000-dgi-nordsjaelland",
        "12 weeks, then an association",
        lambda r: (activity(r).then, led_sessions(r)),
        ("association", 12),
    ),
    ("000-dgi-nordsjaelland", "test at start and after 12 weeks", lambda r: days_of(r, "fitness_test"), [0, 84]),
    (
        "000-dgi-nordsjaelland",
        "handed over on day 84",
        lambda r: r.anchoring.milestones[-1].after_days,
        84,
    ),
    ("000-dgi-nordsjaelland", "135", lambda r: told(r, "started"), 135),
    ("000-favrskov", "seven questions", lambda r: r.screening and r.screening.instrument, "hearing-7@1"),
    ("000-favrskov", "one yes is enough", colours, {"green": (0, 0), "yellow": (1, 7)}),
    ("000-favrskov", "on paper", lambda r: r.screening and r.screening.on_paper, True),
    (
        "000-favrskov",
        "from prevention worker over adviser and consultant back to the adviser",
        lambda r: [(link.by, link.to) for link in step(r, "wishes").links],
        [
            ("prevention_worker", "hearing_adviser"),
            ("hearing_adviser", "hearing_consultant"),
            ("hearing_consultant", "hearing_adviser"),
        ],
    ),
    ("000-favrskov", "no training needed", lambda r: r.training, ()),
    (
        "000-favrskov",
        "1,064 hearing checks, of which 404 on men; people are not counted",
        lambda r: (told(r, "screenings"), told(r, "screenings_men"), told(r, "met")),
        (1064, 404, None),
    ),
    (
        "000-favrskov",
        "who hears well has no need",
        lambda r: r.screening and r.screening.stops_as,
        {"green": "no_need"},
    ),
    (
        "000-frederikshavn",
        "men who live alone without personal care",
        lambda r: (r.criteria[0].sex, r.criteria[0].lives_alone, r.criteria[0].personal_care, r.criteria[0].min_age),
        ("male", True, False, 65),
    ),
    ("000-frederikshavn", "found in the register", channels, {"register"}),
    ("000-frederikshavn", "again after three and six months", measured_at, [0, 90, 180]),
    ("000-frederikshavn", "on the phone too", lambda r: "phone" in step(r, "asked").mode, True),
    ("000-frederikshavn", "950", lambda r: told(r, "met"), 950),
    ("000-vi-senior", "eight sessions", lambda r: course(r, "agent_course").sessions, 8),
    (
        "000-vi-senior",
        "43 agents of 40 to 60",
        lambda r: (*who_is(r.roles["agent"])[2:], r.roles["agent"].max_age),
        (43, None, 40, 60),
    ),
    ("000-vi-senior", "who speak Danish too", lambda r: "dansk" in r.roles["agent"].languages, True),
    ("000-vi-senior", "found by agents only", channels, {"network"}),
    (
        "000-vi-senior",
        "first the own language, then a larger community",
        lambda r: [each.matched_by[0] for each in r.activities],
        ["language", "interests"],
    ),
    ("000-vi-senior", "contact with 115", lambda r: told(r, "met"), 115),
]


def test_all_twelve_are_there_with_owners_of_every_kind():
    there = {recipe_id for recipe_id in load.all_ids() if recipe_id.startswith("000-")}
    assert there == set(OWNERS)
    assert {recipe_id: load.load(recipe_id).owner.kind for recipe_id in OWNERS} == OWNERS


def test_every_recipe_has_facts_of_its_own():
    assert {recipe_id for recipe_id, *_ in FACTS} == set(OWNERS)


@pytest.mark.parametrize(("recipe_id", "fact", "look", "expected"), FACTS, ids=[f"{row[0]}: {row[1]}" for row in FACTS])
def test_a_fact_of_the_seed(recipe_id, fact, look, expected):
    assert look(load.load(recipe_id)) == expected, fact


@pytest.mark.parametrize("recipe_id", sorted(OWNERS))
def test_as_many_focus_areas_as_annex_1_has_crosses(recipe_id):
    assert len(set(load.load(recipe_id).focus_areas)) == CROSSES[recipe_id]


@pytest.mark.parametrize("recipe_id", sorted(OWNERS))
def test_what_the_person_reads_repels_nobody(recipe_id):
    recipe = load.load(recipe_id)
    read = [way.letter.text.da for way in recipe.found_by if way.letter and way.letter.text]
    read += [
        way.text.da for way in recipe.found_by if way.text and way.channel in ("local_paper", "poster", "social_media")
    ]
    read += [material.title.da for material in recipe.materials if material.kind == "letter"]
    assert not [word for text in read for word in REPELLING if word in text.lower()]
