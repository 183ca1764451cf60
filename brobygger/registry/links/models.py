"""Signed links: participation without an account."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation


class Link(TenantModel):
    """One link: what it opens, for whom it was made, and until when.

    The token itself is never stored. It is made again from the row's id and the installation's key when it has to be
    printed; the row holds only what it is recognised by.
    """

    TABLE = Tenant(organisation="organisation_id", history=True)
    PRIVACY = levels(
        internal="opens subject_id organisation given_to channel made_at made_by_id made_by_name expires_at used_at "
        "withdrawn_at replaces_id",
        secret="token_hash",  # noqa: S106
    )
    ERASURE = {"subject_id": Erasure.GOES}

    opens = models.CharField(max_length=20)  # rules.Opens
    subject_id = models.UUIDField(null=True)  # the offer, visit or occasion; null: a tip is about nobody yet
    organisation = TenantForeignKey(Organisation, related_name="+")  # who may see that the link is there
    given_to = models.CharField(max_length=200)  # a place or a part of the work, never a person it is about
    channel = models.CharField(max_length=30, blank=True)
    token_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # only links that work once
    withdrawn_at = models.DateTimeField(null=True)
    replaces_id = models.UUIDField(null=True)

    class Meta:
        db_table = "links_link"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "token_hash"], name="link_tokens_differ")]
        indexes = [models.Index(fields=["municipality_id", "opens", "subject_id"], name="links_of_a_subject")]


class LinkUse(TenantModel):
    """That a link was used, and what it led to (a tip, an answer). Never changed."""

    TABLE = Tenant(organisation="organisation_id", append_only=True)
    PRIVACY = levels(internal="link organisation at led_to")
    ERASURE = {"led_to": Erasure.EMPTIED}  # the use is still counted

    link = TenantForeignKey(Link, related_name="uses")
    organisation = TenantForeignKey(Organisation, related_name="+")
    at = models.DateTimeField()
    led_to = models.UUIDField(null=True)

    class Meta:
        db_table = "links_use"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "link", "led_to"], name="a_use_counts_once")]
