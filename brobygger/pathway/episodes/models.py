"""Episodes and their append-only line of moves, from which every bridge is counted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.models import Person


class Episode(TenantModel):
    """One person's way in one programme.

    `next_step`, `status`, `since`, `owner_role` and `due` restate what the moves say, so that a worklist is one
    index scan; `check_consistency` compares them daily.
    """

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person programme unit next_step status since due owner_role owner_user_id lost_reason "
        "waiting_since found_by "
        "found_on ask_again_on moves_count planned_as"
    )

    person = TenantForeignKey(Person, related_name="episodes")
    programme = TenantForeignKey(Programme, related_name="episodes")
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    status = models.CharField(max_length=10, default="active")  # active, lost, finished
    next_step = models.CharField(max_length=20, null=True)
    since = models.DateTimeField()
    due = models.DateField(null=True)
    owner_role = models.CharField(max_length=40, blank=True)
    owner_user_id = models.UUIDField(null=True)
    lost_reason = models.CharField(max_length=30, blank=True)
    ask_again_on = models.DateField(null=True)
    waiting_since = models.DateField(null=True)  # no offer has a place yet; what to do meanwhile is the recipe's
    found_by = models.CharField(max_length=30)
    found_on = models.DateField()
    moves_count = models.PositiveIntegerField(default=0)  # what a writer saw; see operations.record
    planned_as = models.BigIntegerField(null=True)  # the sum of what its tasks were planned by; see plan_again

    class Meta:
        db_table = "episodes_episode"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "person", "programme"],
                condition=~Q(status="finished"),
                name="one_open_episode",
            )
        ]
        indexes = [
            models.Index(fields=["municipality_id", "status", "next_step", "due"], name="episodes_to_work_on"),
            models.Index(fields=["municipality_id", "programme", "status"], name="episodes_of_programme"),
            models.Index(fields=["municipality_id", "unit", "status"], name="episodes_of_unit"),
            models.Index(
                fields=["municipality_id", "due", "since", "id"],
                condition=Q(status="active"),
                name="active_episodes_by_due",
            ),
        ]


class MoveRow(TenantModel):
    """One move of an episode: never changed, never removed except by erasure of the person."""

    TABLE = Tenant(unit_person="person_id", append_only=True)
    PRIVACY = levels(internal="episode person programme number kind step reason at by_user_id")

    episode = TenantForeignKey(Episode, related_name="moves")
    person = TenantForeignKey(Person, related_name="+")
    programme = TenantForeignKey(Programme, related_name="+")
    number = models.PositiveIntegerField()  # 1, 2, 3 … in the episode: two writers cannot both be next
    kind = models.CharField(max_length=10)
    step = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by_user_id = models.UUIDField(null=True)

    class Meta:
        db_table = "episodes_move"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "episode", "number"], name="moves_in_one_line")
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "at"], name="moves_of_programme")]
