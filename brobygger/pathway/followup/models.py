"""Follow-up tasks: what a rule asks somebody to do, by when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.people.models import Person


class Task(TenantModel):
    """One task. `key` names the rule and the happening it came from: planning again makes it once."""

    TABLE = Tenant(unit_person="person_id", organisation="organisation_id", user="owner_user_id")
    PRIVACY = levels(
        internal="key rule kind person episode programme role owner_user_id organisation unit due status "
        "done_at done_by_id outcome made_at why",
        identifying="note",
    )

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
