"""An occasion on paper: the list for the table with a code to scan, and a letter to each who is invited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import report_paper
from brobygger.pathway.occasions import queries
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.links.queries import address_of, newest_for
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.queries import may_be_contacted, read_many
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.paper import printed, qr

LINES = 14  # as many names as a sheet holds in large type
MOST_LETTERS = 2000


@guarded(Action.HOLD_OCCASION)
def paper_list(request: Request, occasion_id: UUID) -> HttpResponse:
    """The list for the table: name, telephone, and three boxes; and the code, for those who would rather scan."""
    shown = queries.occasion(request.actor, occasion_id)
    link = newest_for(request.actor, Opens.COME_TO, [shown.id]).get(shown.id)
    language = "en" if (get_language() or "da").startswith("en") else "da"
    data = {
        "language": language,
        "title": shown.name,
        "when": dates.exact_day(shown.day, language),
        "time": dates.clock(shown.time, language) if shown.time else "",
        "place": shown.place,
        "stops": shown.stops,
        "qr": qr(address_of(link)) if link else None,
        "lines": LINES,
        "phone": settings.BROBYGGER_PHONE,
        "words": {
            "name": _("Navn"), "phone": _("Telefon"), "call": _("Ring til mig"), "more": _("Vil høre mere"),
            "volunteer": _("Vil være frivillig"),
            "about": _("Om hvad?"), "scan": _("Skriv dig på her, eller scan koden med din telefon."),
            "qr": _("QR-kode til siden"), "stops": _("Bussen stopper ved"), "us": _("Ring til os:"),
            "kept": _("Vi bruger kun dit navn og nummer til at ringe til dig."),
        },
    }  # fmt: skip
    return printed("occasion_list.typ", data, name="liste")


@guarded(Action.HOLD_OCCASION)
def letters(request: Request, occasion_id: UUID) -> HttpResponse:
    """A letter to each who is invited and may still be written to. Danish: it is sent to a home."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    guests = queries.guests_of(actor, shown).filter(invited_at__isnull=False, came__isnull=True, person__isnull=False)
    ids = [one.person_id for one in guests[:MOST_LETTERS] if one.person_id]
    people = read_many(actor, ids, purpose=Purpose.DETECTION, only={Fields.NAME, Fields.ADDRESS})
    told = [one.name for one in offers.by_ids(actor, shown.offers)]
    written = [
        _letter(person, shown, told, actor.organisation_name)
        for person in (people[one] for one in ids if one in people)
        if person.sees(Fields.NAME) and may_be_contacted(person)
    ]
    made = report_paper.paper("letters.typ", {"letters": written, "title": shown.name})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="invitationer.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def _letter(person: Any, shown: Any, offers_there: list[str], sender: str) -> dict[str, Any]:
    place = " ".join(filter(None, (person.postcode, person.city)))
    when = " ".join(filter(None, (dates.exact_day(shown.day), shown.time and dates.clock(shown.time))))
    lines = [
        f"Kære {person.given_name}",
        f"Kom til {shown.name} {when}." + (f" Vi mødes her: {shown.place}." if shown.place else ""),
        *([f"Du fylder {shown.turns} i år. Det gør alle, der får dette brev."] if shown.turns else []),
        "Du kan møde andre, få en kop kaffe og høre, hvad der sker tæt på dig. Måske er der noget, du vil være med "
        "til. Måske kan du selv noget, som andre har brug for.",
        *([f"Du kan blandt andet møde {', '.join(offers_there[:4])}."] if offers_there else []),
        f"Det er gratis. Tag gerne en med. Har du brug for at blive hentet, så ring på {settings.BROBYGGER_PHONE}.",
        "Venlig hilsen",
    ]
    return {
        "address": [line for line in (person.name, person.address, place) if line],
        "lines": lines,
        "sender": [sender],
        "date": dates.exact_day(local_date(now())).partition(" den ")[2],
        "answer": None,
    }
