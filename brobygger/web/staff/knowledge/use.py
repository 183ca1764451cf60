"""How much each group is used, with small numbers hidden: what may be told to those who run others like it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.evaluation import losses_rules, use_queries
from brobygger.insight.evaluation.use_queries import Use
from brobygger.journeys.report_readers import half_year_in_words
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.programmes.over_time import AGES, SEXES, one_of


@guarded(Action.SEE_REPORT)
def use(request: Request, programme_id: UUID) -> HttpResponse:
    """A part for each group with at least five persons; the others are named and their numbers are not. ?halvaar="""
    actor = request.actor
    programme = running.get(actor, programme_id)
    periods = losses_rules.ended_half_years(programme.starts_on, local_date(now()))
    chosen = one_of(request.GET.get("halvaar", ""), periods)
    found = use_queries.use(actor, programme, chosen) if chosen else []
    here = reverse("use_of_groups", args=[programme_id])
    return page(
        request,
        "staff/knowledge/use.jinja",
        programme=programme,
        period=half_year_in_words(chosen) if chosen else "",
        periods=[(half_year_in_words(each), f"{here}?halvaar={each}", each == chosen, None) for each in periods],
        groups=[_told(one) for one in found if not disclosure.small(one.persons)],
        few=[one.name for one in found if disclosure.small(one.persons)],
    )


def _told(one: Use) -> dict[str, object]:
    again = disclosure.divide(one.persons, one.returned)
    return {
        "name": one.name,
        "persons": one.persons,
        "sessions": one.sessions,
        "visits": str(one.visits) if again.part is not None else _("mindst %(n)s") % {"n": one.persons},
        "returned": _at_least(again),
        "tables": [
            (_("Køn"), _lines(one.sex, {**SEXES, "unknown": _("ikke oplyst")})),
            (_("Alder første gang"), _lines(one.age, {**AGES, "unknown": _("ikke oplyst")})),
        ],
    }


def _at_least(divided: disclosure.Divided) -> str:
    if divided.part is not None:
        return str(divided.part)
    if divided.part_at_least is not None:
        return _("mindst %(n)s") % {"n": divided.part_at_least}
    return _("skjult")


def _lines(counts: Mapping[str, int], names: Mapping[str, object]) -> list[tuple[str, str]]:
    """A table with complementary hiding; lines of nobody are left out."""
    table = disclosure.one_way(counts)
    return [
        (str(names[key]), _("skjult") if number is None else str(number))
        for key, number in table.shown.items()
        if number != 0
    ]
