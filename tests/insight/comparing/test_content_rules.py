"""How content users are: a number made of told counts alone, the same as two libraries make."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from brobygger.insight.comparing.content_rules import difference, newest
from brobygger.insight.disclosure import rules as disclosure
from brobygger.pathway.measurement.file_rules import CONTENT

ANSWERS = st.fixed_dictionaries({code: st.integers(0, 40) for code in CONTENT})


def year(content, neither, not_content):
    return dict(zip(CONTENT, (content, neither, not_content), strict=True))


def test_the_newest_year_and_its_uncertainty_are_those_statsmodels_finds():
    found = newest({("", 2024): year(90, 5, 5), ("", 2025): year(79, 9, 7)}, CONTENT)
    assert (found.year, found.content, found.answered) == (2025, 79, 95)
    low, high = proportion_confint(79, 95, method="wilson")
    assert [found.share.value, found.share.low, found.share.high] == pytest.approx([79 / 95, low, high], abs=1e-9)
    assert "tilfredse" in found.share.definition.da


def test_the_difference_is_newcombes_and_says_it_shows_no_cause():
    one, other = (newest({("", 2025): answers}, CONTENT) for answers in (year(80, 10, 10), year(50, 10, 40)))
    found = difference(one, other)
    low, high = confint_proportions_2indep(80, 100, 50, 100, method="newcomb", compare="diff")
    assert [found.value, found.low, found.high] == pytest.approx([0.3, low, high], abs=1e-9)
    assert "viser ikke årsag" in found.caveat.da


@pytest.mark.parametrize("counts", [{}, {("", 2025): year(3, 0, 0)}, {("", 2025): year(2, 30, 30)}])
def test_nothing_asked_or_too_few_is_no_number(counts):
    assert newest(counts, CONTENT) is None


@settings(max_examples=100)
@given(st.dictionaries(st.tuples(st.sampled_from(["Nord", "Syd", "Øst"]), st.just(2025)), ANSWERS, max_size=3))
def test_the_number_is_the_sum_of_what_the_table_tells(counts):
    tables = [disclosure.one_way(answers) for answers in counts.values()]
    told = [(table.shown["content"], table.total) for table in tables if table.shown["content"] is not None]
    content, answered = (sum(pair[place] or 0 for pair in told) for place in (0, 1))
    found = newest(counts, CONTENT)
    assert (found is None) == (not answered)
    if found is not None:
        assert (found.content, found.answered) == (content, answered)
