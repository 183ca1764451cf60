"""Karin's day on the telephone: a visit in few taps, a yes, a no, and «jeg er bekymret»."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect

TAPS_GREEN = 12  # issue 2, point 7c
SECONDS_GREEN = 60


class Thumb:
    """Counts every tap."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def on(self, role, name, *, exact=False):
        self.taps += 1
        self.page.get_by_role(role, name=name, exact=exact).first.click()


@pytest.fixture
def given(stories):
    """Somebody found in Favrskov's programme with a visit planned for Karin today."""

    def found(given_name, family_name, **facts):
        from brobygger.journeys import ask
        from brobygger.registry.people.acting import acting_as

        with stories.database():
            person = stories.given_person(given_name, family_name, **facts)
            episode = stories.given_episode(person, stories.programmes.favrskov)
            with acting_as(stories.cast.mette):
                ask.offer_visits(
                    episodes_to_ask=[episode], planned_at=[stories.cast.at + timedelta(minutes=5)],
                    employee=stories.cast.karin, by=stories.cast.mette, at=stories.cast.at,
                )  # fmt: skip
        return episode

    return found


def answer_three(thumb, *answers):
    for answer in answers:
        thumb.on("button", answer, exact=True)


def test_a_green_visit_takes_few_taps(as_user, given, axe, look, stories):
    given("Agnes", "Agerbo", address="Enghavevej 3", postcode="9998", city="Eksempelkøbing")
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    axe(page)
    look(page, "my-day")
    thumb, began = Thumb(page), time.monotonic()
    thumb.on("link", "Start besøg hos Agnes Agerbo")
    axe(page)
    look(page, "visit-1-begin")
    thumb.on("button", "Begynd, jeg er på besøg")
    axe(page)
    look(page, "visit-2-item")
    answer_three(thumb, "Sjældent", "Sjældent", "Sjældent")
    axe(page)
    look(page, "visit-2-save")
    thumb.on("button", "Gem, og se svaret")
    axe(page)
    look(page, "visit-3-green")
    expect(page.locator("h1")).to_contain_text("grøn")
    expect(page.get_by_text("modtaget")).to_be_visible()
    expect(page.get_by_text("Agnes savner ikke samvær lige nu")).to_be_visible()
    thumb.on("link", "Færdig")
    page.wait_for_url("**/min-dag/")
    print(f"green: {thumb.taps} taps, {time.monotonic() - began:.1f} s with axe")
    assert thumb.taps <= TAPS_GREEN
    assert time.monotonic() - began < SECONDS_GREEN
    expect(page.get_by_text("Agnes Agerbo")).to_have_count(0)


def test_a_yellow_visit_ends_with_a_yes_and_two_wishes(as_user, given, axe, look):
    given("Gudrun", "Gade")
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    thumb = Thumb(page)
    thumb.on("link", "Start besøg hos Gudrun Gade")
    thumb.on("button", "Begynd, vi taler i telefon")
    answer_three(thumb, "En gang imellem", "Ofte")
    thumb.on("link", "Tilbage")
    expect(page.get_by_role("button", name="Ofte ✓ valgt")).to_be_visible()
    thumb.on("button", "Ofte")
    thumb.on("button", "Sjældent", exact=True)
    thumb.on("button", "Gem, og se svaret")
    look(page, "visit-3-yellow")
    expect(page.locator("h1")).to_contain_text("gul")
    thumb.on("link", "Videre: vil borgeren være med?")
    axe(page)
    look(page, "visit-4-yes")
    thumb.on("button", "Ja tak")
    axe(page)
    look(page, "visit-5-wishes")
    page.get_by_label("sang og musik").check()
    page.get_by_label("gåture").check()
    page.get_by_label("Ja", exact=True).check()
    thumb.on("button", "Gem, og bliv færdig")
    axe(page)
    look(page, "visit-6-end")
    expect(page.get_by_text("Næste skridt: ønsker")).to_be_visible()
    thumb.on("link", "Se, hvad der er i nærheden")
    axe(page)
    look(page, "visit-7-near")
    thumb.on("link", "Tilbage")
    thumb.on("link", "Færdig")
    page.wait_for_url("**/min-dag/")


