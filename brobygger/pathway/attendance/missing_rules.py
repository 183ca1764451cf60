"""Nobody disappears quietly: who is missed today, who twice, and whom nobody has heard of.

Holds for every group and pair; a recipe's own rules may ask for more, never for less (R173–R178, R187). Plain rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

TWICE = 2  # so many times away in a row is the coordinator's
QUIET_AT_LEAST_DAYS = 21
IN_PAUSE_EVERY_DAYS = 14  # how often somebody calls each while a group cannot meet
FEW_SESSIONS = 4  # before so many, nothing can be said about who carries a group


@dataclass(frozen=True)
class Presence:
    """One person at one session. came None: not known. said_no: told beforehand."""

    on: date
    came: bool | None
    said_no: bool = False


def missed_today(seen: Presence) -> bool:
    """Expected, and not there, without a word: somebody knocks or calls the same day."""
    return seen.came is False and not seen.said_no


def away_in_a_row(line: Iterable[Presence]) -> int:
    """How many of the latest sessions with known attendance the person was away from, told or not."""
    count = 0
    for seen in sorted((each for each in line if each.came is not None), key=lambda each: each.on, reverse=True):
        if seen.came:
            return count
        count += 1
    return count


def is_quiet(*, last_heard: date, every_days: int, today: date, limit: int | None = None) -> bool:
    """Whether nobody has heard of a pair or a group for too long.

    limit: days somebody has chosen; else twice as long as they usually go between meetings, and never under three
    weeks.
    """
    days = limit if limit is not None else max(QUIET_AT_LEAST_DAYS, 2 * every_days)
    return today - last_heard > timedelta(days=days)


def usual_interval(days: Sequence[date], *, otherwise: int = 7) -> int:
    """How many days a group usually goes between meetings: the median of the last ten gaps."""
    ordered = sorted(set(days))[-11:]
    gaps = sorted((after - before).days for before, after in pairwise(ordered))
    return gaps[len(gaps) // 2] if gaps else otherwise


@dataclass(frozen=True)
class Hosted:
    """One session: who received people there (ids), and how many came of how many."""

    hosts: frozenset[str]
    came: int
    expected: int


def carried_by(sessions: Sequence[Hosted]) -> str | None:
    """The one host a group hangs on; None when it stands without.

    Either the same single host has received people every time, or far fewer come when that host is away (R178).
    """
    if len(sessions) < FEW_SESSIONS:
        return None
    everybody = {host for session in sessions for host in session.hosts}
    alone = [host for host in everybody if all(session.hosts == {host} for session in sessions)]
    return alone[0] if alone else next((host for host in sorted(everybody) if _falls_without(host, sessions)), None)


def _falls_without(host: str, sessions: Sequence[Hosted]) -> bool:
    there = [session for session in sessions if host in session.hosts]
    away = [session for session in sessions if host not in session.hosts]
    return min(len(there), len(away)) >= 2 and _share(away) <= _share(there) / 2


def _share(sessions: Sequence[Hosted]) -> float:
    return sum(session.came for session in sessions) / max(1, sum(session.expected for session in sessions))


def calls_in_pause(*, since: date, until: date, today: date) -> tuple[date, ...]:
    """The days each is called while the group cannot meet, up to today: after two weeks, and every two weeks on."""
    last = min(until, today)
    count = max(0, (last - since).days) // IN_PAUSE_EVERY_DAYS
    return tuple(since + timedelta(days=IN_PAUSE_EVERY_DAYS * n) for n in range(1, count + 1))


def asked_again_on(*, since: date, last: date | None, every_days: int, today: date) -> date | None:
    """The day motivation and wishes are asked about again, when it has come; None before (R179)."""
    due = (last or since) + timedelta(days=every_days)
    return due if due <= today else None
