"""What an assumption is, how it is changed, and the sentences that refuse a change. Danish and English; no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from brobygger.registry.recipes.wordlists import nearest
from brobygger.registry.recipes.words import Words

ASSUMED = Words("antagelse", "assumption")
OWN = "jeres egne tal"  # what the source of a running programme's own number begins with
CHANGED = Words("valgt af dig", "chosen by you")

# unit → Danish, English, lowest, highest
UNITS: Mapping[str, tuple[Words, float, float]] = {
    "persons": (Words("borgere", "people"), 0, 200_000),
    "persons_a_week": (Words("borgere om ugen", "people a week"), 0, 20_000),
    "weeks": (Words("uger", "weeks"), 0, 1_040),
    "days": (Words("dage", "days"), 0, 3_660),
    "minutes": (Words("minutter", "minutes"), 0, 2_400),
    "share": (Words("andel (0–1)", "share (0–1)"), 0, 1),
    "people": (Words("medarbejdere", "employees"), 0, 10_000),
    "hours_a_week": (Words("timer om ugen for hver", "hours a week each"), 0, 60),
    "groups": (Words("grupper", "groups"), 0, 10_000),
    "seats": (Words("pladser", "places"), 0, 200_000),
    "volunteers": (Words("frivillige", "volunteers"), 0, 100_000),
    "volunteers_a_week": (Words("frivillige om ugen", "volunteers a week"), 0, 10_000),
    "kroner": (Words("kroner", "kroner"), 0, 100_000),
    "spread": (Words("spredning i forhold til middel", "spread relative to the mean"), 0, 5),
    "kind": (Words("slags", "kind"), 0, 0),
}
WHOLE = ("persons", "people", "groups", "seats", "volunteers")  # nobody is half an employee
PAIRS = ("pair", "companionship")
SMALLEST = 6  # decimals: nobody works a millionth of an hour a week
KINDS = (*PAIRS, "group", "meal", "cafe", "outing", "training", "course", "other")


class BadAssumption(ValueError):
    """An assumption that is unknown or impossible. `message_da` can be shown to a user; `key` says which."""

    def __init__(self, key: str, message_da: str) -> None:
        self.key, self.message_da = key, message_da
        super().__init__(message_da)


@dataclass(frozen=True)
class Assumption:
    """One number (or, for a kind of activity, one word) the simulation stands on, and where it comes from."""

    key: str
    value: float | str
    unit: str
    label: Words
    source: Words = ASSUMED


Assumptions = Mapping[str, Assumption]


def number(assumptions: Assumptions, key: str, otherwise: float = 0.0) -> float:
    """The value of a number; `otherwise` where the recipe has no such assumption."""
    found = assumptions.get(key)
    return otherwise if found is None else float(found.value)


def changed(assumptions: Assumptions, optional: Assumptions, changes: Mapping[str, str]) -> dict[str, Assumption]:
    """The assumptions with these values instead, given as text ("0,4" and "0.4" are the same number).

    optional: keys that may be set but are not there unless somebody sets them. Raises BadAssumption.
    """
    result = dict(assumptions)
    for key, text in changes.items():
        known = result.get(key) or optional.get(key)
        if known is None:
            raise BadAssumption(key, f"Antagelsen “{key[:60]}” findes ikke. {_meant(key, [*result, *optional])}")
        result[key] = replace(known, value=_value(known, text), source=CHANGED)
    return result


def _meant(key: str, known: list[str]) -> str:
    near = nearest(key, known)
    return near if near.startswith("Mente") else "Kør uden --set, og se nøglerne under “assumptions”."


def _value(known: Assumption, text: str) -> float | str:
    said = text.strip()
    if known.unit == "kind":
        if said not in KINDS:
            raise BadAssumption(known.key, f"“{said[:40]}” er ikke en slags aktivitet. Brug en af: {', '.join(KINDS)}.")
        return said
    try:
        value = round(float(said.replace(",", ".")), SMALLEST)
    except ValueError:
        raise BadAssumption(known.key, f"{known.key}: “{said[:40]}” er ikke et tal.") from None
    unit, lowest, highest = UNITS[known.unit]
    if not isfinite(value) or not lowest <= value <= highest:
        raise BadAssumption(known.key, f"{known.key} skal ligge mellem {lowest:g} og {highest:g} ({unit.da}).")
    if known.unit in WHOLE and value != int(value):
        raise BadAssumption(known.key, f"{known.key} skal være et helt tal ({unit.da}).")
    return value


def split(settings: Sequence[str]) -> dict[str, str]:
    """`key=value` texts as a mapping. Raises BadAssumption for one without key or value, or a key given twice."""
    found: dict[str, str] = {}
    for setting in settings:
        key, equals, value = (part.strip() for part in setting.partition("="))
        if not (key and equals and value):
            raise BadAssumption(key, f"“{setting[:60]}” kan ikke læses. Skriv fx --set arrivals.per_week=10.")
        if key in found:
            raise BadAssumption(key, f"{key} er sat to gange. Behold den ene.")
        found[key] = value
    return found
