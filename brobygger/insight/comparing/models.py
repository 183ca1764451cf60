"""Other figures of the same thing with their source, how large the target group is, and what the country may see."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Unit


class OtherFigure(TenantModel):
    """A number somebody has told of the programme, with where it stands and what was counted (R308).

    One that is taken away stays, with the day: what was believed for a while is part of the story.
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme what number definition source as_of written_at written_by_id away_on")

    programme = TenantForeignKey(Programme, related_name="other_figures")
    what = models.CharField(max_length=20)  # rules.THINGS
    number = models.PositiveIntegerField()
    definition = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    as_of = models.DateField(null=True)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)
    away_on = models.DateField(null=True)

    class Meta:
        db_table = "comparing_other_figure"


class TargetGroup(TenantModel):
    """How many there are to reach: the denominator of coverage (R313). A new count is a new row."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="programme size definition source counted_on written_at written_by_id")

    programme = TenantForeignKey(Programme, related_name="target_groups")
    size = models.PositiveIntegerField()
    definition = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    counted_on = models.DateField()
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "comparing_target_group"
        constraints = [models.CheckConstraint(condition=Q(size__gte=1), name="a_target_group_of_somebody")]


class WaitingPlan(TenantModel):
    """A unit that waits by plan, to compare with: said before its first day, dated, and never changed (R299).

    A plan that is given up stays, with the day and why. Plans of the same days are one comparison.
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme unit waits_from begins_on chosen stated_at stated_by_id dropped_on why_dropped"
    )

    programme = TenantForeignKey(Programme, related_name="waiting_plans")
    unit = TenantForeignKey(Unit, related_name="+")
    waits_from = models.DateField()
    begins_on = models.DateField()  # the first day the effort may begin there
    chosen = models.CharField(max_length=300)  # how it was chosen which units wait
    stated_at = models.DateTimeField()
    stated_by_id = models.UUIDField(null=True)
    dropped_on = models.DateField(null=True)
    why_dropped = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "comparing_waiting_plan"
        constraints = [
            models.CheckConstraint(condition=Q(begins_on__gte=F("waits_from")), name="a_unit_waits_before_it_begins"),
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "unit"], condition=Q(dropped_on__isnull=True),
                name="a_unit_waits_by_one_plan",
            ),
        ]  # fmt: skip


class PlannedResult(TenantModel):
    """What a planned comparison showed, counted once when the waiting was over; `told` holds no small number."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="programme waits_from begins_on counted_at counted_by_id told")

    programme = TenantForeignKey(Programme, related_name="planned_results")
    waits_from = models.DateField()
    begins_on = models.DateField()
    counted_at = models.DateTimeField()
    counted_by_id = models.UUIDField(null=True)
    told = models.JSONField()  # outcome → planned_rules.Compared

    class Meta:
        db_table = "comparing_planned_result"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "waits_from", "begins_on"], name="a_plan_is_counted_once"
            )
        ]


class ShownProgramme(models.Model):
    """What one municipality shows the country of a programme: numbers that a report has told, never others.

    Rows of the installation, without references into any municipality's (docs/decisions/018).
    """

    TABLE = System("municipalities show each other, and the country, numbers that may stand in a published report")
    PRIVACY = levels(
        public="municipality_name programme_name recipe_id focus target figures made_at",
        internal="municipality_id programme_id",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    municipality_id = models.UUIDField()
    municipality_name = models.CharField(max_length=100)
    programme_id = models.UUIDField()
    programme_name = models.CharField(max_length=200)
    recipe_id = models.CharField(max_length=60)
    focus = models.JSONField(default=list)
    target = models.JSONField(null=True)  # size, definition, source, counted_on
    figures = models.JSONField()  # rules.Figures
    made_at = models.DateTimeField()

    class Meta:
        db_table = "comparing_shown"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme_id"], name="a_programme_is_shown_once")
        ]
