"""Referrals: a person is passed to an organisation, with an answer due."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Consent, Person


class VisitationAsk(TenantModel):
    """Visitation is asked for a municipal offer: day centre, training, transport … and answers by a day (R094)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode wanted status answer_due asked_at asked_by_id asked_by_name answered_at "
        "answered_by_id answered_by_name",
        health="words answer",
    )

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="visitation_asks")
    wanted = models.CharField(max_length=30)  # rules.WANTED
    words = models.TextField(max_length=1000)
    status = models.CharField(max_length=10, default="sent")  # sent, granted, refused
    answer = models.CharField(max_length=500, blank=True)
    answer_due = models.DateField()
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "referrals_visitation_ask"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "wanted"], condition=Q(status="sent"), name="asked_of_once"
            )
        ]


class Referral(TenantModel):
    """Sent under a consent for exactly this receiver. An answer is due; silence brings the person back."""

    TABLE = Tenant(unit_person="person_id", organisation="receiver_id", history=True)
    PRIVACY = levels(
        internal="person episode offer receiver consent status sent_at sent_by_id answer_due answered_at "
        "answered_by_id reason pays price_dkk",
        identifying="words",
    )

    person = TenantForeignKey(Person, related_name="referrals")
    episode = TenantForeignKey(Episode, related_name="referrals")
    offer = TenantForeignKey(Offer, related_name="referrals")
    receiver = TenantForeignKey(Organisation, related_name="referrals")
    consent = TenantForeignKey(Consent, related_name="referrals")
    status = models.CharField(max_length=10, default="sent")
    words = models.TextField(max_length=1000, blank=True)  # what the person wishes the receiver to know
    sent_at = models.DateTimeField()
    sent_by_id = models.UUIDField(null=True)
    answer_due = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=30, blank=True)
    pays = models.CharField(max_length=12, blank=True, default="", db_default="")  # pay_rules.WHO; blank: nobody said
    price_dkk = models.PositiveIntegerField(null=True)  # whole kroner each time; NULL: as the offer says

    class Meta:
        db_table = "referrals_referral"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "offer"],
                condition=Q(status="sent"),
                name="asked_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["municipality_id", "receiver", "status"], name="referrals_of_receiver"),
            models.Index(fields=["municipality_id", "answer_due"], condition=Q(status="sent"), name="answers_due"),
        ]


class PassedOn(TenantModel):
    """A link organisation has found the association for a person: to whom, and what came of it (R095)."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="referral person organisation to_name outcome passed_on_at passed_on_by_name heard_at",
        identifying="note",
    )

    referral = TenantForeignKey(Referral, related_name="passed_on")
    person = TenantForeignKey(Person, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")  # the link organisation
    to_name = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=20, blank=True)  # "" not heard yet, started, not_started
    passed_on_at = models.DateTimeField()
    passed_on_by_name = models.CharField(max_length=200)
    heard_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "referrals_passed_on"


class Onward(TenantModel):
    """Somebody has been asked whether what we know may go along to a new holder of the effort, and answered (R194)."""

    TABLE = Tenant(unit_person="person_id", history=True)  # never the receiver's: who said no is not its business
    PRIVACY = levels(internal="person episode receiver answer consent said_on said_by_name")

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="+")
    receiver = TenantForeignKey(Organisation, related_name="+")
    answer = models.CharField(max_length=5)  # asked, no, yes
    consent = TenantForeignKey(Consent, null=True, related_name="+")  # of the newest yes, and of no other
    said_on = models.DateField()
    said_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "referrals_onward"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "episode", "receiver"], name="onward_once_each")
        ]
