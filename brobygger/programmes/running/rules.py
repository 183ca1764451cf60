"""Changing a recipe's data, and saying what was changed. Plain Python: data in, new data out, nothing is altered.

Data is a recipe as `registry.recipes.load.as_data` gives it. Whether the result is a recipe is the loader's to say.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from brobygger.foundation.kernel import digits
from brobygger.registry.recipes.schema import Recipe

Data = dict[str, Any]
Place = tuple[str | int, ...]

# What says nothing about how the programme is run: the play belongs to the file it came with.
_NOT_COMPARED = frozenset({"version", "language", "scenario", "seed", "id"})
# By what an item of a list is known when others come and go before it.
_KNOWN_BY = ("id", "step", "channel", "from", "key")
# Keys whose words are roles of the recipe (or organisations, which have other names).
_NAMES_ROLES = frozenset(
    {"by", "to", "members", "roles", "led_by", "for", "interim_by", "nameless_to", "parties", "from_role", "who"}
)
# The same keys where the words are something else: activity[].by is organisations, follow_up[].to a kind of receiver.
_NOT_ROLES = frozenset({("activity", "by"), ("follow_up", "to"), ("takes_over", "by"), ("training", "by")})


@dataclass(frozen=True)
class Difference:
    """One value that is not the same. place: keys from the top, list items by their own name; None: not there."""

    place: Place
    old: Any
    new: Any


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Everything that differs, in the order of the language. A value that is empty or left out counts as None."""
    keys = [key for key in dict.fromkeys((*old, *new)) if key not in _NOT_COMPARED]
    return tuple(found for key in keys for found in _compare((key,), old.get(key), new.get(key)))


def _compare(place: Place, old: Any, new: Any) -> Iterator[Difference]:
    if (_empty(old) and _empty(new)) or old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not _is_text(old):
        for key in dict.fromkeys((*old, *new)):
            yield from _compare((*place, key), old.get(key), new.get(key))
    elif _is_list_of_items(old, new):
        before, after = _by_name(old or ()), _by_name(new or ())
        for name in dict.fromkeys((*before, *after)):
            yield from _compare((*place, name), before.get(name), after.get(name))
    else:
        yield Difference(place, None if _empty(old) else old, None if _empty(new) else new)


def _empty(value: Any) -> bool:
    return value is None or value == [] or value == {} or value == ()


def _is_text(value: Any) -> bool:
    """Words in two languages are one value."""
    return isinstance(value, Mapping) and {"da", "en"} == set(value)


def _is_list_of_items(old: Any, new: Any) -> bool:
    items = [*(old or ()), *(new or ())] if isinstance(old or [], list) and isinstance(new or [], list) else []
    return bool(items) and all(isinstance(item, Mapping) and not _is_text(item) for item in items)


def _by_name(items: Sequence[Mapping[str, Any]]) -> dict[str | int, Any]:
    named: dict[str | int, Any] = {}
    for number, item in enumerate(items, start=1):
        name = next((str(item[key]) for key in _KNOWN_BY if item.get(key) is not None), None)
        named[number if name is None or name in named else name] = item
    return named


def with_values(data: Mapping[str, Any], values: Mapping[Place, Any]) -> Data:
    """The recipe with other values at these places. List items by number from 0; the way there must exist."""
    changed = deepcopy(dict(data))
    for place, value in values.items():
        here: Any = changed
        for key in place[:-1]:
            if isinstance(here, dict) and here.get(key) is None:
                here[key] = {}
            here = here[key]
        here[place[-1]] = value
    return changed


def value_at(data: Mapping[str, Any], place: Place) -> Any:
    """What stands at a place; None when the way there ends before."""
    here: Any = data
    for key in place:
        if here is None or (isinstance(key, int) and key >= len(here)):
            return None
        here = here[key] if isinstance(key, int) else here.get(key)
    return here


def with_criteria(data: Mapping[str, Any], criteria: Mapping[str, Any], *, first: bool = False) -> Data:
    """The recipe with a new version of its criteria behind the others; `first`: they replace all there are."""
    changed = deepcopy(dict(data))
    changed["for"] = [dict(criteria)] if first else [*changed["for"], dict(criteria)]
    return changed


def with_instrument(data: Mapping[str, Any], replaced: Mapping[str, Any]) -> Data:
    """The recipe with another instrument from a day on; earlier results keep theirs."""
    changed = deepcopy(dict(data))
    changed["screening"]["replaced"] = [*changed["screening"].get("replaced", ()), dict(replaced)]
    return changed


def without_play(data: Mapping[str, Any]) -> Data:
    """The recipe as a programme runs it: the play and what the source reported belong to the file."""
    return {**deepcopy(dict(data)), "scenario": None}


def uses_of_role(data: Mapping[str, Any], role: str) -> tuple[Place, ...]:
    """Every place where the recipe names a role, outside `roles` itself."""
    return tuple(place for place, word in _named(data, ()) if word == role)


