"""One night's follow-up for many episodes beside one pass over the same rows in SQL.

Runs where Django stands ready on a migrated database (as pages.py does). The night asks for every episode which tasks
its recipe's rules want, and makes the tasks so; the reference reads the same episodes, moves and tasks once and adds
them up. The second night is the usual one: something has happened to one in fifty. The third finds nothing new.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import connection

from bench import town
from bench.lines import Line
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import plan_again, quiet
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.access.actor import the_system
from brobygger.registry.organisations.models import Municipality
from brobygger.registry.people.acting import acting_as

EPISODES = 100_000
A_DAY = 50  # one in so many has something happen between two nights
WHAT = "one pass over the same episodes, moves and tasks in SQL"
_ONE_PASS = """
select (select sum(moves_count) from episodes_episode),
  (select count(last) from (select max(at) as last from episodes_move group by episode_id) moves),
  (select count(first) from (select min(due) as first from followup_task group by episode_id) tasks)
"""


def build(episodes: int = EPISODES) -> None:
    """A municipality with so many episodes; analyse before measuring, or the reference has a poor plan."""
    town.build(episodes)


def measure() -> list[Line]:
    """The first night, an ordinary night, and the silence heard."""
    system = the_system(municipality_id=Municipality.objects.get(code="0997").id)
    at = now()
    with acting_as(system):
        episodes = Episode.objects.count()
        first = _timed(lambda: plan_again.plan_changed(at=at))
        ordinary = []
        for day in range(1, 6):
            _let_happen(day)
            ordinary.append(_timed(lambda: plan_again.plan_changed(at=at)))
        nothing = sorted(_timed(lambda: plan_again.plan_changed(at=at)) for _round in range(5))
        heard = sorted(_timed(lambda: quiet.hear(at=at)) for _round in range(5))
        passes = sorted(_timed(_one_pass) for _round in range(5))
    ordinary.sort()
    return [
        Line(name, episodes, ours[len(ours) // 2], ours[0], ours[-1], passes[2], WHAT, target)
        for name, ours, target in (
            ("follow-up: an ordinary night", ordinary, "≤ 10"),
            ("follow-up: a night with nothing new", nothing, "≤ 10"),
            ("follow-up: the first night, everybody", [first], "told beside"),
            ("follow-up: silent groups and pairs", heard, "≤ 10"),
        )
    ]


def _let_happen(day: int) -> None:
    """A day: one in fifty begins to wait for a place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update episodes_episode set waiting_since = current_date - %s where mod(abs(hashtext(id::text)), %s) = %s",
            [day, A_DAY, day],
        )


def _one_pass() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ONE_PASS)
        cursor.fetchall()


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
