"""How the rounds of a programme stand: taken, open, overdue, missing; and which were touched by a closure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.measurement.file_rules import QUESTIONS
from brobygger.pathway.measurement.models import AnswerCount, BodyTest, Closure, Measurement, ScoreFile
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

# A round is overdue from the day after it was due until its window closes; then it is missing. All of them are counted.
_ROUNDS = """
with touched as (
  select m.round, m.instrument, m.status, m.opens, m.due, m.closes, m.mode, m.language, m.answered_by,
         exists (select from measurement_closure c where c.programme_id = m.programme_id
                 and c.closed_from <= coalesce((m.taken_at at time zone 'Europe/Copenhagen')::date, m.closes)
                 and coalesce(c.closed_until, 'infinity') >=
                     coalesce((m.taken_at at time zone 'Europe/Copenhagen')::date, m.opens)) as closed
  from measurement_measurement m where m.programme_id = %(programme)s
)
select round, instrument, min(due) as first_due,
       count(*) filter (where status = 'taken'),
       count(*) filter (where status = 'planned' and opens > %(today)s),
       count(*) filter (where status = 'planned' and opens <= %(today)s and due >= %(today)s),
       count(*) filter (where status = 'planned' and opens <= %(today)s and due < %(today)s and closes >= %(today)s),
       count(*) filter (where status = 'missing' or (status = 'planned' and closes < %(today)s)),
       count(*) filter (where closed)
from touched group by round, instrument order by (round <> 'start'), min(due), round, instrument
"""
_MODES = """
select mode, language, answered_by, count(*) from measurement_measurement
where programme_id = %(programme)s and status = 'taken' group by 1, 2, 3 order by 4 desc, 1, 2, 3
"""
_BODY = """
select test, count(*), count(distinct person_id), min(taken_on), max(taken_on) from measurement_body_test
where programme_id = %(programme)s group by test order by test
"""
# Each person's first and latest result of a test, when they are of two days.
_BODY_CHANGE = """
with own as (
  select test, person_id, (array_agg(value order by taken_on))[1] as first,
         (array_agg(value order by taken_on desc))[1] as last
  from measurement_body_test where programme_id = %(programme)s group by test, person_id having count(*) > 1
)
select test, first, last from own
"""


MOST_TO_TAKE = 50


@dataclass(frozen=True)
class RoundCount:
    """One round of one instrument. Together: everybody it was planned for. touched: of all of them, by a closure."""

    round: str
    instrument: str
    first_due: date
    taken: int
    later: int
    open: int
    overdue: int
    missing: int
    touched: int

    @property
    def planned(self) -> int:
        return self.taken + self.later + self.open + self.overdue + self.missing


@dataclass(frozen=True)
class ModeCount:
    """How many were asked in a way, a language, and by whom it was answered."""

    mode: str
    language: str
    answered_by: str
    taken: int


@dataclass(frozen=True)
class BodyCount:
    """Results of one test of the body."""

    test: str
    results: int
    persons: int
    first: date
    last: date


def rounds(actor: Actor, programme: Programme, *, today: date) -> list[RoundCount]:
    """Every planned round, in order of day. One query."""
    return [RoundCount(*row) for row in rows(_ROUNDS, {"programme": programme.id, "today": today})]


def to_take(actor: Actor, programme: Programme, *, today: date, most: int = MOST_TO_TAKE) -> list[Measurement]:
    """Rounds that can be taken today, the one that was due first on top; at most `most`. One query."""
    found = Measurement.objects.filter(programme=programme, status="planned", opens__lte=today, closes__gte=today)
    rows_of = found.select_related("episode", "episode__programme", "person")
    return list(rows_of.order_by("due", "person_id", "instrument")[:most])


def round_of(measurement_id: UUID, *, on: date) -> list[Measurement]:
    """What can be answered today of the round that a measurement belongs to, in order of instrument. One query."""
    same = Measurement.objects.filter(id=measurement_id).values("episode_id", "round")
    found = Measurement.objects.filter(
        episode_id__in=same.values("episode_id"), round__in=same.values("round"), status="planned", opens__lte=on,
        closes__gte=on,
    )  # fmt: skip
    return list(found.select_related("episode", "episode__programme", "person").order_by("instrument"))


def modes(actor: Actor, programme: Programme) -> list[ModeCount]:
    """How the taken rounds were taken. One query."""
    return [ModeCount(*row) for row in rows(_MODES, {"programme": programme.id})]


def closures(actor: Actor, programme: Programme) -> QuerySet[Closure]:
    """When the programme stood still, the newest first."""
    return Closure.objects.filter(programme=programme).order_by("-closed_from")


def body_tests(actor: Actor, programme: Programme) -> list[BodyCount]:
    """How many results there are of each test. One query."""
    return [BodyCount(*row) for row in rows(_BODY, {"programme": programme.id})]


def body_changes(actor: Actor, programme: Programme) -> dict[str, list[tuple[float, float]]]:
    """Test → each person's first and latest result. Never shown as it is. One query."""
    found: dict[str, list[tuple[float, float]]] = {}
    for test, first, last in rows(_BODY_CHANGE, {"programme": programme.id}):
        found.setdefault(test, []).append((float(first), float(last)))
    return found


def answer_counts(actor: Actor, programme: Programme, question: str) -> dict[tuple[str, int], dict[str, int]]:
    """(place, year) → answer → persons, in order, of one of file_rules.QUESTIONS. Never shown as it is. One query."""
    return answer_counts_of(actor, [programme], question)[programme.id]


def answer_counts_of(
    actor: Actor, programmes: Sequence[Programme], question: str
) -> dict[UUID, dict[tuple[str, int], dict[str, int]]]:
    """The same for several programmes, by their id. One query."""
    found: dict[UUID, dict[tuple[str, int], dict[str, int]]] = {programme.id: {} for programme in programmes}
    kept = AnswerCount.objects.filter(programme_id__in=list(found), answer__in=QUESTIONS[question].codes)
    for programme_id, place, year, answer, persons in kept.order_by("place", "year").values_list(
        "programme_id", "place", "year", "answer", "persons"
    ):
        found[programme_id].setdefault((place, year), {})[answer] = persons
    return found


def score_files(actor: Actor, programme: Programme) -> QuerySet[ScoreFile]:
    """Files that were stored, the newest first, without content."""
    return (
        ScoreFile.objects.filter(programme=programme, stored_at__isnull=False).defer("content").order_by("-stored_at")
    )


def score_file(actor: Actor, score_file_id: UUID) -> ScoreFile:
    """One file with its programme. Raises NotVisible."""
    found = ScoreFile.objects.select_related("programme").filter(id=score_file_id).first()
    if found is None:
        raise NotVisible("file")
    return found


def tests_of_person(actor: Actor, person_id: UUID) -> QuerySet[BodyTest]:
    """A person's results of tests of the body, the newest first."""
    return BodyTest.objects.filter(person_id=person_id).order_by("-taken_on", "test")
