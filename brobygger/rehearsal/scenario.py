"""Plays a recipe's scenario through the real journeys in an empty database, and prints the bridge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connection

from brobygger.foundation.kernel.secrecy import blind
from brobygger.journeys import ask, find, follow, leave
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.rules import next_meeting, path
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.recipes.parts import Colour
from brobygger.registry.recipes.play import Row, Scenario
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.words import MAY_BE_PASSED_OVER
from brobygger.rehearsal import cast_days, folk, moves, promises
from brobygger.rehearsal.moves import Player, Turn
from brobygger.rehearsal.register_file import csv_of
from brobygger.rehearsal.stage import Stage, moment, set_up


class NothingToPlay(Exception):
    """The recipe has no scenario; the message is Danish."""


def play(recipe: Recipe) -> dict[str, Any]:
    """The whole scenario, and whether each promise held. JSON as in contracts.md.

    Needs a database without rows; everything it writes is committed there.
    """
    if recipe.scenario is None:
        raise NothingToPlay(f"Opskriften {recipe.id} har intet scenarie.")
    stage = set_up(recipe, starts=recipe.scenario.starts)
    players = Play(stage, recipe.scenario).run()
    return promises.result(stage, recipe.scenario, players)


class Play:
    """One play in progress: who takes part, and how far the calendar has come."""

    def __init__(
        self, stage: Stage, scenario: Scenario, *, until: date | None = None, scale: float = 1.0, serial: int = 0
    ) -> None:
        """`until`: play no day after this (a demonstration ends today). `scale`: a smaller crowd, same shares."""
        self.stage, self.scenario, self.until, self.scale = stage, scenario, until, scale
        self.players: list[Player] = []
        self._serials = folk.Serials(serial)
        self._cast_rows = sorted(scenario.cast_play, key=lambda row: row.day)

    def run(self) -> list[Player]:
        """Every row in order; what happens to the cast falls in between by its day."""
        with _without_savepoints():
            for row in self.scenario.play:
                self._row(row)
            self._cast_until(None)
        return self.players

    def day(self, number: int) -> date:
        return self.scenario.starts + timedelta(days=number)

    def _row(self, row: Row) -> None:
        if row.step == "found":
            self._found(row)
            return
        self._reload()
        self._give_back(row)
        standing = self._standing(row)
        turns = self._turns(row, standing)
        if turns:
            self._cast_until(min(turn.on for turn, _reason in turns))
            turns = [(turn, reason) for turn, reason in turns if turn.player.episode.status == "active"]
        self._lose([(turn, reason) for turn, reason in turns if reason])
        going = [turn for turn, reason in turns if not reason]
        for turn in going:
            if turn.player.name:
                cast_days.pass_along(self.stage, turn.player, until=turn.on)
        if going:
            moves.STEPS[row.step](self.stage, going)
        for turn, _reason in turns:
            turn.player.day = turn.on

    # ---- found

    def _found(self, row: Row) -> None:
        day = self.day(row.on_day or 0)
        if self._too_late(day):
            return
        made = [
            folk.cast_member(name, member, on=day, serials=self._serials)
            for name, member in self.scenario.cast.items()
            if row.cast is None or name in row.cast
        ]
        for described in self.scenario.crowd:
            if row.crowd in (None, described.id):
                count = max(1, round(described.count * self.scale))
                made += folk.crowd(described, seed=self.stage.recipe.id, on=day, serials=self._serials, count=count)
        opened = self._from_register(made, day) if row.by == "register" else self._from_people(made, row, day)
        by_cpr = {person.number.number: person for person in made}
        self.players += [Player(by_cpr[number], episode, day) for number, episode in opened.items() if number in by_cpr]
        order = {person.number.number: place for place, person in enumerate(made)}
        self.players.sort(key=lambda player: order.get(player.made.number.number, 0))

    def _from_register(self, made: Sequence[folk.Made], day: date) -> dict[str, Episode]:
        stage, at = self.stage, moment(day)
        content = csv_of(made)
        with acting_as(stage.bridge):
            preview = find.preview_extract(programme=stage.programme, content=content, by=stage.bridge, at=at)
            extract = find.stage_extract(
                programme=stage.programme, file_name="udtraek.csv", content=content, preview=preview,
                by=stage.bridge, at=at,
            )  # fmt: skip
            # A second wave has other people in it; in a rehearsal nobody needs to look at who is gone.
            opened = find.commit_extract(extract=extract, by=stage.bridge, at=at, accept_mass_removal=True)
            Person.objects.filter(id__in=[episode.person_id for episode in opened]).update(unit_id=stage.unit.id)
            Episode.objects.filter(id__in=[episode.id for episode in opened]).update(unit_id=stage.unit.id)
            numbers = {people_blind: person.number.number for people_blind, person in _by_blind(stage, made)}
            found = Episode.objects.filter(programme=stage.programme).select_related("person", "programme")
            return {
                numbers[episode.person.cpr_blind]: episode for episode in found if episode.person.cpr_blind in numbers
            }

    def _from_people(self, made: Sequence[folk.Made], row: Row, day: date) -> dict[str, Episode]:
        stage, at = self.stage, moment(day)
        with acting_as(stage.bridge):
            persons = [
                people.build_person(
                    by=stage.bridge, at=at, cpr=person.number, found_by=row.by or "home_care",
                    unit_id=stage.unit.id, **person.facts,
                )
                for person in made
            ]  # fmt: skip
            Person.objects.bulk_create(persons, batch_size=1000)
            opened = episodes.open_many(
                persons=persons, programme=stage.programme, found_by=row.by or "home_care", by=stage.front, at=at
            )
        return {person.number.number: episode for person, episode in zip(made, opened, strict=True)}

    # ---- who stands there, and what happens to them

    def _reload(self) -> None:
        with acting_as(self.stage.bridge):
            now = Episode.objects.filter(programme=self.stage.programme).in_bulk()
        for player in self.players:
            before, player.episode = player.episode, now[player.episode.id]
            player.episode.person, player.episode.programme = before.person, before.programme

    def _give_back(self, row: Row) -> None:
        back = [
            player
            for reason, count in row.returned.items()
            for player in [
                player
                for player in self._crowd(row)
                if player.episode.status == "lost"
                and (player.episode.next_step, player.episode.lost_reason) == (row.step, reason)
            ][: self._scaled(count)]
        ]
        back += [player for player in self.players if player.name in row.cast_returned]
        day = self.day(row.on_day) if row.on_day is not None else None
        with acting_as(self.stage.bridge), follow.together():
            for player in back:
                on = day or player.day
                if player.episode.status == "lost" and not self._too_late(on):
                    ask.ask_again(episode=player.episode, by=self.stage.bridge, at=moment(on, 8))

    def _standing(self, row: Row) -> list[Player]:
        sources = _sources(self.stage.recipe, row.step)
        there = [
            player
            for player in self._crowd(row)
            if player.episode.status == "active" and player.episode.next_step in sources
        ]
        if row.count is not None:
            there = there[: self._scaled(row.count)]
        cast = [
            player
            for player in self.players
            if player.name
            and (row.cast is None or player.name in row.cast)
            and player.episode.status == "active"
            and player.episode.next_step in sources
        ]
        return [*there, *cast]

    def _turns(self, row: Row, standing: Sequence[Player]) -> list[tuple[Turn, str]]:
        crowd = [player for player in standing if not player.name]
        reasons = list(Counter({reason: self._scaled(n) for reason, n in row.lost.items()}).elements())
        shown = Counter({colour: self._scaled(n) for colour, n in row.colours.items()})
        colours: list[Colour | None] = list(shown.elements())
        going = max(0, len(crowd) - len(reasons))
        colours += [_last_colour(row)] * (going - len(colours))
        turns = []
        for place, player in enumerate(crowd):
            on = self._on(row, player, place, len(crowd))
            colour = colours[place - len(reasons)] if place >= len(reasons) and row.colours else None
            turns.append(self._turn(row, player, on, colour, reasons[place] if place < len(reasons) else ""))
        for player in (player for player in standing if player.name):
            on = self._on(row, player, 0, 1)
            turns.append(self._turn(row, player, on, None, row.cast_lost.get(player.name, "")))
        return [(turn, reason) for turn, reason in turns if not self._too_late(turn.on)]

    def _turn(self, row: Row, player: Player, on: date, colour: str | None, reason: str) -> tuple[Turn, str]:
        first = on + timedelta(days=row.first_session_in_days) if row.first_session_in_days is not None else None
        return Turn(player, on, colour, first), reason

    def _on(self, row: Row, player: Player, place: int, count: int) -> date:
        if row.on_day is not None:
            return self.day(row.on_day)
        own = self.stage.recipe.step(row.step)
        if row.after_days is None and own and own.body:
            return next_meeting(own.body, programme_start=self.scenario.starts, on=player.day)
        after = row.after_days if row.after_days is not None else 0
        low, high = after if isinstance(after, tuple) else (after, after)
        days = low + (high - low) * place // max(1, count - 1) if count > 1 else low
        return player.day + timedelta(days=days)

    def _lose(self, turns: Iterable[tuple[Turn, str]]) -> None:
        lost = [(turn.player.episode, reason, turn.at) for turn, reason in turns]
        noes = [each for each in lost if each[0].next_step == "asked"]
        stops = [each for each in lost if each[0].next_step != "asked"]
        with acting_as(self.stage.bridge):
            if noes:
                ask.said_no_many(asked=noes, by=self.stage.front)
            if stops:
                leave.stop_many(stops=stops, by=self.stage.bridge)

    # ---- the cast's own days

    def _cast_until(self, day: date | None) -> None:
        """Everything that happens to the cast before a day (None: all that is left)."""
        while self._cast_rows and (day is None or self.day(self._cast_rows[0].day) < day):
            row = self._cast_rows.pop(0)
            if not self._too_late(self.day(row.day)):
                self._reload()
                player = next(player for player in self.players if player.name == row.who)
                cast_days.happen(self.stage, player, self.day(row.day), row)

    # ---- small things

    def _crowd(self, row: Row) -> list[Player]:
        return [player for player in self.players if not player.name and row.crowd in (None, player.made.group)]

    def _scaled(self, count: int) -> int:
        return count if self.scale == 1.0 else round(count * self.scale)

    def _too_late(self, day: date) -> bool:
        return self.until is not None and day > self.until


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """An error ends a rehearsal, so nothing needs to be undone in part; half of all statements are savepoints."""
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        del connection.features.uses_savepoints


def _last_colour(row: Row) -> Colour | None:
    return list(row.colours)[-1] if row.colours else None


def _by_blind(stage: Stage, made: Iterable[folk.Made]) -> list[tuple[str, folk.Made]]:
    return [(blind(person.number.number, municipality_id=stage.municipality.id), person) for person in made]


def _sources(recipe: Recipe, step: str) -> tuple[str, ...]:
    """The step itself, and the steps in front of it that may be passed over."""
    steps = path(recipe)
    sources = [step]
    for name in reversed(steps[: steps.index(step)]):
        own = recipe.step(name)
        if name not in MAY_BE_PASSED_OVER and not (own and own.optional):
            break
        sources.append(name)
    return tuple(sources)
