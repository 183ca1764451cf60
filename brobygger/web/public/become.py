"""«Bliv frivillig»: anybody may say that he or she would like to. Read by people, never by a machine."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import join_in
from brobygger.registry.access.actor import the_system
from brobygger.registry.organisations import queries as organisations
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.interest_form import InterestForm

MOST_AN_HOUR = 6  # from one address: a library's computer is shared, a machine is not let in
TRAP = "homepage"  # a field people do not see; what fills it in is a machine


@require_http_methods(["GET", "HEAD", "POST"])
def become(request: HttpRequest) -> HttpResponse:
    """The page, and the thanks. ?kommune: its code, where an installation has several."""
    towns = organisations.municipalities()
    asked = request.GET.get("kommune", "")
    town = next((one for one in towns if one.code == asked), towns[0] if len(towns) == 1 else None)
    if town is None:
        return render(request, "public/become_where.jinja", {"towns": towns})
    system = the_system(municipality_id=town.id)
    with acting_as(system):
        places = {str(one.id): one for one in organisations.every(system) if one.kind == "association"}
        form = InterestForm(
            request.POST or None, organisations=[(key, one.name) for key, one in places.items()],
            initial={"channel_note": request.GET.get("fra", "")[:200]},
        )  # fmt: skip
        if request.method != "POST" or not form.is_valid():
            return _shown(request, town, form, status=422 if request.method == "POST" else 200)
        if _too_many(request):
            return render(request, "429.html", status=429)
        if not request.POST.get(TRAP):
            join_in.interested(
                shared_id=form.cleaned_data["shared_id"], organisation=places.get(form.cleaned_data["organisation"]),
                facts=form.facts(), by=system, at=now(),
            )  # fmt: skip
    return redirect("became")


def _shown(request: HttpRequest, town: Any, form: InterestForm, *, status: int) -> HttpResponse:
    return render(request, "public/become.jinja", {"town": town, "form": form, "trap": TRAP}, status=status)


@require_http_methods(["GET", "HEAD"])
def became(request: HttpRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "public/became.jinja")


def _too_many(request: HttpRequest) -> bool:
    """Whether this address has asked too often within the hour. The address itself is not kept."""
    address = hashlib.sha256(str(request.META.get("REMOTE_ADDR", "")).encode()).hexdigest()[:32]
    key = f"become:{address}"
    cache.add(key, 0, 3600)
    return int(cache.incr(key)) > MOST_AN_HOUR
