"""A calendar by its secret address: a phone asks for it again and again, without a sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import days_ahead


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar; 404 for an address that is wrong, taken back, or whose owner may see nothing any more."""
    found = days_ahead.of_secret(secret=secret, at=now())
    if found is None:
        return HttpResponse(status=404)
    response = HttpResponse(found, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
