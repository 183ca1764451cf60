"""The local areas of a programme beside each other: each with its group, its next meeting and its numbers (R343)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import area_queries
from brobygger.insight.evaluation.rules import step_word
from brobygger.programmes.governance import areas as governing
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page

MOST_UNITS = 100


@dataclass(frozen=True)
class Area:
    """One local area: its group, the names of its units, and when the group meets next."""

    id: UUID
    name: str
    units: tuple[str, ...]
    meets_next: date | None


@dataclass(frozen=True)
class Figures:
    """How many have come to each step (words) in every area, in the areas' order; None: hidden."""

    areas: tuple[Area, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def hidden(self) -> bool:
        """Whether a number is hidden."""
        return any(number is None for _step, numbers in self.rows for number in numbers)

    def of(self, council_id: UUID) -> Figures | None:
        """One area by itself; None for a group that has none."""
        place = next((place for place, area in enumerate(self.areas) if area.id == council_id), None)
        if place is None:
            return None
        return Figures((self.areas[place],), tuple((step, (numbers[place],)) for step, numbers in self.rows))


@guarded(Action.SEE_OFFICE)
def areas(request: Request, programme_id: UUID) -> HttpResponse:
    """All areas beside each other."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/office/areas.jinja", programme=programme,
        figures=figures(actor, programme, today=local_date(now())),
    )  # fmt: skip


def figures_of(actor: Actor, council: Any, *, today: date) -> Figures | None:
    """One group's own area, hidden as where all stand; None for a group without units. Three queries at most."""
    if not governing.units_of(actor, council):
        return None
    return figures(actor, council.programme, today=today).of(council.id)


def figures(actor: Actor, programme: Any, *, today: date) -> Figures:
    """Every area of the programme. Three queries."""
    found = governing.areas(actor, programme)
    shown = tuple(
        Area(one.id, one.name, tuple(held.unit.name for held in _held(one)), governing.meets_next(one, today=today))
        for one in found
    )
    if not shown:
        return Figures((), ())
    units = {one.id: [held.unit_id for held in _held(one)] for one in found}
    path, reached = area_queries.areas(actor, programme, units)
    told = tuple(
        (step_word(step, language()), tuple(reached[area.id][place] for area in shown))
        for place, step in enumerate(path)
    )
    return Figures(shown, told)


def _held(council: Any) -> list[Any]:
    held: list[Any] = council.area_now
    return held
