"""Writing and reading the first time: meetings before it, fellows, and time that is given to a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting.company_rules import GAVE, GOES_ON, LONGEST_MINUTES, Granted, Used, cost_ore, left
from brobygger.pathway.first_meeting.models import Fellow, FirstContact, GrantedTime, LookBack, Meeting, SpentTime
from brobygger.registry.access.actor import Actor

OLDEST_DAYS = 60  # how far back time can be written down


class Company(NamedTuple):
    """All that was planned and given around the first time of one episode, newest first."""

    meetings: list[Meeting]
    fellows: list[Fellow]
    granted: list[GrantedTime]
    spent: list[SpentTime]

    def minutes_left(self, on: date) -> int:
        """What is left of the klippekort on a day."""
        return left(
            [Granted(one.minutes, one.since, one.until) for one in self.granted],
            [Used(one.minutes, one.on) for one in self.spent if one.kind == "klippekort"],
            on=on,
        )


def of_episode(actor: Actor, episode_id: UUID) -> Company:
    """Four queries."""
    return Company(
        list(Meeting.objects.filter(episode_id=episode_id).order_by("-starts_at", "id")),
        list(Fellow.objects.filter(episode_id=episode_id).order_by("-since", "id")),
        list(GrantedTime.objects.filter(episode_id=episode_id).order_by("-since", "id")),
        list(SpentTime.objects.filter(episode_id=episode_id).order_by("-on", "-written_at")),
    )


def fellows_of_person(actor: Actor, person_id: UUID) -> list[Fellow]:
    """Those who are beside a person now; an association sees its own. One query."""
    return list(Fellow.objects.filter(person_id=person_id, until__isnull=True).order_by("since", "id"))


@transaction.atomic
def plan_meeting(*, episode: Episode, facts: Mapping[str, Any], by: Actor, at: datetime) -> Meeting:
    """Who meets the person, where and when; facts as in Meeting. Raises Refusal for a time that has passed."""
    if facts["starts_at"] < at:
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="day")
    return Meeting.objects.create(
        episode=episode, person_id=episode.person_id, planned_at=at, planned_by_id=by.user_id, planned_by_name=by.name,
        **facts,
    )  # fmt: skip


@transaction.atomic
def close_meeting(*, meeting_id: UUID, episode: Episode, held: bool, note: str, by: Actor, at: datetime) -> Meeting:
    """It was held, or it was not to be. Raises NotVisible, and Taken when somebody has written that."""
    found = Meeting.objects.filter(id=meeting_id, episode=episode).first()
    if found is None:
        raise NotVisible("meeting")
    changed = Meeting.objects.filter(id=found.id, status="planned").update(
        status="held" if held else "cancelled", note=note.strip()[:500], held_at=at
    )
    if not changed:
        raise Taken(_("Det er allerede skrevet ned, hvordan det gik."))
    return found


@transaction.atomic
def set_beside(*, episode: Episode, kind: str, name: str, by: Actor, at: datetime) -> Fellow:
    """Somebody of that name sits with, goes along with or is the tutor of the person. Raises Refusal without a name.

    The organisation of the first time sees it: its host says who it is in the first call.
    """
    if not name.strip():
        raise Refusal(_("Skriv, hvem det er."), field="name")
    contacts = FirstContact.objects.filter(episode=episode).exclude(status="ended").order_by("-due")
    return Fellow.objects.create(
        organisation_id=contacts.values_list("organisation_id", flat=True).first(),
        episode=episode,
        person_id=episode.person_id,
        kind=kind,
        name=name.strip()[:200],
        since=local_date(at),
        made_by_id=by.user_id,
        made_by_name=by.name,
    )


@transaction.atomic
def end_beside(*, fellow_id: UUID, episode: Episode, how_it_went: str, by: Actor, at: datetime) -> None:
    """It is over, with how it went. Raises NotVisible."""
    changed = Fellow.objects.filter(id=fellow_id, episode=episode, until__isnull=True).update(
        until=local_date(at), how_it_went=how_it_went.strip()[:500]
    )
    if not changed:
        raise NotVisible("fellow")


@transaction.atomic
def grant(*, episode: Episode, minutes: int, until: date, by: Actor, at: datetime) -> GrantedTime:
    """Approve time from the klippekort until a day. Raises Refusal for a day that has passed."""
    today = local_date(at)
    if until < today:
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="until")
    return GrantedTime.objects.create(
        episode=episode, person_id=episode.person_id, minutes=minutes, since=today, until=until, approved_at=at,
        approved_by_id=by.user_id, approved_by_name=by.name,
    )  # fmt: skip


@transaction.atomic
def spend(
    *, episode: Episode, kind: str, on: date, minutes: int, what: str, by_volunteer: bool, kroner_an_hour: int,
    by: Actor, at: datetime,
) -> SpentTime:  # fmt: skip
    """Time that was given. From the klippekort never more than is left: the episode's row is locked meanwhile.

    Raises Refusal for a day to come or long ago, and for more than there is.
    """
    today = local_date(at)
    if not today - timedelta(days=OLDEST_DAYS) <= on <= today:
        raise Refusal(_("Vælg en dag inden for de sidste to måneder."), field="on")
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Refusal(_("Skriv mellem 1 og %s minutter.") % LONGEST_MINUTES, field="minutes")
    if kind == "klippekort":
        Episode.objects.select_for_update().get(id=episode.id)
        there = of_episode(by, episode.id).minutes_left(on)
        if minutes > there:
            raise Refusal(_("Der er kun %s minutter tilbage på klippekortet.") % there, field="minutes")
    return SpentTime.objects.create(
        episode=episode, person_id=episode.person_id, programme_id=episode.programme_id, kind=kind, on=on,
        minutes=minutes, what=what.strip()[:300], by_volunteer=by_volunteer,
        cost_ore=cost_ore(minutes, kroner_an_hour, by_volunteer=by_volunteer), written_at=at, written_by_id=by.user_id,
        written_by_name=by.name,
    )  # fmt: skip


class Spent(NamedTuple):
    """What an effort gave of one kind: to how many, in how many minutes and øre; went_on: came three times after."""

    kind: str
    people: int
    minutes: int
    volunteer_minutes: int
    cost_ore: int
    went_on: int


_SPENT = """
select t.kind, count(distinct t.episode_id), sum(t.minutes), coalesce(sum(t.minutes) filter (where t.by_volunteer), 0),
       sum(t.cost_ore),
       count(distinct t.episode_id) filter (where exists (
         select 1 from episodes_move m where m.municipality_id = t.municipality_id and m.episode_id = t.episode_id
           and m.kind = 'reached' and m.step = 'third_time'))
