"""Karin writes what she has seen, Mette judges it together; a file comes from "Tidlig opsporing" and goes back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import find
from brobygger.pathway.followup.models import Task
from brobygger.pathway.observations.models import Judgement, Observation
from brobygger.pathway.observations.rules import COLUMNS
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_front.test_offline_pages import client_of

HEADER = ";".join(COLUMNS)


@pytest.fixture
def karin(cast):
    return client_of("karin")


@pytest.fixture
def mette(cast):
    return client_of("mette")


def send(client, name, *args, **fields):
    return client.post(reverse(name, args=args), {"idempotency_key": str(uuid4()), **fields})


def see(client, cast, now_seen, **changed):
    fields = {"area": "mood", "usual": "Synger om morgenen", "now": now_seen, "level": "yellow",
              "seen_on": cast.today.isoformat(), **changed}  # fmt: skip
    return send(client, "observations", cast.aase.id, **fields)


def kept(cast, model, **which):
    with acting_as(cast.system):
        return list(model.objects.filter(**which))


def test_several_say_what_they_have_seen_and_mette_judges_it_with_their_names(cast, karin, mette):
    assert see(karin, cast, "Har ikke sunget i en uge").status_code == 302
    assert see(mette, cast, "Tog ikke telefonen", area="contact", level="red").status_code == 302
    page = mette.get(reverse("judge", args=[cast.aase.id])).content.decode()
    assert cast.karin.name in page
    assert "Har ikke sunget i en uge" in page
    assert 'value="red" checked' in " ".join(page.split())
    sent = send(mette, "judge", cast.aase.id, level="yellow", participation="seldom", why="Hun mangler koret")
    assert sent.status_code == 302
    (judgement,) = kept(cast, Judgement)
    assert (judgement.level, judgement.participation, len(judgement.observations)) == ("yellow", "seldom", 2)
    shown = karin.get(reverse("observations", args=[cast.aase.id])).content.decode()
    assert "Hun mangler koret" in shown
    assert "er med en gang imellem" in shown
    assert "Bygger på 2 observationer." in shown
    again = send(mette, "judge", cast.aase.id, level="red", participation="none", why="Igen")
    assert again.status_code == 409, "nobody has said anything since"


def test_karin_writes_but_does_not_judge_and_strangers_see_nothing(cast, karin):
    see(karin, cast, "Har ikke sunget i en uge")
    assert karin.get(reverse("judge", args=[cast.aase.id])).status_code == 403
    assert karin.get(reverse("observations", args=[cast.gerda.id])).status_code == 404
    assert client_of("bent").get(reverse("observations", args=[cast.aase.id])).status_code == 403
    assert client_of("nina").get(reverse("observations", args=[cast.aase.id])).status_code == 404


@pytest.mark.parametrize(("changed", "message"), [({"now": ""}, "Skriv, hvad du har set."),
                                                  ({"seen_on": "2999-01-01"}, "inden for det seneste år"),
                                                  ({"area": "x"}, "Vælg et af svarene."),
                                                  ({"now": "x" * 1001}, "Skriv højst 1.000 tegn.")])  # fmt: skip
def test_what_is_missing_is_told(cast, karin, changed, message):
    sent = send(karin, "observations", cast.aase.id, **{"area": "mood", "now": "Grå", "level": "",
                                                        "seen_on": cast.today.isoformat(), **changed})  # fmt: skip
    assert sent.status_code == 422
    assert message in sent.content.decode()
    assert kept(cast, Observation) == []


def test_a_word_of_not_wanting_to_live_calls_a_professional(cast, karin):
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
    see(karin, cast, "Hun siger, at hun ikke vil leve mere")
    assert len(kept(cast, Task, kind="needs_professional")) == 1
    way = karin.get(reverse("apart"), {"vis": "1", "tegn": ["death"], "borger": str(cast.aase.id)}).content.decode()
    assert "Bliv hos borgeren, og få hjælp nu" in way
    assert send(karin, "apart_call", cast.aase.id).status_code == 302
    assert len(kept(cast, Task, kind="needs_professional")) == 2


def test_the_guide_leads_on_without_keeping_anything(cast, karin):
    page = karin.get(reverse("apart"), {"vis": "1", "tegn": ["lost"]}).content.decode()
    assert "Det kan være sorg" in page
    assert "depression, eller sorg" not in page
    assert karin.get(reverse("apart"), {"vis": "1"}).status_code == 422
    assert karin.get(reverse("apart"), {"vis": "1", "tegn": ["x"]}).status_code == 422
    assert karin.get(reverse("apart"), {"borger": "x"}).status_code == 404
    assert send(karin, "apart_call", cast.aase.id).status_code == 409, "she is in no effort"


# ---- Tidlig opsporing


@pytest.fixture
def number(cast):
    """Viggo's CPR number; he is in Brobygger."""
    found = cpr.fake(cast.today.replace(year=1944, month=3, day=2), "male", serial=9)
    with acting_as(cast.mette):
        people.add_person(by=cast.mette, at=now(), found_by="tip", given_name="Viggo", family_name="Vang",
                          cpr=cpr.parse(found, allow_test=True, today=cast.today))  # fmt: skip
    return found


def given_file(cast, *lines):
    return SimpleUploadedFile("to.csv", "\n".join([HEADER, *lines]).encode())


def line(cast, key="K-17", number="", seen="Er blevet væk tre dage"):
    return f"{key};{number};{cast.today.isoformat()};samvaer;gul;Kommer hver dag;{seen};Ida i Nord"


def test_a_file_is_taken_in_once_and_those_unknown_are_named_by_their_line(cast, mette, number):
    lines = [line(cast, number=number), line(cast, "K-99"), line(cast, seen="Spiser ikke")]
    for times in range(2):
        sent = send(mette, "early_detection", file=given_file(cast, *lines))
        assert sent.status_code == 302
        told = mette.get(sent.url).content.decode()
        assert f"{2 - 2 * times} nye observationer af 3 linjer" in told
        assert "ikke er i Brobygger: 3." in told
    rows = kept(cast, Observation)
    assert [(row.seen_by_name, row.source, row.their_key) for row in rows] == [
        ("Ida i Nord", "early_detection", "K-17")
    ] * 2


def test_what_is_seen_here_goes_back_by_their_key_and_without_cpr(cast, mette, number):
    send(mette, "early_detection", file=given_file(cast, line(cast, number=number)))
    (row,) = kept(cast, Observation)
    send(mette, "observations", row.person_id, area="company", now="=Kom til kaffe", seen_on=cast.today.isoformat())
    see(mette, cast, "Aase er ikke kendt der")
    sent = mette.get(reverse("early_detection_file")).content.decode("utf-8-sig")
    assert sent.splitlines() == [HEADER, f"K-17;;{cast.today.isoformat()};samvaer;;;'=Kom til kaffe;{cast.mette.name}"]
    assert number not in sent


def test_a_broken_file_is_told_and_nothing_of_it_is_kept(cast, mette, number):
    sent = send(mette, "early_detection", file=given_file(cast, line(cast, number=number), "halv;linje"))
    assert sent.status_code == 422
    assert "Linje 3" in sent.content.decode()
    assert kept(cast, Observation) == []
    assert client_of("karin").get(reverse("early_detection")).status_code == 403
