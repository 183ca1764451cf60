"""A visit comes home from the phone: kept whole, with a receipt, or refused whole, with a sentence."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import ValidationError

from brobygger.foundation.kernel import receipts
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys.bring_in import bring_in
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.instruments.rules import BadAnswer
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.staff.offline.brought import Brought, clock_is_wrong
from brobygger.web.staff.visits.about import About, about, what_next

PHONE_CLOCK = "Phone-Clock"


@guarded(Action.SCREEN, methods=("POST",))
def receive(request: Request, episode_id: UUID) -> HttpResponse:
    """One visit (field `visit`, JSON): 201 with a receipt; 400 for a broken one; 409 with why it cannot be kept.

    The guard makes it once: the same key again is led to the receipt, with another content it is 422.
    """
    found = about(request.actor, episode_id)
    try:
        brought = Brought.model_validate_json(request.POST.get("visit", ""))
    except ValidationError:
        return _not_kept(_("Besøget kunne ikke læses. Svarene er stadig på telefonen."), status=400)
    try:
        with transaction.atomic():  # a refusal takes all of it back, also inside the guard's transaction
            warnings = _kept(request, found, brought)
    except IntegrityError:  # a number made on the phone that stands on somebody else's row
        return _not_kept(_("Besøget er allerede skrevet ind."), status=409)
    except BadAnswer as error:
        return _not_kept(str(error.message_da), status=409)
    except Refusal as refusal:
        return _not_kept(str(refusal.message), status=409)
    key = UUID(request.headers.get("Idempotency-Key") or request.POST["idempotency_key"])
    response = _receipt(episode_id, key, [*warnings, *_next(request, episode_id)], status=201)
    response.headers["Location"] = f"{reverse('offline_receipt', args=[episode_id])}?key={key}"
    return response


def _kept(request: Request, found: About, brought: Brought) -> list[str]:
    actor: Actor = request.actor
    if brought.said == "yes" and not may(actor.role, Action.TAKE_CONSENT):
        raise Refusal(_("Du kan ikke længere skrive et ja ind."))
    at, phone_says = now(), _phone_says(request)
    answered_by = found.stage(brought.instrument).answered_by[0] if brought.answers else ""
    bring_in(
        episode=found.episode,
        visit=brought.visited(answered_by=answered_by),
        by=actor,
        at=brought.held_at(phone_says=phone_says, at=at),
    )
    if clock_is_wrong(phone_says=phone_says, at=at):
        return [_("Telefonens ur går forkert. Brobygger har regnet ud, hvornår besøget var.")]
    return []


def _phone_says(request: Request) -> datetime | None:
    try:
        said = datetime.fromisoformat(request.headers.get(PHONE_CLOCK, ""))
    except ValueError:
        return None
    return said if said.tzinfo else None


def _next(request: Request, episode_id: UUID) -> list[str]:
    actor: Actor = request.actor
    return what_next(actor, about(actor, episode_id))


@guarded(Action.SCREEN)
def receipt(request: Request, episode_id: UUID) -> HttpResponse:
    """Whether what was sent under a key (`?key=`) has been received, and what happens next.

    Who may no longer see the person is still told that the visit came, and nothing else.
    """
    try:
        key = UUID(request.GET.get("key", ""))
    except ValueError:
        key = None
    accepted = receipts.accepted_at(key=key) if key else None
    try:
        sentences = _next(request, episode_id)
    except NotVisible:
        if not accepted:
            raise
        sentences = []
    return _receipt(episode_id, key if accepted else None, sentences, status=200)


def _receipt(episode_id: UUID, key: UUID | None, sentences: list[str], *, status: int) -> HttpResponse:
    """`received`: the key, or null where nothing came."""
    return _told({"received": str(key) if key else None, "episode": str(episode_id), "next": sentences}, status)


def _not_kept(sentence: str, *, status: int) -> HttpResponse:
    return _told({"received": None, "why": sentence}, status)


def _told(told: dict[str, object], status: int) -> HttpResponse:
    response = JsonResponse(told, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
