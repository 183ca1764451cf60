"""Wishes: what a person wants, has and needs. Suggestions are computed from them, never stored."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.models import Person


class Wishes(TenantModel):
    """The newest row of an episode counts; earlier ones stay as history of what changed (R179)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode mapped_at mapped_by_id mode",
        identifying="interests own_words life_story company place weekdays wants_companion price_at_most_dkk",
        health="resources barriers",
    )

    person = TenantForeignKey(Person, related_name="wishes")
    episode = TenantForeignKey(Episode, related_name="wishes")
    interests = ArrayField(models.CharField(max_length=60), default=list)
    own_words = models.TextField(max_length=1000, blank=True)
    life_story = models.TextField(max_length=3000, blank=True)
    resources = models.TextField(max_length=1000, blank=True)
    barriers = ArrayField(models.CharField(max_length=30), default=list)
    company = models.CharField(max_length=20, blank=True)  # one_to_one, group, either
    place = models.CharField(max_length=20, blank=True)  # home, public, either
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    wants_companion = models.BooleanField(null=True)  # a no is kept and respected (R083)
    price_at_most_dkk = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=10, default="visit")
    mapped_at = models.DateTimeField()
    mapped_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "matching_wishes"
        verbose_name_plural = "wishes"
        indexes = [models.Index(fields=["municipality_id", "episode", "mapped_at"], name="wishes_of_episode")]