def _named(here: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if place[:1] in (("roles",), ("scenario",)):
        return
    if isinstance(here, Mapping):
        for key, value in here.items():
            if key in _NAMES_ROLES and (_area(place), key) not in _NOT_ROLES and len(place) > 0:
                yield from (((*place, key), word) for word in _words(value))
            yield from _named(value, (*place, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield from _named(value, (*place, number))


def _area(place: Place) -> str:
    return next((key for key in reversed(place) if isinstance(key, str)), "")


def _words(value: Any) -> list[str]:
    return [word for word in (value if isinstance(value, list) else [value]) if isinstance(word, str)]


def without_role(data: Mapping[str, Any], role: str, taken_over_by: str) -> Data:
    """The recipe where another role does all that this one did."""
    changed = deepcopy(dict(data))
    for place in uses_of_role(data, role):
        value = value_at(changed, place)
        if isinstance(value, list):
            others = [taken_over_by if word == role else word for word in value]
            value = [
                word for number, word in enumerate(others) if isinstance(word, dict) or word not in others[:number]
            ]
        else:
            value = taken_over_by
        changed = with_values(changed, {place: value})
    changed["roles"] = {name: what for name, what in changed["roles"].items() if name != role}
    return changed


def without_steps(data: Mapping[str, Any], steps: Container[str]) -> Data:
    """The recipe without these steps. What counted its days from one of them counts from the step before instead."""
    changed = deepcopy(dict(data))
    changed["steps"] = [_counted_otherwise(step, steps) for step in changed["steps"] if step["step"] not in steps]
    changed["advice"] = [{**one, "step": None if one["step"] in steps else one["step"]} for one in changed["advice"]]
    return changed


def _counted_otherwise(step: Data, gone: Container[str]) -> Data:
    at = step.get("at")
    if at and (at.get("after") or at.get("before")) in gone:
        step = {**step, "at": None, "within_days": at["days"]}
    return {**step, "from": None} if step.get("from") in gone else step


@dataclass(frozen=True)
class Limits:
    """Who a trial is limited to. units: name by id, none: every unit; postcodes, none: everywhere."""

    units: Mapping[UUID, str]
    postcodes: tuple[str, ...]

    @property
    def told(self) -> str:
        """The names and numbers in a line; empty for none."""
        return " · ".join(", ".join(names) for names in (sorted(self.units.values()), self.postcodes) if names)


def postcodes_in(text: str) -> tuple[str, ...] | None:
    """The postcodes somebody has written, each once; None when something else stands there too."""
    words = tuple(dict.fromkeys(word for word in re.split(r"[,;\s]+", text) if word))
    return words if all(len(word) == 4 and digits.whole(word) is not None for word in words) else None


FRONT_LINE = frozenset({"home_care_worker", "ambassador"})  # held by everybody in it in the units that take part


@dataclass(frozen=True)
class Gap:
    """What a programme lacks before it starts. kind: party, units or role; name: the recipe's own, empty for units."""

    kind: str
    name: str = ""


def gaps(recipe: Recipe, *, parties: Container[str], units: int, held: Container[str]) -> tuple[Gap, ...]:
    """What is missing before people can be found, in the order it is filled in.

    parties: the recipe's organisations that somebody here stands for. held: roles with somebody in them. A role of the
    participants is held by those who come, so nobody can be missing in it.
    """
    found = [Gap("party", each.id) for each in recipe.partners if each.id not in parties]
    if not units and any(role.acts_as in FRONT_LINE for role in recipe.roles.values()):
        found.append(Gap("units"))
    found += [Gap("role", name) for name in roles_to_fill(recipe) if name not in held]
    return tuple(found)


def roles_to_fill(recipe: Recipe) -> tuple[str, ...]:
    """The roles somebody has to be named for, those needed first on the bridge first."""
    needed = dict.fromkeys(name for step in recipe.steps for name in step.by)
    return tuple(
        name
        for name in [*needed, *(name for name in recipe.roles if name not in needed)]
        if recipe.roles[name].acts_as not in FRONT_LINE and tuple(recipe.roles[name].of) != ("participants",)
    )


_SHORT = 4  # letters: a name as short as that is a word of its own somewhere
_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_A_NUMBER = re.compile(r"(?<!\d)(\d{6}[- ]?\d{4}|(\d{2}[ .-]?){3}\d{2})(?!\d)")  # CPR; Danish telephone
_AN_ADDRESS = re.compile(r"\S@\S+\.\S")  # e-mail


def personal_words(data: Mapping[str, Any], names: Sequence[str]) -> tuple[Place, ...]:
    """Places of texts that name somebody: a CPR or phone number, an e-mail address, or one of these full names.

    Looks at every text but the play, whose people are invented.
    """
    wanted = [name.casefold() for name in names if len(name) > _SHORT and " " in name]
    return tuple(place for place, text in _texts(data, ()) if _names_somebody(text, wanted))


def _texts(here: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(here, str):
        yield place, here
    elif isinstance(here, Mapping):
        for key, value in here.items():
            if (place, key) != ((), "scenario"):
                yield from _texts(value, (*place, key))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            yield from _texts(value, (*place, number))


def _names_somebody(text: str, names: Sequence[str]) -> bool:
    folded = _A_DATE.sub("", text).casefold()
    return bool(_A_NUMBER.search(folded) or _AN_ADDRESS.search(folded)) or any(name in folded for name in names)
