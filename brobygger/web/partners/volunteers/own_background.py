"""My languages and background: told by oneself, or not at all, so that somebody who wishes it can be met (R048)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.volunteers import operations, queries
from brobygger.foundation.kernel.clock import now
from brobygger.registry.access.policy import Action
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import form_page

LONG = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class OwnForm(forms.Form):
    """Both may be empty, and are then forgotten."""

    languages = forms.CharField(
        label=gettext_lazy("Sprog, du gerne vil tale med andre"), max_length=200, required=False, error_messages=LONG,
        help_text=gettext_lazy("Skriv et komma imellem."),
    )  # fmt: skip
    background = forms.CharField(
        label=gettext_lazy("Baggrund, du gerne vil mødes om"), max_length=200, required=False, error_messages=LONG,
        help_text=gettext_lazy("Fx et land eller en egn. Kun hvis du har lyst."),
    )  # fmt: skip


@guarded(Action.OWN_BACKGROUND, methods=("GET", "POST"))
def own_background(request: Request) -> HttpResponse:
    """Say it, change it, or take it away again."""
    said: Any = queries.own_background(request.actor)
    initial = {name: ", ".join(getattr(said, name)) for name in ("languages", "background")} if said else None
    form = OwnForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        told = {name: words.listed(text) for name, text in form.cleaned_data.items()}
        operations.say_own_background(**told, by=request.actor, at=now())
        sentence = _("Det er gemt.") if any(told.values()) else _("Det er slettet.")
        return done(request, sentence, reverse("own_background"))
    return form_page(request, "partners/volunteers/own_background.jinja", form=form)
