"""Reading one JSON object at a time: each value is taken as what it must be, and every mistake is told in Danish."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from brobygger.pathway.matching.solve.problem import TOLD_AT_MOST, BadProblem, Mistake

MAX_NUMBER = 1e9  # beyond it a goodness, a distance or a time says nothing about people
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_KINDS = {dict: "et objekt {…}", list: "en liste […]", str: "en tekst", bool: "true eller false"}


class Notes:
    """The mistakes found so far in one file."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.untold = 0

    def add(self, where: str, message: str) -> None:
        if len(self.mistakes) < TOLD_AT_MOST:
            self.mistakes.append(Mistake(where, message))
        else:
            self.untold += 1

    def stop_if_any(self) -> None:
        """Raises BadProblem when something was wrong."""
        if self.untold:
            self.mistakes.append(Mistake("filen", f"Der er {self.untold} fejl mere."))
        if self.mistakes:
            raise BadProblem(self.mistakes)


class Part:
    """One JSON object being read: takes its keys one by one, and knows which nobody asked for."""

    def __init__(self, notes: Notes, where: str, data: dict[str, Any]) -> None:
        self.notes, self.where, self.data = notes, where, data
        self.taken: set[str] = set()

    def at(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def take(self, key: str, kind: type, default: Any = ...) -> Any:
        """The value of a key if it is of the kind; else its default, or an empty one with a mistake told."""
        self.taken.add(key)
        if key not in self.data:
            if default is ...:
                self.notes.add(self.at(key), "mangler.")
                return kind()
            return default
        value = self.data[key]
        if not isinstance(value, kind):
            self.notes.add(self.at(key), f"skal være {_KINDS[kind]}, ikke {told(value)}.")
            return kind() if default is ... else default
        return value

    def number(self, key: str, *, least: float, default: float | None = None, above: bool = False) -> float:
        """A finite number of at least `least` (above: more than it)."""
        self.taken.add(key)
        if key not in self.data:
            if default is None:
                self.notes.add(self.at(key), "mangler.")
                return least
            return default
        return number(self.notes, self.at(key), self.data[key], least=least, above=above)

    def whole(self, key: str, *, least: int, default: int | None = None) -> int:
        """A whole number of at least `least`."""
        found = self.number(key, least=least, default=default)
        if found != int(found):
            self.notes.add(self.at(key), f"skal være et helt tal, ikke {told(self.data[key])}.")
        return int(found)

    def texts(self, key: str, *, default: Any = ...) -> list[str]:
        """A list of ids: texts with something in them."""
        found = []
        for number_, value in enumerate(self.take(key, list, default)):
            if isinstance(value, str) and value.strip():
                found.append(value)
            else:
                self.notes.add(f"{self.at(key)}[{number_}]", f"skal være et id som tekst, ikke {told(value)}.")
        return found

    def refuse_the_rest(self) -> None:
        """A key that is not in the format is a slip of the pen that could hide a rule: “appart”."""
        for key in self.data.keys() - self.taken:
            known = ", ".join(sorted(self.taken))
            self.notes.add(self.at(key), f"Nøglen kendes ikke her. Der kan stå: {known}.")


def number(notes: Notes, where: str, value: Any, *, least: float, above: bool = False) -> float:
    """A finite number between `least` and a milliard; anything else is told and becomes `least`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        notes.add(where, f"skal være et tal, ikke {told(value)}.")
    elif not -MAX_NUMBER <= value <= MAX_NUMBER:  # also catches NaN
        notes.add(where, f"{told(value)} er ikke et tal, der kan regnes med.")
    elif value < least or (above and value == least):
        notes.add(where, f"{told(value)} er for lille: tallet skal være {'over' if above else 'mindst'} {least:g}.")
    else:
        return float(value)
    return least


def clock(notes: Notes, where: str, value: Any) -> int:
    """A time of day as minutes after midnight."""
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        notes.add(where, f"skal være et klokkeslæt som “13:30”, ikke {told(value)}.")
        return 0
    return int(found.group(1)) * 60 + int(found.group(2))


def numbered(notes: Notes, key: str, ids: list[str]) -> dict[str, int]:
    """Each id's place; an id that stands twice is told."""
    places: dict[str, int] = {}
    for place, one in enumerate(ids):
        if one in places:
            notes.add(f"{key}[{place}]", f"“{one}” står der allerede ({key}[{places[one]}]).")
        else:
            places[one] = place
    return places


def place_of(notes: Notes, where: str, places: dict[str, int], value: Any, key: str) -> int | None:
    """The place of an id, or None with a mistake told."""
    place = places.get(value) if isinstance(value, str) else None
    if place is None:
        notes.add(where, f"{told(value)} findes ikke i {key}.")
    return place


def told(value: Any) -> str:
    """A value as it stood, short."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict | list):
        return _KINDS[type(value)]
    if isinstance(value, int) and abs(value) > MAX_NUMBER:
        return "et meget stort tal"
    text = json.dumps(value, ensure_ascii=False)
    text = f"“{value}”" if isinstance(value, str) else text
    return text if len(text) <= 60 else f"{text[:57]}…"
