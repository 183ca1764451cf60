"""Who waits for a meeting that is held seldom (Svendborg's guides meet every third week): until when, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.chain_rules import next_meeting
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes.parts import Text

LONG_DAYS = 14  # a longer wait asks for another way meanwhile (seed 001, Svendborg)
MOST = 100


@dataclass(frozen=True)
class MeetingWait:
    """One meeting of the recipe: when it is held next, and the episodes that wait for it, longest waiting first."""

    step: str
    name: Text
    every_days: int
    next_on: date
    waiting: Sequence[Episode]

    def days(self, today: date) -> int:
        """How long until it is held."""
        return (self.next_on - today).days

    def is_long(self, today: date) -> bool:
        """Whether another way should be offered."""
        return self.days(today) > LONG_DAYS


def waits(*, programme: Programme, by: Actor, on: date) -> list[MeetingWait]:
    """Every meeting that the programme's recipe waits for, in the bridge's order. One query."""
    steps = [step for step in recipe_of(programme).steps if step.body is not None]
    here = episodes.at_steps(by, [step.step for step in steps]).filter(programme_id=programme.id)
    rows = list(here.order_by("since", "id")[:MOST]) if steps else []
    return [
        MeetingWait(
            step.step,
            step.body.name,
            step.body.meets_every_days,
            next_meeting(step.body, programme_start=programme.starts_on, on=on),
            [row for row in rows if row.next_step == step.step],
        )
        for step in steps
        if step.body is not None
    ]
