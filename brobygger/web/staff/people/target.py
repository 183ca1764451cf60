"""Why a person is or is not in each effort's target group: today, and from the day new limits hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import trial
from brobygger.journeys.facts import Answers, answers_of
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.rules import explain
from brobygger.programmes.running.queries import recipe_of, running, with_limits
from brobygger.registry.access.policy import Action, Purpose
from brobygger.registry.people import queries as persons
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.people.judged import asked_of
from brobygger.web.staff.people.way import TARGET

MOST = 50


@dataclass(frozen=True)
class Standing:
    """How a person stands to one effort. `later`: the day from which new limits let in, or keep out."""

    programme: Any
    taking_part: bool
    ok: bool
    not_met: list[str]
    unknown: list[str]
    met: list[str]
    later: date | None = None
    ok_later: bool = False


@guarded(Action.READ_PERSON)
def target(request: Request, person_id: UUID) -> HttpResponse:
    """Every running effort, those that suit first, each criterion with what is known and what is asked for."""
    actor, today = request.actor, local_date(now())
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only=TARGET)
    row = persons.get(actor, person_id)
    ways = {each.programme_id: each for each in episodes.of_person(actor, person_id)}
    answers = answers_of(actor, [person_id]).get(person_id, {})
    efforts = list(with_limits(running(actor, on=today))[:MOST])
    found = [_standing(row, programme, ways.get(programme.id), today, answers) for programme in efforts]
    found.sort(key=lambda one: (not one.taking_part, not one.ok, one.programme.name))
    return page(
        request, "staff/people/target.jinja", person=view, found=found, asks=bool(asked_of(efforts, today)),
    )  # fmt: skip


def _standing(row: Any, programme: Any, way: Any, today: date, answers: Answers) -> Standing:
    language = "en" if (get_language() or "da").startswith("en") else "da"
    told: dict[str, Any] = {"person": row, "programme": programme, "answers": answers}
    result = trial.eligibility(on=today, **told)
    coming = sorted(one.from_ for one in recipe_of(programme).criteria if one.from_ and one.from_ > today)
    later = trial.eligibility(on=coming[0], **told).ok if coming else result.ok
    return Standing(
        programme=programme,
        taking_part=way is not None and way.status == "active",
        ok=result.ok,
        not_met=[explain(reason, language) for reason in result.not_met],
        unknown=[explain(reason, language) for reason in result.unknown],
        met=[explain(reason, language) for reason in result.because if reason.met],
        later=coming[0] if coming and later is not result.ok else None,
        ok_later=later,
    )
