"""Extracts that come by themselves, and the ages they offer a visit to."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.pathway.episodes.trial_rules import is_over
from brobygger.pathway.outreach import operations, queries
from brobygger.pathway.outreach.age_rules import KNOWN_SETS, Ages, written
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.register.round_forms import EVERY, AgesForm, ScheduleForm, as_fields, begin_with


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def schedule(request: Request, programme_id: UUID) -> HttpResponse:
    """When the next extract is due, where the file is to be laid, and what the last look gave."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    plan = queries.extract_plan(actor, programme)
    initial = {"every": plan.every, "next_on": plan.next_on.isoformat(), "by_itself": plan.by_itself} if plan else {
        "every": "month", "next_on": (today + timedelta(days=7)).isoformat()}  # fmt: skip
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=initial, today=today)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        operations.plan_extracts(
            programme=programme, every=said["every"], next_on=said["next_on"], by_itself=said["by_itself"],
            by=actor, at=now(),
        )  # fmt: skip
        return done(request, _("Det er skrevet i kalenderen."), reverse("extract_plan", args=[programme_id]))
    return page(
        request, "staff/register/schedule.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, form=form, plan=plan, every=dict(EVERY), over=is_over(programme.ends_on, today),
        folder=f"{actor.municipality_id.hex}/{plan.folder}" if plan else "",
        ages=_in_words(queries.ages_on(actor, programme, on=today)),
    )  # fmt: skip


@guarded(Action.IMPORT_REGISTER, methods=("POST",))
def stop(request: Request, programme_id: UUID) -> HttpResponse:
    """Nobody waits for an extract any more."""
    programme = running.get(request.actor, programme_id)
    operations.stop_extracts(programme=programme, by=request.actor)
    return done(request, _("Der ventes ikke længere udtræk."), reverse("extract_plan", args=[programme_id]))


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def ages(request: Request, programme_id: UUID) -> HttpResponse:
    """Which ages give an offer, from a day; `?saet=` begins with a known set."""
    actor, today = request.actor, local_date(now())
    programme = running.get(actor, programme_id)
    initial = as_fields(queries.ages_on(actor, programme, on=today)) | begin_with(request.GET.get("saet", ""))
    form = AgesForm(request.POST if request.method == "POST" else None, today=today,
                    initial=initial | {"in_force_from": today.isoformat()})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        operations.set_ages(programme=programme, ages=form.ages, in_force_from=said["in_force_from"],
                            reason=said["reason"], by=actor, at=now())  # fmt: skip
        return done(request, _("Aldrene er gemt. De gælder for det næste udtræk."),
                    reverse("extract_plan", args=[programme_id]))  # fmt: skip
    return page(
        request, "staff/register/ages.jinja", status=422 if request.method == "POST" else 200, programme=programme,
        form=form, known=KNOWN_SETS,
        earlier=[(row, _in_words(Ages(frozenset(row.always), frozenset(row.alone), row.yearly_from)))
                 for row in queries.age_sets(actor, programme)[:20]],
    )  # fmt: skip


def _in_words(ages: Ages) -> str:
    """Ages as one sentence."""
    if ages.everybody:
        return _("Alder betyder ikke noget ud over målgruppen.")
    parts = []
    if ages.always:
        parts.append(_("alle, der i år fylder %(ages)s") % {"ages": written(ages.always)})
    if ages.alone:
        parts.append(_("dem, der bor alene og i år fylder %(ages)s") % {"ages": written(ages.alone)})
    if ages.yearly_from:
        parts.append(_("hvert år fra %(age)s år") % {"age": ages.yearly_from})
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
