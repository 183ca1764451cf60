"""When somebody is away, and who stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership


class Away(TenantModel):
    """Somebody is away from a day until and with a day: holiday, a course, illness. Why is nobody's business here."""

    TABLE = Tenant(user="noted_by_id")
    PRIVACY = levels(internal="membership first last deputy noted_at noted_by_id")

    membership = TenantForeignKey(Membership, related_name="+")
    first = models.DateField()
    last = models.DateField()
    deputy = TenantForeignKey(Membership, null=True, related_name="+")  # null: whoever else is there
    noted_at = models.DateTimeField()
    noted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "away_away"
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="away_ends_after_it_begins")]
        indexes = [models.Index(fields=["municipality_id", "membership", "last"], name="away_of_a_member")]


class Deputy(TenantModel):
    """Who always stands in for somebody, e.g. for the ambassador of a unit; days away may name another (R228)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="membership deputy named_on")

    membership = TenantForeignKey(Membership, related_name="+")
    deputy = TenantForeignKey(Membership, related_name="+")
    named_on = models.DateField()

    class Meta:
        db_table = "away_deputy"
        verbose_name_plural = "deputies"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "membership"], name="one_standing_deputy"),
        ]
