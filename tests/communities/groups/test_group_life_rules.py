"""A group that lives: sizes that deserve a word, roles that grow, and when it can stand alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.groups import rules
from brobygger.communities.groups.rules import Held

MAY = date(2026, 5, 4)


@pytest.mark.parametrize(("size", "said"), [(3, "few"), (6, ""), (8, "full"), (9, "over")])
def test_breach_of_size_is_said(size, said):
    assert rules.size_says(size, least=6, most=8) == said


def test_a_large_group_without_anybody_to_carry_is_said():
    assert rules.balance_says(carriers=0, size=5) == ""
    assert rules.balance_says(carriers=0, size=8) == "no_carrier"
    assert rules.balance_says(carriers=1, size=12) == "few_carriers"
    assert rules.balance_says(carriers=2, size=12) == ""


@given(st.lists(st.tuples(st.sampled_from(["aase", "bent", "carl"]), st.sampled_from(rules.ROLES)), max_size=25))
def test_however_roles_are_taken_only_one_keeps_the_group_going(taken):
    held: set[Held] = set()
    for person, role in taken:
        held -= set(rules.ends_with(held, person=person, role=role))
        held.add(Held(person, role, MAY))
        for alone in rules.ONE_ONLY:
            assert sum(each.role == alone for each in held) <= 1
        assert any(each.person == person and each.role == role for each in held)


def test_the_successor_takes_over_and_a_new_one_is_missing():
    held = {Held("bent", "convener", MAY), Held("carl", "successor", MAY)}
    assert rules.may_run_itself(held) == ""
    ended = set(rules.ends_with(held, person="carl", role="convener"))
    assert ended == held
    after = (held - ended) | {Held("carl", "convener", MAY)}
    assert rules.may_run_itself(after) == "successor"
    assert rules.may_run_itself(set()) == "convener"


@pytest.mark.parametrize(
    ("going", "why"),
    [("", "nobody"), ("x", "nobody"), ("abcdef", "everybody"), ("abcde", "too_few_left"), ("a", "too_few_go"),
     ("abc", "")],
)  # fmt: skip
def test_a_split_leaves_two_groups(going, why):
    assert rules.parted(list("abcdef"), list(going), least=2) == why
