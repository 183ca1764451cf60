"""Rows about persons for a researcher: the programme manager asks, data protection decides, and both can see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.research import operations, queries, rules
from brobygger.journeys import research as journey
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.access.queries import names_of
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.access.tabs import tabs
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.research.forms import DeclineForm, ExportForm

STATUS = {
    "asked": gettext_lazy("venter på databeskyttelse"),
    "approved": gettext_lazy("godkendt"),
    "declined": gettext_lazy("afvist"),
    "ended": gettext_lazy("slettet"),
}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
SHOWN = 50
USUAL_DAYS = 90


@guarded(Action.EXPORT_RESEARCH)
def exports(request: Request, programme_id: UUID) -> HttpResponse:
    """What has been asked for in a programme."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    found = list(queries.exports_of(actor, programme)[:SHOWN])
    return page(
        request, "staff/research/exports.jinja", programme=programme, exports=found, status_words=STATUS,
        columns=[(name, meaning) for name, meaning in journey.meanings().items()],
    )  # fmt: skip


@guarded(Action.EXPORT_RESEARCH, methods=("GET", "POST"))
def new_export(request: Request, programme_id: UUID) -> HttpResponse:
    """Ask for an export."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    first = {"k": THRESHOLD, "expires_on": local_date(now()) + timedelta(days=USUAL_DAYS)}
    form = ExportForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        operations.ask(programme=programme, by=actor, at=now(), **given)
        return _("Databeskyttelse er spurgt. Dataene bliver først lavet, når de har sagt ja.")

    return form_page(
        request, form=form, title=_("Data til en forsker"), submit=_("Spørg databeskyttelse"),
        back=(_("Data til forskere"), reverse("research_exports", args=[programme.id])), save=save,
        intro=_("En anden end dig skal godkende det. Dataene har ingen navne, adresser eller datoer."),
    )  # fmt: skip


@guarded(Action.EXPORT_RESEARCH)
def export(request: Request, research_export_id: UUID) -> HttpResponse:
    """One export: where it stands, what was done, and the files."""
    actor: Actor = request.actor
    shown = queries.export(actor, research_export_id)
    return page(
        request, "staff/research/export.jinja", export=shown, programme=shown.programme,
        status_word=STATUS[shown.status], names=names_of(actor, _people(shown)),
        coarseness=_coarseness(shown.done), open=shown.status == "approved",
    )  # fmt: skip


@guarded(Action.EXPORT_RESEARCH)
def as_xlsx(request: Request, research_export_id: UUID) -> HttpResponse:
    """Rows, code book and what was done as a workbook; everybody in it is in the read log."""
    return _file(request, research_export_id, "xlsx")


@guarded(Action.EXPORT_RESEARCH)
def as_zip(request: Request, research_export_id: UUID) -> HttpResponse:
    """The same as three CSV files."""
    return _file(request, research_export_id, "zip")


@guarded(Action.EXPORT_RESEARCH, methods=("POST",))
def end(request: Request, research_export_id: UUID) -> HttpResponse:
    """Take the rows away before their day."""
    actor: Actor = request.actor
    shown = operations.end(export=queries.export(actor, research_export_id), by=actor, at=now())
    return done(
        request, _("Dataene er slettet her. Bed modtageren slette sin kopi."),
        reverse("research_exports", args=[shown.programme_id]),
    )  # fmt: skip


@guarded(Action.APPROVE_RESEARCH)
def to_decide(request: Request) -> HttpResponse:
    """What waits for data protection, and what has been decided."""
    actor: Actor = request.actor
    found = list(queries.all_exports(actor)[:SHOWN])
    return page(
        request, "staff/research/to_decide.jinja", tabs=tabs("research_to_decide"), status_words=STATUS,
        waiting=[each for each in found if each.status == "asked"],
        decided=[each for each in found if each.status != "asked"],
        names=names_of(actor, (who for each in found for who in _people(each))),
        columns=[(name, meaning) for name, meaning in journey.meanings().items()],
    )  # fmt: skip


@guarded(Action.APPROVE_RESEARCH, methods=("POST",))
def approve(request: Request, research_export_id: UUID) -> HttpResponse:
    """Say yes: the rows are made now."""
    actor: Actor = request.actor
    made = operations.approve(export=queries.export(actor, research_export_id), by=actor, at=now())
    sentence = _("Godkendt. %(n)s borgere er med. Den mindste gruppe af ens er på %(k)s.") % {
        "n": made.done["persons"], "k": made.done["smallest"],
    }  # fmt: skip
    return done(request, sentence, reverse("research_to_decide"))


@guarded(Action.APPROVE_RESEARCH, methods=("GET", "POST"))
def decline(request: Request, research_export_id: UUID) -> HttpResponse:
    """Say no, and why."""
    actor: Actor = request.actor
    shown = queries.export(actor, research_export_id)

    def save(given: dict[str, Any]) -> str:
        operations.decline(export=shown, by=actor, at=now(), **given)
        return _("Afvist. Den, der spurgte, kan se hvorfor.")

    return form_page(
        request, form=DeclineForm(request.POST or None), title=_("Afvis data til %(who)s") % {"who": shown.receiver},
        submit=_("Afvis"), back=(_("Til forskning"), reverse("research_to_decide")), save=save,
    )  # fmt: skip


def _file(request: Request, export_id: UUID, fmt: str) -> HttpResponse:
    actor: Actor = request.actor
    given = operations.hand_over(export=queries.export(actor, export_id), by=actor, at=now())
    response = HttpResponse(journey.as_file(given, fmt), content_type=TYPES[fmt])
    response["Content-Disposition"] = f'attachment; filename="data-til-forskning.{fmt}"'
    return response


def _coarseness(made: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Column, what it says, and how coarse it was made; nothing before the rows are made."""
    rungs = made.get("rungs", {})
    meanings = journey.meanings()
    return [(name, meanings[name], journey.rung_in_words(name, rungs[name])) for name in rules.FIELDS if name in rungs]


def _people(export: Any) -> Iterable[UUID]:
    return [who for who in (export.asked_by_id, export.decided_by_id) if who]
