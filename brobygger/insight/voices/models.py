"""Statements: what somebody said, what it is about, and what he or she let it be used for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Unit


class Statement(TenantModel):
    """One thing somebody said. `called` is what a report calls the speaker ("kvinde, 82"), never a name.

    The consent stands with the statement itself: how it was given, what for, and until when.
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme kind speaker unit said_on codes may_use consent_how consent_on consent_until withdrawn_on "
        "written_at written_by_id",
        identifying="called",
        health="text",
    )

    programme = TenantForeignKey(Programme, related_name="statements")
    kind = models.CharField(max_length=12)
    speaker = models.CharField(max_length=12)
    called = models.CharField(max_length=60, blank=True)
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    said_on = models.DateField()
    text = models.TextField(max_length=2000)
    codes = models.JSONField(default=list)
    may_use = models.CharField(max_length=10, default="nobody")
    consent_how = models.CharField(max_length=10, blank=True)  # written, spoken
    consent_on = models.DateField(null=True)
    consent_until = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "voices_statement"
        constraints = [
            models.CheckConstraint(
                condition=Q(may_use="nobody") | Q(consent_on__isnull=False), name="no_use_without_a_yes"
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "said_on"], name="said_in_a_programme")]
