"""Who read what and why; who changed what. Rows are only ever added."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantModel, levels


class ReadEntry(TenantModel):
    """One person's record read by one actor for one purpose (GDPR art. 15; C-579/21)."""

    TABLE = Tenant(user="user_id", append_only=True)
    PRIVACY = levels(internal="at user_id role organisation_id groups purpose request_id", identifying="person_id")

    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)  # null: the system itself, e.g. nightly follow-up
    role = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    groups = ArrayField(models.CharField(max_length=30))
    purpose = models.CharField(max_length=40)
    request_id = models.UUIDField()

    class Meta:
        db_table = "audit_read"
        indexes = [
            models.Index(fields=["municipality_id", "person_id", "at"], name="audit_read_of_person"),
            models.Index(fields=["municipality_id", "at", "id"], name="audit_read_by_time"),
        ]


class Change(TenantModel):
    """A row before and after, written by a trigger in the database (floors.py)."""

    TABLE = Tenant(user="user_id", append_only=True)
    PRIVACY = levels(internal="at user_id table_name row_id operation", health="before after")

    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    table_name = models.CharField(max_length=63)
    row_id = models.UUIDField()
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        db_table = "audit_change"
        indexes = [models.Index(fields=["municipality_id", "row_id", "at"], name="audit_change_of_row")]


class Seal(TenantModel):
    """A hash over the read entries since the seal before it: the links of the chain (decision 004)."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="number made_at last_entry_id entries hash")

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    last_entry_id = models.UUIDField()
    entries = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_seal"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "number"], name="one_seal_per_number")]
