"""What others are asked for to a session: food, a taxi, a speaker, a visit, a place."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.attendance.models import Session
from brobygger.registry.organisations.models import Organisation


class Order(TenantModel):
    """One who is asked for something to a session, and the answer. `version` grows when what is asked for changes."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="session organisation supplier kind words count price_dkk version status asked_at answered_at "
        "answered_how made_by_id",
        identifying="name email phone answer arranged_by",
    )

    session = TenantForeignKey(Session, related_name="orders")
    organisation = TenantForeignKey(Organisation, related_name="+")  # the group's
    supplier = TenantForeignKey(Organisation, null=True, related_name="+")
    kind = models.CharField(max_length=12)  # rules.KINDS
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    count = models.PositiveSmallIntegerField(null=True)  # how many it is for; follows those who come
    price_dkk = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # for all of it
    arranged_by = models.CharField(max_length=200, blank=True)  # who in the group has seen to it (R154)
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, default="asked")  # asked, yes, no, called_off
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True)  # link, phone
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "orders_order"
        indexes = [models.Index(fields=["municipality_id", "session"], name="orders_of_a_session")]
