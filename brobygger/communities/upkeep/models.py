"""Keeping the directory true: how often an offer is asked about, who said what of it when, and what was merged."""

from __future__ import annotations

from django.db import models

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Organisation


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
    way = models.CharField(max_length=10)  # link, page, sms
    answer = models.CharField(max_length=12)  # still_right, corrected, gone, not_right

    class Meta:
        db_table = "upkeep_word"
        indexes = [models.Index(fields=["municipality_id", "offer", "at"], name="words_of_an_offer")]


class OfferChange(TenantModel):
    """When, where, price or target group of an offer is new, and whether those it matters to have been told (R369)."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="offer before changed_at changed_by told_at told_by words told")

    offer = TenantForeignKey(Offer, related_name="changes")
    before = models.JSONField()  # change_rules.stored, as those who take part last knew it
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=600, blank=True)  # what was sent; empty: somebody said nobody need be told
    told = models.PositiveIntegerField(default=0)  # how many

    class Meta:
        db_table = "upkeep_change"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "offer"], condition=models.Q(told_at__isnull=True), name="one_change_to_tell"
            )
        ]


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


class OfferMerge(TenantModel):
    """Two entries found to be one offer: which was kept, and what it was before, so that it can be undone."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(internal="kept other before merged_at merged_by undone_at")

    kept = TenantForeignKey(Offer, related_name="merges")
    other = TenantForeignKey(Offer, related_name="+")
    before = models.JSONField()  # the kept offer's facts that were filled in, as they were
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "upkeep_merge"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "other"], condition=models.Q(undone_at__isnull=True), name="merged_once"
            )
        ]


class NotTwins(TenantModel):
    """Somebody has looked: these two are two."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="one other said_at said_by")

    one = TenantForeignKey(Offer, related_name="+")
    other = TenantForeignKey(Offer, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=200)

    class Meta:
        db_table = "upkeep_not_twins"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "one", "other"], name="two_are_two_once")]


class OfferIdea(TenantModel):
    """An idea for something new to do together: where it came from, how many wait for it, and what became of it."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(internal="name interest area waiting origin status organisation offer note made_at made_by")

    name = models.CharField(max_length=200)
    interest = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=120, blank=True)
    waiting = models.PositiveIntegerField(default=0)  # when the idea was written down; under 5 is kept as 0
    origin = models.CharField(max_length=12)  # gap, staff, participant, association, elsewhere
    status = models.CharField(max_length=12, default="new")  # new, asked, planned, running, dropped
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")  # who is asked, or does it
    offer = TenantForeignKey(Offer, null=True, related_name="+")  # what it became
    note = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        db_table = "upkeep_idea"
        indexes = [models.Index(fields=["municipality_id", "status"], name="ideas_by_status")]


class PlannedPrice(TenantModel):
    """An offer costs something else from a day, since the effort's price is new and somebody has said yes (R209)."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(internal="offer programme price_dkk from_day said_yes_at said_yes_by taken_back_on done_on")

    offer = TenantForeignKey(Offer, related_name="planned_prices")
    programme = TenantForeignKey(Programme, related_name="+")
    price_dkk = models.PositiveIntegerField()  # kroner each time; 0 is free
    from_day = models.DateField()
    said_yes_at = models.DateTimeField()
    said_yes_by = models.CharField(max_length=200)
    taken_back_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        db_table = "upkeep_planned_price"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "offer"],
                condition=models.Q(taken_back_on__isnull=True, done_on__isnull=True),
                name="one_price_ahead",
            )
        ]
