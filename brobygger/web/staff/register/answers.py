"""What people answer to the letters: yes, no and why, no answer, or another time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Taken
from brobygger.journeys import ask
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as detected
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people.queries import PersonView, read_many
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.register.forms import AnswerForm

ON_A_PAGE = 50


@guarded(Action.IMPORT_REGISTER)
def waiting(request: Request, programme_id: UUID) -> HttpResponse:
    """Everybody who has a time and has not answered, by day; `?navn=` finds who is on the telephone."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    wanted = request.GET.get("navn", "").strip()[:100]
    visits = detected.planned_visits(actor, programme, name=wanted)
    found = Paginator(visits, ON_A_PAGE).get_page(request.GET.get("side"))
    people = _people(actor, [visit.person_id for visit in found])
    return page(
        request,
        "staff/register/answers.jinja",
        programme=programme,
        found=found,
        wanted=wanted,
        rows=[(visit, people[visit.person_id]) for visit in found if visit.person_id in people],
        to_offer=detected.to_offer(actor, programme).count(),
    )


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def answer(request: Request, programme_id: UUID, visit_id: UUID) -> HttpResponse:
    """One person's answer."""
    actor = request.actor
    visit = detected.visit(actor, visit_id)
    if visit.episode.programme_id != programme_id:
        raise NotVisible("visit")
    if visit.status != "planned":
        if request.method == "POST":
            raise Taken(_("Svaret er allerede skrevet."))
        return HttpResponseRedirect(reverse("visit_answers", args=[programme_id]))
    person = _people(actor, [visit.person_id]).get(visit.person_id)
    if person is None:
        raise NotVisible("person")
    form = AnswerForm(request.POST or None, today=local_date(now()))
    if request.method == "POST" and form.is_valid():
        say(request, _keep(form, visit, person.name, actor))
        return HttpResponseRedirect(reverse("visit_answers", args=[programme_id]))
    return page(
        request,
        "staff/register/answer.jinja",
        status=422 if request.method == "POST" else 200,
        programme=visit.episode.programme,
        visit=visit,
        person=person,
        form=form,
    )


def _keep(form: AnswerForm, visit: Any, name: str, actor: Actor) -> str:
    """Write the answer down; returns the sentence that says what happened."""
    given, at, episode = form.cleaned_data["answer"], now(), visit.episode
    if given == "yes":
        ask.said_yes(episode=episode, by=actor, at=at)
        return _("%(name)s vil gerne have besøg. Tiden står fast.") % {"name": name}
    if given == "moved":
        detection.move_visit(visit=visit, planned_at=form.moment, by=actor, at=at)
        return _("%(name)s har fået en ny tid.") % {"name": name}
    reason = "no_answer" if given == "no_answer" else form.cleaned_data["reason"]
    again = ask.default_day_to_ask_again(episode, at=at)
    ask.said_no(episode=episode, reason=reason, ask_again_on=again, by=actor, at=at)
    if given == "no_answer":
        return _("%(name)s har ikke svaret. Det er skrevet ned.") % {"name": name}
    return _("%(name)s har sagt nej tak. Det er skrevet ned.") % {"name": name}


def _people(actor: Actor, person_ids: list[UUID]) -> dict[UUID, PersonView]:
    return read_many(actor, person_ids, purpose=Purpose.DETECTION, only={Fields.NAME, Fields.CONTACT})
