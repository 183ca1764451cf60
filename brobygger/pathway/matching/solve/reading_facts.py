"""Reading what is known of the people in a question of groups: sex, languages, wheelchairs, hearing.

They become rules the solver has already: who must be apart, and how many of some there may be in each group.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from brobygger.pathway.matching.solve.fields import Notes, Part, place_of, told
from brobygger.pathway.matching.solve.problem import InEach

ALIKE = ("sex", "language")
MOST_ALIKE = 2_000  # the pairs that must be apart grow with the square
SPOKEN = "dansk"  # when nothing is said about somebody's languages


@dataclass(frozen=True)
class Facts:
    """(person, person, why) who must be apart, the lower place first; and what each group may hold."""

    apart: tuple[tuple[int, int, str], ...] = ()
    in_each: tuple[InEach, ...] = ()


@dataclass
class _Known:
    sex: dict[int, str] = field(default_factory=dict)
    languages: dict[int, frozenset[str]] = field(default_factory=dict)
    wheelchair: set[int] = field(default_factory=set)
    needs_loop: set[int] = field(default_factory=set)


def facts_of(part: Part, places: dict[str, int]) -> Facts:
    """`facts`, `alike` and `place` of a file; mistakes go to the part's notes."""
    known = _known(part.notes, part.take("facts", list, []), places)
    alike = part.texts("alike", default=[])
    for number, name in enumerate(alike):
        if name not in ALIKE:
            part.notes.add(f"alike[{number}]", f"{told(name)} kendes ikke. Der kan stå: {', '.join(ALIKE)}.")
    if alike and len(places) > MOST_ALIKE:
        part.notes.add("alike", f"Der er {len(places)} personer. Med alike kan der højst være {MOST_ALIKE}: del filen.")
        alike = []
    place = Part(part.notes, part.at("place"), part.take("place", dict, {}))
    wheelchairs = place.whole("wheelchairs", least=0) if "wheelchairs" in place.data else None
    loop = place.take("loop", bool, True)
    place.refuse_the_rest()
    in_each = []
    if wheelchairs is not None:
        in_each.append(InEach("kørestole", frozenset(known.wheelchair), at_most=wheelchairs))
    if not loop and known.needs_loop:
        in_each.append(InEach("dem, der skal bruge teleslynge", frozenset(known.needs_loop), at_most=0))
    return Facts(tuple(_apart(known, alike, len(places))), tuple(in_each))


def _known(notes: Notes, listed: list[Any], places: dict[str, int]) -> _Known:
    known = _Known()
    for count, one in enumerate(listed):
        where = f"facts[{count}]"
        if not isinstance(one, dict):
            notes.add(where, f"skal være et objekt {{…}}, ikke {told(one)}.")
            continue
        part = Part(notes, where, one)
        number = place_of(notes, part.at("id"), places, part.take("id", str), "people")
        sex = part.take("sex", str, "")
        languages = part.texts("languages", default=[])
        wheelchair, needs_loop = part.take("wheelchair", bool, False), part.take("needs_loop", bool, False)
        part.refuse_the_rest()
        if number is None:
            continue
        known.sex[number] = sex
        known.languages[number] = frozenset(languages) or frozenset({SPOKEN})
        if wheelchair:
            known.wheelchair.add(number)
        if needs_loop:
            known.needs_loop.add(number)
    return known


def _apart(known: _Known, alike: list[str], people: int) -> Iterator[tuple[int, int, str]]:
    if not alike:
        return
    danish = frozenset({SPOKEN})
    for one, other in combinations(range(people), 2):
        if "sex" in alike and known.sex.get(one, "") != known.sex.get(other, ""):
            yield one, other, "grupperne er delt efter køn"
        elif "language" in alike and not known.languages.get(one, danish) & known.languages.get(other, danish):
            yield one, other, "de taler ikke samme sprog"
