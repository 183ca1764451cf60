"""A municipality begins with Brobygger: itself, its own organisation, and the one who lets everybody else in."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import the_system
from brobygger.registry.access.operations import Added, add_member
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Kind, Municipality, Organisation
from brobygger.registry.people.acting import acting_as

_CODE, _EMAIL = re.compile(r"\d{4}"), re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@transaction.atomic
def open_municipality(*, code: str, name: str, phone: str, administrator: str, email: str, at: datetime) -> Added:
    """Make a municipality with its administrator; the password is told here and never again.

    code: four digits of the national register. Raises Refusal (its `field` says which) for a code that is none or
    taken, and for an empty name, phone or address. All or nothing.
    """
    name, phone, administrator, email = (" ".join(text.split()) for text in (name, phone, administrator, email))
    if not _CODE.fullmatch(code):
        raise Refusal(_("Kommunens kode er fire cifre, fx 0751."), field="code")
    if not _EMAIL.fullmatch(email):
        raise Refusal(_("Skriv administratorens e-mailadresse, fx anna@kommune.dk."), field="email")
    for field, text in (("name", name), ("phone", phone), ("administrator", administrator)):
        if not text:
            raise Refusal(_("Her mangler et navn eller nummer."), field=field)
    try:
        with transaction.atomic():
            municipality = Municipality.objects.create(code=code, name=name.removesuffix(" Kommune"), phone=phone)
    except IntegrityError as error:
        raise Refusal(_("Kommunen er her allerede."), field="code") from error
    system = the_system(municipality_id=municipality.id)
    with acting_as(system):
        own = Organisation.objects.create(
            name=f"{municipality.name} Kommune", kind=Kind.MUNICIPALITY, phone=phone, contact_name=administrator
        )
        return add_member(organisation=own, email=email, name=administrator, role=Role.ADMINISTRATOR, by=system, at=at)
