"""Volunteers and the persons they meet."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.models import Person


class Pair(TenantModel):
    """A person and a volunteer who meet. While it stands, the volunteer sees this person and nobody else."""

    TABLE = Tenant(organisation="organisation_id", user="user_id", unit_person="person_id")
    PRIVACY = levels(
        internal="person volunteer organisation user_id since until why_ended next_on every_days stand_in meets_at",
        identifying="place agreed",
    )

    person = TenantForeignKey(Person, related_name="pairs")
    volunteer = TenantForeignKey(Membership, related_name="pairs")
    organisation = TenantForeignKey(Organisation, related_name="+")
    user_id = models.UUIDField()  # the volunteer's user: row-level security reads it
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=30, blank=True)
    next_on = models.DateField(null=True)
    every_days = models.PositiveSmallIntegerField(default=7)
    stand_in = TenantForeignKey(Membership, null=True, related_name="+")  # who comes instead (R129)
    meets_at = models.TimeField(null=True)
    place = models.CharField(max_length=120, blank=True)  # "biblioteket"; empty: at the person's home
    agreed = models.CharField(max_length=500, blank=True)  # what both have said yes to, as both read it (R130)

    class Meta:
        db_table = "volunteers_pair"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "person", "volunteer"],
                condition=Q(until__isnull=True),
                name="one_open_pair",
            )
        ]


class VolunteerWishes(TenantModel):
    """What a volunteer likes and can, as told when he or she began: what pairs are proposed by. Changed in place."""

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="volunteer organisation meets_at_most roles told_at told_by_id",
        identifying="interests weekdays languages sex meets_sex born_year skills has_car with_friend area latitude "
        "longitude",
    )

    volunteer = TenantForeignKey(Membership, related_name="+")
    organisation = TenantForeignKey(Organisation, related_name="+")
    interests = ArrayField(models.CharField(max_length=60), default=list)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)  # 0 = Monday; empty: any
    languages = ArrayField(models.CharField(max_length=30), default=list)
    sex = models.CharField(max_length=10, blank=True)
    meets_sex = models.CharField(max_length=10, blank=True)  # "" anybody
    born_year = models.PositiveSmallIntegerField(null=True)
    skills = ArrayField(models.CharField(max_length=40), default=list)  # what one can and has lived, in own words
    has_car = models.BooleanField(null=True)
    with_friend = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=20), default=list)  # rules.ROLES; empty: visits
    area = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    meets_at_most = models.PositiveSmallIntegerField(default=1)  # how many persons at a time; 0: none for now
    told_at = models.DateTimeField()
    told_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_wishes"
        verbose_name_plural = "volunteer wishes"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "volunteer"], name="one_row_of_wishes_a_volunteer")
        ]


class Demands(TenantModel):
    """What an association asks of a volunteer before the first visit, and who volunteers can call."""

    TABLE = Tenant(everybody=True)  # volunteers read what is asked of them and who they can call
    PRIVACY = levels(
        internal="organisation kinds valid_months warn_weeks grace_days contact km_oere hour_dkk role_text two_for "
        "changed_at changed_by_id"
    )

    organisation = TenantForeignKey(Organisation, related_name="+")
    kinds = ArrayField(models.CharField(max_length=30))  # rules.StepKind, in the order they are taken
    valid_months = models.PositiveSmallIntegerField(default=24)  # certificates; the rest stands
    warn_weeks = models.PositiveSmallIntegerField(default=6)
    grace_days = models.PositiveSmallIntegerField(default=30)
    contact = TenantForeignKey(Membership, null=True, related_name="+")
    km_oere = models.PositiveSmallIntegerField(null=True)  # paid for a kilometre; None: driving is not paid
    hour_dkk = models.PositiveSmallIntegerField(null=True)  # what an hour counts for in a reckoning; never pay (R159)
    role_text = models.TextField(max_length=2000, blank=True)  # the role in writing; empty: it is open (R256)
    two_for = ArrayField(models.CharField(max_length=10), default=list)  # never alone at these (R258)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_demands"
        verbose_name_plural = "demands"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "organisation"], name="one_row_of_demands")]


class Interest(TenantModel):
    """Somebody would like to be a volunteer. Without an organisation: the municipality finds the right one.

    `shared_id`: the same person asked of several associations; the first to approve keeps, the others may too.
    """

    TABLE = Tenant(organisation="organisation_id")
    PRIVACY = levels(
        internal="organisation role_wanted weekdays languages has_car channel channel_note came_at status decided_at "
        "why_declined shared_id membership heard_by_id",
        identifying="name email phone area with_friend words",
    )
    KNOWN_BY = ("name", "phone")
    ALSO_GOES = (
        "shared_id in (select named.shared_id from volunteers_interest named "
        "join volunteers_also_takes_part also on also.interest_id = named.id where also.person_id = any(persons))"
    )

    organisation = TenantForeignKey(Organisation, null=True, related_name="+")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=100, blank=True)
    role_wanted = models.CharField(max_length=20)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    languages = ArrayField(models.CharField(max_length=30), default=list)
    has_car = models.BooleanField(null=True)
    with_friend = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    channel = models.CharField(max_length=30)  # how he or she heard of it (R251)
    channel_note = models.CharField(max_length=200, blank=True)  # which poster, which meeting (R366)
    came_at = models.DateTimeField()
    status = models.CharField(max_length=10, default="new")  # new, talking, approved, declined, passed
    decided_at = models.DateTimeField(null=True)
    why_declined = models.CharField(max_length=30, blank=True)
    shared_id = models.UUIDField()
    membership = TenantForeignKey(Membership, null=True, related_name="+")
    heard_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_interest"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "shared_id", "organisation"], nulls_distinct=False, name="interest_once"
            )
        ]


class Approval(TenantModel):
    """One step on the way to the first visit that is taken; or a certificate renewed later."""

    TABLE = Tenant(organisation="organisation_id", history=True)
    PRIVACY = levels(
        internal="organisation interest volunteer kind done_on valid_until closed_from replaced warned_at recorded_at "
        "recorded_by_id",
        identifying="note",
    )
    ERASURE = {"interest": Erasure.GOES_UNLESS_HELD}
    HELD_BY = "volunteer"  # whose certificates stand

    organisation = TenantForeignKey(Organisation, related_name="+")
    interest = TenantForeignKey(Interest, null=True, related_name="approvals")
    volunteer = TenantForeignKey(Membership, null=True, related_name="+")
    kind = models.CharField(max_length=30)
    done_on = models.DateField()
    valid_until = models.DateField(null=True)
    closed_from = models.DateField(null=True)  # the day after the grace period: no new persons from then
    replaced = models.BooleanField(default=False)  # by a newer one of the same kind
    warned_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_approval"
        indexes = [models.Index(fields=["municipality_id", "volunteer", "replaced"], name="approvals_of_volunteer")]


class Gathering(TenantModel):
    """The volunteers' own: a meeting, supervision, expectations, exchange. Holds nothing about anybody."""

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(public="starts_at place agenda", internal="organisation kind notes held made_at made_by_id")

    organisation = TenantForeignKey(Organisation, related_name="+")
    kind = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    agenda = models.TextField(max_length=1000, blank=True)
    notes = models.TextField(max_length=2000, blank=True)
    held = models.BooleanField(null=True)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_gathering"


