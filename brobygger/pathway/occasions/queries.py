"""Reading occasions, guests, and what each channel has brought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.occasions import rules
from brobygger.pathway.occasions.models import Guest, Occasion
from brobygger.pathway.occasions.rules import Counts
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


def occasion(actor: Actor, occasion_id: UUID) -> Occasion:
    """One occasion that the actor's organisation holds. Raises NotVisible."""
    try:
        return Occasion.objects.select_related("organisation", "programme", "follows").get(
            id=occasion_id, organisation_id=actor.home
        )
    except Occasion.DoesNotExist:
        raise NotVisible("occasion") from None


def series_of(actor: Actor, occasion: Occasion) -> list[Occasion]:
    """The other times the same occasion has been or will be held, newest first. One query; none for one held once."""
    if occasion.again_of_id is None:
        return []
    found = Occasion.objects.filter(again_of_id=occasion.again_of_id, organisation_id=actor.home)
    return list(found.exclude(id=occasion.id).order_by("-day")[:20])


def evenings_of(actor: Actor, occasion: Occasion) -> list[tuple[Occasion, Counts]]:
    """The evenings held after a theme day, in order, with what came of each. At most two queries; none for others."""
    if occasion.kind != "theme_day":
        return []
    found = list(Occasion.objects.filter(follows=occasion, organisation_id=actor.home).order_by("day")[:10])
    told: dict[UUID, list[tuple[bool, bool | None, str]]] = {one.id: [] for one in found}
    guests = Guest.objects.filter(occasion_id__in=told) if told else Guest.objects.none()
    for occasion_id, invited_at, came, wants in guests.values_list("occasion_id", "invited_at", "came", "wants"):
        told[occasion_id].append((invited_at is not None, came, wants))
    return [(one, rules.counts(told[one.id], others=one.others)) for one in found]


def guest(actor: Actor, guest_id: UUID) -> Guest:
    """One guest with the occasion. Raises NotVisible."""
    try:
        return Guest.objects.select_related("occasion", "person").get(id=guest_id, organisation_id=actor.home)
    except Guest.DoesNotExist:
        raise NotVisible("guest") from None


def held_by(actor: Actor, *, most: int = 100) -> list[tuple[Occasion, Counts]]:
    """The occasions of the actor's organisation, newest first, with what came of each. Two queries."""
    found = list(Occasion.objects.filter(organisation_id=actor.home).order_by("-day", "name")[:most])
    told: dict[UUID, list[tuple[bool, bool | None, str]]] = {one.id: [] for one in found}
    guests = Guest.objects.filter(occasion_id__in=told).values_list("occasion_id", "invited_at", "came", "wants")
    for occasion_id, invited_at, came, wants in guests:
        told[occasion_id].append((invited_at is not None, came, wants))
    return [(one, rules.counts(told[one.id], others=one.others)) for one in found]


def guests_of(actor: Actor, occasion: Occasion) -> QuerySet[Guest]:
    """Who is on the list: those who came first, then those who have signed up or are invited."""
    return Guest.objects.filter(occasion=occasion).select_related("offer", "tip").order_by("-came", "name", "id")


def counts_of(actor: Actor, occasion: Occasion) -> Counts:
    """What came of one occasion. One query."""
    guests = Guest.objects.filter(occasion=occasion).values_list("invited_at", "came", "wants")
    return rules.counts([(at is not None, came, wants) for at, came, wants in guests], others=occasion.others)


class Met(NamedTuple):
    """One time a person met an offer or an effort. what: its name; kind: heard, referral, letter, occasion."""

    on: date
    kind: str
    channel: str
    what: str
    answer: str


