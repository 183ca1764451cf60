"""Sending the questions of a round: to one person, to everybody who can be reached, or as a sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import ask_by_link
from brobygger.journeys.ask_by_link import Asked
from brobygger.pathway.measurement import queries as measurements
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.instruments.load import load
from brobygger.registry.links.queries import address_of
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.notices import say
from brobygger.web.shared.paper import printed, qr

WAYS = {"sms": gettext_lazy("på SMS"), "email": gettext_lazy("på e-mail"), "letter": gettext_lazy("i et brev")}
WHY_CALL = {
    "": "",
    "phone": gettext_lazy("Ring, eller giv et ark: borgeren vil ringes op, eller der mangler en adresse."),
    "no_consent": gettext_lazy("Sendes ikke: der er intet samtykke, der gælder."),
    "gone": gettext_lazy("Sendes ikke: borgeren er stoppet, flyttet, død eller vil ikke kontaktes."),
    "observer": gettext_lazy("Sendes ikke: det er en medarbejder, der svarer."),
}
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def summary(asked: Sequence[Asked]) -> str:
    """How many can be written to, by which way, and how many must be called instead; empty when nobody waits."""
    new = [one for one in asked if not one.why and one.link is None]
    ways = {way: sum(one.way == way for one in new) for way in WAYS}
    return _told(ways, sum(one.why in ("phone", "no_consent") for one in asked)) if asked else ""


def _told(ways: Any, to_call: int) -> str:
    parts = [f"{n} {WAYS[way]}" for way, n in ways.items() if n]
    written = _("Spørgsmålene kan sendes: %s.") % ", ".join(parts) if parts else _("Ingen nye kan få dem på skrift.")
    return f"{written} {_to_call(to_call)}".strip()


def _to_call(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(n)s skal ringes op i stedet.", "%(n)s skal ringes op i stedet.", number) % {"n": number}


@guarded(Action.MEASURE, methods=("POST",))
def send(request: Request, programme_id: UUID) -> HttpResponse:
    """Send to the one that is named, else to everybody who has not got them."""
    actor, at = request.actor, now()
    programme = running.get(actor, programme_id)
    asked = ask_by_link.to_ask(programme=programme, by=actor, at=at)
    named = request.POST.get("measurement", "")
    if named:
        asked = [one for one in asked if str(one.first.id) == named]
        if not asked:
            raise NotVisible("measurement")
    sent = ask_by_link.send(asked=asked, by=actor, at=at, again=bool(named))
    back = HttpResponseRedirect(reverse("rounds", args=[programme_id]))
    if not sent.ways:
        say(request, f"{_('Ingen fik spørgsmålene nu.')} {_to_call(sent.to_call)}".strip(), kind="info")
        return back
    ways = ", ".join(f"{n} {WAYS[way]}" for way, n in sent.ways.items())
    told = _("Spørgsmålene går af sted tidligst om ti minutter: %s.") % ways
    stamp = (at - _BEGINNING) // timedelta(microseconds=1)
    say(
        request, f"{told} {_to_call(sent.to_call)}".strip(),
        undo_url=reverse("rounds_take_back", args=[programme_id, stamp]), undo_label=_("Fortryd"),
    )  # fmt: skip
    return back


@guarded(Action.MEASURE, methods=("POST",))
def take_back(request: Request, programme_id: UUID, stamp: int) -> HttpResponse:
    """Stop what was sent a moment ago and has not left."""
    try:
        made_at = _BEGINNING + timedelta(microseconds=stamp)
    except OverflowError:
        raise NotVisible("moment") from None
    running.get(request.actor, programme_id)
    number = ask_by_link.take_back(made_at=made_at, by=request.actor, at=now())
    if number:
        say(request, ngettext("%(n)s besked er stoppet.", "%(n)s beskeder er stoppet.", number) % {"n": number})
    else:
        say(request, _("Der var ikke noget at stoppe. Beskederne er allerede sendt."), kind="info")
    return HttpResponseRedirect(reverse("rounds", args=[programme_id]))


@guarded(Action.MEASURE, methods=("GET", "POST"))
def sheet(request: Request, measurement_id: UUID) -> HttpResponse:
    """The questions in large type, with the code that opens the page they are typed in on. No name stands on it."""
    actor, at = request.actor, now()
    programme = measurements.get(actor, measurement_id).episode.programme
    found = ask_by_link.to_ask(programme=programme, by=actor, at=at)
    one = next((one for one in found if one.first.id == measurement_id), None)
    if request.method == "POST" and one is not None:
        ask_by_link.paper_link(one=one, by=actor, at=at)
        return HttpResponseRedirect(reverse("round_sheet", args=[measurement_id]))
    if one is None or one.link is None:  # a GET makes no link: the button does
        return HttpResponseRedirect(reverse("rounds", args=[programme.id]))
    return printed("round_sheet.typ", _as_data(one, address_of(one.link)), name="spoergsmaal")


def _as_data(one: Asked, address: str) -> dict[str, Any]:
    parts = []
    for each in one.measurements:
        instrument = load(each.instrument)
        items = [
            {
                "text": item.text.in_language(language()), "kind": item.kind, "highest": item.highest or 0,
                "options": [option.label.in_language(language()) for option in item.options],
            }
            for item in instrument.items
        ]  # fmt: skip
        parts.append({"opener": instrument.opener.in_language(language()), "items": items})
    return {
        "language": language(), "title": _("Hvordan har du det?"), "parts": parts, "qr": qr(address),
        "words": {
            "one_box": _("Sæt ét kryds ved hvert spørgsmål. Du må gerne få hjælp."),
            "spoken": _("Når vi spørger selv, siger vi:"),
            "number": _("Skriv et tal"),
            "due": _("Svar senest %s.") % dates.exact_day(one.first.closes, language()),
            "how": _("Send arket tilbage, eller giv det til os. Du kan også scanne koden eller skrive adressen."),
            "qr": _("QR-kode, der åbner siden, hvor man svarer"),
        },
    }  # fmt: skip
