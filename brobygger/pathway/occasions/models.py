"""Occasions where people meet the offers, who came and what they wanted; and every time somebody meets an offer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.detection.models import Tip
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Occasion(TenantModel):
    """A market day, a theme day, a residents' meeting, a bus tour, the year one turns 65 …"""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(
        public="name kind day time place offers stops",
        internal="organisation programme seats turns others made_at made_by_id again_of_id follows",
        identifying="goes_along",
    )

    organisation = TenantForeignKey(Organisation, related_name="+")  # who holds it
    programme = TenantForeignKey(Programme, null=True, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # rules.KINDS
    day = models.DateField()
    time = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(null=True)  # a bus has so many
    stops = ArrayField(models.CharField(max_length=100), default=list, blank=True)  # pick-ups and stops, in order
    offers = ArrayField(models.UUIDField(), default=list, blank=True)  # those with a stand, or where the bus stops
    turns = models.PositiveSmallIntegerField(null=True)  # the age a whole birth year is invited at
    goes_along = models.CharField(max_length=200, blank=True)  # staff and volunteers on the bus (R136)
    again_of_id = models.UUIDField(null=True)  # the first of a series, its own id on the first
    follows = TenantForeignKey("self", null=True, related_name="evenings")  # the theme day it is held after (R362)
    others = models.PositiveSmallIntegerField(default=0)  # came without leaving a name
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "occasions_occasion"
        indexes = [models.Index(fields=["municipality_id", "day"], name="occasions_by_day")]


class Guest(TenantModel):
    """Somebody invited to an occasion, or who came: a known person, or a name on the list."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(
        internal="occasion organisation person invited_at came wants offer tip noted_at noted_by_id pick_up",
        identifying="name phone note",
    )
    KNOWN_BY = ("name", "phone")

    occasion = TenantForeignKey(Occasion, related_name="guests")
    organisation = TenantForeignKey(Organisation, related_name="+")
    person = TenantForeignKey(Person, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # only when it is nobody known
    phone = models.CharField(max_length=20, blank=True)
    invited_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)
    wants = models.CharField(max_length=10, blank=True)  # rules.WANTS
    offer = TenantForeignKey(Offer, null=True, related_name="+")  # what caught the interest
    pick_up = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    tip = TenantForeignKey(Tip, null=True, related_name="+")  # what it became
    noted_at = models.DateTimeField()
    noted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "occasions_guest"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "occasion", "person"],
                condition=models.Q(person__isnull=False),
                name="a_person_is_a_guest_once",
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "person"], name="occasions_of_a_person")]


class Exposure(TenantModel):
    """One time a person met an offer or an effort, told by the person or noted by staff. Never changed."""

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(internal="person offer programme channel answer at noted_by_id")

    person = TenantForeignKey(Person, related_name="exposures")
    offer = TenantForeignKey(Offer, null=True, related_name="+")
    programme = TenantForeignKey(Programme, null=True, related_name="+")
    channel = models.CharField(max_length=20)  # rules.HEARD
    answer = models.CharField(max_length=10, blank=True)  # empty: heard of it; wants, later, no
    at = models.DateTimeField()
    noted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "occasions_exposure"
        indexes = [models.Index(fields=["municipality_id", "person", "at"], name="exposures_of_a_person")]
