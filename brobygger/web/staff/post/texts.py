"""The words of one's own organisation in what is sent."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.communication import by_hand, queries
from brobygger.registry.communication.texts import DANISH, TEXTS, Wording, findings
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.wording.rules import Audience
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.post import saying
from brobygger.web.staff.post.forms import TextForm

FIRST = "session_soon"


def _own(actor: Actor) -> UUID | None:
    """Whose texts: the actor's organisation; None for the municipality."""
    return None if actor.scope is Scope.MUNICIPALITY else actor.home


@guarded(Action.EDIT_TEXTS)
def texts(request: Request) -> HttpResponse:
    """Every text that is sent, and which of them one's own organisation has changed."""
    changed = queries.changed_texts(request.actor, _own(request.actor))
    shown = [
        (code, title, TEXTS[code].audience is Audience.PARTICIPANT, changed.get(code))
        for code, title in saying.TEXT_TITLES.items()
    ]
    return page(request, "staff/post/texts.jinja", texts=shown)


@guarded(Action.EDIT_TEXTS, methods=("GET", "POST"))
def edit(request: Request) -> HttpResponse:
    """Change a text (?tekst=its code), or go back to the words everybody uses."""
    actor = request.actor
    asked = request.GET.get("tekst", FIRST)
    code = asked if asked in TEXTS else FIRST
    own = _own(actor)
    organisation = organisations.get(actor, own) if own else None
    words = queries.wording(code, own)
    form = TextForm(
        request.POST if "subject" in request.POST else None,
        initial={"subject": words.subject, "body": words.body, "short": words.short},
    )
    if request.method == "POST" and "back" in request.POST:
        by_hand.forget_text(organisation=organisation, code=code, by=actor, at=now())
        say(request, _("Teksten er igen den, alle bruger."))
        return redirect("message_texts")
    found = list(findings(code, words))
    if form.is_valid():
        given = Wording(**{name: form.cleaned_data[name].replace("\r\n", "\n") for name in form.cleaned_data})
        found = list(findings(code, given))
        try:
            by_hand.write_text(organisation=organisation, code=code, wording=given, by=actor, at=now())
            say(request, _("Teksten er gemt. Den bruges fra næste besked."))
            return redirect("message_texts")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return page(
        request,
        "staff/post/edit_text.jinja",
        status=422 if form.is_bound else 200,
        form=form,
        title=saying.TEXT_TITLES[code],
        code=code,
        fields=[(DANISH[name], saying.FIELD_WORDS[name]) for name in sorted(TEXTS[code].fields)],
        findings=found,
        own=code in queries.changed_texts(actor, own),
    )
