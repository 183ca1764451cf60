"""What data protection has on the table: the municipality's own days, who is due, one held back, one asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.journeys import erase
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.access.roles import Role
from brobygger.registry.erasure import operations, queries
from brobygger.registry.erasure.rules import Terms
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

# The town has a year behind it: with the suggested days nobody would be due yet.
OWN_DAYS = Terms(never_contacted=120, no_answer=180, declined=180, ended=180, grace=14)


def prepare(town: Town) -> None:
    """Dorte has written the town's days down; the night has made the list, and she has seen to two of them."""
    dorte = town.actors["dorte"]
    assert dorte.role is Role.DATA_PROTECTION
    with acting_as(dorte):
        operations.set_terms(
            terms=OWN_DAYS, reason="Ældreudvalget: ingen skal stå her længere, end vi bruger det.", by=dorte,
            at=town.now - timedelta(days=40),
        )  # fmt: skip
    with acting_as(town.system):
        erase.prepare(by=town.system, at=town.now)
    with acting_as(dorte):
        waiting = list(queries.listed(dorte, "listed")[:1])
        for due in waiting:
            until = town.today + timedelta(days=60)
            operations.hold(due=due, until=until, why="En klage er ikke afgjort.", by=dorte, at=town.now)
        held = [due.person_id for due in waiting]
        dead = Episode.objects.filter(lost_reason="death").exclude(person_id__in=held).order_by("id").first()
        if dead:
            why = "Brev fra familien."
            erase.ask_for_one(person_id=dead.person_id, why=why, never_again=False, by=dorte, at=town.now)
