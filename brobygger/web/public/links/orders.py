"""A kitchen, a taxi or a speaker answers with one press. The page says how many, what, when and where, and no name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, now
from brobygger.foundation.kernel.digits import whole
from brobygger.journeys import order as ordering
from brobygger.registry.access.actor import Actor
from brobygger.web.shared import dates, group_words


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """Yes or no, perhaps with a few words. What has changed since the page was read is shown again."""
    order = ordering.behind(link=link, by=holder)
    answer, seen = request.POST.get("answer", ""), whole(request.POST.get("seen", ""))
    if request.method == "POST" and answer in ("yes", "no") and seen is not None:
        ordering.answer_by_link(
            link=link, seen=seen, yes=answer == "yes", words=request.POST.get("words", "")[:300], by=holder,
            at=now(),
        )  # fmt: skip
        return "order"
    session = order.session
    here = session.starts_at.astimezone(DENMARK)
    pairs = [
        (_("Hvad"), str(group_words.ORDERS[order.kind]) + (f" ({order.count})" if order.count is not None else "")),
        (_("Mere om det"), order.words),
        (_("Hvornår"), f"{dates.exact_day(here.date())} {dates.clock(here.time())}"),
        (_("Hvor"), session.place),
        (_("Hvem spørger"), order.organisation.name),
    ]
    context = {"order": order, "pairs": [pair for pair in pairs if pair[1]]}
    return render(request, "public/links/order.jinja", context, status=422 if request.method == "POST" else 200)