from first_meeting_spent_time t where t.programme_id = %(programme)s group by t.kind order by t.kind
"""


def spent_in(actor: Actor, programme_id: UUID) -> list[Spent]:
    """Time given in a programme, by kind. One query; nobody is named."""
    return [Spent(row[0], *map(int, row[1:])) for row in rows(_SPENT, {"programme": programme_id})]


def meetings_with(actor: Actor, episode_id: UUID, organisation_id: UUID) -> list[Meeting]:
    """The meetings that one organisation holds before the activity, newest first. One query."""
    found = Meeting.objects.filter(episode_id=episode_id, organisation_id=organisation_id)
    return list(found.order_by("-starts_at", "id"))


def look_backs(actor: Actor, episode_id: UUID, organisation_id: UUID) -> list[LookBack]:
    """What one organisation has said about one person's way, newest first. One query."""
    return list(LookBack.objects.filter(episode_id=episode_id, organisation_id=organisation_id).order_by("-on"))


@transaction.atomic
def look_back(
    *, episode: Episode, organisation_id: UUID, gave: str, goes_on: str, words: str, by: Actor, at: datetime
) -> LookBack:
    """The organisation's own view of one way; the same day again corrects. Raises Refusal for no answer of ours."""
    if gave not in GAVE or goes_on not in GOES_ON:
        raise Refusal(_("Vælg på listen."), field="gave" if gave not in GAVE else "goes_on")
    facts = {
        "person_id": episode.person_id, "gave": gave, "goes_on": goes_on, "words": words.strip()[:500],
        "by_id": by.user_id, "by_name": by.name,
    }  # fmt: skip
    kept, _new = LookBack.objects.update_or_create(
        episode=episode, organisation_id=organisation_id, on=local_date(at), defaults=facts
    )
    return kept


_NEWEST = """
select gave, count(*)::int from (
  select distinct on (b.episode_id, b.organisation_id) b.gave from first_meeting_look_back b
  join episodes_episode e on e.municipality_id = b.municipality_id and e.id = b.episode_id
  where e.programme_id = %(programme)s order by b.episode_id, b.organisation_id, b."on" desc) newest
group by gave
"""


def said_in(actor: Actor, programme_id: UUID) -> dict[str, int]:
    """How many ways organisations say gave much, some or little, each by its newest answer. One query."""
    told = dict.fromkeys(GAVE, 0)
    return told | {str(gave): int(n) for gave, n in rows(_NEWEST, {"programme": programme_id})}
