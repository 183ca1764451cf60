"""Paper of a group: the sheet of one session with a code that opens its form, and the month for the fridge."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import DENMARK, local_date, now
from brobygger.journeys import ways
from brobygger.pathway.attendance import queries as sessions
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields
from brobygger.registry.people import queries as people
from brobygger.web.partners import reading
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.paper import address_of, printed, qr

BLANK_LINES = 4  # for somebody new who is there
DAYS_OF_A_PROGRAMME = 31


@guarded(Action.REGISTER_ATTENDANCE)
def session_sheet(request: Request, session_id: UUID) -> HttpResponse:
    """Names and boxes for one session. The code opens the form where the same names stand."""
    actor: Actor = request.actor
    session = sessions.get_session(actor, session_id)
    ids = [row.person_id for row in sessions.expected(actor, session.id)]
    seen = people.read_many(actor, ids, purpose=reading.purpose_of(actor), only={Fields.NAME}) if ids else {}
    path = reverse("session", args=[session.id])
    data = {
        "language": _language(),
        "title": session.group.name,
        "when": _when(session.starts_at),
        "place": session.place,
        "names": sorted((view.name for view in seen.values()), key=str.casefold),
        "blank": BLANK_LINES,
        "qr": qr(address_of(request, path)),
        "words": _words(),
    }
    return printed("attendance.typ", data, name="fremmoede")


@guarded(Action.SEE_GROUPS)
def month(request: Request, group_id: UUID) -> HttpResponse:
    """The group's next month, for participants: days, places, and the duties that go in turn. Nobody's name."""
    actor: Actor = request.actor
    at = now()
    group = groups.get(actor, group_id)
    coming = sessions.coming_of_groups(actor, [group_id], after=at, days=DAYS_OF_A_PROGRAMME).get(group_id, [])
    duties = duties_of(group)
    data = {
        "language": _language(),
        "title": group.name,
        "period": _period(local_date(at)),
        "rows": [
            {"when": _when(each.starts_at), "place": each.place, "agenda": each.agenda, "duties": len(duties)}
            for each in coming
        ],
        "duties": duties,
        "from": group.organisation.name,
        "phone": group.organisation.phone,
        "words": _words(),
    }
    return printed("month.typ", data, name="maanedsprogram")


def duties_of(group: Any) -> list[str]:
    """What the participants take in turn, as the group has said or the recipe says, each once."""
    return list(dict.fromkeys(ways.habits_of(group).duties))


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def _when(moment: datetime) -> str:
    there = moment.astimezone(DENMARK)
    return f"{dates.exact_day(there.date(), _language())} {dates.clock(there.time(), _language())}"


def _period(today: date) -> str:
    until = today + timedelta(days=DAYS_OF_A_PROGRAMME)
    return _("%(first)s til %(last)s") % {
        "first": dates.exact_day(today, _language()),
        "last": dates.exact_day(until, _language()),
    }


def _words() -> dict[str, str]:
    return {
        "name": _("Navn"),
        "came": _("Kom"),
        "why": _("Kom ikke, fordi"),
        "new": _("ny"),
        "tick": _("Sæt kryds ved dem, der kom."),
        "type_in": _("Skriv arket ind samme dag"),
        "how": _("Scan koden, log ind, tryk «Alle kom», og ret dem, der ikke kom. Uden login åbner koden ingenting."),
        "shred": _("Makuler arket, når det er skrevet ind."),
        "qr": _("QR-kode, der åbner siden, hvor fremmødet skrives ind"),
        "programme": _("Program"),
        "where": _("Sted"),
        "agenda": _("Det laver vi"),
        "turn": _("Hvem har tjansen?"),
        "none": _("Der er ingen mødegange i kalenderen den næste måned."),
        "from": _("Hilsen"),
        "phone": _("Ring til os på"),
    }
