"""How much attention each unit gives, side by side; a unit's own manager sees the own unit only (R340)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.evaluation.attention_queries import Attention
from brobygger.journeys import see_units
from brobygger.programmes.presence import operations
from brobygger.programmes.presence import queries as presence
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import bars_figure
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields, said
from brobygger.web.staff.office.asking import form_page

MONTHS = ("12", "6", "3")


class MeetingForm(forms.Form):
    """A unit's own meeting."""

    unit = fields.choice(gettext_lazy("Hvilken enhed?"), [])
    held_on = fields.day(gettext_lazy("Hvilken dag var mødet?"))
    point = fields.text(gettext_lazy("Hvad var punktet?"), most=300, help_text=gettext_lazy("Ingen navne på borgere."))


@guarded(Action.SEE_ATTENTION)
def attention(request: Request, programme_id: UUID) -> HttpResponse:
    """?maaneder= 12, 6 or 3 back from today."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    months = request.GET.get("maaneder", MONTHS[0])
    since = _since(months if months in MONTHS else MONTHS[0], today)
    rows = see_units.attention(actor, programme, since=since)
    here = reverse("attention", args=[programme.id])
    return page(
        request, "staff/office/attention.jinja", programme=programme, rows=rows, since=since, say_hours=said.hours,
        meetings=presence.unit_meetings(actor, programme, [one.unit_id for one in rows]),
        figures=_figures(rows) if rows else [], in_office=may(actor.role, Action.SEE_OFFICE),
        own_unit=actor.role is Role.UNIT_MANAGER,
        periods=[
            (ngettext("%(n)s måned", "%(n)s måneder", int(one)) % {"n": one}, f"{here}?maaneder={one}",
             _since(one, today) == since, None)
            for one in MONTHS
        ],
    )  # fmt: skip


def _since(months: str, today: date) -> date:
    return today - timedelta(days=round(int(months) * 365 / 12))


def _figures(rows: list[Attention]) -> list[tuple[str, Markup]]:
    """Each number drawn by itself, the units in the same order in all."""
    told = (
        (_("Spurgt med et måleredskab"), [(one.name, one.asked.number, str(one.asked.number)) for one in rows]),
        (_("Henvist til et tilbud"), [(one.name, one.referred.number, str(one.referred.number)) for one in rows]),
        (_("Møder med ensomhed på dagsordenen"), [(one.name, one.met.number, str(one.met.number)) for one in rows]),
        (_("Tid skrevet"), [(one.name, one.minutes, said.hours(one.minutes)) for one in rows]),
    )
    return [
        (title, bars_figure(numbers, title=title, key=f"enheder-{place}"))
        for place, (title, numbers) in enumerate(told)
    ]


@guarded(Action.SEE_ATTENTION, methods=("GET", "POST"))
def new_meeting(request: Request, programme_id: UUID) -> HttpResponse:
    """A unit has had loneliness on its agenda."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    units = {str(unit.id): unit for unit in see_units.own_units(actor, programme)}
    first = {"held_on": local_date(now()), "unit": next(iter(units)) if len(units) == 1 else ""}
    form = MeetingForm(request.POST or None, initial=first)
    named = [(key, unit.name) for key, unit in units.items()]
    choose_among(form, "unit", named if len(named) == 1 else [("", _("Vælg")), *named])

    def save(given: dict[str, Any]) -> str:
        unit = units[given.pop("unit")]
        operations.met(programme=programme, unit=unit, by=actor, at=now(), **given)
        return _("Mødet i %(unit)s er skrevet ned.") % {"unit": unit.name}

    return form_page(
        request, form=form, title=_("Skriv et møde ned"), submit=_("Gem mødet"), save=save,
        back=(_("Opmærksomhed"), reverse("attention", args=[programme.id])),
    )  # fmt: skip


@guarded(Action.SEE_ATTENTION, methods=("POST",))
def no_meeting(request: Request, unit_meeting_id: UUID) -> HttpResponse:
    """A meeting that was written by mistake. A unit's manager: the own unit's only."""
    actor = request.actor
    meeting = presence.unit_meeting(actor, unit_meeting_id)
    if meeting.unit_id not in {unit.id for unit in see_units.own_units(actor, meeting.programme)}:
        raise NotVisible("unit meeting")
    operations.not_met(meeting=meeting, by=actor, at=now())
    return done(request, _("Mødet er slettet igen."), reverse("attention", args=[meeting.programme_id]))
