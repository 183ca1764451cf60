"""The guard of every page: who may, as whom, once.

`@guarded(Action.X)` on a view names its action in the policy table. The guard signs the actor in to the database for
one transaction, refuses roles the table does not name, makes a repeated POST harmless, and turns a Refusal into a
calm page with nothing stored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.context import begin_request
from brobygger.foundation.kernel.receipts import OtherPayload, claim, hash_of, release, settle
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.queries import actor_of
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.not_kept import log_in_first

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request as a guarded view gets it: somebody has signed in, and this is who."""

    actor: Actor


MEMBERSHIP = "membership_id"  # session key: which of several roles is in use


def guarded(action: Action, *, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Guard a view. `methods`: which it answers; only POST may change anything."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in methods:
                return HttpResponseNotAllowed(methods)
            if not request.user.is_authenticated:
                return log_in_first(request)
            actor = _actor_of(request)
            if actor is None or not may(actor.role, action):
                return render(request, "shared/not_yours.jinja", {"actor": actor}, status=403)
            begin_request()
            request.actor = actor  # type: ignore[attr-defined]
            return _answer(view, request, actor, args, kwargs)

        guard.action = action  # type: ignore[attr-defined]
        guard.methods = methods  # type: ignore[attr-defined]
        return guard

    return decorate


def _actor_of(request: HttpRequest) -> Actor | None:
    wanted = request.session.get(MEMBERSHIP)
    return actor_of(
        user=request.user,  # type: ignore[arg-type]
        on=local_date(now()),
        membership_id=UUID(wanted) if wanted else None,
    )


def _answer(view: View, request: HttpRequest, actor: Actor, args: Any, kwargs: Any) -> HttpResponse:
    try:
        with acting_as(actor):
            if request.method == "POST":
                return _once(view, request, args, kwargs)
            return _rendered(view(request, *args, **kwargs))
    except NotVisible:
        raise Http404 from None
    except OtherPayload as refusal:
        return _refused(request, actor, refusal, status=422)
    except Refusal as refusal:
        return _refused(request, actor, refusal, status=409)


def _once(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    """Run a POST once for each key; the same key again gets the first answer."""
    key = _key_of(request)
    earlier = claim(key=key, payload_hash=_payload(request), at=now())
    if earlier is not None:
        return HttpResponseRedirect(earlier.location or request.path)
    response = _rendered(view(request, *args, **kwargs))
    if response.status_code >= 400:  # a form with errors: nothing was done, so the key can be used again
        release(key=key)  # what the page shows again was read, and stays in the read log
        return response
    settle(key=key, location=response.headers.get("Location", request.path))
    return response


def _key_of(request: HttpRequest) -> UUID:
    given = request.POST.get("idempotency_key") or request.headers.get("Idempotency-Key", "")
    try:
        return UUID(given)
    except ValueError:
        raise Refusal(_("Siden blev sendt uden sit nummer. Åbn den igen, og prøv en gang til.")) from None


def _payload(request: HttpRequest) -> str:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "idempotency_key")
        for value in values
    ]
    files = [(name, f"{file.name}:{file.size}") for name in request.FILES for file in request.FILES.getlist(name)]
    return hash_of([("path", request.path), *fields, *files])


def _rendered(response: HttpResponse) -> HttpResponse:
    """A page is rendered inside the transaction, while the actor still reaches what it shows."""
    render_now = getattr(response, "render", None)
    return render_now() if render_now else response


def _refused(request: HttpRequest, actor: Actor, refusal: Refusal, *, status: int) -> HttpResponse:
    context = {"actor": actor, "message": refusal.message, "back": request.headers.get("Referer", "/")}
    return render(request, "shared/refused.jinja", context, status=status)


def done(request: HttpRequest, sentence: str, to: str) -> HttpResponseRedirect:
    """What a POST answers when it went well: one sentence of what happened, and the next page."""
    messages.success(request, sentence)
    return HttpResponseRedirect(to)
