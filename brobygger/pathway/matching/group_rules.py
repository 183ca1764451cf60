"""Groups from those who wait: what is asked of the solver, why somebody is in, and what stands in the way. Pure.

The solver (solve.groups) knows numbers only. Here people, wishes and a place become its question, and its answer
becomes groups with numbers that stay the same from one proposal to the next. A pinned person stays where pinned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from brobygger.pathway.matching.patience_rules import with_patience
from brobygger.pathway.matching.rules import Choice, Reason, Seeker, judge, kilometres
from brobygger.pathway.matching.solve import groups as solver
from brobygger.pathway.matching.solve.problem import GroupsProblem, InEach

SIZES = ((2, 4), (5, 6), (6, 8), (8, 15))  # the sizes that efforts have used (issue: groups)
MOST_ON_A_PAGE = 100  # more than so many are solved by the worker: nobody waits in front of a page
MOST_AT_ONCE = 300  # those who waited longest; the question grows with the square of their number
FAR_APART_KM = 5.0  # beyond it two are no neighbours
WALKS_WELL_M, WALKS_LITTLE_M = 500, 200
SPOKEN = "dansk"  # what somebody speaks when nothing else is written down
SOLVE_SECONDS = 8.0  # a safeguard: the search stops after a number of steps long before
# How much of two people's points is interests, and how much is living close to each other.
SHARES: Mapping[str, tuple[float, float]] = {"interests": (70.0, 30.0), "address": (30.0, 70.0)}

LIFE_SHARE = 0.5  # a word of two lives in common counts as half an interest

Pair = tuple[str, str]


@dataclass(frozen=True)
class Waiter:
    """Somebody who waits, as far as it matters for a group. `id` is the episode's."""

    id: str
    seeker: Seeker
    waited_days: int
    resources: bool = False  # has told what he or she can give
    road_km: float | None = None  # to the place asked about, by road; None: as the crow flies × 1.3
    road_minutes: float | None = None


@dataclass(frozen=True)
class Terms:
    """What a coordinator has chosen. hosts and places: how many there are (None: no limit is known or asked for)."""

    size_min: int
    size_max: int
    rule: str = "interests"  # interests, address
    sex: str = ""  # "" mixed, alike (each group of one sex), male, female
    km_at_most: int | None = None
    balance: bool = False
    hosts: int | None = None
    places: int | None = None
    wheelchairs: int | None = None  # at most so many in each group
    language: str = ""  # everybody in the groups speaks it; "" any that two share
    quiet: bool = False  # small and calm, also for those who hear badly


@dataclass(frozen=True)
class Company:
    """Who wants to be with or without whom, as ids in order."""

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()


@dataclass(frozen=True)
class Question:
    """Everything the answer depends on. `pinned` and `before`: id → number of the group."""

    waiters: Sequence[Waiter]
    terms: Terms
    choice: Choice
    company: Company = field(default_factory=Company)
    pinned: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposed:
    """Groups by number; whoever is in none is left out. optimal: proven; complete: the search ran to its end."""

    groups: Mapping[int, tuple[str, ...]]
    optimal: bool
    complete: bool


def pair(one: str, other: str) -> Pair:
    """Two ids in the order in which wishes are kept."""
    return (one, other) if one < other else (other, one)


def blocks(waiter: Waiter, terms: Terms, choice: Choice) -> tuple[Reason, ...]:
    """What keeps somebody out of every group here: the offer's own hard rules, then what was chosen for the groups."""
    seeker = waiter.seeker
    kept = {"full"}  # places are shared out below
    if terms.sex == seeker.only_sex or (terms.sex == "alike" and seeker.sex == seeker.only_sex):
        kept.add("wants_only")  # the groups are so, though the offer is not
    found = [block for block in judge(seeker, choice).blocks if block.code not in kept]
    if seeker.company == "one_to_one":
        found.append(Reason("wants_one"))
    if terms.sex in ("male", "female") and seeker.sex != terms.sex:
        found.append(Reason("only_sex", {"sex": terms.sex}))
    if terms.sex == "alike" and seeker.sex not in ("male", "female"):
        found.append(Reason("sex_unknown"))
    if seeker.weekdays and choice.weekdays and not set(seeker.weekdays) & set(choice.weekdays):
        found.append(Reason("wrong_day", {"days": choice.weekdays}))
    if terms.language and terms.language not in languages(waiter):
        found.append(Reason("speaks_not", {"language": terms.language}))
    if hears_badly(waiter) and choice.hearing_loop is False and not terms.quiet:
        found.append(Reason("hearing"))
    far = way_to(waiter, choice)
    if terms.km_at_most is not None and far is not None and far > terms.km_at_most:
        found.append(Reason("beyond_km", {"km": round(far, 1), "at_most": terms.km_at_most}))
    return tuple(found)


