"""The national offers: 79 Danish initiatives of seed 003 (`data/seed-003.yaml`) as frozen, checked facts.

Plain Python without Django: the command, the export and the demonstration all read the same.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML

AgeGroup = Literal["flere", "familier", "boern", "unge", "midaldrende", "aeldre"]
Intervention = Literal[
    "raadgivning",
    "opholds_moedested",
    "besoegsven_mentor",
    "aktivitetstilbud",
    "samtale_behandling",
    "socialt_forum",
    "undervisningsforloeb",
    "database",
]
Strategy = Literal["sociale_faerdigheder", "social_stoette", "social_kontakt", "social_kognition"]
Evaluated = Literal["yes", "ongoing", "none"]

AGE_GROUPS: tuple[str, ...] = get_args(AgeGroup)
INTERVENTIONS: tuple[str, ...] = get_args(Intervention)
STRATEGIES: tuple[str, ...] = get_args(Strategy)

DATA_FILE = "seed-003.yaml"
CONTRACT_KEYS = (
    "name",
    "organisations",
    "age_group",
    "min_age",
    "max_age",
    "nationwide",
    "places",
    "sites",
    "interventions",
    "strategies",
    "figures",
    "evaluated",
    "duration_weeks",
)

Name = Annotated[str, Field(min_length=2, pattern=r"^\S(.*\S)?$")]
Names = Annotated[tuple[Name, ...], Field(strict=False)]  # YAML gives lists; the facts are tuples
Age = Annotated[int, Field(ge=0, le=120)]
Count = Annotated[int, Field(ge=1)]
FigureName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
Figure = Annotated[int | float, Field(ge=0, allow_inf_nan=False)]
# MappingProxyType: the offers are cached and shared, so nobody may change a figure in them.
Figures = Annotated[Mapping[FigureName, Figure], AfterValidator(MappingProxyType)]


class Description(BaseModel):
    """What one can do there, in one or two plain sentences; Danish first (LIX at most 35)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    da: Name
    en: Name


class NationalOffer(BaseModel):
    """One initiative of the seed. Ages in whole years, `duration_weeks` in weeks, `page` of the seed's 47."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Name
    organisations: Names
    age_group: AgeGroup
    min_age: Age | None
    max_age: Age | None
    nationwide: bool
    places: Names
    sites: Count | None
    interventions: Annotated[tuple[Intervention, ...], Field(strict=False, min_length=1)]
    strategies: Annotated[tuple[Strategy, ...], Field(strict=False)]
    figures: Figures
    evaluated: Evaluated
    duration_weeks: Count | None
    description: Description
    page: Annotated[int, Field(ge=1, le=47)]

    @model_validator(mode="after")
    def _facts_agree(self) -> Self:
        if self.min_age is not None and self.max_age is not None and self.min_age > self.max_age:
            raise ValueError("min_age is above max_age")
        _require_vocabulary_order("interventions", self.interventions, INTERVENTIONS)
        _require_vocabulary_order("strategies", self.strategies, STRATEGIES)
        for key, value in self.figures.items():
            if key.endswith("_percent") and value > 100:
                raise ValueError(f"figures.{key} is above 100 percent")
        return self


@cache
def load_national_offers() -> tuple[NationalOffer, ...]:
    """All national offers in the seed's order.

    Raises ValueError naming the file, the entry's number (from 1), its name and the key that is wrong.
    """
    return read_national_offers(files(__package__).joinpath("data", DATA_FILE).read_text(encoding="utf-8"))


def read_national_offers(text: str) -> tuple[NationalOffer, ...]:
    """Read offers from YAML `text`, a list of entries; errors as in `load_national_offers`."""
    entries = YAML(typ="safe", pure=True).load(text)
    if not isinstance(entries, list):
        raise ValueError(f"{DATA_FILE}: expected a list of entries")
    offers = tuple(_read_entry(number, entry) for number, entry in enumerate(entries, start=1))
    _require_unique_names(offers)
    return offers


def as_contract(offer: NationalOffer) -> dict[str, Any]:
    """The offer as `brobygger offers list --source seed-003 --json` prints it: CONTRACT_KEYS in order."""
    facts = {key: getattr(offer, key) for key in CONTRACT_KEYS}
    return {key: _as_json(value) for key, value in facts.items()}


def _read_entry(number: int, entry: object) -> NationalOffer:
    try:
        return NationalOffer.model_validate(entry)
    except ValidationError as error:
        name = entry.get("name", "without a name") if isinstance(entry, dict) else "not a mapping"
        faults = "; ".join(_fault(detail) for detail in error.errors(include_url=False))
        raise ValueError(f"{DATA_FILE}, entry {number} ({name}): {faults}") from error


def _fault(detail: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in detail["loc"])
    message = re.sub(r"^Value error, ", "", detail["msg"])
    return f"{where}: {message}" if where else message


def _require_vocabulary_order(key: str, codes: Iterable[str], vocabulary: tuple[str, ...]) -> None:
    # One order everywhere keeps differences between versions of the file readable; it also refuses doubles.
    given = list(codes)
    if given != [code for code in vocabulary if code in given]:
        raise ValueError(f"{key}: each code once, in the order {', '.join(vocabulary)}")


def _require_unique_names(offers: tuple[NationalOffer, ...]) -> None:
    seen: set[str] = set()
    for number, offer in enumerate(offers, start=1):
        if offer.name in seen:
            raise ValueError(f"{DATA_FILE}, entry {number} ({offer.name}): the name is used twice")
        seen.add(offer.name)


def _as_json(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
