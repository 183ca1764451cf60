"""The same numbers for other readers: a fund that paid, and a committee that meets every half-year.

Nothing is counted here: every number is the report's own, as it may be told (decision 012).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from brobygger.insight.evaluation import recipe_changes, recipe_text
from brobygger.insight.evaluation.published_rules import Numbers
from brobygger.journeys.report_office import Office
from brobygger.journeys.report_text import Part, Telling
from brobygger.journeys.report_words import Block, bullets, heading, table, text

Parts = tuple[tuple[Part, ...], tuple[Part, ...]]  # the first page, and the sections


@dataclass(frozen=True)
class Earlier:
    """What had been told about half a year ago, and since which day."""

    day: date
    numbers: Numbers


def fund(words: Telling, office: Office) -> Parts:
    """What a fund asks: the money, what was done, who was reached, what came of it, what was learnt, what lives on."""
    language, started = words.language, words.numbers.box.started
    sections: tuple[Part, ...] = (
        ("money", _("1. Pengene"), tuple(office.money(language, started))),
        ("done", _("2. Det har vi gjort"), (*words.activities(), heading(_("Kurser")), *office.training(language))),
        ("reached", _("3. Dem nåede vi"), (*words.target_group(), heading(_("Broen i tal")), *words.bridge())),
        ("value", _("4. Det kom der ud af det"), tuple(words.outcomes.blocks())),
        ("learnt", _("5. Det har vi lært"), tuple(_learnt(words))),
        ("anchoring", _("6. Sådan lever det videre"), (*office.lives_on(language), *_papers(office, language))),
    )
    return words.first_page(), sections


def committee(words: Telling, office: Office, earlier: Earlier | None) -> Parts:
    """What a committee asks every half-year: what is new since last, where people are lost, what it cost."""
    first_page: tuple[Part, ...] = (
        ("done", _("Kort sagt"), (bullets(words.done()),)),
        ("can_say", _("Det kan vi sige"), (bullets(words.can_say()),)),
        ("cannot_say", _("Det kan vi ikke sige"), (bullets(words.outcomes.cannot_say()),)),
    )
    sections: tuple[Part, ...] = (
        ("since", _("1. Siden sidst"), tuple(_since(words, earlier))),
        ("half_years", _("2. Begyndt i hvert halvår"), tuple(_half_years(words))),
        ("bridge", _("3. Hvor borgerne bliver, og hvor de stopper"), tuple(words.bridge())),
        ("money", _("4. Pengene"), tuple(office.money(words.language, words.numbers.box.started))),
        ("anchoring", _("5. Sådan lever det videre"), tuple(office.lives_on(words.language))),
    )
    return first_page, sections


def _learnt(words: Telling) -> Iterable[Block]:
    yield text(words.where_most_stop() or _("Der er for få til at sige, hvor flest stopper."))
    yield text(_("Det skrev vi fra begyndelsen, at vi ville holde øje med:"))
    yield bullets(recipe_text.said(risk, words.language) for risk in words.recipe.risks)
    yield text(_("Hvad I selv har lært, står ikke i tallene. Skriv det her, før rapporten sendes."))


def _papers(office: Office, language: str) -> Iterable[Block]:
    yield heading(_("Aftaler"))
    yield from office.papers(language)


def _since(words: Telling, earlier: Earlier | None) -> Iterable[Block]:
    """The told numbers beside those told half a year ago. Both were safe when told, and stand as they were."""
    if earlier is None:
        yield text(
            _("Der er ikke fortalt tal, som er et halvt år gamle. Gem rapporten nu, så er der noget at måle mod "
              "næste gang.")
        )  # fmt: skip
        return
    then, now = _totals(earlier.numbers), _totals(words.numbers)
    day = recipe_changes.day_in_words(earlier.day, words.language)
    names = {
        "found": _("Fundet"), "consented": _("Har sagt ja"), "first_time": _("Er begyndt"),
        "six_months": _("Er der efter seks måneder"),
    }  # fmt: skip
    rows = [
        (names[key], words.saying.counted(then[key]), words.saying.counted(now[key]))
        for key in names
        if key in words.recipe.path
    ]
    columns = (_("I alt"), _("Fortalt den %(day)s") % {"day": day}, _("Nu"))
    yield table(_("Tallene dengang og nu"), columns, rows, numbers=2)
    yield text(_("Et tal, der er skjult, er under 5 eller kunne røbe et, der er."))
    yield text(_("Borgere, der er slettet siden, tælles ikke med nu."))


def _totals(numbers: Numbers) -> dict[str, int | None]:
    return {
        "found": numbers.found, "consented": numbers.came_past("consented"),
        "first_time": numbers.box.started, "six_months": numbers.came_past("six_months"),
    }  # fmt: skip


def _half_years(words: Telling) -> Iterable[Block]:
    lines = words.numbers.box.tables.get("half_year", ())
    if not lines or words.numbers.box.started is None:
        yield text(_("Der er for få til at vise, hvornår de begyndte."))
        return
    rows = [(half_year_in_words(line.key), words.saying.counted(line.count)) for line in lines]
    yield table(_("Begyndt, efter halvår"), (_("Halvår"), _("Begyndt")), rows, numbers=1)
    yield from words.saying.counted_on(words.counted_on.get("half_year"))


def half_year_in_words(key: str) -> str:
    """ "2026-1" as people say it."""
    year, half = key.split("-")
    return (_("første halvår %(year)s") if half == "1" else _("andet halvår %(year)s")) % {"year": year}
