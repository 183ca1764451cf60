"""Why somebody sits in a proposed group, what a group has, which rule it breaks, and what keeps the rest out. Pure.

Told from what stands now, not from what the solver did: people move each other by hand, and the reasons follow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from brobygger.pathway.matching.group_rules import (
    MOST_AT_ONCE,
    Question,
    Waiter,
    blocks,
    gives_a_hand,
    hears_badly,
    in_wheelchair,
    may_meet,
    needs_a_hand,
    pair,
    way_to,
)
from brobygger.pathway.matching.rules import Choice, Reason, kilometres

LONG_WAIT_DAYS = 30  # from here on the wait itself is told as a reason
GIVERS_SMALL, GIVERS_LARGE = 1, 2
SMALL_GROUP = 4
SPARED_KM = 0.5


@dataclass(frozen=True)
class GroupFacts:
    """A proposed group at a glance. km: the mean way to the place, None when no way is known."""

    size: int
    interests: tuple[str, ...]  # what at least half of them share, most shared first
    km: float | None
    givers: int
    needing: int
    broken: tuple[Reason, ...]


def facts(group: Sequence[Waiter], question: Question) -> GroupFacts:
    """What a group has, and which rules it breaks as it stands."""
    liked = Counter(interest for one in group for interest in set(one.seeker.interests))
    common = [
        name
        for name, count in sorted(liked.items(), key=lambda item: (-item[1], item[0]))
        if 2 * count >= len(group) > 1
    ]
    ways = [way for one in group if (way := _way(one, question)) is not None]
    return GroupFacts(
        size=len(group),
        interests=tuple(common[:3]),
        km=round(sum(ways) / len(ways), 1) if ways else None,
        givers=sum(gives_a_hand(one) for one in group),
        needing=sum(needs_a_hand(one) for one in group),
        broken=tuple(broken(group, question)),
    )


def broken(group: Sequence[Waiter], question: Question) -> Iterator[Reason]:
    """The rules a group breaks: its size, its balance, two who may not meet, and those whom something keeps out."""
    terms = question.terms
    if len(group) < terms.size_min:
        yield Reason("too_small", {"least": terms.size_min, "missing": terms.size_min - len(group)})
    if len(group) > terms.size_max:
        yield Reason("too_large", {"most": terms.size_max})
    least = GIVERS_SMALL if terms.size_max <= SMALL_GROUP else GIVERS_LARGE
    if terms.balance and sum(gives_a_hand(one) for one in group) < least:
        yield Reason("no_giver", {"least": least})
    seated = sum(in_wheelchair(one) for one in group)
    if terms.wheelchairs is not None and seated > terms.wheelchairs:
        yield Reason("too_many_wheelchairs", {"most": terms.wheelchairs})
    for place, one in enumerate(group):
        for other in group[place + 1 :]:
            why = may_meet(one, other, terms, question.company)
            if why:
                yield Reason(f"together_{why}", {"ids": (one.id, other.id)})
    for one in group:
        for block in blocks(one, terms, question.choice):
            yield Reason("member", {"id": one.id, "block": block})


def nearer_room(group: Sequence[Waiter], question: Question, rooms: Sequence[tuple[str, Choice]]) -> Reason | None:
    """The room that a group lives nearest to, when it spares each of them half a kilometre or more on the mean.

    Only rooms that everybody can get into and that have a loop for those who need it. `rooms`: what each is called.
    """
    here = _mean_way(group, question.choice)
    found = [
        (way, place)
        for place, room in rooms
        if (way := _mean_way(group, room)) is not None and not any(_shut_out(one, room) for one in group)
    ]
    if not found or (here is not None and min(found)[0] > here - SPARED_KM):
        return None
    way, place = min(found)
    return Reason("nearer_room", {"place": place, "km": round(way, 1)})


def _shut_out(waiter: Waiter, room: Choice) -> bool:
    steps = room.step_free is False and waiter.seeker.walking_aid in ("walker", "wheelchair")
    return steps or (hears_badly(waiter) and room.hearing_loop is False)


def _mean_way(group: Sequence[Waiter], room: Choice) -> float | None:
    ways = [way for one in group if (way := kilometres(*_home(one), room.latitude, room.longitude)) is not None]
    return sum(ways) / len(ways) if ways else None


def why_in(waiter: Waiter, group: Sequence[Waiter], question: Question) -> tuple[Reason, ...]:
    """What speaks for somebody's place, what matters most to people first."""
    return tuple(_for(waiter, [one for one in group if one.id != waiter.id], question))


