"""The outbox: the only way a letter, an e-mail or an SMS leaves the house."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Consent, Person


class Channel(models.TextChoices):
    EMAIL = "email"
    LETTER = "letter"
    SMS = "sms"


class Delivery(models.TextChoices):
    """States of a message. UNKNOWN: handed over, no answer; a person must look (security.md)."""

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Message(TenantModel):
    """One message to one receiver. The key makes queueing exactly-once; delivery is at least once."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="key channel delivery person organisation consent queued_at delivered_at why_cancelled attempts",
        identifying="to subject body",
    )

    key = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.QUEUED)
    to = models.CharField(max_length=300)
    person = TenantForeignKey(Person, null=True, related_name="messages")
    organisation = TenantForeignKey(Organisation, null=True, related_name="messages")
    consent = TenantForeignKey(Consent, null=True, related_name="+")  # checked again when the message leaves
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why_cancelled = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "communication_message"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "key"], name="one_message_per_key")]
        indexes = [
            models.Index(
                fields=["municipality_id", "queued_at"], condition=Q(delivery="queued"), name="messages_to_send"
            )
        ]
