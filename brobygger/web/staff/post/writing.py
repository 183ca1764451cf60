"""A few words to one person, and how that person wants what is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.communication import by_hand, checking, queries
from brobygger.registry.communication import writing as letters
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people import operations as people_operations
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import may_be_contacted
from brobygger.registry.wording.rules import Audience, Checked, Fault, TextKind, check
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.post.forms import WayForm, WriteForm


@guarded(Action.WRITE_TO_PERSON, methods=("GET", "POST"))
def write(request: Request, person_id: UUID) -> HttpResponse:
    """Write to a person. What the language check finds is shown once, with better words."""
    actor = request.actor
    person = people.get(actor, person_id)
    _refuse_if_gone(person)
    ways = [one for one in by_hand.choices_of_channel(person) if checking.address_of(person, one)]
    form = WriteForm(
        request.POST or None,
        ways=[(one.value, words.first_capital(words.MESSAGE_WAYS[one.value])) for one in ways],
        initial={"message_id": uuid4(), "channel": ways[0].value if ways else ""},
    )
    checked: Checked | None = None
    if form.is_valid():
        checked = check(form.cleaned_data["words"], audience=Audience.PARTICIPANT, kind=TextKind.SMS)
        faults = [*checked.of(Fault.REPELS), *checked.of(Fault.HARD)]
        if not faults or request.POST.get("anyway"):
            _queue(form, person, actor)
            say(request, _("Beskeden er lagt i posten."))
            return redirect("person", person_id=person_id)
        return _page(request, actor, person_id, form, faults)
    return _page(request, actor, person_id, form, [])


def _queue(form: WriteForm, person: Any, actor: Actor) -> None:
    letters.to_person(
        person=person, code="own_words", values={"words": form.cleaned_data["words"].strip()},
        key=f"own:{form.cleaned_data['message_id']}", by=actor, at=now(), channel=form.cleaned_data["channel"],
    )  # fmt: skip


def _page(request: Request, actor: Actor, person_id: UUID, form: WriteForm, faults: list[Any]) -> HttpResponse:
    return page(
        request,
        "staff/post/write.jinja",
        status=422 if form.is_bound else 200,
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
        form=form,
        faults=faults,
        earlier=list(queries.of_person(actor, person_id)[:10]),
    )


@guarded(Action.WRITE_TO_PERSON, methods=("GET", "POST"))
def way(request: Request, person_id: UUID) -> HttpResponse:
    """Phone, letter, SMS or e-mail; large type; never SMS; and in whose name."""
    actor = request.actor
    person, kept = people.get(actor, person_id), queries.way_to(actor, person_id)
    senders = {str(one.id): one for one in organisations.every(actor) if one.kind != "municipality"}
    form = WayForm(
        request.POST or None,
        senders=[(key, one.name) for key, one in senders.items()],
        initial={
            "contact_way": person.contact_way,
            "large": kept.large if kept else False,
            "no_sms": kept.no_sms if kept else False,
            "sender": str(kept.sender_id or "") if kept else "",
        },
    )
    if form.is_valid():
        given, at = form.cleaned_data, now()
        people_operations.edit_person(person=person, facts={"contact_way": given["contact_way"]}, by=actor, at=at)
        by_hand.choose_way(
            person=person, large=given["large"], no_sms=given["no_sms"], sender=senders.get(given["sender"]),
            by=actor, at=at,
        )  # fmt: skip
        say(request, _("Det er skrevet ned."))
        return redirect("person", person_id=person_id)
    return page(
        request,
        "staff/post/way.jinja",
        status=422 if form.is_bound else 200,
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
        form=form,
    )


def _refuse_if_gone(person: Any) -> None:
    if not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
