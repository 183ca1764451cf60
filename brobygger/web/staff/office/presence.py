"""The leader's visits to units: arranged, held, what came up, and which units nobody has visited for long."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation.queue_figure import Line
from brobygger.journeys import see_units
from brobygger.programmes.presence import operations, queries, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.registry.organisations import queries as organisations
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language, queue_figure
from brobygger.web.shared.page import page
from brobygger.web.staff.office import presence_forms as forms
from brobygger.web.staff.office.asking import form_page

FIELDS = ("who_was_there", "came_up", "next_step")


@guarded(Action.SEE_OFFICE, methods=("GET", "POST"))
def unit_visits(request: Request, programme_id: UUID) -> HttpResponse:
    """?enhed= whose months are drawn. A POST chooses how often the leader means to come."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    form = forms.VisitRhythmForm(request.POST or None, initial={"every_weeks": queries.every_weeks(actor, programme)})
    if form.is_bound and form.is_valid() and may(actor.role, Action.RUN_OFFICE):
        weeks = int(form.cleaned_data["every_weeks"])
        operations.choose_rhythm(programme=programme, every_weeks=weeks, by=actor, at=now())
        return done(request, _("Det er gemt."), reverse("unit_visits", args=[programme.id]))
    visits = queries.visits(actor, programme)
    units = see_units.units(actor, programme, visits, on=today)
    chosen = next((one for one in units if str(one.id) == request.GET.get("enhed")), units[0] if units else None)
    return page(
        request, "staff/office/unit_visits.jinja", programme=programme, units=units, visits=visits, form=form,
        chosen=chosen, figure=_figure(chosen, today) if chosen else "", months=_months(today),
        may_run=may(actor.role, Action.RUN_OFFICE), status=422 if form.errors else 200,
    )  # fmt: skip


def _months(today: Any) -> list[str]:
    names = dates.ENGLISH_MONTHS if language() == "en" else dates.DANISH_MONTHS
    return [f"{names[one.month - 1]} {one.year}" for one in rules.months_until(today)]


def _figure(unit: see_units.UnitSeen, today: Any) -> Markup:
    """The months' referrals and visits of one unit, beside each other."""
    lines = [Line(_("Henvist eller fundet"), unit.referred), Line(_("Besøg af lederen"), unit.visited)]
    title = _("%(unit)s måned for måned") % {"unit": unit.name}
    return queue_figure(_months(today), lines, title=title)


def _units(request: Request, programme: Any) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in running.units(request.actor, programme)]


def _back(programme: Any) -> tuple[str, str]:
    return _("Besøg i enhederne"), reverse("unit_visits", args=[programme.id])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def arrange(request: Request, programme_id: UUID) -> HttpResponse:
    """A visit to come (?enhed= the unit)."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    first = {"unit": request.GET.get("enhed", ""), "visitor": actor.name, "planned_on": local_date(now())}
    form = forms.ArrangeForm(request.POST or None, initial=first, units=_units(request, programme))

    def save(given: dict[str, Any]) -> str:
        unit = organisations.unit(actor, UUID(given["unit"]))
        operations.arrange(
            programme=programme, unit=unit, planned_on=given["planned_on"], visitor=given["visitor"], by=actor, at=now()
        )
        return _("Besøget hos %(unit)s er aftalt.") % {"unit": unit.name}

    return form_page(
        request, form=form, title=_("Aftal et besøg"), submit=_("Gem besøget"), back=_back(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def been(request: Request, programme_id: UUID) -> HttpResponse:
    """A visit nobody had arranged has been held."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    first = {"unit": request.GET.get("enhed", ""), "visitor": actor.name, "held_on": local_date(now())}
    form = forms.BeenForm(request.POST or None, initial=first, units=_units(request, programme))

    def save(given: dict[str, Any]) -> str:
        visit = operations.been(
            programme=programme, unit=organisations.unit(actor, UUID(given["unit"])), held_on=given["held_on"],
            visitor=given["visitor"], told={name: given[name] for name in FIELDS}, by=actor, at=now(),
        )  # fmt: skip
        see_units.agreed(visit=visit, whose=given["whose"], due=given["due"], by=actor, at=now())
        return _("Besøget er skrevet ned.")

    return form_page(
        request, form=form, title=_("Skriv et besøg ned"), submit=_("Gem"), back=_back(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def unit_visit(request: Request, unit_visit_id: UUID) -> HttpResponse:
    """An arranged visit was held; or what was written is corrected."""
    actor = request.actor
    visit = queries.visit(actor, unit_visit_id)
    first = {name: getattr(visit, name) for name in FIELDS} | {
        "held_on": visit.held_on or min(visit.planned_on, local_date(now())),
        "visitor": visit.visitor,
    }
    task = see_units.asked(visit=visit, by=actor)
    first |= {"whose": task[0], "due": task[1]} if task else {}
    form = forms.HeldForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        see_units.held(
            visit=visit, held_on=given["held_on"], visitor=given["visitor"],
            told={name: given[name] for name in FIELDS}, whose=given["whose"], due=given["due"], by=actor, at=now(),
        )  # fmt: skip
        return _("Besøget er skrevet ned.")

    return form_page(
        request, form=form, title=_("Besøg hos %(unit)s") % {"unit": visit.unit.name}, submit=_("Gem"),
        back=_back(visit.programme), save=save,
        erase=(_("Slet besøget"), reverse("unit_visit_erase", args=[visit.id])) if visit.held_on else None,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def erase(request: Request, unit_visit_id: UUID) -> HttpResponse:
    """The visit was written down by mistake."""
    visit = queries.visit(request.actor, unit_visit_id)
    see_units.erase(visit=visit, by=request.actor, at=now())
    return done(request, _("Besøget er slettet."), reverse("unit_visits", args=[visit.programme_id]))


@guarded(Action.RUN_OFFICE, methods=("POST",))
def call_off(request: Request, unit_visit_id: UUID) -> HttpResponse:
    """The visit is not held."""
    visit = queries.visit(request.actor, unit_visit_id)
    operations.call_off(visit=visit, by=request.actor, at=now())
    return done(request, _("Besøget er aflyst."), reverse("unit_visits", args=[visit.programme_id]))
