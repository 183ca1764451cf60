"""A visit on paper: the sheet can be read by anybody who reads PDFs, and is typed in as it was said and when."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.short_codes import short_code
from brobygger.journeys import ask, find
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.models import User
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent
from tests.cast import email_of, given_programme
from tests.pdf_reading import codes_on, pdf_of, squares_for, words_of

T_ILS = "t-ils@2"


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


@pytest.fixture
def episode(cast):
    """Aase was found ten days ago, and waits to be asked."""
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        return find.begin(
            person=cast.aase, programme=programme, found_by="home_care", by=cast.mette,
            at=cast.at - timedelta(days=10),
        )  # fmt: skip


@pytest.fixture
def karin(cast):
    return client_of("karin")


def sheet_at(episode) -> str:
    return f"/besoeg/{episode.id}/ark/{T_ILS}/"


def given_visit_today(cast, episode):
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[episode], planned_at=[cast.at + timedelta(seconds=5)], employee=cast.karin,
            by=cast.mette, at=cast.at,
        )  # fmt: skip


def typed(cast, **changes):
    """What stands on the filled sheet."""
    return {
        "idempotency_key": str(uuid4()), "screening_id": str(uuid4()), "consent_id": str(uuid4()),
        "asked_on": (cast.today - timedelta(days=3)).isoformat(), "interviewer": str(cast.karin.user_id),
        "interviewer_name": "", "talked": "visit", "item_1": "3", "item_2": "2", "item_3": "2", "note": "",
        "signed": "yes",
    } | changes  # fmt: skip


def now_in_the_tables(cast, model, **which):
    with acting_as(cast.system):
        return list(model.objects.filter(**which))


# ---- Printing


def test_the_sheet_holds_what_a_visit_needs_and_its_code_opens_the_form(karin, cast, episode):
    read = pdf_of(karin.get(sheet_at(episode) + "udskriv/"))
    text = words_of(read)
    for words in ("Hvor ofte føler du dig isoleret fra andre?", "En gang imellem", "Dato for samtalen",
                  "Hvem spurgte", "Borgerens underskrift", "et år efter den dag, du skriver under",
                  short_code(episode.id)):  # fmt: skip
        assert words in text
    assert len(read.pages) == 2
    assert codes_on(read.pages[1]) == [squares_for("http://testserver" + sheet_at(episode))]


def test_neither_the_sheet_nor_its_code_tells_who_it_is(karin, cast, episode):
    """A first name and an initial on the paper; an identifier behind the sign-in in the code."""
    text = words_of(pdf_of(karin.get(sheet_at(episode) + "udskriv/")))
    assert "Aase A." in text
    assert "Andersen" not in text
    assert "Åvej" not in text
    assert not re.search(r"\d{6}-?\d{4}", text)
    assert codes_on(pdf_of(karin.get(sheet_at(episode) + "udskriv/")).pages[1]) != [squares_for("http://testserver/")]


def test_a_lost_sheet_opens_nothing_without_signing_in(cast, episode):
    for address in (sheet_at(episode), sheet_at(episode) + "udskriv/", "/papir/"):
        answered = Client().get(address)
        assert answered.status_code == 302
        assert answered.headers["Location"] == f"/login/?next={address}"


def test_the_day_is_printed_with_times_and_a_sheet_for_each_visit(karin, cast, episode):
    given_visit_today(cast, episode)
    read = pdf_of(karin.get("/papir/min-dag/"))
    assert len(read.pages) == 3
    assert "Aase Andersen" in words_of(read, 0)
    assert "Åvej 8" in words_of(read, 0)
    assert codes_on(read.pages[2]) == [squares_for("http://testserver" + sheet_at(episode))]


def test_a_day_without_visits_says_so_and_a_day_with_more_costs_no_more_queries(
    karin, cast, episode, django_assert_max_num_queries
):
    answered = karin.get("/papir/min-dag/")
    assert answered.status_code == 409
    assert "Der er ingen besøg i dag" in answered.content.decode()
    given_visit_today(cast, episode)
    with acting_as(cast.mette):
        more = [
            find.begin(person=person, programme=episode.programme, found_by="home_care", by=cast.mette, at=cast.at)
            for person in (cast.villy,)
        ]
    karin.get("/papir/min-dag/")
    one = queries_of(karin)
    for each in more:
        given_visit_today(cast, each)
    assert queries_of(karin) == one


def queries_of(client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/papir/min-dag/").status_code == 200
    return len(captured.captured_queries)


def test_talk_cards_and_consent_are_printed_without_anybodys_name(karin, cast):
    cards = pdf_of(karin.get("/papir/samtalekort/"))
    assert len(cards.pages) == 1
    assert "Hvem griner du sammen med?" in words_of(cards)
    consent = pdf_of(karin.get("/papir/samtykke/"))
    assert len(consent.pages) == 1
    assert "Du kan altid sige nej igen." in words_of(consent)


def test_an_english_page_prints_english(karin, cast, episode):
    karin.cookies["sprog"] = "en"
    read = pdf_of(karin.get(sheet_at(episode) + "udskriv/"))
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert "How often do you feel isolated from others?" in words_of(read)


def test_an_instrument_of_another_recipe_has_no_sheet_here(karin, episode):
    assert karin.get(f"/besoeg/{episode.id}/ark/hearing-7@1/udskriv/").status_code == 409
    assert karin.get(f"/besoeg/{episode.id}/ark/hearing-7@1/").status_code == 409


# ---- Typing in


def test_a_sheet_is_kept_as_it_was_said_on_its_own_day_by_the_one_who_asked(karin, cast, episode):
    mette = client_of("mette")
    answered = mette.post(sheet_at(episode), typed(cast, note="Kan lide at synge"))
    assert answered.headers["Location"] == f"/besoeg/{episode.id}/oensker/"
    (taken,) = now_in_the_tables(cast, Screening)
    assert (taken.mode, taken.answers, taken.note) == ("paper", [3, 2, 2], "Kan lide at synge")
    assert local_date(taken.taken_at) == cast.today - timedelta(days=3)
    assert taken.taken_by_id == cast.karin.user_id  # who asked, not who typed
    assert local_date(taken.recorded_at) == cast.today
    (consent,) = now_in_the_tables(cast, Consent)
    assert (consent.how, consent.given_on) == ("paper", cast.today - timedelta(days=3))
    assert consent.expires_on == consent.given_on + timedelta(days=365)
    moves = now_in_the_tables(cast, MoveRow, step__in=["screened", "consented"])
    assert {local_date(move.at) for move in moves} == {cast.today - timedelta(days=3)}
    assert {move.by_user_id for move in moves} == {cast.mette.user_id}  # who wrote it down


def test_without_a_signature_there_is_no_consent(karin, cast, episode):
    answered = karin.post(sheet_at(episode), typed(cast, signed="no"))
    assert answered.headers["Location"] == f"/besoeg/{episode.id}/svar/"
    assert now_in_the_tables(cast, Consent) == []
    (one,) = now_in_the_tables(cast, Episode)
    assert one.next_step == "consented"


def test_answers_that_lead_nowhere_need_no_consent_and_the_page_says_so(karin, cast, episode):
    answered = karin.post(sheet_at(episode), typed(cast, item_1="1", item_2="1", item_3="1"))
    assert "Der er ikke skrevet et nyt samtykke ned" in karin.get(answered.headers["Location"]).content.decode()
    assert now_in_the_tables(cast, Consent) == []
    (one,) = now_in_the_tables(cast, Episode)
    assert (one.status, one.lost_reason) == ("lost", "not_lonely")


def test_the_name_of_somebody_without_a_sign_in_is_kept_as_written(karin, cast, episode):
    karin.post(sheet_at(episode), typed(cast, interviewer="other", interviewer_name="Vikar Vibe", talked="phone"))
    (taken,) = now_in_the_tables(cast, Screening)
    assert taken.taken_by_id is None
    assert taken.note == "Samtalen var i telefonen.\nSpurgt af Vikar Vibe (skrevet på arket)."


def test_the_same_sheet_sent_twice_is_stored_once(karin, cast, episode):
    fields = typed(cast)
    karin.post(sheet_at(episode), fields)
    karin.post(sheet_at(episode), fields | {"idempotency_key": str(uuid4())})
    assert len(now_in_the_tables(cast, Screening)) == 1
    assert len(now_in_the_tables(cast, Consent)) == 1


def test_a_sheet_from_the_day_somebody_was_found_is_not_before_that(karin, cast, episode):
    found_on = local_date(cast.at - timedelta(days=10))
    karin.post(sheet_at(episode), typed(cast, asked_on=found_on.isoformat()))
    (taken,) = now_in_the_tables(cast, Screening)
    assert taken.taken_at >= max(cast.at - timedelta(days=10), datetime.combine(found_on, time(12), DENMARK))
    assert local_date(taken.taken_at) == found_on


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"asked_on": ""}, "Skriv datoen fra arket."),
        ({"asked_on": "i tirsdags"}, "Skriv datoen som dag-måned-år."),
        ({"asked_on": "2999-01-01"}, "Datoen er ikke kommet endnu."),
        ({"asked_on": "2001-01-01"}, "Borgeren er først med fra"),
        ({"interviewer": ""}, "Vælg et af svarene."),
        ({"interviewer": str(uuid4())}, "Vælg et af svarene."),
        ({"interviewer": "other"}, "Skriv navnet fra arket."),
        ({"interviewer_name": "x" * 101}, "Skriv højst 100 tegn."),
        ({"item_2": ""}, "Spørgsmål 2 mangler et svar."),
        ({"item_2": "4"}, "Spørgsmål 2 mangler et svar."),
        ({"item_2": "٣"}, "Spørgsmål 2 mangler et svar."),
        ({"item_2": "9" * 400}, "Spørgsmål 2 mangler et svar."),
        ({"signed": "måske"}, "Vælg et af svarene."),
        ({"talked": ""}, "Vælg et af svarene."),
        ({"note": "x" * 1501}, "Skriv højst 1.500 tegn."),
    ],
)
def test_a_mistake_is_named_and_nothing_is_stored(karin, cast, episode, changes, said):
    answered = karin.post(sheet_at(episode), typed(cast, **changes))
    assert answered.status_code == 422
    assert said in answered.content.decode()
    assert now_in_the_tables(cast, Screening) == []


def test_the_short_code_opens_the_same_form(karin, episode):
    for written in (short_code(episode.id), short_code(episode.id).lower().replace("-", "")):
        answered = karin.post("/papir/", {"idempotency_key": str(uuid4()), "code": written})
        assert answered.headers["Location"] == sheet_at(episode)


@pytest.mark.parametrize("code", ["", "0000-0000", "K7QF", "' or 1=1 --", "x" * 5000])
def test_a_wrong_code_is_said_calmly(karin, cast, episode, code):
    assert karin.post("/papir/", {"idempotency_key": str(uuid4()), "code": code}).status_code == 422


# ---- Who may


def test_nobody_outside_the_unit_reaches_a_sheet(cast, episode):
    """Gerda is in the other unit; Bent and Ole may not ask; Nina is in another municipality."""
    with acting_as(cast.mette):
        gerdas = find.begin(
            person=cast.gerda, programme=episode.programme, found_by="home_care", by=cast.mette, at=cast.at
        )
    karin = client_of("karin")
    for address in (sheet_at(gerdas), sheet_at(gerdas) + "udskriv/", f"/besoeg/{uuid4()}/ark/{T_ILS}/"):
        assert karin.get(address).status_code == 404
    code = {"idempotency_key": str(uuid4()), "code": short_code(gerdas.id)}
    assert karin.post("/papir/", code).status_code == 422
    assert client_of("nina").get(sheet_at(episode)).status_code == 404
    for name in ("bent", "ole", "lone", "dorte", "admin"):
        for address in (sheet_at(episode), sheet_at(episode) + "udskriv/", "/papir/", "/papir/min-dag/",
                        "/papir/samtykke/", "/papir/samtalekort/"):  # fmt: skip
            assert client_of(name).get(address).status_code == 403


def test_the_ways_to_paper_stand_where_one_looks(karin, cast, episode):
    given_visit_today(cast, episode)
    assert "/papir/min-dag/" in karin.get("/min-dag/").content.decode()
    person = karin.get(f"/borgere/{cast.aase.id}/").content.decode()
    for path, leads_to in (("ark/udskriv/", sheet_at(episode) + "udskriv/"), ("ark/", sheet_at(episode))):
        assert f'"/besoeg/{episode.id}/{path}"' in person
        assert karin.get(f"/besoeg/{episode.id}/{path}").headers["Location"] == leads_to
    assert sheet_at(episode) + "udskriv/" in karin.get(f"/besoeg/{episode.id}/").content.decode()
