"""Sessions and who came."""

from __future__ import annotations

from django.db import models

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Session(TenantModel):
    """One meeting of a group. Holds no data about persons."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(public="starts_at place agenda", internal="group organisation status number registered_at")

    group = TenantForeignKey(Group, related_name="sessions")
    organisation = TenantForeignKey(Organisation, related_name="+")
    number = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    agenda = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, default="planned")  # planned, held, cancelled
    registered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "attendance_session"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "group", "number"], name="sessions_in_order")]
        indexes = [models.Index(fields=["municipality_id", "organisation", "starts_at"], name="sessions_by_day")]


class Attendance(TenantModel):
    """Signed up, promised and came are three facts; NULL means not known yet."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(internal="session person organisation signed_up promised came why_absent registered_at")

    session = TenantForeignKey(Session, related_name="attendances")
    person = TenantForeignKey(Person, related_name="attendances")
    organisation = TenantForeignKey(Organisation, related_name="+")
    signed_up = models.BooleanField(default=True)
    promised = models.BooleanField(null=True)
    came = models.BooleanField(null=True)
    why_absent = models.CharField(max_length=30, blank=True)
    registered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "attendance_attendance"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "session", "person"], name="attendance_once")]
        indexes = [models.Index(fields=["municipality_id", "person"], name="attendance_of_person")]