class Invited(TenantModel):
    """A volunteer is asked to a gathering: promised and came are two facts."""

    TABLE = Tenant(organisation="organisation_id", user="user_id")
    PRIVACY = levels(internal="gathering volunteer user_id organisation promised came")

    gathering = TenantForeignKey(Gathering, related_name="invited")
    volunteer = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    organisation = TenantForeignKey(Organisation, related_name="+")
    promised = models.BooleanField(null=True)
    came = models.BooleanField(null=True)

    class Meta:
        db_table = "volunteers_invited"
        verbose_name_plural = "invited"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "gathering", "volunteer"], name="invited_once")
        ]


class Expense(TenantModel):
    """What a volunteer has driven or laid out, from told to paid."""

    TABLE = Tenant(organisation="organisation_id", user="user_id", history=True)
    PRIVACY = levels(
        internal="volunteer user_id organisation on kind km oere status decided_at decided_by_id paid_at told_at",
        identifying="what",
    )

    volunteer = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    organisation = TenantForeignKey(Organisation, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=10)  # driving, other
    km = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    oere = models.PositiveIntegerField()  # what is paid: the kilometres at the rate of the day they were told, or told
    what = models.CharField(max_length=300)
    status = models.CharField(max_length=10, default="told")  # told, approved, declined, paid
    told_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "volunteers_expense"
        constraints = [
            models.CheckConstraint(condition=Q(km__isnull=True) | Q(km__gt=0), name="kilometres_are_driven"),
            models.CheckConstraint(condition=Q(oere__gt=0), name="an_expense_is_something"),
        ]


class PairWord(TenantModel):
    """What one of the two in a pair says about it when both are asked (R167). The volunteer reads only the own word."""

    TABLE = Tenant(unit_person="person_id", user="user_id")
    PRIVACY = levels(
        internal="pair person user_id side asked_at answered_at answered_how goes_on recorded_by_id", health="words"
    )

    pair = TenantForeignKey(Pair, related_name="words")
    person = TenantForeignKey(Person, related_name="+")
    user_id = models.UUIDField(null=True)  # set on the volunteer's side only: row-level security reads it
    side = models.CharField(max_length=10)  # person, volunteer
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_how = models.CharField(max_length=10, blank=True)  # sms, phone, paper, screen, link
    goes_on = models.BooleanField(null=True)
    words = models.TextField(max_length=2000, blank=True)
    recorded_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_pair_word"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "pair", "side"],
                condition=Q(answered_at__isnull=True),
                name="one_open_question_a_side",
            )
        ]


class AlsoTakesPart(TenantModel):
    """A volunteer, or somebody who would like to be one, who is also a person taking part (R263).

    Only the municipality's own staff may know that the two are one; the association sees a volunteer.
    """

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="since made_by_id", identifying="person volunteer interest")

    person = TenantForeignKey(Person, related_name="+")
    volunteer = TenantForeignKey(Membership, null=True, related_name="+")
    interest = TenantForeignKey(Interest, null=True, related_name="+")
    since = models.DateField()
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "volunteers_also_takes_part"
        verbose_name_plural = "also take part"
        constraints = [
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False) | Q(interest__isnull=False), name="a_volunteer_or_on_the_way"
            ),
            models.UniqueConstraint(fields=["municipality_id", "person", "volunteer"], name="also_a_volunteer_once"),
        ]


class OwnBackground(TenantModel):
    """Languages and background as a host, a volunteer or a finder has said them (R048): one's own word, or nothing.

    Read by oneself, and by the municipality's own who choose whom a person meets; never by one's organisation.
    Nothing is remembered of what it was before.
    """

    TABLE = Tenant(user="user_id")
    PRIVACY = levels(internal="member user_id said_at", health="languages background")

    member = TenantForeignKey(Membership, related_name="+")
    user_id = models.UUIDField()
    languages = ArrayField(models.CharField(max_length=40), default=list)
    background = ArrayField(models.CharField(max_length=40), default=list)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "volunteers_own_background"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "member"], name="one_own_background_a_member")
        ]
