"""The two of a pair each have a page of their own by a link: the same page, from either side (R130).

When and where they meet next, what they have said yes to, moving or calling off a day, whom to ring, and two questions
about how it goes. The page names neither: whoever holds the letter knows. It opens nothing when the two meet no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Pair, PairWord
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.journeys import keep_company, pair_words
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.communication.models import Channel
from brobygger.registry.links import operations as links
from brobygger.registry.links import queries as known_links
from brobygger.registry.links.models import Link
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.queries import may_be_contacted

AHEAD_DAYS = 60  # how far a day can be moved
SLOW_DAYS = 4  # a letter is not there sooner: then somebody rings
PERSON, VOLUNTEER = pair_words.SIDES


@dataclass(frozen=True)
class Own:
    """What a side reads of its pair. `asks`: the two questions are not answered today."""

    pair: Pair
    side: str
    next_on: date | None
    meets_at: time | None
    every_days: int
    place: str
    agreed: str
    ring: str
    phone: str
    asks: bool


@transaction.atomic
def send(*, pair: Pair, by: Actor, at: datetime) -> None:
    """Both get a letter, an SMS or an e-mail, each in the way they like, with a page of their own. Earlier ones close.

    Raises Refusal for a pair that ended, and for a person who is not to be written to.
    """
    if pair.until is not None:
        raise Refusal(_("De to er ikke makkere længere."))
    with for_the_municipality(by):
        whole = Pair.objects.select_related("person", "volunteer__user", "volunteer__organisation").get(id=pair.id)
        if not _reachable(whole):
            raise Refusal(_("Borgeren skal ikke kontaktes."))
        links.withdraw_for(opens=Opens.OWN_PAIR, subject_id=pair.id, at=at)
        for side in (PERSON, VOLUNTEER):
            made = links.make(
                opens=Opens.OWN_PAIR, organisation_id=whole.organisation_id, given_to=side, channel=side, by=by, at=at,
                subject_id=pair.id,
            )  # fmt: skip
            _write(whole, side, "own_pair", {"link": known_links.address_of(made)}, f"own-pair:{made.id}", by, at)


@transaction.atomic
def close(*, pair: Pair, by: Actor, at: datetime) -> int:
    """The pages open nothing from the next request on. How many."""
    with for_the_municipality(by):
        return links.withdraw_for(opens=Opens.OWN_PAIR, subject_id=pair.id, at=at)


def sent_to(*, pair: Pair, by: Actor, at: datetime) -> datetime | None:
    """When the pages that work now were sent; None: neither has one. One query."""
    with for_the_municipality(by):
        found = known_links.newest_live(Opens.OWN_PAIR, [pair.id], at=at).get(pair.id)
    return found.made_at if found else None


def behind(*, link: Link, by: Actor, at: datetime) -> Own:
    """What a link opens. Raises NotVisible when the two meet no more."""
    with for_the_municipality(by):
        pair = _pair(link)
        who = pair.volunteer.organisation
        name, phone = writing.signature(who, by)
        since = at - timedelta(hours=20)
        said = PairWord.objects.filter(pair=pair, side=link.channel, answered_at__gte=since).exists()
        meets_on = pair.next_on if pair.next_on and pair.next_on >= local_date(at) else None
        return Own(
            pair, link.channel, meets_on, pair.meets_at, pair.every_days, pair.place, pair.agreed,
            who.contact_name or name, phone, not said,
        )  # fmt: skip


def _pair(link: Link) -> Pair:
    found = Pair.objects.filter(id=link.subject_id or link.id, until__isnull=True)
    pair = found.select_related("person", "volunteer__user", "volunteer__organisation", "stand_in").first()
    if pair is None or not _reachable(pair):
        raise NotVisible("pair")
    return pair


def _reachable(pair: Pair) -> bool:
    who = pair.person
    return may_be_contacted(who)


@transaction.atomic
def move(*, link: Link, to: date, by: Actor, at: datetime) -> None:
    """Another day for the next time; the other is told. Raises Refusal for a day past, or too far ahead."""
    today = local_date(at)
    if not today <= to <= today + timedelta(days=AHEAD_DAYS):
        raise Refusal(_("Vælg en dag i de næste to måneder."), field="to")
    with for_the_municipality(by):
        pair = _pair(link)
        links.use(link=link, at=at, led_to=None)
        before = pair.next_on
        volunteers.set_next(pair=pair, next_on=to, by=by, at=at)
        if to != before:
            _tell(pair, _other(link.channel), f"I mødes nu den {_said(to)}.", to, by, at)


@transaction.atomic
def call_off(*, link: Link, seen: date | None, by: Actor, at: datetime) -> None:
    """The next time is called off by one of them; the time after is as usual. seen: the day the page showed.

    When the volunteer cannot, the stand-in comes or the association looks for somebody. When the person cannot, the
    volunteer is told. Raises Refusal when no next time is agreed, Taken when it is another day than was seen: pressed
    twice, or by both, one day is called off and not the one after too.
    """
    with for_the_municipality(by):
        Pair.objects.select_for_update().filter(id=link.subject_id or link.id).first()  # two presses at once wait
        pair = _pair(link)
        if pair.next_on != seen:
            raise Taken(_("Den dag er allerede meldt fra eller flyttet. Se siden igen."))
        if pair.next_on is None or pair.next_on < local_date(at):
            raise Refusal(_("I har ikke aftalt en næste gang endnu."))
        links.use(link=link, at=at, led_to=None)
        day = pair.next_on
        if link.channel == VOLUNTEER:
            keep_company.cannot_next(pair=pair, by=by, at=at)
            again = pair.next_on
            said = f"Den, du plejer at møde, kan ikke den {_said(day)}."
            following = f" I mødes igen den {_said(again)}." if again else ""
            _tell(pair, PERSON, said + following, day, by, at)
            return
        following_on = day + timedelta(days=pair.every_days)
        volunteers.set_next(pair=pair, next_on=following_on, by=by, at=at)
        words = f"Den {_said(day)} er aflyst. I mødes igen den {_said(following_on)}."
        _tell(pair, VOLUNTEER, words, day, by, at)


@transaction.atomic
def say(*, link: Link, goes_on: bool, words: str, by: Actor, at: datetime) -> PairWord:
    """How it goes, as one of them says it. The other does not read it; a no is a task the same day. Raises Taken."""
    with for_the_municipality(by):
        pair = _pair(link)
        links.use(link=link, at=at, led_to=None)
        row, _new = PairWord.objects.get_or_create(
            pair=pair, side=link.channel, answered_at=None,
            defaults={
                "person": pair.person, "asked_at": at, "user_id": pair.user_id if link.channel == VOLUNTEER else None,
            },
        )  # fmt: skip
    return pair_words.say(row=row, goes_on=goes_on, words=words, how="link", by=by, at=at)


def _other(side: str) -> str:
    return PERSON if side == VOLUNTEER else VOLUNTEER


def _said(day: date) -> str:
    return f"{day.day}.{day.month}."


def _tell(pair: Pair, side: str, words: str, day: date, by: Actor, at: datetime) -> None:
    """One of them is told; where only a letter would come too late, the association rings."""
    _write(pair, side, "pair_moved", {"words": words}, f"pair-moved:{pair.id}:{side}:{at.isoformat()}", by, at)
    slow = side == PERSON and writing.ways_of([pair.person])[pair.person.id] not in (Channel.SMS, Channel.EMAIL)
    if slow and day <= local_date(at) + timedelta(days=SLOW_DAYS):
        plan = Planned(
            key=f"pair-moved:{pair.id}:{local_date(at)}", rule="pair_moved", kind="call_person", due=local_date(at),
            holder=Holder(Role.ASSOCIATION_LEADER, organisation_id=pair.organisation_id), why={"about": words},
        )  # fmt: skip
        followup.add(plan=plan, person=pair.person, at=at)


def _write(pair: Pair, side: str, code: str, values: dict[str, str], key: str, by: Actor, at: datetime) -> None:
    if side == PERSON:
        names = {"other": pair.volunteer.name.split()[0]} if code == "own_pair" else {}
        writing.to_person(
            person=pair.person, code=code, values={**values, **names}, key=key, by=by, at=at,
            organisation=pair.volunteer.organisation,
        )  # fmt: skip
        return
    writing.to_member(
        membership=pair.volunteer, code="own_pair_volunteer" if code == "own_pair" else code, values=values, key=key,
        by=by, at=at, person=pair.person, digest=False,
    )  # fmt: skip
