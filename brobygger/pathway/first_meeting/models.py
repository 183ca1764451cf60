"""First contact: the call or visit before the first session, by somebody who will be there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.referrals.models import Referral
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Meeting(TenantModel):
    """A meeting before the activity: a visit to meet volunteers, the first meeting of two, a visit after (R080)."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="person episode organisation kind starts_at place_kind status planned_at planned_by_id "
        "planned_by_name held_at",
        identifying="place who_comes note",
    )

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="meetings")
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    kind = models.CharField(max_length=20)  # company_rules.MEETINGS
    starts_at = models.DateTimeField()
    place_kind = models.CharField(max_length=10)  # home, public
    place = models.CharField(max_length=200, blank=True)
    who_comes = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=10, default="planned")  # planned, held, cancelled
    planned_at = models.DateTimeField()
    planned_by_id = models.UUIDField(null=True)
    planned_by_name = models.CharField(max_length=200)
    held_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "first_meeting_meeting"


class Fellow(TenantModel):
    """Whom a newcomer sits with, goes with or has as a tutor; from a day until a day, and how it went (R089)."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="person episode organisation kind since until made_by_id made_by_name", identifying="name how_it_went"
    )

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="fellows")
    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    kind = models.CharField(max_length=20)  # company_rules.FELLOWS
    name = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    how_it_went = models.CharField(max_length=500, blank=True)
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "first_meeting_fellow"


class GrantedTime(TenantModel):
    """Time a person may spend on company, with who approved it (klippekort), until a day (R085)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="person episode minutes since until approved_at approved_by_id approved_by_name")

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="granted_time")
    minutes = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    approved_at = models.DateTimeField()
    approved_by_id = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "first_meeting_granted_time"
        verbose_name_plural = "granted time"


class SpentTime(TenantModel):
    """Time that was given to a person: from the klippekort, as loneliness time, or as a companion on the way."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode programme kind on minutes by_volunteer cost_ore written_at written_by_id "
        "written_by_name",
        identifying="what",
    )

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="spent_time")
    programme = TenantForeignKey(Programme, related_name="+")
    kind = models.CharField(max_length=20)  # company_rules.TIMES
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    what = models.CharField(max_length=300)
    by_volunteer = models.BooleanField(default=False)
    cost_ore = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)
    written_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "first_meeting_spent_time"
        verbose_name_plural = "spent time"
        indexes = [models.Index(fields=["municipality_id", "programme", "kind"], name="time_of_programme")]


class FirstContact(TenantModel):
    """A record with a named host and a day, not a good intention (facts.md § 6)."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(
        internal="person episode referral organisation host host_name group due status done_at attempts companion "
        "first_session_on note"
    )

    person = TenantForeignKey(Person, related_name="first_contacts")
    episode = TenantForeignKey(Episode, related_name="first_contacts")
    referral = TenantForeignKey(Referral, null=True, related_name="first_contacts")
    organisation = TenantForeignKey(Organisation, related_name="+")
    group = TenantForeignKey(Group, null=True, related_name="+")
    host = TenantForeignKey(Membership, null=True, related_name="+")
    host_name = models.CharField(max_length=200)
    first_session_on = models.DateField(null=True)
    due = models.DateField()
    status = models.CharField(max_length=12, default="planned")  # planned, done, not_reached, ended
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    companion = models.BooleanField(null=True)  # wanted, not wanted, not asked
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "first_meeting_contact"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "organisation"],
                condition=Q(status__in=["planned", "not_reached"]),
                name="one_first_contact_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "organisation", "status"], name="contacts_to_make")]


class PersonQuestion(TenantModel):
    """Something a person wants to know before starting, and what was answered in the way he or she chose (R365)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person asked_on asked_to_name way due answered_on answered_by_name answered_way",
        identifying="words answer",
    )

    person = TenantForeignKey(Person, related_name="questions")
    words = models.TextField(max_length=1000)
    asked_on = models.DateField()
    asked_to_name = models.CharField(max_length=200)  # the employee who was asked
    way = models.CharField(max_length=10)  # as people.ContactWay, or visit: how the person wants the answer
    due = models.DateField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_on = models.DateField(null=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_way = models.CharField(max_length=10, blank=True)

    class Meta:
        db_table = "first_meeting_person_question"


class LookBack(TenantModel):
    """What an organisation thinks of one person's way with them, in a few fixed answers (R281). Kept by day."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id")
    PRIVACY = levels(internal="person episode organisation on gave goes_on by_id by_name", identifying="words")

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="look_backs")
    organisation = TenantForeignKey(Organisation, related_name="+")
    on = models.DateField()
    gave = models.CharField(max_length=8)  # company_rules.GAVE
    goes_on = models.CharField(max_length=10)  # company_rules.GOES_ON
    words = models.CharField(max_length=500, blank=True)
    by_id = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "first_meeting_look_back"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "organisation", "on"], name="one_look_back_a_day"
            )
        ]
