"""Groups: named people meeting over time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Group(TenantModel):
    """A group of an organisation. Holds no data about persons itself."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(
        public="name place weekday time",
        internal="organisation programme offer host size_min size_max phase started_on",
    )

    organisation = TenantForeignKey(Organisation, related_name="groups")
    programme = TenantForeignKey(Programme, null=True, related_name="groups")
    offer = TenantForeignKey(Offer, null=True, related_name="groups")
    host = TenantForeignKey(Membership, null=True, related_name="+")
    name = models.CharField(max_length=200)
    size_min = models.PositiveSmallIntegerField(default=2)
    size_max = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True)  # 0 = Monday
    time = models.TimeField(null=True)
    phase = models.CharField(max_length=20, default="starting")  # starting, running, self_run, anchored, ended
    started_on = models.DateField(null=True)

    class Meta:
        db_table = "groups_group"
        constraints = [
            models.CheckConstraint(condition=Q(size_min__gte=1, size_max__gte=F("size_min")), name="sizes_in_order")
        ]


class Member(TenantModel):
    """A person in a group, from a day until a day."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(internal="group person organisation role since until why_ended")

    group = TenantForeignKey(Group, related_name="members")
    person = TenantForeignKey(Person, related_name="memberships")
    organisation = TenantForeignKey(Organisation, related_name="+")
    role = models.CharField(max_length=20, default="participant")  # participant, convener, host
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "groups_member"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "group", "person"],
                condition=Q(until__isnull=True),
                name="in_a_group_once",
            )
        ]
