"""Pairs: the best there are, proven, the same every time, and never worse for one volunteer more."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from brobygger.pathway.matching.solve import answers, pairs, proof, reading
from brobygger.pathway.matching.solve.arrival import Standing
from brobygger.pathway.matching.solve.problem import PairsProblem
from brobygger.pathway.matching.solve.waiting import with_waiting
from tests.pathway.matching import checker

GOODNESS = st.one_of(st.integers(0, 3).map(float), st.integers(0, 1000).map(lambda n: n / 1000), st.floats(0, 1))


def solved(asked: dict[str, Any]) -> dict[str, Any]:
    """What a program gets that sends the question as a file."""
    return answers.solve_content(json.dumps(asked).encode())


def read(asked: dict[str, Any]) -> PairsProblem:
    problem = reading.read(json.dumps(asked).encode()).problem
    assert isinstance(problem, PairsProblem)
    return problem


@st.composite
def questions(draw: st.DrawFn, people: int = 4) -> dict[str, Any]:
    left = [f"p{n}" for n in range(draw(st.integers(0, people)))]
    right = [f"v{n}" for n in range(draw(st.integers(0, people)))]
    possible = [(one, other) for one in left for other in right]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True, max_size=9)) if possible else []
    return {"kind": "pairs", "left": left, "right": right, "edges": [[*pair, draw(GOODNESS)] for pair in chosen]}


def test_more_pairs_come_before_better_ones():
    """Aase and Ole suit each other best, but then Inger would meet nobody."""
    asked = {
        "kind": "pairs",
        "left": ["aase", "inger"],
        "right": ["ole", "per"],
        "edges": [["aase", "ole", 0.9], ["aase", "per", 0.1], ["inger", "ole", 0.2]],
    }
    told = solved(asked)
    assert told["pairs"] == [["aase", "per"], ["inger", "ole"]]
    assert (told["matched"], told["total"], told["optimal"]) == (2, pytest.approx(0.3), True)


@settings(max_examples=120)
@given(questions())
def test_pairs_are_the_best_of_all_that_keep_the_rules(asked):
    told = solved(asked)
    count, total = checker.pairs(asked, told)
    assert told["optimal"] is True
    assert (count, total) == pytest.approx(checker.best_pairs(asked), abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_a_hundred_on_each_side_as_good_as_another_solver_finds(seed):
    """Every pair is possible, so scipy's assignment knows the answer."""
    random = np.random.default_rng(seed)
    goodness = random.random((80 + seed * 10, 100))
    asked = {
        "kind": "pairs",
        "left": [f"p{n}" for n in range(len(goodness))],
        "right": [f"v{n}" for n in range(100)],
        "edges": [[f"p{i}", f"v{j}", float(goodness[i, j])] for i in range(len(goodness)) for j in range(100)],
    }
    told = solved(asked)
    rows, columns = linear_sum_assignment(goodness, maximize=True)
    assert checker.pairs(asked, told) == (len(rows), pytest.approx(goodness[rows, columns].sum(), rel=1e-9))
    assert told["optimal"] is True
    assert told["bound"] >= told["total"]


@settings(max_examples=60)
@given(questions(people=6), GOODNESS, st.integers(0, 5))
def test_one_volunteer_more_never_makes_it_worse(asked, worth, meets):
    before = solved(asked)
    more = {**asked, "right": [*asked["right"], "ny"]}
    more["edges"] = [*asked["edges"], *([one, "ny", worth] for one in asked["left"][:meets])]
    after = solved(more)
    assert (after["matched"], after["total"] + 1e-9) >= (before["matched"], before["total"])


