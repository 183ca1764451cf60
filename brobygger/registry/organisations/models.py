"""Who takes part: municipalities, their organisations, and the units inside them."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.tenancy import System, Tenant, TenantForeignKey, TenantModel, levels


class Municipality(models.Model):
    """The data controller. Code as in the national register, four digits with leading zero (facts.md § 3)."""

    TABLE = System("the list of municipalities itself: public facts that a sign-in needs first")
    PRIVACY = levels(public="code name phone")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=4, unique=True)
    name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20)

    class Meta:
        db_table = "organisations_municipality"


class Kind(models.TextChoices):
    """Kinds of organisation in the seeds: an effort can be owned by any of them (R332)."""

    MUNICIPALITY = "municipality"
    ASSOCIATION = "association"
    HOUSING_ASSOCIATION = "housing_association"
    PARISH = "parish"
    FIRM = "firm"
    CARE_HOME = "care_home"


class Organisation(TenantModel):
    """A municipality's own administration, an association, a parish, a firm …

    Anybody may read those that are active: they are what the published offers name (open data, no sign-in).
    """

    TABLE = Tenant(everybody=True, history=True, published="active")
    PRIVACY = levels(public="name kind email phone contact_name", internal="active imported_as")

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    contact_name = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    imported_as = models.UUIDField(null=True)  # its identifier in the directory it was imported from

    class Meta:
        db_table = "organisations_organisation"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "name"], name="organisation_names_differ"),
            models.UniqueConstraint(fields=["municipality_id", "imported_as"], name="organisation_imported_once"),
        ]


class Unit(TenantModel):
    """A group inside an organisation, e.g. a home-care group or a local branch."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(public="name", internal="organisation")

    organisation = TenantForeignKey(Organisation, related_name="units")
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "organisations_unit"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "organisation", "name"], name="unit_names_differ")
        ]
