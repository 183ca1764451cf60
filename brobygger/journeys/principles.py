"""The four principles (seed 002) for one offer: answered from what we know, by people otherwise."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q

from brobygger.communities.offers.freshness_rules import is_stale, last_sign
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.principles_rules import Answer, Facts, from_data, together
from brobygger.communities.upkeep.queries import said_of_principles
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.governance.models import AgreementParty
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.wording.rules import Audience, Fault, TextKind, check
from brobygger.registry.wording.told import Fact

YEAR, QUARTER = timedelta(days=365), timedelta(days=91)


def of_offer(actor: Actor, offer: Offer, *, on: date) -> tuple[dict[str, Answer], dict[str, Answer]]:
    """All 26 answers about an offer, and those that data have given. A handful of queries."""
    known = from_data(facts_of(actor, offer, on=on))
    return together(known, said_of_principles(actor, offer)), known


def facts_of(actor: Actor, offer: Offer, *, on: date) -> Facts:
    """What the directory and the pathway know of an offer. Counts and yes or no only; nothing about anybody."""
    text = offer.description.get("da", "")
    checked = check(text, audience=Audience.PARTICIPANT, kind=TextKind.OFFER, known=_beside(offer)) if text else None
    with for_the_municipality(actor):
        referrals = Referral.objects.filter(offer=offer, sent_at__date__gte=on - YEAR).count()
        followed_up = _followed_up(offer, on)
        agreement = _has_agreement(offer, on)
    return Facts(
        missing_facts=len(checked.of(Fault.MISSING)) if checked else None,
        repelling=len(checked.of(Fault.REPELS)) if checked else 0,
        inviting=not checked.of(Fault.UNINVITING) if checked else None,
        transport=offer.transport,
        step_free=offer.step_free,
        place=(offer.toilets, offer.well_lit, offer.good_sound, offer.signposted, offer.parking),
        has_day=bool(offer.weekdays),
        has_time=offer.time is not None,
        has_place=bool(offer.address) or offer.kind == "one_to_one",
        has_contact=bool(offer.contact_name and offer.contact_phone),
        price_dkk=offer.price_dkk,
        referrals=referrals,
        followed_up=followed_up,
        agreement=agreement,
        fresh=not is_stale(last_sign(offer.confirmed_on, offer.seen_on), on),
    )


def _beside(offer: Offer) -> set[Fact]:
    """The facts that stand in the offer's own fields."""
    told = {
        Fact.TIME: bool(offer.weekdays or offer.time),
        Fact.PLACE: bool(offer.address) or offer.kind == "one_to_one",
        Fact.PRICE: offer.price_dkk is not None,
        Fact.CONTACT: bool(offer.contact_name or offer.contact_phone),
        Fact.TRANSPORT: bool(offer.transport) or offer.kind == "one_to_one",
    }
    return {fact for fact, stands in told.items() if stands}


def _followed_up(offer: Offer, on: date) -> bool | None:
    """Whether it is written down who came to the sessions of the last quarter; None when there were none."""
    held = Session.objects.filter(
        group__offer=offer, starts_at__date__gte=on - QUARTER, starts_at__date__lt=on
    ).values_list("id", flat=True)
    sessions = list(held[:60])
    if not sessions:
        return None
    written = Attendance.objects.filter(session_id__in=sessions, came__isnull=False).values("session_id").distinct()
    return written.count() * 2 >= len(sessions)


def _has_agreement(offer: Offer, on: date) -> bool:
    if offer.organisation_id is None:
        return False
    standing = Q(agreement__ends_on__isnull=True) | Q(agreement__ends_on__gte=on)
    parties = AgreementParty.objects.filter(
        standing, organisation_id=offer.organisation_id, agreement__starts_on__lte=on, agreement__ended_on__isnull=True
    )
    return parties.exists()
