"""A comparison that was planned: which units wait, said beforehand, and what it showed when the waiting was over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.analyses import words as analyses
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.comparing import planned_operations as operations
from brobygger.insight.comparing import planned_rules, queries
from brobygger.insight.evaluation.published_rules import Figure
from brobygger.journeys.report_words import Saying
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.registry.organisations import queries as organisations
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said
from brobygger.web.staff.office.asking import form_page


@dataclass(frozen=True)
class Comparison:
    """Plans of the same days: how it stands, the plans, and what was told (empty: not counted yet)."""

    waits_from: Any
    begins_on: Any
    standing: str
    plans: list[Any]
    told: list[tuple[str, str]]
    counted_at: Any = None


@guarded(Action.SEE_REPORT)
def planned(request: Request, programme_id: UUID) -> HttpResponse:
    """Every planned comparison, those given up too. Constant queries."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    results = queries.planned_results(actor, programme)
    by_days: dict[Any, list[Any]] = {}
    for plan in queries.waiting_plans(actor, programme):
        by_days.setdefault((plan.waits_from, plan.begins_on), []).append(plan)
    found = []
    for (since, until), plans in by_days.items():
        result = results.get((since, until))
        standing = planned_rules.standing(since, until, today=today, counted=result is not None)
        if all(plan.dropped_on for plan in plans):
            standing = "dropped"
        found.append(Comparison(since, until, standing, plans, _told(result), result.counted_at if result else None))
    meaning = analyses.PLANNED_WAITING
    return page(
        request, "staff/knowledge/planned.jinja", programme=programme, comparisons=found, standings=said.STANDINGS,
        definition=in_language(meaning.definition, language()), caveat=in_language(meaning.caveat, language()),
        may_write=may(actor.role, Action.SAVE_REPORT),
    )  # fmt: skip


def _told(result: Any) -> list[tuple[str, str]]:
    """Outcome and sentence."""
    if result is None:
        return []
    names = {"loneliness": _("Samvær og ensomhed (T-ILS)"), "mood": _("Trivsel (WHO-5)")}
    return [(name, _sentence(result.told[outcome])) for outcome, name in names.items()]


def _sentence(one: dict[str, Any]) -> str:
    if one["value"] is None:
        return _("For få er målt to gange i dagene, enten hos dem, der ventede, eller hos dem, der begyndte.")
    saying = Saying(language())
    limits = saying.interval(Figure(one["value"], one["low"], one["high"]))
    sentence = _(
        "Forskellen er %(points)s point (%(limits)s). Mindst %(began)s begyndte, og mindst %(waited)s ventede."
    )
    return sentence % {
        "points": saying.number(one["value"]), "limits": limits or _("usikkerheden kan ikke regnes ud"),
        "began": one["began"], "waited": one["waited"],
    }  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def new_plan(request: Request, programme_id: UUID) -> HttpResponse:
    """Say that a unit waits."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    units = {str(one.id): one for one in organisations.units(actor)}
    form = forms.WaitingForm(
        request.POST or None, units=[(key, f"{one.name}, {one.organisation.name}") for key, one in units.items()]
    )

    def save(given: dict[str, Any]) -> str:
        unit = units[given.pop("unit")]
        operations.plan_waiting(programme=programme, unit=unit, by=actor, at=now(), **given)
        return _("Planen er skrevet ned og kan ikke ændres.")

    return form_page(
        request, form=form, title=_("Planlæg, hvem der venter"), submit=_("Skriv planen ned"), save=save,
        back=_back(programme),
        intro=_("Sig det, før I begynder. Planen får dato og kan ikke ændres. Den kan opgives, og så står det her."),
    )  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def drop(request: Request, waiting_plan_id: UUID) -> HttpResponse:
    """Give a plan up, with a reason that stays."""
    plan = queries.waiting_plan(request.actor, waiting_plan_id)

    def save(given: dict[str, Any]) -> str:
        operations.drop(plan=plan, why=given["why"], by=request.actor, at=now())
        return _("Planen er opgivet. Den bliver stående med dag og grund.")

    return form_page(
        request, form=forms.DropPlanForm(request.POST or None), save=save, back=_back(plan.programme),
        title=_("Opgiv planen for %(unit)s") % {"unit": plan.unit.name}, submit=_("Opgiv planen"),
    )  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("POST",))
def count(request: Request, waiting_plan_id: UUID) -> HttpResponse:
    """Count the comparison of the plan's days, once."""
    plan = queries.waiting_plan(request.actor, waiting_plan_id)
    operations.count(plan=plan, by=request.actor, at=now())
    return done(request, _("Sammenligningen er gjort op."), _back(plan.programme)[1])


def _back(programme: Any) -> tuple[str, str]:
    return _("Planlagt sammenligning"), reverse("planned", args=[programme.id])
