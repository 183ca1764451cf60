"""Groups: named people meeting over time."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation, Unit
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
    PRIVACY = levels(
        internal="group person organisation role since until why_ended rules_version rules_on taking_part carries pays "
        "prepared_on",
        identifying="themes",
    )

    group = TenantForeignKey(Group, related_name="members")
    person = TenantForeignKey(Person, related_name="memberships")
    organisation = TenantForeignKey(Organisation, related_name="+")
    role = models.CharField(max_length=20, default="participant")  # participant, convener, host
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=30, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0)  # the group's rules the member has said yes to
    rules_on = models.DateField(null=True)
    taking_part = models.CharField(max_length=10, default="active")  # active, passive, resting
    carries = models.BooleanField(default=False)  # has something to spare for the others
    pays = models.CharField(max_length=12, default="self")  # self, scheme, pension, organisation, municipality, free
    prepared_on = models.DateField(null=True)  # the group has talked about who comes (R186)
    themes = ArrayField(models.CharField(max_length=120), default=list)  # what the member would like to tell about

    class Meta:
        db_table = "groups_member"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "group", "person"],
                condition=Q(until__isnull=True),
                name="in_a_group_once",
            )
        ]


class Habits(TenantModel):
    """How a group usually does: what belongs to a session, its own rules, who stands in for the host, a pause."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(
        public="agenda bring price_dkk sign_off_hours bad_weather",
        internal="group kind needs duties late invite_days seats rules rules_version only_unit deputy quiet_days "
        "paused_since resumes_on why_paused self_run_from hosts_alike support secrecy secrecy_version",
    )

    group = TenantForeignKey(Group, related_name="habits")
    kind = models.CharField(max_length=20, default="group")
    needs = ArrayField(models.CharField(max_length=20), default=list)
    agenda = ArrayField(models.CharField(max_length=120), default=list)  # the points that stand every time
    duties = ArrayField(models.CharField(max_length=80), default=list)  # taken in turn
    bring = models.CharField(max_length=200, blank=True)
    price_dkk = models.DecimalField(max_digits=7, decimal_places=2, default=Decimal(0))
    late = models.CharField(max_length=5, default="free")  # what a late no costs: free, half, full
    sign_off_hours = models.PositiveSmallIntegerField(null=True)
    invite_days = models.PositiveSmallIntegerField(null=True)
    seats = models.PositiveSmallIntegerField(null=True)
    rules = models.TextField(blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0)
    secrecy = models.TextField(blank=True, default="", db_default="")  # what members promise to keep to themselves
    secrecy_version = models.PositiveSmallIntegerField(default=0, db_default=0)
    only_unit = TenantForeignKey(Unit, null=True, related_name="+")  # where mixing is not allowed (R143)
    deputy = TenantForeignKey(Membership, null=True, related_name="+")
    quiet_days = models.PositiveSmallIntegerField(null=True)
    paused_since = models.DateField(null=True)
    resumes_on = models.DateField(null=True)
    why_paused = models.CharField(max_length=200, blank=True)
    bad_weather = models.CharField(max_length=200, blank=True)  # what happens then, written beforehand (R134)
    hosts_alike = models.BooleanField(default=False)  # hosts of the members' own sex and age (R155)
    support = models.CharField(max_length=300, blank=True)  # which professional stands behind the hosts, how (R280)
    self_run_from = models.DateField(null=True)  # the day staff have planned to withdraw

    class Meta:
        db_table = "groups_habits"
        verbose_name_plural = "habits"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "group"], name="one_row_of_habits_a_group"),
            models.CheckConstraint(
                condition=Q(paused_since__isnull=True)
                | Q(resumes_on__isnull=True)
                | Q(resumes_on__gte=F("paused_since")),
                name="a_pause_does_not_end_before_it_begins",
            ),
        ]


class SecrecyYes(TenantModel):
    """A member has promised to keep to oneself what is said in a group: the day, and the words as they were (R334)."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id", history=True)
    PRIVACY = levels(internal="group person organisation version words said_on written_by_name")

    group = TenantForeignKey(Group, related_name="secrecy_yeses")
    person = TenantForeignKey(Person, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    said_on = models.DateField()
    written_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "groups_secrecy_yes"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "group", "person", "version"], name="one_yes_to_the_same_words"
            )
        ]


class GroupRole(TenantModel):
    """A role somebody has in a group, from a day until a day: instructor, convener, successor …"""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(internal="group person organisation role since until")

    group = TenantForeignKey(Group, related_name="roles")
    person = TenantForeignKey(Person, related_name="group_roles")
    organisation = TenantForeignKey(Organisation, related_name="+")
    role = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "groups_role"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "group", "role"],
                condition=Q(until__isnull=True, role__in=["convener", "successor"]),
                name="one_convener_and_one_successor",
            ),
            models.UniqueConstraint(
                fields=["municipality_id", "group", "person", "role"],
                condition=Q(until__isnull=True),
                name="a_role_in_a_group_once",
            ),
        ]


class Idea(TenantModel):
    """What somebody in the group suggested or the group decided, and what came of it."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(internal="group organisation decided said_on outcome settled_on", identifying="words came_of_it")

    group = TenantForeignKey(Group, related_name="ideas")
    organisation = TenantForeignKey(Organisation, related_name="+")
    words = models.CharField(max_length=300)
    decided = models.BooleanField(default=False)
    said_on = models.DateField()
    outcome = models.CharField(max_length=10, blank=True)  # "" open, done, planned, not_now
    came_of_it = models.CharField(max_length=300, blank=True)
    settled_on = models.DateField(null=True)

    class Meta:
        db_table = "groups_idea"


class Trouble(TenantModel):
    """Something hard in a group. Staff only: it may be about somebody, and never stands on a page of the group."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="group kind noted_on noted_by_id handled_on", identifying="words what_was_done")

    group = TenantForeignKey(Group, related_name="troubles")
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=500)
    noted_on = models.DateField()
    noted_by_id = models.UUIDField(null=True)
    handled_on = models.DateField(null=True)
    what_was_done = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "groups_trouble"
