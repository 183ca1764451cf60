"""A trial limited to units, postcodes and days: who is inside, said together with the target group's own criteria."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from brobygger.journeys import find
from brobygger.journeys.facts import Answers
from brobygger.journeys.find import Preview
from brobygger.pathway.detection import queries as found
from brobygger.pathway.episodes import trial_rules
from brobygger.pathway.episodes.queries import because_of_limits
from brobygger.pathway.episodes.rules import Eligibility
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import limits_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person


def how_many_inside(actor: Actor, programme: Programme, preview: Preview) -> int:
    """How many of an extract will begin if it is stored now. A new person has no unit yet, so none in a unit trial.

    Who has moved counts by the new address, as it is stored. One query for a limited trial, in the same transaction as
    the preview.
    """
    limits, eligible = limits_of(programme), preview.eligible
    if not limits.units and not limits.postcodes:
        return eligible.height
    moved_to = dict(preview.comparison.moved.select("line", "postcode").iter_rows())
    new = eligible.join(preview.comparison.new, on="line", how="semi")
    homes: list[tuple[UUID | None, str]] = [(None, postcode) for postcode in new["postcode"]]
    homes += [(one.unit_id, moved_to.get(one.line, one.postcode)) for one in found.homes_of(actor, eligible["line"])]
    return sum(
        all(one.met for one in trial_rules.because(limits, unit_id=unit_id, postcode=postcode))
        for unit_id, postcode in homes
    )


def eligibility(*, person: Person, programme: Programme, on: date, answers: Answers) -> Eligibility:
    """`find.eligibility`, and first how the person stands to the trial's own limits. One query for a limited one."""
    target = find.eligibility(person=person, programme=programme, on=on, answers=answers)
    limits = because_of_limits(programme, unit_id=person.unit_id, postcode=person.postcode)
    return Eligibility(target.ok and all(one.met for one in limits), (*limits, *target.because))
