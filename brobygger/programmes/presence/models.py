"""Being there where people are found: greetings to those who refer, and the leader's visits to units."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Organisation, Unit


class Rhythm(TenantModel):
    """How often an organisation, or one of its units, hears from us about referring, and in which way (R360)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="organisation unit way every_weeks next_on paused_until stopped_on stopped_by_them made_at "
        "made_by_name"
    )

    organisation = TenantForeignKey(Organisation, related_name="+")
    unit = TenantForeignKey(Unit, null=True, related_name="+")  # NULL: the whole organisation
    way = models.CharField(max_length=10)  # rules.WAYS
    every_weeks = models.PositiveSmallIntegerField()
    next_on = models.DateField()
    paused_until = models.DateField(null=True)
    stopped_on = models.DateField(null=True)
    stopped_by_them = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "presence_rhythm"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "organisation", "unit"], nulls_distinct=False, name="one_rhythm_each"
            )
        ]


class Greeting(TenantModel):
    """One time they heard from us, and what was told: how many they had referred, and how many of them had begun."""

    TABLE = Tenant()
    PRIVACY = levels(internal="rhythm sent_on way text_number referred since begun")

    rhythm = TenantForeignKey(Rhythm, related_name="greetings")
    sent_on = models.DateField()
    way = models.CharField(max_length=10)  # that it really went by: without an address somebody rings
    text_number = models.PositiveSmallIntegerField()
    referred = models.PositiveIntegerField()  # in half a year
    since = models.PositiveIntegerField(default=0)  # of them since the greeting before: it makes the pause longer
    begun = models.PositiveIntegerField(null=True)  # NULL: so few that it was not told

    class Meta:
        db_table = "presence_greeting"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "rhythm", "sent_on"], name="one_greeting_a_day")
        ]


class UnitVisit(TenantModel):
    """The leader's visit to a unit: arranged, held, who was there, what came up, and what was agreed (R358)."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme unit planned_on held_on visitor next_step called_off_on made_at made_by_name",
        identifying="who_was_there came_up",
    )

    programme = TenantForeignKey(Programme, related_name="unit_visits")
    unit = TenantForeignKey(Unit, related_name="+")
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    visitor = models.CharField(max_length=200)
    who_was_there = models.CharField(max_length=300, blank=True)
    came_up = models.CharField(max_length=1000, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    called_off_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "presence_unit_visit"
        indexes = [models.Index(fields=["municipality_id", "programme", "planned_on"], name="visits_to_units")]


class VisitRhythm(TenantModel):
    """How often a programme's leader means to visit each unit."""

    TABLE = Tenant()
    PRIVACY = levels(internal="programme every_weeks changed_at changed_by_name")

    programme = TenantForeignKey(Programme, related_name="+")
    every_weeks = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "presence_visit_rhythm"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "programme"], name="one_visit_rhythm")]


class UnitMeeting(TenantModel):
    """A unit's own meeting where loneliness was on the agenda: the day, and what the point was (R340)."""

    TABLE = Tenant(unit="unit_id")
    PRIVACY = levels(internal="programme unit held_on point written_at written_by_name")

    programme = TenantForeignKey(Programme, related_name="unit_meetings")
    unit = TenantForeignKey(Unit, related_name="+")
    held_on = models.DateField()
    point = models.CharField(max_length=300)
    written_at = models.DateTimeField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "presence_unit_meeting"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "unit", "held_on"], name="one_unit_meeting_a_day"
            )
        ]
