"""Those who can refer say themselves how often they want to hear from us. The page names nobody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import ask_to_refer
from brobygger.registry.access.actor import Actor


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Less often, a pause, nothing more; or again. Opening it changes nothing."""
    several = ask_to_refer.behind(link=link, by=holder)
    if request.method == "POST" and request.POST.get("answer", "") in ask_to_refer.ANSWERS:
        ask_to_refer.answered(
            link=link, answer=request.POST["answer"], seen=request.POST.get("seen", ""), by=holder, at=now()
        )
        return "rhythm"
    today = local_date(now())
    pauses = [one.paused_until for one in several if one.paused_until and one.paused_until > today]
    context = {
        "names": [ask_to_refer.name_of(one) for one in several], "weeks": several[0].every_weeks, "today": today,
        "stopped": all(one.stopped_on for one in several),
        "paused_until": pauses[0] if pauses else None,
    }  # fmt: skip
    return render(request, "public/links/greetings.jinja", context, status=422 if request.method == "POST" else 200)
