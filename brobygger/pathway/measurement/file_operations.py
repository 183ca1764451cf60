"""Keeping a file of results while somebody looks at it, and storing the whole of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.secrecy import decrypt_bytes, encrypt_bytes
from brobygger.pathway.measurement.file_rules import QUESTIONS, AnswerRow, BodyRow
from brobygger.pathway.measurement.models import AnswerCount, BodyTest, ScoreFile
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def stage(*, programme: Programme, kind: str, file_name: str, content: bytes, by: Actor, at: datetime) -> ScoreFile:
    """Keep a file, encrypted. The same file waits once. Raises Taken when it has been stored already."""
    digest = hashlib.sha256(content).hexdigest()
    same = ScoreFile.objects.filter(programme=programme, kind=kind, file_hash=digest)
    if same.filter(stored_at__isnull=False).exists():
        raise Taken(_("Den fil er allerede læst ind. Intet er ændret."))
    return same.first() or ScoreFile.objects.create(
        programme=programme, kind=kind, file_name=file_name[:200], file_hash=digest, content=encrypt_bytes(content),
        uploaded_at=at, uploaded_by_id=by.user_id,
    )  # fmt: skip


def content_of(score_file: ScoreFile) -> bytes:
    """The bytes that wait to be stored. Raises Taken when they have been."""
    if score_file.content is None:
        raise Taken(_("Den fil er allerede læst ind. Intet er ændret."))
    return decrypt_bytes(bytes(score_file.content))


@transaction.atomic
def store_body(
    *, score_file: ScoreFile, rows: Sequence[BodyRow], persons: Mapping[str, UUID], by: Actor, at: datetime
) -> int:
    """Store results of tests; one that stands already with the same value stays. persons: cpr → person. How many new.

    Raises Refusal when a result of the day stands with another value: which holds is for somebody to say.
    """
    standing = {
        (row.person_id, row.test, row.taken_on): row.value
        for row in BodyTest.objects.filter(programme=score_file.programme, person_id__in=persons.values())
    }
    new = []
    for row in rows:
        before = standing.get((persons[row.cpr], row.test, row.day))
        if before is None:
            new.append(
                BodyTest(
                    programme=score_file.programme, person_id=persons[row.cpr], score_file=score_file, test=row.test,
                    taken_on=row.day, value=row.value,
                )
            )  # fmt: skip
        elif before != row.value:
            raise Refusal(_("Linje %(n)s: der står allerede et andet resultat for den dag. Intet er læst ind.")
                          % {"n": row.line})  # fmt: skip
    BodyTest.objects.bulk_create(new, batch_size=1000)
    _stored(score_file, len(new), at)
    return len(new)


@transaction.atomic
def store_answers(*, score_file: ScoreFile, rows: Sequence[AnswerRow], by: Actor, at: datetime) -> int:
    """Store counts of answers. Raises Refusal when a year and place stand already, and when places would be mixed.

    Each question has its own years; places are not mixed over all of them, for those who answered are the same people.
    """
    codes = QUESTIONS[score_file.kind].codes
    standing = set(AnswerCount.objects.filter(programme=score_file.programme).values_list("place", "year", "answer"))
    known = {(place, year) for place, year, _answer in standing}
    if any((row.place, row.year, code) in standing for row in rows for code in codes):
        raise Refusal(_("Et af årene står her allerede for samme sted. Intet er læst ind."))
    if known and any(bool(row.place) != bool(place) for place, _year in known for row in rows):
        raise Refusal(
            _("Tal for hele kommunen og for steder kan ikke stå sammen: så kan små tal regnes ud. Intet er læst ind.")
        )
    AnswerCount.objects.bulk_create(
        [
            AnswerCount(
                programme=score_file.programme, score_file=score_file, place=row.place, year=row.year,
                answer=row.answer, persons=row.persons,
            )
            for row in rows
        ]
    )  # fmt: skip
    _stored(score_file, len(rows), at)
    return len(rows)


def _stored(score_file: ScoreFile, number: int, at: datetime) -> None:
    """The bytes go when they have been stored; two who store at once do not both."""
    waiting = ScoreFile.objects.filter(id=score_file.id, stored_at__isnull=True)
    if not waiting.update(stored_at=at, rows_stored=number, content=None):
        raise Taken(_("Den fil er allerede læst ind. Intet er ændret."))
