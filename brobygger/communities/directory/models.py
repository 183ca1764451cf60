"""The index behind the public search, and what people leave on the public pages."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Organisation

_PUBLISHED = "made of published offers only, and asked across municipalities; rows are shown by the public role"


class Entry(models.Model):
    """What the search knows of one published offer. Made from the offer, and made again when it changes (017)."""

    TABLE = System(_PUBLISHED)
    PRIVACY = levels(
        public="name vector strong kind age_group sex weekdays price_dkk walks_needed_m step_free hearing_loop "
        "transport languages at_home latitude longitude nationwide postcode street places interventions strategies",
        internal="confirmed_on listed_on",
    )

    id = models.UUIDField(primary_key=True)  # the offer's
    municipality_id = models.UUIDField()
    name = models.CharField(max_length=200)
    vector = SearchVectorField()
    strong = SearchVectorField()  # name, kind and interests only: what the offer is about
    kind = models.CharField(max_length=30)
    age_group = models.CharField(max_length=20)
    sex = models.CharField(max_length=10, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    price_dkk = models.PositiveIntegerField(null=True)
    walks_needed_m = models.PositiveIntegerField(null=True)
    step_free = models.BooleanField(null=True)
    hearing_loop = models.BooleanField(null=True)
    transport = models.BooleanField(null=True)
    languages = ArrayField(models.CharField(max_length=60), default=list)
    at_home = models.BooleanField(default=False)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    nationwide = models.BooleanField(default=False)
    postcode = models.CharField(max_length=4, blank=True)
    street = models.CharField(max_length=200, blank=True)
    places = ArrayField(models.CharField(max_length=200), default=list)
    interventions = ArrayField(models.CharField(max_length=60), default=list)
    strategies = ArrayField(models.CharField(max_length=60), default=list)
    confirmed_on = models.DateField(null=True)  # the last sign that it is so (freshness_rules.last_sign)
    listed_on = models.DateField(null=True)  # that day, earlier for each thing that is not told (entry_rules)

    class Meta:
        db_table = "directory_entry"
        indexes = [
            GinIndex(fields=["vector"], name="entries_by_any_word"),
            GinIndex(fields=["strong"], name="entries_by_what_they_are"),
            models.Index(fields=["latitude", "longitude"], name="entries_around"),
            models.Index(fields=["postcode"], condition=~Q(postcode=""), name="entries_by_postcode"),
            models.Index(fields=["street"], condition=~Q(street=""), name="entries_by_street"),
            GinIndex(fields=["places"], name="entries_by_place"),
            models.Index(fields=["id"], condition=~Q(languages=[]), name="entries_with_languages"),
            models.Index(F("listed_on").desc(nulls_last=True), "name", name="entries_as_listed"),
        ]


class Word(models.Model):
    """A word that stands in some entry or in the vocabulary; typing errors are held against these."""

    TABLE = System("words of published offers and of the vocabulary, without what offer they are from")
    PRIVACY = levels(public="word stem shortened")

    word = models.CharField(max_length=40, unique=True)
    stem = models.CharField(max_length=40)
    shortened = ArrayField(models.CharField(max_length=10))  # word_rules.shortened

    class Meta:
        db_table = "directory_word"
        indexes = [
            models.Index(fields=["stem"], name="words_by_stem"),
            GinIndex(fields=["shortened"], name="words_near"),
        ]


class Changed(models.Model):
    """An offer that was written since its entry was made. A trigger on offers keeps this, so no writer forgets."""

    TABLE = System("a list of offers whose entry is to be made again; holds nothing but their ids")
    PRIVACY = levels()

    id = models.UUIDField(primary_key=True)  # the offer's

    class Meta:
        db_table = "directory_changed"


class Count(models.Model):
    """How often one address has sent something within one stretch of time. The address itself is not kept."""

    TABLE = System("what an address sends is limited before any municipality is known; it is kept as a keyed hash")
    PRIVACY = levels(internal="key window times")

    key = models.CharField(max_length=64)
    window = models.BigIntegerField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "directory_count"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_count_a_window")]


class SignUp(TenantModel):
    """Somebody wrote on a public page that he or she would like to join an offer, or a relative did.

    Seen by the organisation that has the offer and by the municipality. `id` comes from the page, so sending it twice
    keeps one. It is erased some time after it was answered (operations.forget_old).
    """

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="offer organisation for_whom knows best_time language channel receipt status wrote_at last_wrote_at "
        "times answered_at answered_by_id consent_text",
        identifying="name phone relative_name relation",
        secret="same",  # noqa: S106
    )
    KNOWN_BY = ("name", "phone")

    offer = TenantForeignKey(Offer, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    for_whom = models.CharField(max_length=10)  # self, relative
    name = models.CharField(max_length=100)  # of the one it is about
    phone = models.CharField(max_length=20)  # to be called: the relative's own when a relative wrote
    relative_name = models.CharField(max_length=100, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    knows = models.BooleanField(default=True)  # the one it is about knows of this
    best_time = models.CharField(max_length=20, default="any")
    language = models.CharField(max_length=5, default="da")
    channel = models.CharField(max_length=30, blank=True)  # code on the paper that led here
    receipt = models.CharField(max_length=12)
    consent_text = models.CharField(max_length=500)  # the words that stood on the page
    same = models.CharField(max_length=64)  # blind (HMAC) of offer, phone and name: finds who wrote before
    status = models.CharField(max_length=10, default="new")  # new, joined, declined, no_answer
    wrote_at = models.DateTimeField()
    last_wrote_at = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "directory_sign_up"
        indexes = [
            models.Index(fields=["municipality_id", "organisation", "status", "wrote_at"], name="sign_ups_to_answer"),
            models.Index(fields=["municipality_id", "same", "wrote_at"], name="who_wrote_before"),
        ]
