"""Wishes: what a person wants, has and needs. Suggestions for one person are computed from them, never stored.

Proposals for many at once are stored: people change them, and what one coordinator did is there for the next.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from brobygger.communities.groups.models import Group
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.models import Membership
from brobygger.registry.people.models import Person


class Wishes(TenantModel):
    """The newest row of an episode counts; earlier ones stay as history of what changed (R179)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode mapped_at mapped_by_id mode",
        identifying="interests own_words life_story life_words company only_sex place weekdays comes_with "
        "wants_companion price_at_most_dkk",
        health="resources barriers",
    )

    person = TenantForeignKey(Person, related_name="wishes")
    episode = TenantForeignKey(Episode, related_name="wishes")
    interests = ArrayField(models.CharField(max_length=60), default=list)
    own_words = models.TextField(max_length=1000, blank=True)
    life_story = models.TextField(max_length=3000, blank=True)
    life_words = ArrayField(models.CharField(max_length=40), default=list)  # of the story, to be matched by (R060)
    resources = models.TextField(max_length=1000, blank=True)
    barriers = ArrayField(models.CharField(max_length=30), default=list)
    company = models.CharField(max_length=20, blank=True)  # one_to_one, group, either
    only_sex = models.CharField(max_length=10, blank=True)  # with men only, with women only; "" both
    place = models.CharField(max_length=20, blank=True)  # home, public, either
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    comes_with = models.CharField(max_length=200, blank=True)  # a friend or spouse who comes too
    wants_companion = models.BooleanField(null=True)  # a no is kept and respected (R083)
    price_at_most_dkk = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=10, default="visit")
    mapped_at = models.DateTimeField()
    mapped_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "matching_wishes"
        verbose_name_plural = "wishes"
        indexes = [models.Index(fields=["municipality_id", "episode", "mapped_at"], name="wishes_of_episode")]


class BarrierHandled(TenantModel):
    """What was done about something that stood in the way; it does not stand there any more (R108)."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(internal="person episode handled_at handled_by_id handled_by_name", health="barrier what")

    person = TenantForeignKey(Person, related_name="+")
    episode = TenantForeignKey(Episode, related_name="barriers_handled")
    barrier = models.CharField(max_length=30)
    what = models.CharField(max_length=300)
    handled_at = models.DateTimeField()
    handled_by_id = models.UUIDField(null=True)
    handled_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "matching_barrier_handled"
        verbose_name_plural = "barriers handled"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "episode", "barrier"], name="a_barrier_is_handled_once")
        ]


class Weights(TenantModel):
    """How much each reason counts when offers and volunteers are suggested, as a municipality has set it."""

    TABLE = Tenant(everybody=True, history=True)
    PRIVACY = levels(internal="points changed_at changed_by_id changed_by_name")

    points = models.JSONField(default=dict)  # reason → points, as rules.WEIGHTS
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "matching_weights"
        verbose_name_plural = "weights"
        constraints = [models.UniqueConstraint(fields=["municipality_id"], name="one_row_of_weights")]


class CompanyWish(TenantModel):
    """A person wishes to be in a group with, or without, another. It lasts until the person says otherwise."""

    TABLE = Tenant()
    PRIVACY = levels(internal="person other noted_at noted_by_id", identifying="together")

    person = TenantForeignKey(Person, related_name="+")
    other = TenantForeignKey(Person, related_name="+")
    together = models.BooleanField()
    noted_at = models.DateTimeField()
    noted_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "matching_company_wish"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "person", "other"], name="one_wish_about_another"),
        ]


class GroupProposal(TenantModel):
    """Groups in the making for one offer of a programme. `version` is what a coordinator saw when changing it."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme offer size_min size_max rule sex km_at_most balance host_needed wheelchairs language quiet "
        "solving_since version optimal complete changed_at changed_by_id changed_by_name put_away_at"
    )

    programme = TenantForeignKey(Programme, related_name="group_proposals")
    offer = TenantForeignKey(Offer, related_name="group_proposals")
    size_min = models.PositiveSmallIntegerField()
    size_max = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=10, default="interests")  # interests, address
    sex = models.CharField(max_length=10, blank=True)  # "" mixed, alike, male, female
    km_at_most = models.PositiveSmallIntegerField(null=True)
    balance = models.BooleanField(default=False)
    host_needed = models.BooleanField(default=True)
    wheelchairs = models.PositiveSmallIntegerField(null=True)  # at most so many in each group
    language = models.CharField(max_length=30, blank=True)
    quiet = models.BooleanField(default=False)
    solving_since = models.DateTimeField(null=True)  # the worker is at it; nobody waits in front of a page
    version = models.PositiveIntegerField(default=1)
    optimal = models.BooleanField(default=False)
    complete = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200)
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matching_group_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "programme", "offer"],
                condition=models.Q(put_away_at__isnull=True),
                name="one_open_group_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(size_min__gte=1, size_max__gte=models.F("size_min")), name="proposed_sizes_in_order"
            ),
        ]


