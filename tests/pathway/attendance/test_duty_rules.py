"""Whose turn it is: fair over time, gentle to the new, and nobody has two while somebody has none."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from brobygger.pathway.attendance.duty_rules import FREE_TIMES, Taker, Turn, share

DUTIES = ("kaffe", "øvelser", "kage")


@given(st.integers(1, 12), st.integers(1, 3), st.integers(1, 30))
def test_over_time_nobody_has_more_than_one_turn_more_than_another(people, duties, sessions):
    names = [f"p{n:02}" for n in range(people)]
    turns: list[Turn] = []
    for number in range(1, sessions + 1):
        takers = [Taker(name, FREE_TIMES + number) for name in names]
        given_out = share(DUTIES[:duties], takers, turns)
        assert set(given_out) == set(DUTIES[:duties])
        if people >= duties:
            assert len(set(given_out.values())) == duties
        turns += [Turn(person, duty, number) for duty, person in given_out.items()]
    had = Counter(turn.person for turn in turns)
    counts = [had[name] for name in names]
    assert max(counts) - min(counts) <= (1 if people >= duties else duties)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=12))
def test_somebody_who_is_away_or_takes_part_quietly_is_never_asked(people):
    takers = [Taker(f"p{n:02}", times, able) for n, (times, able) in enumerate(people)]
    able = {taker.person for taker in takers if taker.able}
    given_out = share(DUTIES, takers, [])
    assert set(given_out.values()) <= able
    assert bool(given_out) is bool(able)
    settled = {taker.person for taker in takers if taker.able and taker.times >= FREE_TIMES}
    if len(settled) >= len(DUTIES):
        assert set(given_out.values()) <= settled


def test_who_brewed_last_time_does_something_else_or_rests():
    takers = [Taker("aase", 9), Taker("bent", 9)]
    assert share(["kaffe"], takers, [Turn("aase", "kaffe", 8)]) == {"kaffe": "bent"}
    both = [Turn("aase", "kaffe", 8), Turn("bent", "øvelser", 8)]
    assert share(["kaffe", "øvelser"], takers, both) == {"kaffe": "bent", "øvelser": "aase"}
