"""Frederikshavn's talk about the good life, its parts counted each by themselves; and asked in another language."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.journeys import ask, find
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.models import User
from brobygger.registry.instruments.load import load
from brobygger.registry.own_instruments import operations, words_rules
from brobygger.registry.own_instruments.models import InstrumentWords
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme
from tests.pdf_reading import pdf_of, words_of

# Body 3 of 9, mood 8 of 9, T-ILS 6, four interests, zest 4 of 9. The fourteenth is written in words.
ANSWERS = [1, 1, 1, 3, 3, 2, 2, 2, 2, 1, 0, 1, 0, None, 2, 1, 1]
PARTS = ("Kroppen", "Humøret", "Samværet", "Interesser", "Lyst til noget nyt")


def client_of(name):
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def episode(cast):
    """Villy is found in the register and waits to be asked about the good life."""
    programme = given_programme(cast, "000-frederikshavn")
    with acting_as(cast.mette):
        return find.begin(
            person=cast.villy, programme=programme, found_by="register", by=cast.mette, at=cast.at - timedelta(days=5)
        )


@pytest.fixture
def mette(cast):
    return client_of("mette")


def answered(mette, episode, **begun):
    """Begin, answer every question, and keep the answers. Returns the page of the result."""
    send(mette, f"/besoeg/{episode.id}/", mode="visit", instrument="good-life@1", **begun)
    for number, given in enumerate(ANSWERS, start=1):
        value = "Kortspil og koret" if given is None else given
        assert send(mette, f"/besoeg/{episode.id}/{number}/", answer=value).status_code == 302
    html = mette.get(f"/besoeg/{episode.id}/gem/").content.decode()
    fields = {
        name: (re.search(rf'name="{name}"[^>]*value="([^"]*)"', html) or ["", ""])[1]
        for name in ("screening_id", "instrument", "mode", "answers", "language")
    }
    note = re.search(r'name="note"[^>]*>([^<]*)<', html)[1]
    sent = send(mette, f"/besoeg/{episode.id}/gem/", **fields, note=note)
    assert sent.status_code == 302, sent.content.decode()[:500]
    return mette.get(sent.headers["Location"]).content.decode()


def kept(cast):
    with acting_as(cast.system):
        return Screening.objects.get()


# ---- The good life (R019)


def test_the_parts_are_counted_apart_and_the_colour_is_that_of_company(cast, mette, episode):
    html = answered(mette, episode)
    for told in ("3 af 9: Kroppen sætter grænser", "8 af 9: Dagene er gode", "6 af 9: Noget savn af samvær",
                 "4 af 9: Måske", "Delene lægges ikke sammen"):  # fmt: skip
        assert told in html
    assert "Kan du lide at lave noget med hænderne, for eksempel i et værksted eller en have?: Ja" in html
    taken = kept(cast)
    assert (taken.score, taken.colour, taken.band) == (6, "yellow", "")  # T-ILS alone, never a sum of parts
    assert taken.note == "Kortspil og koret"
    with acting_as(cast.system):
        episode.refresh_from_db()
    assert episode.next_step == "consented"
    page = mette.get(f"/borgere/{cast.villy.id}/?fane=maalinger").content.decode()
    assert "Samtalen om det gode liv: Humøret" in page
    assert "Samtalen om det gode liv: Interesser" not in page  # they give no number


def test_it_can_be_taken_along_on_paper_and_without_coverage(cast, mette, episode):
    sheet = words_of(pdf_of(mette.get(f"/besoeg/{episode.id}/ark/good-life@1/udskriv/")))
    for part in PARTS:
        assert sheet.count(part) >= 1
    typed = {f"item_{number}": answer for number, answer in enumerate(ANSWERS, start=1) if answer is not None}
    sent = send(
        mette, f"/besoeg/{episode.id}/ark/good-life@1/", screening_id=uuid4(), consent_id=uuid4(),
        asked_on=cast.today.isoformat(), interviewer=str(cast.mette.user_id), talked="visit", signed="no",
        note="", language="", **typed,
    )  # fmt: skip
    assert sent.status_code == 302
    assert kept(cast).mode == "paper"


def taken_along(cast, episode):
    """What Karin's phone has of the visit that is planned for today."""
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[episode], planned_at=[cast.at + timedelta(seconds=5)], employee=cast.karin,
            by=cast.mette, at=cast.at,
        )  # fmt: skip
    (one,) = client_of("karin").get("/uden-daekning/dag/").json()["visits"]
    return one


def test_the_phone_sends_it_whole(cast, episode):
    one = taken_along(cast, episode)
    assert [item["part"] for item in one["items"]][::6] == ["Kroppen", "Samværet", "Interesser"]
    assert len(one["items"]) == len(ANSWERS)
    moment = datetime.now(DENMARK)
    visit = {
        "screening_id": str(uuid4()), "consent_id": str(uuid4()), "opened_at": moment.isoformat(),
        "instrument": "good-life@1", "answers": ANSWERS, "mode": "visit", "note": "Kortspil", "said": "later",
        "language": "en",
    }  # fmt: skip
    sent = client_of("karin").post(
        f"/besoeg/{episode.id}/modtag/", {"visit": json.dumps(visit)},
        headers={"Idempotency-Key": str(uuid4()), "Phone-Clock": moment.isoformat()},
    )  # fmt: skip
    assert sent.status_code == 201
    assert (kept(cast).score, kept(cast).language) == (6, "en")


