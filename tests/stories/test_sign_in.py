"""Getting in: the start page, the password, and the language."""

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
    assert page.get_by_text("Vi kunne ikke logge dig ind").is_visible()
    axe(page)
    look(page, "login-wrong")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/min-dag/")


def test_a_page_that_does_not_exist_says_so_calmly(as_user, axe, look):
    for width in ("phone", "desktop"):
        page = as_user("karin", width=width)
        assert page.goto("/findes-ikke/").status == 404
        assert page.get_by_role("heading", name="Siden findes ikke").is_visible()
        axe(page)
        look(page, "404")