def way_to(waiter: Waiter, choice: Choice) -> float | None:
    """Kilometres to the place: by road when a server has told them, else estimated; None when a place is unknown."""
    if waiter.road_km is not None:
        return waiter.road_km
    seeker = waiter.seeker
    return kilometres(seeker.latitude, seeker.longitude, choice.latitude, choice.longitude)


def hears_badly(waiter: Waiter) -> bool:
    """Needs a loop, or a small and calm group."""
    return waiter.seeker.hearing in ("reduced", "none")


def in_wheelchair(waiter: Waiter) -> bool:
    """Takes a wheelchair place."""
    return waiter.seeker.walking_aid == "wheelchair"


def gives_a_hand(waiter: Waiter) -> bool:
    """The more resourceful: walks well without an aid, or has told what he or she would like to give."""
    seeker = waiter.seeker
    if needs_a_hand(waiter):
        return False
    return waiter.resources or (seeker.walks_m is not None and seeker.walks_m >= WALKS_WELL_M)


def needs_a_hand(waiter: Waiter) -> bool:
    """The less resourceful: a walker or a wheelchair, or only a short walk."""
    seeker = waiter.seeker
    short = seeker.walks_m is not None and seeker.walks_m < WALKS_LITTLE_M
    return seeker.walking_aid in ("walker", "wheelchair") or short


def languages(waiter: Waiter) -> frozenset[str]:
    """What somebody speaks; Danish when nothing is written down."""
    return frozenset(waiter.seeker.languages) or frozenset({SPOKEN})


def may_meet(one: Waiter, other: Waiter, terms: Terms, company: Company) -> str:
    """Why two can not be in one group: apart, language or sex; empty when they can."""
    if pair(one.id, other.id) in company.apart:
        return "apart"
    if not languages(one) & languages(other):
        return "language"
    if terms.sex == "alike" and one.seeker.sex != other.seeker.sex:
        return "sex"
    return ""


def points(one: Waiter, other: Waiter, rule: str) -> float:
    """How good it is that two are in one group (0–100), and more for each of them who has waited."""
    interest, near = SHARES[rule]
    shared = set(one.seeker.interests) & set(other.seeker.interests)
    far = kilometres(one.seeker.latitude, one.seeker.longitude, other.seeker.latitude, other.seeker.longitude)
    lived = set(one.seeker.life) & set(other.seeker.life)
    worth = interest * min(len(shared) + LIFE_SHARE * len(lived), 2) / 2
    if far is not None:
        worth += near * max(0.0, 1.0 - far / FAR_APART_KM)
    return round(with_patience(with_patience(worth, one.waited_days), other.waited_days), 3)


def in_turn(waiters: Iterable[Waiter]) -> list[Waiter]:
    """Longest waiting first; equals by id, so that the same question has the same answer."""
    return sorted(waiters, key=lambda waiter: (-waiter.waited_days, waiter.id))


def considered(question: Question) -> list[Waiter]:
    """Who can be in a group: no block of their own (or pinned by a person), as many as there are places for."""
    terms = question.terms
    pinned = [one for one in question.waiters if one.id in question.pinned]
    others = [
        one
        for one in in_turn(question.waiters)
        if one.id not in question.pinned and not blocks(one, terms, question.choice)
    ]
    most = MOST_AT_ONCE if terms.places is None else min(MOST_AT_ONCE, terms.places)
    return in_turn([*pinned, *others[: max(0, most - len(pinned))]])


