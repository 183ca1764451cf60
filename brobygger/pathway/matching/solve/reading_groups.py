"""Reading a question of groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brobygger.pathway.matching.solve.fields import Notes, Part, number, numbered, place_of, told
from brobygger.pathway.matching.solve.problem import GroupsProblem, InEach
from brobygger.pathway.matching.solve.reading_facts import facts_of

MAX_PEOPLE = 10_000
MAX_AFFINITIES = 3_000_000


def groups(part: Part) -> GroupsProblem:
    """people, size, affinity, together, apart and in_each of a file; mistakes go to the part's notes."""
    notes = part.notes
    people = part.texts("people")
    places = numbered(notes, "people", people)
    if len(people) > MAX_PEOPLE:
        notes.add("people", f"Der er {len(people)} personer. Der kan højst være {MAX_PEOPLE}: del filen.")
    smallest, largest = _sizes(notes, part.take("size", list))
    affinity = _affinity(notes, part.take("affinity", list, []), places)
    wishes = list(_twos(notes, "together", part.take("together", list, []), places))
    apart = {two: where for where, two in _twos(notes, "apart", part.take("apart", list, []), places)}
    in_each = tuple(_in_each(notes, part.take("in_each", list, []), places))
    most_groups = part.whole("groups_at_most", least=0) if "groups_at_most" in part.data else None
    facts = facts_of(part, places)
    part.refuse_the_rest()
    company = companies(len(people), [two for _where, two in wishes])
    for (one, other), where in apart.items():
        if one < len(people) and company[one] == company[other]:
            notes.add(where, _contradiction(people, one, other, {two for _where, two in wishes}))
    for one, other, why in facts.apart:
        if company[one] == company[other]:
            notes.add("alike", f"“{people[one]}” og “{people[other]}” skal være sammen, men {why}.")
    return GroupsProblem(
        tuple(people),
        smallest,
        largest,
        affinity,
        together=tuple(members for members in _members(company) if len(members) > 1),
        apart=frozenset(apart) | {(one, other) for one, other, _why in facts.apart},
        in_each=(*in_each, *facts.in_each),
        most_groups=most_groups,
    )


def companies(count: int, wishes: list[tuple[int, int]]) -> list[int]:
    """For each person the lowest number among all they must be with, also through others."""
    head = list(range(count))

    def of(one: int) -> int:
        while head[one] != one:
            head[one] = head[head[one]]
            one = head[one]
        return one

    for one, other in wishes:
        low, high = sorted((of(one), of(other)))
        head[high] = low
    return [of(one) for one in range(count)]


def _members(company: list[int]) -> Iterator[tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for person, head in enumerate(company):
        found.setdefault(head, []).append(person)
    return (tuple(members) for members in found.values())


def _contradiction(people: list[str], one: int, other: int, wishes: set[tuple[int, int]]) -> str:
    names = f"“{people[one]}” og “{people[other]}”"
    if (one, other) in wishes:
        return f"{names} skal både være sammen og hver for sig."
    return f"{names} skal være hver for sig, men er bundet sammen gennem andre i together."


def _sizes(notes: Notes, listed: list[Any]) -> tuple[int, int]:
    if len(listed) != 2:
        notes.add("size", "skal være [mindst, højst].")
        return 1, 1
    smallest, largest = (number(notes, f"size[{n}]", value, least=1.0) for n, value in enumerate(listed))
    if smallest != int(smallest) or largest != int(largest):
        notes.add("size", "skal være to hele tal.")
    elif smallest > largest:
        notes.add("size", f"Det mindste ({smallest:g}) er større end det højeste ({largest:g}).")
    return int(smallest), int(largest)


def _two(notes: Notes, where: str, one: Any, places: dict[str, int]) -> tuple[int, int] | None:
    """Two different people, the lower place first."""
    first = place_of(notes, where, places, one[0], "people")
    second = place_of(notes, where, places, one[1], "people")
    if first is None or second is None:
        return None
    if first == second:
        notes.add(where, f"{told(one[0])} står sammen med sig selv.")
        return None
    return min(first, second), max(first, second)


def _twos(notes: Notes, key: str, listed: list[Any], places: dict[str, int]) -> Iterator[tuple[str, tuple[int, int]]]:
    for count, one in enumerate(listed):
        where = f"{key}[{count}]"
        if not isinstance(one, list) or len(one) != 2:
            notes.add(where, 'skal være ["id", "id"].')
        elif (two := _two(notes, where, one, places)) is not None:
            yield where, two


def _affinity(notes: Notes, listed: list[Any], places: dict[str, int]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    if len(listed) > MAX_AFFINITIES:
        notes.add("affinity", f"Der er {len(listed)}. Der kan højst være {MAX_AFFINITIES}: del filen.")
        return found
    for count, one in enumerate(listed):
        where = f"affinity[{count}]"
        if not isinstance(one, list) or len(one) != 3:
            notes.add(where, 'skal være ["id", "id", tal].')
            continue
        goodness = number(notes, where, one[2], least=0.0)
        two = _two(notes, where, one, places)
        if two is not None and found.setdefault(two, goodness) != goodness:
            notes.add(where, f"{told(one[0])} og {told(one[1])} står der allerede med et andet tal.")
    return found


def _in_each(notes: Notes, listed: list[Any], places: dict[str, int]) -> Iterator[InEach]:
    for count, one in enumerate(listed):
        where = f"in_each[{count}]"
        if not isinstance(one, dict):
            notes.add(where, f"skal være et objekt {{…}}, ikke {told(one)}.")
            continue
        part = Part(notes, where, one)
        who, ids = part.take("who", str, "dem"), part.texts("ids")
        least = part.whole("at_least", least=0, default=0)
        most = part.whole("at_most", least=0) if "at_most" in one else None
        part.refuse_the_rest()
        found = (place_of(notes, f"{where}.ids[{n}]", places, value, "people") for n, value in enumerate(ids))
        if most is not None and least > most:
            notes.add(where, f"Mindst {least} er mere end højst {most}.")
        yield InEach(who, frozenset(place for place in found if place is not None), least, most)
