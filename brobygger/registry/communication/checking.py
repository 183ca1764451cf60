"""What is asked again in the moment a message leaves: may it, and where to?"""

from __future__ import annotations

from datetime import date

from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import rules
from brobygger.registry.communication.models import Channel, Message, WayToWrite
from brobygger.registry.people.models import Consent, Person, Share


def why_not(message: Message, day: date) -> str:
    """Why a message must not leave on a day; empty when it may. Read now, not when it was queued."""
    person, consent = message.person, message.consent
    if person is not None and (why := _gone(person)):
        return why
    if consent is not None and _ended(consent, day):
        return "no_consent"
    if message.membership is not None and (why := _not_theirs(message.membership, person, day)):
        return why
    if message.organisation is not None and not message.organisation.active:
        return "left"
    if message.to_person and message.channel == Channel.SMS and _said_stop(message):
        return "stop"
    return ""


def _gone(person: Person) -> str:
    if person.died_on:
        return "death"
    return "no_contact" if person.moved_on or person.never_contact else ""


def _ended(consent: Consent, day: date) -> bool:
    return consent.withdrawn_at is not None or consent.expires_on < day


def _not_theirs(membership: Membership, person: Person | None, day: date) -> str:
    """A volunteer or colleague who has left hears nothing more; nor about a person he or she no longer meets."""
    if membership.until is not None and membership.until < day:
        return "left"
    if person is None or membership.role != Role.VOLUNTEER:
        return ""
    open_ones = Share.objects.filter(person=person, ended_at__isnull=True, expires_on__gte=day)
    return "" if open_ones.filter(user_id=membership.user_id).exists() else "no_consent"


def _said_stop(message: Message) -> bool:
    return WayToWrite.objects.filter(person=message.person, no_sms=True).exists()


def address_now(message: Message) -> str:
    """Where the message goes today; empty when there is no such address any more."""
    if message.to_person and message.person is not None:
        return address_of(message.person, message.channel)
    if message.membership is not None:
        return _of_member(message.membership, message.channel)
    if message.organisation is not None and message.channel == Channel.EMAIL:
        return message.organisation.email or message.to
    return message.to


def address_of(person: Person, channel: str) -> str:
    """A person's address for one way: e-mail, number, or where the letter goes."""
    if channel == Channel.EMAIL:
        return person.email
    if channel == Channel.SMS:
        return rules.mobile(person.phone) or ""
    if channel == Channel.PHONE:
        return person.phone
    return f"{person.address}, {person.postcode} {person.city}" if person.address and person.postcode else ""


def _of_member(membership: Membership, channel: str) -> str:
    if channel == Channel.EMAIL:
        return membership.user.email
    return (rules.mobile(membership.phone) or "") if channel == Channel.SMS else membership.phone
