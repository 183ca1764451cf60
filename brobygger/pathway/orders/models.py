"""What others are asked for to a session – food, a taxi, a speaker – and the days that are laid before everybody."""

from __future__ import annotations

from django.db import models

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.attendance.models import Session
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Order(TenantModel):
    """One who is asked for something to a session, and the answer. `version` grows when what is asked for changes."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="session organisation supplier kind words count price_dkk version status asked_at answered_at "
        "answered_how made_by_id arrangement arranged_by",
        identifying="name email phone answer",
    )
    ERASURE = {"arranged_by": Erasure.EMPTIED, "arrangement": Erasure.EMPTIED}  # what is ordered is still ordered

    session = TenantForeignKey(Session, related_name="orders")
    organisation = TenantForeignKey(Organisation, related_name="+")  # the group's
    supplier = TenantForeignKey(Organisation, null=True, related_name="+")
    kind = models.CharField(max_length=12)  # rules.KINDS
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    count = models.PositiveSmallIntegerField(null=True)  # how many it is for; follows those who come
    price_dkk = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # for all of it
    arranged_by = TenantForeignKey(Member, null=True, related_name="+")  # who in the group has seen to it (R154)
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, default="asked")  # asked, yes, no, called_off
    answer = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True)  # link, phone
    made_by_id = models.UUIDField(null=True)
    arrangement = TenantForeignKey("Arrangement", null=True, related_name="orders")

    class Meta:
        db_table = "orders_order"
        indexes = [models.Index(fields=["municipality_id", "session"], name="orders_of_a_session")]


class Arrangement(TenantModel):
    """A member arranges one thing for the group: a museum, a guide, a speaker, by a link of his or her own (R154)."""

    TABLE = Tenant(organisation="organisation_id", unit_person="person_id")
    PRIVACY = levels(
        internal="session organisation person member made_at made_by_id done_at taken_back_at",
        identifying="about said",
    )

    session = TenantForeignKey(Session, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    member = TenantForeignKey(Member, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    about = models.CharField(max_length=200)  # "et besøg på museet"
    said = models.CharField(max_length=300, blank=True)  # the member's own words to the host
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)  # the member says that it is in place
    taken_back_at = models.DateTimeField(null=True)  # the host looks after it again

    class Meta:
        db_table = "orders_arrangement"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "session", "member"], name="one_arrangement_a_member")
        ]


class DayChoice(TenantModel):
    """Several days, times and places for one thing, laid before everybody whose yes is needed. People choose (R150)."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="group organisation what days answer_by status chosen session made_at made_by_id settled_at"
    )

    group = TenantForeignKey(Group, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    what = models.CharField(max_length=200)
    days = models.JSONField(default=list)  # [{"starts_at": ISO 8601, "place": words}], earliest first
    answer_by = models.DateField()
    status = models.CharField(max_length=10, default="open")  # open, settled, put_away
    chosen = models.PositiveSmallIntegerField(null=True)  # its number in `days`
    session = TenantForeignKey(Session, null=True, related_name="+")  # what came of it
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "orders_day_choice"
        indexes = [models.Index(fields=["municipality_id", "group"], name="day_choices_of_a_group")]


class DayAnswer(TenantModel):
    """One whose yes is needed, and what was said to each day by its number. May be changed until a day is chosen."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="choice organisation supplier kind answers asked_at answered_at answered_how",
        identifying="name email phone words",
    )

    choice = TenantForeignKey(DayChoice, related_name="asked")
    organisation = TenantForeignKey(Organisation, related_name="+")
    supplier = TenantForeignKey(Organisation, null=True, related_name="+")
    kind = models.CharField(max_length=12)  # rules.KINDS
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    answers = models.JSONField(default=dict)  # {"0": "yes"}: day_rules.SAYS by the day's number
    words = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True)  # link, phone

    class Meta:
        db_table = "orders_day_answer"
        indexes = [models.Index(fields=["municipality_id", "choice"], name="answers_of_a_day_choice")]
