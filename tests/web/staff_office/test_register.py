"""Mette uploads an extract, sees what it changes, stores it once, plans visits and prints letters."""

import io
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from brobygger.pathway.detection import register_file
from brobygger.pathway.detection.models import RegisterExtract, Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.web.staff.register import letter_text
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.extracts import HEADER, man, of_men


def upload(client, programme, content, *, name="udtraek.csv"):
    return send(client, "extract_upload", programme.id, file=SimpleUploadedFile(name, content))


def given_staged(client, programme, content):
    """Uploaded and ready to be stored; returns the extract's id."""
    sent = upload(client, programme, content)
    assert sent.status_code == 302, text_of(sent)
    return sent["Location"].rstrip("/").rpartition("/")[2]


def commit(client, programme, extract_id, *, key=None, **ticked):
    return send(client, "extract_commit", programme.id, extract_id, key=key, **ticked)


def people_and_episodes(cast, programme):
    with acting_as(cast.mette):
        return Person.objects.filter(found_by="register").count(), Episode.objects.filter(programme=programme).count()


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


# ---- What may come in ----------------------------------------------------------------------------


def test_the_preview_says_what_would_change_and_changes_nothing(cast, programme, mette):
    extract_id = given_staged(mette, programme, of_men(30, man(31, civil_status="gift")))
    page = text_of(mette.get(reverse("extract", args=[programme.id, extract_id])))
    assert "30 borgere er i målgruppen for Mænd mødes" in page
    assert "<dt>Nye borgere</dt><dd>31</dd>" in page
    assert "Mand Nr1<" in page
    assert page.count("<tr><td") == 20
    assert people_and_episodes(cast, programme) == (0, 0)


def test_numbers_are_masked_on_the_page(cast, programme, mette):
    extract_id = given_staged(mette, programme, of_men(5))
    page = text_of(mette.get(reverse("extract", args=[programme.id, extract_id])))
    for number in range(1, 6):
        digits = man(number).split(";")[0]
        assert digits not in page
        assert f"{digits[:6]}-{digits[6:]}" not in page


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen er tom."),
        (b"cpr;adresse\n6101440000;Vej 1\n", "Kolonnen mangler. Brug navn"),
        (b"navn\nJens\n", "Kolonnen mangler. Kald den cpr"),
        (HEADER.encode() + b"\n1;\xc3\xa6;\xe6;9998;By;enke;ja\n", "Filen blander to tegnsæt"),
        (of_men(1).decode().encode("utf-16"), "Filen er gemt som UTF-16."),
        (f"{HEADER}\n9902440000;Jens;;;;;\n".encode(), "Linje 2, kolonne cpr"),
        (f"{HEADER}\n8902230000;Jens;;;;;\n".encode(), "Linje 2, kolonne cpr"),
        (b"%PDF-1.7", "Filen er en PDF."),
    ],
    ids=["empty", "no-name", "no-cpr", "mixed", "utf-16", "impossible-cpr", "29-february", "pdf"],
)
def test_a_file_that_cannot_be_used_is_told_with_line_and_column(cast, programme, mette, content, message):
    sent = upload(mette, programme, content)
    assert sent.status_code == 422
    page = text_of(sent).replace("<strong>", "").replace("</strong>", "")
    assert message in page
    with acting_as(cast.mette):
        assert not RegisterExtract.objects.exists()
    assert people_and_episodes(cast, programme) == (0, 0)


def test_a_zip_and_a_spreadsheet_are_told_what_they_are(programme, mette):
    for name, message in (("udtraek.csv", "Filen er en zip-fil."), ("xl/workbook.xml", "Excel-regneark (xlsx)")):
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            archive.writestr(name, of_men(3))
        assert message in text_of(upload(mette, programme, made.getvalue()))


def test_windows_1252_and_commas_are_read_too(programme, mette):
    content = of_men(3).decode().replace(";", ",").encode("cp1252")
    extract_id = given_staged(mette, programme, content)
    assert "<dt>Nye borgere</dt><dd>3</dd>" in text_of(mette.get(reverse("extract", args=[programme.id, extract_id])))


def test_a_file_over_the_limit_is_refused_before_it_is_kept(cast, programme, mette, monkeypatch):
    monkeypatch.setattr(register_file, "MAX_BYTES", 1024 * 1024)
    kept = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk",
        lambda self, data, start: kept.append(len(data)),
    )
    sent = upload(mette, programme, b"x" * 6_000_000)
    assert sent.status_code == 422
    assert "Filen er større end 1 MB." in text_of(sent)
    assert kept == []
    with acting_as(cast.mette):
        assert not RegisterExtract.objects.exists()


def test_no_file_is_told_too(programme, mette):
    sent = send(mette, "extract_upload", programme.id)
    assert sent.status_code == 422
    assert "Vælg en fil." in text_of(sent)


def test_the_page_still_asks_for_the_token_against_forged_requests(cast, programme, as_user):
    from django.test import Client

    from brobygger.registry.access.models import User
    from tests.cast import email_of

    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(email=email_of("mette")))
    assert upload(client, programme, of_men(3)).status_code == 403


@pytest.mark.parametrize("who", ["lone", "karin", "bent", "ole", "dorte", "admin"])
def test_those_who_see_no_names_may_not_open_extracts(programme, as_user, who):
    for name in ("extract_upload", "visits_plan", "letters", "letters_pdf", "visit_answers"):
        assert as_user(who).get(reverse(name, args=[programme.id])).status_code == 403


