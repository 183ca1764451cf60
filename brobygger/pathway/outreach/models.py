"""Reaching out: when employees can visit, when the next extract is due, and which ages are offered a visit."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.models import Consent, Person


class VisitHours(TenantModel):
    """An employee's own time for visits on a weekday; a weekday without a row has none."""

    TABLE = Tenant(user="employee_user_id")
    PRIVACY = levels(internal="employee_user_id employee_name weekday begins ends")

    employee_user_id = models.UUIDField()
    employee_name = models.CharField(max_length=200)
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        db_table = "outreach_hours"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "employee_user_id", "weekday"], name="hours_once_a_day"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="hours_end_after_they_begin"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_week_has_seven_days"),
        ]


class ExtractPlan(TenantModel):
    """When a programme's next extract is due, and what the worker does with the file it finds.

    folder: the name of the programme's folder below the installation's drop. result: what the last look gave
    (stored, waiting, unreadable, missing), and when.
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme every next_on by_itself folder result result_at result_rows changed_by_id")

    programme = TenantForeignKey(Programme, related_name="+")
    every = models.CharField(max_length=10)
    next_on = models.DateField()
    by_itself = models.BooleanField(default=False)
    folder = models.CharField(max_length=60)
    result = models.CharField(max_length=12, blank=True)
    result_at = models.DateTimeField(null=True)
    result_rows = models.PositiveIntegerField(default=0)
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "outreach_extract_plan"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme"], name="one_extract_plan_a_programme"),
            models.UniqueConstraint(fields=["municipality_id", "folder"], name="folders_differ"),
        ]


class AgeSet(TenantModel):
    """The ages that give an offer from a day on. A change is a new row; earlier ones stay."""

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="programme in_force_from always alone yearly_from reason made_at made_by_id")

    programme = TenantForeignKey(Programme, related_name="+")
    in_force_from = models.DateField()
    always = ArrayField(models.PositiveSmallIntegerField(), default=list)
    alone = ArrayField(models.PositiveSmallIntegerField(), default=list)
    yearly_from = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "outreach_age_set"
        indexes = [models.Index(fields=["municipality_id", "programme", "in_force_from"], name="age_sets_of_programme")]


class Signature(TenantModel):
    """The person's name as it was written on the screen, beside the consent it belongs to. path: signature_rules."""

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(internal="person consent signed_at", identifying="path")

    person = TenantForeignKey(Person, related_name="+")
    consent = TenantForeignKey(Consent, related_name="+")
    path = models.TextField(max_length=20_000)
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "outreach_signature"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "consent"], name="one_signature_a_consent")]
