"""Receipts of what was sent in: the memory that makes a repeated request harmless."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantModel, levels


class Receipt(TenantModel):
    """One accepted request: its key, a hash of what it said, and the answer it got."""

    TABLE = Tenant(user="user_id")
    PRIVACY = levels(internal="key user_id payload_hash location accepted_at")
    ERASURE = {
        "location": Erasure.EMPTIED
    }  # an address may name a person; the receipt stands, so nothing is done twice

    key = models.UUIDField()
    user_id = models.UUIDField(null=True)
    payload_hash = models.CharField(max_length=64)
    location = models.CharField(max_length=500)
    accepted_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_receipt"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "key"], name="one_receipt_per_key")]
