"""Reading organisations and their units."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.organisations.models import Municipality, Organisation, Unit


class Asking(Protocol):
    """Who asks: the part of `access.Actor` that matters here. This package stands below access."""

    @property
    def municipality_id(self) -> UUID: ...
    @property
    def user_id(self) -> UUID | None: ...


def municipality_of_code(code: str) -> UUID | None:
    """The municipality with a national code of four digits; None when there is none here. No actor: it is public."""
    return Municipality.objects.filter(code=code).values_list("id", flat=True).first()


def municipalities() -> list[Municipality]:
    """Every municipality of this installation, by name. No actor: they are public."""
    return list(Municipality.objects.order_by("name"))


def every(actor: Asking) -> QuerySet[Organisation]:
    """Every organisation of the municipality with its units (`.units.all()`), by name. Two queries."""
    return Organisation.objects.filter(active=True).prefetch_related("units").order_by("name")


def taxis(actor: Asking) -> list[Organisation]:
    """Taxi firms that can be rung, by name. One query."""
    found = Organisation.objects.filter(kind="taxi", active=True).exclude(phone="")
    return list(found.order_by("name", "id")[:5])


def get(actor: Asking, organisation_id: UUID) -> Organisation:
    """One organisation. Raises NotVisible."""
    try:
        return Organisation.objects.get(id=organisation_id)
    except Organisation.DoesNotExist:
        raise NotVisible("organisation") from None


def units_of(actor: Asking, organisation_id: UUID) -> QuerySet[Unit]:
    """An organisation's units, by name."""
    return Unit.objects.filter(organisation_id=organisation_id).order_by("name")


def unit(actor: Asking, unit_id: UUID) -> Unit:
    """One unit with its organisation. Raises NotVisible."""
    try:
        return Unit.objects.select_related("organisation").get(id=unit_id)
    except Unit.DoesNotExist:
        raise NotVisible("unit") from None


def units(actor: Asking) -> QuerySet[Unit]:
    """Every unit of the municipality with its organisation, by organisation and name."""
    return Unit.objects.select_related("organisation").order_by("organisation__name", "name")
