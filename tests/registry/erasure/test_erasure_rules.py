"""Who is due to be erased: never too early, never somebody who is kept, and one rule for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.registry.erasure.rules import (
    BY_TIME,
    DEFAULTS,
    LEAST,
    MOST,
    NOS,
    SILENCE,
    Keeps,
    Rule,
    Standing,
    Terms,
    due,
    wrong_terms,
)
from brobygger.registry.recipes.words import FINAL_REASONS, REASONS

TODAY = date(2026, 11, 22)
days = st.integers(0, 4000).map(lambda number: TODAY - timedelta(days=number))
lengths = st.integers(LEAST, MOST)
terms = st.builds(Terms, lengths, lengths, lengths, lengths, st.integers(1, 90))
standings = st.builds(
    Standing, days, st.booleans(), st.none() | days, st.none() | days, st.none() | days,
    st.none() | st.integers(-400, 400).map(lambda number: TODAY + timedelta(days=number)),
    st.frozensets(st.sampled_from(Keeps), max_size=2),
)  # fmt: skip


@given(standings, terms)
def test_nobody_is_due_before_the_days_are_over_and_nobody_who_is_kept(standing, kept):
    found = due(standing, kept, today=TODAY)
    if found is None:
        return
    assert not standing.keeps
    assert not (standing.ask_again_on and standing.ask_again_on > TODAY)
    assert found.on == found.since + timedelta(days=kept.days(found.rule)) <= TODAY
    assert found.since >= standing.found_on  # found again: everything is counted from then
    assert (found.rule is Rule.NEVER_CONTACTED) <= (not standing.contacted)
    assert (found.rule is Rule.DECLINED) == (standing.refused_on is not None)
    ended = standing.contacted and standing.ended_on and not standing.refused_on and not standing.unreached_on
    assert (found.rule is Rule.ENDED) == bool(ended)


@given(standings, terms, st.integers(0, 4000))
def test_who_is_due_stays_due_until_something_happens(standing, kept, later):
    if due(standing, kept, today=TODAY):
        assert due(standing, kept, today=TODAY + timedelta(days=later)) == due(standing, kept, today=TODAY)


@given(standings, terms, st.sampled_from(Keeps))
def test_one_thing_that_keeps_is_enough(standing, kept, keeps):
    assert due(replace(standing, keeps=standing.keeps | {keeps}), kept, today=TODAY) is None


@pytest.mark.parametrize(
    ("standing", "rule", "after"),
    [
        (Standing(TODAY), Rule.NEVER_CONTACTED, 180),
        (Standing(TODAY, contacted=True, refused_on=TODAY), Rule.DECLINED, 365),
        (Standing(TODAY, contacted=True, unreached_on=TODAY), Rule.NO_ANSWER, 365),
        (Standing(TODAY, contacted=True, ended_on=TODAY), Rule.ENDED, 365),
        (Standing(TODAY, ended_on=TODAY), Rule.NEVER_CONTACTED, 180),
    ],
)
def test_the_suggested_days_are_counted_to_the_day(standing, rule, after):
    assert due(standing, DEFAULTS, today=TODAY + timedelta(days=after - 1)) is None
    found = due(standing, DEFAULTS, today=TODAY + timedelta(days=after))
    assert found is not None
    assert found.rule is rule


def test_somebody_met_who_is_still_to_be_asked_is_not_due_at_all():
    assert due(Standing(TODAY, contacted=True), DEFAULTS, today=TODAY + timedelta(days=9000)) is None


@given(terms)
def test_terms_within_the_limits_are_right(kept):
    assert wrong_terms(kept) == ""


@pytest.mark.parametrize("name", [*(rule.value for rule in BY_TIME), "grace"])
@pytest.mark.parametrize("value", [0, -1, 100_000])
def test_a_slip_of_the_finger_is_told(name, value):
    assert wrong_terms(replace(DEFAULTS, **{name: value})) == name


def test_every_reason_a_recipe_may_give_is_a_no_or_silence_or_known_to_be_neither():
    neither = {
        "not_eligible", "no_offer", "no_place", "receiver_declined", "silent", "consent_withdrawn", "needs_other_help",
        "no_benefit", "not_measured", "care_home", "moved", "death",
    }  # fmt: skip
    assert set(REASONS) == NOS | SILENCE | neither
    assert {"never_again"} == FINAL_REASONS & NOS
