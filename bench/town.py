"""A municipality of any size, written straight into the tables: sizes of a country take journeys too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.running import operations as running
from brobygger.registry.access.actor import the_system
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Municipality, Organisation, Unit
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from brobygger.rehearsal.stage import member

PASSWORD = "målt-og-vejet-og-fundet"
PER_UNIT = 300  # a home-care group; a larger municipality has more groups, not larger ones


@dataclass(frozen=True)
class Town:
    unit_id: UUID  # Karin's
    person_id: UUID  # somebody in it, with a whole episode
    episode_ids: list[UUID]  # in Karin's unit, waiting to be screened


def build(persons: int) -> Town:
    """Persons with episodes, moves, screenings, wishes and tasks; shares as in the demonstration."""
    municipality = Municipality.objects.create(code="0997", name="Målebjerg", phone="12 34 56 78")
    system = the_system(municipality_id=municipality.id)
    at = now()
    with acting_as(system):
        owner = Organisation.objects.create(name="Målebjerg Kommune", kind="municipality")
        units = [
            Unit.objects.create(organisation=owner, name=f"Gruppe {n:03}") for n in range(max(1, persons // PER_UNIT))
        ]
        member(
            "Karin Krogh",
            Role.HOME_CARE_WORKER,
            owner,
            at,
            unit=units[0],
            email="karin@bench.example",
            password=PASSWORD,
        )
        member("Mette Madsen", Role.COORDINATOR, owner, at, email="mette@bench.example", password=PASSWORD)
        programme = running.adopt(
            recipe=load.load("001-favrskov"), name="Sammen", owner=owner,
            starts_on=local_date(at) - timedelta(days=400),
            by=system, at=at,
        )  # fmt: skip
        values = {
            "m": municipality.id,
            "n": persons,
            "programme": programme.id,
            "units": [unit.id for unit in units],
            "per": PER_UNIT,
        }
        with connection.cursor() as cursor:
            for statement in _STATEMENTS:
                cursor.execute(statement, values)
            cursor.execute(
                "select person_id, id, next_step from episodes_episode where unit_id = %s order by id", [units[0].id]
            )
            rows = cursor.fetchall()
    waiting = [episode for _person, episode, step in rows if step == "screened"]
    whole = next(person for person, _episode, step in rows if step == "six_months")
    return Town(units[0].id, whole, waiting)


# Step by row number: most are on their way early, some far, a third is lost.
_STATEMENTS = (
    """
insert into people_person (id, municipality_id, unit_id, given_name, family_name, search_name, born, sex, address,
  postcode, city, phone, email, contact_way, languages, never_contact, found_by, created_at, walks_m, household)
select gen_random_uuid(), %(m)s,
  (%(units)s::uuid[])[1 + least((i - 1) / %(per)s, array_length(%(units)s::uuid[], 1) - 1)],
  'Navn' || i %% 97, 'Slægt' || i, 'slægt' || i || ' navn' || i %% 97, date '1935-01-01' + (i %% 7000), 'female',
  'Vej ' || i, '9998', 'Målebjerg', '', '', 'phone', '{dansk}', false, 'home_care', now(), 300, 'alone'
from generate_series(1, %(n)s) i""",
    """
insert into episodes_episode (id, municipality_id, person_id, programme_id, unit_id, status, next_step, since, due,
  owner_role, lost_reason, found_by, found_on, moves_count)
select gen_random_uuid(), %(m)s, p.id, %(programme)s, p.unit_id,
  case when r %% 3 = 0 then 'lost' else 'active' end,
  case when r %% 3 = 0 then 'screened'
       else (array['asked', 'screened', 'wishes', 'referred', 'six_months'])[1 + r %% 5] end,
  now() - (r %% 90) * interval '1 day', current_date + (r %% 40)::int - 10, 'home_care_worker',
  case when r %% 3 = 0 then 'not_lonely' else '' end, 'home_care', current_date - 200, 1
from (select p.*, row_number() over (order by search_name) as r from people_person p) p""",
    """
insert into episodes_move (id, municipality_id, episode_id, person_id, programme_id, number, kind, step, reason, at)
select gen_random_uuid(), %(m)s, e.id, e.person_id, e.programme_id, m.number,
  case when e.status = 'lost' and m.number = 3 then 'lost' else 'reached' end, m.step,
  case when e.status = 'lost' and m.number = 3 then 'not_lonely' else '' end, now() - interval '100 days'
from episodes_episode e
join lateral (select * from (values (1, 'found'), (2, 'asked'), (3, 'screened'), (4, 'consented'), (5, 'wishes'),
  (6, 'referred'), (7, 'accepted'), (8, 'first_contact'), (9, 'first_time'), (10, 'third_time')) as v (number, step)
  where number <= case e.status when 'lost' then 3 else (case e.next_step when 'asked' then 1 when 'screened' then 2
    when 'wishes' then 4 when 'referred' then 5 else 10 end) end) m on true""",
    """
update episodes_episode e set moves_count = c.n
from (select episode_id, count(*) as n from episodes_move group by episode_id) c where c.episode_id = e.id""",
    """
insert into screening_screening (id, municipality_id, person_id, episode_id, instrument, answers, score, band, colour,
  needs_professional, note, answered_by, mode, taken_at, recorded_at)
select gen_random_uuid(), %(m)s, person_id, id, 't-ils@2', '[2, 2, 2]', 6, 'some', 'yellow', false, '', 'person',
  'visit', now(), now()
from episodes_episode where next_step in ('wishes', 'referred', 'six_months')""",
    """
insert into matching_wishes (id, municipality_id, person_id, episode_id, interests, own_words, life_story, life_words,
  only_sex, resources, barriers, company, place, weekdays, comes_with, mode, mapped_at)
select gen_random_uuid(), %(m)s, person_id, id, '{sang}', '', '', '{}', '', '', '{}', 'group', '', '{}', '', 'visit',
  now()
from episodes_episode where next_step in ('referred', 'six_months')""",
    """
insert into followup_task (id, municipality_id, key, rule, kind, why, person_id, episode_id, programme_id, role,
  unit_id, due, status, made_at, outcome, note)
select gen_random_uuid(), %(m)s, 'bench:' || id, 'ask_again_after_no', 'ask_again', '{}', person_id, id, programme_id,
  case when status = 'lost' then 'home_care_worker' else 'coordinator' end, unit_id, due, 'open', now(), '', ''
from episodes_episode where abs(hashtext(id::text)) %% 4 = 0""",
)
