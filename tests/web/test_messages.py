"""The English catalogue: what is told when it is not complete."""

import pytest
from babel.messages.catalog import Catalog

from brobygger.web import messages


def catalogue(**words):
    made = Catalog(locale="en")
    for danish, english in words.items():
        made.add(danish, english)
    return made


def test_a_complete_catalogue_has_no_problems():
    assert messages.problems(catalogue(Borger=""), catalogue(Borger="Person")) == []


def test_missing_untranslated_fuzzy_and_unused_messages_are_named():
    old = catalogue(Tavlen="", Broen="The bridge", Kor="Choir")
    old["Broen"].flags.add("fuzzy")
    told = messages.problems(catalogue(Borger="", Tavlen="", Broen=""), old)
    assert sorted(told) == [
        "fuzzy: 'Broen'",
        "not in the catalogue: 'Borger'",
        "not translated: 'Tavlen'",
        "used nowhere: 'Kor'",
    ]


def test_a_translation_that_lost_its_variable_is_told():
    found, old = Catalog(locale="en"), Catalog(locale="en")
    found.add("Side %(number)s", "")
    old.add("Side %(number)s", "Page %(numbr)s", flags={"python-format"})
    assert len(messages.problems(found, old)) == 1


def test_an_update_keeps_translations_drops_the_unused_and_writes_the_same_twice():
    new = messages.merged(catalogue(Borger="", Ny=""), catalogue(Borger="Person", Kor="Choir"))
    assert new["Borger"].string == "Person"
    assert new["Ny"].string == ""
    assert "Kor" not in new
    assert messages.as_text(new) == messages.as_text(messages.merged(new, new))


@pytest.fixture(scope="module")
def read():
    """Every Danish word of pages and code; reading them takes seconds."""
    return messages.extract()


def test_pages_and_code_are_both_read(read):
    assert "Gå til sidens indhold" in read  # a page
    assert "ikke vurderet" in read  # code
    assert "Side %(number)s af %(total)s" in read  # a trans block


def test_every_word_of_the_pages_is_also_in_english(read):
    """`make lint` says the same; this says it in the tests."""
    assert messages.problems(read, messages.stored()) == []
