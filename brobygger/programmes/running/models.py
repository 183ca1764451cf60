"""Running programmes: a recipe adopted by an owner, with the people who hold its roles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation, Unit


class Programme(TenantModel):
    """A running effort. It runs by the snapshot of its recipe that `recipe_version` names.

    While it is prepared nobody is found in it yet, and everything about it can be changed.
    """

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(
        public="name",
        internal="owner recipe_id recipe_version starts_on ends_on area preparing only_units postcodes",
    )

    name = models.CharField(max_length=200)
    owner = TenantForeignKey(Organisation, related_name="programmes")
    recipe_id = models.CharField(max_length=60)
    recipe_version = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    area = models.CharField(max_length=100, blank=True)
    preparing = models.BooleanField(default=False)
    only_units = models.BooleanField(default=False)  # a trial: nobody outside the units that take part
    postcodes = models.CharField(max_length=200, blank=True)  # a trial: nobody who lives elsewhere ("4600 4660")

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
    """Who holds a role of the recipe, from a day until a day: a membership, or an organisation as a whole."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="programme role membership organisation since until")

    programme = TenantForeignKey(Programme, related_name="role_holders")
    role = models.CharField(max_length=60)
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        db_table = "running_role_holder"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "role", "organisation", "membership"],
                condition=Q(until__isnull=True),
                nulls_distinct=False,
                name="a_role_is_held_once",
            )
        ]


class Party(TenantModel):
    """Which organisation here stands where the recipe names a fellow organisation (`partners`, by its id)."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="programme party organisation")

    programme = TenantForeignKey(Programme, related_name="parties")
    party = models.CharField(max_length=60)
    organisation = TenantForeignKey(Organisation, related_name="+")

    class Meta:
        db_table = "running_party"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "party"], name="one_organisation_a_party")
        ]


class ProgrammeUnit(TenantModel):
    """A unit whose people can be found in the programme, e.g. a home-care group."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="programme unit")

    programme = TenantForeignKey(Programme, related_name="units")
    unit = TenantForeignKey(Unit, related_name="+")

    class Meta:
        db_table = "running_programme_unit"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "unit"], name="a_unit_takes_part_once")
        ]


class TrialChange(TenantModel):
    """Another last day, other units or postcodes of a programme, as they were said then. Earlier ones stay.

    told: the units and postcodes in a line; empty for everybody.
    """

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="programme number ends_on told reason made_at made_by_id")

    programme = TenantForeignKey(Programme, related_name="trial_changes")
    number = models.PositiveIntegerField()
    ends_on = models.DateField(null=True)
    told = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "running_trial_change"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "number"], name="trial_changes_in_order")
        ]


class OwnRecipe(TenantModel):
    """A recipe of the municipality's own gallery. A better one is a new row with the next version.

    programme: the one that published it; none when it was taken in from another municipality's file.
    """

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="slug version recipe programme made_at made_by_id")

    slug = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    recipe = models.JSONField()
    programme = TenantForeignKey(Programme, null=True, related_name="published")
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "running_own_recipe"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "slug", "version"], name="one_own_recipe_per_version")
        ]


class JointCount(models.Model):
    """What one municipality shows the others it runs a joint effort with: its counts after disclosure control.

    Never a person, never a number that is hidden: those stay in the municipality's own rows (decision 013).
    """

    TABLE = System("municipalities that run a joint effort show each other counts after disclosure control")
    PRIVACY = levels(
        public="name municipality_name programme_name", internal="code municipality_id programme_id figures made_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=12)  # who has it may join: given by phone or letter
    name = models.CharField(max_length=200)
    municipality_id = models.UUIDField()
    municipality_name = models.CharField(max_length=100)
    programme_id = models.UUIDField()
    programme_name = models.CharField(max_length=200)
    figures = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "running_joint_count"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme_id"], name="one_joint_effort_a_programme"),
            models.UniqueConstraint(fields=["municipality_id", "code"], name="once_in_a_joint_effort"),
        ]