def test_a_foreign_extract_is_not_found(cast, programme, mette, as_user):
    extract_id = given_staged(mette, programme, of_men(3))
    assert as_user("nina").get(reverse("extract", args=[programme.id, extract_id])).status_code == 404
    assert mette.get(reverse("extract", args=[uuid4(), extract_id])).status_code == 404
    assert commit(as_user("nina"), programme, extract_id).status_code == 404


# ---- Storing -------------------------------------------------------------------------------------


def test_storing_says_what_was_stored_and_that_it_stands(cast, programme, mette):
    extract_id = given_staged(mette, programme, of_men(30, man(31, civil_status="gift")))
    sent = commit(mette, programme, extract_id)
    assert people_and_episodes(cast, programme) == (31, 30)
    page = text_of(mette.get(sent["Location"]))
    assert "Udtrækket er gemt. 30 borgere skal have tilbud om besøg. Det kan ikke fortrydes her." in page


def test_two_clicks_and_two_windows_store_once(cast, programme, mette):
    extract_id, key = given_staged(mette, programme, of_men(10)), uuid4()
    assert commit(mette, programme, extract_id, key=key).status_code == 302
    assert commit(mette, programme, extract_id, key=key).status_code == 302
    other_window = commit(mette, programme, extract_id)
    assert other_window.status_code == 409
    assert "Udtrækket er allerede gemt." in text_of(other_window)
    assert people_and_episodes(cast, programme) == (10, 10)


def test_the_same_file_again_changes_nothing(cast, programme, mette):
    commit(mette, programme, given_staged(mette, programme, of_men(10)))
    again = given_staged(mette, programme, of_men(10))
    page = text_of(mette.get(reverse("extract", args=[programme.id, again])))
    assert "<dt>Har allerede fået tilbud</dt><dd>10</dd>" in page
    assert "0 borgere er i målgruppen" in page
    commit(mette, programme, again)
    assert people_and_episodes(cast, programme) == (10, 10)


def test_lines_with_errors_are_left_out_only_when_mette_says_so(cast, programme, mette):
    twice = man(3)
    extract_id = given_staged(mette, programme, of_men(10, twice))
    page = text_of(mette.get(reverse("extract", args=[programme.id, extract_id])))
    assert "Linje 12, kolonne cpr:</strong> Den samme borger står også på linje 4." in page
    assert commit(mette, programme, extract_id).status_code == 422
    assert people_and_episodes(cast, programme) == (0, 0)
    assert commit(mette, programme, extract_id, leave_out="on").status_code == 302
    assert people_and_episodes(cast, programme) == (10, 10)


def test_a_mass_removal_asks_first(cast, programme, mette):
    commit(mette, programme, given_staged(mette, programme, of_men(30)))
    fewer = given_staged(mette, programme, of_men(5))
    page = text_of(mette.get(reverse("extract", args=[programme.id, fewer])))
    assert "25 af de 30, der var med i det forrige udtræk, står ikke i dette." in page
    refused = commit(mette, programme, fewer)
    assert refused.status_code == 422
    assert "Sæt kryds, hvis det er rigtigt, at så mange mangler." in text_of(refused)
    assert commit(mette, programme, fewer, accept_removal="on").status_code == 302


def test_killed_in_the_middle_means_nothing_was_stored(cast, programme, mette, monkeypatch):
    extract_id = given_staged(mette, programme, of_men(10))

    def dies(**_kwargs):
        raise KeyboardInterrupt  # as a worker that is shut down

    with monkeypatch.context() as patch:
        patch.setattr("brobygger.journeys.find.detection.close_extract", dies)
        with pytest.raises(KeyboardInterrupt):
            commit(mette, programme, extract_id)
    assert people_and_episodes(cast, programme) == (0, 0)
    assert commit(mette, programme, extract_id).status_code == 302
    assert people_and_episodes(cast, programme) == (10, 10)


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


def lix(text: str) -> float:
    """Words for each sentence, and the share of words over six letters (facts.md § 3)."""
    words = [word.strip(".,?!»«") for word in text.split()]
    sentences = sum(text.count(mark) for mark in ".?!") or 1
    return len(words) / sentences + 100 * sum(len(word) > 6 for word in words) / len(words)


def test_the_letter_is_easy_to_read_and_repels_nobody():
    letter = " ".join(
        letter_text.lines(given_name="Villy", day="torsdag den 5. marts 2026", time="kl. 9.30",
                          municipality="Eksempelkøbing Kommune", phone="12 34 56 78")
    )  # fmt: skip
    assert lix(letter) <= 35
    for word in ("ensom", "udsat", "svag", "skrøbelig", "isoler", "gammel", "ældre"):
        assert word not in letter.lower()
    for said in ("det gode liv", "gratis", "nej tak", "12 34 56 78", "torsdag den 5. marts 2026 kl. 9.30"):
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


def test_nobody_is_asked_on_a_birthday_that_does_not_exist():
    """Somebody born on 29 February is 65 on 1 March: the extract reads the day as it is."""
    assert man(7, born=date(1944, 2, 29)).startswith("8902")


def test_who_is_on_the_telephone_is_found_by_name(programme, mette, planned):
    address = reverse("visit_answers", args=[programme.id])
    page = text_of(mette.get(address, {"navn": "nr17"}))
    assert "Mand Nr17<" in page
    assert "Mand Nr18<" not in page
    assert "Ingen med det navn venter på at svare." in text_of(mette.get(address, {"navn": "Ruth"}))
    assert mette.get(address, {"navn": "%' or 1=1 --"}).status_code == 200
