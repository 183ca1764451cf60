"""What several have seen of one person, who said what, and the judgement made of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import observe
from brobygger.pathway.observations import queries
from brobygger.pathway.observations.rules import together
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people import queries as persons
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.observing.forms import AREAS, PARTICIPATION, JudgementForm, ObservationForm


@guarded(Action.SCREEN, methods=("GET", "POST"))
def observations(request: Request, person_id: UUID) -> HttpResponse:
    """Everybody's words, the newest first, and a place for one's own."""
    actor, today = request.actor, local_date(now())
    person = _person(request, person_id)
    post = request.method == "POST"
    form = ObservationForm(request.POST if post else None, today=today, initial={"seen_on": today.isoformat()})
    if post and form.is_valid():
        observe.observe(person=persons.get(actor, person_id), **form.cleaned_data, by=actor, at=now())
        return done(request, _("Tak. Det er gemt med dit navn."), reverse("observations", args=[person_id]))
    return _page(request, person, form=form, status=422 if post else 200)


@guarded(Action.HANDLE_TIP, methods=("GET", "POST"))
def judge(request: Request, person_id: UUID) -> HttpResponse:
    """What it adds up to, by who follows up; made of what has been said since the last time."""
    actor = request.actor
    person = _person(request, person_id)
    said = queries.since_judged(actor, person_id)
    if request.method == "GET" and not said:
        return HttpResponseRedirect(reverse("observations", args=[person_id]))
    form = JudgementForm(request.POST if request.method == "POST" else None,
                         initial={"level": together(one.level for one in said)})  # fmt: skip
    if request.method == "POST" and form.is_valid():
        observe.judge(person=persons.get(actor, person_id), **form.cleaned_data, by=actor, at=now())
        return done(request, _("Vurderingen er gemt."), reverse("observations", args=[person_id]))
    return page(request, "staff/observing/judge.jinja", status=422 if request.method == "POST" else 200,
                person=person, form=form, said=said, areas=AREAS)  # fmt: skip


def _person(request: Request, person_id: UUID) -> Any:
    """The person with a name. Raises NotVisible; the reading is logged."""
    return persons.read(request.actor, person_id, purpose=Purpose.DETECTION, only={Fields.NAME, Fields.SCREENING})


def _page(request: Request, person: Any, *, form: Any, status: int) -> HttpResponse:
    actor = request.actor
    made = queries.judgements(actor, person.id)
    return page(
        request, "staff/observing/observations.jinja", status=status, person=person, form=form,
        rows=queries.of_person(actor, person.id), judgement=made[0] if made else None, earlier=made[1:],
        waiting=len(queries.since_judged(actor, person.id)), areas=AREAS, participation=PARTICIPATION,
        may_judge=may(actor.role, Action.HANDLE_TIP), may_read_person=may(actor.role, Action.READ_PERSON),
    )  # fmt: skip
