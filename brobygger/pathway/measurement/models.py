"""Measurements: an instrument at a planned round of an episode."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantForeignKey, TenantModel, levels
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.models import Person


class Measurement(TenantModel):
    """One planned round. Missing ones are rows too, so that they are always counted."""

    TABLE = Tenant(unit_person="person_id")
    PRIVACY = levels(
        internal="person episode programme round instrument due opens closes status mode taken_at taken_by_id "
        "why_missing",
        health="answers score band",
    )

    person = TenantForeignKey(Person, related_name="measurements")
    episode = TenantForeignKey(Episode, related_name="measurements")
    programme = TenantForeignKey(Programme, related_name="measurements")
    round = models.CharField(max_length=30)  # start, after_90, after_180 …
    instrument = models.CharField(max_length=40)
    due = models.DateField()
    opens = models.DateField()
    closes = models.DateField()
    status = models.CharField(max_length=10, default="planned")  # planned, taken, missing
    why_missing = models.CharField(max_length=30, blank=True)
    answers = models.JSONField(null=True)
    score = models.IntegerField(null=True)
    band = models.CharField(max_length=30, blank=True)
    mode = models.CharField(max_length=10, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "measurement_measurement"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "episode", "round", "instrument"], name="a_round_is_planned_once"
            )
        ]
        indexes = [models.Index(fields=["municipality_id", "programme", "round"], name="rounds_of_programme")]
