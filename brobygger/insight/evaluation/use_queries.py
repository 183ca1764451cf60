"""How much each group is used in a half-year that has ended: visits, persons, who came back, sex and age (R298).

Half-years share no visits, so two of them cannot be subtracted to learn of one person (as in losses_rules).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from brobygger.foundation.kernel.several import rows
from brobygger.insight.evaluation.losses_rules import days_of
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

AGES = ("under_65", "65_79", "80_89", "over_90", "unknown")
SEXES = ("female", "male", "other", "unknown")

# One row for each person and group: how often, and what the person is like. Times are sessions the person came to.
_USE = """
with came as (
  select g.id, g.name, a.person_id, count(*) as times, min(s.starts_at) as first
  from attendance_attendance a join attendance_session s on s.id = a.session_id join groups_group g on g.id = s.group_id
  where g.programme_id = %(programme)s and a.came and (s.starts_at at time zone 'Europe/Copenhagen')::date >= %(first)s
    and (s.starts_at at time zone 'Europe/Copenhagen')::date < %(after)s
  group by g.id, g.name, a.person_id
), held as (
  select s.group_id, count(distinct s.id) as sessions from attendance_session s
  join attendance_attendance a on a.session_id = s.id and a.came
  where (s.starts_at at time zone 'Europe/Copenhagen')::date >= %(first)s
    and (s.starts_at at time zone 'Europe/Copenhagen')::date < %(after)s
  group by s.group_id
)
select c.id, c.name, h.sessions, c.times, coalesce(p.sex, 'unknown'),
       case when p.born is null then 'unknown' else
         case when age(c.first, p.born) < interval '65 years' then 'under_65'
              when age(c.first, p.born) < interval '80 years' then '65_79'
              when age(c.first, p.born) < interval '90 years' then '80_89' else 'over_90' end end, count(*)
from came c join held h on h.group_id = c.id join people_person p on p.id = c.person_id
group by 1, 2, 3, 4, 5, 6 order by 2, 1
"""


@dataclass(frozen=True)
class Use:
    """One group, counted exactly: sessions held, visits in all, persons, those who came more than once."""

    name: str
    sessions: int
    visits: int
    persons: int
    returned: int
    sex: Mapping[str, int]
    age: Mapping[str, int]


def use(actor: Actor, programme: Programme, half_year: str) -> list[Use]:
    """Every group somebody came to in a half-year, by name. Never shown as it is. One query."""
    first, after = days_of(half_year)
    found: dict[UUID, dict[str, Any]] = {}
    for group, name, sessions, times, sex, age, n in rows(
        _USE, {"programme": programme.id, "first": first, "after": after}
    ):
        one = found.setdefault(
            group,
            {"name": name, "sessions": sessions, "visits": 0, "persons": 0, "returned": 0,
             "sex": dict.fromkeys(SEXES, 0), "age": dict.fromkeys(AGES, 0)},
        )  # fmt: skip
        one["visits"] += times * n
        one["persons"] += n
        one["returned"] += n if times > 1 else 0
        one["sex"][sex if sex in SEXES else "unknown"] += n
        one["age"][age] += n
    return [Use(**one) for one in found.values()]
