"""Governing groups, duties, agreements, risks, and the things a programme uses."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation, Unit

# `recipe_part` on a row: the part of the recipe it was begun from, so that the starting plan does not offer it again.


class Council(TenantModel):
    """A group that decides or works around a programme: steering group, working group, a group for a while …"""

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme name kind task may_decide begins_on ends_on closed_on meets_every_days next_meets_on "
        "recipe_part link"
    )

    programme = TenantForeignKey(Programme, related_name="councils")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    task = models.CharField(max_length=500, blank=True)
    may_decide = models.BooleanField(default=False)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    meets_every_days = models.PositiveIntegerField(null=True)
    next_meets_on = models.DateField(null=True)  # the day agreed for the next meeting
    link = models.URLField(blank=True)  # the page of a network that leads itself (R266)
    recipe_part = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "governance_council"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "programme", "name"], name="council_names_differ"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="a_council_ends_after_it_begins"),
        ]


class CouncilUnit(TenantModel):
    """A unit of the area that a local group is for (R343). A unit has at most one open local group."""

    TABLE = Tenant()
    PRIVACY = levels(internal="council unit")

    council = TenantForeignKey(Council, related_name="area")
    unit = TenantForeignKey(Unit, related_name="+")

    class Meta:
        db_table = "governance_council_unit"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "council", "unit"], name="a_unit_stands_once")
        ]


class Seat(TenantModel):
    """Somebody in a group, from a day until a day: a member of the municipality's list, or a name from outside."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="council membership organisation chairs since until", identifying="name")

    council = TenantForeignKey(Council, related_name="seats")
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    name = models.CharField(max_length=200)
    chairs = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "governance_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "council", "membership"],
                condition=Q(until__isnull=True, membership__isnull=False),
                name="one_seat_in_a_council",
            )
        ]


class Meeting(TenantModel):
    """A group met."""

    TABLE = Tenant()
    PRIVACY = levels(internal="council held_on agenda written_by_id")

    council = TenantForeignKey(Council, related_name="meetings")
    held_on = models.DateField()
    agenda = models.TextField(blank=True)
    written_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "governance_meeting"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "council", "held_on"], name="one_meeting_a_day")
        ]


class Decision(TenantModel):
    """What was decided, who does it, and when it was done."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="meeting text owner due_on done_on")

    meeting = TenantForeignKey(Meeting, related_name="decisions")
    text = models.CharField(max_length=500)
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)

    class Meta:
        db_table = "governance_decision"


class Duty(TenantModel):
    """Who does what in a programme, so that leaders who share the work have said how (R319)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme owner what since until")

    programme = TenantForeignKey(Programme, related_name="duties")
    owner = TenantForeignKey(Membership, related_name="+")
    what = models.CharField(max_length=200)
    since = models.DateField(null=True)  # from a day ahead (R206); None: from when it was written
    until = models.DateField(null=True)  # the first day it is somebody else's, or nobody's

    class Meta:
        db_table = "governance_duty"


class Agreement(TenantModel):
    """A paper between parties, for a while or until further notice."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(
        internal="programme kind about starts_on ends_on warn_weeks price_dkk owner ended_on recipe_part asset"
    )

    programme = TenantForeignKey(Programme, related_name="agreements")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    warn_weeks = models.PositiveIntegerField(default=8)
    price_dkk = models.PositiveBigIntegerField(null=True)  # whole kroner a year
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    ended_on = models.DateField(null=True)  # it is not to be renewed
    recipe_part = models.CharField(max_length=80, blank=True)
    asset = TenantForeignKey("Asset", null=True, related_name="promises")  # the room it promises, also afterwards

    class Meta:
        db_table = "governance_agreement"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_agreement_ends_after_it_starts")
        ]


class AgreementParty(TenantModel):
    """One party of an agreement and what it does."""

    TABLE = Tenant()
    PRIVACY = levels(internal="agreement organisation name does")

    agreement = TenantForeignKey(Agreement, related_name="parties")
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    name = models.CharField(max_length=200)
    does = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "governance_party"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "agreement", "name"], name="a_party_stands_once")
        ]


class AgreementPaper(TenantModel):
    """The paper's own words, and the signed PDF: a version each time either is kept. Never changed (R269)."""

    TABLE = Tenant(append_only=True)
    PRIVACY = levels(
        internal="agreement version text file_name kept_at kept_by_id kept_by_name",
        secret="content",  # noqa: S106
    )

    agreement = TenantForeignKey(Agreement, related_name="papers")
    version = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(null=True)  # encrypted: a signed paper holds names
    kept_at = models.DateTimeField()
    kept_by_id = models.UUIDField(null=True)
    kept_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "governance_paper"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "agreement", "version"], name="papers_in_order")
        ]


class AgreementStep(TenantModel):
    """A milestone that the parties have agreed on, with its day (R342)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="agreement text due_on done_on done_by_name owner")

    agreement = TenantForeignKey(Agreement, related_name="steps")
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_by_name = models.CharField(max_length=200, blank=True, default="")  # who said that it is reached
    owner = TenantForeignKey(Membership, null=True, related_name="+")

    class Meta:
        db_table = "governance_step"


class Risk(TenantModel):
    """What may go wrong, how grave it is, what is done, and when somebody looks at it again."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme text do likelihood impact owner look_on closed_on recipe_part")

    programme = TenantForeignKey(Programme, related_name="risks")
    text = models.CharField(max_length=300)
    do = models.CharField(max_length=500, blank=True)
    likelihood = models.CharField(max_length=10)
    impact = models.CharField(max_length=10)
    owner = TenantForeignKey(Membership, null=True, related_name="+")
    look_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    recipe_part = models.CharField(max_length=80, blank=True)

    class Meta:
        db_table = "governance_risk"


class Asset(TenantModel):
    """A room, a vehicle or another thing the programme uses, and who keeps it (R339)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="programme kind name place seats keeper note gone_on")

    programme = TenantForeignKey(Programme, related_name="assets")
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    seats = models.PositiveIntegerField(null=True)
    keeper = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    gone_on = models.DateField(null=True)

    class Meta:
        db_table = "governance_asset"


class PolicyLink(TenantModel):
    """A policy or a plan the effort answers to: where it stands, and what it asks for (R211, R338)."""

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme title address asks away_on")

    programme = TenantForeignKey(Programme, related_name="policy_links")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=300)
    asks = models.CharField(max_length=500)
    away_on = models.DateField(null=True)

    class Meta:
        db_table = "governance_policy_link"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "address"], condition=Q(away_on__isnull=True),
                name="a_policy_stands_once",
            )
        ]  # fmt: skip


class Chance(TenantModel):
    """Where the effort could go, or who could join it: an area, a shop, the library, neighbours, an organisation.

    One line for each place and year, with how far it has come (R157, R158, R282).
    """

    TABLE = Tenant(history=True)
    PRIVACY = levels(internal="programme kind name year status next_on note")

    programme = TenantForeignKey(Programme, related_name="chances")
    kind = models.CharField(max_length=12)  # rules.CHANCES
    name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, default="idea")  # rules.CHANCE_STATES
    next_on = models.DateField(null=True)  # when somebody talks with them again
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "governance_chance"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "kind", "name", "year"], name="a_chance_a_year"
            )
        ]
