"""Statements: what participants and staff say, coded; told to others only when their yes covers it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.voices import operations, queries, rules
from brobygger.journeys import hear
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said
from brobygger.web.staff.office.asking import form_page

ON_A_PAGE = 25


@guarded(Action.SEE_REPORT)
def statements(request: Request, programme_id: UUID) -> HttpResponse:
    """Everything said, participants and staff apart. `?om=` one code, `?hvem=` one speaker."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    rows = queries.statements(actor, programme)
    code, speaker = request.GET.get("om", ""), request.GET.get("hvem", "")
    chosen = rows
    if code in rules.CODES:
        chosen = chosen.filter(codes__contains=[code])
    if speaker in rules.SPEAKERS:
        chosen = chosen.filter(speaker=speaker)
    found = Paginator(chosen, ON_A_PAGE).get_page(request.GET.get("side"))
    everything = [queries.voice_of(row) for row in rows[:1000]]
    sides = rules.apart(everything)
    here = reverse("statements", args=[programme_id])
    return page(
        request,
        "staff/knowledge/statements.jinja",
        programme=programme,
        found=found,
        rows=[(row, _standing(queries.voice_of(row), today)) for row in found],
        words_of=said,
        sides=[
            (title, len(sides[key]), [(said.CODES[each], n) for each, n in rules.by_code(sides[key])])
            for key, title in (("participants", _("Deltagere og pårørende")), ("staff", _("Frivillige og ansatte")))
        ],
        tabs=[(_("Alle"), here, not speaker, len(everything))]
        + [
            (str(said.SPEAKERS[each]).capitalize(), f"{here}?hvem={each}", speaker == each,
             sum(one.speaker == each for one in everything))
            for each in rules.SPEAKERS
        ],
    )  # fmt: skip


def _standing(one: queries.Voice, today: Any) -> tuple[str, str]:
    """Colour and words: what it may be used for today."""
    if one.withdrawn:
        return "red", _("taget tilbage")
    if rules.may_be_told(one, "material", today):
        return "green", _("må bruges i rapporter og materiale")
    if rules.may_be_told(one, "report", today):
        return "green", _("må bruges i rapporter")
    return "yellow", _("kun til eget arbejde")


@guarded(Action.SEE_REPORT, methods=("GET", "POST"))
def new_statement(request: Request, programme_id: UUID) -> HttpResponse:
    """Write down what somebody said."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    units = {str(unit.id): unit for unit in running.units(actor, programme)}
    form = forms.StatementForm(
        request.POST or None, initial=forms.first_day(local_date(now())) | {"may_use": "nobody"},
        units=[(key, unit.name) for key, unit in units.items()],
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        given["unit"] = units.get(given["unit"])
        hear.write(programme=programme, by=actor, at=now(), **given)
        return _("Udsagnet er skrevet ned.")

    return form_page(
        request, form=form, title=_("Skriv ned, hvad nogen sagde"), submit=_("Gem udsagnet"), save=save,
        back=(_("Udsagn og interviews"), reverse("statements", args=[programme_id])),
        intro=_("Et interview skrives ned som flere udsagn: ét for hver ting, det handler om."),
    )  # fmt: skip


@guarded(Action.SEE_REPORT, methods=("POST",))
def take_back(request: Request, statement_id: UUID) -> HttpResponse:
    """The speaker no longer says yes."""
    row = queries.statement(request.actor, statement_id)
    operations.take_back(statement=row, by=request.actor, at=now())
    return done(
        request, _("Udsagnet bliver ikke brugt mere, heller ikke i gemte rapporter."),
        reverse("statements", args=[row.programme_id]),
    )  # fmt: skip
