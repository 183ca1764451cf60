"""Times at a person's home, or out together, with those who come."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class HomeTime(TenantModel):
    """Somebody from an association comes to a person: to visit, eat, cook, drive, give a hand or practise."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(
        internal="person organisation kind series_id starts_at minutes needed status asked_by_person made_at "
        "made_by_id closed_at",
        identifying="menu bring where guest words why note wants_more",
    )

    person = TenantForeignKey(Person, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    kind = models.CharField(max_length=10)  # rules.BELONGS
    series_id = models.UUIDField()  # the times that were agreed together
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    needed = models.PositiveSmallIntegerField(default=1)  # how many must come
    asked_by_person = models.BooleanField(default=False)  # the person has asked for it (R049, R140)
    menu = models.CharField(max_length=300, blank=True)
    bring = models.CharField(max_length=500, blank=True)  # what those who come take along
    where = models.CharField(max_length=200, blank=True)  # where a drive goes
    guest = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)  # what help, what to practise
    status = models.CharField(max_length=10, default="planned")  # planned, held, cancelled
    why = models.CharField(max_length=200, blank=True)  # why it was called off
    note = models.CharField(max_length=500, blank=True)
    wants_more = models.CharField(max_length=300, blank=True)  # what the person would like beside it
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "at_home_time"
        indexes = [
            models.Index(fields=["municipality_id", "organisation", "status", "starts_at"], name="home_times_ahead"),
            models.Index(fields=["municipality_id", "person"], name="home_times_of_person"),
        ]


class Comer(TenantModel):
    """A volunteer who comes to one time. Nobody is promised to two at once: the database says so."""

    TABLE = Tenant(organisation="organisation_id", user="user_id", unit_person="person_id")
    PRIVACY = levels(
        internal="time person organisation volunteer user_id starts_at ends_at status stands_in_for said_at"
    )

    time = TenantForeignKey(HomeTime, related_name="comers")
    person = TenantForeignKey(Person, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    volunteer = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()  # row-level security reads it
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(max_length=8, default="coming")  # coming, cannot, came
    stands_in_for = TenantForeignKey(Membership, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        db_table = "at_home_comer"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "time", "volunteer"], name="comes_to_a_time_once"),
            ExclusionConstraint(
                name="a_volunteer_is_in_one_place",
                expressions=[
                    ("municipality_id", RangeOperators.EQUAL),
                    ("volunteer", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status="coming"),
            ),
        ]
