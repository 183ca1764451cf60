"""An independent judge of what the pages propose: pairs, groups and shared rides.

It reads the people and the answer, works every hard rule out by itself, and shares no code with what it judges. Each
function raises AssertionError where a rule is broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import acos, cos, radians, sin
from typing import Any

PAIR_KM, CAR_KM, WALK_KM, FETCHED_KM = 15, 30, 15, 2
FRAIL = ("walker", "wheelchair")


def km(one: Any, other: Any) -> float | None:
    """The way by road between two who have a place: the spherical law of cosines, and three tenths more."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return None
    a, b = radians(one.latitude), radians(other.latitude)
    turn = sin(a) * sin(b) + cos(a) * cos(b) * cos(radians(one.longitude - other.longitude))
    return 6371 * acos(max(-1.0, min(1.0, turn))) * 1.3


def speaks(one: Any) -> set[str]:
    return set(one.languages) or {"dansk"}


def gives(one: Any) -> bool:
    """Somebody with strength to spare."""
    who, short = one.seeker, one.seeker.walks_m is not None and one.seeker.walks_m < 200
    return who.walking_aid not in FRAIL and not short and (one.resources or (who.walks_m or 0) >= 500)


def may_be_pair(one: Any, other: Any) -> bool:
    who = one.seeker
    away = km(who, other)
    return (
        who.company != "group"
        and bool(speaks(who) & speaks(other))
        and not (who.weekdays and other.weekdays and set(who.weekdays).isdisjoint(other.weekdays))
        and not (other.meets_sex and who.sex and who.sex != other.meets_sex)
        and not (who.only_sex and other.sex and who.only_sex != other.sex)
        and (gives(one) or not other.wants_giver)
        and (away is None or away <= (CAR_KM if other.has_car else PAIR_KM) + 1e-6)
    )


def pairs(
    waiters: Sequence[Any], volunteers: Sequence[Any], refused: Collection[tuple[str, str]],
    made: Sequence[tuple[str, str]], pinned: Collection[tuple[str, str]] = (),
) -> None:  # fmt: skip
    """Nobody twice, nobody with more persons than places, and only two who may meet (or whom a person has pinned)."""
    here, there = {one.id: one for one in waiters}, {one.id: one for one in volunteers}
    assert all(count == 1 for count in Counter(one for one, _other in made).values()), "twice"
    for other, count in Counter(other for _one, other in made).items():
        assert count <= there[other].places, "more than there are places for"
    for one, other in made:
        if (one, other) not in pinned:
            assert (one, other) not in refused, "a person had said no"
            assert may_be_pair(here[one], there[other]), "two who may not meet"


def keeps_out(one: Any, terms: Any, place: Any) -> bool:
    """Whether something of their own keeps a person out of every group here."""
    who = one.seeker
    away = km(who, place)
    reach = FETCHED_KM if "transport" in who.barriers else WALK_KM
    return bool(
        (place.sex and who.sex and place.sex != who.sex)
        or (place.min_age is not None and who.age is not None and who.age < place.min_age)
        or (place.max_age is not None and who.age is not None and who.age > place.max_age)
        or (place.step_free is False and who.walking_aid in FRAIL)
        or (None not in (place.walks_needed_m, who.walks_m) and who.walks_m < place.walks_needed_m)
        or (None not in (place.price_dkk, who.price_at_most_dkk) and place.price_dkk > who.price_at_most_dkk)
        or (away is not None and away > reach + 1e-6 and not place.transport and place.kind != "one_to_one")
        or (away is not None and terms.km_at_most is not None and away > terms.km_at_most + 1e-6)
        or who.company == "one_to_one"
        or (who.only_sex and who.only_sex not in (place.sex, terms.sex, who.sex if terms.sex == "alike" else ""))
        or (terms.sex in ("male", "female") and who.sex != terms.sex)
        or (terms.sex == "alike" and who.sex not in ("male", "female"))
        or (who.weekdays and place.weekdays and set(who.weekdays).isdisjoint(place.weekdays))
        or (terms.language and terms.language not in speaks(who))
        or (who.hearing in ("reduced", "none") and place.hearing_loop is False and not terms.quiet)
    )


def groups(asked: Any, made: Mapping[int, Sequence[str]]) -> None:
    """Everybody at most once, sizes, own rules, languages, sex, wishes to be apart, wheelchairs, hosts, places, givers.

    Whoever a person has pinned sits where pinned, whatever the rules say.
    """
    terms, here = asked.terms, {one.id: one for one in asked.waiters}
    placed = [one for group in made.values() for one in group]
    assert len(set(placed)) == len(placed), "twice"
    assert {one: number for number, group in made.items() for one in group}.items() >= asked.pinned.items(), "moved"
    free = [one for one in placed if one not in asked.pinned]
    assert not [one for one in free if keeps_out(here[one], terms, asked.choice)], "kept out"
    own = [group for group in made.values() if not set(group) & set(asked.pinned)]
    if terms.hosts is not None:
        assert len(own) <= max(0, terms.hosts - (len(made) - len(own))), "more groups than hosts"
    if terms.places is not None and not asked.pinned:
        assert len(placed) <= terms.places, "more people than places"
    for group in own:
        members = [here[one] for one in group]
        assert terms.size_min <= len(members) <= terms.size_max, "too few or too many"
        if terms.wheelchairs is not None:
            assert sum(one.seeker.walking_aid == "wheelchair" for one in members) <= terms.wheelchairs, "wheelchairs"
        if terms.balance:
            assert sum(map(gives, members)) >= (1 if terms.size_max <= 4 else 2), "nobody to give a hand"
        if terms.sex == "alike":
            assert len({one.seeker.sex for one in members}) == 1, "several sexes"
    for group in made.values():
        for number, one in enumerate(group):
            for other in group[:number]:
                if not {one, other} <= set(asked.pinned):
                    assert speaks(here[one].seeker) & speaks(here[other].seeker), "no language in common"
                    assert not {(one, other), (other, one)} & set(asked.company.apart), "wished to be apart"


def rides(people: Sequence[Any], cars: Sequence[Any], found: Any, *, starts_minute: int) -> None:
    """Everybody in one car or told why not, each car once, places and the longest ride kept, and everybody home."""
    aid, by_id = {one.id: one.aid for one in people}, {one.id: one for one in cars}
    fetched = [one for tour in found.tours for one, _at in tour.stops]
    told = [one for one, why in found.not_fetched if why]
    assert sorted([*fetched, *told, *found.no_address]) == sorted(aid), "somebody is forgotten, or in two cars"
    for name, count in Counter(tour.car for tour in found.tours).items():
        assert count <= by_id[name].count, "a car in two places"
    longest = min(one.longest_ride for one in cars)
    for tour in found.tours:
        inside = [one for one, _at in tour.stops]
        assert sorted(one for one, _at in tour.home) == sorted(inside), "somebody is not driven home"
        assert sum(aid[one] == "wheelchair" for one in inside) <= by_id[tour.car].wheelchairs, "wheelchair places"
        assert sum(aid[one] != "wheelchair" for one in inside) <= by_id[tour.car].seats, "seats"
        clocks = [*(at for _one, at in tour.stops), tour.arrive]
        minutes = [int(at[:2]) * 60 + int(at[3:]) for at in clocks]
        assert minutes == sorted(minutes), "back in time"
        assert starts_minute - 20 <= minutes[-1] <= starts_minute - 5, "late, or much too early"
        assert minutes[-1] - minutes[0] <= longest, "too long in the car"
