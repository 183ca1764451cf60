"""What was sent and could not be received, told to whoever sent it: the longest of it to copy, and what to write anew.

Nothing is lost without a word: the page says that short answers and choices are to be given again.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

LEAST_LETTERS = 12  # shorter answers are quicker to give again than to copy
PLAIN = "/:@"  # what an address may hold as it is
NOT_TYPED = ("csrfmiddlewaretoken", "idempotency_key", "form_id", "password", "next")


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in: to the sign-in and back. Who had just sent something sees it, to copy it once signed in.

    The request has passed the check of forged requests, so what is shown is what the reader typed.
    """
    if request.method != "POST":
        return redirect("/login/?next=" + quote(request.get_full_path(), safe=PLAIN))
    typed = [
        value.strip()
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_TYPED and len(value.strip()) >= LEAST_LETTERS
    ]
    context = {
        "typed": [value for value in typed if " " in value or "\n" in value],
        "next": quote(_came_from(request), safe=PLAIN),
    }
    response = render(request, "shared/signed_out.jinja", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response


def _came_from(request: HttpRequest) -> str:
    """The page the form stood on, where it is one of ours."""
    told = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(told)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class NothingHereMiddleware:
    """A page instead of an empty one, where somebody opens an address that only receives (after signing in, mostly)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        told = render(request, "shared/receives_only.jinja", status=405)
        told.headers["Allow"] = response.headers["Allow"]
        return told
