"""What researchers have asked for and been given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme


class ResearchExport(TenantModel):
    """Rows about persons for one receiver: asked for by one employee, approved by another, gone after a day.

    `content` is encrypted and removed when the export ends. `done` says what was made coarser, for the code book.
    """

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme receiver purpose legal_basis k status asked_at asked_by_id decided_at decided_by_id "
        "why_not expires_on done",
        health="content",
    )

    programme = TenantForeignKey(Programme, related_name="+")
    receiver = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    legal_basis = models.CharField(max_length=300)
    k = models.PositiveSmallIntegerField(default=5)
    status = models.CharField(max_length=10, default="asked")  # asked, approved, declined, ended
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    why_not = models.CharField(max_length=300, blank=True)
    expires_on = models.DateField()
    done = models.JSONField(default=dict)
    content = models.BinaryField(null=True)

    class Meta:
        db_table = "research_export"
        constraints = [
            models.CheckConstraint(condition=Q(k__gte=5), name="k_is_at_least_five"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(status="approved"), name="only_an_approved_export_has_content"
            ),
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "asked_at"], name="exports_of_programme")]
