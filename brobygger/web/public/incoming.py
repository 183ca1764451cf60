"""Answers from the SMS gateway: a program posts them, with the key we share."""

from __future__ import annotations

import hmac
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import tell
from brobygger.registry.access.actor import the_system
from brobygger.registry.organisations.queries import municipality_of_code
from brobygger.registry.people.acting import acting_as

LONGEST = 20_000  # bytes; an SMS is far shorter


@csrf_exempt
@require_POST
def sms(request: HttpRequest, code: str) -> HttpResponse:
    """One answer: {"from", "text", "reference"} in JSON. 204 when it is kept, also twice; 403 without the key.

    code: the municipality's, four digits. The reference is the gateway's own, so that an answer sent twice is one.
    """
    given = request.headers.get("Authorization", "")
    if not settings.SMS_KEY or not hmac.compare_digest(given.encode(), f"Bearer {settings.SMS_KEY}".encode()):
        return HttpResponse(status=403)
    municipality_id = municipality_of_code(code)
    told = _read(request)
    if municipality_id is None or told is None:
        return HttpResponse(status=400)
    system = the_system(municipality_id=municipality_id)
    with acting_as(system):
        tell.answered(sender=told["from"], body=told["text"], external_id=told["reference"], by=system, at=now())
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> dict[str, str] | None:
    """The three texts, or None for anything else. A NUL is no text in PostgreSQL."""
    if len(request.body) > LONGEST:
        return None
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    wanted = ("from", "text", "reference")
    if not isinstance(told, dict) or not all(isinstance(told.get(name), str) and told[name] for name in wanted):
        return None
    clean = {name: str(told[name]).replace("\0", "") for name in wanted}
    return clean if all(_storable(text) for text in clean.values()) else None


def _storable(text: str) -> bool:
    """Half a surrogate pair is JSON but no text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
