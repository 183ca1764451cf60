"""How long persons are kept, who is due, what was erased, and the marks that keep them erased."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantModel, levels


class KeepingTerms(TenantModel):
    """How many days persons are kept, from a day on. A change is a new row; earlier ones stay."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="never_contacted no_answer declined ended grace reason made_at made_by_id made_by_name")

    never_contacted = models.PositiveSmallIntegerField()
    no_answer = models.PositiveSmallIntegerField()
    declined = models.PositiveSmallIntegerField()
    ended = models.PositiveSmallIntegerField(null=True)  # null: decided before it was asked for; ours stands
    grace = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "erasure_terms"
        verbose_name_plural = "keeping terms"
        indexes = [models.Index(fields=["municipality_id", "made_at"], name="terms_by_time")]


class DueErasure(TenantModel):
    """Somebody who is due, until data protection has decided. Goes with the person."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="rule since due_on listed_at status held_until erase_from decided_at decided_by_id",
        identifying="person_id why",
    )
    ERASURE = {"person_id": Erasure.GOES}

    person_id = models.UUIDField()  # people stand above this package
    rule = models.CharField(max_length=20)  # rules.Rule
    since = models.DateField()
    due_on = models.DateField()
    listed_at = models.DateTimeField()
    status = models.CharField(max_length=10, default="listed")  # listed, held, approved
    why = models.CharField(max_length=300, blank=True)  # why it is held, or asked for
    held_until = models.DateField(null=True)
    erase_from = models.DateField(null=True)  # approved: the first day it is done
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "erasure_due"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "person_id"], name="due_once"),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | models.Q(erase_from__isnull=False),
                name="what_is_approved_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["municipality_id", "status", "due_on"], name="due_by_status")]


class ListMade(TenantModel):
    """When the list of those who are due was last made: once a day, so that it is the same all day."""

    TABLE = Tenant()
    PRIVACY = levels(internal="at")

    at = models.DateTimeField()

    class Meta:
        db_table = "erasure_list_made"
        verbose_name_plural = "lists made"
        constraints = [models.UniqueConstraint(fields=["municipality_id"], name="one_latest_list")]


class ErasureReport(TenantModel):
    """One time that persons were erased: how many, by rule, and how many rows of each table. No person is in it."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="at persons by_rule rows again")

    at = models.DateTimeField()
    persons = models.PositiveIntegerField()
    by_rule = models.JSONField()  # rule → persons
    rows = models.JSONField()  # table → rows
    again = models.BooleanField(default=False)  # after a restore

    class Meta:
        db_table = "erasure_report"
        indexes = [models.Index(fields=["municipality_id", "at"], name="erasures_by_time")]


class ErasedCount(TenantModel):
    """How many episodes went that were found one month in one way and ended alike: figures must not lie afterwards.

    kind, step and reason are the last move's, as in episodes_move; the bridge is counted from them.
    """

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="report_id programme_id found_month found_by rule kind step reason episodes")

    report_id = models.UUIDField()
    programme_id = models.UUIDField()  # programmes stand above this package
    found_month = models.DateField()  # its first day
    found_by = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    step = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    episodes = models.PositiveIntegerField()

    class Meta:
        db_table = "erasure_count"
        indexes = [models.Index(fields=["municipality_id", "programme_id"], name="erased_of_programme")]


class Tombstone(TenantModel):
    """That somebody was erased: enough to erase the same rows again, too little to know who it was.

    person_blind is a keyed hash of the row's random id. cpr_blind is kept only of those who asked never to be
    contacted, so that no extract brings them back.
    """

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="erased_on rule", secret="person_blind cpr_blind")  # noqa: S106

    person_blind = models.CharField(max_length=64)
    cpr_blind = models.CharField(max_length=64, null=True)
    erased_on = models.DateField()
    rule = models.CharField(max_length=20)

    class Meta:
        db_table = "erasure_tombstone"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "person_blind"], name="erased_once"),
        ]
        indexes = [models.Index(fields=["municipality_id", "cpr_blind"], name="left_alone_by_number")]
