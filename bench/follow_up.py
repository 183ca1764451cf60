"""One night's follow-up for many episodes beside one pass over the same rows in SQL.

Runs where Django stands ready on a migrated database (as pages.py does). The night asks for every episode which tasks
its recipe's rules want, and makes the tasks so; the reference reads the same episodes, moves and tasks once and adds
them up. The second night is the usual one: nothing has happened, and nothing is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import connection

from bench import town
from bench.lines import Line
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import follow, quiet
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.access.actor import the_system
from brobygger.registry.organisations.models import Municipality
from brobygger.registry.people.acting import acting_as

EPISODES = 100_000
AT_ONCE = 2_000  # as many as one transaction plans
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
        first = _timed(lambda: _plan_all(at))
        again = _timed(lambda: _plan_all(at))
        heard = _timed(lambda: quiet.hear(at=at))
        passes = sorted(_timed(_one_pass) for _round in range(5))
    return [
        Line(name, episodes, ours, ours, ours, passes[2], WHAT, target)
        for name, ours, target in (
            ("follow-up: an ordinary night", again, "told beside"),
            ("follow-up: the first night, every task new", first, "told beside"),
            ("follow-up: silent groups and pairs", heard, "≤ 10"),
        )
    ]


def _plan_all(at: datetime) -> None:
    for some in _in_batches():
        follow.plan_many(episodes=[(episode, at) for episode in some])


def _in_batches() -> Iterator[list[Episode]]:
    ids = list(Episode.objects.order_by("id").values_list("id", flat=True))
    for place in range(0, len(ids), AT_ONCE):
        some = ids[place : place + AT_ONCE]
        yield list(Episode.objects.filter(id__in=some).select_related("programme", "person"))


def _one_pass() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ONE_PASS)
        cursor.fetchall()


def _timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