def _for(waiter: Waiter, others: Sequence[Waiter], question: Question) -> Iterator[Reason]:
    wished = [one.id for one in others if pair(one.id, waiter.id) in question.company.together]
    if wished:
        yield Reason("wished_company", {"ids": tuple(wished)})
    shared = {interest: sum(interest in one.seeker.interests for one in others) for interest in waiter.seeker.interests}
    best = sorted((-count, name) for name, count in shared.items() if count)
    if best:
        yield Reason("shares", {"interests": tuple(name for _count, name in best[:2]), "with": -best[0][0]})
    lived = [word for word in waiter.seeker.life if any(word in one.seeker.life for one in others)]
    if lived:
        yield Reason("life", {"words": tuple(lived[:2])})
    way = _way(waiter, question)
    if way is not None:
        minutes = {} if waiter.road_minutes is None else {"minutes": round(waiter.road_minutes)}
        yield Reason("near", {"km": round(way, 1), **minutes})
    neighbours = [one for one in others if (far := kilometres(*_home(waiter), *_home(one))) is not None and far <= 1.0]
    if question.terms.rule == "address" and neighbours:
        yield Reason("neighbours", {"count": len(neighbours)})
    days = [day for day in question.choice.weekdays if day in waiter.seeker.weekdays]
    if days:
        yield Reason("weekday", {"days": tuple(days)})
    if waiter.waited_days >= LONG_WAIT_DAYS:
        yield Reason("waited", {"days": waiter.waited_days})
    if question.terms.balance and gives_a_hand(waiter):
        yield Reason("gives_a_hand")


def why_left_out(waiter: Waiter, groups: Mapping[int, Sequence[Waiter]], question: Question) -> tuple[Reason, ...]:
    """What keeps somebody out, all of it. Never empty: also that there is room now is told."""
    terms = question.terms
    own = blocks(waiter, terms, question.choice)
    if own:
        return own
    if terms.hosts == 0:
        return (Reason("no_host"),)
    room = [group for group in groups.values() if len(group) < terms.size_max]
    if not room:
        return (_no_room(groups, question),)
    kept_out = [_kept_out(waiter, group, question) for group in room]
    if all(kept_out):
        return tuple(
            {(reason.code, reason.params.get("ids")): reason for found in kept_out for reason in found}.values()
        )
    if terms.places is not None and sum(map(len, groups.values())) >= terms.places:
        return (Reason("no_places", {"places": terms.places}),)
    return (Reason("room_now"),)


def _no_room(groups: Mapping[int, Sequence[Waiter]], question: Question) -> Reason:
    terms = question.terms
    seated = sum(map(len, groups.values()))
    if terms.places is not None and seated >= terms.places:
        return Reason("no_places", {"places": terms.places})
    if terms.hosts is not None and len(groups) >= terms.hosts:
        return Reason("no_more_hosts", {"hosts": terms.hosts})
    if seated >= MOST_AT_ONCE:
        return Reason("later", {"most": MOST_AT_ONCE})
    if not groups:
        return Reason("too_few", {"least": terms.size_min})
    return Reason("not_enough_more", {"least": terms.size_min})


def _kept_out(waiter: Waiter, group: Sequence[Waiter], question: Question) -> tuple[Reason, ...]:
    """Whom in a group with room somebody can not be with, by kind of reason."""
    met: dict[str, list[str]] = {}
    for one in group:
        why = may_meet(waiter, one, question.terms, question.company)
        if why:
            met.setdefault(why, []).append(one.id)
    most = question.terms.wheelchairs
    if most is not None and in_wheelchair(waiter) and sum(in_wheelchair(one) for one in group) >= most:
        met["wheelchair"] = []
    return tuple(Reason(f"room_{why}", {"ids": tuple(ids)} if why == "apart" else {}) for why, ids in met.items())


def _home(waiter: Waiter) -> tuple[float | None, float | None]:
    return waiter.seeker.latitude, waiter.seeker.longitude


def _way(waiter: Waiter, question: Question) -> float | None:
    """Kilometres to the place."""
    return way_to(waiter, question.choice)