def propose(question: Question, *, seconds: float = SOLVE_SECONDS) -> Proposed:
    """Groups for those who can: as many people as possible, then those who suit each other. Pinned people stay.

    seconds: the longest the search may take; `complete` tells whether it ran to its end.
    """
    pool = considered(question)
    parts = [pool]
    if question.terms.sex == "alike":
        parts = [[one for one in pool if one.seeker.sex == sex] for sex in ("female", "male")]
        parts.append([one for one in pool if one.seeker.sex not in ("female", "male")])  # pinned by a person
    seeds = _seeds(question, pool)
    mixed = {number for number, ids in seeds.items() if not any(ids <= {one.id for one in part} for part in parts)}
    groups: list[tuple[str, ...]] = [tuple(sorted(seeds[number])) for number in sorted(mixed)]
    settled = frozenset(one for group in groups for one in group)
    optimal = complete = True
    hosts = question.terms.hosts
    kept = [{n for n, ids in seeds.items() if n not in mixed and ids & {one.id for one in part}} for part in parts]
    for number, part in enumerate(parts):
        free = [one for one in part if one.id not in settled]
        if free:
            later = sum(map(len, kept[number + 1 :]))  # hosts of the groups that people have begun among the others
            left = None if hosts is None else max(0, hosts - len(groups) - later)
            found = _formed(replace(question, terms=replace(question.terms, hosts=left)), free, seeds, seconds)
            groups += found.groups.values()
            optimal, complete = optimal and found.optimal, complete and found.complete
    return Proposed(_numbered(groups, question), optimal, complete)


def _seeds(question: Question, pool: Collection[Waiter]) -> dict[int, frozenset[str]]:
    """The people a person has pinned to each group."""
    here = {one.id for one in pool}
    numbers = sorted({number for one, number in question.pinned.items() if one in here})
    return {
        n: frozenset(one for one, number in question.pinned.items() if number == n and one in here) for n in numbers
    }


def _formed(
    question: Question, people: Sequence[Waiter], seeds: Mapping[int, frozenset[str]], seconds: float
) -> Proposed:
    """Solve for people of one kind. Where the solver cannot keep what is pinned, those groups are filled one by one."""
    here = {one.id for one in people}
    own = [ids for _number, ids in sorted(seeds.items()) if ids <= here]
    problem = _problem(question, people, own)
    found = solver.solve(problem, seconds=seconds)
    groups = [tuple(problem.people[place] for place in group) for group in found.groups]
    if not _keeps(groups, own):
        return _filled(question, people, own, seconds)
    return Proposed(dict(enumerate(groups, 1)), found.optimal, found.complete)


def _keeps(groups: Iterable[tuple[str, ...]], seeds: Sequence[frozenset[str]]) -> bool:
    """Whether every seed sits whole in a group of its own."""
    homes = [[place for place, group in enumerate(groups) if seed <= set(group)] for seed in seeds]
    return all(homes) and len({home[0] for home in homes if home}) == len(seeds)


def _problem(question: Question, people: Sequence[Waiter], seeds: Sequence[frozenset[str]]) -> GroupsProblem:
    """The solver's question. A pin goes before wishes; a wish to be apart before one to be together."""
    terms, company = question.terms, question.company
    place = {one.id: number for number, one in enumerate(people)}
    seed_of = {one: number for number, seed in enumerate(seeds) for one in seed}
    apart, affinity = set(), {}
    for (a, one), (b, other) in combinations(enumerate(people), 2):
        seats = seed_of.get(one.id), seed_of.get(other.id)
        same = seats[0] is not None and seats[0] == seats[1]
        if same:
            pass
        elif (None not in seats) or may_meet(one, other, terms, company):
            apart.add((a, b))
        affinity[a, b] = points(one, other, terms.rule)
    bonds = [tuple(sorted(place[one] for one in seed)) for seed in seeds if len(seed) > 1]
    wanted = sorted((place[a], place[b]) for a, b in company.together if a in place and b in place)
    return GroupsProblem(
        people=tuple(one.id for one in people),
        smallest=terms.size_min,
        largest=terms.size_max,
        affinity=affinity,
        together=_companies(bonds, wanted, apart, most=terms.size_max),
        apart=frozenset(apart),
        in_each=tuple(_in_each(terms, people)),
        most_groups=None if terms.hosts is None else max(terms.hosts, len(seeds)),
    )


