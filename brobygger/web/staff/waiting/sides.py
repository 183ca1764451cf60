"""The waiting list of a programme, its two sides beside each other, and how long it takes."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import two_sides
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.waiting import said


@guarded(Action.MATCH_WAITING)
def sides(request: Request, programme_id: UUID) -> HttpResponse:
    """Persons without names, so that it can be printed and taken to a meeting; volunteers; groups with places."""
    actor: Actor = request.actor
    programme = programmes.get(actor, programme_id)
    both = two_sides.two_sides(programme=programme, by=actor, at=now())
    return page(
        request,
        "staff/waiting/sides.jinja",
        programme=programme,
        waiting=[said(one) for one in both.waiting],
        interests=_interests(both.waiting),
        volunteers=both.volunteers,
        groups=both.groups,
        expected=expected_wait(both.expected),
        expected_by=[
            (str(WISHED[company]), expected_wait(told)) for company, told in both.expected_by.items() if told.people
        ],
        lacking=_lacking(both.lacking) + _without_host(both.without_host),
        areas=[(area or _("uden team"), ones, groups) for area, ones, groups in both.lacking.areas],
    )


WISHED = {"one_to_one": gettext_lazy("Besøg"), "group": gettext_lazy("En gruppe")}


def _interests(waiting: Any) -> list[tuple[str, int]]:
    """What most of those who wait would like, so that a group can be thought of (R073)."""
    counted = Counter(interest for one in waiting for interest in one.interests)
    return [(words.said(words.INTERESTS, code), count) for code, count in sorted(counted.items(), key=_most_first)]


def _most_first(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _without_host(groups: Any) -> list[str]:
    if not groups:
        return []
    missing = ngettext("Der mangler en vært i %s gruppe:", "Der mangler en vært i %s grupper:", len(groups)) % len(
        groups
    )
    return [f"{missing} {', '.join(group.name for group in groups)}."]


def expected_wait(told: Any) -> str:
    """The median with what it stands on, or that it cannot be said."""
    if told.too_few:
        return _("Hvor længe man plejer at vente: for få til at sige det endnu.")
    stands_on = ngettext("%s borger", "%s borgere", told.people) % told.people
    still = ngettext("%s venter stadig", "%s venter stadig", told.still) % told.still
    if told.median is None:
        return _("Under halvdelen har fået et ja det seneste år (%(people)s, %(still)s).") % {
            "people": stands_on, "still": still,
        }  # fmt: skip
    days = ngettext("%s dag", "%s dage", told.median) % told.median
    return _("Halvdelen får et ja inden for %(days)s. Det står på %(people)s det seneste år; %(still)s.") % {
        "days": days, "people": stands_on, "still": still,
    }  # fmt: skip


def _lacking(told: Any) -> list[str]:
    found = []
    if told.visitors:
        visitors = ngettext("Der mangler %s besøgsven.", "Der mangler %s besøgsvenner.", told.visitors)
        found.append(visitors % told.visitors)
    if told.places:
        places = ngettext("Der mangler %s plads i en gruppe.", "Der mangler %s pladser i grupper.", told.places)
        found.append(places % told.places)
    return found or [_("Der er frivillige og pladser nok til dem, der venter.")]
