"""Who looked at whom and why; consents; and whether the log is whole. For data protection."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.audit import queries as read_log_of
from brobygger.foundation.audit.queries import Look, Place
from brobygger.foundation.kernel.digits import whole
from brobygger.journeys import audit
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.access.queries import names_of, users_named
from brobygger.registry.people.queries import newest_consents, read_many, search
from brobygger.web.shared import words
from brobygger.web.shared.days import period
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.access.tabs import tabs

NAMED = 3  # persons named in a sentence; the rest are counted
CONSENTS = 50


@guarded(Action.SEE_READ_LOG)
def read_log(request: Request) -> HttpResponse:
    """?borger= a family name, ?laeser= a reader's name, ?fra= and ?til= days, ?alt=ja with data protection's own."""
    actor: Actor = request.actor
    person, reader = (request.GET.get(name, "").strip()[:100] for name in ("borger", "laeser"))
    first, last, problem = period(request.GET)
    everything = request.GET.get("alt") == "ja"
    found = read_log_of.looks(
        person_ids=search(actor, person, limit=50) if person else None,
        user_ids=users_named(actor, reader) if reader else None,
        first=first,
        last=last,
        without_purpose="" if everything else Purpose.DATA_PROTECTION,
        before=_place(request.GET.get("foer", "")),
    )
    query = {"borger": person, "laeser": reader, "fra": first, "til": last, "alt": "ja" if everything else ""}
    return page(
        request,
        "staff/access/read_log.jinja",
        looks=[] if problem else sentences(actor, found.looks),
        problem=problem,
        query={name: value or "" for name, value in query.items()},
        filtered=any((person, reader, first, last)),
        older="" if problem else _older(query, found.following),
        tabs=tabs("read_log"),
    )


def sentences(actor: Actor, looks: list[Look]) -> list[dict[str, Any]]:
    """Each look as a readable sentence. Three queries and the log's own entry, however many looks."""
    persons = dict.fromkeys(each for look in looks for each in look.person_ids[:NAMED])
    views = read_many(actor, persons, purpose=Purpose.DATA_PROTECTION, only={Fields.NAME}) if persons else {}
    readers = names_of(actor, (look.user_id for look in looks))
    return [
        {
            "at": look.at,
            "who": readers.get(look.user_id) if look.user_id else _("Brobygger selv"),
            "role": words.said(words.ROLES, look.role),
            "what": _listed(str(words.FIELDS[group]) for group in words.FIELDS if group in look.groups),
            "whom": _whom(look.person_ids, views),
            "why": words.said(words.PURPOSES, look.purpose),
        }
        for look in looks
    ]


def _whom(person_ids: tuple[UUID, ...], views: Any) -> str:
    """ "Aase A." or "Aase A., Villy V. og 48 andre"."""
    names = [views[each].short_name if each in views else _("en slettet borger") for each in person_ids[:NAMED]]
    rest = len(person_ids) - len(names)
    if rest > 0:
        others = ngettext("%s anden", "%s andre", rest) % rest
        return _("%(names)s og %(others)s") % {"names": ", ".join(names), "others": others}
    return _listed(names)


def _listed(parts: Iterable[str]) -> str:
    """ "navn, ønsker og alder"."""
    given = list(parts)
    if len(given) < 2:
        return "".join(given)
    return _("%(most)s og %(last)s") % {"most": ", ".join(given[:-1]), "last": given[-1]}


@guarded(Action.SEE_READ_LOG)
def consents(request: Request) -> HttpResponse:
    """?vis=tilbage only those withdrawn; ?side= the page."""
    actor: Actor = request.actor
    withdrawn = request.GET.get("vis") == "tilbage"
    number = _number(request.GET.get("side", ""))
    first = (number - 1) * CONSENTS
    rows = list(newest_consents(actor, withdrawn=True if withdrawn else None)[first : first + CONSENTS + 1])
    fields = {Fields.NAME, Fields.CONSENTS}
    views = read_many(
        actor, [each.person_id for each in rows[:CONSENTS]], purpose=Purpose.DATA_PROTECTION, only=fields
    )  # fmt: skip
    return page(
        request,
        "staff/access/consents.jinja",
        consents=[
            (each, views[each.person_id], _listed(str(words.FIELDS[group]) for group in each.data))
            for each in rows[:CONSENTS]
            if each.person_id in views
        ],
        withdrawn=withdrawn,
        number=number,
        more=len(rows) > CONSENTS,
        tabs=tabs("consent_log"),
        filters=[
            (_("Alle"), reverse("consent_log"), not withdrawn, None),
            (_("Trukket tilbage"), f"{reverse('consent_log')}?vis=tilbage", withdrawn, None),
        ],
    )


@guarded(Action.SEE_READ_LOG)
def check_log(request: Request) -> HttpResponse:
    """Go through the whole chain now, and say in plain words what does not hold."""
    actor: Actor = request.actor
    newest = read_log_of.newest_seal()
    checked, breaks = audit.verify_one(municipality_id=actor.municipality_id, var=settings.VAR)
    return page(
        request,
        "staff/access/check.jinja",
        checked=checked,
        breaks=[(each.seal, audit.WORDS[each.kind]) for each in breaks],
        newest=newest,
        tabs=tabs("check_log"),
    )


def _older(query: dict[str, Any], following: Place | None) -> str:
    if following is None:
        return ""
    told = {name: value for name, value in query.items() if value}
    return f"{reverse('read_log')}?{urlencode({**told, 'foer': f'{following.at.isoformat()}_{following.id}'})}"


def _place(text: str) -> Place | None:
    at, _mark, row_id = text.partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return Place(moment, UUID(row_id)) if moment.tzinfo else None
    except ValueError:
        return None


def _number(text: str) -> int:
    return max(1, min(whole(text) or 1, 200))
