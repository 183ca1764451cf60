"""The letter about a visit, answered by the person or a relative. The page knows the time and nobody's name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.journeys import by_link
from brobygger.registry.access.actor import Actor
from brobygger.web.public.links.forms import VisitForm
from brobygger.web.shared import dates


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Keep the time, move it to one of a few others, or say no thank you."""
    at = now()
    planned = by_link.visit_time(link=link, by=holder, at=at)
    if planned is None:
        return render(request, "public/links/ended.jinja", {"why": "used"}, status=410)
    times = [(one.isoformat(), _said(one)) for one in by_link.other_times(link=link, by=holder, at=at)]
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    form = VisitForm(request.POST or None, times=times)
    if answer == "kept":
        by_link.keep_visit(link=link, by=holder, at=at)
        return answer
    if answer == "cancelled" and form.is_valid():
        by_link.cancel_visit(link=link, reason=form.cleaned_data["reason"] or "declined", by=holder, at=at)
        return answer
    if answer == "moved" and form.is_valid() and form.cleaned_data["time"]:
        by_link.move_visit(link=link, to=form.moment, by=holder, at=at)
        return answer
    status = 422 if request.method == "POST" else 200
    context = {"planned": _said(planned), "form": form, "missing": answer == "moved"}
    return render(request, "public/links/visit.jinja", context, status=status)


def _said(moment: datetime) -> str:
    here = moment.astimezone(DENMARK)
    return f"{dates.exact_day(here.date())} {dates.clock(here.time())}"
