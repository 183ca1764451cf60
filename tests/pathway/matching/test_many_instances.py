"""Random questions by the hundred, judged by somebody else (page_checker): no hard rule broken, nobody starves, same
question same answer, one more volunteer never worse. Each of the four is held against a way that does break it.

`make test` looks at 150 of each, `make nightly` at 10,000 (BROBYGGER_INSTANCES: at as many as you like).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from brobygger.pathway.matching import pair_rules
from brobygger.pathway.matching.group_rules import Company, Question, Terms, Waiter, pair, propose
from brobygger.pathway.matching.pair_rules import PairsAsked, PairsFound, Volunteer, match_all
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.place_rules import line_for_choice, line_for_volunteer
from brobygger.pathway.matching.ride_rules import Cars, Passenger, Rides, Tour, plan
from brobygger.pathway.matching.rules import Choice, Seeker
from tests.pathway.matching import page_checker

AT_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
INSTANCES = int(os.environ.get("BROBYGGER_INSTANCES", "10000" if AT_NIGHT else "150"))
TOURS = INSTANCES if AT_NIGHT else max(1, INSTANCES // 15)  # a tour is searched for, so one takes longer
HALL = Choice(
    id="hall", kind="group", latitude=56.2, longitude=10.9, weekdays=(1, 3), step_free=True, hearing_loop=False
)
INTERESTS = ("sang", "kort", "natur", "mad")


def a_waiter(random: Random, number: int) -> Waiter:
    seeker = Seeker(
        age=random.randint(65, 95),
        sex=random.choice(["male", "female", None]),
        latitude=56.2 + random.uniform(-0.1, 0.1),
        longitude=10.9 + random.uniform(-0.1, 0.1),
        walks_m=random.choice([None, 100, 900]),
        walking_aid=random.choice([None, "walker", "wheelchair"]),
        hearing=random.choice([None, "good", "reduced"]),
        languages=random.choice([(), ("dansk",), ("tyrkisk",), ("dansk", "tyrkisk")]),
        interests=tuple(random.sample(INTERESTS, random.randint(0, 3))),
        company=random.choice(["", "group", "one_to_one"]),
        weekdays=random.choice([(), (1,), (4,)]),
        barriers=random.choice([(), (), ("transport",)]),
        only_sex=random.choice(["", "", "", "", "male", "female"]),
        life=random.choice([(), ("landmand",), ("marinen", "landmand")]),
    )
    return Waiter(f"p{number:02}", seeker, random.randint(0, 300), random.random() < 0.3)


def a_volunteer(random: Random, number: int, knows: list[str]) -> Volunteer:
    return Volunteer(
        f"v{number:02}",
        interests=tuple(random.sample(INTERESTS, 2)),
        weekdays=random.choice([(), (1, 2), (4,)]),
        languages=random.choice([(), ("dansk",), ("tyrkisk",)]),
        meets_sex=random.choice(["", "", "male", "female"]),
        sex=random.choice(["", "male", "female"]),
        skills=random.choice([(), ("landmand",)]),
        has_car=random.random() < 0.3,
        age=random.choice([None, 30, 80]),
        latitude=56.2 + random.uniform(-0.1, 0.1),
        longitude=10.9 + random.uniform(-0.3, 0.3),
        places=random.randint(0, 2),
        knows=frozenset(random.sample(knows, min(len(knows), 1))),
    )


def a_question_of_pairs(random: Random) -> PairsAsked:
    waiters = [a_waiter(random, number) for number in range(random.randint(0, 9))]
    ids = [one.id for one in waiters]
    volunteers = [a_volunteer(random, number, ids) for number in range(random.randint(0, 6))]
    everyone = [(one.id, other.id) for one in waiters for other in volunteers if other.places]
    pinned = random.sample(everyone, 1) if everyone and random.random() < 0.2 else []
    refused = {two for two in everyone if random.random() < 0.1} - set(pinned)
    return PairsAsked(waiters, volunteers, pinned, refused)


def a_question_of_groups(random: Random) -> Question:
    people = [a_waiter(random, number) for number in range(random.randint(0, 12))]
    ids = [one.id for one in people]
    terms = Terms(
        size_min=random.randint(1, 3), size_max=random.randint(3, 5), sex=random.choice(["", "alike", "female"]),
        rule=random.choice(["interests", "address"]), wheelchairs=random.choice([None, 0, 1]),
        hosts=random.choice([None, 1, 2]), places=random.choice([None, None, 5]),
        language=random.choice(["", "dansk"]), quiet=random.random() < 0.5, balance=random.random() < 0.3,
        km_at_most=random.choice([None, None, 8]),
    )  # fmt: skip
    wishes = [frozenset(pair(*random.sample(ids, 2)) for _wish in range(2)) if len(ids) > 1 else frozenset()] * 2
    pinned = {one: random.randint(1, 2) for one in random.sample(ids, min(len(ids), random.choice([0, 0, 2])))}
    return Question(people, terms, HALL, Company(*wishes), pinned)


def a_crowd(random: Random) -> PairsAsked:
    """Two have waited most of a year and suit nobody well; five came this month and suit everybody; two places."""
    waiters = [
        Waiter(
            f"p{number}",
            Seeker(
                latitude=56.2 + 0.05 * (number < 2), longitude=10.9,
                interests=() if number < 2 else tuple(random.sample(INTERESTS, 2)),
            ),
            random.randint(240, 300) if number < 2 else random.randint(0, 21),
        )
        for number in random.sample(range(7), 7)
    ]  # fmt: skip
    volunteers = [Volunteer(f"v{n}", interests=INTERESTS, latitude=56.2, longitude=10.9) for n in range(2)]
    return PairsAsked(waiters, volunteers)


def shuffled_pairs(asked: PairsAsked, random: Random) -> PairsAsked:
    waiters, volunteers = list(asked.waiters), list(asked.volunteers)
    random.shuffle(waiters)
    random.shuffle(volunteers)
    return replace(asked, waiters=waiters, volunteers=volunteers)


def worth(found: PairsFound) -> tuple[int, int]:
    """(how many, how good in thousandths)."""
    best = {(found.left[one], found.places[place]): points for one, place, points in found.edges}
    return len(found.pairs), round(1000 * sum(best.get(two, 0.0) for two in found.pairs))


def overtaken(found: PairsFound, asked: PairsAsked) -> list[tuple[str, str]]:
    """Those left out after 240 days by somebody who came within three weeks and got a place both could have had."""
    waited = {one.id: one.waited_days for one in asked.waiters}
    met = dict(found.pairs)
    may = {(found.left[one], found.places[place]) for one, place, _points in found.edges}
    return [
        (left, one)
        for one, other in found.pairs
        for left in sorted(set(waited) - set(met))
        if waited[left] >= 240 and waited[one] <= 21 and (left, other) in may and (one, other) not in asked.pinned
    ]


def first_come(asked: PairsAsked) -> PairsFound:
    """What a person with two lists does: each in the list's order takes the best volunteer who is left."""
    whole = match_all(asked)
    places = list(range(len(whole.places)))
    best = {(whole.left[one], place): points for one, place, points in whole.edges}
    made = []
    for one in asked.waiters:
        open_to = [place for place in places if (one.id, place) in best]
        if open_to:
            chosen = max(open_to, key=lambda place: best[one.id, place])
            places.remove(chosen)
            made.append((one.id, whole.places[chosen]))
    return replace(whole, pairs=tuple(sorted(made)))


