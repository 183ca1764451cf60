"""Those who can refer hear from us again and again: what became of those they referred, and that there is room (R360).

One greeting for each address, in the way they want, in other words than the last, and less often when they do refer.
They stop it or pause it themselves, by the link in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.several import rows
from brobygger.insight.disclosure.rules import divide
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.programmes.presence import operations as presence
from brobygger.programmes.presence import queries, rules
from brobygger.programmes.presence.models import Greeting, Rhythm
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.communication.rules import mobile
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of, newest_live
from brobygger.registry.links.rules import Opens
from brobygger.registry.organisations.models import Kind
from brobygger.registry.people.acting import for_the_municipality

RING = "ask_to_refer"
ANSWERS = ("pause", "stop", "go_on", "seldom")


@dataclass(frozen=True)
class Referred:
    """Somebody was referred by a unit or an organisation on a day; and whether the person has begun since."""

    id: UUID
    organisation_id: UUID
    unit_id: UUID | None
    on: date
    begun: bool


# A tip by somebody with a role there, a tip by the link that was given to them, or a person their own staff found.
_REFERRED = """
with sent as (
    select distinct t.id, t.person_id, t.sent_at, m.organisation_id, m.unit_id
    from detection_tip t
    join access_membership m on m.municipality_id = t.municipality_id and m.user_id = t.sent_by_id
    where t.status <> 'worry' and t.sent_at >= %(since)s
    union
    select t.id, t.person_id, t.sent_at, coalesce(o.id, n.organisation_id), n.id
    from links_use s
    join links_link l on l.municipality_id = s.municipality_id and l.id = s.link_id and l.opens = 'send_tip'
    join detection_tip t on t.municipality_id = s.municipality_id and t.id = s.led_to
    left join organisations_organisation o
      on o.municipality_id = l.municipality_id and lower(o.name) = lower(l.given_to)
    left join organisations_unit n on n.municipality_id = l.municipality_id and lower(n.name) = lower(l.given_to)
    where t.sent_at >= %(since)s and (o.id is not null or n.id is not null)
    union
    select e.id, e.person_id, e.found_on::timestamp at time zone 'Europe/Copenhagen', n.organisation_id, e.unit_id
    from episodes_episode e
    join organisations_unit n on n.municipality_id = e.municipality_id and n.id = e.unit_id
    where e.found_by in ('home_care', 'early_detection')
      and e.found_on >= (%(since)s at time zone 'Europe/Copenhagen')::date
      and not exists (select from detection_tip t where t.municipality_id = e.municipality_id
                      and t.person_id = e.person_id and t.status <> 'worry')
)
select s.id, s.organisation_id, s.unit_id, (s.sent_at at time zone 'Europe/Copenhagen')::date,
       exists (select from episodes_move v where v.person_id = s.person_id
               and v.kind = 'reached' and v.step = 'first_time' and v.at >= s.sent_at)
from sent s order by s.sent_at, s.id
"""


def referred(actor: Actor, *, since: datetime) -> list[Referred]:
    """Everybody who was referred since a moment, by whom, the first first. One query. For the municipality's scope."""
    found = rows(_REFERRED, {"since": since})
    return [Referred(*row) for row in found]


def by_them(found: Iterable[Referred], rhythms: Sequence[Rhythm]) -> list[Referred]:
    """Those whom any of these organisations or units has referred, each once."""
    units = {one.unit_id for one in rhythms if one.unit_id}
    whole = {one.organisation_id for one in rhythms if one.unit_id is None}
    mine = [one for one in found if one.unit_id in units or one.organisation_id in whole]
    return list({one.id: one for one in mine}.values())


def reached_by(rhythm: Rhythm) -> tuple[str, str]:
    """The way they are really reached, and where: who has no address is rung."""
    unit, organisation = rhythm.unit, rhythm.organisation
    email = (unit.email if unit else "") or organisation.email
    phone = (unit.phone if unit else "") or organisation.phone
    if rhythm.way == "email" and email:
        return "email", email
    number = mobile(phone)
    if rhythm.way == "sms" and number:
        return "sms", number
    return "phone", phone


def name_of(rhythm: Rhythm) -> str:
    """The organisation, or the unit in it."""
    return f"{rhythm.unit.name}, {rhythm.organisation.name}" if rhythm.unit else rhythm.organisation.name


@transaction.atomic
def watch(*, by: Actor, at: datetime) -> int:
    """For the night: everybody whose day has come hears from us, each address once. How many greetings.

    Who shares the address of somebody whose day has come hears along, and is counted from today too: otherwise units
    that began on different days would each have a letter to the same address.
    """
    today = local_date(at)
    hear = [
        one for one in queries.rhythms(by)
        if one.organisation.active
        and rules.hears(paused_until=one.paused_until, stopped_on=one.stopped_on, today=today)
    ]  # fmt: skip
    together = [several for several in _by_address(hear) if any(one.next_on <= today for one in several)]
    if not together:
        return 0
    found = referred(by, since=at - rules.LOOK_BACK)
    sent = queries.greetings(by, [one.id for several in together for one in several])
    for several in together:
        _greet(several, found, sent, by, at)
    return len(together)


def _by_address(rhythms: Iterable[Rhythm]) -> list[list[Rhythm]]:
    """Those who share an address get one together; who is rung without a known number stands alone."""
    together: dict[tuple[str, str], list[Rhythm]] = {}
    for one in rhythms:
        way, to = reached_by(one)
        together.setdefault((way, to or str(one.id)), []).append(one)
    return list(together.values())


