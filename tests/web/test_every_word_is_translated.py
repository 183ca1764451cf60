"""Every Danish word of the pages is in English too; `make lint` says the same, this says it in the tests."""

from brobygger.web import messages


def test_every_word_of_the_pages_is_also_in_english():
    assert messages.problems(messages.extract(), messages.stored()) == []
