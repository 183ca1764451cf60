"""A signed link is opened: no sign-in, no data about anybody, and a GET that changes nothing.

A programme that reads e-mails for its owner follows every link in them; it finds a page with a button. What the button
does is written in the link's row, and the row is asked again when it is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.context import begin_request
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments.load import HELP
from brobygger.registry.links import queries
from brobygger.registry.links.rules import LinkState, Opens
from brobygger.registry.people.acting import acting_as
from brobygger.web.public.links import (
    arranging,
    days,
    greetings,
    occasions,
    offers,
    orders,
    own_pair,
    rounds,
    tips,
    visits,
)

WRONG_AN_HOUR = 30  # from one address (behind a proxy: from all); a person who types from a letter tries a few times
Opened = Callable[[HttpRequest, Any, Actor], HttpResponse | str]
PAGES: dict[Opens, Opened] = {
    Opens.KEEP_OFFER: offers.opened,
    Opens.ANSWER_VISIT: visits.opened,
    Opens.ANSWER_ROUND: rounds.opened,
    Opens.SEND_TIP: tips.opened,
    Opens.COME_TO: occasions.opened,
    Opens.ANSWER_ORDER: orders.opened,
    Opens.GREETINGS: greetings.opened,
    Opens.ANSWER_DAYS: days.opened,
    Opens.OWN_PAIR: own_pair.opened,
    Opens.ARRANGE: arranging.opened,
}


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """What the link is for, or in plain words why it opens nothing any more."""
    return _careful(_opened(request, token))


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found, town = queries.held(token)
    except NotVisible:
        return _wrong(request)
    state = queries.state_of(found, at=now())
    if state is not LinkState.LIVE:
        return _ended(request, state, status=410)
    begin_request()
    return _answer(request, token, found, queries.holder(found, town))


def _wrong(request: HttpRequest) -> HttpResponse:
    """No such link. Who holds a right one is never shut out by others' guessing: 65 bits guard it, not this count."""
    counter = f"wrong-links:{request.META.get('REMOTE_ADDR', '')}"
    seen = cache.get(counter, 0) + 1
    cache.set(counter, seen, 3600)
    if seen > WRONG_AN_HOUR:
        return render(request, "429.html", status=429)
    return _ended(request, "unknown", status=404)


def _answer(request: HttpRequest, token: str, found: Any, holder: Actor) -> HttpResponse:
    """The page of what the link opens; a string instead of a page is what to say thank you for."""
    try:
        with acting_as(holder):
            answered = PAGES[Opens(found.opens)](request, found, holder)
            if not isinstance(answered, str):
                return answered
    except NotVisible:
        return _ended(request, "unknown", status=404)
    except Refusal as refusal:
        return render(request, "public/links/refused.jinja", {"message": refusal.message}, status=409)
    return HttpResponseRedirect(f"{reverse('link_thanks', args=[token])}?for={answered}")


@require_GET
def thanks(request: HttpRequest, token: str) -> HttpResponse:
    """What the sender gets: that it has been received. The page knows nothing, so it can be opened by anybody."""
    said = request.GET.get("for", "")
    told = {"said": said if said in THANKS else "received", "lifeline": HELP["lifeline"]}
    return _careful(render(request, "public/links/thanks.jinja", told))


THANKS = frozenset(
    {
        "still_right",
        "corrected",
        "gone",
        "kept",
        "moved",
        "cancelled",
        "received",
        "wanted",
        "answered",
        "call",
        "order",
        "rhythm",
        "days",
        "pair_moved",
        "pair_off",
        "pair_said",
        "arranged",
    }
)


def _ended(request: HttpRequest, why: str, *, status: int) -> HttpResponse:
    return render(request, "public/links/ended.jinja", {"why": str(why)}, status=status)


def _careful(response: HttpResponse) -> HttpResponse:
    """The address is a key: it stays out of caches, of search engines and of other sites' logs.

    same-origin rather than no-referrer: with the latter browsers send `Origin: null`, and the POST would be refused.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
