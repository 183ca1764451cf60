"""What the town has told: a report to the committee that is kept, and a researcher's file that has been approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.insight.research import operations as research
from brobygger.journeys import report
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

RECEIVERS = ("Kandidatstuderende Kim Kær (opdigtet)", "Center for Fællesskabsforskning (opdigtet)")


def tell(town: Town, programmes: Sequence[Programme]) -> None:
    """Lone keeps the half-year's report of each programme, and asks for two files; Dorte answers the second."""
    lone, dorte = town.actors["lone"], town.actors["dorte"]
    with acting_as(lone):
        for programme in programmes:
            report.save(programme=programme, by=lone, at=town.now, reader="committee")
        asked = [
            research.ask(
                programme=programmes[0], receiver=receiver, purpose="Hvem bliver, og hvem stopper",
                legal_basis="Aftale om videregivelse til forskning (opdigtet)", k=5,
                expires_on=town.today + timedelta(days=90), by=lone, at=town.now,
            )
            for receiver in RECEIVERS
        ]  # fmt: skip
    with acting_as(dorte):
        research.approve(export=asked[-1], by=dorte, at=town.now)
