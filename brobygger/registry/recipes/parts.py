"""Small building stones shared by all parts of a recipe: texts, days, limits, one-or-many."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
ShortName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]  # of a role or a task
InstrumentRef = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*@[1-9][0-9]*$", max_length=60)]
Days = Annotated[int, Field(strict=True, ge=0, le=3660)]
# The most of a thing: far above every effort, and the columns that are filled from a recipe hold it.
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
Positive = Annotated[int, Field(strict=True, ge=1, le=1_000_000)]
Few = Annotated[int, Field(strict=True, ge=1, le=10_000)]  # people in a group, minutes of a session …
Number = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Kroner = Annotated[float, Field(strict=True, ge=0, le=99_999, allow_inf_nan=False)]
Flag = Annotated[bool, Field(strict=True)]
Colour = Literal["green", "yellow", "red"]
Mode = Literal["visit", "phone", "letter", "sms", "email", "meeting", "digital", "paper"]
OwnerKind = Literal[
    "municipality", "association", "housing_association", "parish", "firm", "care_home", "library", "pharmacy",
    "doctor", "school", "shop", "kitchen", "restaurant", "taxi",
]  # fmt: skip
MatchedBy = Literal["interests", "distance", "theme", "sex", "age", "language", "energy"]

COLOURS: tuple[Colour, ...] = ("green", "yellow", "red")


class Part(BaseModel):
    """A part of a recipe: never changed after it is read, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Text(Part):
    """The same words in Danish and English."""

    da: Words
    en: Words

    def in_language(self, language: str) -> str:
        """The English text for "en" and its variants ("en-gb"), else the Danish one."""
        return self.en if language.lower().startswith("en") else self.da


def listed(value: Any) -> Any:
    """One written without a list is a list of one: `by: host` is `by: [host]`."""
    return value if value is None or isinstance(value, (list, tuple)) else [value]


OneOrMany = BeforeValidator(listed, json_schema_input_type=Any)
Roles = Annotated[tuple[Name, ...], OneOrMany, Field(min_length=1)]


class Limit(Part):
    """Limits of a number, strict or not: "at least two" is not "more than two" (R040)."""

    at_least: Number | None = None
    more_than: Number | None = None
    at_most: Number | None = None
    less_than: Number | None = None

    def holds(self, value: float) -> bool:
        """Whether the value lies within every limit that is given."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.more_than is None or value > self.more_than)
            and (self.at_most is None or value <= self.at_most)
            and (self.less_than is None or value < self.less_than)
        )
