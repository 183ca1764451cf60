"""Joint: municipalities that run an effort together each run their own programme and show each other counts.

Only numbers after disclosure control leave a municipality (docs/decisions/013).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation import published_rules as published
from brobygger.insight.evaluation import queries as evaluation
from brobygger.programmes.running.models import JointCount, Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.recipes.words import STEPS

# Letters and digits that cannot be mistaken for each other when read aloud.
_CLEAR = "ABCDEFGHJKLMNPRSTUVWXYZ2346789"
LENGTH = 10


@dataclass(frozen=True)
class StepOfAll:
    """A step over all programmes. reached: one number a programme, None where hidden or not counted yet.

    total: the sum of those shown; at_least: whether one of them is hidden.
    """

    step: str
    reached: tuple[int | None, ...]
    total: int
    at_least: bool


@transaction.atomic
def begin(*, programme: Programme, name: str, by: Actor, at: datetime) -> JointCount:
    """Begin a joint effort; the code in the answer lets another municipality in. Raises Refusal without a name."""
    if not name.strip():
        raise Refusal(_("Skriv et navn."), field="name")
    code = "".join(secrets.choice(_CLEAR) for _n in range(LENGTH))
    return _take_part(programme, code, name.strip(), by, at)


@transaction.atomic
def join(*, programme: Programme, code: str, by: Actor, at: datetime) -> JointCount:
    """Take part in a joint effort that another municipality has begun. Raises Refusal for an unknown code."""
    known = JointCount.objects.filter(code=_plain(code)).first()
    if known is None:
        raise Refusal(_("Koden kendes ikke. Læs den op for hinanden, og prøv igen."), field="code")
    return _take_part(programme, known.code, known.name, by, at)


def _take_part(programme: Programme, code: str, name: str, by: Actor, at: datetime) -> JointCount:
    try:
        with transaction.atomic():
            return JointCount.objects.create(
                code=code,
                name=name,
                municipality_id=by.municipality_id,
                municipality_name=by.municipality_name,
                programme_id=programme.id,
                programme_name=programme.name,
                figures=_figures(programme, by),
                made_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("I er allerede med i en fælles indsats.")) from error


@transaction.atomic
def send_counts(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Show the others how it stands today."""
    JointCount.objects.filter(municipality_id=by.municipality_id, programme_id=programme.id).update(
        figures=_figures(programme, by), programme_name=programme.name, made_at=at
    )


@transaction.atomic
def leave(*, programme: Programme, by: Actor, at: datetime) -> None:
    """Take the counts back and leave the joint effort. The programme itself runs on."""
    JointCount.objects.filter(municipality_id=by.municipality_id, programme_id=programme.id).delete()


def of_programme(actor: Actor, programme: Programme) -> list[JointCount]:
    """Everybody in the programme's joint effort, one's own first, then by name; empty when it has none. Two queries."""
    own = JointCount.objects.filter(municipality_id=actor.municipality_id, programme_id=programme.id).first()
    if own is None:
        return []
    others = JointCount.objects.filter(code=own.code).exclude(id=own.id).order_by("municipality_name", "id")
    return [own, *others]


def steps_of_all(taking_part: Sequence[JointCount]) -> list[StepOfAll]:
    """The bridges beside each other, and their sum."""
    shown = [{step["step"]: step["entered"] for step in one.figures} for one in taking_part]
    on_the_way = [{name for step in one.figures for name in step["steps"]} for one in taking_part]
    made = []
    for step in STEPS:
        if any(step in names for names in on_the_way):
            reached = tuple(numbers.get(step) for numbers in shown)
            made.append(StepOfAll(step, reached, sum(filter(None, reached)), None in reached))
    return made


def _figures(programme: Programme, by: Actor) -> list[dict[str, Any]]:
    """The programme's bridge as it may be published."""
    people = evaluation.participants(by, programme)
    bridge = published.bridge(evaluation.step_counts(by, programme), started=people.started)
    return published.bridge_as_json(bridge)


def _plain(code: str) -> str:
    return "".join(code.upper().split())[:LENGTH]
