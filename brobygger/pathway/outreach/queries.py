"""Reading plans for reaching out, and what came of the visits that were offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.outreach.age_rules import Ages
from brobygger.pathway.outreach.calendar_rules import is_workday
from brobygger.pathway.outreach.models import AgeSet, ExtractPlan, Signature, VisitHours
from brobygger.pathway.outreach.visit_plan_rules import Held, Shift
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

FURTHEST_AHEAD = 400  # days; further is no plan


def hours(actor: Actor) -> dict[UUID, list[VisitHours]]:
    """Everybody's hours for visits, by employee, Monday first. One query."""
    found: dict[UUID, list[VisitHours]] = {}
    for row in VisitHours.objects.order_by("employee_name", "employee_user_id", "weekday"):
        found.setdefault(row.employee_user_id, []).append(row)
    return found


def shifts(actor: Actor, employees: Iterable[UUID], *, first: date, last: date) -> list[Shift]:
    """The hours of some employees on the working days of a period. One query."""
    wanted = set(employees)
    weekly = list(VisitHours.objects.filter(employee_user_id__in=wanted))
    days = [first + timedelta(days=n) for n in range(min((last - first).days, FURTHEST_AHEAD) + 1)]
    return [
        Shift(str(row.employee_user_id), day, _minute(row.begins), _minute(row.ends))
        for day in days
        if is_workday(day)
        for row in weekly
        if row.weekday == day.weekday()
    ]


def calendar(actor: Actor, employees: Iterable[UUID], *, first: date, last: date, minutes: int) -> list[Held]:
    """Planned visits of some employees in a period, in every programme, with where they are. One query."""
    begin, end = (datetime.combine(day, time(), tzinfo=DENMARK) for day in (first, last + timedelta(days=1)))
    found = Visit.objects.filter(
        employee_user_id__in=set(employees), status="planned", planned_at__gte=begin, planned_at__lt=end
    )
    places = found.values_list("employee_user_id", "planned_at", "person__latitude", "person__longitude")
    return [_held(user_id, at, latitude, longitude, minutes) for user_id, at, latitude, longitude in places]


def day_of(actor: Actor, employee: UUID, day: date, *, minutes: int, but: UUID | None = None) -> list[Held]:
    """One employee's planned visits of a day, without one that is about to be moved. One query."""
    begin, end = (datetime.combine(one, time(), tzinfo=DENMARK) for one in (day, day + timedelta(days=1)))
    found = Visit.objects.filter(employee_user_id=employee, status="planned", planned_at__gte=begin, planned_at__lt=end)
    found = found.exclude(id=but) if but else found
    places = found.values_list("employee_user_id", "planned_at", "person__latitude", "person__longitude")
    return [_held(*place, minutes) for place in places]


def _held(user_id: UUID | None, at: datetime, latitude: float | None, longitude: float | None, minutes: int) -> Held:
    moment = at.astimezone(DENMARK)
    begins = moment.hour * 60 + moment.minute
    place = (latitude, longitude) if latitude is not None and longitude is not None else None
    return Held(str(user_id), moment.date(), begins, begins + minutes, place)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def calendar_of(actor: Actor, programme: Programme) -> QuerySet[Visit]:
    """Planned visits of a programme as a calendar: by day, employee and time, with the person's place."""
    return (
        Visit.objects.filter(episode__programme=programme, status="planned")
        .select_related("person", "episode")
        .order_by("planned_at", "employee_name", "id")
    )


def extract_plan(actor: Actor, programme: Programme) -> ExtractPlan | None:
    """When the programme's next extract is due; None when nobody has said."""
    return ExtractPlan.objects.filter(programme=programme).first()


def extracts_due(actor: Actor, *, on: date) -> list[ExtractPlan]:
    """Plans whose day has come, the oldest first; none of a programme that takes in nobody new any more."""
    takes_in = Q(programme__ends_on__isnull=True) | Q(programme__ends_on__gte=on)
    due = ExtractPlan.objects.filter(takes_in, next_on__lte=on)
    return list(due.select_related("programme").order_by("next_on", "id"))


def age_sets(actor: Actor, programme: Programme) -> list[AgeSet]:
    """Every set of ages the programme has had, the newest first."""
    return list(AgeSet.objects.filter(programme=programme).order_by("-in_force_from", "-made_at"))


def ages_on(actor: Actor, programme: Programme, *, on: date) -> Ages:
    """The ages in force on a day; empty when age decides nothing."""
    held = AgeSet.objects.filter(programme=programme, in_force_from__lte=on)
    newest = held.order_by("-in_force_from", "-made_at").first()
    if newest is None:
        return Ages()
    return Ages(frozenset(newest.always), frozenset(newest.alone), newest.yearly_from)


def signature_of(actor: Actor, consent_id: UUID) -> Signature | None:
    """The name written with a consent; None where it was given in another way."""
    return Signature.objects.filter(consent_id=consent_id).first()


@dataclass(frozen=True)
class Counted:
    """What came of the visits a programme offered; each person is counted once in each, as far as he or she came."""

    offered: int = 0
    accepted: int = 0
    held: int = 0
    signed_up: int = 0
    began: int = 0
    declined: int = 0
    no_answer: int = 0
    waiting: int = 0
    no_visit: int = 0


_COUNTED = """
with offered as (
  select v.episode_id, bool_or(v.status = 'held') as held, bool_or(v.status = 'planned') as planned,
         (array_agg(v.status order by v.planned_at desc))[1] as newest
  from detection_visit v join episodes_episode e on e.municipality_id = v.municipality_id and e.id = v.episode_id
  where e.programme_id = %(programme)s group by v.episode_id),
reached as (
  select m.episode_id, bool_or(m.kind = 'reached' and m.step = 'asked') as asked,
         bool_or(m.kind = 'reached' and m.step = 'consented') as consented,
         bool_or(m.kind = 'reached' and m.step = 'first_time') as began,
         coalesce((array_agg(m.reason order by m.number desc) filter (where m.kind = 'lost'))[1] = 'no_visit', false)
           as no_visit
  from episodes_move m where m.programme_id = %(programme)s and m.kind in ('reached', 'lost') group by m.episode_id)
select count(*), count(*) filter (where o.held or r.asked), count(*) filter (where o.held),
       count(*) filter (where r.consented), count(*) filter (where r.began),
       count(*) filter (where not o.held and o.newest = 'declined' and not coalesce(r.no_visit, false)),
       count(*) filter (where not o.held and o.newest = 'no_answer'),
       count(*) filter (where not o.held and o.planned and not coalesce(r.asked, false)),
       count(*) filter (where not o.held and o.newest = 'declined' and r.no_visit)
from offered o left join reached r on r.episode_id = o.episode_id
"""


def counted(actor: Actor, programme: Programme) -> Counted:
    """Offered, accepted, held, signed up, began; declined, no answer, and a no to the visit only (R004, R006).

    One query.
    """
    (row,) = rows(_COUNTED, {"programme": programme.id})
    return Counted(*row)