def volunteers_choose(asked: PairsAsked) -> PairsFound:
    """Each volunteer in turn, the newest first, takes whoever suits best of those who are left."""
    whole = match_all(asked)
    best = {(one, place): points for one, place, points in whole.edges}
    made: dict[int, int] = {}
    for place in reversed(range(len(whole.places))):
        here = [one for one in range(len(whole.left)) if one not in made and (one, place) in best]
        if here:
            made[max(here, key=lambda one: best[one, place])] = place
    return replace(whole, pairs=tuple(sorted((whole.left[one], whole.places[place]) for one, place in made.items())))


def broken_by(solve: Callable[[PairsAsked], PairsFound], seeds: Sequence[int]) -> dict[str, int]:
    """How many of the questions a way to make pairs breaks: by what."""
    broken = {"rule": 0, "order": 0, "volunteer": 0, "starves": 0}
    for seed in seeds:
        random = Random(seed)
        asked = a_question_of_pairs(random)
        found = solve(asked)
        try:
            page_checker.pairs(asked.waiters, asked.volunteers, asked.refused, found.pairs, asked.pinned)
        except AssertionError:
            broken["rule"] += 1
        broken["order"] += solve(shuffled_pairs(asked, random)).pairs != found.pairs
        ids = [one.id for one in asked.waiters]
        more = solve(replace(asked, volunteers=[*asked.volunteers, a_volunteer(random, 99, ids)]))
        broken["volunteer"] += worth(more) < worth(found)
        crowd = a_crowd(random)
        broken["starves"] += bool(overtaken(found, asked) or overtaken(solve(crowd), crowd))
    return broken


