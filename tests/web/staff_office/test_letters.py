"""Everybody who is found gets a letter with a day and a time of their own; what they answer is written down."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.recipes import load
from brobygger.registry.wording.reading import lix
from brobygger.registry.wording.rules import Audience, Fault, TextKind, check
from brobygger.web.staff.register import letter_text
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.extracts import of_men
from tests.web.staff_office.steps import commit, given_staged


@pytest.fixture
def stored(cast, programme, mette):
    """Thirty men are found."""
    assert commit(mette, programme, given_staged(mette, programme, of_men(30))).status_code == 302


@pytest.fixture
def planned(cast, programme, mette, stored):
    """Each has a day and a time."""
    begin = cast.today + timedelta(days=21)
    assert (
        send(mette, "visits_plan", programme.id, day=begin.isoformat(), time="09:00", per_day="12").status_code == 302
    )
    with acting_as(cast.mette):
        return list(Visit.objects.filter(episode__programme=programme).order_by("planned_at"))


# ---- Visits and letters --------------------------------------------------------------------------


def test_everybody_gets_a_time_of_their_own_on_a_working_day(planned):
    times = [visit.planned_at for visit in planned]
    assert len(set(times)) == 30
    assert all(moment.weekday() < 5 for moment in times)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"day": "", "time": "09:00", "per_day": "12"}, "Vælg en dag."),
        ({"day": "2020-01-01", "time": "09:00", "per_day": "12"}, "Vælg en dag efter i dag"),
        ({"day": "2999-01-01", "time": "09:00", "per_day": "12"}, "Vælg en dag inden for et år."),
        ({"day": "SOON", "time": "04:00", "per_day": "12"}, "Vælg et klokkeslæt mellem 8 og 17."),
        ({"day": "SOON", "time": "kl. ni", "per_day": "12"}, "Skriv et klokkeslæt"),
        ({"day": "SOON", "time": "15:00", "per_day": "12"}, "slutter efter kl. 17"),
        ({"day": "SOON", "time": "09:00", "per_day": "0"}, "Skriv mindst 1."),
        ({"day": "SOON", "time": "09:00", "per_day": "999999999999"}, "Skriv højst 18."),
    ],
)
def test_a_wrong_plan_is_told_and_nothing_is_planned(cast, programme, mette, stored, fields, message):
    soon = (cast.today + timedelta(days=20)).isoformat()
    fields = {key: soon if value == "SOON" else value for key, value in fields.items()}
    sent = send(mette, "visits_plan", programme.id, **fields)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.mette):
        assert not Visit.objects.exists()


def test_planning_again_gives_nobody_two_times(cast, programme, mette, planned):
    soon = (cast.today + timedelta(days=20)).isoformat()
    send(mette, "visits_plan", programme.id, day=soon, time="09:00", per_day="12")
    with acting_as(cast.mette):
        assert Visit.objects.count() == 30
    assert "Alle, der skal have et tilbud, har fået en tid." in text_of(
        mette.get(reverse("visits_plan", args=[programme.id]))
    )


def test_each_letter_has_its_own_name_day_and_time(programme, mette, planned):
    page = text_of(mette.get(reverse("letters", args=[programme.id])))
    assert page.count('<article class="letter"') == 30
    assert "Kære Mand" in page
    assert "kl. 9.00" in page or "kl. 09.00" in page
    pdf = mette.get(reverse("letters_pdf", args=[programme.id]))
    reader = PdfReader(io.BytesIO(pdf.content))
    assert len(reader.pages) == 30
    assert "Åvej 1" in reader.pages[0].extract_text()
    assert "Vi vil gerne besøge dig" in reader.pages[29].extract_text()


def test_the_letter_says_the_recipes_own_words(programme, mette, planned):
    assert programme.recipe_id == "000-horsens"
    assert "Mænd her i byen mødes om kort, mad, ture og værksted." in text_of(
        mette.get(reverse("letters", args=[programme.id]))
    )


WITH_LETTERS = [one for one in map(load.load, load.all_ids()) if letter_text.why_of(one)]


@pytest.mark.parametrize(
    "why", ["", *map(letter_text.why_of, WITH_LETTERS)], ids=["", *(one.id for one in WITH_LETTERS)]
)
def test_the_letter_is_easy_to_read_and_repels_nobody(why):
    letter = " ".join(
        letter_text.lines(given_name="Villy", day="torsdag den 5. marts 2026", time="kl. 9.30",
                          municipality="Eksempelkøbing Kommune", phone="12 34 56 78", why=why)
    )  # fmt: skip
    assert lix(letter) <= 35
    assert check(letter, audience=Audience.PARTICIPANT, kind=TextKind.LETTER).of(Fault.REPELS) == ()
    for word in ("ensom", "udsat", "svag", "skrøbelig", "isoler", "gammel", "ældre"):
        assert word not in letter.lower()
    assert (why or "det gode liv") in letter
    for said in ("gratis", "nej tak", "12 34 56 78", "torsdag den 5. marts 2026 kl. 9.30"):
        assert said in letter


# ---- Answers -------------------------------------------------------------------------------------


def answer(client, programme, visit, **fields):
    return send(client, "visit_answer", programme.id, visit.id, **fields)


def test_yes_no_silence_and_another_time(cast, programme, mette, planned):
    yes, no, silent, moved = planned[:4]
    new_day = cast.today + timedelta(days=40)
    assert answer(mette, programme, yes, answer="yes").status_code == 302
    assert answer(mette, programme, no, answer="no", reason="no_energy").status_code == 302
    assert answer(mette, programme, silent, answer="no_answer").status_code == 302
    assert answer(mette, programme, moved, answer="moved", day=new_day.isoformat(), time="13:30").status_code == 302
    with acting_as(cast.mette):
        states = {
            episode.id: (episode.status, episode.next_step, episode.lost_reason)
            for episode in Episode.objects.filter(programme=programme)
        }
        assert states[yes.episode_id] == ("active", "screened", "")
        assert states[no.episode_id] == ("lost", "asked", "no_energy")
        assert states[silent.episode_id] == ("lost", "asked", "no_answer")
        assert states[moved.episode_id] == ("active", "asked", "")
        moved.refresh_from_db()
        assert moved.planned_at.astimezone().date() == new_day
    page = text_of(mette.get(reverse("visit_answers", args=[programme.id])))
    assert "27 har fået et brev" in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Vælg et af svarene."),
        ({"answer": "måske"}, "Vælg et af svarene."),
        ({"answer": "no"}, "Vælg en årsag."),
        ({"answer": "no", "reason": "no_place"}, "Vælg et af svarene."),
        ({"answer": "moved"}, "Vælg et klokkeslæt."),
        ({"answer": "moved", "day": "2020-02-30", "time": "10:00"}, "Vælg en dag, fx"),
        ({"answer": "moved", "day": "2020-02-20", "time": "10:00"}, "Vælg en dag fra i dag"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_written(cast, programme, mette, planned, fields, message):
    sent = answer(mette, programme, planned[0], **fields)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.mette):
        assert Episode.objects.filter(programme=programme, status="lost").count() == 0


def test_two_who_write_the_same_answer_are_told(programme, mette, planned):
    assert answer(mette, programme, planned[0], answer="no", reason="declined").status_code == 302
    later = answer(mette, programme, planned[0], answer="no", reason="declined")
    assert later.status_code == 409
    assert "Svaret er allerede skrevet." in text_of(later)
    assert mette.get(reverse("visit_answer", args=[programme.id, planned[0].id])).status_code == 302


def test_a_foreign_visit_is_not_found(programme, as_user, mette, planned):
    assert as_user("nina").get(reverse("visit_answer", args=[programme.id, planned[0].id])).status_code == 404
    assert mette.get(reverse("visit_answer", args=[uuid4(), planned[0].id])).status_code == 404
    assert mette.get(reverse("visit_answer", args=[programme.id, uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["letters", "visit_answers", "visits_plan", "extract_upload"])
def test_as_many_queries_for_ten_as_for_forty(cast, programme, mette, name):
    def given_planned(how_many, start):
        commit(mette, programme, given_staged(mette, programme, of_men(how_many, start=start)))
        soon = (cast.today + timedelta(days=20)).isoformat()
        send(mette, "visits_plan", programme.id, day=soon, time="09:00", per_day="12")

    given_planned(10, 1)
    mette.get(reverse(name, args=[programme.id]))
    few = reads(mette, name, programme.id)
    given_planned(30, 11)
    assert reads(mette, name, programme.id) == few <= 15


def test_who_is_on_the_telephone_is_found_by_name(programme, mette, planned):
    address = reverse("visit_answers", args=[programme.id])
    page = text_of(mette.get(address, {"navn": "nr17"}))
    assert "Mand Nr17<" in page
    assert "Mand Nr18<" not in page
    assert "Ingen med det navn venter på at svare." in text_of(mette.get(address, {"navn": "Ruth"}))
    assert mette.get(address, {"navn": "%' or 1=1 --"}).status_code == 200


def test_nobody_writes_to_somebody_who_has_died_or_wants_to_be_left_alone(cast, programme, mette, planned):
    gone, quiet = planned[0], planned[1]
    with acting_as(cast.mette):
        Person.objects.filter(id=gone.person_id).update(died_on=cast.today)
        Person.objects.filter(id=quiet.person_id).update(never_contact=True)
    assert text_of(mette.get(reverse("letters", args=[programme.id]))).count('<article class="letter"') == 28
    assert "28 har fået et brev" in text_of(mette.get(reverse("visit_answers", args=[programme.id])))
