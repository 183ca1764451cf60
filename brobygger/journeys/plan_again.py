"""One night's planning: every episode whose story has changed since it was last planned, and no other.

What a plan says follows from the recipe's version and from what has happened; the day only lets a task fall that
should have been done long ago. So each episode keeps a sum of what the last night had heard of it. One statement makes
tonight's sums, and the episodes that differ are planned: those of the day, and those that a journey, a correction or an
import did not plan. Nobody is planned again who has died, has moved or must never be contacted.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.several import rows
from brobygger.journeys import follow, happenings, holding, look_in
from brobygger.pathway import episodes
from brobygger.pathway.episodes.queries import going
from brobygger.registry import recipes
from brobygger.registry.recipes.made_tasks import LINK_TASK

AT_ONCE = 5_000  # as many as are planned by one handful of statements


@cache
def rules_as_written() -> int:
    """A sum of the program's own text of how tasks are planned: after an upgrade of it, everybody is planned once."""
    texts = sorted(path for package in (recipes, episodes) for path in Path(package.__path__[0]).glob("*.py"))
    modules = [Path(str(module.__file__)) for module in (follow, happenings, holding, look_in)]
    return zlib.crc32(b"".join(path.read_bytes() for path in (*texts, *modules)))


@transaction.atomic
def plan_changed(*, at: datetime) -> int:
    """Plan all that have something new to tell. Repeating it plans nobody. Returns how many were planned."""
    oldest = local_date(at) - timedelta(days=follow.KEPT_DAYS)
    changed: list[tuple[UUID, int]] = [
        (row[0], row[1]) for row in rows(_CHANGED, {"rules": rules_as_written(), "oldest": oldest, "link": LINK_TASK})
    ]
    for place in range(0, len(changed), AT_ONCE):
        some = changed[place : place + AT_ONCE]
        follow.plan_many(episodes=[(episode, at) for episode in going(episode_id for episode_id, _sum in some)])
        _keep(some)
    return len(changed)


def _keep(sums: list[tuple[UUID, int]]) -> None:
    """Also of those who have changed meanwhile: their sum of tonight is old, so the next night plans them again."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, ["{" + ",".join(str(one[n]) for one in sums) + "}" for n in (0, 1)])


_KEEP = """
update episodes_episode e set planned_as = n.told
from unnest(%s::uuid[], %s::bigint[]) as n (id, told) where e.id = n.id and e.planned_as is distinct from n.told
"""

# The sums follow what `happenings` and `follow` read, record for record. A line of moves is only ever added to.
_CHANGED = """
with contacts as (
  select episode_id, sum(hashtextextended(row(id, status, due, first_session_on, companion, done_at)::text, 0)) as told
  from first_meeting_contact where status <> 'ended' group by episode_id
), meetings as (
  select a.person_id, g.programme_id,
    sum(hashtextextended(row(a.session_id, a.came, a.promised, s.starts_at, a.registered_at)::text, 0)) as told
  from attendance_attendance a
  join attendance_session s on s.municipality_id = a.municipality_id and s.id = a.session_id
  join groups_group g on g.municipality_id = s.municipality_id and g.id = s.group_id
  where a.came is not null or a.promised = false group by a.person_id, g.programme_id
), worries as (
  select person_id, sum(hashtextextended(row(id, sent_at)::text, 0)) as told
  from detection_tip where status = 'worry' group by person_id
), links as (
  select episode_id, sum(hashtextextended(row(key, done_at)::text, 0)) as told
  from followup_task where kind = %(link)s and status = 'done' group by episode_id
), sums as (
  select e.id, e.planned_as, hashtextextended(row(%(rules)s, p.recipe_version, e.moves_count, e.waiting_since,
    contacts.told, meetings.told, worries.told, links.told)::text, 0) as told
  from episodes_episode e
  join running_programme p on p.municipality_id = e.municipality_id and p.id = e.programme_id
  join people_person o on o.municipality_id = e.municipality_id and o.id = e.person_id
    and o.died_on is null and o.moved_on is null and not o.never_contact
  left join contacts on contacts.episode_id = e.id
  left join meetings on meetings.person_id = e.person_id and meetings.programme_id = e.programme_id
  left join worries on worries.person_id = e.person_id
  left join links on links.episode_id = e.id
)
select id, told from sums
where planned_as is distinct from told or id in (
  select episode_id from followup_task
  where status = 'open' and due < %(oldest)s and starts_with(key, episode_id || ':'))
"""