class ProposedSeat(TenantModel):
    """A person in a proposal: in a group, or waiting outside. The row stays when the person is in none."""

    TABLE = Tenant()
    PRIVACY = levels(internal="proposal episode person number pinned refused group")

    proposal = TenantForeignKey(GroupProposal, related_name="seats")
    episode = TenantForeignKey(Episode, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    number = models.PositiveSmallIntegerField(null=True)  # of the proposed group; null: left out
    pinned = models.BooleanField(default=False)
    refused = models.BooleanField(default=False)  # a person has said: not in these groups
    group = TenantForeignKey(Group, null=True, related_name="+")  # the real group this became

    class Meta:
        db_table = "matching_proposed_seat"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "proposal", "episode"], name="one_seat_in_a_proposal"),
            models.CheckConstraint(
                condition=models.Q(refused=False) | models.Q(number__isnull=True, pinned=False),
                name="refused_sits_nowhere",
            ),
        ]


class PairList(TenantModel):
    """The pairs in the making of one programme. `asked`: the solver's question, so that one more can join."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme giver_needed two_needed association_agrees version asked optimal solving_since "
        "changed_at changed_by_id changed_by_name"
    )
    ERASURE = {"asked": Erasure.EMPTIED}  # then the pairs are found anew

    programme = TenantForeignKey(Programme, related_name="+")
    giver_needed = models.BooleanField(default=False)  # the person can give a hand too (Elderlearn)
    two_needed = models.BooleanField(default=False)  # nobody is visited by one volunteer alone (Svendborg)
    association_agrees = models.BooleanField(default=False)  # the volunteer's organisation says yes first
    version = models.PositiveIntegerField(default=1)
    asked = models.JSONField(default=dict)
    optimal = models.BooleanField(default=False)
    solving_since = models.DateTimeField(null=True)  # the worker is at it; nobody waits in front of a page
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "matching_pair_list"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "programme"], name="one_list_of_pairs")]


class ProposedPair(TenantModel):
    """A person and a volunteer who may suit each other; proposed until a person accepts or refuses."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="pair_list episode person volunteer second status pinned decided_at decided_by_id agreed agreed_at "
        "agreed_by_name"
    )

    pair_list = TenantForeignKey(PairList, related_name="pairs")
    episode = TenantForeignKey(Episode, related_name="+")
    person = TenantForeignKey(Person, related_name="+")
    volunteer = TenantForeignKey(Membership, related_name="+")
    second = TenantForeignKey(Membership, null=True, related_name="+")  # two volunteers who go together
    status = models.CharField(max_length=10, default="proposed")  # proposed, accepted, refused
    agreed = models.CharField(max_length=10, blank=True)  # the association was asked, said yes, said no
    agreed_at = models.DateTimeField(null=True)
    agreed_by_name = models.CharField(max_length=200, blank=True)
    pinned = models.BooleanField(default=False)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "matching_proposed_pair"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "episode", "volunteer"], name="two_are_proposed_once"),
            models.UniqueConstraint(
                fields=["municipality_id", "episode"],
                condition=models.Q(status="proposed"),
                name="one_volunteer_is_proposed",
            ),
        ]


class VolunteerDuo(TenantModel):
    """Two volunteers who go together: friends, or because nobody in the effort visits alone."""

    TABLE = Tenant()
    PRIVACY = levels(internal="first second since until made_by_id")

    first = TenantForeignKey(Membership, related_name="+")
    second = TenantForeignKey(Membership, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True)
    made_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "matching_volunteer_duo"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "first"], condition=models.Q(until__isnull=True), name="first_of_one_duo"
            ),
            models.UniqueConstraint(
                fields=["municipality_id", "second"], condition=models.Q(until__isnull=True), name="second_of_one_duo"
            ),
        ]


class HeldPlace(TenantModel):
    """A place that is held for somebody until a day, while he or she is asked: in a group, in an offer, or a volunteer.

    Only a person ends it, also after the day: silence is shown, and never moves anybody by itself.
    """

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="programme episode person offer group volunteer status answer_by times_longer offered_at "
        "offered_by_id offered_by_name ended_at ended_by_id ended_by_name reason"
    )

    programme = TenantForeignKey(Programme, related_name="+")
    episode = TenantForeignKey(Episode, related_name="held_places")
    person = TenantForeignKey(Person, related_name="+")
    offer = TenantForeignKey(Offer, null=True, related_name="+")  # of a group: the group's own
    group = TenantForeignKey(Group, null=True, related_name="+")
    volunteer = TenantForeignKey(Membership, null=True, related_name="+")
    status = models.CharField(max_length=10, default="held")  # held, yes, no, passed_on
    answer_by = models.DateField()
    times_longer = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField()
    offered_by_id = models.UUIDField(null=True)
    offered_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=30, blank=True)

    class Meta:
        db_table = "matching_held_place"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode"],
                condition=models.Q(status="held"),
                name="one_place_is_held_for_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(offer__isnull=False) | models.Q(volunteer__isnull=False), name="a_place_somewhere"
            ),
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "status"], name="held_places_of_programme")]


class StepOn(TenantModel):
    """From one group to a broader one: who has come so many times in the first may be ready for the next (R093)."""

    TABLE = Tenant()
    PRIVACY = levels(internal="group next_group times made_at made_by_id made_by_name")

    group = TenantForeignKey(Group, related_name="+")
    next_group = TenantForeignKey(Group, related_name="+")
    times = models.PositiveSmallIntegerField(default=3)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        db_table = "matching_step_on"
        verbose_name_plural = "steps on"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "group"], name="one_next_group")]
