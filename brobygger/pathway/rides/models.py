"""Shared rides: the vehicles there are, when they are taken, and who is fetched when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.episodes.models import Episode
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


class OrderedRide(TenantModel):
    """A ride that somebody must ring for, e.g. flextrafik or a taxi: what to say on the telephone, and what came of it.

    A ride that is called off or could not be had stays as a row. The reference is the transport company's own.
    """

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="episode person offer_id there_at home_at passengers status price_dkk pays asked_at asked_by_id "
        "asked_by_name answered_at answered_by_name",
        identifying="from_address to_address phone reference answer words",
        health="aids",
    )

    episode = TenantForeignKey(Episode, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    offer_id = models.UUIDField()
    there_at = models.DateTimeField()  # at the latest
    home_at = models.DateTimeField(null=True)  # at the earliest; None: one way
    from_address = models.CharField(max_length=250)
    to_address = models.CharField(max_length=250)
    phone = models.CharField(max_length=20, blank=True)
    aids = models.CharField(max_length=200, blank=True)  # rollator, wheelchair, help down the stairs
    passengers = models.PositiveSmallIntegerField(default=1)  # with whoever comes along
    words = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, default="asked")  # asked, booked, no, called_off
    reference = models.CharField(max_length=80, blank=True)
    price_dkk = models.PositiveIntegerField(null=True)  # of the whole ride
    pays = models.CharField(max_length=12, blank=True, default="", db_default="")  # pay_rules.WHO; blank: nobody said
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "rides_ordered_ride"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "person", "there_at"],
                condition=Q(status__in=["asked", "booked"]),
                name="one_ordered_ride_at_a_time",
            )
        ]


class Timetable(TenantModel):
    """The municipality's bus timetable, of which there is one; a new one takes the place of the old."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="read_at first_day last_day price trips")

    read_at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()
    price = models.CharField(max_length=200, blank=True)  # as the municipality says it: "24 kr. for to zoner"
    trips = models.PositiveIntegerField()

    class Meta:
        db_table = "rides_timetable"
        constraints = [models.UniqueConstraint(fields=["municipality_id"], name="one_timetable")]


class BusStop(TenantModel):
    """A stop near the municipality's offers, by its number in the timetable."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="number name latitude longitude")

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    latitude = models.FloatField()
    longitude = models.FloatField()

    class Meta:
        db_table = "rides_bus_stop"


class BusLine(TenantModel):
    """Trips that call at the same stops. trips: [number of its days, [arrivals], [departures]] in minutes."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="line towards wheelchair stops boards alights trips")

    line = models.CharField(max_length=60)
    towards = models.CharField(max_length=200, blank=True)
    wheelchair = models.BooleanField()
    stops = ArrayField(models.PositiveIntegerField())
    boards = ArrayField(models.BooleanField())
    alights = ArrayField(models.BooleanField())
    trips = models.JSONField()

    class Meta:
        db_table = "rides_bus_line"


class BusDays(TenantModel):
    """The days on which some trips run, by their number in the timetable."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="number days")

    number = models.PositiveIntegerField()
    days = ArrayField(models.DateField())

    class Meta:
        db_table = "rides_bus_days"
        verbose_name_plural = "bus days"
