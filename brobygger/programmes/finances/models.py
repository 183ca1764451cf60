"""Grants and pools, budgets, and accounts. Amounts in øre are integers; budgets are whole kroner."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership


class Grant(TenantModel):
    """Money for a purpose and a period: a grant, a pool one can apply to, or the owner's own money."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme name kind giver purpose criteria amount_ore starts_on ends_on source")

    programme = TenantForeignKey(Programme, related_name="grants")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    giver = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=500)
    criteria = models.CharField(max_length=500, blank=True)
    amount_ore = models.PositiveBigIntegerField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=80, blank=True)  # the decision it was entered from

    class Meta:
        db_table = "finances_grant"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "name"], name="grant_names_differ"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_grant_ends_after_it_starts"),
        ]


class Extension(TenantModel):
    """A period was made longer. The earlier end stays on record (R328)."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(internal="grant ended_on ends_on reason decided_at decided_by_id")

    grant = TenantForeignKey(Grant, related_name="extensions")
    ended_on = models.DateField(null=True)
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "finances_extension"


class BudgetLine(TenantModel):
    """What one initiative may use in one year, in whole kroner, perhaps with a footnote."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme initiative place year amount_dkk footnote source")

    programme = TenantForeignKey(Programme, related_name="budget_lines")
    initiative = models.CharField(max_length=200)
    place = models.PositiveIntegerField(default=0)  # the initiative's place in the table
    year = models.PositiveIntegerField()
    amount_dkk = models.PositiveBigIntegerField()
    footnote = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "finances_budget_line"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "initiative", "year"], name="one_budget_line_a_year"
            )
        ]


class Entry(TenantModel):
    """One line of the accounts: what was paid (øre, positive) or paid back (negative), for what, from which money."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme grant initiative spent_on amount_ore text written_at written_by_id")

    programme = TenantForeignKey(Programme, related_name="entries")
    grant = TenantForeignKey(Grant, null=True, related_name="entries")
    initiative = models.CharField(max_length=200, blank=True)
    spent_on = models.DateField()
    amount_ore = models.BigIntegerField()
    text = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "finances_entry"
        indexes = [models.Index(fields=["municipality_id", "programme", "spent_on"], name="entries_by_day")]


class PoolMovement(TenantModel):
    """Money into a pool (positive øre) or out of it (negative), and who got it for what."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="grant moved_on amount_ore what receiver written_at written_by_id")

    grant = TenantForeignKey(Grant, related_name="movements")
    moved_on = models.DateField()
    amount_ore = models.BigIntegerField()
    what = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "finances_pool_movement"
        indexes = [models.Index(fields=["municipality_id", "grant", "moved_on"], name="movements_by_day")]


class PoolApplication(TenantModel):
    """Somebody applies to a pool: for what, how much, and whether it was granted or refused and why (R327)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="grant for_what asked_ore applied_on outcome granted_ore reason decided_on decided_by_name movement",
        identifying="applicant contact",
    )

    grant = TenantForeignKey(Grant, related_name="applications")
    applicant = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    for_what = models.CharField(max_length=500)
    asked_ore = models.PositiveBigIntegerField()
    applied_on = models.DateField()
    outcome = models.CharField(max_length=8, blank=True)  # granted, refused; "" not decided
    granted_ore = models.PositiveBigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    decided_on = models.DateField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    movement = TenantForeignKey(PoolMovement, null=True, related_name="+")

    class Meta:
        db_table = "finances_pool_application"
        indexes = [models.Index(fields=["municipality_id", "grant", "applied_on"], name="applications_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(outcome="granted") & Q(granted_ore__gt=0))
                | (Q(outcome="refused") & Q(granted_ore__isnull=True) & ~Q(reason=""))
                | (Q(outcome="") & Q(granted_ore__isnull=True)),
                name="granted_with_an_amount_or_refused_with_a_reason",
            )
        ]


class Weighing(TenantModel):
    """An application held against one of the pool's criteria, in the words the criterion had then."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="application criterion meets words")

    application = TenantForeignKey(PoolApplication, related_name="weighings")
    criterion = models.CharField(max_length=500)
    meets = models.CharField(max_length=8)  # rules.MEETS
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "finances_weighing"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "application", "criterion"], name="a_criterion_is_weighed_once"
            )
        ]


class Rate(TenantModel):
    """What one kilometre or one hour is paid with from a day on, in øre (R330)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme kind amount_ore from_on")

    programme = TenantForeignKey(Programme, related_name="rates")
    kind = models.CharField(max_length=4)  # pay_rules.RATE_KINDS
    amount_ore = models.PositiveIntegerField()
    from_on = models.DateField()

    class Meta:
        db_table = "finances_rate"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "kind", "from_on"], name="one_rate_a_day")
        ]


class Mileage(TenantModel):
    """Somebody has driven for a programme: how far, at which rate; the expense stands in the accounts (R330)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme membership driven_on km route rate_ore entry written_at")

    programme = TenantForeignKey(Programme, related_name="mileages")
    membership = TenantForeignKey(Membership, related_name="+")
    driven_on = models.DateField()
    km = models.PositiveIntegerField()
    route = models.CharField(max_length=150)
    rate_ore = models.PositiveIntegerField()  # as it was on the day; a rate that is changed later changes nothing here
    entry = TenantForeignKey(Entry, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        db_table = "finances_mileage"
        indexes = [models.Index(fields=["municipality_id", "programme", "driven_on"], name="mileage_by_day")]
        constraints = [models.CheckConstraint(condition=Q(km__gt=0), name="mileage_is_some_way")]


class Proposal(TenantModel):
    """An option as it was laid before a committee, whole kroner a year, and what was decided on it (R337).

    decided_dkk: a year; NULL while nothing is decided, or when it was put off.
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme option yearly_dkk first_year years annex made_at made_by_name outcome decided_dkk "
        "decided_on committee remark decision_written_by"
    )

    programme = TenantForeignKey(Programme, related_name="proposals")
    option = models.CharField(max_length=200)
    yearly_dkk = models.PositiveBigIntegerField()
    first_year = models.PositiveIntegerField()
    years = models.PositiveSmallIntegerField()
    annex = models.URLField(max_length=500, blank=True)  # where the agenda and its papers are
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, blank=True)  # rules.OUTCOMES; "" nothing yet
    decided_dkk = models.PositiveBigIntegerField(null=True)
    decided_on = models.DateField(null=True)
    committee = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=1000, blank=True)  # the vote, and what was said for the minutes
    decision_written_by = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "finances_proposal"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "option"], name="proposals_differ")
        ]
