"""A visit, page by page: nothing is lost by going back, nothing is stored twice, a no is kept well."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.journeys import ask, find
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.matching.models import Wishes
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.models import User
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person
from brobygger.rehearsal.stage import member
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, address: str, **fields: object):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def favrskov(cast):
    return given_programme(cast, "001-favrskov")


@pytest.fixture
def episode(cast, favrskov):
    """Aase is found by home care and waits to be asked."""
    with acting_as(cast.mette):
        return find.begin(person=cast.aase, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)


@pytest.fixture
def karin(cast):
    return client_of("karin")


def now_in_the_tables(cast, model, **which):
    with acting_as(cast.system):
        return model.objects.get(**which)


def begin(karin: Client, episode: Episode, mode: str = "visit") -> None:
    answered = send(karin, f"/besoeg/{episode.id}/", mode=mode, instrument="t-ils@2")
    assert answered.headers["Location"] == f"/besoeg/{episode.id}/1/"


def answer(karin: Client, episode: Episode, *answers: object) -> None:
    for number, given in enumerate(answers, start=1):
        assert send(karin, f"/besoeg/{episode.id}/{number}/", answer=given).status_code == 302


def save_form(karin: Client, episode: Episode) -> dict[str, str]:
    html = karin.get(f"/besoeg/{episode.id}/gem/").content.decode()
    return {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1]
        for name in ("screening_id", "instrument", "mode", "answers")
    }


def test_the_opener_says_how_to_begin_and_makes_nothing(cast, karin, episode):
    html = karin.get(f"/besoeg/{episode.id}/").content.decode()
    assert "Aase Andersen" in html
    assert "Må jeg stille dig tre korte spørgsmål?" in html
    with acting_as(cast.system):
        assert not Screening.objects.exists()


def test_green_is_stored_once_however_often_the_phone_sends(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 1, 1, 1)
    form = save_form(karin, episode)
    first = send(karin, f"/besoeg/{episode.id}/gem/", **form, note="")
    again = send(karin, f"/besoeg/{episode.id}/gem/", **form, note="")
    assert first.headers["Location"] == again.headers["Location"] == f"/besoeg/{episode.id}/svar/"
    with acting_as(cast.system):
        kept = Screening.objects.get()
    assert (str(kept.id), kept.score, kept.colour, kept.mode) == (form["screening_id"], 3, "green", "visit")
    assert now_in_the_tables(cast, Episode, id=episode.id).lost_reason == "not_lonely"
    html = karin.get(f"/besoeg/{episode.id}/svar/").content.decode()
    assert "grøn" in html
    assert "savner ikke samvær lige nu" in html


def test_signed_out_between_two_questions_the_visit_says_that_it_begins_again(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 2)
    karin.logout()
    karin.force_login(User.objects.get(email=email_of("karin")))
    for lost in (f"/besoeg/{episode.id}/2/", f"/besoeg/{episode.id}/gem/"):
        page = karin.get(lost, follow=True).content.decode()
        assert "Besøget skal begynde forfra" in page
        assert "Begynd, jeg er på besøg" in page
    assert "begynde forfra" not in karin.get(f"/besoeg/{episode.id}/").content.decode()
    begin(karin, episode)
    answer(karin, episode, 2, 2, 1)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    back = karin.get(f"/besoeg/{episode.id}/3/")  # the browser's own button, afterwards: the answers are stored
    assert back.headers["Location"] == f"/besoeg/{episode.id}/svar/"


def test_the_end_is_not_told_in_the_middle(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 2)
    ended = karin.get(f"/besoeg/{episode.id}/slut/")
    assert ended.headers["Location"] == f"/besoeg/{episode.id}/2/"
    no = send(karin, f"/besoeg/{episode.id}/nej/", reason="declined")
    assert no.headers["Location"] == f"/besoeg/{episode.id}/slut/"
    assert "Det er gemt" in karin.get(f"/besoeg/{episode.id}/slut/").content.decode()


def test_a_call_shows_the_number_and_its_own_main_button(cast, karin, episode):
    def buttons():
        return re.findall(r'class="button button-(\w+)[^>]*value="(visit|phone)"', html)

    html = karin.get(f"/besoeg/{episode.id}/").content.decode()
    assert "tel:" not in html.split("<main")[1]  # the number is not read where it is not needed
    assert buttons() == [("primary", "visit"), ("secondary", "phone")]
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[episode], planned_at=[cast.at], employee=cast.karin, mode="phone", by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    number = f'href="tel:{cast.aase.phone.replace(" ", "")}"'
    html = karin.get(f"/besoeg/{episode.id}/").content.decode()
    assert number in html
    assert buttons() == [("primary", "phone"), ("secondary", "visit")]
    day = karin.get("/min-dag/").content.decode()
    assert number in day
    assert re.search(r"Start opkald\W*<span[^>]*>\W*til Aase Andersen", day)


def test_the_same_questions_by_phone_and_how_they_were_asked_is_kept(cast, karin, episode):
    """R007: it stands with the person for all to see, since a call gives other answers than the kitchen table."""
    begin(karin, episode, mode="phone")
    answer(karin, episode, 2, 2, 1)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    kept = now_in_the_tables(cast, Screening, episode=episode)
    assert (kept.mode, kept.score) == ("phone", 5)
    html = client_of("mette").get(f"/borgere/{cast.aase.id}/?fane=maalinger").content.decode()
    assert "screening (telefon; svaret af borgeren selv)" in html


def test_visitation_asks_the_three_questions_as_part_of_its_own_talk(cast):
    """R030: Halsnæs' recipe lets the visitator screen."""
    halsnaes = given_programme(cast, "000-halsnaes")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=halsnaes, found_by="visitation", by=cast.mette, at=cast.at)
    with acting_as(cast.system):
        member("Vera Vind", Role.VISITATION, cast.kommune, cast.at, email="vera@eksempel.example", password="x" * 12)
    visitator = Client()
    visitator.force_login(User.objects.get(email="vera@eksempel.example"))
    assert "Spørg først åbent" in visitator.get(f"/besoeg/{episode.id}/").content.decode()
    begin(visitator, episode)
    answer(visitator, episode, 3, 2, 2)
    send(visitator, f"/besoeg/{episode.id}/gem/", **save_form(visitator, episode), note="")
    kept = now_in_the_tables(cast, Screening, episode=episode)
    assert (kept.colour, kept.score, kept.answered_by) == ("red", 7, "person")
    assert now_in_the_tables(cast, Episode, id=episode.id).next_step != "asked"


