"""A joint effort: beginning it, joining with a code, and the counts of all beside each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import joint as journey
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page


class BeginForm(forms.Form):
    """A name for what several municipalities run together."""

    name = forms.CharField(
        label=gettext_lazy("Hvad hedder det, I laver sammen?"), max_length=200,
        error_messages={"required": gettext_lazy("Skriv et navn."), "max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip


class JoinForm(forms.Form):
    """The code that the other municipality has."""

    code = forms.CharField(
        label=gettext_lazy("Koden fra den anden kommune"), max_length=20,
        error_messages={"required": gettext_lazy("Skriv koden."), "max_length": gettext_lazy("Koden er på ti tegn.")},
    )  # fmt: skip


@guarded(Action.JOIN_EFFORT, methods=("GET", "POST"))
def joint(request: Request, programme_id: UUID) -> HttpResponse:
    """One page for all of it; `goer` in the form says what is done."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    asked = request.POST.get("goer", "") if request.method == "POST" else ""
    begin = BeginForm(request.POST if asked == "begynd" else None, initial={"name": programme.name})
    join = JoinForm(request.POST if asked == "med" else None)
    sentence = _carried_out(asked, programme, begin, join, actor)
    if sentence:
        return done(request, sentence, reverse("joint", args=[programme.id]))
    taking_part = journey.of_programme(actor, programme)
    return page(
        request, "staff/handbook/joint.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, begin=begin, join=join, taking_part=taking_part,
        lines=journey.steps_of_all(taking_part),
    )  # fmt: skip


def _carried_out(asked: str, programme: Any, begin: BeginForm, join: JoinForm, actor: Any) -> str:
    """What was done, in a sentence; empty when nothing was."""
    here = {"programme": programme, "by": actor, "at": now()}
    if asked == "send":
        journey.send_counts(**here)
        return _("De andre kan nu se, hvordan det står hos jer i dag.")
    if asked == "forlad":
        journey.leave(**here)
        return _("I er ikke længere med. Jeres tal er taget tilbage.")
    if asked == "begynd":
        return _took_part(begin, journey.begin, here)
    return _took_part(join, journey.join, here) if asked == "med" else ""


def _took_part(form: forms.Form, verb: Callable[..., Any], here: dict[str, Any]) -> str:
    if not form.is_valid():
        return ""
    try:
        verb(**here, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.message)
        return ""
    return _("I er med i en fælles indsats.")
