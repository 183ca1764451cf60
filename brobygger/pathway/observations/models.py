"""What people have seen of a person against what is usual for him or her, and the judgement made of it together."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.models import Person


class Observation(TenantModel):
    """One person's word: what is usual, and what is seen now. Never changed; a new day is a new one.

    source: staff, or early_detection for what came in a file; their_key is then that system's number for the person.
    """

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(
        internal="person seen_on area source their_key print_of_it seen_by_id seen_by_name recorded_at",
        health="level usual now",
    )

    person = TenantForeignKey(Person, related_name="observations")
    seen_on = models.DateField()
    area = models.CharField(max_length=20)
    level = models.CharField(max_length=10, blank=True)
    usual = models.CharField(max_length=1000, blank=True)
    now = models.CharField(max_length=1000)
    source = models.CharField(max_length=20, default="staff")
    their_key = models.CharField(max_length=100, blank=True)
    print_of_it = models.CharField(max_length=64, null=True)
    seen_by_id = models.UUIDField(null=True)
    seen_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "observations_observation"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "print_of_it"], name="a_line_is_taken_once")]
        indexes = [models.Index(fields=["municipality_id", "person", "seen_on"], name="observations_of_person")]


class Judgement(TenantModel):
    """What somebody concludes from what several have said, with how much the person takes part now (R018, R026)."""

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(internal="person observations made_by_id made_by_name made_at", health="level participation why")

    person = TenantForeignKey(Person, related_name="judgements")
    level = models.CharField(max_length=10)
    participation = models.CharField(max_length=10)
    why = models.CharField(max_length=1000)
    observations = ArrayField(models.UUIDField(), default=list)  # what it was made of
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "observations_judgement"
        indexes = [models.Index(fields=["municipality_id", "person", "made_at"], name="judgements_of_person")]


class DoorVisit(TenantModel):
    """Somebody came by: who, whether anybody opened, what came of it, and what is next (R051). Never changed.

    answer: talked, later, no_visit; empty when nobody opened. next_way: how (journeys.ask.WAYS); empty: nothing agreed.
    """

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(
        internal="person came_on came_by_name opened answer next_way next_on noted_by_id noted_by_name noted_at",
        health="said",
    )

    person = TenantForeignKey(Person, related_name="door_visits")
    came_on = models.DateField()
    came_by_name = models.CharField(max_length=200)
    opened = models.BooleanField()
    answer = models.CharField(max_length=10, blank=True)
    said = models.CharField(max_length=1000, blank=True)
    next_way = models.CharField(max_length=10, blank=True)
    next_on = models.DateField(null=True)
    noted_by_id = models.UUIDField(null=True)
    noted_by_name = models.CharField(max_length=200)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "observations_door_visit"
        constraints = [
            models.CheckConstraint(condition=Q(opened=True) | Q(answer=""), name="who_answers_has_opened"),
        ]
        indexes = [models.Index(fields=["municipality_id", "person", "came_on"], name="door_visits_of_person")]


class Known(TenantModel):
    """What staff have answered about a person that a target group asks and no register knows (R037, R041).

    fact: a criterion's key or a judged question's id. answer: yes, no, an area's name, or empty for taken back. The
    newest counts; the earlier ones say who thought what.
    """

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(internal="person fact said_by_id said_by_name said_at", health="answer")

    person = TenantForeignKey(Person, related_name="known")
    fact = models.CharField(max_length=60)
    answer = models.CharField(max_length=200, blank=True)
    said_by_id = models.UUIDField(null=True)
    said_by_name = models.CharField(max_length=200)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "observations_known"
        indexes = [models.Index(fields=["municipality_id", "person", "fact"], name="known_of_person")]


class UnitMeeting(TenantModel):
    """A fixed point at a unit's meeting: how many minutes are set aside to talk about persons, and how many it took.

    What was decided about each stands as tasks; whom was talked about is not kept here (R025).
    """

    TABLE = Tenant(unit="unit_id")
    PRIVACY = levels(
        internal="unit held_on minutes planned_by_id planned_at minutes_used decisions closed_at closed_by_id"
    )

    unit = TenantForeignKey(Unit, related_name="+")
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    planned_by_id = models.UUIDField(null=True)
    planned_at = models.DateTimeField()
    minutes_used = models.PositiveSmallIntegerField(null=True)
    decisions = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "observations_unit_meeting"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "unit"], condition=Q(closed_at__isnull=True), name="one_meeting_ahead"
            )
        ]
