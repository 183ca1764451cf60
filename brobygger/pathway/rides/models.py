"""Shared rides: the vehicles there are, when they are taken, and who is fetched when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.attendance.models import Session
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Vehicle(TenantModel):
    """A vehicle that can fetch people: a minibus, a taxi by agreement, somebody's car. Prices are øre, CO2 is grams."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(
        internal="organisation name seats wheelchairs phone start_ore km_ore co2_g_km made_at made_by_id put_away_at"
    )

    organisation = TenantForeignKey(Organisation, related_name="+")
    name = models.CharField(max_length=100)
    seats = models.PositiveSmallIntegerField()
    wheelchairs = models.PositiveSmallIntegerField(default=0)
    phone = models.CharField(max_length=20, blank=True)  # of whoever drives it or answers for it
    start_ore = models.PositiveIntegerField(default=0)
    km_ore = models.PositiveIntegerField(default=0)
    co2_g_km = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "rides_vehicle"


class Ride(TenantModel):
    """The shared ride to one session and home again. version: what was seen when it is changed."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="session organisation longest_ride lasts_minutes received_by version complete by_road "
        "price_ore co2_g alone_co2_g changed_at changed_by_id "
        "changed_by_name"
    )

    session = TenantForeignKey(Session, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    longest_ride = models.PositiveSmallIntegerField(default=45)
    lasts_minutes = models.PositiveSmallIntegerField(default=120)
    received_by = models.CharField(max_length=200, blank=True)  # who stands where people get off
    version = models.PositiveIntegerField(default=1)
    complete = models.BooleanField(default=True)
    by_road = models.BooleanField(default=False)  # False: ways as the crow flies
    price_ore = models.PositiveIntegerField(default=0)
    co2_g = models.PositiveIntegerField(default=0)
    alone_co2_g = models.PositiveIntegerField(default=0)  # had each ridden alone
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "rides_ride"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "session"], name="one_ride_to_a_session")]


class Booking(TenantModel):
    """A vehicle is taken from its first door until everybody is home. Bookings never overlap: the database says so."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(
        internal="vehicle organisation ride starts_at ends_at cancelled_at returned_at key_and_fuel",
        identifying="driver what_for",
    )

    vehicle = TenantForeignKey(Vehicle, related_name="bookings")
    organisation = TenantForeignKey(Organisation, related_name="+")
    ride = TenantForeignKey(Ride, null=True, related_name="bookings")  # None: borrowed without a shared ride (R146)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    driver = models.CharField(max_length=200, blank=True)
    what_for = models.CharField(max_length=200, blank=True)
    returned_at = models.DateTimeField(null=True)
    key_and_fuel = models.CharField(max_length=200, blank=True)  # how it was when it came back

    class Meta:
        db_table = "rides_booking"
        constraints = [
            ExclusionConstraint(
                name="a_vehicle_is_in_one_place",
                expressions=[
                    ("municipality_id", RangeOperators.EQUAL),
                    ("vehicle", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at__isnull=True),
            )
        ]


class Passenger(TenantModel):
    """Somebody who is fetched, by which booking and when; or why not. A cancellation stays as a row."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(
        internal="ride organisation booking number fetched_at home_at status why_not", identifying="person",
        health="help_needed",
    )  # fmt: skip

    ride = TenantForeignKey(Ride, related_name="passengers")
    organisation = TenantForeignKey(Organisation, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    booking = TenantForeignKey(Booking, null=True, related_name="passengers")
    number = models.PositiveSmallIntegerField(null=True)  # in the order of the doors
    fetched_at = models.CharField(max_length=5, blank=True)  # "13:02"
    home_at = models.CharField(max_length=5, blank=True)
    status = models.CharField(max_length=10, default="planned")  # planned, cancelled
    why_not = models.CharField(max_length=300, blank=True)
    help_needed = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "rides_passenger"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "ride", "person"], name="once_in_a_ride")]