def test_going_back_shows_the_answer_and_another_can_be_chosen(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 3, 2)
    assert "valgt" in karin.get(f"/besoeg/{episode.id}/1/").content.decode()
    send(karin, f"/besoeg/{episode.id}/1/", answer=1)
    send(karin, f"/besoeg/{episode.id}/3/", answer=2)
    assert save_form(karin, episode)["answers"] == "1,2,2"


def test_a_missing_answer_is_named_and_the_others_are_kept(cast, karin, episode):
    begin(karin, episode)
    send(karin, f"/besoeg/{episode.id}/1/", answer=2)
    send(karin, f"/besoeg/{episode.id}/3/", answer=1)
    form = save_form(karin, episode)
    assert form["answers"] == "2,,1"
    refused = send(karin, f"/besoeg/{episode.id}/gem/", **form, note="")
    assert refused.status_code == 422
    html = refused.content.decode()
    assert f'href="/besoeg/{episode.id}/2/"' in html
    assert "Spørgsmål 2: Hvor ofte savner du nogen at være sammen med?" in html
    assert f'href="/besoeg/{episode.id}/1/"' not in html
    with acting_as(cast.system):
        assert not Screening.objects.exists()


@pytest.mark.parametrize("wrong", ["", "0", "4", "99999999", "-1", "1,2", "ofte", "x" * 5000])
def test_an_answer_the_item_does_not_have_is_asked_again(karin, episode, wrong):
    begin(karin, episode)
    refused = send(karin, f"/besoeg/{episode.id}/1/", answer=wrong)
    assert refused.status_code == 422
    assert "Vælg et af svarene." in refused.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": "3,3,3,3"},
        {"answers": "9,9,9"},
        {"answers": "ø"},
        {"answers": "1" * 5000},
        {"screening_id": "ikke et nummer"},
        {"instrument": "phq-2@1"},
        {"instrument": "findes-ikke@1"},
        {"mode": "drøm"},
        {"note": "x" * 2001},
    ],
)
def test_a_spoiled_sending_is_told_in_words_and_stores_nothing(cast, karin, episode, changed):
    begin(karin, episode)
    answer(karin, episode, 1, 2, 3)
    form = save_form(karin, episode) | {"note": ""}
    assert send(karin, f"/besoeg/{episode.id}/gem/", **(form | changed)).status_code in (409, 422)
    with acting_as(cast.system):
        assert not Screening.objects.exists()


