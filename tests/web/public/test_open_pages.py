"""What anybody may open, the language, and the calm pages when something did not go as wished."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.web.public.open import OPEN_TO_ALL
from brobygger.web.shared.language import COOKIE
from tests.cast import PASSWORD, email_of


@pytest.fixture(autouse=True)
def _no_attempts_remembered():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def anybody(db):
    return Client()


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def views_by_name() -> dict[str, object]:
    found = {}
    for resolver in get_resolver().url_patterns:
        for pattern in getattr(resolver, "url_patterns", [resolver]):
            found[pattern.name] = pattern.callback
    return found


def test_every_address_is_guarded_or_openly_listed_and_never_both():
    for name, view in views_by_name().items():
        assert (name in OPEN_TO_ALL) is not hasattr(view, "action"), name


def test_every_reason_is_given_in_words():
    assert all(len(reason) > 20 for reason in OPEN_TO_ALL.values())


@pytest.mark.parametrize("address", ["/", "/tilgaengelighed/", "/login/", "/udseende"])
def test_anybody_may_open(anybody, address):
    answered = anybody.get(address)
    assert answered.status_code == 200
    assert '<html lang="da">' in answered.content.decode()


def test_the_look_is_shown_only_in_the_demonstration(anybody, settings):
    settings.DEMO = False
    assert anybody.get("/udseende").status_code == 404


def test_a_page_for_staff_leads_to_the_sign_in_and_back(cast, anybody):
    asked = anybody.get("/min-dag/")
    assert asked.headers["Location"] == "/login/?next=/min-dag/"
    form = {"login": email_of("karin"), "password": PASSWORD, "next": "/min-dag/"}
    assert anybody.post("/login/", form).headers["Location"] == "/min-dag/"
    assert anybody.get("/min-dag/").status_code == 200


def test_the_way_back_keeps_what_was_asked_for(cast, anybody):
    address = "/arbejdsliste/?fane=henvis&side=2"
    asked = anybody.get(address)
    assert parse_qs(urlsplit(asked.headers["Location"]).query)["next"] == [address]


def test_who_was_signed_out_while_writing_sees_what_was_written_and_nothing_else(cast, anybody):
    written = {"name": "Aase", "worry": "Hun sidder <b>meget</b> alene om aftenen", "csrfmiddlewaretoken": "a b" * 9}
    told = anybody.post("/besked/", written, HTTP_REFERER="http://testserver/besked/?om=1")
    page = told.content.decode()
    assert told.status_code == 403
    assert "Det, du sendte, er ikke gemt." in page
    assert "Hun sidder &lt;b&gt;meget&lt;/b&gt; alene om aftenen</textarea>" in page
    assert page.count("<textarea") == 1
    assert "Det længste, du skrev, står herunder." in page
    assert "Navne, tal og valg skal du skrive igen." in page, "Aase does not stand here"
    assert 'href="/login/?next=/besked/%3Fom%3D1"' in page
    elsewhere = anybody.post("/besked/", {}, HTTP_REFERER="https://ondt.example/x").content.decode()
    assert 'href="/login/?next=/"' in elsewhere
    assert "<textarea" not in elsewhere


def test_an_address_that_only_receives_is_a_page_with_a_way_on(cast):
    told = client_of("mette").get("/log-af/")
    page = told.content.decode()
    assert (told.status_code, told.headers["Allow"]) == (405, "POST")
    assert "Find siden igen, og prøv en gang til." in page
    assert 'href="/"' in page


@pytest.mark.parametrize("address", ["https://ondt.example/", "//ondt.example/", "/\\ondt.example/"])
def test_signing_in_never_leads_away_from_us(cast, anybody, address):
    form = {"login": email_of("karin"), "password": PASSWORD, "next": address}
    assert anybody.post("/login/", form).headers["Location"].startswith("/hjem/")


def test_a_wrong_password_says_so_and_after_some_times_asks_to_wait(cast, anybody):
    form = {"login": email_of("karin"), "password": "gættet"}
    assert "Vi kunne ikke logge dig ind" in anybody.post("/login/", form).content.decode()
    for _guess in range(8):
        anybody.post("/login/", form)
    html = anybody.post("/login/", form | {"password": PASSWORD}).content.decode()
    assert "mislykkede" in html or "Vent et øjeblik" in html
    assert "_auth_user_id" not in anybody.session


def test_an_unknown_address_is_told_the_same_as_a_wrong_password(cast, anybody):
    def words(email):
        html = anybody.post("/login/", {"login": email, "password": "gættet"}).content.decode()
        return html[html.index("alert-error") : html.index("<form method")].replace(email, "")

    assert words(email_of("karin")) == words("ingen@demo.brobygger.dk")


def test_logging_out_is_a_post(cast):
    karin = client_of("karin")
    assert karin.get("/log-af/").status_code == 405
    assert karin.post("/log-af/").headers["Location"] == "/"
    assert karin.get("/min-dag/").status_code == 302


def test_the_start_page_leads_those_signed_in_to_their_work(cast):
    assert client_of("karin").get("/").headers["Location"] == "/hjem/"


@pytest.mark.parametrize(
    ("name", "first"),
    [("karin", "/min-dag/"), ("mette", "/arbejdsliste/"), ("bent", "/nye-til-os/"), ("ole", "/min-dag/"),
     ("lone", "/indsatser/")],
)  # fmt: skip
def test_everybody_begins_at_their_own_page(cast, name, first):
    assert client_of(name).get("/hjem/").headers["Location"] == first


def test_somebody_without_a_role_is_told_whom_to_call(cast):
    client = Client()
    client.force_login(User.objects.create_user("ny@demo.brobygger.dk", PASSWORD))
    for address in ("/hjem/", "/min-dag/"):
        answered = client.get(address)
        assert answered.status_code == 403
        assert "Du har ingen rolle endnu" in answered.content.decode()
    assert "Ingen organisation har givet dig en rolle" in client.get("/konto/").content.decode()


@pytest.fixture
def mette_in_two_roles(cast):
    with acting_as(cast.system):
        user = User.objects.get(email=email_of("mette"))
        return Membership.objects.create(
            user=user, organisation=cast.association, role=Role.ASSOCIATION_LEADER, name="Mette Madsen",
            since=cast.today,
        )  # fmt: skip


def test_somebody_with_two_roles_chooses_and_can_choose_again(cast, mette_in_two_roles):
    mette = client_of("mette")
    assert mette.get("/hjem/").headers["Location"] == "/konto/"
    html = mette.get("/konto/").content.decode()
    assert "koordinator, Eksempelkøbing Kommune" in html
    assert "leder i forening, Fællesskabet Eksempelkøbing" in html
    mette.post("/rolle/", {"membership": str(mette_in_two_roles.id)})
    assert mette.get("/hjem/").headers["Location"] == "/nye-til-os/"
    assert mette.get("/arbejdsliste/").status_code == 403
    mette.post("/rolle/", {"membership": str(cast.mette.membership_id)})
    assert mette.get("/hjem/").headers["Location"] == "/arbejdsliste/"


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-4000-8000-000000000001"])
def test_a_role_not_held_cannot_be_chosen(cast, wanted):
    mette = client_of("mette")
    assert mette.post("/rolle/", {"membership": wanted}).status_code == 404
    assert mette.post("/rolle/", {"membership": str(cast.bent.membership_id)}).status_code == 404
    assert "membership_id" not in mette.session


def test_the_language_is_kept_and_leads_back(anybody):
    chosen = anybody.post("/sprog/", {"language": "en", "next": "/tilgaengelighed/"})
    assert chosen.headers["Location"] == "/tilgaengelighed/"
    assert chosen.cookies[COOKIE].value == "en"
    assert chosen.cookies[COOKIE]["httponly"]
    assert '<html lang="en">' in anybody.get("/").content.decode()
    anybody.post("/sprog/", {"language": "da"})
    assert '<html lang="da">' in anybody.get("/").content.decode()


@pytest.mark.parametrize(
    "back",
    ["https://ondt.example/", "//ondt.example/", "/\\ondt.example", "javascript:alert(1)", "", "\\\\ondt.example"],
)
def test_the_language_switch_leads_only_to_our_own_pages(anybody, back):
    assert anybody.post("/sprog/", {"language": "en", "next": back}).headers["Location"] == "/"


def test_a_language_we_do_not_have_changes_nothing(anybody):
    assert COOKIE not in anybody.post("/sprog/", {"language": "xx"}).cookies
    assert anybody.get("/sprog/").status_code == 405


def test_a_page_of_somebody_else_and_one_that_does_not_exist_are_the_same_to_the_byte(cast):
    karin = client_of("karin")
    foreign = karin.get(f"/borgere/{cast.gerda.id}/")
    neighbour = karin.get(f"/borgere/{cast.ruth.id}/")
    nobody = karin.get(f"/borgere/{uuid4()}/")
    nowhere = karin.get("/findes-ikke/")
    assert {answer.status_code for answer in (foreign, neighbour, nobody, nowhere)} == {404}
    assert foreign.content == neighbour.content == nobody.content == nowhere.content
    assert dict(foreign.headers) == dict(nobody.headers)


def test_a_role_without_access_is_told_calmly(cast):
    answered = client_of("dorte").get("/min-dag/")
    assert answered.status_code == 403
    assert "Siden hører til en anden rolle" in answered.content.decode()


def test_a_form_without_its_token_is_told_in_danish(cast):
    strict = Client(enforce_csrf_checks=True)
    answered = strict.post("/login/", {"login": "mette@demo.brobygger.dk"})
    assert answered.status_code == 403
    assert "Siden var for gammel" in answered.content.decode()


def test_a_fault_of_ours_is_told_calmly(cast, monkeypatch):
    from brobygger.web.public import views

    def broken(*_args, **_kwargs):
        raise RuntimeError("a fault")

    monkeypatch.setattr(views, "roles_of", broken)
    client = client_of("karin")
    client.raise_request_exception = False
    answered = client.get("/hjem/")
    assert answered.status_code == 500
    html = answered.content.decode()
    assert "Der skete en fejl hos os" in html
    assert "a fault" not in html