def test_pairs_keep_every_rule_and_one_more_volunteer_is_never_worse():
    assert broken_by(match_all, range(INSTANCES)) == {"rule": 0, "order": 0, "volunteer": 0, "starves": 0}


def test_another_way_to_make_pairs_is_caught(monkeypatch):
    """The controls: persons choosing in turn depends on the order, volunteers choosing in turn can be worse for one
    volunteer more, without patience somebody starves, and a rule left out is seen by the judge."""
    careless = broken_by(first_come, range(150))
    assert careless["order"] > 0
    assert broken_by(volunteers_choose, range(150))["volunteer"] > 0
    with monkeypatch.context() as changed:
        changed.setattr(pair_rules, "with_patience", lambda points, _days: points)
        assert broken_by(match_all, range(30))["starves"] == 30
    judged = pair_rules.judge_pair
    for code in ("wants_group", "no_language", "no_day", "meets_sex", "wants_sex", "far_from_each_other"):
        with monkeypatch.context() as changed:
            changed.setattr(pair_rules, "judge_pair", blind_to(code, judged))
            assert broken_by(match_all, range(40))["rule"] > 0, code


def blind_to(code: str, judged: Any) -> Any:
    """The rules without one of them."""

    def judge(*asked: Any) -> Any:
        told = judged(*asked)
        return replace(told, blocks=tuple(block for block in told.blocks if block.code != code))

    return judge


def test_groups_keep_every_rule():
    for seed in range(INSTANCES):
        asked = a_question_of_groups(Random(seed))
        found = propose(asked)
        page_checker.groups(asked, found.groups)
        assert propose(replace(asked, waiters=asked.waiters[::-1])).groups == found.groups, seed


@pytest.mark.parametrize(
    ("changed", "groups", "what"),
    [
        ({}, [["p0", "p1"], ["p1", "p2"]], "twice"),
        ({}, [["p0"]], "too few or too many"),
        ({}, [["p0", "p1", "p2", "p3"]], "too few or too many"),
        ({"p0": {"walking_aid": "walker"}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"company": "one_to_one"}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"weekdays": (6,)}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"hearing": "reduced"}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"latitude": 56.5}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"only_sex": "male"}}, [["p0", "p1"]], "kept out"),
        ({"p0": {"languages": ("tyrkisk",)}}, [["p0", "p1"]], "no language in common"),
        ({"p0": {"walking_aid": "wheelchair"}, "p1": {"walking_aid": "wheelchair"}, "hall": {"step_free": True}},
         [["p0", "p1"]], "wheelchairs"),
        ({"p0": {"sex": "female"}, "terms": {"sex": "alike"}}, [["p0", "p1"]], "several sexes"),
        ({"terms": {"balance": True}}, [["p0", "p1"]], "nobody to give a hand"),
        ({"terms": {"hosts": 1}}, [["p0", "p1"], ["p2", "p3"]], "more groups than hosts"),
        ({"terms": {"places": 2}}, [["p0", "p1", "p2"]], "more people than places"),
        ({"apart": [("p0", "p1")]}, [["p0", "p1"]], "wished to be apart"),
        ({"pinned": {"p0": 2}}, [["p0", "p1"]], "moved"),
    ],
)  # fmt: skip
def test_the_judge_of_groups_sees_each_rule_broken(changed, groups, what):
    asked = plain_groups(changed)
    page_checker.groups(plain_groups({}), {1: ("p0", "p1"), 2: ("p2", "p3")})  # nothing to say of these
    with pytest.raises(AssertionError, match=what):
        page_checker.groups(asked, {number: tuple(group) for number, group in enumerate(groups, 1)})


