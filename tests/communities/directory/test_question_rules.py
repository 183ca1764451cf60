"""A compound written as two words asks for the same as the compound; words that only hold others together do not."""

from __future__ import annotations

import pytest

from brobygger.communities.directory.question_rules import Lexicon, asked, understood
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import parts, stem

OWN = vocabulary()
WRITTEN_APART = [
    (word, split)
    for word in sorted(OWN.forms)
    if stem(word) in OWN.same and len(split := parts(word, OWN.is_part)) == 2 and "".join(split) == word
]


def groups(text):
    return understood(asked(text, OWN), OWN, Lexicon())


def test_every_compound_we_know_may_be_written_as_two_words():
    assert len(WRITTEN_APART) > 100
    for word, split in WRITTEN_APART:
        (whole,), (apart,) = groups(word), groups(" ".join(split))
        surest = {way.stems for way in whole.ways if way.weight > 0.5}
        assert surest <= {way.stems for way in apart.ways}, word
        assert apart.ways[0].stems == (stem(word),), word


@pytest.mark.parametrize("text", ["noget for ældre", "tur til bage", "i gang"])
def test_words_that_only_hold_others_together_are_no_part_of_a_compound(text):
    joined = "".join(text.split()[-2:])
    lexicon = Lexicon(stems=frozenset({stem(joined.replace("æ", "ae"))}))
    for group in understood(asked(text, OWN), OWN, lexicon):
        assert all((stem(joined.replace("æ", "ae")),) != way.stems for way in group.ways), group


def test_a_form_of_a_compound_is_the_compound():
    assert stem("hoerecafeen") == stem("hoerecafe")
    assert stem("lydboeger") == stem("lydbog")
