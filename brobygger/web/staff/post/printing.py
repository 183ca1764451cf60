"""Letters and call lists on paper, as tagged PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import report_paper
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.communication import by_hand, queries
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.post import saying

MOST_CALLS = 100
POINTS, LARGE_POINTS = 13, 20  # large: about 7 mm between lines, for those who see badly


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def print_letters(request: Request) -> HttpResponse:
    """Take every letter that waits into one pile."""
    if by_hand.print_letters(by=request.actor, at=now()) is None:
        say(request, _("Der er ingen breve at printe."))
        return HttpResponseRedirect(reverse("post"))
    return HttpResponseRedirect(reverse("pile"))


@guarded(Action.SEE_MESSAGES)
def pile(request: Request) -> HttpResponse:
    """The pile that is printed and not yet said to be posted; without one, back to the post."""
    letters = _pile(request.actor)
    if not letters:
        return HttpResponseRedirect(reverse("post"))
    return page(request, "staff/post/pile.jinja", letters=saying.lines(request.actor, letters))


@guarded(Action.SEE_MESSAGES)
def pile_pdf(request: Request) -> HttpResponse:
    """The pile's letters, one a sheet, each in its receiver's size."""
    letters = _pile(request.actor)
    if not letters:
        return HttpResponseRedirect(reverse("post"))
    return _pdf("messages.typ", {"title": _("Breve"), "letters": written(request.actor, letters)}, "breve.pdf")


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def posted(request: Request) -> HttpResponse:
    """The pile is in the post."""
    letters = _pile(request.actor)
    count = by_hand.posted(batch=letters[0].batch, by=request.actor, at=now()) if letters else 0
    say(request, _("%(n)s breve er sat til sendt.") % {"n": count})
    return HttpResponseRedirect(reverse("post"))


def _pile(actor: Actor) -> Sequence[Any]:
    return queries.newest_pile(actor)


def written(actor: Actor, letters: Sequence[Any]) -> list[dict[str, Any]]:
    """Letters as the paper gets them. Who may no longer be seen by the reader gets none."""
    ids = [letter.person_id for letter in letters if letter.person_id]
    people = read_many(actor, ids, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.ADDRESS})
    ways = queries.ways_to(people)
    day = dates.exact_day(local_date(now()), "da")
    return [
        {
            "address": [people[one.person_id].name, people[one.person_id].address, _town(people[one.person_id])],
            "paragraphs": one.body.split("\n\n"),
            "points": LARGE_POINTS if one.person_id in ways and ways[one.person_id].large else POINTS,
            "date": day,
        }
        for one in letters
        if one.person_id in people
    ]


def _town(person: Any) -> str:
    return f"{person.postcode or ''} {person.city or ''}".strip()


@guarded(Action.SEE_MESSAGES)
def call_list(request: Request) -> HttpResponse:
    """Whom to ring and what to say, with room to write."""
    calls = saying.lines(request.actor, queries.listed(request.actor, "to_call", at=now())[:MOST_CALLS])
    told = [{"name": one.who, "phone": one.to, "words": one.body} for one in calls]
    words = {
        "said": _("Talt med"),
        "not": _("Fik ikke fat"),
        "none": _("Der er ingen at ringe til."),
        "note": _("Note"),
    }
    data = {"title": _("Ringeliste"), "calls": told, "words": words, "day": dates.exact_day(local_date(now()), "da")}
    return _pdf("call_list.typ", data, "ringeliste.pdf")


def _pdf(template: str, data: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(report_paper.paper(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
