"""Groups: hard rules always, the best when small, a true bound when larger, and a reason for everybody left out."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.matching.solve import answers, group_exact, group_search, groups
from tests.pathway.matching import checker


@pytest.fixture(autouse=True)
def _short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of the steps is enough to break a rule in."""
    monkeypatch.setattr(groups, "STEPS_LEAST", 600)
    monkeypatch.setattr(groups, "STEPS_EACH", 60)


def solved(asked: dict[str, Any], **how: Any) -> dict[str, Any]:
    """What a program gets that sends the question as a file."""
    return answers.solve_content(json.dumps(asked).encode(), **how)


def neighbourhood(people: int, size: list[int], seed: int = 1, **more: Any) -> dict[str, Any]:
    """People with some of ten interests; affinity is the interests two have in common."""
    random = np.random.default_rng(seed)
    interests = random.random((people, 10)) < 0.3
    shared = (interests[:, None, :] & interests[None, :, :]).sum(axis=2)
    listed = [[f"p{i}", f"p{j}", float(shared[i, j])] for i in range(people) for j in range(i) if shared[i, j]]
    return {"kind": "groups", "people": [f"p{n}" for n in range(people)], "size": size, "affinity": listed, **more}


@st.composite
def questions(draw: st.DrawFn, people: int) -> dict[str, Any]:
    names = [f"p{n}" for n in range(draw(st.integers(0, people)))]
    smallest = draw(st.integers(1, 4))
    twos = [[one, other] for number, one in enumerate(names) for other in names[:number]]
    some = st.lists(st.sampled_from(twos), unique_by=tuple) if twos else st.just([])
    together = draw(st.lists(st.sampled_from(twos), max_size=2)) if twos else []
    blocks = {frozenset(two) for two in together}
    if len(together) == 2 and not frozenset(together[0]).isdisjoint(together[1]):
        blocks.add(frozenset(together[0]) ^ frozenset(together[1]))
    return {
        "kind": "groups",
        "people": names,
        "size": [smallest, smallest + draw(st.integers(0, 2))],
        "affinity": [[*two, draw(st.integers(0, 9)) / 10] for two in draw(some)],
        "together": together,
        "apart": [two for two in draw(some) if frozenset(two) not in blocks],
        "in_each": [{"who": "ressourcestærke", "ids": names[: draw(st.integers(0, len(names)))], "at_least": 1}]
        if draw(st.integers(0, 3)) == 0
        else [],
        **(_known(draw, names, together) if draw(st.booleans()) else {}),
    }


def _known(draw: st.DrawFn, names: list[str], together: list[list[str]]) -> dict[str, Any]:
    """What is known of the people; those who wish to be together are of one sex and speak alike."""
    facts = st.fixed_dictionaries(
        {},
        optional={
            "sex": st.sampled_from(["male", "female"]),
            "languages": st.sampled_from([["dansk"], ["arabisk"], ["dansk", "arabisk"]]),
            "wheelchair": st.booleans(),
            "needs_loop": st.booleans(),
        },
    )
    known = {name: draw(facts) for name in names}
    for two in together:
        for name in two:
            known[name] = {}
    more: dict[str, Any] = {"facts": [{"id": name, **told} for name, told in known.items()]}
    more["alike"] = draw(st.sampled_from([[], ["sex"], ["language"], ["sex", "language"]]))
    more["place"] = draw(st.sampled_from([{}, {"wheelchairs": 1}, {"loop": False}, {"wheelchairs": 0, "loop": True}]))
    if draw(st.booleans()):
        more["groups_at_most"] = draw(st.integers(0, 2))
    return more


@settings(max_examples=60)
@given(questions(people=6))
def test_small_questions_get_the_best_of_all_answers(asked):
    told = solved(asked)
    assert checker.groups(asked, told) == pytest.approx(checker.best_groups(asked), abs=1e-8)
    assert told["optimal"] is True


