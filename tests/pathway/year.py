"""A year of a municipality with all recipes, in memory: what happens to people, and what the rules ask of whom.

The year is drawn as a list of things that happen on days. `Way` keeps one person's happenings in one recipe; `World`
keeps groups, who is in them, who received people, and every task and message that rules have asked for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date, timedelta

from brobygger.communities.groups import rules as group_rules
from brobygger.pathway.attendance import duty_rules, missing_rules
from brobygger.pathway.attendance.missing_rules import Presence
from brobygger.pathway.episodes.rules import Happening, PlannedTask, planned_tasks
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import Recipe
from brobygger.registry.recipes.words import FINAL_REASONS, HAPPENINGS

START = date(2026, 1, 5)
DAYS = 365
# `make test` draws 500 years in memory; the nightly mode ten thousand.
SEQUENCES = int(os.environ.get("BROBYGGER_YEARS", "500"))
RECIPES: tuple[Recipe, ...] = tuple(load.load(one) for one in load.all_ids())


@dataclass
class Way:
    """One person in one recipe."""

    recipe: Recipe
    happened: list[Happening] = field(default_factory=list)

    def happen(self, name: str, day: int, reason: str | None = None) -> None:
        """Something happens on a day of the year; each happening is its own."""
        number = len(self.happened) + 1
        self.happened.append(Happening(name, START + timedelta(days=day), f"k{number}", reason, number))

    @property
    def over(self) -> bool:
        """Whether nobody may contact the person again."""
        return any(each.reason in FINAL_REASONS for each in self.happened)

    def tasks(self) -> tuple[PlannedTask, ...]:
        return planned_tasks(self.recipe, self.happened)


def due_by_hand(way: Way) -> set[tuple[str, str, date]]:
    """Each follow-up rule on its day, read straight from the recipe's data: (rule, happening, day).

    Only rules whose happening nothing later could have answered or stopped: the last one of the line.
    """
    if not way.happened or way.over:
        return set()
    last = way.happened[-1]
    if any(other.on > last.on for other in way.happened):
        return set()
    found = set()
    for rule in way.recipe.follow_up:
        if rule.when.anchor != last.name or (rule.reasons and last.reason not in rule.reasons):
            continue
        for number in range(rule.times):
            shift = rule.when.shift + rule.within_days + number * (rule.every_days or 0)
            key = f"{last.key}#{number + 1}" if number else last.key
            found.add((rule.id, key, last.on + timedelta(days=shift)))
    return found


@dataclass
class Circle:
    """A group through the year: who is in it, who has come, who has had which duty, who keeps it going."""

    members: set[str] = field(default_factory=set)
    lines: dict[str, list[Presence]] = field(default_factory=dict)
    turns: list[duty_rules.Turn] = field(default_factory=list)
    held: set[group_rules.Held] = field(default_factory=set)
    met: list[date] = field(default_factory=list)
    calls: list[tuple[str, date]] = field(default_factory=list)  # who is called the same day
    talks: list[tuple[str, date]] = field(default_factory=list)  # the coordinator's

    def meet(self, day: int, away: set[str], said_no: set[str]) -> dict[str, str]:
        """The group meets; duties go in turn among those who come, and those missed are called. Returns the duties."""
        on, number = START + timedelta(days=day), len(self.met) + 1
        here = self.members - away
        takers = [duty_rules.Taker(one, self._times(one), able=one in here) for one in sorted(self.members)]
        shares = duty_rules.share(("kaffe", "kage"), takers, self.turns)
        self.turns += [duty_rules.Turn(person, duty, number) for duty, person in shares.items()]
        self.met.append(on)
        for person in sorted(self.members):
            seen = Presence(on, person in here, person in said_no and person in away)
            line = self.lines.setdefault(person, [])
            line.append(seen)
            if missing_rules.missed_today(seen):
                self.calls.append((person, on))
            if missing_rules.away_in_a_row(line) == missing_rules.TWICE:
                self.talks.append((person, on))
        return shares

    def leave(self, person: str) -> None:
        self.members.discard(person)
        self.held = {each for each in self.held if each.person != person}

    def take(self, person: str, role: str, day: int) -> None:
        if any(each.person == person and each.role == role for each in self.held):
            return
        self.held -= set(group_rules.ends_with(self.held, person=person, role=role))
        self.held.add(group_rules.Held(person, role, START + timedelta(days=day)))

    def _times(self, person: str) -> int:
        return sum(bool(seen.came) for seen in self.lines.get(person, ()))


NAMES = tuple(sorted(set(HAPPENINGS)))
