"""Finding people: register extracts, tips, and planned visits."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.models import Person


class RegisterExtract(TenantModel):
    """One file from the population register. Its content is kept, encrypted, only until it is committed."""

    TABLE = Tenant()
    PRIVACY = levels(
        internal="programme file_name file_hash uploaded_at uploaded_by_id committed_at rows_total rows_new people "
        "gone still",
        secret="content",  # noqa: S106
    )

    programme = TenantForeignKey(Programme, related_name="extracts")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    content = models.BinaryField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.UUIDField(null=True)
    committed_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(null=True)  # who stood in it, each once
    gone = models.PositiveIntegerField(null=True)  # of the extract before; None: there was none
    still = models.PositiveIntegerField(null=True)  # the others of it; who was erased between the two is neither

    class Meta:
        db_table = "detection_extract"


class RegisterEntry(TenantModel):
    """That a number stood in a committed extract; enough to say next time who is new and who is gone."""

    TABLE = Tenant()
    PRIVACY = levels(internal="extract person", secret="cpr_blind")  # noqa: S106

    extract = TenantForeignKey(RegisterExtract, related_name="entries")
    person = TenantForeignKey(Person, null=True, related_name="+")
    cpr_blind = models.CharField(max_length=64)

    class Meta:
        db_table = "detection_entry"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "extract", "cpr_blind"], name="once_in_an_extract")
        ]


class Tip(TenantModel):
    """Anyone's word that a person may need contact. The sender gets a receipt number."""

    TABLE = Tenant(unit="unit_id", user="sent_by_id", unit_person="person_id")
    PRIVACY = levels(
        internal="receipt unit person sender_kind sent_by_id sent_by_name sent_at status handled_at handled_by_id",
        identifying="about_name about_address about_phone",
        health="worry",
    )
    KNOWN_BY = ("about_name", "about_phone")

    receipt = models.CharField(max_length=12)
    unit = TenantForeignKey(Unit, null=True, related_name="tips")
    person = TenantForeignKey(Person, null=True, related_name="tips")
    about_name = models.CharField(max_length=200)
    about_address = models.CharField(max_length=200, blank=True)
    about_phone = models.CharField(max_length=20, blank=True)
    worry = models.TextField(max_length=2000)
    sender_kind = models.CharField(max_length=30)
    sent_by_id = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    status = models.CharField(max_length=12, default="new")  # new, taken_up, closed; worry: see operations.receive_tip
    handled_at = models.DateTimeField(null=True)
    handled_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "detection_tip"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "receipt"], name="receipts_differ")]
        indexes = [models.Index(fields=["municipality_id", "status", "sent_at"], name="tips_to_handle")]


class Visit(TenantModel):
    """A planned visit or call where somebody asks how the person is."""

    TABLE = Tenant(unit_person="person_id", user="employee_user_id")
    PRIVACY = levels(internal="person episode employee_user_id employee_name planned_at mode status held_at")

    person = TenantForeignKey(Person, related_name="visits")
    episode = TenantForeignKey(Episode, related_name="visits")
    employee_user_id = models.UUIDField(null=True)
    employee_name = models.CharField(max_length=200, blank=True)
    planned_at = models.DateTimeField()
    mode = models.CharField(max_length=10, default="visit")  # visit, phone
    status = models.CharField(max_length=10, default="planned")  # planned, held, declined, no_answer, moved
    held_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "detection_visit"
        indexes = [
            models.Index(fields=["municipality_id", "employee_user_id", "planned_at"], name="visits_of_employee"),
            models.Index(fields=["municipality_id", "episode"], name="visits_of_episode"),
        ]
