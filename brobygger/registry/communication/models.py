"""The outbox: the only way a letter, an e-mail or an SMS leaves the house. And what people answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Consent, Person


class Channel(models.TextChoices):
    EMAIL = "email"
    LETTER = "letter"  # printed here, and posted by somebody
    SMS = "sms"
    PHONE = "phone"  # somebody rings and says it


class Delivery(models.TextChoices):
    """States of a message. UNKNOWN: handed over, no answer; a person must look (security.md)."""

    QUEUED = "queued"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"  # it will not arrive by itself: no address, refused, or tried too often
    CANCELLED = "cancelled"


class Message(TenantModel):
    """One message to one receiver. The key makes queueing exactly-once; delivery is at least once.

    `to_person`: the receiver is the person, and the address is looked up again when it leaves. `membership`: a
    volunteer or colleague. `asks`: what a JA or NEJ answers, as "session:<id>". `batch`: what left together.
    """

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="key channel delivery person to_person organisation membership consent queued_at not_before "
        "claimed_at delivered_at why_cancelled failure attempts digest batch text_code asks",
        identifying="to subject body signed",
    )
    ERASURE = {"key": Erasure.GOES}  # a letter to somebody who has no record

    key = models.CharField(max_length=200)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    delivery = models.CharField(max_length=10, choices=Delivery.choices, default=Delivery.QUEUED)
    to = models.CharField(max_length=300)
    person = TenantForeignKey(Person, null=True, related_name="messages")
    to_person = models.BooleanField(default=False)
    organisation = TenantForeignKey(Organisation, null=True, related_name="messages")
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    consent = TenantForeignKey(Consent, null=True, related_name="+")  # checked again when the message leaves
    subject = models.CharField(max_length=200)
    body = models.TextField()
    signed = models.CharField(max_length=200, blank=True)  # another sender than the municipality (R367)
    text_code = models.CharField(max_length=40, blank=True)
    asks = models.CharField(max_length=80, blank=True)
    digest = models.BooleanField(default=False)  # may be gathered with others to the same address
    batch = models.UUIDField(null=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    why_cancelled = models.CharField(max_length=30, blank=True)
    failure = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "communication_message"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "key"], name="one_message_per_key")]
        indexes = [
            models.Index(
                fields=["municipality_id", "queued_at"], condition=Q(delivery="queued"), name="messages_to_send"
            ),
            models.Index(fields=["municipality_id", "to", "delivered_at"], name="messages_by_address"),
        ]


class Text(TenantModel):
    """An organisation's own words for one of the texts in texts.py; no organisation: the municipality's."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(public="code subject body short", internal="organisation changed_at changed_by_id")

    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    short = models.CharField(max_length=320, blank=True)  # as SMS: at most two
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "communication_text"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "organisation", "code"], nulls_distinct=False, name="one_text_per_code"
            )
        ]


class WayToWrite(TenantModel):
    """How a person wants what is sent, beyond phone, letter, SMS or e-mail: large type, no SMS, another sender."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="person no_sms sender changed_at changed_by_id", health="large")

    person = TenantForeignKey(Person, related_name="+")
    large = models.BooleanField(default=False)
    no_sms = models.BooleanField(default=False)  # answered STOP
    sender = TenantForeignKey(Organisation, null=True, related_name="+")
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "communication_way"
        verbose_name_plural = "ways to write"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "person"], name="one_way_to_write")]


class Reply(TenantModel):
    """What somebody answered. Understood, or waiting for a person to read it."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="message person channel understood external_id at read_at read_by_id", identifying="sender body"
    )

    message = TenantForeignKey(Message, null=True, related_name="replies")
    person = TenantForeignKey(Person, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    sender = models.CharField(max_length=300)
    body = models.CharField(max_length=2000)
    understood = models.CharField(max_length=10)  # rules.Said
    external_id = models.CharField(max_length=120)  # the gateway's own: the same answer twice is one
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "communication_reply"
        verbose_name_plural = "replies"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "external_id"], name="one_reply_per_id")]


class Feed(TenantModel):
    """A secret calendar address. Only a hash of it is kept; it ends when it is taken back, or its owner may no more."""

    TABLE = Tenant(unit_person="person_id", user="user_id")
    PRIVACY = levels(
        internal="person user_id membership made_at made_by_id ended_at",
        secret="secret_hash",  # noqa: S106
    )

    person = TenantForeignKey(Person, null=True, related_name="+")
    user_id = models.UUIDField(null=True)
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "communication_feed"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "secret_hash"], name="one_feed_per_secret"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(membership__isnull=False), name="a_feed_has_an_owner"
            ),
        ]
