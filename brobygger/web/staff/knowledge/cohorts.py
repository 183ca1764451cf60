"""Cohorts: freezing who is counted, and reading what was frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.analyses import words as analyses
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.cohorts import operations, queries
from brobygger.insight.cohorts.rules import Definition, Since
from brobygger.insight.disclosure.rules import hide
from brobygger.insight.evaluation.published_rules import Figure
from brobygger.journeys.report_words import Saying
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said
from brobygger.web.staff.office.asking import form_page


@guarded(Action.SEE_REPORT)
def cohorts(request: Request, programme_id: UUID) -> HttpResponse:
    """What has been frozen, the newest first."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/knowledge/cohorts.jinja", programme=programme, cohorts=list(queries.cohorts(actor, programme)),
        may_freeze=may(actor.role, Action.SAVE_REPORT),
    )  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def new_cohort(request: Request, programme_id: UUID) -> HttpResponse:
    """Freeze one."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    form = forms.CohortForm(request.POST or None, initial=forms.first_day(local_date(now())))

    def save(given: dict[str, Any]) -> str:
        definition = Definition(given["began_from"], given["began_until"], tuple(given["leave_out"]))
        made = operations.freeze(programme=programme, name=given["name"], definition=definition, by=actor, at=now())
        return _("Kohorten er frosset fast med %(n)s borgere.") % {"n": made.told["counted"]}

    return form_page(
        request, form=form, title=_("Frys tal fast"), submit=_("Frys fast"), save=save,
        back=(_("Kohorter"), reverse("cohorts", args=[programme_id])),
        intro=_("En kohorte er de borgere, der passer på det, du skriver, med de målinger, de har i dag. Den bliver "
                "aldrig ændret."),
    )  # fmt: skip


@guarded(Action.SEE_REPORT)
def cohort(request: Request, cohort_id: UUID) -> HttpResponse:
    """One cohort as it was frozen, and what has changed in the records since."""
    actor = request.actor
    frozen = queries.cohort(actor, cohort_id)
    since = queries.since(actor, frozen, today=local_date(now()))
    told = frozen.told
    groups = [(key, title) for key, title in _groups().items() if key in told["changes"]]
    return page(
        request,
        "staff/knowledge/cohort.jinja",
        cohort=frozen,
        told=told,
        reasons=[(said.WHY_LEFT_OUT[code], _shown(number)) for code, number in told["reasons"].items()],
        leave_out=[said.WHY_LEFT_OUT[code] for code in frozen.leave_out],
        titles=[title for _key, title in groups],
        outcomes=[_outcome(place, [told["changes"][key] for key, _title in groups]) for place in (0, 1)],
        since=_since(since),
        definition=in_language(analyses.MEAN_CHANGE.definition, language()),
        caveat=in_language(analyses.MEAN_CHANGE.caveat, language()),
    )


def _groups() -> dict[str, str]:
    return {"everybody": _("Alle"), "six_months": _("Mindst seks måneder i et fællesskab")}


def _shown(number: int | None) -> str:
    return _("skjult") if number is None else str(number)


def _outcome(place: int, groups: list[list[Mapping[str, Any] | None]]) -> dict[str, Any]:
    """One outcome: a line for each thing that is told, a cell for each group."""
    name = (_("Samvær og ensomhed (T-ILS)"), _("Trivsel (WHO-5)"))[place]
    cells = [each[place] for each in groups]
    if all(cell is None for cell in cells):
        return {"name": name, "lines": [], "hidden": True}
    if all(cell is not None and cell["people"]["part"] == 0 for cell in cells):
        return {"name": name, "lines": [], "hidden": False}
    lines = [
        (_("Målt før og efter"), [_people(cell) for cell in cells]),
        (_("Ikke målt igen"), [_others(cell) for cell in cells]),
        (_("Gennemsnit før"), [_mean(cell, "mean_before") for cell in cells]),
        (_("Gennemsnit efter"), [_mean(cell, "mean_after") for cell in cells]),
        (_("Ændring i point"), [_change(cell) for cell in cells]),
    ]
    return {"name": name, "lines": lines, "hidden": any(cell is None for cell in cells)}


def _people(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return _("skjult")
    people = cell["people"]
    if people["part"] is not None:
        return str(people["part"])
    least = people["part_at_least"]
    return _("mindst %(n)s") % {"n": least} if least is not None else _("under 5 eller skjult")


def _others(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return _("skjult")
    people = cell["people"]
    if people["others"] is not None:
        return str(people["others"])
    least = people["others_at_least"]
    return _("mindst %(n)s") % {"n": least} if least is not None else _("under 5 eller skjult")


def _mean(cell: Mapping[str, Any] | None, name: str) -> str:
    return Saying(language()).number(cell[name]) if cell else _("skjult")


def _change(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return _("skjult")
    saying = Saying(language())
    value = saying.number(cell["mean_change"])
    if not cell["change"]:
        return value
    interval = saying.interval(Figure(**cell["change"]))
    return f"{value} ({interval})" if interval else value


def _since(since: Since) -> list[str]:
    """What stands otherwise today, in sentences; one to four is never told exactly."""

    def number(n: int) -> str:
        shown = hide(n)
        return _("under 5") if shown is None else str(shown)

    sentences = []
    if since.more:
        sentences.append(_("%(n)s ville blive talt med i dag, men var ikke med den dag.") % {"n": number(since.more)})
    if since.fewer:
        sentences.append(_("%(n)s er talt med, men ville ikke blive det i dag.") % {"n": number(since.fewer)})
    if since.others:
        sentences.append(_("%(n)s har andre målinger i dag end den dag.") % {"n": number(since.others)})
    return sentences