def test_a_typed_thought_of_dying_shows_help_and_calls_a_professional(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 2, 2, 1)
    form = save_form(karin, episode)
    send(karin, f"/besoeg/{episode.id}/gem/", **form, note="Hun siger, at hun ikke vil leve mere")
    html = karin.get(f"/besoeg/{episode.id}/svar/").content.decode()
    assert "Livslinien" in html
    assert "112" in html
    task = now_in_the_tables(cast, Task, kind="needs_professional")
    assert (task.due, task.role, task.person_id) == (cast.today, "coordinator", cast.aase.id)


def test_yellow_leads_to_a_yes_with_the_text_read_aloud_and_wishes_wait_for_the_coordinator(cast, karin, episode):
    begin(karin, episode)
    answer(karin, episode, 2, 2, 1)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    assert "Videre: vil borgeren være med?" in karin.get(f"/besoeg/{episode.id}/svar/").content.decode()
    html = karin.get(f"/besoeg/{episode.id}/ja/").content.decode()
    assert "Du kan altid sige nej igen" in html
    assert "Tøver borgeren?" in html
    assert "Skal en følge dig første gang?" in html
    consent_id = re.search(r'name="consent_id" value="([^"]*)"', html)[1]
    said = send(karin, f"/besoeg/{episode.id}/ja/", consent_id=consent_id, how="spoken")
    assert said.headers["Location"] == f"/besoeg/{episode.id}/oensker/"
    consent = now_in_the_tables(cast, Consent, id=consent_id)
    assert (consent.how, consent.purpose, consent.taken_by_name) == ("spoken", "participation", "Karin Krogh")
    send(
        karin,
        f"/besoeg/{episode.id}/oensker/",
        interests=["sang", "gåtur"],
        wants_companion="yes",
        own_words="Gerne om formiddagen",
    )
    wishes = now_in_the_tables(cast, Wishes)
    assert (wishes.interests, wishes.wants_companion) == (["sang", "gåtur"], True)
    assert now_in_the_tables(cast, Episode, id=episode.id).next_step == "wishes"  # the activity worker's own step
    html = karin.get(f"/besoeg/{episode.id}/slut/").content.decode()
    assert "Næste skridt: ønsker" in html
    assert "Aktivitetsmedarbejder" in html


def test_a_yes_without_how_is_asked_again(karin, episode):
    begin(karin, episode)
    answer(karin, episode, 2, 2, 1)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    assert send(karin, f"/besoeg/{episode.id}/ja/", consent_id=str(uuid4())).status_code == 422
    assert send(karin, f"/besoeg/{episode.id}/ja/", consent_id="x", how="spoken").status_code == 422


def test_a_no_keeps_the_reason_and_the_day_to_ask_again(cast, karin, episode):
    html = karin.get(f"/besoeg/{episode.id}/nej/").content.decode()
    assert "Har ikke kræfter" in html
    assert "Død" not in html
    day = cast.today.replace(year=cast.today.year + 1)
    send(karin, f"/besoeg/{episode.id}/nej/", reason="no_energy", ask_again_on=day.isoformat())
    kept = now_in_the_tables(cast, Episode, id=episode.id)
    assert (kept.status, kept.lost_reason, kept.ask_again_on) == ("lost", "no_energy", day)
    assert "kan spørges igen" in karin.get(f"/besoeg/{episode.id}/slut/").content.decode()


def test_never_again_is_respected_everywhere(cast, karin, episode):
    send(karin, f"/besoeg/{episode.id}/nej/", reason="never_again", ask_again_on=cast.today.isoformat())
    assert now_in_the_tables(cast, Person, id=cast.aase.id).never_contact
    assert "Borgeren skal ikke spørges" in karin.get(f"/besoeg/{episode.id}/").content.decode()
    assert send(karin, f"/besoeg/{episode.id}/", mode="visit", instrument="t-ils@2").status_code == 409


