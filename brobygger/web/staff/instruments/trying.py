"""Trying an instrument out: answer it, see the number and the colour. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.policy import Action
from brobygger.registry.instruments.rules import BadAnswer, Result, score
from brobygger.registry.instruments.schema import Band, Instrument
from brobygger.registry.own_instruments import queries, rules
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.shared.parts import Part, counted
from brobygger.web.staff.instruments import telling
from brobygger.web.staff.instruments.shelf import known


@dataclass(frozen=True)
class Tried:
    """What the answers would give."""

    result: Result
    band: Band | None
    parts: list[Part]


@guarded(Action.SEE_RECIPES)
def used(request: Request, instrument: str) -> HttpResponse:
    """An instrument in use, or a bundled one."""
    return _try(request, known(instrument), None)


@guarded(Action.MAKE_INSTRUMENT)
def draft(request: Request, draft_id: UUID) -> HttpResponse:
    """A draft. Raises Refusal while something in it is missing."""
    found = queries.draft(request.actor, draft_id)
    if rules.problems(found.definition):
        raise Refusal(_("Der er noget, der mangler. Ret det først, så kan måleredskabet prøves."))
    return _try(request, rules.finished(found.definition, slug=found.slug, version=1), found)


def _try(request: Request, instrument: Instrument, of_draft: Any) -> HttpResponse:
    given = [request.GET.get(f"svar_{number}", "") for number in range(1, len(instrument.items) + 1)]
    tried, error = None, ""
    if request.GET.get("vis"):
        try:
            result = score(instrument, [_number(item.kind, text) for item, text in zip(instrument.items, given,
                                                                                       strict=True)])  # fmt: skip
            band = next((band for band in instrument.bands if band.id == result.band), None)
            tried = Tried(result, band, counted(instrument, result))
        except BadAnswer as bad:
            error = bad.message_da
    return page(
        request, "staff/instruments/try.jinja", status=422 if error else 200, instrument=instrument, draft=of_draft,
        given=given, tried=tried, error=error, in_words=telling.in_words,
        rows=list(enumerate(zip(instrument.items, given, strict=True), start=1)),
    )  # fmt: skip


def _number(kind: str, text: str) -> int | None:
    if kind == "text" or not text.strip():
        return None
    number = whole(text, most_digits=6)
    return -1 if number is None else number
