"""Reported: what was done, for whom and what came of it, for each who asks. Every number is protected.

The report is built from the records themselves, so it is always ready; saving it keeps what was said on that day.
The evaluator gets seed 001's seven sections; the others get the same numbers in fewer words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.evaluation import operations as evaluation
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation import queries
from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.models import ReportVersion
from brobygger.insight.evaluation.published_rules import Numbers, PublishedBox
from brobygger.journeys import (
    report_office,
    report_paper,
    report_readers,
    report_said,
    report_sheet,
    report_sheets,
    report_text,
)
from brobygger.journeys.report_readers import Earlier, Parts
from brobygger.journeys.report_sheets import Contact
from brobygger.journeys.report_value import meanings
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import holders, recipe_of
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.people.acting import acting_as

FORMATS = ("html", "json", "pdf", "xlsx")
READERS = ("evaluation", "fund", "committee", "staff", "volunteers", "public")
NOTHING = Numbers((), PublishedBox(None, None, {}), {}, ())
ONE_PAGE = frozenset({"staff", "volunteers", "public"})  # a poster or a sheet: no sections, no figure
HALF_A_YEAR = timedelta(days=150)  # the report before this one: told at least five months ago


@dataclass(frozen=True)
class Section:
    """One of the seven sections, in blocks: text, list, table, heading or bridge (report_text)."""

    key: str
    title: str
    blocks: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Report:
    """A report, ready to be shown, printed or sent. reader: one of READERS; for ONE_PAGE there are no sections."""

    reader: str
    programme_id: str
    title: str
    recipe_title: str
    recipe_id: str
    owner: str
    since: date
    until: date
    made_at: datetime
    language: str
    numbers: Numbers
    counted_on: Mapping[str, date]
    stones: tuple[Stone, ...]
    first_page: tuple[Section, ...]
    sections: tuple[Section, ...]


def build(actor: Actor, programme: Programme, at: datetime, reader: str = "evaluation") -> Report:
    """The report as it may be told now, in the language in use. At most 16 queries, however many persons.

    What it tells is remembered, so that the next report cannot be held against it to learn of one person.
    Raises ValueError for a reader we do not write for.
    """
    if reader not in READERS:
        raise ValueError(reader)
    language = "en" if (get_language() or "da").startswith("en") else "da"
    recipe = recipe_of(programme)
    today = local_date(at)
    until = min(today, programme.ends_on) if programme.ends_on else today
    exact = queries.exact(actor, programme, until=until)
    told = evaluation.tell(programme=programme, exact=exact, at=at)
    numbers = told.numbers
    counted_on = {part: day for part in told.on if (day := told.stands_from(part, today))}
    held = {role for role, rows in holders(programme).items() if rows} if reader == "evaluation" else set()
    office = None if reader in ONE_PAGE else report_office.of(actor, programme, until=until)
    heard = report_said.of(actor, programme, on=today) if reader == "evaluation" else None
    words = report_text.Telling(recipe, numbers, held, language, counted_on, office, heard)
    first_page, sections = _parts(reader, words, programme, at)
    return Report(
        reader=reader,
        programme_id=str(programme.id),
        title=programme.name,
        recipe_title=recipe.title.en if language == "en" else recipe.title.da,
        recipe_id=f"{programme.recipe_id}@{programme.recipe_version}",
        owner=programme.owner.name,
        since=programme.starts_on,
        until=until,
        made_at=at,
        language=language,
        numbers=numbers,
        counted_on=counted_on,
        stones=() if reader in ONE_PAGE else published.stones(numbers.bridge, language, words.bridge_words()),
        first_page=tuple(Section(*part) for part in first_page),
        sections=tuple(Section(*part) for part in sections),
    )


def _parts(reader: str, words: report_text.Telling, programme: Programme, at: datetime) -> Parts:
    """The words for one reader."""
    contact = Contact(programme.owner.name, programme.owner.phone)
    if reader == "fund":
        return report_readers.fund(words, words.office)
    if reader == "committee":
        told = queries.told_by(programme, at - HALF_A_YEAR)
        return report_readers.committee(words, words.office, Earlier(*told) if told else None)
    if reader == "staff":
        return report_sheets.staff(words, contact), ()
    if reader == "volunteers":
        return report_sheets.volunteers(words, contact), ()
    if reader == "public":
        return report_sheets.public(words, contact), ()
    return words.first_page(), words.sections()


def as_data(report: Report) -> dict[str, Any]:
    """The report as JSON-able data: the same numbers and the same words. A hidden number is null."""
    numbers = report.numbers
    return {
        "reader": report.reader,
        "programme": {"id": report.programme_id, "name": report.title, "owner": report.owner},
        "recipe": {"id": report.recipe_id, "title": report.recipe_title},
        "period": {"from": report.since.isoformat(), "to": report.until.isoformat()},
        "made_at": report.made_at.isoformat(timespec="seconds"),
        "language": report.language,
        "hidden_under": THRESHOLD,
        "bridge": published.bridge_as_json(numbers.bridge),
        "participants": {
            "started": numbers.box.started,
            "mean_age": numbers.box.mean_age,
            **{
                key: {line.key: {"count": line.count, "share": line.share} for line in lines}
                for key, lines in numbers.box.tables.items()
            },
        },
        "activities": {kind: asdict(number) for kind, number in numbers.activities.items()},
        "changes": [asdict(each) for each in numbers.changes],
        "curves": {kind: asdict(curve) for kind, curve in numbers.curves.items()},
        "definitions": meanings(report.language),
        "stones": [asdict(each) for each in report.stones],
        "counted_on": {part: day.isoformat() for part, day in report.counted_on.items()},
        "first_page": [asdict(each) for each in report.first_page],
        "sections": [asdict(each) for each in report.sections],
    }


@transaction.atomic
def save(*, programme: Programme, by: Actor, at: datetime, reader: str = "evaluation") -> ReportVersion:
    """Keep the report as a version. An evaluator's takes those who are measured over the last step of the bridge.

    The report is counted first: those reported now stand as measured in it.
    """
    content = as_data(build(by, programme, at, reader))
    version = evaluation.save_report(programme=programme, reader=reader, content=content, by=by, at=at)
    if reader != "evaluation":
        return version
    ready = Episode.objects.filter(programme=programme, status="active", next_step="reported")
    measured = list(ready.select_related("programme"))
    if measured:
        moves = [Made(MoveKind.REACHED, "reported", at)]
        episodes.record_many(changes=[(episode, moves) for episode in measured], by=by)
    return version


def kept(version: ReportVersion) -> Report:
    """A saved report as it was said, to be shown and printed again. It has no exact numbers behind it.

    A statement that has been taken back since is left out, and that is said.

    Reports saved before figures were kept with them have no stones.
    """
    told = report_said.without_taken_back(version.content)
    return Report(
        reader=version.reader,
        programme_id=told["programme"]["id"],
        title=told["programme"]["name"],
        recipe_title=told["recipe"]["title"],
        recipe_id=told["recipe"]["id"],
        owner=told["programme"]["owner"],
        since=date.fromisoformat(told["period"]["from"]),
        until=date.fromisoformat(told["period"]["to"]),
        made_at=version.made_at,
        language=told["language"],
        numbers=NOTHING,
        counted_on={},
        stones=tuple(Stone(**each) for each in told.get("stones", ())),
        first_page=tuple(Section(**each) for each in told["first_page"]),
        sections=tuple(Section(**each) for each in told["sections"]),
    )


def render(programme: Programme, fmt: str, at: datetime, *, reader: str = "evaluation", language: str = "da") -> bytes:
    """The programme's report as a file for the command line. Raises Refusal for a format we do not make."""
    if fmt not in FORMATS:
        raise Refusal(_("Rapporten findes som json, html, pdf eller xlsx."))
    system = the_system(municipality_id=programme.municipality_id)
    with override(language), acting_as(system):
        return as_file(build(system, programme, at, reader), fmt)


def as_file(report: Report, fmt: str) -> bytes:
    """The report as bytes of one of FORMATS."""
    if fmt == "json":
        return report_paper.as_json(as_data(report))
    if fmt == "html":
        return report_paper.as_html(report)
    if fmt == "xlsx":
        return report_sheet.as_xlsx(as_data(report))
    return report_paper.as_pdf(as_data(report), report.stones)


def version_as_file(version: ReportVersion, fmt: str) -> bytes:
    """A saved report as bytes of one of FORMATS: what was said then, never what would be said now."""
    shown, content = kept(version), report_said.without_taken_back(version.content)
    if fmt == "json":
        return report_paper.as_json(content)
    if fmt == "html":
        return report_paper.as_html(shown)
    if fmt == "xlsx":
        return report_sheet.as_xlsx(content)
    return report_paper.as_pdf(content, shown.stones)
