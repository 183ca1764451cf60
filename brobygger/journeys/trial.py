"""A trial limited to units, postcodes and days: who is inside, said together with the target group's own criteria."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import polars as pl

from brobygger.journeys import find
from brobygger.journeys.facts import Answers
from brobygger.pathway.episodes import trial_rules
from brobygger.pathway.episodes.rules import Because, Eligibility
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import limits_of
from brobygger.registry.people.models import Person


def because_of(programme: Programme, *, unit_id: UUID | None, postcode: str) -> tuple[Because, ...]:
    """How somebody who is not on file yet stands to the trial's limits."""
    return trial_rules.because(limits_of(programme), unit_id=unit_id, postcode=postcode)


def how_many_inside(programme: Programme, eligible: pl.DataFrame) -> int:
    """How many of an extract's people a trial's postcodes let in. No extract says which unit somebody belongs to."""
    postcodes = limits_of(programme).postcodes
    return eligible.filter(pl.col("postcode").is_in(postcodes)).height if postcodes else eligible.height


def eligibility(*, person: Person, programme: Programme, on: date, answers: Answers) -> Eligibility:
    """`find.eligibility`, and first how the person stands to the trial's own limits. One query for a limited one."""
    target = find.eligibility(person=person, programme=programme, on=on, answers=answers)
    limits = because_of(programme, unit_id=person.unit_id, postcode=person.postcode)
    return Eligibility(target.ok and all(one.met for one in limits), (*limits, *target.because))
