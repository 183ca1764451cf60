"""Keeping the directory true: how often an offer is asked about, who said what of it when, and what was merged."""

from __future__ import annotations

from django.db import models

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels


class OfferCare(TenantModel):
    """How often those who run an offer are asked whether it is still as it says, and when they last were."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="offer every_days asked_at")

    offer = TenantForeignKey(Offer, related_name="care")
    every_days = models.PositiveSmallIntegerField()  # 0: never by itself
    asked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "upkeep_care"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "offer"], name="one_care_per_offer")]


class OfferWord(TenantModel):
    """What somebody said of an offer, by which way. Never changed."""

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="offer at said_by way answer")

    offer = TenantForeignKey(Offer, related_name="words")
    at = models.DateTimeField()
    said_by = models.CharField(max_length=200)  # an organisation, or a colleague in the municipality
    way = models.CharField(max_length=10)  # link, page
    answer = models.CharField(max_length=12)  # still_right, corrected, gone

    class Meta:
        db_table = "upkeep_word"
        indexes = [models.Index(fields=["municipality_id", "offer", "at"], name="words_of_an_offer")]


class PrincipleAnswer(TenantModel):
    """What somebody has answered to one of the 26 questions about an offer (principles_rules)."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(internal="offer question answer answered_at answered_by")

    offer = TenantForeignKey(Offer, related_name="principles")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=10)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=200)

    class Meta:
        db_table = "upkeep_principle"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "offer", "question"], name="one_answer_per_question")
        ]
