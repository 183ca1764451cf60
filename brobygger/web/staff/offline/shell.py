"""What the phone keeps so that a visit can be shown without coverage: an empty page, and the script that answers."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from brobygger.web.shared import words


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """The page without persons: scripts fill it from what lies sealed on the phone."""
    response = render(
        request,
        "staff/offline/shell.jinja",
        {"hows": words.choices(words.HOWS), "interests": words.choices(words.INTERESTS)},
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script, from the root: a worker reaches only what lies below its own address."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"  # a new version is taken up at the next opening
    return response


@cache
def _script() -> bytes:
    return (settings.WEB / "static" / "offline" / "worker.js").read_bytes()
