"""Running programmes: a recipe adopted by an owner, with the people who hold its roles."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation


class Programme(TenantModel):
    """A running effort. `recipe` is the snapshot it runs by; changing it makes a new version of the snapshot."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(public="name", internal="owner recipe_id recipe_version recipe starts_on ends_on area")

    name = models.CharField(max_length=200)
    owner = TenantForeignKey(Organisation, related_name="programmes")
    recipe_id = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    recipe = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    area = models.CharField(max_length=100, blank=True)

    class Meta:
        db_table = "running_programme"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "name"], name="programme_names_differ")]


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
