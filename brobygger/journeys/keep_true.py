"""Kept true: those who run an offer are asked whether it is still as it says, and answer without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers import queries as directory
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep import operations as upkeep
from brobygger.communities.upkeep.queries import kept_everywhere
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import tell_change
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import operations as outbox
from brobygger.registry.communication.models import Channel, Message
from brobygger.registry.communication.rules import mobile
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality


def can_be_asked_by_sms(offer: Offer) -> bool:
    """Whether those who run an offer have a number that an SMS can be sent to."""
    return offer.organisation is not None and mobile(offer.organisation.phone) is not None


@transaction.atomic
def ask(*, offer: Offer, by: Actor, at: datetime, by_sms: bool = False) -> Message:
    """Ask the organisation of an offer: is this still right? By e-mail with a link, else by SMS with JA or NEJ.

    An earlier question's link stops. Raises Refusal when there is neither address nor number; paper is left then
    (`link_for`).
    """
    organisation = offer.organisation
    if organisation is not None and can_be_asked_by_sms(offer) and (by_sms or not organisation.email):
        return _asked_by_sms(offer, organisation, by, at)
    if organisation is None or not organisation.email:
        raise Refusal(_("Organisationen har ingen e-mail og ingen mobil. Skriv en seddel ud i stedet."))
    link = link_for(offer=offer, by=by, at=at)
    upkeep.asked(offer=offer, by=by, at=at)
    return outbox.queue(
        key=f"still-right:{link.id}",
        channel=Channel.EMAIL,
        to=organisation.email,
        subject=str(_("Passer det stadig? %(offer)s") % {"offer": offer.name})[:200],
        body=_letter(organisation.contact_name or organisation.name, offer.name, address_of(link)),
        at=at,
        organisation=organisation,
    )


def _asked_by_sms(offer: Offer, organisation: Organisation, by: Actor, at: datetime) -> Message:
    when = change_rules.days_and_time(change_rules.stored(offer))
    facts = "; ".join(filter(None, (when, offer.address, _price(offer))))
    body = _("%(offer)s: %(facts)s. Passer det stadig? Svar JA eller NEJ. Venlig hilsen %(town)s Kommune")
    upkeep.asked(offer=offer, by=by, at=at)
    with for_the_municipality(by):  # the outbox is the municipality's
        return outbox.queue(
            key=f"still-right-sms:{offer.id}:{at.isoformat()}", channel=Channel.SMS, subject="", at=at,
            to=mobile(organisation.phone) or "", organisation=organisation, asks=f"offer:{offer.id}",
            body=str(body % {"offer": offer.name, "facts": facts or _("som det står"), "town": by.municipality_name}),
        )  # fmt: skip


def _price(offer: Offer) -> str:
    return "" if offer.price_dkk is None else f"{offer.price_dkk} kroner"


@transaction.atomic
def answered_by_sms(*, offer_id: UUID, yes: bool, by: Actor, at: datetime) -> None:
    """JA: it is checked today. NEJ: it is marked until somebody has looked, and stands under «Passer det stadig?»."""
    offer = directory.to_describe(by, offer_id)
    write = offers.confirm if yes else offers.doubt
    write(offer=offer, by=by, at=at)
    who = offer.organisation.name if offer.organisation else ""
    upkeep.said(offer=offer, said_by=who, way="sms", answer="still_right" if yes else "not_right", at=at)


def see_signs(*, by: Actor, at: datetime) -> int:
    """For the night: offers whose groups have met, or that answered a referral, are alive. How many are newer now."""
    today = local_date(at)
    held = dict(
        Session.objects.filter(group__offer__isnull=False, attendances__came=True, starts_at__lte=at)
        .values_list("group__offer_id").annotate(last=Max("starts_at"))
    )  # fmt: skip
    spoke = dict(
        Referral.objects.filter(status__in=("accepted", "declined"), answered_at__lte=at)
        .values_list("offer_id").annotate(last=Max("answered_at"))
    )  # fmt: skip
    newer = 0
    for offer in Offer.objects.filter(id__in=held.keys() | spoke.keys(), municipality_id=by.municipality_id):
        seen = min(today, max(local_date(day) for day in (held.get(offer.id), spoke.get(offer.id)) if day))
        if offer.seen_on is None or offer.seen_on < seen:
            offer.seen_on = seen
            offer.save(update_fields=["seen_on"])
            newer += 1
    return newer


def _letter(name: str, offer: str, address: str) -> str:
    parts = (
        _("Hej %(name)s") % {"name": name},
        _("Alle kan læse om %(offer)s. Passer det stadig?") % {"offer": offer},
        _("Åbn siden, og sig ja med et tryk, eller ret det, der er nyt:"),
        address,
        _("Du skal ikke logge ind. Siden virker i 30 dage."),
        _("Venlig hilsen") + "\nBrobygger",
    )
    return "\n\n".join(map(str, parts))


@transaction.atomic
def link_for(*, offer: Offer, by: Actor, at: datetime) -> Link:
    """A link that lets whoever holds it confirm or correct the offer once, for an e-mail or a printed slip."""
    if offer.organisation is None:
        raise Refusal(_("Tilbuddet har ingen organisation, der kan svare."))
    links.withdraw_for(opens=Opens.KEEP_OFFER, subject_id=offer.id, at=at)
    return links.make(
        opens=Opens.KEEP_OFFER, subject_id=offer.id, organisation_id=offer.organisation.id,
        given_to=offer.organisation.name, by=by, at=at,
    )  # fmt: skip


def ask_all_due(*, by: Actor, at: datetime) -> int:
    """For the night: ask about every offer whose interval has passed. How many. Repeating it asks nobody twice."""
    due = [one.offer for one in kept_everywhere(by) if one.due(local_date(at)) and _reached(one.offer)]
    for offer in due:
        ask(offer=offer, by=by, at=at)
    return len(due)


def _reached(offer: Offer) -> bool:
    return offer.organisation is not None and bool(offer.organisation.email or can_be_asked_by_sms(offer))


@transaction.atomic
def confirmed_here(*, offer: Offer, by: Actor, at: datetime) -> Offer:
    """Somebody signed in says that it is still right. Raises NotVisible as `offers.confirm` does."""
    confirmed = offers.confirm(offer=offer, by=by, at=at)
    upkeep.said(offer=offer, said_by=by.organisation_name, way="page", answer="still_right", at=at)
    return confirmed


# ---- What whoever holds the link says ---------------------------------------------------------------


@transaction.atomic
def still_right(*, link: Link, by: Actor, at: datetime) -> Offer:
    """«Ja, det passer stadig»."""
    return _said(link, "still_right", by, at, lambda offer: offers.confirm(offer=offer, by=by, at=at))


@transaction.atomic
def corrected(*, link: Link, danish: str, facts: Mapping[str, Any], by: Actor, at: datetime) -> Offer:
    """Something is new: it is written at once, and counts as checked today."""
    return _said(
        link, "corrected", by, at, lambda offer: offers.describe(offer=offer, danish=danish, by=by, at=at, **facts)
    )


@transaction.atomic
def gone(*, link: Link, by: Actor, at: datetime) -> Offer:
    """The offer is held no more: nobody finds it any longer. The municipality can put it back."""

    def take_off(offer: Offer) -> Offer:
        text = offer.description.get("da", "")
        return offers.describe(offer=offer, danish=text, by=by, at=at, published=False)

    return _said(link, "gone", by, at, take_off)


def _said(link: Link, answer: str, by: Actor, at: datetime, write: Any) -> Offer:
    # What changes is kept in the history, which somebody without an account may not write to.
    with for_the_municipality(by):
        before = change_rules.stored(offer_of(by, link))
        offer: Offer = write(offer_of(by, link))
        tell_change.noted(offer=offer, before=before, changed_by=link.given_to, by=by, at=at)
        links.use(link=link, at=at, led_to=offer.id)
        upkeep.said(offer=offer, said_by=link.given_to, way="link", answer=answer, at=at)
    return offer


def offer_of(actor: Actor, link: Link) -> Offer:
    """The one offer a link is about. Raises NotVisible when it is not its organisation's any more."""
    assert isinstance(link.subject_id, UUID)  # made with one: link_for
    return directory.to_describe(actor, link.subject_id)