@pytest.mark.parametrize(("reason", "day"), [("", ""), ("death", ""), ("declined", "2000-01-01"), ("declined", "x")])
def test_a_no_without_a_reason_of_the_list_or_with_a_day_gone_by_is_asked_again(karin, episode, reason, day):
    refused = send(karin, f"/besoeg/{episode.id}/nej/", reason=reason, ask_again_on=day)
    assert refused.status_code == 422
    assert "Der mangler noget" in refused.content.decode()


def test_a_no_is_not_the_last_word(cast, karin, episode):
    send(karin, f"/besoeg/{episode.id}/nej/", reason="declined")
    begin(karin, episode)
    assert now_in_the_tables(cast, Episode, id=episode.id).status == "active"


def test_someone_who_forgets_is_seen_through_signs_instead(cast, karin, episode):
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(cognitive_impairment=True)
    html = karin.get(f"/besoeg/{episode.id}/").content.decode()
    assert "Svar ud fra det, du selv ser" in html
    assert 'name="instrument" value="signs@1"' in html or 'value="signs@1" checked' in html
    send(karin, f"/besoeg/{episode.id}/", mode="visit", instrument="signs@1")
    answer(karin, episode, 1, 1, 1, 0, 0, 0, 0, 0, 0)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    kept = now_in_the_tables(cast, Screening)
    assert (kept.instrument, kept.answered_by, kept.colour) == ("signs@1", "observer", "red")


def test_the_visit_that_was_planned_is_held(cast, karin, episode):
    with acting_as(cast.mette):
        Visit.objects.create(person=cast.aase, episode=episode, planned_at=cast.at)
    begin(karin, episode)
    answer(karin, episode, 1, 1, 1)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    assert now_in_the_tables(cast, Visit).status == "held"


def test_the_session_holds_no_readable_answer(karin, episode):
    begin(karin, episode)
    answer(karin, episode, 3, 3, 3)
    kept = karin.session["visits"][str(episode.id)]
    assert "answers" not in kept
    assert "t-ils" not in kept


def test_another_unit_and_a_person_that_is_not_there_look_the_same(cast, karin, favrskov):
    with acting_as(cast.mette):
        theirs = find.begin(person=cast.gerda, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)
    for end in ("", "1/", "gem/", "svar/", "ja/", "nej/", "oensker/", "slut/"):
        foreign, nothing = (karin.get(f"/besoeg/{one}/{end}") for one in (theirs.id, uuid4()))
        assert foreign.status_code == nothing.status_code == 404
        assert foreign.content == nothing.content


@pytest.mark.parametrize("name", ["bent", "ole", "lone", "dorte", "admin"])
def test_only_those_who_screen_open_a_visit(cast, episode, name):
    client = client_of(name)
    for end in ("", "1/", "gem/", "svar/", "ja/", "nej/", "oensker/", "slut/"):
        assert client.get(f"/besoeg/{episode.id}/{end}").status_code == 403


@pytest.mark.parametrize(("look", "goes_on"), [((1, 0), True), ((0, 0), False)])
def test_a_quick_look_decides_whether_more_is_asked_and_nothing_else(cast, karin, look, goes_on):
    """Nordfyns: home care judges first, and the questions are asked at the host's visit."""
    nordfyns = given_programme(cast, "001-nordfyns")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=nordfyns, found_by="home_care", by=cast.mette, at=cast.at)
    send(karin, f"/besoeg/{episode.id}/", mode="visit", instrument="two-questions@1")
    answer(karin, episode, *look)
    send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
    here = now_in_the_tables(cast, Episode, id=episode.id)
    if goes_on:
        assert (here.status, here.next_step) == ("active", "screened")
        answered = send(karin, f"/besoeg/{episode.id}/", mode="visit")  # the one that is proposed now
        assert answered.headers["Location"] == f"/besoeg/{episode.id}/1/"
        answer(karin, episode, 2, 2, 1)
        send(karin, f"/besoeg/{episode.id}/gem/", **save_form(karin, episode), note="")
        assert now_in_the_tables(cast, Episode, id=episode.id).next_step == "consented"
    else:
        assert (here.status, here.lost_reason) == ("lost", "not_lonely")
        assert "savner ikke samvær lige nu" in karin.get(f"/besoeg/{episode.id}/svar/").content.decode()
