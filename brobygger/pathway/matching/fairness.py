"""Reading how long people waited, by what could make a difference. Nothing of it tells who they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from brobygger.foundation.kernel.several import rows
from brobygger.pathway.matching import queries
from brobygger.pathway.matching.fairness_rules import Waited, strength
from brobygger.registry.access.actor import Actor

_WAITED = """
select e.id, coalesce(p.sex, ''), coalesce(u.name, ''), p.walks_m, p.walking_aid, coalesce(w.resources, ''),
       greatest(0, (coalesce(yes.at, case when e.status = 'active' then %(at)s else e.since end)
        at time zone 'Europe/Copenhagen')::date - (m.at at time zone 'Europe/Copenhagen')::date),
       yes.at is not null,
       exists (select 1 from matching_proposed_seat s join matching_group_proposal g
               on g.municipality_id = s.municipality_id and g.id = s.proposal_id
               where s.municipality_id = e.municipality_id and s.episode_id = e.id and s.number is not null
                 and g.put_away_at is null)
       or exists (select 1 from matching_proposed_pair v
                  where v.municipality_id = e.municipality_id and v.episode_id = e.id and v.status = 'proposed')
       or exists (select 1 from matching_held_place h
                  where h.municipality_id = e.municipality_id and h.episode_id = e.id and h.status = 'held')
from episodes_episode e
join people_person p on p.municipality_id = e.municipality_id and p.id = e.person_id
left join organisations_unit u on u.municipality_id = e.municipality_id and u.id = e.unit_id
join lateral (
  select max(at) as at from episodes_move
  where municipality_id = e.municipality_id and episode_id = e.id and kind = 'reached' and step = 'consented'
) m on m.at >= %(after)s
left join lateral (
  select min(at) as at from episodes_move
  where municipality_id = e.municipality_id and episode_id = e.id and kind = 'reached' and at >= m.at
    and step in ('accepted', 'first_contact', 'first_time')
) yes on true
left join lateral (
  select resources from matching_wishes
  where municipality_id = e.municipality_id and episode_id = e.id order by mapped_at desc limit 1
) w on true
where e.programme_id = %(programme)s
"""


def waited(actor: Actor, programme_id: UUID, *, at: datetime) -> list[Waited]:
    """Everybody who said yes in the last year. Two queries."""
    now = {row.episode_id for row in queries.waiting(actor, programme_id)}
    found = rows(_WAITED, {"programme": programme_id, "at": at, "after": at - timedelta(days=365)})
    return [
        Waited(
            sex,
            area,
            strength(walks_m=walks_m, walking_aid=aid, resources=resources),
            days,
            over,
            episode_id in now,
            placed,
        )
        for episode_id, sex, area, walks_m, aid, resources, days, over, placed in found
    ]
