"""Offers: where people can go. Later issues write them out as Open Referral HSDS services."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation


def _words() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class Offer(TenantModel):
    """What an organisation has for people. Rows of the tenant NATIONAL are the country's own (seed 003)."""

    TABLE = Tenant(everybody=True, national=True, published="published", history=True)
    PRIVACY = levels(
        public="organisation source source_key name description kind interests interventions strategies age_group "
        "min_age max_age sex area address latitude longitude weekdays time price_dkk places_total step_free "
        "hearing_loop toilets well_lit good_sound signposted parking for_volunteers "
        "transport languages walks_needed_m contact_name contact_phone figures evaluated nationwide "
        "areas sites duration_weeks organisation_names",
        internal="published confirmed_on seen_on",
    )

    organisation = TenantForeignKey(Organisation, null=True, related_name="offers")  # null: national
    source = models.CharField(max_length=30, blank=True)  # e.g. seed-003
    source_key = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    description = models.JSONField(default=dict)  # {"da": …, "en": …}
    for_volunteers = models.TextField(blank=True, default="")  # Danish; to those who would like to give a hand
    kind = models.CharField(max_length=30)  # group, one_to_one, café, meal, outing, course
    organisation_names = _words()
    interests = _words()
    interventions = _words()
    strategies = _words()
    age_group = models.CharField(max_length=20, default="aeldre")
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=10, blank=True)  # empty: everybody
    area = models.CharField(max_length=100, blank=True)
    areas = _words()
    sites = models.PositiveIntegerField(null=True)
    nationwide = models.BooleanField(default=False)
    address = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # 0 = Monday
    time = models.TimeField(null=True)
    price_dkk = models.PositiveIntegerField(null=True)  # kroner each time; 0 is free, NULL not told
    places_total = models.PositiveIntegerField(null=True)
    step_free = models.BooleanField(null=True)
    hearing_loop = models.BooleanField(null=True)
    toilets = models.BooleanField(null=True)  # one that can be used with a walker or a wheelchair
    well_lit = models.BooleanField(null=True)
    good_sound = models.BooleanField(null=True)  # one hears what is said
    signposted = models.BooleanField(null=True)  # from the street to the room
    parking = models.BooleanField(null=True)  # close by
    transport = models.BooleanField(null=True)
    languages = _words()
    walks_needed_m = models.PositiveIntegerField(null=True)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    figures = models.JSONField(default=dict)
    evaluated = models.CharField(max_length=10, default="none")
    duration_weeks = models.PositiveSmallIntegerField(null=True)
    published = models.BooleanField(default=True)
    confirmed_on = models.DateField(null=True)
    seen_on = models.DateField(null=True)  # a session was held, or a referral answered: a sign that nobody had to give

    class Meta:
        db_table = "offers_offer"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "source", "source_key"],
                condition=~models.Q(source=""),
                name="an_offer_is_loaded_once",
            )
        ]


class InterestWord(TenantModel):
    """A word people used of what they like, and what the municipality said it is: a new interest, one we have, or none.

    `interest` is the code it stands for: the word itself for a new interest, another's for the same thing said
    otherwise, and empty for a word that is refused and not proposed again (R162).
    """

    TABLE = Tenant(everybody=True, published="known", history=True)
    PRIVACY = levels(public="word interest parent synonyms", internal="known decided_at decided_by")

    word = models.CharField(max_length=60)
    interest = models.CharField(max_length=60, blank=True)
    parent = models.CharField(max_length=60, blank=True)  # the interest that a new one is a kind of
    synonyms = _words()
    known = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)

    class Meta:
        db_table = "offers_interest_word"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "word"], name="a_word_is_decided_once")]
