"""Every time a person has met an offer or an effort, every no, and where he or she has heard of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import now
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.occasions import operations, queries
from brobygger.pathway.occasions.queries import Met
from brobygger.pathway.referrals import queries as referrals
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.occasions.forms import HeardForm
from brobygger.web.staff.occasions.views import offer_choices

ANSWERS = {
    "wants": gettext_lazy("vil gerne"), "later": gettext_lazy("måske senere"), "no": gettext_lazy("nej tak"),
    "call": gettext_lazy("vil ringes op"), "more": gettext_lazy("vil høre mere"), "nothing": gettext_lazy("var med"),
    "came": gettext_lazy("var med"), "absent": gettext_lazy("kom ikke"), "invited": gettext_lazy("inviteret"),
    "planned": gettext_lazy("tilbudt besøg"), "held": gettext_lazy("har haft besøg"),
    "declined": gettext_lazy("nej tak"), "no_answer": gettext_lazy("svarede ikke"), "moved": gettext_lazy("flyttet"),
}  # fmt: skip


@guarded(Action.READ_PERSON, methods=("GET", "POST"))
def met(request: Request, person_id: UUID) -> HttpResponse:
    """The line of meetings, and a form for one more."""
    actor = request.actor
    view = people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.EPISODES})
    ways = list(episodes.of_person(actor, person_id))
    form = HeardForm(request.POST or None, about=_about(actor, ways))
    if form.is_bound and form.is_valid():
        _keep(actor, person_id, form)
        say(request, _("Det er skrevet ned."))
        return redirect("person_met", person_id=person_id)
    moves = episodes.moves_of_person(actor, person_id)
    noes = [move for move in moves if move.kind == "lost"]
    line = sorted([*queries.met_by(actor, person_id), *_sent(actor, person_id)], key=lambda one: one.on, reverse=True)
    context = {"person": view, "line": line, "noes": noes, "form": form, "answers": ANSWERS, "again": _again(ways)}
    return page(request, "staff/occasions/met.jinja", status=422 if form.is_bound else 200, **context)


def _about(actor: Actor, ways: list[Any]) -> list[tuple[str, str]]:
    efforts = [(f"p:{one.programme_id}", one.programme.name) for one in ways]
    return [*efforts, *((f"o:{key}", name) for key, name in offer_choices(actor))]


def _keep(actor: Actor, person_id: UUID, form: HeardForm) -> None:
    kind, _colon, key = form.cleaned_data["about"].partition(":")
    programme = running.get(actor, UUID(key)) if kind == "p" else None
    offer = offers.get(actor, UUID(key)) if kind == "o" else None
    operations.heard(
        person=people.get(actor, person_id), channels=form.cleaned_data["channels"], programme=programme, offer=offer,
        answer=form.cleaned_data["answer"], by=actor, at=now(),
    )  # fmt: skip


def _sent(actor: Actor, person_id: UUID) -> list[Met]:
    """Referrals, as meetings with an offer."""
    return [
        Met(
            each.sent_at.date(), "referral", "referral", each.offer.name if each.offer else each.receiver.name,
            str(words.said(words.REFERRAL_STATUSES, each.status)),
        )
        for each in referrals.of_person(actor, person_id)[:50]
    ]  # fmt: skip


def _again(ways: list[Any]) -> Any:
    """When the person is to be asked again, if at all."""
    return next((one.ask_again_on for one in ways if one.status == "lost" and one.ask_again_on), None)
