"""One's own calendar on the phone, and a person's: an address that is shown once, and can be taken back."""

from __future__ import annotations

import base64
import io
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import days_ahead, tell, who_pays
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.communication import feeds
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import may_be_contacted
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

MOST_ON_PAPER = 12


@guarded(Action.OWN_CALENDAR, methods=("GET", "POST"))
def own(request: Request) -> HttpResponse:
    """Get an address for one's own days ahead. The address stands in the answer to this POST, and nowhere else."""
    secret = feeds.open_feed(by=request.actor, at=now()) if request.method == "POST" else ""
    return _shown(request, "partners/calendar_feed/own.jinja", secret, since=feeds.open_since(request.actor))


@guarded(Action.OWN_CALENDAR, methods=("POST",))
def end_own(request: Request) -> HttpResponse:
    """Take the address back."""
    feeds.end_feeds(by=request.actor, at=now())
    say(request, _("Adressen virker ikke mere."))
    return redirect("own_calendar")


@guarded(Action.WRITE_TO_PERSON, methods=("GET", "POST"))
def of_person(request: Request, person_id: UUID) -> HttpResponse:
    """An address for a person who wants a calendar: to scan from the screen, or from the paper."""
    actor = request.actor
    person = people.get(actor, person_id)
    if request.method == "POST" and not may_be_contacted(person):
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    secret = feeds.open_feed(by=actor, at=now(), person=person) if request.method == "POST" else ""
    return _shown(
        request, "partners/calendar_feed/of_person.jinja", secret, since=feeds.open_since(actor, person.id),
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
    )  # fmt: skip


@guarded(Action.WRITE_TO_PERSON)
def agreed(request: Request, person_id: UUID) -> HttpResponse:
    """What is agreed with a person, in large type to print: for whoever has no telephone in the pocket (R090)."""
    actor = request.actor
    person = people.get(actor, person_id)
    gone = not may_be_contacted(person)
    return page(
        request,
        "partners/calendar_feed/agreed.jinja",
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
        entries=[] if gone else days_ahead.agreed_with(person, now())[:MOST_ON_PAPER],
        costs=() if gone else who_pays.of_person(actor, person_id, at=now()),
        payers=group_words.PAYS,
        letters=tell,
    )


@guarded(Action.WRITE_TO_PERSON, methods=("POST",))
def end_of_person(request: Request, person_id: UUID) -> HttpResponse:
    """Take a person's address back."""
    feeds.end_feeds(by=request.actor, at=now(), person=people.get(request.actor, person_id))
    say(request, _("Adressen virker ikke mere."))
    return redirect("person_calendar", person_id=person_id)


def _shown(request: Request, template: str, secret: str, **context: Any) -> HttpResponse:
    address = request.build_absolute_uri(reverse("calendar_feed", args=[secret])) if secret else ""
    answer = page(request, template, address=address, code=_code(address), **context)
    answer.headers["Cache-Control"] = "no-store"  # a secret stays in no cache and no history
    answer.status_code = 200
    return answer


def _code(address: str) -> str:
    """A QR code as a picture in the page; empty without an address. `webcal` makes a phone subscribe, not download."""
    if not address:
        return ""
    picture = io.BytesIO()
    segno.make(address.replace("https://", "webcal://", 1), error="m", micro=False).save(picture, kind="svg", scale=4)
    return "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
