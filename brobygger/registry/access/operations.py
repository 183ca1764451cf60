"""Giving people a role in an organisation, and taking it back. Memberships keep history by trigger (floors.py)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.roles import NEEDS_UNIT, Role, roles_in
from brobygger.registry.organisations.models import Organisation, Unit

# No letter that is mistaken for another when read aloud or from paper; 20 of 31 signs is 99 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Added:
    """A new membership, and the password to hand over once. None: the person has a sign-in already and keeps it."""

    membership: Membership
    password: str | None


@transaction.atomic
def add_member(
    *,
    organisation: Organisation,
    email: str,
    name: str,
    role: Role,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    phone: str = "",
    secrecy_signed_on: date | None = None,
) -> Added:
    """Let somebody in: a sign-in if there is none for the e-mail address, and a role from today.

    Raises Refusal for a role the kind of organisation does not have, a unit that is missing or another's, and for
    a role the person holds already. A role that has ended is taken up again, so that its history stays one line.
    """
    _refuse_wrong_place(organisation, role, unit)
    user, password = _user(email)
    today = local_date(at)
    facts = {
        "name": " ".join(name.split()),
        "phone": phone,
        "unit": unit,
        "since": today,
        "until": None,
        "secrecy_signed_on": secrecy_signed_on,
    }
    held = Membership.objects.filter(user=user, organisation=organisation, role=role).first()
    if held is None:
        return Added(Membership.objects.create(user=user, organisation=organisation, role=role, **facts), password)
    if held.until is None or held.until >= today:
        raise Refusal(_("Personen har allerede den rolle her."), field="email")
    for field, value in facts.items():
        setattr(held, field, value)
    held.save(update_fields=sorted(facts))
    return Added(held, password)


def _refuse_wrong_place(organisation: Organisation, role: Role, unit: Unit | None) -> None:
    if role not in roles_in(organisation.kind):
        raise Refusal(_("Den rolle findes ikke i den slags organisation."), field="role")
    if unit is not None and unit.organisation_id != organisation.id:
        raise Refusal(_("Enheden hører til en anden organisation."), field="unit")
    if role in NEEDS_UNIT and unit is None:
        raise Refusal(without_a_unit(role), field="unit")


def without_a_unit(role: Role) -> str:
    """Why somebody in this role must have a unit, as the one who adds them reads it."""
    if role is Role.UNIT_MANAGER:
        return gettext("Vælg den enhed, lederen har. Uden den kan lederen ingen tal se.")
    return gettext("Vælg en enhed. Uden den kan medarbejderen ingen borgere se.")


def _user(email: str) -> tuple[User, str | None]:
    address = User.objects.normalize_email(email.strip()).lower()
    known = User.objects.filter(email__iexact=address).first()
    if known is not None:
        return known, None
    password = new_password()
    return User.objects.create_user(address, password), password


def new_password() -> str:
    """A random password that can be read aloud: five groups of four signs, 99 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _group in range(5))


@transaction.atomic
def end_membership(*, membership: Membership, by: Actor, at: datetime) -> Membership:
    """Take a role back: from the next request on it opens nothing. Repeating it changes nothing.

    Raises Refusal for one's own membership, so that nobody locks the last door from outside.
    """
    if membership.id == by.membership_id:
        raise Refusal(_("Du kan ikke afslutte din egen rolle. Bed en kollega om det."))
    yesterday = local_date(at) - timedelta(days=1)  # `until` is the last day the role is held
    if membership.until is None or membership.until > yesterday:
        membership.until = yesterday
        membership.save(update_fields=["until"])
    return membership
