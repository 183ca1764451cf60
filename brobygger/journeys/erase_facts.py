"""What is known of persons that decides whether they are due to be erased. Bulk statements: nothing of it is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.several import array, in_sets, rows
from brobygger.registry.access.actor import Actor
from brobygger.registry.erasure import queries
from brobygger.registry.erasure.operations import Ended
from brobygger.registry.erasure.rules import BY_TIME, NOS, SILENCE, Due, Keeps, Standing, due

# What a row about a person (t) in each table says: why he or she is kept, or that somebody has been in contact.
CONTACT = "contact"
SAYS: tuple[tuple[str, str, str], ...] = (
    *((table, Keeps.YES, "true") for table in (
        "people_consent", "people_share", "referrals_referral", "referrals_visitation_ask", "referrals_passed_on",
        "matching_wishes", "matching_barrier_handled", "matching_proposed_seat", "matching_proposed_pair",
        "matching_company_wish", "outreach_signature", "people_wished_background",
    )),
    *((table, Keeps.CAME, "true") for table in (
        "groups_member", "groups_role", "groups_secrecy_yes", "volunteers_pair", "volunteers_pair_word",
        "volunteers_also_takes_part",
        "attendance_attendance", "attendance_duty", "attendance_help", "at_home_time", "at_home_comer",
        "first_meeting_meeting", "first_meeting_fellow", "first_meeting_granted_time", "first_meeting_spent_time",
        "first_meeting_contact", "first_meeting_look_back", "orders_arrangement", "rides_passenger",
        "rides_ordered_ride", "followup_talk", "communication_feed",
    )),
    ("occasions_guest", Keeps.CAME, "t.came"),
    *((table, Keeps.MEASURED, "true") for table in (
        "measurement_pair_answer", "measurement_body_test", "cohorts_row",
    )),
    ("measurement_measurement", Keeps.MEASURED, "t.status = 'taken'"),
    ("detection_tip", Keeps.WORRY, "t.status in ('new', 'worry')"),
    ("followup_task", Keeps.WORRY,
     "t.status = 'open' and t.kind in ('needs_professional', 'handle_tip', 'answer_worry')"),
    ("followup_task", Keeps.OPEN, "t.status = 'open' and t.kind = 'ask_again' and t.due > (%(at)s)::date"),
    ("detection_visit", Keeps.OPEN, "t.status = 'planned' and t.planned_at >= %(at)s"),
    ("communication_message", Keeps.OPEN, "t.delivery in ('queued', 'unknown')"),
    ("communication_reply", Keeps.OPEN, "t.read_at is null"),
    ("matching_held_place", Keeps.YES, "true"),
    ("detection_visit", CONTACT, "true"),
    ("communication_message", CONTACT, "t.to_person and t.delivery in ('sent', 'unknown')"),
    ("communication_reply", CONTACT, "true"),
    ("occasions_guest", CONTACT, "t.invited_at is not null"),
    ("occasions_exposure", CONTACT, "true"),
    ("observations_observation", CONTACT, "true"),
    ("observations_judgement", CONTACT, "true"),
    ("observations_door_visit", CONTACT, "true"),
    ("observations_known", CONTACT, "true"),
    ("screening_screening", CONTACT, "true"),
    ("screening_brought", CONTACT, "true"),
    ("first_meeting_person_question", CONTACT, "true"),
    ("referrals_onward", CONTACT, "true"),
)  # fmt: skip
# In front of these three steps nobody has said yes to anything.
_FOUND = """
select p.id, greatest((p.created_at at time zone 'Europe/Copenhagen')::date, e.found_on),
       e.refused_on, e.unreached_on,
       case when not coalesce(e.open, false) then greatest(e.ended_on, p.died_on, p.moved_on) end, e.ask_again_on
from people_person p left join (
  select person_id, max(found_on) as found_on, max(ask_again_on) as ask_again_on,
         max((since at time zone 'Europe/Copenhagen')::date)
           filter (where status = 'lost' and lost_reason = any(%(nos)s)) as refused_on,
         max((since at time zone 'Europe/Copenhagen')::date)
           filter (where status = 'lost' and lost_reason = any(%(silence)s)) as unreached_on,
         max((since at time zone 'Europe/Copenhagen')::date) filter (where status = 'lost') as ended_on,
         bool_or(status = 'active') as open,
         bool_or(status = 'finished' or next_step is null or next_step <> all('{asked,screened,consented}'::text[])
                 or (status = 'active' and next_step <> 'asked')) as further
  from episodes_episode group by person_id
) e on e.person_id = p.id
where not coalesce(e.further, false) and p.created_at < %(before)s
  and (%(persons)s::uuid[] is null or p.id = any(%(persons)s::uuid[]))
"""


def due_now(actor: Actor, *, at: datetime, among: Collection[UUID] | None = None) -> dict[UUID, Due]:
    """Who is due to be erased, and why; `among`: only of these. Three queries, however many persons."""
    today, terms = local_date(at), queries.terms(actor).terms
    shortest = min(terms.days(rule) for rule in BY_TIME)
    values = {
        "nos": sorted(NOS), "silence": sorted(SILENCE), "before": at - timedelta(days=shortest - 1),
        "persons": None if among is None else array(among),
    }  # fmt: skip
    with in_sets():
        asked = rows(_FOUND, values)
    standing = {
        person_id: Standing(found_on, bool(refused or unreached), refused, unreached, ended, ask_again)
        for person_id, found_on, refused, unreached, ended, ask_again in asked
    }
    perhaps = [
        person_id
        for person_id, one in standing.items()
        if due(one, terms, today=today) or due(replace(one, contacted=True), terms, today=today)
    ]
    said = _said_of(perhaps, at)
    found = {}
    for person_id in perhaps:
        one, words = standing[person_id], said[person_id]
        keeps = frozenset(Keeps(word) for word in words if word != CONTACT)
        whole = replace(one, contacted=one.contacted or CONTACT in words, keeps=keeps)
        if decided := due(whole, terms, today=today):
            found[person_id] = decided
    return found


def _said_of(person_ids: Iterable[UUID], at: datetime) -> dict[UUID, set[str]]:
    """What their rows say: keeps, and whether there was contact."""
    ids = list(person_ids)
    said: dict[UUID, set[str]] = {person_id: set() for person_id in ids}
    if ids:
        for person_id, word in rows(_SAID, {"persons": array(ids), "at": at}):
            said[person_id].add(word)
    return said


_SAID = " union ".join(
    f"select person_id, '{word}' from {table} t where t.person_id = any(%(persons)s::uuid[]) and ({condition})"  # noqa: S608 (words of ours)
    for table, word, condition in SAYS
)

_ENDED = """
select e.person_id, e.programme_id, date_trunc('month', e.found_on)::date, e.found_by, m.kind, m.step, m.reason
from episodes_episode e
join lateral (select kind, step, reason from episodes_move m
              where m.municipality_id = e.municipality_id and m.episode_id = e.id
              order by number desc limit 1) m on true
where e.person_id = any(%(persons)s::uuid[])
"""
_LEFT_ALONE = "select id, cpr_blind from people_person where never_contact and id = any(%(persons)s::uuid[])"


def ended(person_ids: Iterable[UUID]) -> list[Ended]:
    """How the episodes of persons stand, to be counted when they are gone. One query."""
    return list(rows(_ENDED, {"persons": array(person_ids)}))


def left_alone(person_ids: Iterable[UUID]) -> dict[UUID, str | None]:
    """Those of them who asked never to be contacted, with the blind CPR number if there is one. One query."""
    return dict(rows(_LEFT_ALONE, {"persons": array(person_ids)}))