def plain_groups(changed: dict[str, Any]) -> Question:
    """Four who suit each other, and what is changed about them, the terms, the hall or the wishes."""
    usual: dict[str, Any] = {"sex": "male", "latitude": 56.2, "longitude": 10.9}
    people = [Waiter(f"p{n}", Seeker(**{**usual, **changed.get(f"p{n}", {})}), 10) for n in range(4)]
    hall = replace(HALL, **{"step_free": False, **changed.get("hall", {})})
    terms = Terms(**{"size_min": 2, "size_max": 3, "wheelchairs": 1, **changed.get("terms", {})})
    company = Company(apart=frozenset(changed.get("apart", ())))
    return Question(people, terms, hall, company, changed.get("pinned", {}))


def test_rides_keep_every_place_and_everybody_is_home_again():
    for seed in range(TOURS):
        random = Random(seed)
        people = [
            Passenger(f"p{n}", 56.2 + random.uniform(-0.1, 0.1), 10.9, random.choice(["", "walker", "wheelchair"]))
            for n in range(random.randint(0, 6))
        ]
        cars = [Cars(1, random.randint(0, 4), random.randint(0, 2), 60, f"car{n}") for n in range(random.randint(1, 3))]
        found = plan(people, cars, latitude=56.2, longitude=10.9, starts_minute=840)
        page_checker.rides(people, cars, found, starts_minute=840)
        assert all(tour.first_minute < tour.home_minute for tour in found.tours)


@pytest.mark.parametrize(
    ("tour", "what"),
    [
        ({"stops": (("a", "13:20"),), "home": (("a", "16:20"),)}, "forgotten"),
        ({"home": (("a", "16:20"),)}, "driven home"),
        ({"arrive": "13:56"}, "late"),
        ({"arrive": "13:30"}, "too early"),
        ({"stops": (("a", "12:40"), ("b", "13:25"))}, "too long"),
        ({"stops": (("a", "13:25"), ("b", "13:20"))}, "back in time"),
        ({"car": "small"}, "wheelchair places"),
        ({"car": "none"}, "seats"),
    ],
)
def test_the_judge_of_rides_sees_each_rule_broken(tour, what):
    people = [Passenger("a", 56.2, 10.8, "wheelchair"), Passenger("b", 56.2, 10.85)]
    cars = [Cars(1, 4, 1, 60, "bus"), Cars(1, 4, 0, 60, "small"), Cars(1, 0, 2, 60, "none")]
    right = Tour((("a", "13:20"), ("b", "13:25")), "13:45", "bus", (("b", "16:20"), ("a", "16:25")))
    page_checker.rides(people, cars, Rides((right,), (), (), 20, complete=True), starts_minute=840)
    wrong = Rides((replace(right, **tour),), (), (), 20, complete=True)
    with pytest.raises(AssertionError, match=what):
        page_checker.rides(people, cars, wrong, starts_minute=840)


def test_nobody_starves_in_the_line_for_a_place():
    """Whoever nothing keeps out stands before every newcomer at last, however badly they suit."""
    assert all(lines_with_the_lonely(seed, 250) == ["z", "z"] for seed in range(INSTANCES))
    assert with_patience(0, 250) > with_patience(100, 20)
    # The control: the same person after a short wait is overtaken again and again.
    assert any("z" not in lines_with_the_lonely(seed, 5) for seed in range(30))


def lines_with_the_lonely(seed: int, waited: int) -> list[str]:
    """Who stands first for a place in the hall, and for a volunteer, when one who suits badly has waited so long."""
    random = Random(seed)
    newcomers = [replace(a_waiter(random, number), waited_days=random.randint(0, 20)) for number in range(8)]
    everybody = [*newcomers, Waiter("z", Seeker(latitude=56.29, longitude=10.9), waited)]
    volunteer = Volunteer("v", interests=INTERESTS, latitude=56.2, longitude=10.9)
    hall = line_for_choice(everybody, replace(HALL, weekdays=()))
    return [hall[0].id, line_for_volunteer(everybody, volunteer)[0].id]
