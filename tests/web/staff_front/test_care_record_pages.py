"""Answers to and from the care record: with the person's yes, looked at first, kept once and never written over."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from brobygger.foundation.audit.models import ReadEntry
from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import agree, care_record, find, screen
from brobygger.pathway.followup.models import Task
from brobygger.pathway.screening.fhir_rules import CPR, PERSON
from brobygger.pathway.screening.models import BroughtAnswers, Screening
from brobygger.registry.access.models import User
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.people.purposes import ConsentPurpose
from tests.cast import email_of, given_programme

NUMBER = "0110440000"


def client_of(name):
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client, address, **fields):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def mette(cast):
    return client_of("mette")


@pytest.fixture
def episode(cast):
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        return find.begin(
            person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at - timedelta(days=9)
        )


def bundle(cast, *, key=None, answers=(2, 3, 1), their_id="s1", instrument="t-ils|2",
           links=("isolated", "misses_company", "outside"), day=None):  # fmt: skip
    system, value = key or (PERSON, str(cast.aase.id))
    response = {
        "resourceType": "QuestionnaireResponse", "status": "completed", "id": their_id,
        "questionnaire": f"urn:brobygger:maaleredskab:{instrument}",
        "authored": (day or cast.today - timedelta(days=30)).isoformat(),
        "subject": {"identifier": {"system": system, "value": value}},
        "item": [{"linkId": link, "answer": [{"valueInteger": each}]}
                 for link, each in zip(links, answers, strict=True)],
    }  # fmt: skip
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": response}]}).encode()


def looked(mette, content, source="Nexus"):
    return send(mette, "/omsorgsjournal/", file=SimpleUploadedFile("svar.json", content), source=source)


def stored(mette, content):
    html = looked(mette, content).content.decode()
    sealed = re.search(r'name="sealed" value="([^"]+)"', html)
    return send(mette, "/omsorgsjournal/gem/", sealed=sealed[1], source="Nexus") if sealed else html


def brought(cast):
    with acting_as(cast.system):
        return list(BroughtAnswers.objects.order_by("brought_at", "id"))


def given_yes(cast):
    with acting_as(cast.mette):
        return agree.agree_also(
            person=cast.aase, purpose=ConsentPurpose.CARE_RECORD, how="spoken", by=cast.mette, at=cast.at
        )


def given_screening(cast, episode):
    with acting_as(cast.karin):
        return screen.screen(
            episode=episode, screening_id=new_id(), instrument="t-ils@2", answers=[2, 2, 2], answered_by="person",
            mode="visit", note="Savner sin søster", by=cast.karin, at=cast.at - timedelta(days=1),
        )  # fmt: skip


# ---- In


def test_a_file_is_looked_at_first_and_then_kept_with_source_and_day(cast, mette):
    html = looked(mette, bundle(cast)).content.decode()
    assert "Aase Andersen" in html
    assert "Nye svar i filen: 1." in html
    assert brought(cast) == []
    assert stored(mette, bundle(cast)).status_code == 302
    (one,) = brought(cast)
    assert (one.score, one.band, one.source, one.instrument) == (6, "some", "Nexus", "t-ils@2")
    assert one.taken_at.date() == cast.today - timedelta(days=30)
    page = mette.get(f"/borgere/{cast.aase.id}/?fane=maalinger").content.decode()
    assert "fra Nexus (svaret af borgeren selv)" in page


def test_the_same_file_again_changes_nothing_and_other_answers_are_refused(cast, mette):
    stored(mette, bundle(cast))
    again = looked(mette, bundle(cast)).content.decode()
    assert "er her allerede" in again
    assert "Nye svar i filen: 0." in again
    assert 'name="sealed"' not in again
    changed = bundle(cast, answers=(1, 1, 1))
    html = looked(mette, changed).content.decode()
    assert "er her med andre svar" in html
    assert 'name="sealed"' not in html
    with acting_as(cast.mette), pytest.raises(care_record.Refusal, match="hentet ind før med andre svar"):
        care_record.take_in(content=changed, source="Nexus", by=cast.mette, at=cast.at)
    assert [one.score for one in brought(cast)] == [6]


def test_a_bare_id_is_one_in_its_file_only(cast, mette):
    """Two systems that number from 1, and two exports of one: nothing of it is the same answers."""
    stored(mette, bundle(cast, their_id="1"))
    rest = {"their_id": "1", "answers": (1, 1, 1)}
    for content, source in (
        (bundle(cast, **rest), "Cura"),
        (bundle(cast, key=(PERSON, str(cast.villy.id)), **rest), "Nexus"),
        (bundle(cast, day=cast.today - timedelta(days=3), **rest), "Nexus"),
        (bundle(cast, instrument="phq-2|1", links=_links("phq-2@1"), their_id="1", answers=(0, 0)), "Nexus"),
    ):
        html = looked(mette, content, source=source).content.decode()
        assert "Nye svar i filen: 1." in html, source
        with acting_as(cast.mette):
            care_record.take_in(content=content, source=source, by=cast.mette, at=cast.at)
        assert "Nye svar i filen: 0." in looked(mette, content, source=source).content.decode()
    assert len(brought(cast)) == 5
    # The same file again, where somebody has called the system something else: kept once.
    assert "er her allerede" in looked(mette, bundle(cast, their_id="1"), source="nexus 2").content.decode()


def test_a_person_is_known_by_cpr_and_from_then_on_by_the_others_key(cast, mette):
    with acting_as(cast.mette):
        person = people.add_person(
            by=cast.mette, at=cast.at, found_by="tip", cpr=cpr.parse("6110440000", allow_test=True, today=cast.today),
            given_name="Ellen", family_name="Eg",
        )  # fmt: skip
    assert stored(mette, bundle(cast, key=(CPR, "611044-0000"), their_id="a")).status_code == 302
    (one,) = brought(cast)
    assert one.person_id == person.id
    assert one.their_key == ""  # a CPR number is no key
    unknown = looked(mette, bundle(cast, key=("urn:nexus", "9"), their_id="b")).content.decode()
    assert "ikke i Brobygger" in unknown
    assert 'name="sealed"' not in unknown


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Filen er tom"), (b"{}", "Bundle"), (b"\xff\xfe", "JSON"), (b"[1", "JSON")],
)
def test_a_bad_file_is_told_and_nothing_is_kept(cast, mette, content, said):
    answer = looked(mette, content)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    if content:  # what is wrong with it is for those who made it, and is folded away
        assert "Bed leverandøren om en FHIR-fil." in page
        assert page.count(said) == 1
        assert page.index("Til leverandøren") < page.index(said)
    assert brought(cast) == []


@pytest.mark.parametrize("key", [(CPR, "9902440000"), (PERSON, "Aase"), (CPR, "x")])
def test_a_name_that_cannot_be_is_refused(cast, mette, key):
    assert looked(mette, bundle(cast, key=key)).status_code == 422


def test_a_seal_that_is_not_ours_is_refused(cast, mette):
    assert send(mette, "/omsorgsjournal/gem/", sealed="bm9nZXQ=", source="x").status_code == 409
    assert send(mette, "/omsorgsjournal/gem/", sealed="æ", source="x").status_code == 409


def test_an_answer_that_calls_for_a_professional_does(cast, mette, episode):
    worrying = bundle(cast, instrument="phq-2|1", answers=(3, 3), links=_links("phq-2@1"))
    assert stored(mette, worrying).status_code == 302
    with acting_as(cast.system):
        assert Task.objects.filter(person=cast.aase, kind="needs_professional", status="open").count() == 1


def test_nobody_has_to_be_in_an_effort_for_a_professional_to_be_called(cast, mette):
    """Aase is in no effort: a number, and words of not wanting to live, are seen to today all the same."""
    number = bundle(cast, instrument="phq-2|1", answers=(3, 3), links=_links("phq-2@1"))
    assert stored(mette, number).status_code == 302
    with acting_as(cast.system):
        (task,) = Task.objects.filter(person=cast.aase, kind="needs_professional", status="open")
        assert (task.role, task.due, task.episode_id) == ("coordinator", cast.today, None)
    html = mette.get("/min-dag/").content.decode()
    assert "Fagperson skal se på dette i dag" in html
    assert "Aase Andersen" in html


def test_nobody_is_called_to_somebody_who_has_died(cast, mette):
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.aase.id).update(died_on=cast.today)
    stored(mette, bundle(cast, instrument="phq-2|1", answers=(3, 3), links=_links("phq-2@1")))
    assert len(brought(cast)) == 1
    with acting_as(cast.system):
        assert not Task.objects.filter(kind="needs_professional").exists()


def _links(ref):
    from brobygger.registry.instruments.load import load

    return tuple(item.id for item in load(ref).items)


def test_the_neighbours_person_is_unknown_here(cast, mette):
    assert "ikke i Brobygger" in looked(mette, bundle(cast, key=(PERSON, str(cast.ruth.id)))).content.decode()


# ---- Out


def not_sent(mette, cast, why):
    """Nothing is sent, nothing is logged as read, and the page one is led to says why."""
    with acting_as(cast.system):
        before = ReadEntry.objects.count()
    answer = mette.get(f"/borgere/{cast.aase.id}/omsorgsjournal/svar.json")
    with acting_as(cast.system):
        assert ReadEntry.objects.count() == before
    return answer.status_code == 302 and why in mette.get(answer.url).content.decode()


def test_with_a_yes_and_no_answers_there_is_nothing_to_send(cast, mette):
    given_yes(cast)
    assert not_sent(mette, cast, "Der er ingen svar at sende endnu.")


def test_without_the_persons_yes_nothing_is_sent(cast, mette, episode):
    given_screening(cast, episode)
    page = mette.get(f"/borgere/{cast.aase.id}/omsorgsjournal/").content.decode()
    assert "Spørg borgeren" in page
    assert not_sent(mette, cast, "Borgeren har ikke sagt ja til, at svarene står i omsorgsjournalen.")
    form = mette.get(f"/borgere/{cast.aase.id}/samtykke/omsorgsjournal/").content.decode()
    assert "skrive dine svar ind i din omsorgsjournal" in form
    until = (cast.today + timedelta(days=100)).isoformat()
    send(mette, f"/borgere/{cast.aase.id}/samtykke/omsorgsjournal/", how="spoken", expires_on=until)
    assert mette.get(f"/borgere/{cast.aase.id}/omsorgsjournal/svar.json").status_code == 200


def test_the_file_has_the_answers_and_no_name_number_or_words_and_the_reading_is_logged(cast, mette, episode):
    taken = given_screening(cast, episode)
    consent = given_yes(cast)
    with acting_as(cast.system):
        before = ReadEntry.objects.count()
    answer = mette.get(f"/borgere/{cast.aase.id}/omsorgsjournal/svar.json")
    assert answer.headers["Content-Type"].startswith("application/fhir+json")
    text = answer.content.decode()
    for never in ("Aase", "Andersen", "søster", NUMBER):
        assert never not in text
    told = json.loads(text)
    assert [entry["resource"]["resourceType"] for entry in told["entry"]] == ["QuestionnaireResponse", "Observation"]
    assert told["entry"][1]["resource"]["valueInteger"] == 6
    with acting_as(cast.system):
        (read,) = ReadEntry.objects.order_by("id")[before:]
        assert read.purpose == "follow_up"
    # It comes home: known again, and nothing is kept twice.
    html = looked(mette, answer.content).content.decode()
    assert "er her allerede" in html
    with acting_as(cast.system):
        assert Screening.objects.get().id == taken.id
    with acting_as(cast.mette):
        agree.withdraw(consent=consent, how="spoken", by=cast.mette, at=cast.at)
    assert not_sent(mette, cast, "Borgeren har ikke sagt ja")


@pytest.mark.parametrize("name", ["karin", "lone", "bent", "ole", "dorte", "admin"])
def test_only_those_who_bridge_may(cast, name):
    client = client_of(name)
    assert client.get("/omsorgsjournal/").status_code == 403
    assert client.get(f"/borgere/{cast.aase.id}/omsorgsjournal/svar.json").status_code == 403


def test_the_neighbour_finds_nobody(cast):
    nina = client_of("nina")
    assert nina.get(f"/borgere/{cast.aase.id}/omsorgsjournal/").status_code == 404
    assert nina.get(f"/borgere/{cast.aase.id}/omsorgsjournal/svar.json").status_code == 404
