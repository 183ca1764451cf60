"""Where a person stands on a unit's board (tavlen): the next step decides, and an open worry outranks it.

Plain rules: no clock, no tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum


class Column(StrEnum):
    """The board's columns, in the order they are shown (R024)."""

    NEW = "new"  # found, and nothing has happened since
    TO_ASK = "to_ask"
    WAITING = "waiting"  # a receiver owes an answer
    ON_THE_WAY = "on_the_way"
    UNDER_WAY = "under_way"
    WORRY = "worry"


OF_STEP: Mapping[str, Column] = {
    "asked": Column.TO_ASK,
    "screened": Column.TO_ASK,
    "consented": Column.TO_ASK,
    "wishes": Column.ON_THE_WAY,
    "referred": Column.ON_THE_WAY,
    "accepted": Column.WAITING,
    "first_contact": Column.ON_THE_WAY,
    "first_time": Column.ON_THE_WAY,
    "third_time": Column.UNDER_WAY,
    "six_months": Column.UNDER_WAY,
    "measured": Column.UNDER_WAY,
    "reported": Column.UNDER_WAY,
}


def column(
    *, status: str, next_step: str | None, moves: int, ask_again_on: date | None, today: date, worried: bool
) -> Column | None:
    """The column of an episode; None when it does not belong on the board.

    moves: how many moves its line has; one means that the person was found and nothing more. Somebody lost comes back
    to the board on the day he or she is to be asked again. A worry shows everybody it is about, lost or not.
    """
    if worried and status != "finished":
        return Column.WORRY
    if status == "lost":
        return Column.TO_ASK if ask_again_on is not None and ask_again_on <= today else None
    if status != "active" or next_step is None:
        return None
    here = OF_STEP[next_step]
    return Column.NEW if moves <= 1 and here is Column.TO_ASK else here
