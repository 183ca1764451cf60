"""Danish words: one spelling, one stem, parts of compounds, slips of the finger."""

from __future__ import annotations

from math import cos, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.communities.directory.question_rules import Lexicon, asked, nearest, understood
from brobygger.communities.directory.ranking_rules import around, cell
from brobygger.communities.directory.vocabulary import read, vocabulary
from brobygger.communities.directory.word_rules import distance, fold, parts, shortened, slips_allowed, stem, words

WORDS = st.text("abcdefghijklmnoprstuvyæøå", min_size=4, max_size=14)


@pytest.mark.parametrize(
    "forms",
    [
        "spisning spisningen spisninger", "mand mænd mændene mandens", "bog bøger bogen", "gruppe gruppen grupper",
        "klub klubben klubber", "ven venner vennerne", "gåtur gåture gåturen", "dans danse danser dansen",
        "kvinde kvinder kvinderne", "strikke strikker", "have haven haver", "kaffe kaffen", "barn børn børnene",
    ],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(word) for word in words(forms)}) == 1


def test_different_words_keep_different_stems():
    said = "spisning sang mand kvinde bog gåtur kort kor dans have kirke it strik vin båd hund snak motion"
    assert len({stem(word) for word in words(said)}) == len(said.split())


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("fællesspisning", "faelles spisning"),
        ("mandegruppe", "mande gruppe"),
        ("havelauget", "have lauget"),
        ("læsekredsen", "laese kredsen"),
        ("svømmehallen", "svoemme hallen"),
        ("spisning", ""),
        ("xyz", ""),
    ],
)
def test_compounds_come_apart_where_a_dane_would_cut(compound, expected):
    assert " ".join(parts(fold(compound), vocabulary().is_part)) == expected


@given(st.text(max_size=100))
def test_folding_leaves_plain_letters_and_is_done_once(text):
    for word in words(text):
        assert word.isascii()
        assert word.isalnum()
        assert word == fold(word)


@given(WORDS, st.data())
@settings(max_examples=100)
def test_a_word_with_a_slip_is_looked_up_and_found(word, data):
    word = fold(word)
    place = data.draw(st.integers(0, len(word) - 1))
    kind = data.draw(st.sampled_from(["missing", "doubled", "wrong", "swapped"]))
    wrong = {
        "missing": word[:place] + word[place + 1 :],
        "doubled": word[:place] + word[place] + word[place:],
        "wrong": word[:place] + "q" + word[place + 1 :],
        "swapped": word[:place] + word[place : place + 2][::-1] + word[place + 2 :],
    }[kind]
    assert distance(word, wrong, 2) <= 1
    if slips_allowed(wrong) and slips_allowed(word):
        assert shortened(word) & shortened(wrong)
        if wrong != word:
            assert nearest(wrong, [word]) == (word,)


@given(WORDS, WORDS)
def test_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, 3) == distance(other, one, 3)


def test_short_words_and_numbers_are_never_corrected():
    assert nearest("it", ["is"]) == ()
    assert nearest("8500", ["8400"]) == ()


def test_a_question_without_telling_words_is_still_a_question():
    assert asked("på", vocabulary()).words == ("paa",)
    assert asked("Jeg vil gerne ud at synge", vocabulary()).words == ("synge",)
    assert asked("", vocabulary()).words == ()


def test_the_vocabulary_says_what_is_the_same_and_what_is_near():
    own = read("# about\nkaffe, café; kage\npart: klub\nweak: klub\nstop: og\n")
    assert own.same["cafe"] == {stem("kaffe")}
    assert own.near["cafe"] == {"kag"}
    (group,) = understood(asked("kaffeklub", own), own, Lexicon())
    assert [way.stems for way in group.ways][:3] == [("kafeklub",), ("kaf",), ("cafe",)] or group.ways[1].stems == (
        "kaf",
    )


@pytest.mark.parametrize(
    ("apart", "whole"),
    [
        ("have klub", "haveklub"),
        ("strikke café", "strikkecafé"),
        ("besøg ven", "besøgsven"),
        ("mande klub", "mandeklub"),
    ],
)
def test_a_compound_written_apart_means_the_compound(apart, whole):
    """Also with a word that says nothing alone (have, folk), and without the s between."""
    met = understood(asked(apart, vocabulary()), vocabulary(), Lexicon())
    assert all(stem(fold(whole)) in {one for way in group.ways for one in way.stems} for group in met)
    assert not any(group.weak for group in met)


def test_two_words_that_are_no_compound_stay_two():
    met = understood(asked("kaffe gruppe", vocabulary()), vocabulary(), Lexicon())
    assert [group.weak for group in met] == [False, True]


@given(st.floats(54.5, 57.8), st.floats(8, 15.2), st.floats(0.1, 30), st.floats(0, 6.3), st.floats(0, 1))
def test_a_place_within_the_circle_stands_in_one_of_its_squares(latitude, longitude, km, angle, share):
    away = km * share / 111.2
    there = latitude + away * cos(angle), longitude + away * sin(angle) / cos(radians(latitude))
    assert f"'{cell(*there)}'" in around(latitude, longitude, km)


def test_a_large_circle_names_no_squares_and_a_small_one_few():
    assert around(56, 10, 50) == ""
    assert around(56, 10, 1).count("'G") < 6


def test_a_weak_word_decides_only_when_alone():
    two = understood(asked("gruppe strik", vocabulary()), vocabulary(), Lexicon())
    assert [group.weak for group in two] == [True, False]
    (one,) = understood(asked("gruppe", vocabulary()), vocabulary(), Lexicon())
    assert not one.weak
