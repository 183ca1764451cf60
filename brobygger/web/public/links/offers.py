"""“Passer det stadig?”, for an organisation that has nothing but an e-mail address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import keep_true
from brobygger.registry.access.actor import Actor
from brobygger.web.public.links.forms import EntryForm
from brobygger.web.shared import words


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Yes with one button; what is new is corrected; an offer that is held no more is taken off."""
    offer = keep_true.offer_of(holder, link)
    answer = request.POST.get("answer", "") if request.method == "POST" else ""
    if answer == "still_right":
        keep_true.still_right(link=link, by=holder, at=now())
        return answer
    if answer == "gone":
        keep_true.gone(link=link, by=holder, at=now())
        return answer
    form = EntryForm(request.POST) if answer == "corrected" else EntryForm(initial=EntryForm.starting_with(offer))
    if form.is_bound and form.is_valid():
        keep_true.corrected(link=link, danish=form.cleaned_data["text"], facts=form.facts(), by=holder, at=now())
        return answer
    days = ", ".join(str(words.WEEKDAYS[day]) for day in offer.weekdays)
    context = {"offer": offer, "form": form, "days": days}
    return render(request, "public/links/offer.jinja", context, status=422 if form.is_bound else 200)