def _in_each(terms: Terms, people: Sequence[Waiter]) -> Iterator[InEach]:
    if terms.balance:
        givers = frozenset(number for number, one in enumerate(people) if gives_a_hand(one))
        yield InEach("der kan give en hånd", givers, at_least=_givers(terms))
    if terms.wheelchairs is not None:
        seated = frozenset(number for number, one in enumerate(people) if in_wheelchair(one))
        yield InEach("i kørestol", seated, at_most=terms.wheelchairs)


def _givers(terms: Terms) -> int:
    return 1 if terms.size_max <= 4 else 2


def _companies(
    bonds: Iterable[tuple[int, ...]],
    wanted: Iterable[tuple[int, int]],
    apart: Collection[tuple[int, int]],
    *,
    most: int,
) -> tuple[tuple[int, ...], ...]:
    """Companies of people. A wish that would join two who must be apart, or more than a group holds, is not kept."""
    of: dict[int, frozenset[int]] = {}
    for bond in bonds:
        of |= dict.fromkeys(bond, frozenset(bond))
    for one, other in wanted:
        joined = of.get(one, frozenset({one})) | of.get(other, frozenset({other}))
        if len(joined) <= most and not any(pair_ in apart for pair_ in combinations(sorted(joined), 2)):
            of |= dict.fromkeys(joined, joined)
    return tuple(sorted({tuple(sorted(ids)) for ids in of.values() if len(ids) > 1}))


def _filled(question: Question, people: Sequence[Waiter], seeds: Sequence[frozenset[str]], seconds: float) -> Proposed:
    """Pinned groups filled one person at a time, longest waiting first; then groups of the rest."""
    by_id = {one.id: one for one in people}
    groups = [set(seed) for seed in seeds]
    rest = [one for one in in_turn(people) if not any(one.id in group for group in groups)]
    bound = {one for wish in question.company.together for one in wish}
    for one in list(rest):
        fits = [
            group
            for group in groups
            if len(group) < question.terms.size_max
            and one.id not in bound
            and _seat_left(one, group, by_id, question.terms)
            and not any(may_meet(one, by_id[other], question.terms, question.company) for other in group)
        ]
        if fits:
            near = max(fits, key=lambda group: (_worth(one, group, by_id, question.terms.rule), sorted(group)))
            near.add(one.id)
            rest.remove(one)
    hosts = question.terms.hosts
    left = None if hosts is None else max(0, hosts - len(groups))
    others = replace(question, terms=replace(question.terms, hosts=left))
    more = _formed(others, rest, {}, seconds).groups.values() if rest else ()
    made = [tuple(sorted(group)) for group in groups] + list(more)
    return Proposed(dict(enumerate(made, 1)), optimal=False, complete=True)


def _seat_left(one: Waiter, group: Collection[str], by_id: Mapping[str, Waiter], terms: Terms) -> bool:
    if terms.wheelchairs is None or not in_wheelchair(one):
        return True
    return sum(in_wheelchair(by_id[other]) for other in group) < terms.wheelchairs


def _worth(one: Waiter, group: Collection[str], by_id: Mapping[str, Waiter], rule: str) -> float:
    return sum(points(one, by_id[other], rule) for other in sorted(group))


def _numbered(groups: Sequence[tuple[str, ...]], question: Question) -> dict[int, tuple[str, ...]]:
    """Numbers that stay: a pinned person's group keeps its number, the others that of the group most like it before."""
    numbers: dict[int, tuple[str, ...]] = {}
    left = list(groups)
    for group in list(left):
        pins = sorted({question.pinned[one] for one in group if one in question.pinned})
        if pins:
            numbers[pins[0]] = group
            left.remove(group)
    taken = set(numbers) | set(question.pinned.values())
    alike = [
        (-sum(question.before.get(one) == number for one in group), number, place)
        for place, group in enumerate(left)
        for number in sorted({question.before[one] for one in group if one in question.before} - taken)
    ]
    given: set[int] = set()
    for _same, number, place in sorted(alike):
        if number not in numbers and place not in given:
            numbers[number] = left[place]
            given.add(place)
    for place, group in enumerate(left):
        if place not in given:
            numbers[next(n for n in range(1, len(groups) + len(taken) + 2) if n not in numbers and n not in taken)] = (
                group
            )
    return dict(sorted(numbers.items()))
