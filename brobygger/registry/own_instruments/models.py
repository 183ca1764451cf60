"""Instruments that a municipality makes itself: the draft people work on, and the versions that are in use."""

from __future__ import annotations

from django.db import models

from brobygger.foundation.kernel.tenancy import Tenant, TenantModel, levels


class InstrumentDraft(TenantModel):
    """What somebody is working on. Nobody is asked by it; it is tried out, changed and published.

    definition: see rules.py. edition: counts every saving, so that two who work on it do not undo each other.
    """

    TABLE = Tenant(everybody=True)
    PRIVACY = levels(internal="slug definition edition changed_at changed_by_id")

    slug = models.CharField(max_length=40)
    definition = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)

    class Meta:
        db_table = "own_instruments_draft"
        constraints = [models.UniqueConstraint(fields=["municipality_id", "slug"], name="one_draft_an_instrument")]


class OwnInstrument(TenantModel):
    """One published version. Results name it, so it is never changed and never removed: a change is a new version.

    definition: the instrument as JSON text (instruments.schema), kept as it was read by whoever published it.
    """

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="slug version definition made_at made_by_id made_by_name")

    slug = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    definition = models.TextField()
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "own_instruments_version"
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "slug", "version"], name="one_own_instrument_a_version")
        ]


class InstrumentWords(TenantModel):
    """An instrument's words in another language, as somebody has given them. The newest counts; none is changed.

    instrument: id@version, own or bundled. words: Danish text → the same in the language (words_rules).
    """

    TABLE = Tenant(everybody=True, append_only=True)
    PRIVACY = levels(internal="instrument language words given_at given_by_id given_by_name")

    instrument = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    words = models.JSONField()
    given_at = models.DateTimeField()
    given_by_id = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "own_instruments_words"
        verbose_name_plural = "instrument words"
        indexes = [models.Index(fields=["municipality_id", "instrument", "language"], name="words_of_instrument")]
