"""Follow-up tasks: what a rule asks somebody to do, by when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Erasure, Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.people.models import Person


class Task(TenantModel):
    """One task. `key` names the rule and the happening it came from: planning again makes it once."""

    TABLE = Tenant(
        unit="unit_id", unit_without="person_id", unit_person="person_id", organisation="organisation_id",
        user="owner_user_id",
    )  # fmt: skip
    PRIVACY = levels(
        internal="key rule kind person episode programme role owner_user_id organisation unit due status "
        "done_at done_by_id outcome made_at why",
        identifying="note",
    )
    ERASURE = {"key": Erasure.GOES}  # one about somebody who has no record: who would like to be a volunteer

    key = models.CharField(max_length=200)
    rule = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)  # call_person, ask_again, visit, chase_answer, needs_professional …
    why = models.JSONField(default=dict)  # code and numbers; pages put it into words
    person = TenantForeignKey(Person, null=True, related_name="tasks")
    episode = TenantForeignKey(Episode, null=True, related_name="tasks")
    programme = TenantForeignKey(Programme, null=True, related_name="tasks")
    role = models.CharField(max_length=40)
    owner_user_id = models.UUIDField(null=True)
    organisation = TenantForeignKey(Organisation, null=True, related_name="tasks")
    unit = TenantForeignKey(Unit, null=True, related_name="+")
    due = models.DateField()
    status = models.CharField(max_length=10, default="open")  # open, done, cancelled
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "followup_task"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "key"], name="a_task_appears_once")]
        indexes = [
            models.Index(
                fields=["municipality_id", "role", "due"], condition=Q(status="open"), name="open_tasks_by_role"
            ),
            models.Index(
                fields=["municipality_id", "owner_user_id", "due"],
                condition=Q(status="open"),
                name="open_tasks_of_user",
            ),
            models.Index(
                fields=["municipality_id", "unit", "due"], condition=Q(status="open"), name="open_tasks_of_unit"
            ),
            models.Index(
                fields=["municipality_id", "organisation", "due"],
                condition=Q(status="open"),
                name="open_tasks_of_organisation",
            ),
            models.Index(fields=["municipality_id", "episode"], name="tasks_of_episode"),
        ]


class Talk(TenantModel):
    """How a person says it goes, asked again and again: what it gives, what is missed, what goes on outside."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person on asked_by_id", health="days_alone wants_more motivation meets_outside home_instead",
        identifying="gains wishes",
    )  # fmt: skip

    person = TenantForeignKey(Person, related_name="talks")
    on = models.DateField()
    days_alone = models.PositiveSmallIntegerField(null=True)  # in a usual week, 0 to 7
    wants_more = models.BooleanField(null=True)
    motivation = models.CharField(max_length=6, blank=True)  # more, same, less
    meets_outside = models.BooleanField(null=True)  # sees people from the activity at other times
    home_instead = models.BooleanField(default=False)  # would rather be visited at home for now
    gains = models.CharField(max_length=300, blank=True)
    wishes = models.CharField(max_length=300, blank=True)
    asked_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "followup_talk"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "person", "on"], name="one_talk_a_day")]
