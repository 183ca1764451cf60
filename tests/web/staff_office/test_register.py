"""Mette uploads an extract, sees what it changes, stores it once, plans visits and prints letters."""

import io
import zipfile
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.pathway.detection import register_file
from brobygger.pathway.detection.models import RegisterExtract
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme
from tests.web.staff_office.conftest import send, text_of
from tests.web.staff_office.extracts import HEADER, man, of_men
from tests.web.staff_office.steps import commit, given_staged, upload


def people_and_episodes(cast, programme):
    with acting_as(cast.mette):
        return Person.objects.filter(found_by="register").count(), Episode.objects.filter(programme=programme).count()


# ---- What may come in ----------------------------------------------------------------------------


def test_the_preview_says_what_would_change_and_changes_nothing(cast, programme, mette):
    extract_id = given_staged(mette, programme, of_men(30, man(31, civil_status="gift")))
    page = text_of(mette.get(reverse("extract", args=[programme.id, extract_id])))
    assert "30 borgere er i målgruppen for Mænd mødes" in page
    assert "<dt>Nye borgere</dt><dd>31</dd>" in page
    assert "Mand Nr1<" in page
    assert page.count("<tr><td") == 20
    assert people_and_episodes(cast, programme) == (0, 0)


def test_a_recipe_that_offers_no_visit_leads_to_the_worklist_and_promises_none(cast, mette):
    roskilde = given_programme(cast, "000-roskilde", name="Nye naboer")
    extract_id = given_staged(mette, roskilde, of_men(3))
    page = text_of(mette.get(reverse("extract", args=[roskilde.id, extract_id])))
    assert "tilbud om besøg" not in page
    stored = commit(mette, roskilde, extract_id)
    assert stored.headers["Location"] == reverse("programme", args=[roskilde.id])
    said = text_of(mette.get(stored.headers["Location"]))
    assert "står på arbejdslisten." in said
    assert "tilbud om besøg" not in said


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


def test_nobody_is_asked_on_a_birthday_that_does_not_exist():
    """Somebody born on 29 February is 65 on 1 March: the extract reads the day as it is."""
    assert man(7, born=date(1944, 2, 29)).startswith("8902")