@settings(max_examples=30)
@given(questions(people=10))
def test_the_search_breaks_no_rule_either(asked):
    """The same questions as a large one: no full list of groups, only the search."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "best_groups", lambda _problem, _units: None)
        patch.setattr(groups, "STEPS_LEAST", 40)
        patch.setattr(groups, "STEPS_EACH", 5)
        told = solved(asked)
        again = solved(asked)
    checker.groups(asked, told)
    assert told["optimal"] is False
    assert {**told, "seconds": 0} == {**again, "seconds": 0}


@pytest.mark.parametrize("seed", range(3))
def test_the_search_finds_what_the_proof_finds(seed):
    """Twelve men and groups of three or four, with two who will not meet and two who will only come together."""
    asked = neighbourhood(12, [3, 4], seed, together=[["p0", "p1"]], apart=[["p2", "p3"], ["p2", "p4"]])
    proven = solved(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "best_groups", lambda _problem, _units: None)
        patch.setattr(groups, "STEPS_LEAST", 6_000)
        searched = solved(asked)
    assert checker.groups(asked, searched) == checker.groups(asked, proven)
    assert proven["optimal"]


def test_two_mens_groups_of_24_waiting_with_two_resourceful_in_each():
    asked = neighbourhood(
        24, [8, 15], in_each=[{"who": "ressourcestærke", "ids": [f"p{n}" for n in range(6)], "at_least": 2}]
    )
    asked |= {"together": [["p7", "p8"]], "apart": [["p0", "p9"], ["p10", "p11"]]}
    told = solved(asked)
    placed, total = checker.groups(asked, told)
    assert placed == 24
    assert total >= 0.75 * told["bound"]
    assert told["complete"] is True


def test_a_large_question_stops_in_time_and_says_so():
    asked = neighbourhood(150, [6, 8])
    told = solved(asked, seconds=0.1)
    assert told["complete"] is False
    assert told["seconds"] < 5
    placed, _total = checker.groups(asked, told)
    assert placed == 150


def test_wheelchairs_have_a_limit_in_each_group():
    asked = neighbourhood(30, [5, 6], in_each=[{"who": "kørestole", "ids": [f"p{n}" for n in range(9)], "at_most": 1}])
    told = solved(asked, seconds=5)
    placed, _total = checker.groups(asked, told)
    assert placed <= 30 - 9 + 6
    assert any("kørestole" in one["why"] or "fyldt" in one["why"] for one in told["left_out"])


@pytest.mark.parametrize(
    ("asked", "who", "why"),
    [
        ({"people": ["a", "b"], "size": [3, 4]}, ["a", "b"], "kun 2"),
        ({"people": ["a", "b", "c"], "size": [2, 2], "together": [["a", "b"], ["b", "c"]]}, ["a", "b", "c"], "én af 3"),
        ({"people": ["a", "b", "c"], "size": [2, 2]}, ["c"], "fyldt"),
        ({"people": ["a", "b", "c"], "size": [2, 3], "apart": [["a", "b"], ["b", "c"]]}, ["b"], "“a”, “c”"),
        (
            {"people": ["a", "b", "c"], "size": [1, 2], "in_each": [{"who": "værter", "ids": ["a"], "at_least": 1}]},
            ["c"],
            "værter",
        ),
    ],
)
def test_whoever_is_left_out_is_told_why(asked, who, why):
    asked = {"kind": "groups", "affinity": [["a", "b", 1.0]], **asked}
    told = solved(asked)
    checker.groups(asked, told)
    assert [one["id"] for one in told["left_out"]] == who
    assert all(why in one["why"] for one in told["left_out"])


def test_everybody_apart_is_nobody_together():
    people = [f"p{n}" for n in range(40)]
    apart = [[one, other] for number, one in enumerate(people) for other in people[:number]]
    asked = {"kind": "groups", "people": people, "size": [2, 3], "affinity": [], "apart": apart}
    told = solved(asked, seconds=5)
    assert checker.groups(asked, told) == (0, 0)


def test_the_bound_is_no_guess():
    """Four who all like each other in pairs of two: the bound allows each one neighbour, not three."""
    people = ["a", "b", "c", "d"]
    affinity = [[one, other, 1.0] for number, one in enumerate(people) for other in people[:number]]
    asked = {"kind": "groups", "people": people, "size": [2, 2], "affinity": affinity}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "best_groups", lambda _problem, _units: None)
        told = solved(asked)
    assert told["bound"] == pytest.approx(2.0, abs=1e-6)
    assert told["total"] == 2.0


def test_the_search_improves_on_where_it_began():
    asked = neighbourhood(60, [5, 6])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "improve", lambda placing, **_how: True)
        begun = solved(asked)
    assert solved(asked)["total"] > begun["total"]
    assert group_exact.MOST_GROUPS < 50_000
    assert group_search.BEST_NEIGHBOURS == 40
