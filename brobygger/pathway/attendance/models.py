"""Sessions and who came."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.governance.models import Asset
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Session(TenantModel):
    """One meeting of a group. Holds no data about persons."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(
        public="starts_at minutes place agenda theme speaker menu bring mode video",
        internal="group organisation status number registered_at seats closes_at changed_at changed why_changed glad "
        "so_so sad invites_on open_to",
    )

    group = TenantForeignKey(Group, related_name="sessions")
    organisation = TenantForeignKey(Organisation, related_name="+")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    agenda = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, default="planned")  # planned, held, cancelled
    registered_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    theme = models.CharField(max_length=200, blank=True)
    speaker = models.CharField(max_length=200, blank=True)
    menu = models.CharField(max_length=300, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    video = models.URLField(blank=True)  # what can be seen before or after at home (R132)
    mode = models.CharField(max_length=10, default="usual")  # usual, indoors, outdoors, phone, doorstep
    seats = models.PositiveSmallIntegerField(null=True)
    closes_at = models.DateTimeField(null=True)  # until then one may say no, and the plate is not cooked
    changed_at = models.DateTimeField(null=True)  # what members trusted changed then; everybody is told
    changed = models.CharField(max_length=60, blank=True)  # time, place, mode, called_off, resumed
    why_changed = models.CharField(max_length=200, blank=True)
    invites_on = models.DateField(null=True)
    open_to = models.CharField(max_length=12, default="group")  # group, all_groups: a gathering across groups
    glad = models.PositiveSmallIntegerField(default=0)  # faces counted afterwards, nobody's in particular
    so_so = models.PositiveSmallIntegerField(default=0)
    sad = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "attendance_session"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "group", "number"], name="sessions_in_order")]
        indexes = [models.Index(fields=["municipality_id", "organisation", "starts_at"], name="sessions_by_day")]


class Attendance(TenantModel):
    """Signed up, promised and came are three facts; NULL means not known yet."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(
        internal="session person organisation signed_up promised came why_absent registered_at told_at late_no "
        "owes_dkk guests seat_at",
        identifying="progress",
    )

    session = TenantForeignKey(Session, related_name="attendances")
    person = TenantForeignKey(Person, related_name="attendances")
    organisation = TenantForeignKey(Organisation, related_name="+")
    signed_up = models.BooleanField(default=True)
    promised = models.BooleanField(null=True)
    came = models.BooleanField(null=True)
    why_absent = models.CharField(max_length=30, blank=True)
    registered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # when this person was told of the latest change
    late_no = models.BooleanField(default=False)  # said no after the cut-off: the plate is cooked
    owes_dkk = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    guests = models.PositiveSmallIntegerField(default=0)
    seat_at = models.PositiveSmallIntegerField(null=True)  # the table
    progress = models.CharField(max_length=500, blank=True)  # the person's own: what went well, what to practise

    class Meta:
        db_table = "attendance_attendance"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "session", "person"], name="attendance_once")]
        indexes = [models.Index(fields=["municipality_id", "person"], name="attendance_of_person")]


class SessionDuty(TenantModel):
    """What somebody in the group does at a session: brews the coffee, leads the exercise, tells."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(internal="session person organisation what number")

    session = TenantForeignKey(Session, related_name="duties")
    person = TenantForeignKey(Person, related_name="duties")
    organisation = TenantForeignKey(Organisation, related_name="+")
    what = models.CharField(max_length=80)
    number = models.PositiveIntegerField()  # the session's, so that whose turn it is takes one table

    class Meta:
        db_table = "attendance_duty"
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "session", "what"], name="a_duty_once_a_session")
        ]


class HelpNeeded(TenantModel):
    """Help a person needs at a session, e.g. to the toilet: the municipality's own people come (R148)."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(internal="session person organisation asked_at", health="what")

    session = TenantForeignKey(Session, related_name="help")
    person = TenantForeignKey(Person, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    what = models.CharField(max_length=20)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "attendance_help"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "session", "person", "what"], name="help_asked_once")
        ]


class Span(Func):
    """A span of time, its end not included."""

    function = "TSTZRANGE"


class Booking(TenantModel):
    """A room or a host is taken for a session. PostgreSQL refuses a second one that overlaps, whoever asks first."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="session room host starts_at ends_at")

    session = TenantForeignKey(Session, related_name="bookings")
    room = TenantForeignKey(Asset, null=True, related_name="+")
    host = TenantForeignKey(Membership, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "attendance_booking"
        constraints = [
            models.CheckConstraint(
                condition=Q(host__isnull=False) | Q(room__isnull=False),
                name="a_room_or_a_host",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_booking_takes_time"),
            *(
                ExclusionConstraint(
                    name=f"no_{what}_twice",
                    expressions=[
                        ("municipality_id", RangeOperators.EQUAL),
                        (what, RangeOperators.EQUAL),
                        (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(**{f"{what}__isnull": False}),
                )
                for what in ("room", "host")
            ),
        ]
