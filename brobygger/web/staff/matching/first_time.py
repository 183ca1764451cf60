"""The first time, on one page: meetings before it, whom one sits with, and time given until it goes by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import first_time
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.first_meeting import company
from brobygger.pathway.matching import queries as matching
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.first_time_forms import (
    FELLOWS,
    MEETINGS,
    PLACES,
    TIMES,
    FellowForm,
    GrantForm,
    MeetingForm,
    SpendForm,
)
from brobygger.web.staff.matching.reasons import decimal, said_for

_FORMS = {"meeting": MeetingForm, "fellow": FellowForm, "grant": GrantForm, "spend": SpendForm}
MOST_MEALS = 3


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def first(request: Request, episode_id: UUID) -> HttpResponse:
    """Plan, write down, end. Time from the klippekort is approved by those who match."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    view = read_many(actor, [episode.person_id], purpose=Purpose.BRIDGING, only=_SHOWN).get(episode.person_id)
    if view is None or not view.sees(Fields.WISHES):
        raise NotVisible("episode")
    wishes = matching.newest(actor, episode_id)
    today = local_date(now())
    forms: dict[str, Any] = {
        name: kind(
            request.POST if name in request.POST else None,
            initial=_initial(name, wishes, today),
            auto_id=f"{name}_%s",  # four forms on one page: each label leads to its own answer
        )
        for name, kind in _FORMS.items()
    }
    if request.method == "POST":
        said = _carried_out(request, actor, episode, forms)
        if said:
            return done(request, said, reverse("first_time", args=[episode.id]))
    told = company.of_episode(actor, episode_id)
    wrong = next((form for form in forms.values() if form.is_bound), forms["meeting"])
    return page(
        request,
        "staff/matching/first_time.jinja",
        episode=episode,
        person=view,
        wishes=wishes,
        told=told,
        left=told.minutes_left(today),
        forms=forms,
        wrong=wrong,
        kinds={"meetings": MEETINGS, "fellows": FELLOWS, "times": TIMES, "places": PLACES},
        may_grant=may(actor.role, Action.MATCH_WAITING),
        seat_with=_seat_with(actor, episode),
        meals=_meals(actor, view, wishes, today),
        status=422 if request.method == "POST" else 200,
    )


_SHOWN = {Fields.NAME, Fields.AGE, Fields.ADDRESS, Fields.WALKING, Fields.SENSES, Fields.WISHES}


def _initial(name: str, wishes: Any, today: Any) -> dict[str, Any]:
    if name == "meeting":
        wanted = wishes.place if wishes and wishes.place in PLACES else ""
        return {"place_kind": wanted}
    return {"on": today} if name == "spend" else {}


def _carried_out(request: Request, actor: Actor, episode: Any, forms: dict[str, Any]) -> str:
    """Do what was pressed; a sentence of it, or nothing when a form has a mistake."""
    at, post = now(), request.POST
    if "held" in post or "off" in post:
        chosen = _uuid(post.get("held") or post.get("off", ""))
        note = post.get(f"note-{chosen}", "")
        first_time.close_meeting(meeting_id=chosen, episode=episode, held="held" in post, note=note, by=actor, at=at)
        return _("Det er skrevet ned.")
    if "over" in post:
        chosen = _uuid(post["over"])
        went = post.get(f"went-{chosen}", "")
        company.end_beside(fellow_id=chosen, episode=episode, how_it_went=went, by=actor, at=at)
        return _("Det er skrevet ned, hvordan det gik.")
    what = next((name for name in _FORMS if name in post), "")
    if not what:
        raise Refusal(_("Vælg, hvad der skal ske."))
    form = forms[what]
    if not form.is_valid():
        return ""
    told: dict[str, Any] = {"episode": episode, "by": actor, "at": at}
    if what == "meeting":
        first_time.plan_meeting(facts=form.facts(), **told)
        return _("Mødet er planlagt.")
    if what == "fellow":
        company.set_beside(**form.cleaned_data, **told)
        return _("Det er skrevet ned, hvem der er ved siden af.")
    if what == "grant":
        if not may(actor.role, Action.MATCH_WAITING):
            raise Refusal(_("Klippekort godkendes af koordinator eller visitation."))
        company.grant(**form.cleaned_data, **told)
        return _("Tiden er godkendt.")
    first_time.spend(**form.told(), **told)
    return _("Tiden er skrevet ned.")


def _seat_with(actor: Actor, episode: Any) -> list[str]:
    """ "Inger Iversen: sang og musik", those in the group of the first time who share interests."""
    found = first_time.seat_with(episode=episode, by=actor)
    names = read_many(actor, [one for one, _shared in found], purpose=Purpose.BRIDGING, only={Fields.NAME})
    return [
        f"{names[one].name}: {', '.join(words.said(words.INTERESTS, each) for each in shared)}"
        for one, shared in found
        if one in names
    ]


def _meals(actor: Actor, view: Any, wishes: Any, today: Any) -> list[tuple[str, str]]:
    """Somewhere to eat with others meanwhile: name and why, nearest and most fitting first."""
    judged = matching.suggestions(actor, person=view, wishes=wishes, on=today)
    fitting = [(offer, told) for offer, told in judged if offer.kind == "meal" and told.possible]
    return [(offer.name, ", ".join(said_for(told.reasons))) for offer, told in fitting[:MOST_MEALS]]


@guarded(Action.SEE_REPORT)
def given(request: Request, programme_id: UUID) -> HttpResponse:
    """Hours and cost of company in an effort; nobody's name."""
    programme = programmes.get(request.actor, programme_id)
    told = first_time.given(programme=programme, by=request.actor)
    rows = [
        (
            words.said(TIMES, one.kind),
            _or_dash(one.people),
            _or_dash(one.hours),
            _or_dash(one.volunteer_hours),
            _or_dash(one.kroner),
            _or_dash(one.went_on),
        )
        for one in told
    ]
    return page(request, "staff/matching/company_given.jinja", programme=programme, rows=rows)


def _or_dash(value: float | None) -> str:
    return "–" if value is None else decimal(value) if isinstance(value, float) else str(value)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible("id") from None
