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
    LIBRARY = "library"
    PHARMACY = "pharmacy"
    DOCTOR = "doctor"
    SCHOOL = "school"
    SHOP = "shop"
    KITCHEN = "kitchen"  # suppliers (R275)
    RESTAURANT = "restaurant"
    TAXI = "taxi"


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
    PRIVACY = levels(public="name contact_name phone email", internal="organisation")

    organisation = TenantForeignKey(Organisation, related_name="units")
    name = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=200, blank=True)  # a branch answers for itself (R267)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        db_table = "organisations_unit"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "organisation", "name"], name="unit_names_differ")
        ]


class KeyPerson(TenantModel):
    """Who burns for it in an organisation or one of its branches, and who steps in when that person leaves (R268)."""

    TABLE = Tenant(organisation="organisation_id", history=True)
    PRIVACY = levels(
        internal="organisation unit user_id since until why_ended manager_supports",
        identifying="name phone email deputy_name deputy_phone",
    )

    organisation = TenantForeignKey(Organisation, related_name="key_persons")
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    user_id = models.UUIDField(null=True)  # when the person signs in: a role that ends tells it by itself
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    deputy_name = models.CharField(max_length=200, blank=True)
    deputy_phone = models.CharField(max_length=20, blank=True)
    manager_supports = models.BooleanField(null=True)  # NULL: nobody has asked
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "organisations_key_person"


class Conversation(TenantModel):
    """A talk with an organisation: what was asked, when it was answered, how it feels about it (R257, R273, R278)."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="organisation unit kind on answered_on attitude next_on recorded_at recorded_by_id",
        identifying="about result targets with_whom",
    )

    organisation = TenantForeignKey(Organisation, related_name="conversations")
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    kind = models.CharField(max_length=20)  # call, meeting, letter, expectations
    on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=500)
    answered_on = models.DateField(null=True)  # NULL: we wait for an answer
    attitude = models.CharField(max_length=10, blank=True)  # willing, hesitant, no
    targets = models.CharField(max_length=300, blank=True)  # whom the organisation is for, as told then
    result = models.CharField(max_length=500, blank=True)
    next_on = models.DateField(null=True)  # when expectations are talked through again
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "organisations_conversation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True) | models.Q(answered_on__gte=models.F("on")),
                name="answered_after_it_was_asked",
            )
        ]