def _greet(
    several: list[Rhythm], found: list[Referred], sent: dict[UUID, list[Greeting]], by: Actor, at: datetime
) -> None:
    first, theirs = several[0], by_them(found, several)
    way, to = reached_by(first)
    number = rules.text_number(max(len(sent[one.id]) for one in several))
    begun = told_begun(several, theirs)
    kept = []
    for one in several:
        last = sent[one.id][0].sent_on if sent[one.id] else None
        own = by_them(found, [one])
        since = sum(last is not None and each.on > last for each in own)
        kept.append(
            presence.greeted(
                rhythm=one, way=way, text_number=number, referred=len(own), begun=told_begun([one], own), since=since,
                at=at,
            )
        )  # fmt: skip
    words = became(len(theirs), begun)
    if way == "phone":
        about = ": ".join(filter(None, (" og ".join(map(name_of, several)), to, words)))
        followup.add(
            plan=Planned(
                key=f"{RING}:{kept[0].id}", rule=RING, kind=RING, due=local_date(at), holder=Holder(Role.COORDINATOR),
                why={"about": about},
            ),
            at=at,
        )  # fmt: skip
        return
    writing.to_organisation(
        organisation=first.organisation, code=f"refer_{number}", to=to, by_sms=way == "sms",
        values={"words": words, "link": address_of(_link(first, by, at))}, key=f"greeting:{kept[0].id}", by=by, at=at,
        name=" og ".join(one.unit.name if one.unit else one.organisation.name for one in several),
    )  # fmt: skip


def _link(rhythm: Rhythm, by: Actor, at: datetime) -> Link:
    """The same link as long as it works: an old letter can still say stop."""
    held = newest_live(Opens.GREETINGS, [rhythm.id], at=at + timedelta(days=60)).get(rhythm.id)
    return held or links.make(
        opens=Opens.GREETINGS, subject_id=rhythm.id, organisation_id=rhythm.organisation_id,
        given_to=rhythm.organisation.name, by=by, at=at,
    )  # fmt: skip


def told_begun(rhythms: Sequence[Rhythm], theirs: Sequence[Referred]) -> int | None:
    """How many of them have begun, where it may be told; else None.

    The municipality's own units work with the same people. Others may know whom they referred, so that a small number
    would tell who has begun: they get it only where it is large enough to be published.
    """
    begun = sum(one.begun for one in theirs)
    if all(one.organisation.kind == Kind.MUNICIPALITY for one in rhythms):
        return begun
    return divide(len(theirs), begun).part


def became(referred: int, begun: int | None) -> str:
    """What became of the last half year's, in the letter's Danish."""
    if not referred:
        return "Vi har ikke hørt fra jer i et halvt år. Vi vil gerne høre, hvis I kender en, der vil være med."
    sent = f"I har henvist {referred} det sidste halve år."
    if begun is None:
        return f"{sent} Tak for det."
    if not begun:
        return f"{sent} Vi er ved at finde noget, der passer til dem."
    if begun == referred:
        return f"{sent} {'Personen' if begun == 1 else 'Alle'} er begyndt."
    return f"{sent} {begun} af dem er begyndt."


# ---- what they say themselves


def behind(*, link: Link, by: Actor) -> list[Rhythm]:
    """Everybody who hears from us at the link's address. Raises NotVisible when nobody does any more."""
    assert isinstance(link.subject_id, UUID)  # made with one: _link
    with for_the_municipality(by):
        first = queries.rhythm(by, link.subject_id)
        here = reached_by(first)
        same = [one for one in queries.rhythms(by) if here[1] and reached_by(one) == here]
    return same or [first]


@transaction.atomic
def answered(*, link: Link, answer: str, seen: str, by: Actor, at: datetime) -> None:
    """They want a pause, less often, nothing more, or to hear again. Raises Refusal for anything else.

    seen: the weeks that the page showed. Less often than another rhythm than that is another press of the same.
    """
    if answer not in ANSWERS:
        raise Refusal(_("Vælg på listen."))
    several = behind(link=link, by=by)
    if answer == "seldom" and str(several[0].every_weeks) != seen:
        return
    with for_the_municipality(by):
        for one in several:
            say(rhythm=one, answer=answer, theirs=True, by=by, at=at)
        links.use(link=link, at=at)


@transaction.atomic
def say(*, rhythm: Rhythm, answer: str, theirs: bool, by: Actor, at: datetime) -> None:
    """The same four things, said by them or by staff who have talked with them."""
    if answer == "pause":
        presence.pause(rhythm=rhythm, until=local_date(at) + rules.PAUSE, by=by, at=at)
    elif answer == "stop":
        presence.stop(rhythm=rhythm, theirs=theirs, by=by, at=at)
    elif answer == "go_on":
        presence.go_on(rhythm=rhythm, by=by, at=at)
    else:
        longer = next((weeks for weeks in rules.RHYTHMS if weeks > rhythm.every_weeks), rules.RHYTHMS[-1])
        presence.change(rhythm=rhythm, way=rhythm.way, every_weeks=longer, by=by, at=at)


# ---- what it does


@dataclass(frozen=True)
class Told:
    """One greeting and what was referred in the days around it."""

    greeting: Greeting
    effect: rules.Effect


def effects(rhythm: Rhythm, greetings: Sequence[Greeting], found: Sequence[Referred], *, today: date) -> list[Told]:
    """Each greeting of one rhythm with the referrals of thirty days before and after it."""
    days = [one.on for one in by_them(found, [rhythm])]
    return [Told(one, rules.effect(one.sent_on, days, today=today)) for one in greetings]
