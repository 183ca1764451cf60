"""Answered instruments in detection."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.models import Person


class Screening(TenantModel):
    """One answered instrument. The id is made when the page opens, so that sending twice stores once."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode instrument answered_by mode taken_at taken_by_id recorded_at",
        health="answers score band colour needs_professional note",
    )

    person = TenantForeignKey(Person, related_name="screenings")
    episode = TenantForeignKey(Episode, related_name="screenings")
    instrument = models.CharField(max_length=40)  # id@version
    answers = models.JSONField()
    score = models.IntegerField(null=True)
    band = models.CharField(max_length=30, blank=True)
    colour = models.CharField(max_length=10, blank=True)  # by the programme's limits on the day
    needs_professional = models.BooleanField(default=False)
    note = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField(max_length=10)  # person, observer
    mode = models.CharField(max_length=10)  # visit, phone, paper
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "screening_screening"
        indexes = [models.Index(fields=["municipality_id", "episode", "taken_at"], name="screenings_of_episode")]


class OtherSide(TenantModel):
    """The same questions answered by the other: staff beside the person, or the person beside staff (R016).

    It stands beside the screening and changes neither its score nor its colour. Never changed.
    """

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(
        internal="person screening answered_by taken_at taken_by_id taken_by_name",
        health="answers score needs_professional note",
    )

    person = TenantForeignKey(Person, related_name="+")
    screening = TenantForeignKey(Screening, related_name="other_sides")
    answers = models.JSONField()
    score = models.IntegerField(null=True)
    needs_professional = models.BooleanField(default=False)
    note = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField(max_length=10)  # person, observer
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "screening_other_side"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "screening"], name="one_other_side_of_a_screening")
        ]
