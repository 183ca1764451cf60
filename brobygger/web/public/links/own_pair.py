"""One's own page about meeting somebody: when and where next, moving or calling off a day, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import own_pair
from brobygger.registry.access.actor import Actor
from brobygger.web.shared.days import written_day


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """The same page for both sides; each thing one can do is a form of its own."""
    at = now()
    own = own_pair.behind(link=link, by=holder, at=at)
    what = request.POST.get("answer", "") if request.method == "POST" else ""
    errors: list[tuple[str, str]] = []
    if what == "moved":
        day = written_day(request.POST.get("to", ""))
        try:
            if day is not None:
                own_pair.move(link=link, to=day, by=holder, at=at)
                return "pair_moved"
            errors = [("id_to", _("Vælg en dag."))]
        except Refusal as refused:
            errors = [("id_to", str(refused.message))]
    elif what == "off":
        own_pair.call_off(link=link, seen=written_day(request.POST.get("seen", "")), by=holder, at=at)
        return "pair_off"
    elif what == "said" and own.asks:
        goes_on = request.POST.get("goes_on", "")
        if goes_on in ("yes", "no"):
            own_pair.say(
                link=link, goes_on=goes_on == "yes", words=request.POST.get("words", "")[:2000], by=holder, at=at
            )
            return "pair_said"
        errors = [("id_goes_on", _("Vælg ja eller nej."))]
    context = {
        "own": own, "today": local_date(at), "errors": errors, "doing": what, "last": own_pair.AHEAD_DAYS,
        "given": request.POST,
    }  # fmt: skip
    return render(request, "public/links/own_pair.jinja", context, status=422 if request.method == "POST" else 200)
