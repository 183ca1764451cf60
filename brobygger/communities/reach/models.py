"""What is out in the world about offers: texts in versions, and where each hangs or was sent."""

from __future__ import annotations

from django.db import models

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels


class Material(TenantModel):
    """One version of a text for paper, air or screen: who answers for it, and the day somebody said it was good."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(
        internal="series version name medium audience offer words owner approved_on replaced_on made_at made_by"
    )

    series = models.UUIDField()  # the same in every version
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=200)
    medium = models.CharField(max_length=20)  # rules.MEDIA
    audience = models.CharField(max_length=12, default="participant")  # wording.Audience
    offer = TenantForeignKey(Offer, null=True, related_name="+")
    words = models.TextField(max_length=10_000)
    owner = models.CharField(max_length=200)  # a name or a role
    approved_on = models.DateField()
    replaced_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)

    class Meta:
        db_table = "reach_material"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "series", "version"], name="one_text_a_version"),
            models.UniqueConstraint(
                fields=["municipality_id", "series"], condition=models.Q(replaced_on__isnull=True), name="one_text_now"
            ),
        ]


class Hanging(TenantModel):
    """Where one version hangs, lies, was printed or was said, from a day; and when it was taken down."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="material place code put_up_on until taken_down_on put_up_by")

    material = TenantForeignKey(Material, related_name="hangings")
    place = models.CharField(max_length=200)
    code = models.CharField(max_length=30, blank=True)  # of the paper's QR code: who writes by it is counted
    put_up_on = models.DateField()
    until = models.DateField(null=True)
    taken_down_on = models.DateField(null=True)
    put_up_by = models.CharField(max_length=200)

    class Meta:
        db_table = "reach_hanging"
        indexes = [models.Index(fields=["municipality_id", "taken_down_on"], name="what_hangs_now")]


class Story(TenantModel):
    """A good story about an offer, told by somebody who has said yes to this text being read by anybody (R348).

    A yes can be taken back: then the words are erased at once, and only that there was a story is kept.
    """

    TABLE = Tenant(everybody=True, published="published")
    PRIVACY = levels(
        public="offer words told_by published",
        internal="consent_how consent_on consent_taken_by withdrawn_on",
    )

    offer = TenantForeignKey(Offer, related_name="stories")
    words = models.TextField(max_length=2000)
    told_by = models.CharField(max_length=100)  # as that person wants to be called: a first name, or no name at all
    published = models.BooleanField(default=True)
    consent_how = models.CharField(max_length=10)  # spoken, written
    consent_on = models.DateField()
    consent_taken_by = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = "reach_story"
        indexes = [models.Index(fields=["municipality_id", "offer"], name="stories_of_offer")]


class Film(TenantModel):
    """A short film of how it is there: a file of one's own, or a link to one (R361).

    Read by anybody once somebody has said so, while everybody who can be recognised in it has said yes.
    """

    TABLE = Tenant(everybody=True, published="shown")
    PRIVACY = levels(
        public="offer title link link_has_captions transcript shown",
        internal="nobody_seen made_at made_by_name shown_on hidden_on hidden_why",
    )

    offer = TenantForeignKey(Offer, related_name="films")
    title = models.CharField(max_length=100)
    link = models.URLField(max_length=500, blank=True)  # empty: our own file
    link_has_captions = models.BooleanField(default=False)
    transcript = models.TextField(max_length=10_000, blank=True)
    nobody_seen = models.BooleanField(default=False)  # nobody can be recognised in it
    shown = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    shown_on = models.DateField(null=True)
    hidden_on = models.DateField(null=True)
    hidden_why = models.CharField(max_length=12, blank=True)  # taken_back, by_hand

    class Meta:
        db_table = "reach_film"
        indexes = [models.Index(fields=["municipality_id", "offer"], name="films_of_offer")]


class FilmPart(TenantModel):
    """A file of a film: the film itself, its captions, the picture that stands there before it plays."""

    TABLE = Tenant(everybody=True, published="shown")
    PRIVACY = levels(public="film part media_type size content shown")

    film = TenantForeignKey(Film, related_name="parts")
    part = models.CharField(max_length=10)  # film_rules.PARTS
    media_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    shown = models.BooleanField(default=False)

    class Meta:
        db_table = "reach_film_part"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "film", "part"], name="one_of_each_part")]


class FilmConsent(TenantModel):
    """Somebody who can be recognised in a film has said yes to it, and may say no again at any time."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="film how given_on taken_by withdrawn_on", identifying="name")

    film = TenantForeignKey(Film, related_name="consents")
    name = models.CharField(max_length=200)
    how = models.CharField(max_length=10)  # spoken, written
    given_on = models.DateField()
    taken_by = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        db_table = "reach_film_consent"
