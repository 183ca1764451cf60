"""Volunteers and the persons they meet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Pair(TenantModel):
    """A person and a volunteer who meet. While it stands, the volunteer sees this person and nobody else."""

    TABLE = Tenant(organisation="organisation_id", user="user_id", unit_person="person_id")
    PRIVACY = levels(internal="person volunteer organisation user_id since until why_ended next_on every_days")

    person = TenantForeignKey(Person, related_name="pairs")
    volunteer = TenantForeignKey(Membership, related_name="pairs")
    organisation = TenantForeignKey(Organisation, related_name="+")
    user_id = models.UUIDField()  # the volunteer's user: row-level security reads it
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=30, blank=True)
    next_on = models.DateField(null=True)
    every_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        db_table = "volunteers_pair"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "person", "volunteer"],
                condition=Q(until__isnull=True),
                name="one_open_pair",
            )
        ]
