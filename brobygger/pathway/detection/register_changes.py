"""What a register extract changes, and who of it is to be offered a visit. Plain rules on frames of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl


@dataclass(frozen=True, eq=False)
class Comparison:
    """What the extract changes, as frames of people. `moved` and `already_offered` are parts of `known`.

    `gone` counts those in the previous extract (`previous_total`; None: there was none) who are not in this one.
    """

    new: pl.DataFrame = field(repr=False)
    known: pl.DataFrame = field(repr=False)
    moved: pl.DataFrame = field(repr=False)
    already_offered: pl.DataFrame = field(repr=False)
    gone: int = 0
    previous_total: int | None = None


def compare(
    people: pl.DataFrame, known: pl.DataFrame, *, gone: int = 0, previous_total: int | None = None
) -> Comparison:
    """What an extract's people change, beside those of them that are on file.

    `known`: for each of the people that is on file, `line`, `address` and `postcode` as they stand there, and whether
    an offer was made (`offered`). New is who is not among them.
    """
    before = known.rename({"address": "old_address", "postcode": "old_postcode"})
    here = people.join(before, on="line", how="inner", maintain_order="left")
    # Only when both addresses are on file: an empty one says nothing.
    other = [
        (pl.col(new) != pl.col(old)) & (pl.col(new) != "") & (pl.col(old) != "")
        for new, old in (("address", "old_address"), ("postcode", "old_postcode"))
    ]
    doubtful = here.filter(pl.any_horizontal(other))
    names = ("line", "address", "old_address", "postcode", "old_postcode")
    moved = [line for line, *pairs in doubtful.select(names).iter_rows() if _has_moved(*pairs)]
    return Comparison(
        new=people.join(before, on="line", how="anti", maintain_order="left"),
        known=here.select(people.columns),
        moved=here.filter(pl.col("line").is_in(moved)).select(people.columns),
        already_offered=here.filter(pl.col("offered")).select(people.columns),
        gone=gone,
        previous_total=previous_total,
    )


def _has_moved(address: str, old_address: str, postcode: str, old_postcode: str) -> bool:
    pairs = ((address, old_address), (postcode, old_postcode))
    return any(_same_words(new) != _same_words(old) for new, old in pairs if new and old)


def _same_words(address: str) -> str:
    return re.sub(r"[\s.,]+", "", address.casefold())


def choose(people: pl.DataFrame, *, today: date, suits: Callable[[date, Mapping[str, Any]], bool]) -> pl.DataFrame:
    """The people who suit, in order. `suits` is asked once for all who are alike: with a birth date of the same age
    and year, and the facts a target group is tried on."""
    born = pl.col("born")
    later = (born.dt.month() > today.month) | ((born.dt.month() == today.month) & (born.dt.day() > today.day))
    facts = ("sex", "lives_alone", "civil_status", "hours_in_tenths", "personal_care")
    alike = people.select(
        "line", *facts, year=born.dt.year(), age=today.year - born.dt.year().cast(pl.Int64) - later.cast(pl.Int64)
    )
    kinds = alike.drop("line").unique()
    asked = [suits(date(one["year"], 1, 1), _facts(one)) for one in kinds.iter_rows(named=True)]
    good = kinds.filter(pl.Series(asked, dtype=pl.Boolean))
    lines = alike.join(good, on=good.columns, how="semi", nulls_equal=True)["line"]
    return people.filter(pl.col("line").is_in(lines.implode()))


def _facts(one: Mapping[str, Any]) -> dict[str, Any]:
    hours = one["hours_in_tenths"]
    told = {name: one[name] for name in ("age", "sex", "lives_alone", "civil_status", "personal_care")}
    return told | {"home_help_hours": None if hours is None else hours / 10}
