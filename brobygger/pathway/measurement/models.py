"""Measurements: an instrument at a planned round of an episode."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.models import Person


class Measurement(TenantModel):
    """One planned round. Missing ones are rows too, so that they are always counted."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode programme round instrument due opens closes status mode taken_at taken_by_id "
        "why_missing language answered_by",
        health="answers score band",
    )

    person = TenantForeignKey(Person, related_name="measurements")
    episode = TenantForeignKey(Episode, related_name="measurements")
    programme = TenantForeignKey(Programme, related_name="measurements")
    round = models.CharField(max_length=30)  # start, after_90, after_180 …
    instrument = models.CharField(max_length=40)
    due = models.DateField()
    opens = models.DateField()
    closes = models.DateField()
    status = models.CharField(max_length=10, default="planned")  # planned, taken, missing
    why_missing = models.CharField(max_length=30, blank=True)
    answers = models.JSONField(null=True)
    score = models.IntegerField(null=True)
    band = models.CharField(max_length=30, blank=True)
    mode = models.CharField(max_length=10, blank=True)
    language = models.CharField(
        max_length=20, blank=True, default="", db_default=""
    )  # the questions were asked in; blank: Danish
    answered_by = models.CharField(
        max_length=10, blank=True, default="", db_default=""
    )  # person, together, observer; blank: person
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "measurement_measurement"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "round", "instrument"], name="a_round_is_planned_once"
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "round"], name="rounds_of_programme")]


class Closure(TenantModel):
    """The programme stood still: a shutdown, a strike, a move. Rounds due or taken in it are marked, never removed."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme closed_from closed_until why written_at written_by_id")

    programme = TenantForeignKey(Programme, related_name="closures")
    closed_from = models.DateField()
    closed_until = models.DateField(null=True)
    why = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "measurement_closure"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_until__isnull=True) | Q(closed_until__gte=F("closed_from")),
                name="a_closure_ends_after_it_begins",
            )
        ]


class PairAnswer(TenantModel):
    """What one party of a pair answered at a round: the person or the volunteer, with an instrument of their own."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="programme pair person party instrument due mode taken_at taken_by_id", health="answers score band"
    )

    programme = TenantForeignKey(Programme, related_name="pair_answers")
    pair = TenantForeignKey(Pair, related_name="answers")
    person = TenantForeignKey(Person, related_name="+")
    party = models.CharField(max_length=10)  # person, volunteer
    instrument = models.CharField(max_length=40)
    due = models.DateField()
    answers = models.JSONField()
    score = models.IntegerField(null=True)
    band = models.CharField(max_length=30, blank=True)
    mode = models.CharField(max_length=10)
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "measurement_pair_answer"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "pair", "party", "due"], name="a_party_answers_once_a_round"
            )
        ]


class ScoreFile(TenantModel):
    """A file of results, looked at before it is stored; its content is kept, encrypted, only until then."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme kind file_name file_hash uploaded_at uploaded_by_id stored_at rows_stored",
        secret="content",  # noqa: S106
    )

    programme = TenantForeignKey(Programme, related_name="score_files")
    kind = models.CharField(max_length=10)  # body, or one of file_rules.QUESTIONS
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.UUIDField(null=True)
    stored_at = models.DateTimeField(null=True)
    rows_stored = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "measurement_score_file"


class BodyTest(TenantModel):
    """One result of a test of the body: counts, seconds, metres or centimetres. There is no total (facts.md § 1)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="programme person score_file test taken_on", health="value")

    programme = TenantForeignKey(Programme, related_name="body_tests")
    person = TenantForeignKey(Person, related_name="body_tests")
    score_file = TenantForeignKey(ScoreFile, related_name="+")
    test = models.CharField(max_length=30)  # file_rules.BODY_TESTS
    taken_on = models.DateField()
    value = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        db_table = "measurement_body_test"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "person", "test", "taken_on"], name="one_result_of_a_test_a_day"
            )
        ]


class AnswerCount(TenantModel):
    """How many gave an answer in the municipality's own questions to its users one year (BRUS). No person in it."""

    TABLE = Tenant()
    PRIVACY = levels(internal="programme score_file place year answer persons")

    programme = TenantForeignKey(Programme, related_name="answer_counts")
    score_file = TenantForeignKey(ScoreFile, related_name="+")
    place = models.CharField(max_length=100, blank=True)
    year = models.PositiveIntegerField()
    answer = models.CharField(max_length=20)  # a code of one of file_rules.QUESTIONS
    persons = models.PositiveIntegerField()

    class Meta:
        db_table = "measurement_answer_count"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "place", "year", "answer"], name="an_answer_is_counted_once"
            )
        ]