def test_a_no_is_kept_with_the_day_to_ask_again(as_user, given, axe, look, stories):
    given("Nora", "Nygård")
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    page.get_by_role("link", name="Start besøg hos Nora Nygård").first.click()
    page.get_by_role("link", name="Ingen hjemme, eller nej tak til besøget").click()
    axe(page)
    look(page, "visit-4-no")
    page.get_by_label("Har ikke kræfter").check()
    page.get_by_role("button", name="Gem").click()
    axe(page)
    look(page, "visit-6-end-no")
    expect(page.get_by_text("Nora kan spørges igen")).to_be_visible()


def test_red_signs_show_where_to_get_help(as_user, given, axe, look):
    given("Rosa", "Ravnsborg", cognitive_impairment=True)
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    page.get_by_role("link", name="Start besøg hos Rosa Ravnsborg").first.click()
    axe(page)
    look(page, "visit-1-signs")
    page.get_by_role("button", name="Begynd, jeg er på besøg").click()
    for _sign in range(9):
        page.get_by_role("button", name="Ja", exact=True).click()
    page.get_by_role("button", name="Gem, og se svaret").click()
    axe(page)
    look(page, "visit-3-red")
    expect(page.get_by_role("heading", name="Hjælp med det samme")).to_be_visible()


def test_a_visit_works_without_scripts(as_user, given):
    given("Uffe", "Udengaard", sex="male")
    page = as_user("karin", width="phone", scripts=False)
    page.goto("/min-dag/")
    page.get_by_role("link", name="Start besøg hos Uffe Udengaard").first.click()
    page.get_by_role("button", name="Begynd, jeg er på besøg").click()
    for _item in range(3):
        page.get_by_role("button", name="Ofte").click()
    page.go_back()
    page.get_by_role("button", name="Sjældent").click()  # the browser's own way back loses nothing either
    page.get_by_role("button", name="Gem, og se svaret").click()
    expect(page.locator("h1")).to_contain_text("rød")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_karin_says_that_she_is_worried_and_gets_a_number(as_user, axe, look, width):
    page = as_user("karin", width=width)
    page.goto("/min-dag/")
    page.get_by_role("link", name="Jeg er bekymret for en borger").click()
    axe(page)
    look(page, "tip-send")
    page.get_by_role("button", name="Send besked").click()
    expect(page.get_by_text("Der mangler noget")).to_be_visible()
    axe(page)
    look(page, "tip-wrong")
    page.get_by_label("Hvem tænker du på?").fill("Elna på Åvej")
    page.get_by_label("Hvad har du lagt mærke til?").fill("Hun går ikke ud mere og savner at snakke.")
    page.get_by_role("button", name="Send besked").click()
    expect(page.get_by_text("Din kvittering har nummer")).to_be_visible()
    axe(page)
    look(page, "tip-receipt")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_my_day_is_clean_in_english_too(as_user, axe, look, width):
    page = as_user("karin", width=width)
    page.goto("/min-dag/")
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/min-dag/")
    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)
    look(page, "my-day-english")


def test_a_task_is_done_and_undone(as_user, stories, axe, look):
    from brobygger.journeys import ask
    from brobygger.registry.people.acting import acting_as

    with stories.database():
        person = stories.given_person("Tove", "Trane", phone="21 00 00 55")
        episode = stories.given_episode(person, stories.programmes.favrskov)
        with acting_as(stories.cast.mette):
            at = stories.cast.at - timedelta(days=120)
            ask.said_no(episode=episode, reason="declined", by=stories.cast.mette, at=at)
    page = as_user("karin", width="phone")
    page.goto("/min-dag/")
    axe(page)
    look(page, "my-day-task")
    page.get_by_role("link", name="Spørg igen: Tove Trane").click()
    axe(page)
    look(page, "task")
    page.get_by_label("Ikke nødvendigt længere").check()
    page.get_by_role("button", name="Færdig").click()
    expect(page.get_by_text("Opgaven er klaret.")).to_be_visible()
    axe(page)
    look(page, "task-undo")
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_role("link", name="Spørg igen: Tove Trane")).to_be_visible()
