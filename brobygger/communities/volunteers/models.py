"""Volunteers and the persons they meet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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


class VolunteerWishes(TenantModel):
    """What a volunteer likes and can, as told when he or she began: what pairs are proposed by. Changed in place."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="volunteer organisation meets_at_most told_at told_by_id",
        identifying="interests weekdays languages sex meets_sex area latitude longitude",
    )

    volunteer = TenantForeignKey(Membership, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    interests = ArrayField(models.CharField(max_length=60), default=list)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)  # 0 = Monday; empty: any
    languages = ArrayField(models.CharField(max_length=30), default=list)
    sex = models.CharField(max_length=10, blank=True)
    meets_sex = models.CharField(max_length=10, blank=True)  # "" anybody
    area = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    meets_at_most = models.PositiveSmallIntegerField(default=1)  # how many persons at a time; 0: none for now
    told_at = models.DateTimeField()
    told_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_wishes"
        verbose_name_plural = "volunteer wishes"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "volunteer"], name="one_row_of_wishes_a_volunteer")
        ]
