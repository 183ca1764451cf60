"""Who could keep a group going, and whether a host is like those who come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brobygger.communities.groups.rules import Seen, could_convene, unlike

SEEN = st.builds(Seen, st.uuids().map(str), st.booleans(), st.integers(0, 3), st.integers(0, 12), st.integers(0, 12),
                 st.booleans())  # fmt: skip


@given(st.lists(SEEN, unique_by=lambda one: one.person))
def test_only_who_comes_and_gives_something_could_convene(members: list[Seen]) -> None:
    known = {one.person: one for one in members}
    chosen = [known[one] for one in could_convene(members)]
    assert len(chosen) <= 3
    assert all(one.active and one.times >= 3 and one.there >= one.times * 3 / 4 for one in chosen)
    assert all(one.carries or one.roles for one in chosen)
    assert chosen == sorted(chosen, key=lambda one: (-one.carries, -one.roles, -one.there, one.person))


def test_a_host_of_another_sex_or_age_is_seen_and_the_unknown_is_not() -> None:
    men = [("male", 1940), ("male", 1945), ("female", 1950)]
    assert unlike(sex="male", born=1948, members=men) == ()
    assert unlike(sex="female", born=1990, members=men) == ("sex", "age")
    assert unlike(sex="", born=None, members=men) == ()
    assert unlike(sex="male", born=1948, members=[]) == ()
