"""A member of a group arranges a visit, a guide or a speaker, by a link of his or her own to that one thing (R154).

The member asks (a letter with a link goes to whoever has an address), writes down what was said on the telephone, and
tells the host when it is in place. The host sees the same on the session. The page knows the day and no other person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Member
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import order as ordering
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.orders import operations as orders
from brobygger.pathway.orders.models import Arrangement, Order
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.queries import may_be_contacted

MOST = 6  # who one member asks for one session
KINDS = ("visit", "speaker", "place", "other")


@transaction.atomic
def hand_over(*, session: Session, member: Member, about: str, by: Actor, at: datetime) -> Arrangement:
    """The member gets a letter, in the way he or she likes, with a link to this one thing. A new link closes the old.

    Raises Refusal without words of what it is, for a session that has begun, and for somebody who is not written to.
    """
    if not about.strip():
        raise Refusal(_("Skriv, hvad det handler om."))
    made = orders.arrange(session=session, member=member, about=about, by=by, at=at)
    with for_the_municipality(by):
        person = Member.objects.select_related("person").get(id=member.id).person
        if not may_be_contacted(person):
            raise Refusal(_("Borgeren skal ikke kontaktes."))
        links.withdraw_for(opens=Opens.ARRANGE, subject_id=made.id, at=at)
        link = links.make(
            opens=Opens.ARRANGE, organisation_id=session.organisation_id, given_to=session.group.name, by=by, at=at,
            subject_id=made.id, expires_at=max(session.starts_at, at + timedelta(hours=1)),
        )  # fmt: skip
        here = session.starts_at.astimezone(DENMARK)
        writing.to_person(
            person=person, code="arrange", key=f"arrange:{link.id}", by=by, at=at, organisation=session.organisation,
            values={"what": made.about, "day": f"{here.day}.{here.month}.", "link": address_of(link)},
        )  # fmt: skip
    return made


@transaction.atomic
def take_back(*, arrangement: Arrangement, by: Actor, at: datetime) -> None:
    """The host looks after it again: the link opens nothing. Who was asked stays asked."""
    with for_the_municipality(by):
        links.withdraw_for(opens=Opens.ARRANGE, subject_id=arrangement.id, at=at)
    orders.take_back(arrangement=arrangement, at=at)


def behind(*, link: Link, by: Actor) -> tuple[Arrangement, list[Order]]:
    """What a link is about, and whom this member has asked. Raises NotVisible when it is over."""
    with for_the_municipality(by):
        there = Arrangement.objects.select_related("session__group__host", "organisation", "member")
        found = there.filter(id=link.subject_id or link.id).first()
        if found is None or found.session.status != "planned" or found.member.until is not None:
            raise NotVisible("arrangement")
        return found, list(Order.objects.filter(arrangement=found).order_by("id"))


@transaction.atomic
def ask(*, link: Link, facts: Mapping[str, Any], by: Actor, at: datetime) -> Order:
    """Somebody is asked by the member: id, kind, name, email, phone, words. Raises Refusal after MOST.

    The id is the page's own: a question that is sent twice is one letter.
    """
    with for_the_municipality(by):
        Arrangement.objects.select_for_update().filter(id=link.subject_id or link.id).first()  # two at once wait
    found, asked = behind(link=link, by=by)
    for one in asked:
        if one.id == facts["id"]:
            return one
    if len(asked) >= MOST:
        raise Refusal(_("Du har spurgt mange. Tal med værten om resten."))
    with for_the_municipality(by):
        links.use(link=link, at=at, led_to=None)
        told = {**facts, "arranged_by": found.member, "arrangement": found}
        return ordering.ask(session=found.session, facts=told, by=by, at=at)


@transaction.atomic
def heard(*, link: Link, order_id: str, seen: int, yes: bool, words: str, by: Actor, at: datetime) -> Order:
    """What somebody said on the telephone, told by the member who rang. Raises NotVisible for another's order."""
    _found, asked = behind(link=link, by=by)
    order = next((one for one in asked if str(one.id) == order_id and one.status != "called_off"), None)
    if order is None:
        raise NotVisible("order")
    with for_the_municipality(by):
        links.use(link=link, at=at, led_to=None)
    return ordering.answer(order=order, seen=seen, yes=yes, words=words, how="phone", by=by, at=at)


@transaction.atomic
def tell_host(*, link: Link, words: str, done: bool, by: Actor, at: datetime) -> Arrangement:
    """The member's own words to the host, and whether it is in place."""
    found, _asked = behind(link=link, by=by)
    with for_the_municipality(by):
        links.use(link=link, at=at, led_to=None)
        return orders.arranged(arrangement=found, said=words, done=done, at=at)
