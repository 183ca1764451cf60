"""Brought in: results from a file. First what it would do, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.secrecy import blind
from brobygger.pathway.detection.register_file import Problem
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.measurement import file_operations, file_rules
from brobygger.pathway.measurement.file_rules import AnswerRow, BodyRow
from brobygger.pathway.measurement.models import ScoreFile
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@dataclass(frozen=True)
class Preview:
    """What a file would store; with problems it would store nothing. persons: cpr → person, for tests of the body."""

    body: tuple[BodyRow, ...]
    answers: tuple[AnswerRow, ...]
    problems: tuple[Problem, ...]
    persons: dict[str, UUID]


def preview(*, programme: Programme, kind: str, content: bytes, by: Actor, at: datetime) -> Preview:
    """Read a file and say what it would do. Writes nothing. One query, however many lines."""
    today = local_date(at)
    if kind in file_rules.QUESTIONS:
        answers = file_rules.read_answers(content, today=today, question=kind)
        return Preview((), answers.rows, answers.problems, {})
    body = file_rules.read_body(content, today=today, allow_test=settings.DEMO)
    persons = _persons(programme, body.rows, by)
    unknown = tuple(
        Problem(row.line, "cpr", "Ingen med det nummer har et forløb i indsatsen.")
        for row in body.rows
        if row.cpr not in persons
    )
    return Preview(() if unknown else body.rows, (), (*body.problems, *unknown), persons)


def content_of(score_file: ScoreFile) -> bytes:
    """The bytes that wait. Raises Taken when they have been stored."""
    return file_operations.content_of(score_file)


def stage(
    *, programme: Programme, kind: str, file_name: str, content: bytes, by: Actor, at: datetime
) -> tuple[ScoreFile | None, Preview]:
    """Keep a file without problems until somebody has looked; a file with problems is not kept at all."""
    seen = preview(programme=programme, kind=kind, content=content, by=by, at=at)
    if seen.problems:
        return None, seen
    kept = file_operations.stage(programme=programme, kind=kind, file_name=file_name, content=content, by=by, at=at)
    return kept, seen


@transaction.atomic
def store(*, score_file: ScoreFile, by: Actor, at: datetime) -> int:
    """Store the file that was looked at: all of it in one transaction. Returns how many results are new.

    Raises Refusal when something has changed since the preview, so that a line no longer fits.
    """
    content = file_operations.content_of(score_file)
    seen = preview(programme=score_file.programme, kind=score_file.kind, content=content, by=by, at=at)
    if seen.problems:
        raise Refusal(_("Noget er ændret, siden I så filen. Vælg den igen. Intet er læst ind."))
    if score_file.kind in file_rules.QUESTIONS:
        return file_operations.store_answers(score_file=score_file, rows=seen.answers, by=by, at=at)
    return file_operations.store_body(score_file=score_file, rows=seen.body, persons=seen.persons, by=by, at=at)


def _persons(programme: Programme, rows: Sequence[BodyRow], by: Actor) -> dict[str, UUID]:
    blinds = {blind(row.cpr, municipality_id=by.municipality_id): row.cpr for row in rows}
    found = Episode.objects.filter(programme=programme, person__cpr_blind__in=blinds)
    return {blinds[value]: person for value, person in found.values_list("person__cpr_blind", "person_id") if value}
