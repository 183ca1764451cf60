"""Who is in which group while groups are being formed, and what a change would bring. No change breaks a rule."""

from __future__ import annotations

import numpy as np

from brobygger.pathway.matching.solve.companies import Units
from brobygger.pathway.matching.solve.problem import Floats, Ints, Truths

WRITTEN_OUT = 2_000  # units whose affinities are kept as a whole table (32 MB)


class Placing:
    """Units in groups 0…count-1; number `count` is those who are left out.

    Wishes to be apart and the most people a group may hold are never broken. The least a group must hold may be missing
    while groups are being filled, but what holds is kept. Affinity counts once for each two people.
    """

    def __init__(self, units: Units, smallest: int, largest: int, count: int) -> None:
        self.units, self.smallest, self.largest, self.count = units, smallest, largest, count
        everybody = len(units)
        self.where: Ints = np.full(everybody, count, dtype=np.int64)
        self.slots: Ints = np.full((count, largest), -1, dtype=np.int64)
        self.size: Ints = np.zeros(count + 1, dtype=np.int64)
        self.quota: Ints = np.zeros((len(units.quota), count + 1), dtype=np.int64)
        self.worth: Floats = np.zeros((count + 1, everybody))  # of each unit to each group; the left out: nothing
        self.own: Floats = np.zeros(everybody)  # of each unit to its own group
        self.total = 0.0
        self.placed = 0
        self.people = int(units.size.sum())
        self.has_apart = any(units.apart)
        best = max((float(worth[0]) for worth in units.near_worth if len(worth)), default=0.0)
        self.a_place = 1e6 * (1.0 + best)  # one more person placed: more than affinity can ever weigh up
        self.alike = bool((units.size == 1).all()) and not len(units.quota)  # then swaps cannot break sizes
        self._rows = _rows(units) if everybody <= WRITTEN_OUT else None

    def members(self, group: int) -> Ints:
        """The units of a group, or those left out."""
        if group == self.count:
            return np.flatnonzero(self.where == group)
        row: Ints = self.slots[group]
        inside: Ints = row[row >= 0]
        return inside

    def move(self, unit: int, group: int) -> None:
        """Let a unit leave its group (or those left out) and join another."""
        before = int(self.where[unit])
        near, worth = self.units.near[unit], self.units.near_worth[unit]
        people = int(self.units.size[unit])
        self.total += float(self.worth[group, unit] - self.own[unit])
        if before != self.count:
            self.worth[before, near] -= worth
            self.slots[before, self.slots[before] == unit] = -1
            self.total -= float(self.units.inner[unit])
            self.placed -= people
        if group != self.count:
            self.worth[group, near] += worth
            self.slots[group, int(np.argmin(self.slots[group]))] = unit
            self.total += float(self.units.inner[unit])
            self.placed += people
        for place, sign in ((before, -1), (group, 1)):
            self.size[place] += sign * people
            self.quota[:, place] += sign * self.units.quota[:, unit]
        self.where[unit] = group
        self.own[unit] = self.worth[group, unit]
        for place in (before, group):
            if place != self.count:
                inside = self.members(place)
                self.own[inside] = self.worth[place, inside]

    def swap(self, one: int, other: int) -> None:
        """Let two units of different groups change places."""
        group, another = int(self.where[one]), int(self.where[other])
        self.move(one, self.count)
        self.move(other, group)
        self.move(one, another)

    def gains_of_swaps(self, unit: int, others: Ints) -> Floats:
        """What swapping `unit` with each of the others would add to the total; -inf where a rule would break.

        More people placed counts before any affinity (`a_place`).
        """
        units, here = self.units, int(self.where[unit])
        there = self.where[others]
        gains: Floats = self.worth[there, unit] + self.worth[here, others] - self.own[others] - self.own[unit]
        between = self._row(unit)[others]
        out = there == self.count
        if here == self.count or out.any():
            gains -= between * (2 - out - int(here == self.count))
        else:
            gains -= between + between
        if self.alike and not self.has_apart:
            gains[there == here] = -np.inf
            return gains
        more = units.size[others] - units.size[unit]
        allowed = (there != here) & self._size_allows(here, more) & self._size_allows(there, -more)
        if here == self.count or out.any():
            sign = out.astype(np.int64) - int(here == self.count)
            gains += sign * (more * self.a_place + units.inner[others] - units.inner[unit])
        if len(units.quota):
            brings = units.quota[:, others] - units.quota[:, [unit]]
            allowed &= self._quota_allows(np.full(len(others), here), brings)
            allowed &= self._quota_allows(there, -brings)
        if self.has_apart:
            allowed &= self._apart_allows(unit, here, others, there)
        gains[~allowed] = -np.inf
        return gains

    def gains_of_moves(self, unit: int, groups: Ints) -> Floats:
        """What moving `unit` to each of the groups would add to the total; -inf where a rule would break."""
        units, here = self.units, int(self.where[unit])
        people = int(units.size[unit])
        if here != self.count and self.size[here] - people < self.smallest:
            return np.full(len(groups), -np.inf)
        gains: Floats = self.worth[groups, unit] - self.own[unit]
        allowed = (groups != here) & self._size_allows(groups, np.full(len(groups), people))
        if here == self.count:
            gains += people * self.a_place + float(units.inner[unit])
        if len(units.quota):
            brings = np.repeat(units.quota[:, [unit]], len(groups), axis=1)
            allowed &= self._quota_allows(groups, brings)
            allowed &= bool(self._quota_allows(np.array([here]), -units.quota[:, [unit]])[0])
        if self.has_apart:
            allowed &= ~np.isin(groups, self.where[list(units.apart[unit])])
        gains[~allowed] = -np.inf
        return gains

    def _row(self, unit: int) -> Floats:
        """What the unit is worth to everybody."""
        if self._rows is not None:
            written: Floats = self._rows[unit]
            return written
        row = np.zeros(len(self.units))
        row[self.units.near[unit]] = self.units.near_worth[unit]
        return row

    def _size_allows(self, groups: Ints | int, more: Ints) -> Truths:
        size = self.size[groups]
        new = size + more
        allows: Truths = (groups == self.count) | ((new <= self.largest) & ((new >= self.smallest) | (more >= 0)))
        return allows

    def _quota_allows(self, groups: Ints, brings: Ints) -> Truths:
        """Whether each group (or those left out, always) keeps its least and its most with what comes and goes."""
        before = self.quota[:, groups]
        new = before + brings
        least, most = self.units.at_least[:, None], self.units.at_most[:, None]
        keeps = ((new >= least) | (brings >= 0)) & ((new <= most) | (brings <= 0))
        allows: Truths = keeps.all(axis=0) | (groups == self.count)
        return allows

    def _apart_allows(self, unit: int, here: int, others: Ints, there: Ints) -> Truths:
        apart = self.units.apart
        allowed = np.ones(len(others), dtype=bool)
        for person in apart[unit]:
            group = self.where[person]
            if group != self.count:
                allowed &= (there != group) | (others == person)
        if here != self.count:
            unwanted = [u for m in self.members(here).tolist() if m != unit for u in apart[m]]
            allowed &= ~np.isin(others, unwanted)
        return allowed


def _rows(units: Units) -> Floats:
    rows = np.zeros((len(units), len(units)))
    for unit, (near, worth) in enumerate(zip(units.near, units.near_worth, strict=True)):
        rows[unit, near] = worth
    return rows
