"""The chain's rules: the same entries always give the same hash, and any other entries give another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.audit.rules import (
    Break,
    Entry,
    Sealed,
    canonical,
    first_hash,
    id_before,
    link,
    wrong_chain,
    wrong_entries,
)
from brobygger.foundation.kernel.ids import new_id

GROUPS = ("name", "wishes", "screening", "cpr")
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
entries = st.builds(
    Entry,
    id=st.uuids(),
    at=moments,
    user_id=st.none() | st.uuids(),
    role=st.sampled_from(["coordinator", "home_care_worker"]),
    organisation_id=st.none() | st.uuids(),
    person_id=st.uuids(),
    groups=st.lists(st.sampled_from(GROUPS), unique=True),
    purpose=st.sampled_from(["bridging", "follow_up"]),
    request_id=st.uuids(),
)
START = first_hash(UUID(int=1))


@given(st.lists(entries, max_size=6, unique_by=lambda entry: entry.id), st.randoms())
def test_the_order_they_are_given_in_does_not_matter(found, chance):
    mixed = list(found)
    chance.shuffle(mixed)
    assert link(START, found) == link(START, mixed)


@given(entries, st.sampled_from(["person_id", "user_id", "organisation_id", "request_id", "at", "role", "groups"]))
def test_any_changed_field_is_another_hash(entry, field):
    other = {
        "at": entry.at + timedelta(microseconds=1), "role": "volunteer", "groups": [*entry.groups, "consents"],
    }.get(field, new_id())  # fmt: skip
    assert link(START, [entry]) != link(START, [replace(entry, **{field: other})])


@given(entries)
def test_the_same_moment_in_another_zone_is_the_same_entry(entry):
    from zoneinfo import ZoneInfo

    assert canonical(entry) == canonical(replace(entry, at=entry.at.astimezone(ZoneInfo("Europe/Copenhagen"))))


@given(st.lists(entries, min_size=2, max_size=6, unique_by=lambda entry: entry.id))
def test_a_missing_entry_an_added_one_and_a_changed_one_are_told_apart(found):
    sealed = Sealed(1, max(entry.id for entry in found), len(found), link(START, found))
    assert wrong_entries(sealed, found, START) is None
    assert wrong_entries(sealed, found[1:], START) == Break("deleted", 1)
    assert wrong_entries(sealed, [*found, replace(found[0], id=UUID(int=0))], START) == Break("added", 1)
    assert wrong_entries(sealed, [replace(found[0], purpose="evaluation"), *found[1:]], START) == Break("edited", 1)
    assert wrong_entries(sealed, found, "another beginning") == Break("edited", 1)


def seals(*numbers):
    return [Sealed(number, UUID(int=number), 3, f"hash {number}") for number in numbers]


@pytest.mark.parametrize(
    ("stands", "anchored", "told"),
    [
        (seals(1, 2, 3), seals(1, 2, 3), []),
        (seals(1, 2), seals(1, 2, 3), [Break("truncated", 3)]),
        ([], seals(1, 2), [Break("truncated", 1), Break("truncated", 2)]),
        (seals(1, 3), seals(1, 2, 3), [Break("seal_gone", 2)]),
        (seals(1, 2, 3), seals(1, 2), [Break("not_anchored", 3)]),
        ([*seals(1), Sealed(2, UUID(int=2), 3, "a forged hash")], seals(1, 2), [Break("seal_changed", 2)]),
        ([], [], []),
    ],
)
def test_the_seals_are_compared_with_what_is_kept_outside(stands, anchored, told):
    assert wrong_chain(stands, anchored) == told


def test_municipalities_begin_their_chains_differently():
    assert first_hash(UUID(int=1)) != first_hash(UUID(int=2))


def test_an_id_made_now_lies_between_the_moments_around_it():
    now = datetime.now(UTC)
    assert id_before(now - timedelta(seconds=5)) < new_id() < id_before(now + timedelta(seconds=5))
