"""Random questions by the hundred: no hard rule broken, same question same answer, one more volunteer never worse.

`make test` looks at 150; BROBYGGER_INSTANCES=10000 looks at as many at night.
"""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

from brobygger.pathway.matching.group_rules import Question, Terms, Waiter, blocks, in_wheelchair, may_meet, propose
from brobygger.pathway.matching.pair_rules import PairsAsked, Volunteer, judge_pair, match_all
from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.place_rules import line_for_choice, line_for_volunteer
from brobygger.pathway.matching.ride_rules import Cars, Passenger, plan
from brobygger.pathway.matching.rules import Choice, Seeker

INSTANCES = int(os.environ.get("BROBYGGER_INSTANCES", "150"))
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
    )
    return Waiter(f"p{number:02}", seeker, random.randint(0, 300), random.random() < 0.3)


def a_volunteer(random: Random, number: int, knows: list[str]) -> Volunteer:
    return Volunteer(
        f"v{number:02}",
        interests=tuple(random.sample(INTERESTS, 2)),
        weekdays=random.choice([(), (1, 2), (4,)]),
        languages=random.choice([(), ("dansk",), ("tyrkisk",)]),
        meets_sex=random.choice(["", "", "male", "female"]),
        latitude=56.2 + random.uniform(-0.1, 0.1),
        longitude=10.9,
        places=random.randint(0, 2),
        knows=frozenset(random.sample(knows, min(len(knows), 1))),
    )


def test_pairs_keep_every_rule_and_one_more_volunteer_is_never_worse():
    for seed in range(INSTANCES):
        random = Random(seed)
        waiters = [a_waiter(random, number) for number in range(random.randint(0, 9))]
        ids = [one.id for one in waiters]
        volunteers = [a_volunteer(random, number, ids) for number in range(random.randint(0, 6))]
        refused = {(one.id, other.id) for one in waiters for other in volunteers if random.random() < 0.1}
        asked = PairsAsked(waiters, volunteers, (), refused)
        found = match_all(asked)
        by_waiter, by_volunteer = {one.id: one for one in waiters}, {one.id: one for one in volunteers}
        assert len({one for one, _other in found.pairs}) == len(found.pairs)
        for other in volunteers:
            assert sum(two[1] == other.id for two in found.pairs) <= other.places
        for one, other in found.pairs:
            assert (one, other) not in refused
            assert not judge_pair(by_waiter[one], by_volunteer[other]).blocks
        shuffled = PairsAsked(
            random.sample(waiters, len(waiters)), random.sample(volunteers, len(volunteers)), (), refused
        )
        assert match_all(shuffled).pairs == found.pairs, seed
        more = match_all(replace(asked, volunteers=[*volunteers, a_volunteer(random, 99, ids)]))
        assert worth(more.pairs, more.edges, more) >= worth(found.pairs, found.edges, found), seed


def worth(pairs, edges, found):
    """(how many, how good in thousandths)."""
    best = {}
    for one, place, points in edges:
        best[found.left[one], found.places[place]] = points
    return len(pairs), round(1000 * sum(best[pair] for pair in pairs))


def test_groups_keep_every_rule():
    for seed in range(INSTANCES):
        random = Random(seed)
        people = [a_waiter(random, number) for number in range(random.randint(0, 12))]
        terms = Terms(
            size_min=random.randint(1, 3), size_max=random.randint(3, 5), sex=random.choice(["", "alike", "female"]),
            rule=random.choice(["interests", "address"]), wheelchairs=random.choice([None, 0, 1]),
            hosts=random.choice([None, 1, 2]), language=random.choice(["", "dansk"]), quiet=random.random() < 0.5,
        )  # fmt: skip
        asked = Question(people, terms, HALL)
        found = propose(asked)
        by_id = {one.id: one for one in people}
        placed = [one for group in found.groups.values() for one in group]
        assert len(set(placed)) == len(placed)
        assert terms.hosts is None or len(found.groups) <= terms.hosts
        for group in found.groups.values():
            members = [by_id[one] for one in group]
            assert terms.size_min <= len(members) <= terms.size_max
            assert not any(blocks(one, terms, HALL) for one in members)
            assert not any(
                may_meet(one, other, terms, asked.company)
                for number, one in enumerate(members)
                for other in members[:number]
            )
            assert terms.wheelchairs is None or sum(map(in_wheelchair, members)) <= terms.wheelchairs
        assert propose(replace(asked, waiters=people[::-1])).groups == found.groups, seed


def test_rides_keep_every_place_and_everybody_is_home_again():
    for seed in range(max(1, INSTANCES // 15)):
        random = Random(seed)
        people = [
            Passenger(f"p{n}", 56.2 + random.uniform(-0.1, 0.1), 10.9, random.choice(["", "walker", "wheelchair"]))
            for n in range(random.randint(0, 6))
        ]
        cars = [Cars(1, random.randint(0, 4), random.randint(0, 2), 60, f"car{n}") for n in range(random.randint(1, 3))]
        found = plan(people, cars, latitude=56.2, longitude=10.9, starts_minute=840)
        aid, by_id = {one.id: one.aid for one in people}, {one.id: one for one in cars}
        assert len({tour.car for tour in found.tours}) == len(found.tours)  # each car drives once
        for tour in found.tours:
            seated = [one for one, _at in tour.stops]
            assert sorted(seated) == sorted(one for one, _at in tour.home)
            assert sum(aid[one] == "wheelchair" for one in seated) <= by_id[tour.car].wheelchairs
            assert sum(aid[one] != "wheelchair" for one in seated) <= by_id[tour.car].seats
            assert tour.first_minute < tour.home_minute
        told = [*(one for tour in found.tours for one, _at in tour.stops), *(one for one, _why in found.not_fetched)]
        assert sorted(told) == sorted(aid)


def test_nobody_starves_in_the_line_for_a_place():
    """Whoever nothing keeps out stands before every newcomer at last, however badly they suit."""
    for seed in range(INSTANCES):
        random = Random(seed)
        newcomers = [replace(a_waiter(random, number), waited_days=random.randint(0, 20)) for number in range(8)]
        lonely = Waiter("z", Seeker(latitude=56.29, longitude=10.9), 250)
        for line in (
            line_for_choice([*newcomers, lonely], replace(HALL, weekdays=())),
            line_for_volunteer(
                [*newcomers, lonely], Volunteer("v", interests=INTERESTS, latitude=56.2, longitude=10.9)
            ),
        ):
            assert line[0].id == "z", seed
    assert with_patience(0, 250) > with_patience(100, 20)
