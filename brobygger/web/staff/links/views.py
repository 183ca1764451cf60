"""Links for people outside: make, see, print, renew and withdraw them, and see what each channel brought."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.detection import queries as detection
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.links import operations, queries
from brobygger.registry.links.rules import Opens
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import printed, qr
from brobygger.web.staff.links.forms import LinkForm


@guarded(Action.MANAGE_LINKS, methods=("GET", "POST"))
def handed_out(request: Request) -> HttpResponse:
    """The links that are out, what each brought, and one more."""
    actor = request.actor
    form = LinkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = operations.make(
            opens=Opens.SEND_TIP, organisation_id=actor.home, by=actor, at=now(), **form.cleaned_data
        )
        say(request, _("Linket er lavet. Print en seddel, eller send adressen."))
        return redirect("link_shown", link_id=made.id)
    links = [(out, str(queries.state_of(out.link, at=now()))) for out in queries.handed_out(actor, Opens.SEND_TIP)]
    context = {"links": links, "form": form, "brought": detection.tips_by_channel(actor)}
    return page(request, "staff/links/links.jinja", status=422 if form.is_bound else 200, **context)


@guarded(Action.MANAGE_LINKS)
def shown(request: Request, link_id: UUID) -> HttpResponse:
    """One link with its address, as often as it is needed."""
    link = _of_tips(request.actor, link_id)
    state = str(queries.state_of(link, at=now()))
    return page(request, "staff/links/link.jinja", link=link, state=state, address=queries.address_of(link))


@guarded(Action.MANAGE_LINKS)
def slip(request: Request, link_id: UUID) -> HttpResponse:
    """A slip to lie on a counter: a code to scan, an address to type, a number to ring, lines to write on."""
    link = _of_tips(request.actor, link_id)
    own = link.channel == "self"
    data = {
        "language": _language(),
        "title": _("Vil du mødes med andre?") if own else _("Tænker du på én, der mangler selskab?"),
        "qr": qr(queries.address_of(link)),
        "place": link.given_to,
        "until": dates.exact_day(local_date(link.expires_at), _language()),
        "phone": settings.BROBYGGER_PHONE,
        "words": {
            "how": _("Scan koden med din telefon, og skriv det. Du skal ikke logge ind.")
            if own
            else _("Scan koden, og skriv, hvad du har set. Du skal ikke logge ind. Spørg gerne personen først."),
            "type": _("Eller skriv adressen:"), "call": _("Eller ring:"), "scan": _("QR-kode til siden"),
            "paper": _("Eller skriv her, og giv sedlen til personalet:"),
            "who": _("Navn"), "phone": _("Telefon"),
            "what": _("Hvad har du lyst til?") if own else _("Hvad har du set?"),
            "until": _("Koden virker til"), "place": _("Seddel fra"),
        },
    }  # fmt: skip
    return printed("slip.typ", data, name="seddel")


@guarded(Action.MANAGE_LINKS, methods=("POST",))
def renew(request: Request, link_id: UUID) -> HttpResponse:
    """A new address; the old one stops at once."""
    made = operations.renew(link=_of_tips(request.actor, link_id), by=request.actor, at=now())
    say(request, _("Der er lavet en ny adresse. Den gamle virker ikke mere."))
    return redirect("link_shown", link_id=made.id)


@guarded(Action.MANAGE_LINKS, methods=("POST",))
def withdraw(request: Request, link_id: UUID) -> HttpResponse:
    """The link opens nothing from the next request on."""
    link = operations.withdraw(link=_of_tips(request.actor, link_id), by=request.actor, at=now())
    say(request, _("Linket til %(place)s er lukket.") % {"place": link.given_to})
    return redirect("links")


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def _of_tips(actor: Actor, link_id: UUID) -> Any:
    link = queries.get(actor, link_id)
    if link.opens != Opens.SEND_TIP:
        raise NotVisible("link")
    return link
