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
        internal="person episode instrument answered_by language mode taken_at taken_by_id recorded_at",
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
    language = models.CharField(max_length=20, blank=True, default="", db_default="")  # it was asked in; blank: Danish
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


class BroughtAnswers(TenantModel):
    """Answers that came from another system, with where from and on which day they were given. Never changed (R022).

    They stand beside what is asked here: they move nobody's way and are no measurement of an effort.
    their_id: that system's id of the answers; their_key: its name of the person (never a CPR number).
    """

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(
        internal="person instrument answered_by taken_at source their_id their_key print_of_it brought_at "
        "brought_by_id brought_by_name",
        health="answers score band needs_professional note",
    )

    person = TenantForeignKey(Person, related_name="+")
    instrument = models.CharField(max_length=40)  # id@version
    answers = models.JSONField()
    score = models.IntegerField(null=True)
    band = models.CharField(max_length=30, blank=True)
    needs_professional = models.BooleanField(default=False)
    note = models.TextField(max_length=2000, blank=True)
    answered_by = models.CharField(max_length=10)  # person, observer
    taken_at = models.DateTimeField()
    source = models.CharField(max_length=60)
    their_id = models.CharField(max_length=420)
    their_key = models.CharField(max_length=420, blank=True)
    print_of_it = models.CharField(max_length=64)  # of what it says, so that the same id with other answers is seen
    brought_at = models.DateTimeField()
    brought_by_id = models.UUIDField(null=True)
    brought_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "screening_brought"
        verbose_name_plural = "brought answers"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "their_id"], name="brought_answers_come_once")
        ]
        indexes = [models.Index(fields=["municipality_id", "person", "taken_at"], name="brought_answers_of_person")]
