"""A round answered by link: sent the way the person prefers, answered at home, or typed in from paper.

One link is one round: everything the recipe asks the person that day, on one page. Whether it may still be answered is
asked again each time: a yes that was taken back, a death, a move or a round taken otherwise closes it at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.journeys import follow, measure
from brobygger.pathway.measurement import rounds_queries
from brobygger.pathway.measurement.models import Measurement
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import stopping, writing
from brobygger.registry.communication.checking import address_of as where
from brobygger.registry.communication.models import Channel
from brobygger.registry.instruments.load import load
from brobygger.registry.links import operations as links
from brobygger.registry.links import queries as held
from brobygger.registry.links.models import Link
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Consent, Person
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import may_be_contacted, valid_consent, valid_consents

MOST_AT_ONCE = 200  # rounds a press: about a second; press again for more
REGRET = timedelta(minutes=10)  # a message waits so long, so that it can be taken back
CALL = "call_for_answers"


@dataclass(frozen=True)
class Asked:
    """One round of one person. way: sms, email or letter; "call" when nothing can be written. why: no_consent, gone,
    observer, phone or empty. link: the one that was sent and still opens."""

    measurements: Sequence[Measurement]
    way: str
    why: str
    consent: Consent | None
    link: Link | None

    @property
    def first(self) -> Measurement:
        """The one that stands for the round."""
        return self.measurements[0]


@dataclass(frozen=True)
class Sent:
    """How many were written to, by way; how many must be called instead; how many had been sent the questions."""

    ways: Mapping[str, int]
    to_call: int
    before: int


def to_ask(*, programme: Programme, by: Actor, at: datetime, most: int = MOST_AT_ONCE) -> list[Asked]:
    """The rounds that can be answered today, one for each person and round, and how each would be asked.

    A constant number of queries.
    """
    found = rounds_queries.to_take(by, programme, today=local_date(at), most=most)
    return _ways(found, at)


def _ways(found: Sequence[Measurement], at: datetime) -> list[Asked]:
    persons = {one.person_id: one.person for one in found}
    channels = writing.ways_of(persons.values())
    consents = valid_consents(person_ids=persons, purpose=ConsentPurpose.PARTICIPATION, on=local_date(at))
    newest = held.newest_live(Opens.ANSWER_ROUND, [one.id for one in found], at=at)
    made = []
    for _key, several in groupby(sorted(found, key=_round), key=_round):
        rows = list(several)
        person = rows[0].person
        asked = [one for one in rows if _asks_person(one)]
        why = _why_not(rows[0], bool(asked), consents.get(person.id), channels[person.id])
        link = next((newest[one.id] for one in rows if one.id in newest), None)
        way = "call" if why else str(channels[person.id])
        made.append(Asked(asked or rows, way, why, consents.get(person.id), link))
    return made


def _round(one: Measurement) -> tuple[date, str, str]:
    return one.due, str(one.episode_id), one.round


def _asks_person(one: Measurement) -> bool:
    return "person" in load(one.instrument).answered_by


def _why_not(one: Measurement, asks: bool, consent: Consent | None, channel: Channel) -> str:
    if _gone(one.person) or one.episode.status == "lost":
        return "gone"
    if not asks:
        return "observer"
    if consent is None:
        return "no_consent"
    return "phone" if channel == Channel.PHONE or not where(one.person, channel) else ""


def _gone(person: Person) -> bool:
    return not may_be_contacted(person)


@transaction.atomic
def send(*, asked: Sequence[Asked], by: Actor, at: datetime, again: bool = False) -> Sent:
    """Send the questions to those who can be written to. Who has them already is left alone unless `again`.

    Nothing leaves for ten minutes, so that it can be taken back (`take_back`, with the same `at`).
    """
    new = [one for one in asked if not one.why and (again or one.link is None)]
    with for_the_municipality(by):
        # An earlier link still opens (a sheet may be in the post); whichever is answered first closes the round.
        stopping.stop_keys(keys=[_key(one.link) for one in new if one.link], why="taken_back")
        made = _links(new, by, at)
        code = held.code_of(by)
        for one, link in zip(new, made, strict=True):
            writing.to_person(
                person=one.first.person, code="answer_round", key=_key(link), by=by, at=at, channel=one.way,
                consent=one.consent, not_before=at + REGRET,
                values={"link": held.address_of(link, code=code), "due": one.first.closes.strftime("%d.%m.%Y")},
            )  # fmt: skip
    ways: dict[str, int] = {}
    for one in new:
        ways[one.way] = ways.get(one.way, 0) + 1
    to_call = sum(one.why in ("phone", "no_consent") for one in asked)
    return Sent(ways, to_call, sum(not one.why and one.link is not None for one in asked) if not again else 0)


def _links(new: Sequence[Asked], by: Actor, at: datetime) -> list[Link]:
    subjects = [(one.first.id, _ends(one)) for one in new]
    return links.make_many(
        opens=Opens.ANSWER_ROUND, subjects=subjects, organisation_id=by.home, given_to=_("Svar ved link"), by=by, at=at
    )


def _ends(one: Asked) -> datetime:
    """The link lives as long as the round: to the end of its last day."""
    return datetime.combine(min(each.closes for each in one.measurements) + timedelta(days=1), time(), DENMARK)


def _key(link: Link) -> str:
    return f"round:{link.id}"


@transaction.atomic
def paper_link(*, one: Asked, by: Actor, at: datetime) -> Link:
    """The link for a printed sheet: the one that was sent, or a new one. Raises Refusal without consent."""
    if one.why not in ("", "phone"):
        raise Refusal(_("Spørgsmålene kan ikke sendes til borgeren. Se på siden, hvorfor."))
    with for_the_municipality(by):
        return one.link or _links([one], by, at)[0]


@transaction.atomic
def take_back(*, made_at: datetime, by: Actor, at: datetime) -> int:
    """What the actor sent at a moment and has not left yet is stopped, and its links are closed. How many."""
    with for_the_municipality(by):
        mine = {_key(link): link for link in held.made_by(by, Opens.ANSWER_ROUND, made_at=made_at)}
        stopped = stopping.stop_keys(keys=list(mine), why="taken_back")
        return links.withdraw_many(links=[mine[key] for key in stopped], at=at)


# ---- What whoever holds the link does --------------------------------------------------------------------


@transaction.atomic
def questions(*, link: Link, by: Actor, at: datetime) -> list[Measurement] | None:
    """What there is to answer; None when the round has been taken, its time is over, or the yes is no longer there."""
    with for_the_municipality(by):
        return _open(link, at)


def _open(link: Link, at: datetime) -> list[Measurement] | None:
    assert link.subject_id is not None  # made with one
    today = local_date(at)
    found = [one for one in rounds_queries.round_of(link.subject_id, on=today) if _asks_person(one)]
    if not found or _gone(found[0].person) or found[0].episode.status == "lost":
        return None
    consent = valid_consent(
        person_id=found[0].person_id, purpose=ConsentPurpose.PARTICIPATION, receiver_id=None, on=today
    )
    return found if consent else None


@transaction.atomic
def answer(
    *, link: Link, answers: Mapping[UUID, Sequence[int | None]], mode: str, answered_by: str, language: str, by: Actor,
    at: datetime,
) -> list[Measurement]:  # fmt: skip
    """Keep the answers, once; a professional is called as when staff ask. answers: by measurement, all of the round.

    mode: link, or paper when somebody types a returned sheet in. Raises Taken when there is nothing to answer any
    more, and Refusal (with the item) for an answer that is missing or out of range.
    """
    with for_the_municipality(by):
        found = _claimed(link, at)
        links.use(link=link, at=at, led_to=link.subject_id)
        return measure.take_many(
            answered=[(one, answers.get(one.id, ()), at) for one in found], mode=mode, by=by, language=language,
            answered_by=answered_by,
        )  # fmt: skip


@transaction.atomic
def rather_call(*, link: Link, by: Actor, at: datetime) -> None:
    """The person would rather be called: a task for the coordinator, and the link is spent."""
    with for_the_municipality(by):
        found = _claimed(link, at)
        links.use(link=link, at=at, led_to=link.subject_id)
        due = min(found[0].closes, local_date(at) + timedelta(days=2))
        follow.hand_to_coordinator(episode=found[0].episode, kind=CALL, about=str(found[0].id), due=due, at=at)


def _claimed(link: Link, at: datetime) -> list[Measurement]:
    found = _open(link, at)
    if found is None:
        raise Taken(_("Der er ikke mere at svare på her. Ring til os, hvis du vil fortælle noget."))
    return found
