"""Reading cohorts, and the people one can be made of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.insight.cohorts import rules
from brobygger.insight.cohorts.models import Cohort, CohortRow
from brobygger.insight.cohorts.rules import Began, Definition
from brobygger.insight.evaluation.outcome_rules import Taken
from brobygger.pathway.measurement.models import Measurement
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

# A stop is a loss in front of the third time or of six months, as in the report; who came back has not stopped.
_BEGAN = """
with moved as (
  select person_id, episode_id, number, kind, step, (at at time zone 'Europe/Copenhagen')::date as day
  from episodes_move where programme_id = %(programme)s
), line as (
  select person_id, episode_id, max(day) as last, min(day) filter (where kind = 'reached' and step = 'first_time') came,
         (array_agg(kind order by number desc))[1] as kind, (array_agg(step order by number desc))[1] as step
  from moved group by person_id, episode_id
), person as (
  select person_id, min(came) as day,
         max(case when kind = 'lost' or step = 'reported' then last else greatest(%(today)s::date, last) end) as until
  from line where came is not null group by person_id
)
select b.person_id, b.day, b.until, p.died_on is not null, p.moved_on is not null,
       exists (select from episodes_move o where o.person_id = b.person_id and o.programme_id <> %(programme)s
               and o.kind = 'reached' and o.step = 'first_time')
from person b join people_person p on p.id = b.person_id order by b.day, b.person_id
"""


def began(actor: Actor, programme: Programme, *, today: date) -> list[Began]:
    """Everybody who has begun, with every score taken. Two queries."""
    taken: dict[UUID, list[Taken]] = {}
    scored = Measurement.objects.filter(
        programme=programme, status="taken", score__isnull=False, taken_at__isnull=False
    )
    told = scored.order_by("taken_at").values_list("person_id", "instrument", "round", "taken_at", "score")
    for person, instrument, round_name, at, score in told:
        if score is not None and at is not None:
            taken.setdefault(person, []).append(Taken(person, instrument, round_name, at, score))
    return [
        Began(person, day, until, in_another, died, moved, tuple(taken.get(person, ())))
        for person, day, until, died, moved, in_another in rows(_BEGAN, {"programme": programme.id, "today": today})
    ]


def cohorts(actor: Actor, programme: Programme) -> QuerySet[Cohort]:
    """A programme's cohorts, the newest first."""
    return Cohort.objects.filter(programme=programme).order_by("-number")


def cohort(actor: Actor, cohort_id: UUID) -> Cohort:
    """One cohort with its programme. Raises NotVisible."""
    found = Cohort.objects.select_related("programme").filter(id=cohort_id).first()
    if found is None:
        raise NotVisible("cohort")
    return found


def definition_of(cohort: Cohort) -> Definition:
    """What a cohort was made by."""
    return Definition(cohort.began_from, cohort.began_until, tuple(cohort.leave_out))


def since(actor: Actor, cohort: Cohort, *, today: date) -> rules.Since:
    """What stands otherwise today than when the cohort was frozen. Three queries."""
    frozen = {
        person: rules.from_kept(person, kept)
        for person, kept in CohortRow.objects.filter(cohort=cohort, why_not="").values_list("person_id", "taken")
    }
    now = rules.choose(began(actor, cohort.programme, today=today), definition_of(cohort))
    return rules.since(frozen, now)


def sets_of(found: Iterable[Cohort]) -> list[tuple[frozenset[UUID], frozenset[UUID], list[Began]]]:
    """For each cohort: who is counted, who of them for six months, and them as they were. One query."""
    ids = [one.id for one in found]
    kept: dict[UUID, list[CohortRow]] = {each: [] for each in ids}
    for row in CohortRow.objects.filter(cohort_id__in=ids, why_not=""):
        kept[row.cohort_id].append(row)
    return [
        (
            frozenset(row.person_id for row in kept[each]),
            frozenset(row.person_id for row in kept[each] if row.six_months),
            [
                Began(row.person_id, row.began_on, row.began_on, taken=rules.from_kept(row.person_id, row.taken))
                for row in kept[each]
            ],
        )
        for each in ids
    ]
