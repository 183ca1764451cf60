"""Getting in: the start page, the password, and the language."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD, email_of


def test_karin_signs_in_with_her_password_and_stands_at_her_day(as_user, axe, look):
    page = as_user(None, width="phone")
    page.goto("/")
    axe(page)
    look(page, "start")
    page.get_by_role("link", name="Log ind").click()
    axe(page)
    look(page, "login")
    page.get_by_label("E-mail").fill(email_of("karin"))
    page.get_by_label("Adgangskode").fill("ikke denne her i hvert fald")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_text("Vi kunne ikke logge dig ind")).to_be_visible()
    axe(page)
    look(page, "login-wrong")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/min-dag/")


def test_a_page_that_does_not_exist_says_so_calmly(as_user, axe, look):
    for width in ("phone", "desktop"):
        page = as_user("karin", width=width)
        assert page.goto("/findes-ikke/").status == 404
        expect(page.get_by_role("heading", name="Siden findes ikke")).to_be_visible()
        axe(page)
        look(page, "404")


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_pages_of_one_s_own_account_can_be_used_by_everybody(as_user, axe, look, width):
    page = as_user("lone", width=width)
    for name, address in (("account", "/konto/"), ("two-steps", "/konto/to-trin/"), ("statement", "/tilgaengelighed/")):
        page.goto(address)
        axe(page)
        look(page, name)
    page.goto("/konto/to-trin/slaa-til/")
    axe(page)
    look(page, "password-again")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Fortsæt").click()
    assert page.get_by_role("img", name="Mønster til appen").evaluate("it => it.naturalWidth") > 0
    axe(page)
    look(page, "two-steps-on")


def test_karin_is_told_when_a_page_is_for_another_role(as_user, axe, look):
    page = as_user("karin", width="phone")
    assert page.goto("/indsatser/").status == 403
    axe(page)
    look(page, "403")


def test_the_start_page_in_english(as_user, axe, look):
    page = as_user(None, width="desktop", language="en")
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == "en"
    axe(page)
    look(page, "start-english")
