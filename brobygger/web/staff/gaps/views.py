"""Gaps: wishes nobody can meet, by area and interest, beside the offers; and what lies on top of each other."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.communities.upkeep import ideas
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation.places_figure import Spot, places_svg, spoken
from brobygger.pathway.matching import gap_rules
from brobygger.pathway.matching.gap_queries import Picture, picture
from brobygger.registry.access.policy import Action
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

SHOWN = 100


@guarded(Action.MATCH_WAITING)
def gaps(request: Request) -> HttpResponse:
    """The list, the map and the overlap. Counts for staff only; fewer than five never leave this page."""
    found = picture(request.actor)
    spots = _spots(found)
    rows = [
        (gap, str(words.said(words.INTERESTS, gap.interest)), gap.area or _("uden adresse"))
        for gap in found.gaps[:SHOWN]
    ]
    overlaps = [
        (one, other, ", ".join(str(words.said(words.INTERESTS, each)) for each in shared))
        for one, other, shared in gap_rules.overlaps(found.places)[:20]
    ]
    context: dict[str, Any] = {
        "rows": rows,
        "overlaps": overlaps,
        "figure": mark_safe(_figure(spots)) if spots else "",  # noqa: S308 (our own drawing, escaped there)
        "sentence": spoken(spots, _language()) if spots else "",
        "waiting": sum(gap.waiting for gap in found.gaps),
        "told_from": gap_rules.TOLD_FROM,
    }
    return page(request, "staff/gaps/gaps.jinja", **context)


@guarded(Action.MATCH_WAITING, methods=("POST",))
def make_idea(request: Request) -> HttpResponse:
    """One click: an idea for a new offer, with how many wait for it today."""
    actor = request.actor
    area, interest = request.POST.get("area", ""), request.POST.get("interest", "")
    gap = next((one for one in picture(actor).gaps if (one.area, one.interest) == (area, interest)), None)
    if gap is None:
        raise Refusal(_("Det hul er der ikke mere. Se listen igen."))
    what = str(words.said(words.INTERESTS, interest))
    name = _("%(what)s i %(area)s") % {"what": what.capitalize(), "area": area or _("kommunen")}
    made = ideas.write_down(
        name=name, origin="gap", interest=interest, area=area, waiting=gap.waiting, by=actor, at=now()
    )
    say(request, _("Idéen er skrevet ned. Vælg nu, hvem der skal spørges."))
    return redirect("idea", offer_idea_id=made.id)


def _spots(found: Picture) -> list[Spot]:
    offers = [
        Spot(place.name, place.latitude, place.longitude)
        for place in found.places
        if place.latitude is not None and place.longitude is not None
    ]
    return offers + [Spot(one.area, one.latitude, one.longitude, one.waiting) for one in found.centres]


def _figure(spots: list[Spot]) -> str:
    return places_svg(spots, caption=_("Tilbud og huller"), language=_language())


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"
