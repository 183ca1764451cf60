"""A worry from outside: a pharmacist, a caretaker, a priest, a shop, a relative, the person. Nothing is shown back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import by_link
from brobygger.registry.access.actor import Actor
from brobygger.web.public.links.forms import OwnTipForm, TipForm


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """A short form. Its number makes a tip that is sent twice one tip."""
    own = link.channel == "self"
    kind = OwnTipForm if own else TipForm
    form = kind(request.POST) if request.method == "POST" else kind(initial={"tip_id": str(new_id())})
    if form.is_bound and form.is_valid():
        by_link.send_tip(link=link, told=form.cleaned_data, by=holder, at=now())
        return "received"
    context = {"form": form, "own": own, "municipality": holder.municipality_name}
    return render(request, "public/links/tip.jinja", context, status=422 if form.is_bound else 200)