@settings(max_examples=60)
@given(questions(people=6), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_change_what_is_reached(asked, random: Random):
    shuffled = {key: random.sample(value, len(value)) for key, value in asked.items() if key != "kind"}
    told, again = solved(asked), solved({"kind": "pairs", **shuffled})
    assert (again["matched"], again["total"]) == (told["matched"], pytest.approx(told["total"], abs=1e-9))
    assert solved(asked)["pairs"] == told["pairs"]


@settings(max_examples=60)
@given(questions(people=5), st.data())
def test_a_pinned_pair_stays_and_the_rest_is_the_best_around_it(asked, data):
    if not asked["edges"]:
        return
    one, other, worth = data.draw(st.sampled_from(asked["edges"]))
    told = solved({**asked, "pins": [[one, other]]})
    count, total = checker.pairs({**asked, "pins": [[one, other]]}, told)
    others = {**asked, "edges": [edge for edge in asked["edges"] if edge[0] != one and edge[1] != other]}
    best_count, best_total = checker.best_pairs(others)
    assert (count, total) == (best_count + 1, pytest.approx(best_total + worth, abs=1e-8))


@settings(max_examples=120)
@given(questions(people=6), st.lists(st.lists(st.integers(0, 1000), max_size=6), min_size=1, max_size=3))
def test_one_who_arrives_gets_what_a_new_solution_would_give(asked, arriving):
    asked["edges"] = [[one, other, round(worth, 3)] for one, other, worth in asked["edges"]]
    asked |= {"left": [*asked["left"], "fast"], "right": [*asked["right"], "fri"]}
    asked["edges"].append(["fast", "fri", 1.001])
    problem = read(asked)
    standing = Standing(problem, pairs.solve(problem))
    for number, thousandths in enumerate(arriving):
        met = {end: worth / 1000 for end, worth in enumerate(thousandths[: len(asked["right"])])}
        now = standing.arrives(met)
        asked["left"].append(f"ny{number}")
        asked["edges"] += [[f"ny{number}", asked["right"][end], worth] for end, worth in met.items()]
        goodness = {(one, other): worth for one, other, worth in asked["edges"]}
        made = [[asked["left"][one], asked["right"][other]] for one, other in now.items()]
        told = {"pairs": made, "matched": len(made), "total": sum(goodness[one, other] for one, other in made)}
        anew = solved(asked)
        assert checker.pairs(asked, told) == (anew["matched"], pytest.approx(anew["total"], abs=1e-8))


def test_one_who_arrives_with_numbers_of_another_kind_needs_a_new_solution():
    problem = read({"kind": "pairs", "left": ["a"], "right": ["x"], "edges": [["a", "x", 0.5]]})
    for goodness, why in ((0.123, "finer"), (50.0, "beyond")):
        with pytest.raises(ValueError, match=why):
            Standing(problem, pairs.solve(problem)).arrives({0: goodness})


def test_a_worse_answer_cannot_be_proven():
    """The proof is not a stamp: it is refused for pairs that are not the best."""
    asked = {
        "kind": "pairs",
        "left": ["a", "b"],
        "right": ["x", "y"],
        "edges": [["a", "x", 1.0], ["a", "y", 0.5], ["b", "x", 0.5], ["b", "y", 0.9]],
    }
    problem = read(asked)
    worth = pairs.whole_numbers(problem.goodness, people=4).worth
    edges = problem.starts, problem.ends, worth
    for mate, best in (([0, 1], True), ([1, 0], False), ([0, -1], False), ([-1, -1], False)):
        mates = np.array(mate)
        found = proof.prices(*edges, mates, others=2, seconds=5)
        assert (found is not None and proof.is_proof(found, *edges, mates)) is best
        low = proof.Prices(np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64))
        assert not proof.is_proof(low, *edges, mates)


def test_an_unproven_answer_is_not_built_upon():
    problem = read({"kind": "pairs", "left": ["a"], "right": ["x"], "edges": [["a", "x", 1]]})
    unproven = pairs.solve(problem, proof_seconds=-1.0)
    assert (unproven.optimal, unproven.bound, unproven.pairs) == (False, None, ((0, 0),))
    with pytest.raises(ValueError, match="proven"):
        Standing(problem, unproven)


def test_fine_numbers_are_rounded_and_said_to_be():
    """0.1 counts exactly; a number with sixteen digits does not, and the bound leaves room for it."""
    assert pairs.whole_numbers(np.array([0.1, 0.82, 3.0]), people=40_000).exact
    numbers = pairs.whole_numbers(np.array([0.1234567890123456, 1e9]), people=40_000)
    assert not numbers.exact
    assert numbers.a_pair < 2**61


def test_waiting_counts_up_to_a_limit():
    assert with_waiting(60.0, 0) == 60.0
    assert with_waiting(60.0, 45) == pytest.approx(75.0)
    assert with_waiting(60.0, 90) == with_waiting(60.0, 900) == pytest.approx(90.0)
    with pytest.raises(ValueError, match="negative"):
        with_waiting(60.0, -1)


def test_with_the_extra_nobody_waits_for_ever():
    """Each week two new persons suit the two volunteers better than Aase; without the extra she never meets one."""

    def weeks_until_aase(most_extra: float) -> int | None:
        waited = {"aase": 0}
        for week in range(60):
            waited |= {f"ny{week}-{n}": 0 for n in range(2)}
            points = {who: 50.0 if who == "aase" else 60.0 for who in waited}
            edges = [
                [who, volunteer, with_waiting(points[who], days, most_extra=most_extra)]
                for who, days in waited.items()
                for volunteer in ("ole", "per")
            ]
            told = solved({"kind": "pairs", "left": list(waited), "right": ["ole", "per"], "edges": edges})
            met = {one for one, _other in told["pairs"]}
            if "aase" in met:
                return week
            waited = {who: days + 7 for who, days in waited.items() if who not in met}
        return None

    assert weeks_until_aase(0.0) is None
    assert weeks_until_aase(20.0) == 7
    assert weeks_until_aase(30.0) == 5
