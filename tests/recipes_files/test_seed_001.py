"""Each of the twelve municipal recipes is true to its pages in seed 001: boxes, limits, roles, numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from brobygger.registry.recipes import load
from brobygger.registry.recipes.effort import Activity, Governance, Reported, Training
from brobygger.registry.recipes.parts import Limit
from brobygger.registry.recipes.schema import FollowUp, Recipe, Screening, Step

IDS = [name for name in load.all_ids() if name.startswith("001-")]

# The participant boxes as printed: started, mean age, women, men, dementia.
BOXES = {
    "001-favrskov": (17, 83, 67, 33, 45),
    "001-greve": (52, 78, 66, 34, 37),
    "001-holstebro": (42, 81, 69, 31, 27),
    "001-koebenhavn": (70, 81, 65, 35, 26),
    "001-lolland-guldborgsund": (22, 79, 52, 48, 23),
    "001-lyngby-taarbaek": (44, 87, 80, 20, 16),
    "001-nordfyns": (26, 82, 77, 23, 12),
    "001-odense": (54, 84, 78, 22, 77),
    "001-soroe": (29, 80, 75, 25, 31),
    "001-stevns": (14, 81, 69, 31, 50),
    "001-svendborg": (37, 83, 43, 57, 20),
    "001-syddjurs": (41, 81, 56, 44, 45),
}
# House, flat, sheltered, other; what is 0 here is 0 in the box or not printed.
HOUSING = {
    "001-favrskov": (38, 33, 24, 5),
    "001-greve": (33, 53, 9, 5),
    "001-holstebro": (31, 47, 13, 9),
    "001-koebenhavn": (14, 54, 23, 9),
    "001-lolland-guldborgsund": (23, 38, 38, 0),
    "001-lyngby-taarbaek": (23, 52, 25, 0),
    "001-nordfyns": (23, 54, 15, 8),
    "001-odense": (23, 68, 7, 2),
    "001-soroe": (16, 31, 41, 13),
    "001-stevns": (50, 21, 21, 7),
    "001-svendborg": (46, 29, 7, 17),
    "001-syddjurs": (43, 22, 27, 8),
}
# Married, widowed, cohabiting, single, separated or divorced, with a partner but living alone.
CIVIL_STATUS = {
    "001-favrskov": (9, 55, 5, 23, 9, 0),
    "001-greve": (17, 55, 0, 21, 7, 0),
    "001-holstebro": (13, 62, 0, 16, 11, 0),
    "001-koebenhavn": (9, 39, 0, 27, 12, 0),
    "001-lolland-guldborgsund": (0, 59, 0, 28, 7, 0),
    "001-lyngby-taarbaek": (2, 68, 0, 9, 20, 0),
    "001-nordfyns": (12, 69, 8, 4, 8, 0),
    "001-odense": (18, 54, 2, 12, 14, 0),
    "001-soroe": (3, 69, 0, 16, 13, 0),
    "001-stevns": (0, 69, 0, 19, 0, 0),
    "001-svendborg": (7, 64, 0, 24, 5, 0),
    "001-syddjurs": (12, 58, 0, 14, 12, 0),
}
# The boxes on competence development: how many took part, hours for each.
TRAINED = {
    "001-favrskov": (110, 7),
    "001-greve": (200, 6),
    "001-holstebro": (210, 9),
    "001-koebenhavn": (300, 12),
    "001-lolland-guldborgsund": (338, 2),
    "001-lyngby-taarbaek": (350, 6),
    "001-nordfyns": (160, 11),
    "001-odense": (63, 77),
    "001-soroe": (238, 20),
    "001-stevns": (178, 5),
    "001-svendborg": (487, 6),
    "001-syddjurs": (250, 2.5),
}
# What the figures show that people took part in (café, meals, one-to-one, outings, help to and from).
FIGURES = {
    "001-favrskov": {"pair"},
    "001-greve": {"meal", "pair"},
    "001-holstebro": {"pair"},
    "001-koebenhavn": {"cafe", "pair", "outing"},
    "001-lolland-guldborgsund": {"meal", "pair"},
    "001-lyngby-taarbaek": {"cafe", "meal", "pair"},
    "001-nordfyns": {"outing"},
    "001-odense": {"meal", "pair"},
    "001-soroe": {"cafe", "meal", "pair"},
    "001-stevns": {"meal", "pair"},
    "001-svendborg": {"cafe", "meal", "pair"},
    "001-syddjurs": {"cafe", "meal", "pair", "outing"},
}
# Hours a week in each version of the criteria; None: the version has no limit of hours of its own.
HOURS = {
    "001-favrskov": [Limit(at_least=5)],
    "001-greve": [None, Limit(at_least=2)],
    "001-holstebro": [Limit(at_least=5), Limit(at_least=2), Limit(more_than=0)],
    "001-koebenhavn": [Limit(at_least=10, at_most=12), Limit(more_than=4)],
    "001-lolland-guldborgsund": [Limit(at_least=7), Limit(more_than=0)],
    "001-lyngby-taarbaek": [Limit(at_least=5), Limit(at_least=2)],
    "001-nordfyns": [Limit(at_least=10), Limit(at_least=2)],
    "001-odense": [None, None],
    "001-soroe": [Limit(at_least=10), Limit(at_least=2)],
    "001-stevns": [Limit(at_least=5), Limit(at_least=2)],
    "001-svendborg": [Limit(more_than=15), Limit(more_than=10), Limit(at_least=5)],
    "001-syddjurs": [Limit(at_least=5), Limit(at_least=2)],
}
# The model of anchoring, and whether the seed says that it is settled.
ANCHORING = {
    "001-favrskov": ("in_operation", True),
    "001-greve": ("in_operation", True),
    "001-holstebro": ("in_operation", False),
    "001-koebenhavn": ("in_operation", True),
    "001-lolland-guldborgsund": ("association", False),
    "001-lyngby-taarbaek": ("undecided", False),
    "001-nordfyns": ("citizen_run", False),
    "001-odense": ("undecided", False),
    "001-soroe": ("undecided", False),
    "001-stevns": ("undecided", False),
    "001-svendborg": ("undecided", False),
    "001-syddjurs": ("in_operation", True),
}


def told(recipe_id: str) -> Reported:
    found = load.load(recipe_id).reported
    assert found is not None
    return found


def step(recipe: Recipe, name: str) -> Step:
    found = recipe.step(name)
    assert found is not None
    return found


def screening(recipe: Recipe) -> Screening:
    assert recipe.screening is not None
    return recipe.screening


def rule(recipe: Recipe, name: str) -> FollowUp:
    return next(each for each in recipe.follow_up if each.id == name)


def course(recipe: Recipe, name: str) -> Training:
    return next(each for each in recipe.training if each.id == name)


def activity(recipe: Recipe, name: str) -> Activity:
    return next(each for each in recipe.activities if each.id == name)


def group(recipe: Recipe, name: str) -> Governance:
    return next(each for each in recipe.governance if each.id == name)


def way_of_links(recipe: Recipe, name: str) -> list[tuple[str, str, int | None]]:
    return [(link.by, link.to, link.within_days) for link in step(recipe, name).links]


def test_all_twelve_are_there():
    assert sorted(IDS) == sorted(BOXES)


@pytest.mark.parametrize("recipe_id", IDS)
def test_the_participant_box_is_the_printed_one(recipe_id):
    box = told(recipe_id)
    assert (box.started, box.mean_age, box.women, box.men, box.dementia) == BOXES[recipe_id]
    assert tuple(box.housing.get(kind, 0) for kind in ("house", "flat", "sheltered", "other")) == HOUSING[recipe_id]
    kinds = ("married", "widowed", "cohabiting", "single", "divorced", "partner_apart")
    assert tuple(box.civil_status.get(kind, 0) for kind in kinds) == CIVIL_STATUS[recipe_id]
    assert set(box.housing) <= {"house", "flat", "sheltered", "other"}


@pytest.mark.parametrize("recipe_id", IDS)
def test_the_box_on_training_and_the_figure_of_activities_are_the_printed_ones(recipe_id):
    recipe, box = load.load(recipe_id), told(recipe_id)
    assert (box.trained, box.hours_per_employee) == TRAINED[recipe_id]
    assert {each.kind for each in recipe.activities} >= FIGURES[recipe_id]
    assert any(each.participants == box.trained for each in recipe.training)


@pytest.mark.parametrize("recipe_id", IDS)
def test_the_limits_of_hours_and_their_changes_are_those_of_the_seed(recipe_id):
    versions = load.load(recipe_id).criteria
    assert [version.home_help_hours for version in versions] == HOURS[recipe_id]
    assert all(version.from_ and version.reason for version in versions[1:])
    assert all(version.feels_lonely and version.wants_to_join for version in versions)


@pytest.mark.parametrize("recipe_id", sorted(set(IDS) - {"001-favrskov"}))
def test_those_once_turned_away_are_found_again_on_the_day_of_the_change(recipe_id):
    """Eleven of the twelve lowered their limit: everybody turned away for it stands at the same step again."""
    recipe = load.load(recipe_id)
    play = recipe.scenario
    assert play is not None
    changed = {(version.from_ - play.starts).days for version in recipe.criteria if version.from_}
    away = [(row.step, row.crowd, row.lost["not_eligible"]) for row in play.play if "not_eligible" in row.lost]
    back = {
        (row.step, row.crowd, row.returned["not_eligible"]): row.on_day
        for row in play.play
        if "not_eligible" in row.returned
    }
    assert away
    assert set(away) == set(back)
    assert set(back.values()) <= changed
    promised = [promise.lost for promise in play.expect if promise.lost and promise.lost.reason == "not_eligible"]
    assert [(each.step, each.count) for each in promised] == [(away[0][0], 0)]


@pytest.mark.parametrize("recipe_id", IDS)
def test_the_play_ends_with_as_many_starting_as_the_seed_reports(recipe_id):
    play = load.load(recipe_id).scenario
    assert play is not None
    bridges = [promise.bridge for promise in play.expect if promise.bridge]
    starting = [bridge.passed for bridge in bridges if bridge.step == "first_time"]
    assert starting == [told(recipe_id).started]
    assert sum(crowd.count for crowd in play.crowd) < 200


@pytest.mark.parametrize("recipe_id", IDS)
def test_how_it_lives_on_is_settled_only_where_the_seed_says_so(recipe_id):
    anchoring = load.load(recipe_id).anchoring
    assert (anchoring.model, anchoring.settled) == ANCHORING[recipe_id]


# One row for each thing that makes a case itself: recipe, what it is about, how it is read, what the seed says.
FACTS: list[tuple[str, str, Callable[[Recipe], Any], Any]] = [
    ("001-greve", "title", lambda r: r.title.da, "Jeg føler mig ikke alene"),
    ("001-greve", "first criteria", lambda r: r.criteria[0].daily_home_help, True),
    ("001-greve", "lunches", lambda r: activity(r, "lunches").sessions.count, 8),
    ("001-greve", "price", lambda r: activity(r, "lunches").price.dkk, 0),
    ("001-greve", "no companion, a taxi", lambda r: r.companion.offered, False),
    ("001-greve", "ambassadors in a unit", lambda r: r.roles["ambassador"].count, 2),
    ("001-greve", "benefit after", lambda r: rule(r, "benefit_after_three_months").when.days, 90),
    ("001-greve", "sign-up by", lambda r: step(r, "referred").mode, ("phone", "email")),
    ("001-greve", "board meeting", lambda r: step(r, "screened").body.meets_every_days, 1),
    ("001-greve", "working groups", lambda r: group(r, "working_groups").count, 3),
    ("001-greve", "talk cards", lambda r: {m.kind for m in r.materials} >= {"talk_card", "folder"}, True),
    ("001-holstebro", "instrument", lambda r: screening(r).instrument, "two-questions@1"),
    ("001-holstebro", "answered by", lambda r: screening(r).answered_by, ("observer",)),
    ("001-holstebro", "referred to", lambda r: step(r, "referred").to, "house_guide"),
    ("001-holstebro", "ambassadors", lambda r: course(r, "ambassadors").participants, 66),
    ("001-holstebro", "volunteers taught", lambda r: course(r, "volunteers_too").participants, 85 + 2),
    ("001-holstebro", "working group", lambda r: bool(group(r, "working_group").afterwards), True),
    ("001-holstebro", "agreement", lambda r: r.agreements[0].kind, "cooperation"),
    ("001-koebenhavn", "two stages", lambda r: screening(r).first.by, ("home_care_worker",)),
    ("001-koebenhavn", "the talk", lambda r: screening(r).by, ("ambassador",)),
    ("001-koebenhavn", "new tool", lambda r: screening(r).replaced[0].instrument, "t-ils@2"),
    ("001-koebenhavn", "who then", lambda r: screening(r).replaced[0].by, ("home_care_worker",)),
    ("001-koebenhavn", "age", lambda r: r.criteria[0].min_age, 65),
    ("001-koebenhavn", "ambassadors", lambda r: r.roles["ambassador"].count, 15),
    ("001-koebenhavn", "bus tours a year", lambda r: 365 // activity(r, "bus_tour").sessions.every_days, 2),
    ("001-koebenhavn", "market day", lambda r: activity(r, "market_day").sessions.every_days, 365),
    ("001-koebenhavn", "paid by", lambda r: r.companion.paid_by, "klippekort"),
    ("001-koebenhavn", "no agreements", lambda r: r.agreements, ()),
    ("001-koebenhavn", "study visit", lambda r: course(r, "study_visits").kind, "study_visit"),
    ("001-lolland-guldborgsund", "owner", lambda r: r.owner.name, "Lolland Kommune"),
    ("001-lolland-guldborgsund", "two municipalities", lambda r: r.roles["contact_person"].of,
     ("owner", "guldborgsund")),
    ("001-lolland-guldborgsund", "alone", lambda r: r.criteria[1].lives_alone, True),
    ("001-lolland-guldborgsund", "cooks", lambda r: r.roles["home_cook"].count, 2),
    ("001-lolland-guldborgsund", "guest", lambda r: activity(r, "home_meal").matched_by, ("distance", "interests")),
    ("001-lolland-guldborgsund", "tidying", lambda r: rule(r, "tidy_before_visit").reasons, ("ashamed_of_home",)),
    ("001-lolland-guldborgsund", "a visit first", lambda r: step(r, "first_contact").mode, ("phone", "visit")),
    ("001-lolland-guldborgsund", "short course", lambda r: course(r, "two_hours").hours, 2),
    ("001-lolland-guldborgsund", "two days", lambda r: course(r, "two_days").sessions, 2),
    ("001-lolland-guldborgsund", "agreements", lambda r: [a.kind for a in r.agreements],
     ["cooperation", "continuation"]),
    ("001-lolland-guldborgsund", "who tells whom", lambda r: [link[:2] for link in way_of_links(r, "consented")],
     [("home_care_worker", "team_leader"), ("team_leader", "contact_person")]),
    ("001-lyngby-taarbaek", "age", lambda r: r.criteria[1].min_age, 65),
    ("001-lyngby-taarbaek", "ways in", lambda r: [way.channel for way in r.found_by], ["home_care", "tip"]),
    ("001-lyngby-taarbaek", "key people", lambda r: "12" in r.roles["key_person"].does[0].da, True),
    ("001-lyngby-taarbaek", "two managers", lambda r: r.roles["programme_manager"].count, 2),
    ("001-lyngby-taarbaek", "teaching", lambda r: (course(r, "two_times_three_hours").sessions,
                                                   course(r, "two_times_three_hours").hours), (2, 3)),
    ("001-lyngby-taarbaek", "side by side", lambda r: course(r, "side_by_side").kind, "side_by_side"),
    ("001-lyngby-taarbaek", "every third month", lambda r: {g.meets_every_days for g in r.governance}, {91}),
    ("001-lyngby-taarbaek", "themes", lambda r: activity(r, "life_story_cafe").content_by, "participants"),
    ("001-lyngby-taarbaek", "agreements", lambda r: {a.parties[1] for a in r.agreements},
     {"aeldre_sagen", "elderlearn"}),
    ("001-nordfyns", "tours", lambda r: (activity(r, "tours").sessions.count, activity(r, "tours").sessions.minutes),
     (12, 180)),
    ("001-nordfyns", "group size", lambda r: activity(r, "tours").size, (5, 6)),
    ("001-nordfyns", "next week", lambda r: activity(r, "tours").sessions.every_days, 7),
    ("001-nordfyns", "by interests first", lambda r: activity(r, "tours").matched_by, ("interests",)),
    ("001-nordfyns", "by address then", lambda r: activity(r, "tours").matched_by_changed[0].matched_by, ("distance",)),
    ("001-nordfyns", "two hosts", lambda r: r.roles["tour_host"].count + r.roles["volunteer_host"].count, 2),
    ("001-nordfyns", "hosts' teaching", lambda r: course(r, "hosts").sessions * course(r, "hosts").hours, 6),
    ("001-nordfyns", "a year before", lambda r: course(r, "two_hours").follow_up_after_days, 365),
    ("001-nordfyns", "self-run", lambda r: activity(r, "tours").then, "self_run"),
    ("001-nordfyns", "choice", lambda r: activity(r, "tours").content_by, "participants"),
    ("001-odense", "first hours", lambda r: r.criteria[0].any_of[0].home_help_hours, Limit(at_least=5, at_most=12)),
    ("001-odense", "second criterion", lambda r: r.criteria[1].any_of[1].judged[0].id, "lasting_illness"),
    ("001-odense", "new instrument", lambda r: screening(r).replaced[0].instrument, "t-ils@2"),
    ("001-odense", "companion", lambda r: (r.companion.by, r.companion.times), (("home_care_worker",), 2)),
    ("001-odense", "steps back", lambda r: rule(r, "companion_steps_back").when.anchor, "third_session"),
    ("001-odense", "leaders' meetings", lambda r: course(r, "leaders").sessions, 9),
    ("001-odense", "own agreement", lambda r: r.agreements[0].parties, ("owner", "laeseforeningen")),
    ("001-odense", "steering group", lambda r: len(group(r, "steering_group").members), 11),
    ("001-stevns", "links there", lambda r: way_of_links(r, "referred"),
     [("home_care_worker", "group_leader", 1), ("group_leader", "programme_manager", 2),
      ("programme_manager", "aeldre_sagen", 2)]),
    ("001-stevns", "links back", lambda r: [link[:2] for link in way_of_links(r, "accepted")][:2],
     [("aeldre_sagen_contact", "programme_manager"), ("programme_manager", "group_leader")]),
    ("001-stevns", "invitation", lambda r: step(r, "first_contact").at.shift, -14),
    ("001-stevns", "monthly", lambda r: activity(r, "lunch").sessions.every_days, 30),
    ("001-stevns", "hosts", lambda r: r.roles["meal_host"].count, 2),
    ("001-stevns", "price", lambda r: "pensionen" in activity(r, "lunch").price.rule.da, True),
    ("001-stevns", "all taught together", lambda r: course(r, "one_day_together").hours, 5),
    ("001-stevns", "overlap", lambda r: len(set(map(str, group(r, "steering_group").members))
                                            & set(map(str, group(r, "working_group").members))), 2),
    ("001-svendborg", "guides meet", lambda r: [step(r, name).body.meets_every_days for name in ("wishes", "referred")],
     [21, 21]),
    ("001-svendborg", "groups of two months", lambda r: group(r, "ad_hoc_groups").lives_days, 60),
    ("001-svendborg", "two guides", lambda r: r.roles["guide"].count, 2),
    ("001-svendborg", "four associations", lambda r: len(r.roles["guide"].of), 4),
    ("001-svendborg", "teaching", lambda r: [c.hours for c in r.training if c.hours], [3.5, 2.5]),
    ("001-svendborg", "theme day", lambda r: "160" in r.found_by[2].text.da and "15" in r.found_by[2].text.da, True),
    ("001-svendborg", "signs by staff", lambda r: screening(r).answered_by, ("observer",)),
    ("001-syddjurs", "two stages", lambda r: (screening(r).first.by, screening(r).by),
     (("home_care_worker",), ("network_coordinator",))),
    ("001-syddjurs", "instrument", lambda r: screening(r).instrument, "t-ils@2"),
    ("001-syddjurs", "coordinators", lambda r: r.roles["network_coordinator"].count, 2),
    ("001-syddjurs", "companion", lambda r: (r.companion.times, r.companion.paid_by), (1, "loneliness_time")),
    ("001-syddjurs", "meanwhile", lambda r: r.waiting.interim, ("loneliness_time",)),
    ("001-syddjurs", "spots", lambda r: (course(r, "spots").sessions, course(r, "spots").hours), (6, 0.5)),
    ("001-syddjurs", "own knowledge", lambda r: course(r, "competence_sheet").kind, "competence_form"),
    ("001-syddjurs", "priests", lambda r: {a.id for a in r.activities if "priests" in a.by},
     {"grief_group", "courage_group"}),
    ("001-syddjurs", "dignity policy", lambda r: r.anchoring.takes_over[0].pays, "Værdighedspolitikken"),
]  # fmt: skip


@pytest.mark.parametrize(("recipe_id", "about", "read", "said"), FACTS, ids=[f"{f[0]} {f[1]}" for f in FACTS])
def test_what_makes_each_case_itself(recipe_id, about, read, said):
    assert read(load.load(recipe_id)) == said, about


def test_every_case_but_the_two_first_has_facts_of_its_own():
    """Favrskov and Sorø are asserted in tests/registry/recipes/test_recipe_files.py."""
    assert {fact[0] for fact in FACTS} == set(IDS) - {"001-favrskov", "001-soroe"}
