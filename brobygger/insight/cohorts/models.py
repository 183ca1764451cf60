"""Frozen cohorts: the definition, the numbers as they were told, and the rows they were counted from."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.models import Person


class Cohort(TenantModel):
    """One frozen cohort. `told` is what its page says of it for ever: small numbers are already hidden in it."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="programme number name began_from began_until leave_out frozen_at frozen_by_id told")

    programme = TenantForeignKey(Programme, related_name="cohorts")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    began_from = models.DateField(null=True)
    began_until = models.DateField()
    leave_out = models.JSONField(default=list)
    frozen_at = models.DateTimeField()
    frozen_by_id = models.UUIDField(null=True)
    told = models.JSONField()

    class Meta:
        db_table = "cohorts_cohort"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "number"], name="cohorts_in_order"),
        ]


class CohortRow(TenantModel):
    """A person in a cohort, with the scores there were on the day. why_not: left out, and why."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="cohort person began_on six_months why_not", health="taken")

    cohort = TenantForeignKey(Cohort, related_name="rows")
    person = TenantForeignKey(Person, related_name="+")
    began_on = models.DateField()
    six_months = models.BooleanField()
    why_not = models.CharField(max_length=20, blank=True)
    taken = models.JSONField(default=list)  # [instrument, round, moment, score] for each

    class Meta:
        db_table = "cohorts_row"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "cohort", "person"], name="once_in_a_cohort"),
        ]
