"""A member of a group arranges a visit or a speaker: who has been asked, what they said, and when it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import arrange
from brobygger.registry.access.actor import Actor
from brobygger.web.public.links.forms import ArrangeForm
from brobygger.web.shared import dates, group_words


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """The page comes back after each thing that is done; telling the host ends with thanks."""
    at = now()
    found, asked = arrange.behind(link=link, by=holder)
    what = request.POST.get("answer", "") if request.method == "POST" else ""
    seen = whole(request.POST.get("seen", ""))
    form = ArrangeForm(request.POST if what == "ask" else None, kinds=arrange.KINDS)
    if what in ("yes", "no") and seen is not None:
        arrange.heard(
            link=link, order_id=request.POST.get("order", ""), seen=seen, yes=what == "yes",
            words=request.POST.get("words", "")[:300], by=holder, at=at,
        )  # fmt: skip
        return HttpResponseRedirect(request.path)
    if what in ("done", "said"):
        arrange.tell_host(link=link, words=request.POST.get("words", "")[:300], done=what == "done", by=holder, at=at)
        return "arranged"
    if form.is_valid():
        try:
            facts = dict(form.cleaned_data)
            facts["id"] = facts.pop("order_id")
            arrange.ask(link=link, facts=facts, by=holder, at=at)
            return HttpResponseRedirect(request.path)
        except Refusal as refused:
            form.add_error(None, str(refused.message))
    here = found.session.starts_at.astimezone(DENMARK)
    pairs = [
        (_("Hvad"), found.about),
        (_("Hvornår"), f"{dates.exact_day(here.date())} {dates.clock(here.time())}"),
        (_("Hvor"), found.session.place),
        (_("Gruppen"), found.session.group.name),
    ]
    context = {
        "found": found, "asked": asked, "form": form, "says": group_words, "pairs": [one for one in pairs if one[1]],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "public/links/arranging.jinja", context, status=status)
