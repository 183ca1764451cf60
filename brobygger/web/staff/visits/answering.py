"""The second half of a visit: what the answers mean, yes or no, a few wishes, and what happens next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import agree, ask, at_the_door, wish
from brobygger.pathway.outreach import operations as outreach
from brobygger.pathway.screening import queries as screening
from brobygger.registry.access.policy import Action, may
from brobygger.registry.instruments.load import help_places
from brobygger.registry.people.purposes import CONSENT_TEXT, DEFAULT_DAYS, ConsentPurpose
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interests import choose_interests
from brobygger.web.shared.parts import of_answers
from brobygger.web.staff.visits import draft as drafts
from brobygger.web.staff.visits.about import BEFORE_YES, About, about, instrument_of, shown, what_next
from brobygger.web.staff.visits.forms import NoForm, WishesForm, YesForm
from brobygger.web.staff.visits.near import open_to

HOW_OF_MODE = {"phone": "phone", "paper": "paper"}  # a visit: said aloud


@guarded(Action.SCREEN)
def result(request: Request, episode_id: UUID) -> HttpResponse:
    """Step 3: the colour in words and what it means; where to get help at once when a professional is needed."""
    actor = request.actor
    found = about(actor, episode_id)
    taken = screening.newest(actor, episode_id)
    if taken is None:
        return _to("visit", episode_id)
    instrument = instrument_of(taken.instrument)
    return shown(
        request,
        "result.jinja",
        found,
        3,
        taken=taken,
        instrument=instrument,
        band=next((band for band in instrument.bands if band.id == taken.band), None),
        parts=of_answers(instrument, taken.answers),
        help_places=list(help_places().values()) if taken.needs_professional else [],
        goes_on=_may_be_asked(found),
        next_sentences=[] if _may_be_asked(found) else what_next(actor, found),
    )


def _may_be_asked(found: About) -> bool:
    return found.episode.status == "active" and found.episode.next_step in BEFORE_YES


@guarded(Action.TAKE_CONSENT, methods=("GET", "POST"))
def yes(request: Request, episode_id: UUID) -> HttpResponse:
    """Step 4: what the person says yes to, read aloud, and the yes itself."""
    actor = request.actor
    found = about(actor, episode_id)
    form = YesForm(request.POST or None, initial={"consent_id": str(new_id()), "how": _usual_how(actor, found)})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        agree.say_yes(episode=found.episode, how=said["how"], consent_id=said["consent_id"], by=actor, at=now())
        if said["signature"] and said["how"] == "screen":
            outreach.keep_signature(
                person=found.episode.person, consent_id=said["consent_id"], path=said["signature"], at=now()
            )
        return _to("visit_wishes", episode_id)
    return shown(
        request,
        "yes.jinja",
        found,
        4,
        status=422 if request.method == "POST" else 200,
        form=form,
        text=f"consent/{CONSENT_TEXT[ConsentPurpose.PARTICIPATION]}.jinja",
        until=found.today + timedelta(days=DEFAULT_DAYS),
        municipality=actor.municipality_name,
        asked=_may_be_asked(found),
    )


def _usual_how(actor: Any, found: About) -> str:
    taken = screening.newest(actor, found.episode.id)
    return HOW_OF_MODE.get(taken.mode, "spoken") if taken else "spoken"


@guarded(Action.SCREEN, methods=("GET", "POST"))
def no(request: Request, episode_id: UUID) -> HttpResponse:
    """Step 4, the other way: a no with its reason, and when it is all right to ask again."""
    actor = request.actor
    found = about(actor, episode_id)
    if found.episode.status != "active":
        return _to("visit_end", episode_id)
    form = NoForm(
        request.POST or None,
        step=found.episode.next_step,
        today=found.today,
        initial={
            "reason": "no_answer" if "ingen-hjemme" in request.GET else None,
            "ask_again_on": ask.default_day_to_ask_again(found.episode, at=now()).isoformat(),
        },
    )
    if request.method == "POST" and form.is_valid():
        keep = at_the_door.said_no if "ingen-hjemme" in request.GET else ask.said_no
        keep(episode=found.episode, **form.cleaned_data, by=actor, at=now())
        drafts.forget(request, episode_id)
        return _to("visit_end", episode_id)
    step = 1 if "ingen-hjemme" in request.GET else 4
    return shown(request, "no.jinja", found, step, status=422 if request.method == "POST" else 200, form=form)


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def wishes(request: Request, episode_id: UUID) -> HttpResponse:
    """Step 5: a few wishes. The one whom the recipe names for the wishes talks about the rest."""
    actor = request.actor
    found = about(actor, episode_id)
    form = WishesForm(request.POST or None)
    choose_interests(form, actor)
    if request.method == "POST" and form.is_valid():
        wish.note_first_wishes(episode=found.episode, wishes=form.wishes(), mode="visit", by=actor, at=now())
        return _to("visit_end", episode_id)
    return shown(request, "wishes.jinja", found, 5, status=422 if request.method == "POST" else 200, form=form)


@guarded(Action.SCREEN)
def end(request: Request, episode_id: UUID) -> HttpResponse:
    """What happens next, and when."""
    actor = request.actor
    found = about(actor, episode_id)
    unfinished = drafts.load(request, episode_id)
    if unfinished is not None and _may_be_asked(found):  # the address was typed, or an old tab: nothing is stored yet
        return _to("visit_item", episode_id, drafts.next_number(unfinished))
    return shown(
        request, "end.jinja", found, 6, next_sentences=what_next(actor, found),
        write_up=open_to(found) and may(actor.role, Action.MAP_WISHES),
    )  # fmt: skip


def _to(name: str, *args: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, args=args))