def test_an_own_instrument_can_begin_as_it_and_a_part_can_be_taken_out(cast):
    lone = client_of("lone")
    begun = send(lone, "/maaleredskaber/nyt/", title="Det gode liv hos os", like="good-life@1")
    draft = begun.headers["Location"]
    assert "Hver del tælles for sig" in lone.get(draft).content.decode()
    about = lone.get(f"{draft}om/").content.decode()
    assert re.search(r'value="parts"[^>]*checked', about)
    for _question in range(3):  # the three about the body
        send(lone, f"{draft}spoergsmaal/1/flyt/", do="remove", seen=_edition(lone, draft))
    published = send(lone, f"{draft}tag-i-brug/", seen=_edition(lone, draft))
    assert published.status_code == 302
    with acting_as(cast.lone):
        made = load("own-det-gode-liv-hos-os")
    assert [part.id for part in made.parts] == ["mood", "company", "interests", "zest"]
    assert made.range == (3, 9)


def _edition(client, draft):
    return re.search(r'name="seen" value="(\d+)"', client.get(draft).content.decode())[1]


# ---- Languages


def given_words(cast, ref, code="ar"):
    instrument = load(ref)
    words = {text: f"{code}: {text}" for text in words_rules.texts_of(instrument)}
    with acting_as(cast.lone):
        operations.give_words(instrument=instrument, language=code, words=words, by=cast.lone, at=cast.at)


def test_words_are_given_text_by_text_and_a_half_language_is_asked_of_nobody(cast, episode, mette):
    lone = client_of("lone")
    texts = words_rules.texts_of(load("good-life@1"))
    half = {f"text_{number}": f"tr {number}" for number in range(1, 5)}
    address = "/maaleredskaber/good-life@1/sprog/tr/"
    assert send(lone, address, **half).status_code == 302
    assert f"4 af {len(texts)}" in lone.get("/maaleredskaber/good-life@1/sprog/").content.decode()
    assert "tyrkisk" not in mette.get(f"/besoeg/{episode.id}/").content.decode()
    assert mette.get(f"/besoeg/{episode.id}/ark/good-life@1/sprog/tr/").status_code == 404
    whole = {f"text_{number}": f"tr {number}" for number in range(1, len(texts) + 1)}
    assert send(lone, address, **whole).status_code == 302
    assert "tyrkisk" in mette.get(f"/besoeg/{episode.id}/").content.decode()
    with acting_as(cast.lone):
        assert InstrumentWords.objects.count() == 2  # the earlier words stay
    assert send(lone, address).status_code == 422  # nothing given
    assert lone.get("/maaleredskaber/good-life@1/sprog/xx/").status_code == 404
    assert client_of("karin").get("/maaleredskaber/good-life@1/sprog/").status_code == 403


def test_the_person_is_asked_in_the_language_and_it_is_kept_with_the_answer(cast, mette, episode):
    given_words(cast, "good-life@1")
    send(mette, f"/besoeg/{episode.id}/", mode="visit", instrument="good-life@1", language="ar")
    first = mette.get(f"/besoeg/{episode.id}/1/").content.decode()
    assert '<div lang="ar" dir="rtl">' in first
    assert "ar: Kroppen kan det" in first
    assert "ar: Passer slet ikke" in first
    answered(mette, episode, language="ar")
    assert (kept(cast).language, kept(cast).score) == ("ar", 6)  # the number is what it always is
    page = mette.get(f"/borgere/{cast.villy.id}/?fane=maalinger").content.decode()
    assert "svaret af borgeren selv), spurgt på arabisk" in page


def test_the_questions_are_printed_in_the_language_with_the_numbers_of_the_danish_sheet(cast, mette, episode):
    given_words(cast, "good-life@1")
    html = mette.get(f"/besoeg/{episode.id}/ark/good-life@1/sprog/ar/").content.decode()
    assert 'dir="rtl"' in html
    assert "ar: Jeg kommer uden for hjemmet" in html
    one = taken_along(cast, episode)
    assert [each["code"] for each in one["tongues"]] == ["en", "ar"]
    assert one["tongues"][1]["items"][0]["text"].startswith("ar: ")


@pytest.mark.parametrize("language", ["xx", "tr"])  # no language; one without words
def test_a_language_that_cannot_be_asked_in_is_danish(cast, mette, episode, language):
    send(mette, f"/besoeg/{episode.id}/", mode="visit", instrument="good-life@1", language=language)
    assert "Kroppen kan det, jeg har brug for" in mette.get(f"/besoeg/{episode.id}/1/").content.decode()
