"""Karin asks in Arabic from her telephone; Mette finds somebody of the same language; answers come from elsewhere."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import expect


def given_arabic(stories):
    """T-ILS with words in Arabic letters (no translation: signs for the test), as Lone has given them."""
    from brobygger.registry.instruments.load import load
    from brobygger.registry.own_instruments import operations, words_rules
    from brobygger.registry.people.acting import acting_as

    instrument = load("t-ils@2")
    words = {text: f"سؤال {number}" for number, text in enumerate(words_rules.texts_of(instrument), start=1)}
    with stories.database(), acting_as(stories.cast.lone) as lone:
        operations.give_words(instrument=instrument, language="ar", words=words, by=lone, at=stories.cast.at)


def given_visit(stories):
    from brobygger.journeys import ask
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        person = stories.given_person("Samira", "Sprogø", address="Enghavevej 3", postcode="9998")
        episode = stories.given_episode(person, stories.programmes.favrskov)
        with acting_as(stories.cast.mette) as mette:
            ask.offer_visits(
                episodes_to_ask=[episode], planned_at=[stories.cast.at + timedelta(minutes=7)],
                employee=stories.cast.karin, by=mette, at=stories.cast.at,
            )  # fmt: skip
    return person, episode


def test_the_telephone_asks_in_the_persons_language_and_says_which(stories, as_user, axe, look):
    given_arabic(stories)
    person, episode = given_visit(stories)
    karin = as_user("karin", width="phone")
    karin.goto("/min-dag/")
    expect(karin.get_by_text("Dagens besøg er på telefonen")).to_be_visible()
    karin.goto("/uden-daekning/")
    karin.get_by_text("Samira Sprogø").click()
    karin.get_by_label("Hvilket sprog bliver der spurgt på?").select_option("ar")
    look(karin, "language-begin")
    karin.get_by_role("button", name="Begynd, jeg er på besøg").click()
    expect(karin.locator("[data-screen] fieldset")).to_have_attribute("dir", "rtl")
    axe(karin)
    look(karin, "language-question")
    for _question in range(3):
        before = karin.locator("[data-screen] legend").inner_text()
        karin.locator("[data-screen] .answer").first.click()
        expect(karin.locator("[data-screen] legend", has_text=before)).to_have_count(0)
    karin.get_by_role("button", name="Videre").click()
    karin.get_by_role("button", name="Vi taler om det en anden dag").click()
    expect(karin.get_by_role("heading", name="Modtaget")).to_be_visible()
    with stories.database():
        from brobygger.pathway.screening.models import Screening
        from brobygger.registry.people.acting import acting_as

        with acting_as(stories.cast.system):
            taken = Screening.objects.get(episode=episode)
    assert (taken.language, taken.score) == ("ar", 3)
    sheet = as_user("karin")
    sheet.goto(f"/besoeg/{episode.id}/ark/t-ils@2/sprog/ar/")
    axe(sheet)
    look(sheet, "language-sheet")
    lone = as_user("lone")
    for address, name in (("/maaleredskaber/t-ils@2/sprog/", "list"), ("/maaleredskaber/t-ils@2/sprog/ar/", "words")):
        lone.goto(address)
        axe(lone)
        look(lone, f"language-{name}")
    mette = as_user("mette", width="phone")
    for address, name in (
        (f"/borgere/{person.id}/sprog/", "alike"), ("/omsorgsjournal/", "care-record"),
        (f"/borgere/{person.id}/omsorgsjournal/", "care-record-person"),
    ):  # fmt: skip
        mette.goto(address)
        axe(mette)
        look(mette, name)
