"""The first groups: everybody in turn where they fit best, the hardest to place first."""

from __future__ import annotations

import numpy as np

from brobygger.pathway.matching.solve.companies import Units
from brobygger.pathway.matching.solve.placing import Placing
from brobygger.pathway.matching.solve.problem import GroupsProblem, Ints, Truths

SETTLING_ROUNDS = 4


def placeable(problem: GroupsProblem, units: Units) -> Truths:
    """Who can be in any group at all: with everybody they may meet there are enough for one, and not too many in one.

    Somebody who may meet nobody must never hold a group's first seat: nobody could join it.
    """
    able: Truths = units.size <= problem.largest
    while True:
        people = int(units.size[able].sum())
        met = [people - sum(int(units.size[other]) for other in apart if able[other]) for apart in units.apart]
        still: Truths = able & (np.array(met, dtype=np.int64) >= problem.smallest)
        if np.array_equal(still, able):
            return able
        able = still


def counts_of_groups(problem: GroupsProblem, units: Units) -> tuple[int, ...]:
    """How many groups to try, fewest (the largest groups) first; () when not even one can be filled."""
    people = int(units.size[placeable(problem, units)].sum())
    most = people // problem.smallest
    for rule in problem.in_each:
        if rule.at_least:
            most = min(most, len(rule.ids) // rule.at_least)
    if problem.most_groups is not None:
        most = min(most, problem.most_groups)
    if most == 0:
        return ()
    fewest = min(-(-people // problem.largest), most)
    return tuple(sorted({fewest, min(fewest + 1, most), (fewest + most) // 2, most}))


def begin(problem: GroupsProblem, units: Units, count: int, *, seed: int) -> Placing:
    """`count` groups (fewer when they cannot all be filled) with as many people as were easily placed."""
    able = placeable(problem, units)
    while True:
        placing = Placing(units, problem.smallest, problem.largest, count)
        for unit in _hardest_first(units, able, seed):
            _place(placing, unit, _room(problem, units, able, count))
        for _round in range(SETTLING_ROUNDS):
            _place_the_rest(placing, able)
            _fill_the_smallest(placing, able)
        missing = [group for group in range(count) if not holds(placing, group)]
        if not missing:
            return placing
        count -= max(1, len(missing) // 2)
        if count <= 0:
            return Placing(units, problem.smallest, problem.largest, 0)


def holds(placing: Placing, group: int) -> bool:
    """Whether a group has its least and its most of everything."""
    quota = placing.quota[:, group]
    return bool(
        placing.smallest <= placing.size[group] <= placing.largest
        and (quota >= placing.units.at_least).all()
        and (quota <= placing.units.at_most).all()
    )


def _hardest_first(units: Units, able: Truths, seed: int) -> list[int]:
    """Those that a group needs first, then large companies, then those with most wishes to be apart."""
    random = np.random.default_rng(seed).random(len(units))
    needed = (units.quota * (units.at_least > 0)[:, None]).sum(axis=0)
    apart = np.array([len(others) for others in units.apart], dtype=np.int64)
    order = np.lexsort((random, -apart, -units.size, -needed))
    return [int(unit) for unit in order if able[unit]]


def _room(problem: GroupsProblem, units: Units, able: Truths, count: int) -> Ints:
    """How many each group may hold at first, so that none is left too small: shared evenly."""
    people = int(units.size[able].sum())
    each, over = divmod(min(people, count * problem.largest), count)
    return np.array([each + (group < over) for group in range(count)], dtype=np.int64)


def _place(placing: Placing, unit: int, room: Ints) -> None:
    groups = np.arange(placing.count)
    gains = placing.gains_of_moves(unit, groups)
    over = placing.size[:-1] + placing.units.size[unit] > room
    needs = np.maximum(placing.units.at_least[:, None] - placing.quota[:, :-1], 0)
    helps = np.minimum(needs, placing.units.quota[:, [unit]]).sum(axis=0)
    order = np.lexsort((placing.size[:-1], -gains, -helps, over, gains == -np.inf))
    if len(order) and gains[order[0]] > -np.inf:
        placing.move(unit, int(order[0]))


def _place_the_rest(placing: Placing, able: Truths) -> None:
    """Everybody left out goes where a rule allows it, if anywhere; or in the place of somebody who fits elsewhere."""
    groups = np.arange(placing.count)
    for unit in placing.members(placing.count).tolist():
        if not able[unit]:
            continue
        gains = placing.gains_of_moves(unit, groups)
        if len(gains) and gains.max() > -np.inf:
            placing.move(unit, int(np.argmax(gains)))
        else:
            _make_room(placing, unit)


def _make_room(placing: Placing, unit: int) -> None:
    """Let one step aside to another group if that lets `unit` in; otherwise nothing changes."""
    groups = np.arange(placing.count)
    inside = np.flatnonzero(placing.where != placing.count)
    swaps = placing.gains_of_swaps(unit, inside)
    for number in np.argsort(-swaps, kind="stable")[: 4 * placing.largest].tolist():
        if swaps[number] == -np.inf:
            return
        other = int(inside[number])
        placing.swap(unit, other)
        gains = placing.gains_of_moves(other, groups)
        if gains.max() > -np.inf:
            placing.move(other, int(np.argmax(gains)))
            return
        placing.swap(other, unit)


def _fill_the_smallest(placing: Placing, able: Truths) -> None:
    """Groups that lack people, or people of a kind, get them from groups that have more than they need."""
    for group in range(placing.count):
        for unit in np.flatnonzero((placing.where != group) & able).tolist():
            if holds(placing, group):
                break
            if _would_help(placing, group, unit) and placing.gains_of_moves(unit, np.array([group]))[0] > -np.inf:
                placing.move(unit, group)


def _would_help(placing: Placing, group: int, unit: int) -> bool:
    if placing.size[group] < placing.smallest:
        return True
    lacks = placing.quota[:, group] < placing.units.at_least
    return bool((placing.units.quota[lacks, unit] > 0).any())
