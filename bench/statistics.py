"""The report of 200,000 measurements beside the same aggregation in one polars query over a frame in memory.

Runs where Django stands ready on a migrated database (as pages.py does). Ours reads rows from PostgreSQL under
row-level security; polars has them in memory already, so the ratio is against a limit and not a rival.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import polars as pl
from django.db import connection, transaction

from bench.lines import Line
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import queries
from brobygger.journeys import report
from brobygger.programmes.running import operations as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.organisations.models import Municipality, Organisation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load

PERSONS, ROUNDS = 25_000, 7
WHAT = "one polars query over the same rows in memory"

# Each person: found, asked, yes and there; two instruments at four rounds, some of them not taken.
_STATEMENTS = (
    """
insert into people_person (id, municipality_id, given_name, family_name, search_name, born, sex, address,
  postcode, city, phone, email, contact_way, languages, never_contact, found_by, created_at, household)
select gen_random_uuid(), %(m)s, 'Navn', 'Tal' || i, 'tal' || i, date '1935-01-01' + (i %% 7000),
  case when i %% 3 = 0 then 'male' else 'female' end, 'Vej ' || i, '9998', 'Målebjerg', '', '', 'phone', '{dansk}',
  false, 'home_care', now(), 'alone'
from generate_series(1, %(n)s) i""",
    """
insert into episodes_episode (id, municipality_id, person_id, programme_id, status, next_step, since, owner_role,
  lost_reason, found_by, found_on, moves_count)
select gen_random_uuid(), %(m)s, p.id, %(programme)s, 'active', 'third_time', now(), '', '', 'home_care',
  current_date - 300, 4
from people_person p where p.municipality_id = %(m)s""",
    """
insert into episodes_move (id, municipality_id, episode_id, person_id, programme_id, number, kind, step, reason, at)
select gen_random_uuid(), %(m)s, e.id, e.person_id, e.programme_id, v.number, 'reached', v.step, '',
  now() - (300 - 20 * v.number) * interval '1 day'
from episodes_episode e
cross join (values (1, 'found'), (2, 'asked'), (3, 'consented'), (4, 'first_time')) as v (number, step)
where e.programme_id = %(programme)s""",
    """
insert into measurement_measurement (id, municipality_id, person_id, episode_id, programme_id, round, instrument, due,
  opens, closes, status, why_missing, score, band, mode, taken_at)
select gen_random_uuid(), %(m)s, e.person_id, e.id, e.programme_id, r.name, i.name, current_date, current_date,
  current_date, 'taken', '', case i.name when 't-ils@2' then 3 + abs(hashtext(e.id::text || r.name)) %% 7
    else 4 * (abs(hashtext(e.id::text || r.name)) %% 26) end, '', 'visit', now() - (220 - r.day) * interval '1 day'
from episodes_episode e
cross join (values ('start', 0), ('midway', 45), ('after_90_days', 90), ('after_180_days', 180)) as r (name, day)
cross join (values ('t-ils@2'), ('who-5@1')) as i (name)
where e.programme_id = %(programme)s""",
)


def measure(persons: int = PERSONS) -> list[Line]:
    """Two lines: the aggregation alone, and the whole report: the bridge, the box, disclosure control and the words.

    The database's statistics should be fresh (`analyze`) before ours is timed: `_built` sees to its own tables.
    """
    with transaction.atomic():
        system, programme = _built(persons)
    _analysed()
    frame = _frame(system, programme)

    def aggregated() -> Any:
        return _in_context(system, lambda: queries.changes(system, programme, started=persons))

    def whole() -> Any:
        return _in_context(system, lambda: report.build(system, programme, now()))

    twice = _in_polars(frame).filter(pl.col("instrument") == "t-ils@2")["n"].sum()
    assert aggregated()[0].both == twice == persons
    alone, ours, anchor = [], [], []
    for _round in range(ROUNDS):  # ours – anchor – ours, so that a busy moment hits them all
        alone.append(_timed(aggregated))
        anchor.append(_timed(lambda: _in_polars(frame)))
        ours.append(_timed(whole))
    return [
        _line("report: measurements aggregated", len(frame), alone, anchor, "≤ 10"),
        _line("report: whole, with every section", len(frame), ours, anchor, "≤ 10"),
    ]


def _built(persons: int) -> tuple[Actor, Programme]:
    municipality = Municipality.objects.create(code="0996", name="Talkøbing", phone="12 34 56 78")
    system, at = the_system(municipality_id=municipality.id), now()
    with acting_as(system):
        owner = Organisation.objects.create(name="Talkøbing Kommune", kind="municipality")
        programme = running.adopt(
            recipe=load.load("001-favrskov"), name="Tal", owner=owner, by=system, at=at,
            starts_on=local_date(at) - timedelta(days=400),
        )  # fmt: skip
        values = {"m": municipality.id, "n": persons, "programme": programme.id}
        with connection.cursor() as cursor:
            for statement in _STATEMENTS:
                cursor.execute(statement, values)
    return system, programme


def _analysed() -> None:
    """As the owner: the application may not. Where there is no owner's connection the server's own time comes."""
    from django.db import connections

    if "owner" in connections.settings:
        with connections["owner"].cursor() as cursor:
            cursor.execute("analyze")
        connections["owner"].close()


def _in_context(actor: Actor, act: Callable[[], Any]) -> Any:
    with transaction.atomic(), acting_as(actor):
        return act()


def _frame(actor: Actor, programme: Programme) -> pl.DataFrame:
    def rows() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "select person_id::text, instrument, round, taken_at, score from measurement_measurement "
                "where programme_id = %s", [programme.id],
            )  # fmt: skip
            return cursor.fetchall()

    found = pl.DataFrame(_in_context(actor, rows), orient="row",
                         schema=["person", "instrument", "round", "at", "score"])  # fmt: skip
    return found.with_columns(pl.col("person", "instrument", "round").cast(pl.Categorical))


def _in_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """All that ours counts from measurements: persons for each pair of scores, and the mixed model's sums."""
    start, day, score = pl.col("round") == "start", pl.col("day"), pl.col("score").cast(pl.Int64)
    lines = (
        frame.lazy()
        .with_columns(day=(pl.col("at").dt.date() - pl.date(2000, 1, 1)).dt.total_days())
        .sort("at")
        .group_by("person", "instrument")
        .agg(
            before=pl.col("score").filter(start).first(), after=pl.col("score").filter(~start).last(),
            rounds=pl.len(), began=day.min(), st=day.sum(), stt=(day * day).sum(), sy=score.sum(),
            sty=(day * score).sum(), syy=(score * score).sum(),
        )
    )  # fmt: skip
    st, sy = pl.col("st") - pl.col("rounds") * pl.col("began"), pl.col("sy")
    sums = lines.group_by("instrument", "rounds").agg(
        pl.col("stt", "sty", "syy").sum(), st.sum().alias("days"), sy.sum(), (st * st).sum().alias("ptt"),
        (st * sy).sum().alias("pty"), (sy * sy).sum().alias("pyy"),
    )  # fmt: skip
    pairs = lines.drop_nulls().group_by("instrument", "before", "after").agg(n=pl.len())
    return pl.collect_all([pairs, sums])[0]


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _line(name: str, n: int, ours: list[float], anchor: list[float], target: str) -> Line:
    middle = statistics.median
    return Line(name, n, middle(ours), min(ours), max(ours), middle(anchor), WHAT, target)
