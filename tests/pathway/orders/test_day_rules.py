"""The day that suits best: a no counts first, nobody is counted twice, and the reason is true."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.pathway.orders.day_rules import SAYS, Said, best, days, waits_for

ANSWERS = st.dictionaries(st.integers(0, 3), st.sampled_from([*SAYS, "", "made up"]))
ASKED = st.lists(ANSWERS, max_size=5).map(lambda all_: [Said(f"P{n}", given) for n, given in enumerate(all_)])


@settings(max_examples=100)
@given(ASKED)
def test_everybody_stands_once_on_each_day_and_no_day_is_better_than_the_best(said: list[Said]) -> None:
    stand = days(4, said)
    for day in stand:
        assert sorted([*day.yes, *day.perhaps, *day.no, *day.missing]) == sorted(one.name for one in said)
    assert set(waits_for(said, 4)) == {name for day in stand for name in day.missing}
    found = best(stand)
    if found is None:
        assert not any(day.yes or day.perhaps for day in stand)
        return
    day, why = found
    willing = [one for one in stand if one.yes or one.perhaps]
    assert all(len(day.no) <= len(one.no) for one in willing)
    assert all(len(day.yes) >= len(one.yes) for one in willing if len(one.no) == len(day.no))
    assert (why == "all_can") == (len(day.yes) == len(said))
    assert (why == "fewest_cannot") == bool(day.no)


def test_a_sure_yes_is_better_than_a_perhaps_and_worse_than_nobody_kept_away() -> None:
    said = [Said("Køkkenet", {0: "yes", 1: "perhaps", 2: "yes"}), Said("Museet", {0: "no", 1: "yes", 2: "perhaps"})]
    found = best(days(3, said))
    assert found is not None
    assert (found[0].number, found[1]) == (1, "nobody_cannot")
    assert best(days(2, [Said("Museet", {0: "no"})])) is None
