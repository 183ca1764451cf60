"""The plan for how an effort lives on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation


class AnchoringPlan(TenantModel):
    """One programme's plan: the model, whether it is settled, and who sees to it."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme model settled owner ends_on why holder holder_since")

    programme = TenantForeignKey(Programme, related_name="anchoring_plans")
    model = models.CharField(max_length=20)
    settled = models.BooleanField(default=False)
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    ends_on = models.DateField(null=True)  # the last day of the money there is
    why = models.CharField(max_length=500, blank=True)
    holder = TenantForeignKey(Organisation, null=True, related_name="+")  # whoever on the bridge takes people over
    holder_since = models.DateField(null=True)  # the day it was named: people are asked from then

    class Meta:
        db_table = "anchoring_plan"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "programme"], name="one_anchoring_plan")]


class Milestone(TenantModel):
    """Something settled by a day, in a phase of the programme."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme phase text due_on done_on owner recipe_part")

    programme = TenantForeignKey(Programme, related_name="milestones")
    phase = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    recipe_part = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "anchoring_milestone"


class TakesOver(TenantModel):
    """A function that must go on: who takes it over, who pays, when it was agreed, and from when."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme what by pays agreed_on from_on recipe_part")

    programme = TenantForeignKey(Programme, related_name="takes_over")
    what = models.CharField(max_length=300)
    by = models.CharField(max_length=200, blank=True)
    pays = models.CharField(max_length=200, blank=True)
    agreed_on = models.DateField(null=True)
    from_on = models.DateField(null=True)
    recipe_part = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "anchoring_takes_over"


class HostOption(TenantModel):
    """An association that could take the effort on, when it was asked, and what it said (R197)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="programme name asked_on answer note")

    programme = TenantForeignKey(Programme, related_name="host_options")
    name = models.CharField(max_length=200)
    asked_on = models.DateField(null=True)
    answer = models.CharField(max_length=10, blank=True)  # yes, no, later; empty: has not answered
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "anchoring_host_option"


class ShareStep(TenantModel):
    """From a day on the municipality carries so many per cent (R198)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="programme from_on percent")

    programme = TenantForeignKey(Programme, related_name="share_steps")
    from_on = models.DateField()
    percent = models.PositiveIntegerField()

    class Meta:
        db_table = "anchoring_share_step"
        constraints = [
            models.CheckConstraint(condition=Q(percent__lte=100), name="at_most_all_of_it"),
            models.UniqueConstraint(fields=["municipality_id", "programme", "from_on"], name="one_share_a_day"),
        ]
