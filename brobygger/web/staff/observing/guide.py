"""Loneliness, grief or depression? What one has noticed, and the way on; nothing is stored, and it is no diagnosis."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import follow
from brobygger.pathway.episodes import queries as episodes
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.instruments.apart_rules import Sign, Way, needs_professional, ways
from brobygger.registry.instruments.load import help_places
from brobygger.registry.people import queries as persons
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.observing.forms import SignsForm
from brobygger.web.staff.visits.about import in_words


@guarded(Action.SCREEN)
def guide(request: Request) -> HttpResponse:
    """What was noticed (`?tegn=`), and the ways on. `?borger=`: whom it is about, for calling a professional."""
    actor, asked = request.actor, request.GET.getlist("tegn")
    form = SignsForm(request.GET if "vis" in request.GET else None)
    signs = {Sign(each) for each in asked} if form.is_bound and form.is_valid() else set()
    person = None
    if request.GET.get("borger"):
        person = persons.read(actor, _uuid(request.GET["borger"]), purpose=Purpose.DETECTION, only={Fields.NAME})
    return page(
        request, "staff/observing/guide.jinja", status=422 if form.is_bound and not signs else 200, form=form,
        ways=[way.value for way in ways(signs)] if signs else [], person=person, in_words=in_words,
        professional=needs_professional(signs), help_places=list(help_places().values()) if Way.NOW in ways(signs)
        else [],
    )  # fmt: skip


@guarded(Action.SCREEN, methods=("POST",))
def call(request: Request, person_id: UUID) -> HttpResponse:
    """A professional is asked to look at the person today."""
    actor = request.actor
    person = persons.read(actor, person_id, purpose=Purpose.DETECTION, only={Fields.NAME})
    way = next((each for each in episodes.of_person(actor, person_id) if each.status == "active"), None)
    if way is None:
        raise Refusal(_("Borgeren er ikke med i en indsats. Skriv i stedet en besked om bekymring."))
    follow.call_a_professional(episode=way, about=f"apart:{new_id()}", by=actor, at=now())
    sentence = _("En fagperson får besked om %(name)s i dag.") % {"name": person.name}
    return done(request, sentence, reverse("observations", args=[person_id]))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("person") from None
