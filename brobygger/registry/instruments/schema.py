"""What an instrument file holds.

One YAML file is one instrument in one version. A stored score names the version, so a file that has been
used is never edited: changed wording or changed limits is a new version (R044, R207).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

Kind = Literal["scale", "yes_no", "count", "text"]
AnsweredBy = Literal["person", "observer"]
ScoringRule = Literal["sum", "sum_times", "any_yes", "count_signs", "none", "parts"]
Colour = Literal["green", "yellow", "red"]

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(_Part):
    """The same words in Danish and English."""

    da: Words
    en: Words

    def in_language(self, language: str) -> str:
        """The English text for "en" and its variants ("en-gb"), else the Danish one."""
        return self.en if language.lower().startswith("en") else self.da


class Option(_Part):
    """One answer a person can give, and its points."""

    value: int = Field(ge=0)
    label: Text


YES_NO = (
    Option(value=1, label=Text(da="Ja", en="Yes")),
    Option(value=0, label=Text(da="Nej", en="No")),
)


class Item(_Part):
    """One question or one sign. A count takes 0 to `highest`; a text takes no number and gives no points.

    part: the part it belongs to, in an instrument whose parts are counted each by themselves.
    """

    id: Name
    text: Text
    kind: Kind
    options: tuple[Option, ...] = ()
    highest: int | None = Field(default=None, gt=0)
    part: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _yes_no_options_are_known(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("kind") == "yes_no" and not data.get("options"):
            return {**data, "options": YES_NO}
        return data

    @model_validator(mode="after")
    def _options_fit_the_kind(self) -> Self:
        values = [option.value for option in self.options]
        if len(values) != len(set(values)):
            raise ValueError(f"{self.id}: two options have the same value")
        if self.kind == "scale" and len(values) < 2:
            raise ValueError(f"{self.id}: a scale needs at least two options")
        if self.kind == "yes_no" and set(values) != {0, 1}:
            raise ValueError(f"{self.id}: yes/no options are 1 and 0")
        if self.kind in ("count", "text") and values:
            raise ValueError(f"{self.id}: a {self.kind} item has no options")
        if (self.kind == "count") != (self.highest is not None):
            raise ValueError(f"{self.id}: 'highest' belongs to a count item, and a count item needs it")
        return self

    @property
    def lowest_points(self) -> int:
        return min((option.value for option in self.options), default=0)

    @property
    def highest_points(self) -> int:
        return self.highest or max((option.value for option in self.options), default=0)


class Scoring(_Part):
    """How answers become one number.

    sum: points added. sum_times: points added, times `factor`. count_signs: the number of yes answers.
    any_yes: the bands look at the number of yes answers; it is a score only where `range` is given.
    none: answers are kept as they are.
    parts: each part is counted by itself and nothing is added across them. `leading` names the part whose number the
    colours of a recipe look at; without it there is no number of the whole.
    """

    rule: ScoringRule
    factor: int = Field(default=1, ge=1)
    leading: Name | None = None

    @model_validator(mode="after")
    def _factor_only_where_used(self) -> Self:
        if (self.rule == "sum_times") != (self.factor > 1):
            raise ValueError("'factor' belongs to sum_times, and sum_times needs one above 1")
        if self.leading is not None and self.rule != "parts":
            raise ValueError("'leading' belongs to parts")
        return self


class Band(_Part):
    """A named part of the range, both ends included. `advice` is for staff: what the band asks them to do."""

    id: Name
    low: int = Field(alias="from", ge=0)
    high: int = Field(alias="to", ge=0)
    title: Text
    colour: Colour | None = None
    advice: Text | None = None


class Missing(_Part):
    """How many items may be left out and still give a score; 0 = all are needed. They add nothing."""

    allowed: int = Field(default=0, ge=0)


class Safety(_Part):
    """From this many points (after any factor) a professional takes over, never a volunteer alone."""

    at_least: int = Field(ge=1)
    text: Text


class Counted(_Part):
    """One part of an instrument, counted by itself: physical well-being beside company, never added to it (R019).

    of: the instrument it is taken from, questions, limits and all ("t-ils@2"); empty for questions of its own.
    """

    id: Name
    title: Text
    scoring: Scoring
    bands: tuple[Band, ...] = ()
    of: str = ""


def _ascending(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] >= value[1]:
        raise ValueError("the range must go from a lower to a higher number")
    return value


class Instrument(_Part):
    """One instrument in one version. `range` is the score's lowest and highest; null = gives no score."""

    id: Slug
    version: int = Field(ge=1)
    title: Text
    opener: Text
    items: tuple[Item, ...] = Field(min_length=1)
    answered_by: tuple[AnsweredBy, ...] = Field(min_length=1)
    scoring: Scoring
    range: Annotated[tuple[int, int], AfterValidator(_ascending)] | None = None
    bands: tuple[Band, ...] = ()
    missing: Missing = Missing()
    safety: Safety | None = None
    parts: tuple[Counted, ...] = ()
    source: Words
    licence: Words
    notes: Text

    @property
    def ref(self) -> str:
        return f"{self.id}@{self.version}"

    @property
    def possible(self) -> tuple[int, int]:
        """Lowest and highest number the scoring rule can give when every item is answered."""
        if self.scoring.rule == "parts":
            leading = self.part(self.scoring.leading)
            return self.possible_of(leading) if leading else (0, 0)
        return _ends(self.items, self.scoring.factor)

    def part(self, name: str | None) -> Counted | None:
        """The part of that name; None where there is none."""
        return next((part for part in self.parts if part.id == name), None)

    def possible_of(self, part: Counted) -> tuple[int, int]:
        """Lowest and highest number of one part."""
        return _ends([item for item in self.items if item.part == part.id], part.scoring.factor)

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        for name, ids in (("item", [i.id for i in self.items]), ("band", [b.id for b in self.bands])):
            if len(ids) != len(set(ids)):
                raise ValueError(f"two {name}s have the same id")
        if self.parts or self.scoring.rule == "parts":
            self._parts_hold_everything()
        else:
            self._scoring_fits_the_items()
            _bands_cover(self.bands, self.possible, lowest=0 if self.missing.allowed else None)
        if self.missing.allowed >= len(self.items):
            raise ValueError("at least one item must be answered")
        return self

    def _parts_hold_everything(self) -> None:
        names = [part.id for part in self.parts]
        if self.scoring.rule != "parts" or not names or len(names) != len(set(names)):
            raise ValueError("parts need the rule 'parts', and each a name of its own")
        if self.bands or self.safety or self.missing.allowed:
            raise ValueError(
                "parts have bands of their own; an instrument of parts has no safety rule, and none may miss"
            )
        if {item.part for item in self.items} != set(names):
            raise ValueError("every item belongs to a part, and every part has an item")
        leading = self.part(self.scoring.leading)
        if self.scoring.leading is not None and (leading is None or leading.scoring.rule == "none"):
            raise ValueError("'leading' names no part with a number")
        for part in self.parts:
            low, high = self.possible_of(part)
            if part.scoring.rule not in ("sum", "sum_times", "count_signs", "none"):
                raise ValueError(f"part {part.id}: a part is summed, counted or kept as it is")
            if (part.scoring.rule != "none" and low >= high) or (part.scoring.rule == "none" and part.bands):
                raise ValueError(f"part {part.id}: a number needs answers that differ in points, and bands a number")
            _bands_cover(part.bands, (low, high))
        if (self.scoring.leading is None) != (self.range is None) or (self.range and self.range != self.possible):
            raise ValueError(f"'range' is that of the leading part: {list(self.possible)}")

    def _scoring_fits_the_items(self) -> None:
        kinds = {item.kind for item in self.items}
        rule = self.scoring.rule
        if any(item.part for item in self.items):
            raise ValueError("an item names a part that is not there")
        if rule in ("any_yes", "count_signs") and kinds != {"yes_no"}:
            raise ValueError(f"{rule} needs yes/no items only")
        if rule == "none" and (self.range or self.bands or self.safety):
            raise ValueError("an instrument without scoring has no range, bands or safety rule")
        if rule in ("sum", "sum_times", "count_signs") and self.range is None:
            raise ValueError(f"{rule} gives a score, so 'range' is needed")
        if self.range is not None and self.range != self.possible:
            raise ValueError(f"'range' says {list(self.range)}, the items give {list(self.possible)}")


def _ends(items: Iterable[Item], factor: int) -> tuple[int, int]:
    kept = list(items)
    return sum(item.lowest_points for item in kept) * factor, sum(item.highest_points for item in kept) * factor


def _bands_cover(bands: tuple[Band, ...], possible: tuple[int, int], lowest: int | None = None) -> None:
    if not bands:
        return
    expected = possible[0] if lowest is None else lowest
    for band in bands:
        if band.low != expected or band.high < band.low:
            raise ValueError(f"band {band.id}: bands must follow each other without gap or overlap")
        expected = band.high + 1
    if expected != possible[1] + 1:
        raise ValueError(f"the bands must end at {possible[1]}")


class HelpPlace(_Part):
    """Somewhere to get help at once. `area` is a region code; None = the whole country.

    `checked` is the day somebody compared it with `source` (None = not yet); it must be compared again
    before `check_before`.
    """

    id: Name
    phone: str | None
    area: str | None
    name: Text
    text: Text
    source: Words
    checked: date | None
    check_before: date
