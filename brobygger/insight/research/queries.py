"""Reading what researchers have asked for, and the records an export is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.research.models import ResearchExport
from brobygger.insight.research.rules import Round, Subject
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

# One row for each planned round of everybody who has begun; rounds that are still to come are left out.
_ROWS = """
with began as (
  select person_id, min((at at time zone 'Europe/Copenhagen')::date) as day from episodes_move
  where programme_id = %(programme)s and kind = 'reached' and step = 'first_time' group by person_id
), came as (
  select a.person_id, count(*) as times from attendance_attendance a
  join attendance_session s on s.id = a.session_id join groups_group g on g.id = s.group_id
  where g.programme_id = %(programme)s and a.came group by a.person_id
), found as (
  select distinct on (person_id) person_id, found_by from episodes_episode
  where programme_id = %(programme)s order by person_id, found_on, id
), taken as (
  select person_id, round, instrument, status, score, (taken_at at time zone 'Europe/Copenhagen')::date as day
  from measurement_measurement where programme_id = %(programme)s and (status <> 'planned' or opens <= %(on)s)
)
select t.person_id, p.born, p.sex, p.civil_status, p.housing, p.cognitive_impairment, coalesce(f.found_by, ''), b.day,
       coalesce(c.times, 0), t.round, t.instrument, t.status,
       (t.day - min(t.day) over (partition by t.person_id)) / 7, case when t.status = 'taken' then t.score end
from taken t join began b using (person_id) join people_person p on p.id = t.person_id
left join came c using (person_id) left join found f using (person_id)
order by t.person_id, t.round, t.instrument
"""


@dataclass(frozen=True)
class Records:
    """The persons of an export, what is known of each, and their rounds; three lists in the same order."""

    persons: tuple[UUID, ...]
    subjects: tuple[Subject, ...]
    rounds: tuple[tuple[Round, ...], ...]


def records(actor: Actor, programme: Programme, *, on: date) -> Records:
    """What an export is made of. Nothing of it is shown here. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"programme": programme.id, "on": on})
        found = cursor.fetchall()
    persons, subjects, rounds = [], [], []
    for person_id, rows in groupby(found, key=lambda row: row[0]):
        own = list(rows)
        persons.append(person_id)
        subjects.append(Subject(*own[0][1:9]))
        rounds.append(tuple(Round(*row[9:]) for row in own))
    return Records(tuple(persons), tuple(subjects), tuple(rounds))


def exports_of(actor: Actor, programme: Programme) -> QuerySet[ResearchExport]:
    """What has been asked for in a programme, newest first, without content."""
    return ResearchExport.objects.filter(programme=programme).defer("content").order_by("-asked_at", "-id")


def all_exports(actor: Actor) -> QuerySet[ResearchExport]:
    """Everything asked for in the municipality: what waits for an answer first, then the newest."""
    waits = ExpressionWrapper(Q(status="asked"), output_field=BooleanField())
    rows = ResearchExport.objects.defer("content").select_related("programme")
    return rows.order_by(waits.desc(), "-asked_at", "-id")


def export(actor: Actor, export_id: UUID) -> ResearchExport:
    """One export with its programme. Raises NotVisible."""
    found = ResearchExport.objects.select_related("programme").filter(id=export_id).first()
    if found is None:
        raise NotVisible("export")
    return found
