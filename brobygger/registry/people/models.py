"""Persons, their consents, and who may therefore see them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.people.purposes import SHARED_ONWARD


class Sex(models.TextChoices):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class Household(models.TextChoices):
    ALONE = "alone"
    WITH_SPOUSE = "with_spouse"
    WITH_OTHERS = "with_others"


class Housing(models.TextChoices):
    """Seed 001's participant box."""

    HOUSE = "house"
    FLAT = "flat"
    SHELTERED = "sheltered"
    CARE_HOME = "care_home"
    OTHER = "other"


class CivilStatus(models.TextChoices):
    """Seed 001's participant box."""

    MARRIED = "married"
    WIDOWED = "widowed"
    COHABITING = "cohabiting"
    PARTNER_APART = "partner_apart"
    SINGLE = "single"
    DIVORCED = "divorced"


class WalkingAid(models.TextChoices):
    NONE = "none"
    STICK = "stick"
    WALKER = "walker"
    WHEELCHAIR = "wheelchair"


class ContactWay(models.TextChoices):
    PHONE = "phone"
    LETTER = "letter"
    SMS = "sms"
    EMAIL = "email"
    RELATIVE = "relative"


class Person(TenantModel):
    """An older person this is about. Unknown is NULL, never a guess."""

    TABLE = Tenant(unit="unit_id", person="id", history=True)
    PRIVACY = levels(
        internal="unit created_at found_by",
        identifying="given_name family_name search_name born sex address postcode city latitude longitude phone "
        "email contact_way household housing civil_status died_on moved_on never_contact",
        health="home_help_hours personal_care languages walks_m walking_aid hearing sight cognitive_impairment",
        secret="cpr_encrypted cpr_blind",  # noqa: S106
    )
    KNOWN_BY = ("given_name || ' ' || family_name", "phone")

    unit = TenantForeignKey(Unit, null=True, related_name="persons")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    search_name = models.CharField(max_length=201)  # lower case, "family given": searched by range (security.md)
    born = models.DateField(null=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, null=True)
    cpr_encrypted = models.BinaryField(null=True)
    cpr_blind = models.CharField(max_length=64, null=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    city = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    contact_way = models.CharField(max_length=10, choices=ContactWay.choices, default=ContactWay.PHONE)
    household = models.CharField(max_length=20, choices=Household.choices, null=True)
    housing = models.CharField(max_length=20, choices=Housing.choices, null=True)
    civil_status = models.CharField(max_length=20, choices=CivilStatus.choices, null=True)
    home_help_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)  # hours a week
    personal_care = models.BooleanField(null=True)
    languages = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    walks_m = models.PositiveIntegerField(null=True)  # metres without a rest
    walking_aid = models.CharField(max_length=20, choices=WalkingAid.choices, null=True)
    hearing = models.CharField(max_length=20, null=True)
    sight = models.CharField(max_length=20, null=True)
    cognitive_impairment = models.BooleanField(null=True)
    died_on = models.DateField(null=True)
    moved_on = models.DateField(null=True)
    never_contact = models.BooleanField(default=False)
    found_by = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_person"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "cpr_blind"], name="one_person_per_cpr"),
            models.CheckConstraint(
                condition=Q(home_help_hours__isnull=True) | Q(home_help_hours__range=(0, 168)),
                name="home_help_hours_fit_a_week",
            ),
            models.CheckConstraint(
                condition=Q(cpr_blind__isnull=True, cpr_encrypted__isnull=True)
                | Q(cpr_blind__isnull=False, cpr_encrypted__isnull=False),
                name="cpr_whole_or_absent",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality_id", "search_name"], name="person_by_name"),
            models.Index(fields=["municipality_id", "born"], name="person_by_birth"),
        ]


class Relative(TenantModel):
    """Somebody close. May be called only when the person has said so."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="person may_be_contacted", identifying="name relation phone")

    person = TenantForeignKey(Person, related_name="relatives")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=50)
    phone = models.CharField(max_length=20, blank=True)
    may_be_contacted = models.BooleanField(default=False)

    class Meta:
        db_table = "people_relative"


class Consent(TenantModel):
    """The person's own yes: to what, for whom, which data, until when. Withdrawn, never deleted."""

    TABLE = Tenant(unit_person="person_id", organisation="receiver_id", history=True)
    PRIVACY = levels(
        internal="person purpose receiver data text_version how given_on expires_on taken_by_id taken_by_name "
        "withdrawn_at withdrawn_how recorded_at"
    )

    person = TenantForeignKey(Person, related_name="consents")
    purpose = models.CharField(max_length=30)
    receiver = TenantForeignKey(Organisation, null=True, related_name="+")  # null: the municipality's own work
    data = ArrayField(models.CharField(max_length=30))
    text_version = models.CharField(max_length=30)
    how = models.CharField(max_length=10)  # screen, paper, phone, spoken
    given_on = models.DateField()
    expires_on = models.DateField()
    taken_by_id = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "people_consent"
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("given_on")), name="consent_ends_after_start")
        ]


class Share(TenantModel):
    """An organisation (or one volunteer in it) may see a person, because of a consent, until it ends."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id", user="user_id", history=True)
    PRIVACY = levels(internal="person organisation user_id consent fields since expires_on ended_at why")

    person = TenantForeignKey(Person, related_name="shares")
    organisation = TenantForeignKey(Organisation, related_name="+")
    user_id = models.UUIDField(null=True)  # null: the organisation's leaders and hosts; else this volunteer only
    consent = TenantForeignKey(Consent, related_name="shares")
    fields = ArrayField(models.CharField(max_length=30))  # what the consent named, for the policy table
    since = models.DateTimeField()
    expires_on = models.DateField()  # the consent's own expiry: after it nobody sees anything, job or no job
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=30)  # referral, pair, home_time, tip, onward

    class Meta:
        db_table = "people_share"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "person", "organisation", "user_id"],
                condition=Q(ended_at__isnull=True) & ~Q(why=SHARED_ONWARD),
                nulls_distinct=False,
                name="one_open_share",
            ),
            models.UniqueConstraint(
                fields=["municipality_id", "person", "organisation", "user_id"],
                condition=Q(ended_at__isnull=True, why=SHARED_ONWARD),
                nulls_distinct=False,
                name="one_open_onward",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality_id", "organisation"], condition=Q(ended_at__isnull=True), name="open_shares"
            )
        ]


class WishedBackground(TenantModel):
    """The person wishes to meet somebody of the same language or background (R048). Only with a consent of its own.

    Read by the municipality's own who choose whom somebody meets, and by nobody else: no unit, no organisation. Gone
    the day the consent is taken back; no history is kept, and no figure counts it.
    """

    TABLE = Tenant()
    PRIVACY = levels(internal="person consent said_at said_by_id", health="background same_language")

    person = TenantForeignKey(Person, related_name="+")
    consent = TenantForeignKey(Consent, related_name="+")
    background = ArrayField(models.CharField(max_length=40), default=list)  # own words, small letters
    same_language = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "people_wished_background"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "person"], name="one_wish_of_background_a_person")
        ]
