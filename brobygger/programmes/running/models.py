"""Running programmes: a recipe adopted by an owner, with the people who hold its roles."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation


class Programme(TenantModel):
    """A running effort. It runs by the snapshot of its recipe that `recipe_version` names."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(public="name", internal="owner recipe_id recipe_version starts_on ends_on area")

    name = models.CharField(max_length=200)
    owner = TenantForeignKey(Organisation, related_name="programmes")
    recipe_id = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    area = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "running_programme"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "name"], name="programme_names_differ")]


class Snapshot(TenantModel):
    """The recipe as the programme runs it from a day on. A change is a new row; earlier ones stay (R038)."""

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="programme version recipe in_force_from reason made_at made_by_id")

    programme = TenantForeignKey(Programme, related_name="snapshots")
    version = models.PositiveIntegerField()
    recipe = models.JSONField()
    in_force_from = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "running_snapshot"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "version"], name="one_snapshot_per_version")
        ]


class RoleHolder(TenantModel):
    """Who holds a role of the recipe: a membership, or an organisation as a whole."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="programme role membership organisation")

    programme = TenantForeignKey(Programme, related_name="role_holders")
    role = models.CharField(max_length=40)
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")

    class Meta:
        db_table = "running_role_holder"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "role", "organisation", "membership"],
                nulls_distinct=False,
                name="a_role_is_held_once",
            )
        ]
