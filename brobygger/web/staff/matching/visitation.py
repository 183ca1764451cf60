"""A municipal offer: asked for at visitation, and answered to the one who asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import ask_visitation
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.referrals import asking
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page

_TEXT = {"required": gettext_lazy("Skriv det her."), "max_length": gettext_lazy("Skriv lidt kortere.")}
_CHOICE = {
    "required": gettext_lazy("Vælg på listen."),
    "invalid_choice": gettext_lazy("Vælg på listen."),
}


class AskForm(forms.Form):
    """What the person needs."""

    wanted = forms.ChoiceField(
        label=gettext_lazy("Hvad spørger I om?"), choices=list(words.VISITATION_WANTED.items()), error_messages=_CHOICE
    )
    words = forms.CharField(
        label=gettext_lazy("Hvad har borgeren brug for, og hvorfor?"), max_length=1000, error_messages=_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """Granted or refused, in words."""

    granted = forms.ChoiceField(
        label=gettext_lazy("Svar"), widget=forms.RadioSelect, error_messages=_CHOICE,
        choices=[("yes", gettext_lazy("Ja, det bevilges")), ("no", gettext_lazy("Nej, det er et afslag"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Skriv til den, der spurgte"), max_length=500, error_messages=_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@guarded(Action.REFER, methods=("GET", "POST"))
def ask(request: Request, episode_id: UUID) -> HttpResponse:
    """Ask; what was asked before stands on the same page."""
    actor: Actor = request.actor
    episode = episodes.get(actor, episode_id)
    view = _view(actor, episode.person_id)
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask_visitation.ask(episode=episode, by=actor, at=now(), **form.cleaned_data)
        said = _("Visitationen er spurgt. Svaret kommer under borgeren, og du får en opgave.")
        return done(request, said, reverse("person", args=[view.id]) + "?fane=forloeb")
    return page(
        request,
        "staff/matching/ask_visitation.jinja",
        episode=episode,
        person=view,
        form=form,
        asks=asking.asks_of_person(actor, view.id),
        status=422 if request.method == "POST" else 200,
    )


@guarded(Action.SEE_WORKLIST)
def asked(request: Request) -> HttpResponse:
    """What waits for visitation's answer, soonest first."""
    waiting = asking.asks(request.actor)
    ids = [one.person_id for one in waiting]
    names = read_many(request.actor, ids, purpose=Purpose.BRIDGING, only={Fields.NAME}) if ids else {}
    rows = [(one, names[one.person_id]) for one in waiting if one.person_id in names]
    return page(request, "staff/matching/visitation.jinja", rows=rows)


@guarded(Action.SEE_WORKLIST, methods=("GET", "POST"))
def answer(request: Request, visitation_ask_id: UUID) -> HttpResponse:
    """Yes or no, in words to the one who asked."""
    actor: Actor = request.actor
    one = asking.get_ask(actor, visitation_ask_id)
    view = _view(actor, one.person_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["granted"] == "yes"
        ask_visitation.answer(ask=one, granted=granted, words=form.cleaned_data["answer"], by=actor, at=now())
        return done(request, _("Svaret er sendt til den, der spurgte."), reverse("visitation"))
    status = 422 if request.method == "POST" else 200
    return page(request, "staff/matching/answer_visitation.jinja", ask=one, person=view, form=form, status=status)


def _view(actor: Actor, person_id: UUID) -> Any:
    fields = {Fields.NAME, Fields.AGE, Fields.WISHES}
    view = read_many(actor, [person_id], purpose=Purpose.BRIDGING, only=fields).get(person_id)
    if view is None:
        raise NotVisible("person")
    return view
