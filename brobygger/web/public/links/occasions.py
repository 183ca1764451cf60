"""The code on an occasion's list: a guest writes name, number and what he or she would like. Nothing is shown back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import meet_offers
from brobygger.registry.access.actor import Actor
from brobygger.web.public.links.forms import ComeForm


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Its number makes a line that is sent twice one line."""
    occasion = meet_offers.occasion_of(link)
    stands = [(str(one.id), one.name) for one in offers.by_ids(holder, occasion.offers)]
    form = ComeForm(request.POST or None, offers=stands, initial={"guest_id": str(new_id())})
    if form.is_bound and form.is_valid():
        meet_offers.scanned(link=link, told=form.cleaned_data, by=holder, at=now())
        return "wanted"
    context = {"form": form, "occasion": occasion}
    return render(request, "public/links/occasion.jinja", context, status=422 if form.is_bound else 200)
