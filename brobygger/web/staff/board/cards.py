"""The board of a unit: its persons as cards in columns, with a constant number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.episodes.board_rules import Column, column
from brobygger.pathway.episodes.queries import Listed
from brobygger.pathway.followup import queries as followup
from brobygger.pathway.screening import queries as screening
from brobygger.programmes.running.queries import Named
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.shared.jinja import days
from brobygger.web.staff.people import steps

AT_MOST = 400
IN_A_COLUMN = 20  # the most urgent; a column with hundreds is a list and no picture
TITLES = {
    Column.NEW: (gettext_lazy("Nye"), gettext_lazy("Ingen nye lige nu.")),
    Column.TO_ASK: (gettext_lazy("Skal spørges"), gettext_lazy("Alle er spurgt.")),
    Column.WAITING: (gettext_lazy("Venter på svar"), gettext_lazy("Ingen venter.")),
    Column.ON_THE_WAY: (gettext_lazy("På vej"), gettext_lazy("Ingen er på vej lige nu.")),
    Column.UNDER_WAY: (gettext_lazy("I gang"), gettext_lazy("Ingen er i gang endnu.")),
    Column.WORRY: (gettext_lazy("Bekymring"), gettext_lazy("Ingen bekymringer lige nu.")),
}


class Card(NamedTuple):
    """One person on the board: first name and initial only."""

    person_id: UUID
    name: str
    colour: str
    what: str  # the next step, and whose it is
    days: str  # in words
    late: bool


@dataclass
class Board:
    """The cards of each column, in the columns' order; `cut`: the unit has more persons than fit.

    totals: how many stand in each column, also those whose cards are not shown.
    """

    columns: dict[Column, list[Card]] = field(default_factory=lambda: {one: [] for one in Column})
    totals: Counter[Column] = field(default_factory=Counter)
    cut: bool = False

    @property
    def empty(self) -> bool:
        return not any(self.columns.values())

    def shown(self) -> list[tuple[str, Any, Any, list[Card], int]]:
        """Code, title, what an empty column says, cards, and how many there are in all."""
        return [
            (one.value, *TITLES[one], cards, max(self.totals[one], len(cards))) for one, cards in self.columns.items()
        ]


def board_of(actor: Actor, unit_id: UUID, *, at: datetime, whole: str = "") -> Board:
    """The unit's board: the most urgent of each column, and all of the one named; no person the actor may not read.

    Names are read, and the reading noted, only of those who are shown.
    """
    today = local_date(at)
    worried = followup.worried_about(actor, unit_id=unit_id)
    rows = episodes.on_board(actor, unit_id=unit_id, on=today, limit=AT_MOST)
    totals: Counter[Column] = Counter()
    placed = []
    for row in rows:
        where = _column(row, today, row.person_id in worried)
        if where is None:
            continue
        totals[where] += 1
        if totals[where] <= IN_A_COLUMN or where.value == whole:
            placed.append((row, where))
    colours = screening.colours(actor, [row.id for row, _where in placed])
    names = people.read_many(
        actor, [row.person_id for row, _where in placed], purpose=Purpose.DETECTION, only={Fields.NAME}, at=at
    )
    # The same few sentences on hundreds of cards.
    ages = {age: days(age) for age in {(today - row.since).days for row, _where in placed}}
    whats = {key: _what(*key) for key in {_key(row) for row, _where in placed}}
    board = Board(totals=totals, cut=len(rows) == AT_MOST)
    for row, where in placed:
        if row.person_id in names:
            card = _card(
                row,
                name=names[row.person_id].short_name,
                colour=colours.get(row.id, ""),
                what=whats[_key(row)],
                age=ages[(today - row.since).days],
                today=today,
            )
            board.columns[where].append(card)
    return board


def _column(row: Listed, today: date, worried: bool) -> Column | None:
    return column(
        status=row.status,
        next_step=row.next_step,
        moves=row.moves_count,
        ask_again_on=row.ask_again_on,
        today=today,
        worried=worried,
    )


def _key(row: Listed) -> tuple[Named, str, str, str]:
    return row.programme, row.status, row.next_step, row.owner_role


def _what(programme: Named, status: str, next_step: str, owner_role: str) -> str:
    if status == "lost":
        return _("Spørg igen")
    who = steps.role_in(programme, owner_role)
    return f"{steps.to_do(next_step)} · {who}" if who else steps.to_do(next_step)


def _card(row: Listed, *, name: str, colour: str, what: str, age: str, today: date) -> Card:
    return Card(
        person_id=row.person_id,
        name=name,
        colour=colour,
        what=what,
        days=age,
        late=row.due is not None and row.due < today and row.status != "lost",
    )


def month_in_words(actor: Actor, unit_id: UUID, *, at: datetime) -> str:
    """The month's progress as a sentence, counted from the moves: "18 spurgt, 7 sagde ja, 3 er startet …"."""
    first = datetime.combine(local_date(at).replace(day=1), time(), tzinfo=DENMARK)
    counts = episodes.reached_since(actor, unit_id=unit_id, since=first)
    return _("%(asked)d spurgt, %(consented)d sagde ja, %(first_time)d er startet i denne måned") % counts
