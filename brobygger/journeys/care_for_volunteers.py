"""Caring for volunteers: thanks and results, gatherings, who meets whom and still does, and who they can call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from brobygger.communities.volunteers import joining, upkeep
from brobygger.communities.volunteers.models import Gathering
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.several import rows
from brobygger.journeys.tell import clock_in_letters, day_in_letters
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality

QUIET_DAYS = 30  # nobody has heard that a pair met for so long


@dataclass(frozen=True)
class Results:
    """What volunteers have done in the last year: visits, pairs that met, and different volunteers."""

    visits: int
    pairs: int
    volunteers: int


_RESULTS = """
select count(*), count(distinct t.person_id), count(distinct t.owner_user_id) from followup_task t
where t.kind = 'met_person' and t.status = 'done' and t.due > %(since)s
  and (%(organisation)s::uuid is null or t.organisation_id = %(organisation)s)
  and (%(user)s::uuid is null or t.owner_user_id = %(user)s)
"""


def results(*, by: Actor, at: datetime, own: bool = False) -> Results:
    """Counts of a year, of the actor's organisation (the whole municipality for its coordinator), or one's own."""
    municipal = by.scope.value == "municipality"
    values = {
        "since": local_date(at) - timedelta(days=365),
        "organisation": None if municipal else by.organisation_id,
        "user": by.user_id if own else None,
    }
    with for_the_municipality(by):
        (found,) = rows(_RESULTS, values)
    return Results(*map(int, found))


@transaction.atomic
def thank(*, words: str, thanks_id: UUID, by: Actor, at: datetime) -> int:
    """A thank-you by e-mail to every volunteer of the actor's organisation. Once per thanks_id. Returns how many."""
    several = list(upkeep.volunteers_of(by.home, on=local_date(at)))
    for one in several:
        writing.to_member(
            membership=one, code="volunteer_thanks", values={"words": words.strip()},
            key=f"thanks:{thanks_id}:{one.id}", by=by, at=at, digest=False,
        )  # fmt: skip
    return len(several)


@transaction.atomic
def gather(
    *, organisation: Organisation, kind: str, said_kind: str, starts_at: datetime, place: str, agenda: str, by: Actor,
    at: datetime,
) -> Gathering:  # fmt: skip
    """Plan a gathering and write to every volunteer. said_kind: the kind in Danish, as the letter says it."""
    made, asked = upkeep.gather(
        organisation=organisation, kind=kind, starts_at=starts_at, place=place, agenda=agenda, by=by, at=at
    )
    values = {
        "what": said_kind, "day": day_in_letters(starts_at), "time": clock_in_letters(starts_at), "place": place,
    }  # fmt: skip
    for one in asked:
        writing.to_member(
            membership=one, code="volunteer_meeting", values=values, key=f"gathering:{made.id}:{one.id}", by=by, at=at
        )
    return made


class PairHere(NamedTuple):
    """A pair without the person's name: the volunteer, since when, when they last met and meet next."""

    id: UUID
    volunteer_id: UUID
    volunteer: str
    since: date
    last_met: date | None
    next_on: date | None

    def quiet(self, on: date) -> bool:
        """Nobody has heard for a month that they met."""
        return ((self.last_met or self.since) + timedelta(days=QUIET_DAYS)) < on


_PAIRS = """
select p.id, m.id, m.name, p.since, max(t.due), p.next_on
from volunteers_pair p
join access_membership m on m.municipality_id = p.municipality_id and m.id = p.volunteer_id
left join followup_task t on t.municipality_id = p.municipality_id and t.person_id = p.person_id
  and t.owner_user_id = p.user_id and t.kind = 'met_person' and t.status = 'done'
where p.until is null and (%(organisation)s::uuid is null or p.organisation_id = %(organisation)s)
group by p.id, m.id, m.name, p.since, p.next_on
order by coalesce(max(t.due), p.since), m.name limit 200
"""


def pairs_here(*, by: Actor, at: datetime) -> list[PairHere]:
    """Whether pairs still meet (R174), the quietest first. No person is named: the leader knows the volunteer."""
    municipal = by.scope.value == "municipality"
    with for_the_municipality(by):
        found = rows(_PAIRS, {"organisation": None if municipal else by.organisation_id})
    return [PairHere._make(row) for row in found]


class Contact(NamedTuple):
    """Somebody a volunteer can call."""

    name: str
    phone: str


def person_to_call(*, by: Actor, at: datetime) -> Contact:
    """The association's own contact for volunteers, else the coordinator, with a number of their own (R260)."""
    today = local_date(at)
    with for_the_municipality(by):
        demands = joining.demands_of(by.home)
        contact = demands.contact if demands else None
        if contact is not None and (contact.until is None or contact.until >= today):
            return Contact(contact.name, contact.phone)
        here = Membership.objects.filter(role=Role.COORDINATOR, organisation__kind="municipality", since__lte=today)
        first = here.exclude(until__lt=today).exclude(phone="").order_by("name").first()
        if first is not None:
            return Contact(first.name, first.phone)
        name, phone = writing.signature(None, by)
    return Contact(name, phone)
