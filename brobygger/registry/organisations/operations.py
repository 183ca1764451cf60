"""Letting organisations and their units in. What is changed is kept by the history trigger (floors.py)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.organisations.models import Kind, Organisation, Unit
from brobygger.registry.organisations.queries import Asking


@transaction.atomic
def add_organisation(
    *, name: str, kind: str, by: Asking, at: datetime, email: str = "", phone: str = "", contact_name: str = ""
) -> Organisation:
    """A new organisation of any kind but the municipality itself. Raises Refusal when the name is taken."""
    if kind not in set(Kind) - {Kind.MUNICIPALITY}:
        raise Refusal(_("Vælg, hvilken slags organisation det er."), field="kind")
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                name=" ".join(name.split()), kind=kind, email=email, phone=phone, contact_name=contact_name
            )
    except IntegrityError as error:
        raise Refusal(_("Der findes allerede en organisation med det navn."), field="name") from error


@transaction.atomic
def add_unit(*, organisation: Organisation, name: str, by: Asking, at: datetime) -> Unit:
    """A new unit inside an organisation. Raises Refusal when it has one of that name."""
    try:
        with transaction.atomic():
            return Unit.objects.create(organisation=organisation, name=" ".join(name.split()))
    except IntegrityError as error:
        raise Refusal(_("Organisationen har allerede en enhed med det navn."), field="name") from error