_MET = """
select (x.at at time zone 'Europe/Copenhagen')::date, 'heard', x.channel, coalesce(o.name, p.name, ''), x.answer
from occasions_exposure x
left join offers_offer o on o.municipality_id = x.municipality_id and o.id = x.offer_id
left join running_programme p on p.municipality_id = x.municipality_id and p.id = x.programme_id
where x.person_id = %(person)s
union all
select (v.planned_at at time zone 'Europe/Copenhagen')::date, 'letter', 'letter', p.name, v.status
from detection_visit v join episodes_episode e on e.municipality_id = v.municipality_id and e.id = v.episode_id
join running_programme p on p.municipality_id = e.municipality_id and p.id = e.programme_id
where v.person_id = %(person)s and v.mode = 'visit'
union all
select c.day, 'occasion', 'occasion', c.name,
       case when g.came then coalesce(nullif(g.wants, ''), 'came') when g.came is false then 'absent' else 'invited' end
from occasions_guest g join occasions_occasion c on c.municipality_id = g.municipality_id and c.id = g.occasion_id
where g.person_id = %(person)s
order by 1 desc limit %(most)s
"""


def met_by(actor: Actor, person_id: UUID, *, most: int = 50) -> list[Met]:
    """Every time a person has met an offer or an effort on the way, newest first (R034). One query.

    Referrals stand on their own page part; here is what came before them.
    """
    return [Met(*row) for row in rows(_MET, {"person": person_id, "most": most})]


class Way(NamedTuple):
    """One channel of an effort: how many heard by it, said yes, and came a first time. Persons, not times."""

    channel: str
    heard: int
    agreed: int
    came: int


_WAYS = """
select x.channel, count(distinct x.person_id),
  count(distinct x.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = x.municipality_id and m.person_id = x.person_id and m.programme_id = %(programme)s
      and m.kind = 'reached' and m.step = 'consented')),
  count(distinct x.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = x.municipality_id and m.person_id = x.person_id and m.programme_id = %(programme)s
      and m.kind = 'reached' and m.step = 'first_time'))
from occasions_exposure x where x.programme_id = %(programme)s group by x.channel order by 2 desc, 1
"""
_FOUND = """
select e.found_by, count(distinct e.person_id),
  count(distinct e.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = e.municipality_id and m.episode_id = e.id
      and m.kind = 'reached' and m.step = 'consented')),
  count(distinct e.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = e.municipality_id and m.episode_id = e.id
      and m.kind = 'reached' and m.step = 'first_time'))
from episodes_episode e where e.programme_id = %(programme)s group by e.found_by order by 2 desc, 1
"""


def heard_by_channel(actor: Actor, programme: Programme) -> list[Way]:
    """What each channel people have heard by led to; a person who heard by two counts in both (R033). One query."""
    return [Way(*row) for row in rows(_WAYS, {"programme": programme.id})]


def found_by_channel(actor: Actor, programme: Programme) -> list[Way]:
    """The same by how people were found; each person counts once for each way in. One query."""
    return [Way(*row) for row in rows(_FOUND, {"programme": programme.id})]


_ANYWHERE = """
select g.name, count(distinct x.person_id),
  count(distinct x.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = x.municipality_id and m.person_id = x.person_id
      and m.kind = 'reached' and m.step = 'consented')),
  count(distinct x.person_id) filter (where exists (select from episodes_move m
    where m.municipality_id = x.municipality_id and m.person_id = x.person_id
      and m.kind = 'reached' and m.step = 'first_time'))
from occasions_exposure x join unnest(%(codes)s::text[], %(groups)s::text[]) as g (code, name) on g.code = x.channel
where x.answer <> 'no' group by g.name
"""
_ASKED = """
select count(distinct e.person_id), count(distinct e.person_id) filter (where exists (select from occasions_exposure x
    where x.municipality_id = e.municipality_id and x.person_id = e.person_id))
from episodes_episode e
"""


def heard_anywhere(actor: Actor, groups: Mapping[str, str]) -> dict[str, Way]:
    """What ways of hearing led to in all efforts together, by the groups that channels belong to (channel → group).

    A person who heard by two channels of a group counts once in it, and once in each other group. One query.
    """
    codes = {"codes": list(groups), "groups": list(groups.values())}
    return {way.channel: way for way in (Way(*row) for row in rows(_ANYWHERE, codes))}


def asked_where(actor: Actor) -> tuple[int, int]:
    """How many people there is a way for, and of how many it is known where they heard of it. One query."""
    ((everybody, known),) = rows(_ASKED, {})
    return everybody, known
