"""Those who wait: how many and how long, programme by programme, and where one goes on from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.pathway.matching import places, queries
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page

MOST_PROGRAMMES = 50


@guarded(Action.MATCH_WAITING)
def waiting(request: Request) -> HttpResponse:
    """Every programme in which somebody waits, those who have waited longest first."""
    actor: Actor = request.actor
    today = local_date(now())
    rows: dict[UUID, list[queries.WaitingRow]] = {}
    for row in queries.waiting(actor):
        rows.setdefault(row.programme_id, []).append(row)
    proposals = list(queries.open_group_proposals(actor))
    running = list(programmes.running(actor, on=today)[:MOST_PROGRAMMES])
    free = offers.places_free(actor)
    held = places.count_by_programme(actor)
    groups = [
        (str(offer.id), _choice(offer.name, free.get(offer.id)))
        for offer in offers.local_offers(actor)
        if offer.organisation_id is not None and offer.kind != "one_to_one"
    ]
    return page(
        request,
        "staff/waiting/waiting.jinja",
        programmes=_told(running, rows, proposals, held, today),
        offers=groups,
    )


def _told(
    running: Sequence[Any],
    rows: Mapping[UUID, Sequence[queries.WaitingRow]],
    proposals: Sequence[Any],
    held: Mapping[UUID, int],
    today: date,
) -> list[dict[str, Any]]:
    told = []
    for programme in running:
        here = rows.get(programme.id, [])
        own = [one for one in proposals if one.programme_id == programme.id]
        asked = held.get(programme.id, 0)
        if here or own or asked:
            told.append(
                {
                    "programme": programme,
                    "summary": _summary(here, today),
                    "proposals": own,
                    "count": len(here),
                    "held": ngettext("%s er spurgt", "%s er spurgt", asked) % asked if asked else "",
                }
            )
    return sorted(told, key=lambda one: -one["count"])


def _summary(rows: Sequence[queries.WaitingRow], today: date) -> str:
    """ "24 venter. Den, der har ventet længst, sagde ja for 62 dage siden." """
    if not rows:
        return _("Ingen venter lige nu.")
    longest = (today - rows[0].since).days
    count = ngettext("%s venter.", "%s venter.", len(rows)) % len(rows)
    return f"{count} " + (
        ngettext(
            "Den, der har ventet længst, sagde ja for %s dag siden.",
            "Den, der har ventet længst, sagde ja for %s dage siden.",
            longest,
        )
        % longest
    )


def _choice(name: str, free: int | None) -> str:
    if free is None:
        return name
    return f"{name} ({ngettext('%s ledig plads', '%s ledige pladser', max(0, free)) % max(0, free)})"
