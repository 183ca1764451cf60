"""An offer in plain Danish, in other languages and read aloud; a page in each language that says how to call."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers import hsds_rules
from brobygger.communities.offers.models import Offer
from brobygger.pathway.detection.models import Tip
from brobygger.registry.access.models import User
from brobygger.registry.own_instruments import words_rules
from brobygger.registry.people.acting import acting_as
from brobygger.registry.wording.reading import HARD, lix
from brobygger.registry.wording.rules import LONGEST
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.shared import told_words
from brobygger.web.shared.tongues import KEYS, faults, said_in, written
from tests.cast import email_of

ARABIC = "نشرب القهوة ونغني معًا."
PLAIN = "Vi synger sammen. Vi drikker kaffe. Du kan bare komme."


def client_of(name):
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def a_call(**said):
    return {"form_id": str(uuid4()), "name": "Fatma Yıldız", "phone": "20 30 40 50", "best_time": "morning",
            "yes": "on", "website": "", **said}  # fmt: skip


def tips_of(cast):
    with acting_as(cast.mette):
        return list(Tip.objects.order_by("sent_at").values_list("about_name", "about_phone", "worry"))


@pytest.mark.parametrize("phone", ["٢١٢٢٣٣٤٤", "۲۱ ۲۲ ۳۳ ۴۴"])
def test_a_number_in_arabic_or_persian_digits_can_be_called(cast, phone):
    home = {"municipality": str(cast.municipality.id)}
    assert Client().post("/find/sprog/ar/", a_call(phone=phone) | home).status_code == 302
    assert [called for _name, called, _worry in tips_of(cast)] == ["21223344"]


@pytest.fixture
def sang(directory):
    return directory["Syng sammen om torsdagen"]


def test_every_language_says_the_same_in_its_own_letters():
    assert {tongue.code for tongue in written()} >= {"en", "de", "tr", "ar", "uk", "pl", "bs"}
    for tongue in written():
        assert faults(tongue, said_in(tongue.code)) == [], tongue.name


@pytest.mark.parametrize(
    ("key", "words"),
    [
        *[("title", ""), ("what", "{phone}"), ("call", "Ring"), ("cost", "<b>"), ("kept", "a" * 401), ("say", "قل")],
        *[("by", "Wir rufen an"), ("by", "{day} {day}"), ("unheard", "{day}"), ("send", "{phone}")],
    ],
)
def test_the_check_of_a_language_sees_what_is_wrong(key, words):
    assert any(fault.startswith(f"{key}:") for fault in faults(TONGUES["de"], {**said_in("de"), key: words}))


def test_keys_that_nobody_knows_are_seen_and_letters_from_left_are_no_arabic():
    assert faults(TONGUES["de"], {**said_in("de"), "more": "Mehr"}) == ["more: kender vi ikke"]
    assert len(faults(TONGUES["ar"], said_in("en"))) >= len(KEYS)


def test_a_language_has_the_same_danish_name_in_offers_instruments_and_open_data():
    for code, tongue in TONGUES.items():
        assert words_rules.name_of(code) == hsds_rules.LANGUAGES[code] == tongue.danish
        assert words_rules.from_the_right(code) == (tongue.direction == "rtl")
    assert set(words_rules.LANGUAGES) | {"en"} == set(TONGUES) == set(told_words.TONGUES)
    assert all(str(told_words.TONGUES[code]) == tongue.danish for code, tongue in TONGUES.items())
    assert {code for code, tongue in TONGUES.items() if tongue.direction == "rtl"} == {"ar", "fa", "ur"}


def test_a_page_in_each_language_says_how_to_call(db, client):
    listed = client.get("/find/sprog/").content.decode()
    for tongue in written():
        assert f'href="/find/sprog/{tongue.code}/" lang="{tongue.code}"' in listed
        page = client.get(f"/find/sprog/{tongue.code}/").content.decode()
        assert f'<div lang="{tongue.code}" dir="{tongue.direction}">' in page
        assert 'href="tel:' in page
        assert f"“Jeg taler {tongue.danish}. Vil I ringe til mig?”" in page
        assert said_in(tongue.code)["what"] in page
    assert 'dir="rtl"' in client.get("/find/sprog/ar/").content.decode()
    assert client.get("/find/sprog/xx/").status_code == 404
    assert client.get("/find/sprog/so/").status_code == 404  # a language nobody has written a page in
    assert 'href="/find/sprog/"' in client.get("/find/").content.decode()


def test_the_english_page_turns_the_pages_it_leads_to_and_a_day_keeps_its_capitals(sang, client):
    page = client.get("/find/sprog/en/").content.decode()
    assert '<a href="/find/">All places' not in page
    assert '<input type="hidden" name="next" value="/find/"><button name="language" value="en">All places' in page
    assert "in Danish)" not in page
    turned = client.post(reverse("language"), {"language": "en", "next": "/find/"})
    assert (turned.url, turned.cookies["sprog"].value) == ("/find/", "en")
    shown = client.get(reverse("find_offer", args=[sang.id])).content.decode()
    assert re.search(r"<li>[A-Z][a-z]+day \d+ [A-Z][a-z]+ 20\d\d</li>", shown)
    assert 'value="/find/"><button' not in client.get("/find/sprog/de/").content.decode()


def test_the_association_gives_plain_danish_and_other_languages_and_anybody_reads_them(cast, sang, client):
    address, bent = f"/tilbud/{sang.id}/andre-sprog/", client_of("bent")
    shown = bent.get(address).content.decode()
    assert 'lang="ar" dir="rtl"' in shown
    assert "العربية" in shown
    said = {"idempotency_key": str(uuid4()), "text": PLAIN, "ar": ARABIC, "de": "Wir singen <b>zusammen</b>."}
    checked = bent.post(address, {**said, "check": "1"}).content.decode()
    assert "lixtal" in checked.lower()
    assert bent.post(address, {**said, "idempotency_key": str(uuid4()), "tr": "x" * (LONGEST + 1)}).status_code == 422
    assert bent.post(address, {**said, "idempotency_key": str(uuid4())}).status_code == 302
    page = client.get(f"/find/tilbud/{sang.id}/").content.decode()
    assert "På let dansk" in page
    assert PLAIN in page
    assert '<details class="told-in" lang="ar" dir="rtl">' in page
    assert ARABIC in page
    assert "&lt;b&gt;zusammen" in page
    with acting_as(cast.mette):
        kept = Offer.objects.get(id=sang.id)
    assert kept.description["da"] == sang.description["da"]
    assert "tr" not in kept.description
    assert lix(PLAIN) < HARD
    emptied = {"idempotency_key": str(uuid4()), "text": "", "ar": "", "de": ""}
    assert bent.post(address, emptied).status_code == 302
    assert "På let dansk" not in client.get(f"/find/tilbud/{sang.id}/").content.decode()
    assert client_of("ole").get(address).status_code == 403


def test_the_button_that_reads_aloud_stays_away_until_a_voice_is_there(sang, client):
    page = client.get(f"/find/tilbud/{sang.id}/").content.decode()
    assert 'id="read-aloud" data-stop="Stop" hidden>' in page
    assert "<script" not in client.get("/find/").content.decode()  # the search still needs none
    script = Path("brobygger/web/static/read-aloud.js").read_text(encoding="utf-8")
    assert len(script) < 3000


def test_somebody_who_reads_no_danish_is_called_and_the_coordinator_knows_the_language(cast, client):
    for tongue in written():
        said = said_in(tongue.code)
        home = {"municipality": str(cast.municipality.id)}
        answer = client.post(f"/find/sprog/{tongue.code}/", a_call(phone=f"20 30 40 {len(tips_of(cast)) + 10}") | home)
        receipt = client.get(answer["Location"]).content.decode()
        assert said["thanks"] in receipt
        assert f'<div lang="{tongue.code}" dir="{tongue.direction}">' in receipt
        for part in (*said["by"].split("{day}"), *said["unheard"].split("{phone}")):
            assert part in receipt
        *_earlier, (name, _phone, worry) = tips_of(cast)
        assert (name, worry.split(" på Find")[0]) == ("Fatma Yıldız", f"Har skrevet på {tongue.danish}")
    assert len(tips_of(cast)) == len(written())


def test_what_is_missing_is_said_in_the_same_language_and_nothing_is_lost(cast, client):
    for tongue in written():
        said = said_in(tongue.code)
        wrong = a_call(name="", phone="12", best_time="x", yes="") | {"municipality": str(uuid4())}
        answer = client.post(f"/find/sprog/{tongue.code}/", wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        told = page[page.index('id="errors"') : page.index("<form method")]
        for key in ("missing", "no_name", "no_number", "no_choice", "no_yes"):
            assert said[key] in told
        assert 'value="12"' in page
        for danish in ("Skriv et", "Vælg et", "Sæt kryds"):
            assert danish not in page
    assert tips_of(cast) == []


def test_pressed_twice_it_is_one_call(cast, client):
    once = a_call() | {"municipality": str(cast.municipality.id)}
    assert {client.post("/find/sprog/tr/", once).status_code for _time in range(2)} == {302}
    assert len(tips_of(cast)) == 1
    trap = client.post("/find/sprog/tr/", a_call(website="x") | once | {"form_id": str(uuid4()), "website": "x"})
    assert (trap.status_code, len(tips_of(cast))) == (422, 1)


def test_the_code_on_the_paper_follows_from_page_to_page_and_is_written_down(cast, client):
    """A poster at the library leads to the search; from there the reader goes to Turkish, and forgets the name once."""

    def way_on(html: str, pattern: str) -> str:
        found = re.search(pattern, html)
        assert found, pattern
        return unescape(found[1])

    search = client.get("/find/?k=Bibliotek i Nørby").content.decode()
    assert way_on(search, r'href="(/find/ring-til-mig/[^"]*)"').endswith("?k=Bibliotek%20i%20N%C3%B8rby")
    tongues = client.get(way_on(search, r'href="(/find/sprog/[^"]*)"')).content.decode()
    turkish = client.get(way_on(tongues, r'href="(/find/sprog/tr/[^"]*)"')).content.decode()
    assert way_on(turkish, r'<li><a href="(/find/[^"]*)"') == "/find/?k=Bibliotek%20i%20N%C3%B8rby"
    called = a_call() | {"municipality": str(cast.municipality.id)}
    form = r'<form method="post" action="([^"]*)#write"'
    again = client.post(way_on(turkish, form), called | {"name": ""})
    assert again.status_code == 422
    assert client.post(way_on(again.content.decode(), form), called).status_code == 302
    ((_name, _phone, worry),) = tips_of(cast)
    assert "Så det her: bibliotek-i-noerby." in worry
    odd = client.get('/find/sprog/tr/?k="><script>').content.decode()
    assert "<script>" not in odd
