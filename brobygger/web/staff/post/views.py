"""What is sent, waits, failed or is unknown, and what to do about each."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import tell
from brobygger.registry.access.policy import Action
from brobygger.registry.communication import by_hand, queries
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.post import saying

ON_A_PAGE = 50


@guarded(Action.SEE_MESSAGES)
def post(request: Request) -> HttpResponse:
    """One tab for each thing to do; the first that has something in it opens by itself."""
    actor, at = request.actor, now()
    counts = queries.counts(actor, at=at)
    chosen = request.GET.get("vis", "")
    if chosen not in saying.TABS:
        chosen = next((tab for tab in saying.TABS if getattr(counts, tab)), "sent")
    replies = list(queries.to_read(actor)[:ON_A_PAGE]) if chosen == "replies" else []
    found = None if chosen == "replies" else queries.listed(actor, chosen, at=at)
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("side")) if found is not None else None
    return page(
        request,
        "staff/post/post.jinja",
        chosen=chosen,
        counts=counts,
        tabs=[(label, f"{reverse('post')}?vis={tab}", tab == chosen, getattr(counts, tab)) for tab, label in _tabs()],
        found=shown,
        lines=saying.lines(actor, shown) if shown is not None else [],
        replies=replies,
        saying=saying,
    )


def _tabs() -> list[tuple[str, str]]:
    return [(tab, str(label)) for tab, label in saying.TABS.items()]


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def rung(request: Request, message_id: UUID) -> HttpResponse:
    """Somebody has rung: reached, or not."""
    actor = request.actor
    reached = request.POST.get("reached") == "yes"
    message = by_hand.rung(message=queries.get(actor, message_id), reached=reached, by=actor, at=now())
    if message.delivery == "cancelled":
        say(request, _("Personen skal ikke ringes op mere. Opkaldet er stoppet."), kind="warning")
    else:
        say(request, _("Godt. Det er skrevet ned.") if reached else _("Prøv igen i morgen. Det er skrevet ned."))
    return HttpResponseRedirect(f"{reverse('post')}?vis=to_call")


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def settle(request: Request, message_id: UUID) -> HttpResponse:
    """A person has found out: it arrived, send it again, or let it be."""
    actor = request.actor
    message = queries.get(actor, message_id)
    what = request.POST.get("what")
    if what == "stop":
        by_hand.give_up(message=message, by=actor, at=now())
        say(request, _("Beskeden bliver ikke sendt."))
    else:
        by_hand.settle(message=message, arrived=what == "arrived", by=actor, at=now())
        say(request, _("Beskeden er sat til sendt.") if what == "arrived" else _("Beskeden sendes igen."))
    return HttpResponseRedirect(reverse("post"))


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def read_reply(request: Request, reply_id: UUID) -> HttpResponse:
    """Somebody has read an answer: it meant yes, no, or something else that is dealt with now."""
    actor, at = request.actor, now()
    reply = queries.reply(actor, reply_id)
    meant = request.POST.get("meant")
    if meant in ("yes", "no") and reply.read_at is None:
        tell.act_on(reply=reply, agreed=meant == "yes", by=actor, at=at)
    by_hand.read_reply(reply=reply, by=actor, at=at)
    say(request, _("Svaret er læst."))
    return HttpResponseRedirect(f"{reverse('post')}?vis=replies")
