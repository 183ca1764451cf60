"""Saved reports: what was said, and when."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme


class ReportVersion(TenantModel):
    """A report as it was sent out. Numbers under the disclosure threshold are already hidden in it.

    reader: whom it was written for (journeys.report.READERS). The programme's reports are numbered together.
    """

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="programme number reader made_at made_by_id content")

    programme = TenantForeignKey(Programme, related_name="reports")
    number = models.PositiveIntegerField()
    reader = models.CharField(max_length=12, default="evaluation")
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    content = models.JSONField()

    class Meta:
        db_table = "evaluation_report"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "number"], name="reports_in_order")
        ]


class ToldReport(TenantModel):
    """What reports have told so far, by number; the newest is what the next one is held against (decision 012).

    `numbers` is as told. `basis` holds exact counts, small ones too: it never leaves the municipality.
    """

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="programme number told_at numbers", health="basis")

    programme = TenantForeignKey(Programme, related_name="+")
    number = models.PositiveIntegerField()
    told_at = models.DateTimeField()
    numbers = models.JSONField()
    basis = models.JSONField()

    class Meta:
        db_table = "evaluation_told"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "number"], name="told_one_after_another")
        ]
