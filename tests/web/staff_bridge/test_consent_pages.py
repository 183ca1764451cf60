"""The person's own yes: read aloud in plain words, kept for one receiver, and taken back."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.template import loader

from brobygger.registry.communication.models import Message
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Share
from brobygger.registry.people.purposes import CONSENT_TEXT
from brobygger.registry.wording.reading import lix
from tests.cast import given_shared

FORBIDDEN = ("ensom", "udsat", "svag", "skrøbelig")


def shown(response):
    return response.content.decode()


def test_lix_tells_easy_from_hard():
    assert lix("Du kan ringe til os. Vi kommer på besøg.") < 20
    assert lix("Kommunalbestyrelsens forvaltningsmyndighed varetager databeskyttelsesretlige forpligtelser.") > 60


@pytest.mark.parametrize("version", sorted(CONSENT_TEXT.values()))
@pytest.mark.parametrize("receiver", ["", "Sangkoret"])
def test_what_the_person_hears_is_easy_to_understand(cast, version, receiver):
    told = {
        "until": cast.today, "municipality": "Eksempelkøbing", "receiver": receiver,
        "data": ["navn", "ønsker"] if receiver else [],
    }  # fmt: skip
    html = loader.render_to_string(f"consent/{version}.jinja", told)
    text = re.sub(r"<[^>]+>", " ", html)
    assert lix(text) <= 35
    assert not [word for word in FORBIDDEN if word in text.lower()]


def agreed(cast, **changed):
    return {
        "receiver": str(cast.association.id), "data": ["name", "contact"], "how": "spoken",
        "expires_on": (cast.today + timedelta(days=100)).isoformat(), **changed,
    }  # fmt: skip


def test_only_what_was_ticked_is_agreed_to(cast, mette, post, said_yes):
    said_yes(cast.aase)
    answer = post(mette, f"/borgere/{cast.aase.id}/samtykke/dele/", **agreed(cast))
    with acting_as(cast.system):
        given = Consent.objects.get(receiver=cast.association)
    assert answer.url == f"/samtykker/{given.id}/"
    assert given.data == ["contact", "name"]
    printed = shown(mette.get(answer.url))
    assert "fortælle Fællesskabet Eksempelkøbing om dig" in printed
    assert "<li>navn</li>" in printed
    assert "<li>ønsker</li>" not in printed


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": []}, {"data": ["cpr"]}, {"data": ["screening"]}, {"how": ""}, {"receiver": str(uuid4())},
        {"receiver": "kommune"}, {"expires_on": "2020-01-01"}, {"expires_on": "2090-01-01"},
    ],
)  # fmt: skip
def test_a_yes_that_cannot_be_is_not_kept(cast, mette, post, said_yes, wrong):
    said_yes(cast.aase)
    assert post(mette, f"/borgere/{cast.aase.id}/samtykke/dele/", **agreed(cast, **wrong)).status_code == 422
    with acting_as(cast.system):
        assert not Consent.objects.filter(receiver__isnull=False).exists()


def test_cpr_and_screening_cannot_even_be_ticked(cast, mette, said_yes):
    said_yes(cast.aase)
    page = shown(mette.get(f"/borgere/{cast.aase.id}/samtykke/dele/"))
    assert 'value="name"' in page
    assert 'value="cpr"' not in page
    assert 'value="screening"' not in page
    assert "Eksempelkøbing Kommune (kommune)" not in page  # the municipality does not share with itself


def test_a_yes_to_take_part_moves_the_person_on(cast, mette, post):
    from brobygger.journeys import find
    from tests.cast import given_programme

    horsens = given_programme(cast, "000-horsens", name="Mandegrupper")  # asks, and says yes without a screening
    with acting_as(cast.mette):
        episode = find.begin(person=cast.villy, programme=horsens, found_by="register", by=cast.mette, at=cast.at)
    post(
        mette, f"/borgere/{cast.villy.id}/samtykke/deltage/", how="paper",
        expires_on=(cast.today + timedelta(days=300)).isoformat(),
    )  # fmt: skip
    with acting_as(cast.system):
        assert Consent.objects.get(person=cast.villy).receiver_id is None
        assert type(episode).objects.get(id=episode.id).next_step == "wishes"


def test_a_yes_before_the_questions_the_recipe_asks_first_is_refused_in_words(cast, mette, post, found):
    found(cast.aase)
    until = (cast.today + timedelta(days=300)).isoformat()
    answer = post(mette, f"/borgere/{cast.aase.id}/samtykke/deltage/", how="paper", expires_on=until)
    assert answer.status_code == 409
    assert "Der mangler et trin før dette" in shown(answer)


def test_taking_back_stops_the_sharing_and_tells_the_receiver(cast, mette, post):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    address = f"/samtykker/{consent.id}/traek-tilbage/"
    assert "Det kan ikke fortrydes" in shown(mette.get(address))
    assert post(mette, address).status_code == 422  # how it was taken back is part of it
    assert post(mette, address, how="phone").status_code == 302
    with acting_as(cast.system):
        assert not Share.objects.filter(ended_at__isnull=True).exists()
        told = Message.objects.get(organisation=cast.association)
    assert "Slet det" in told.body
    assert "Aase" not in told.body
    assert "trukket tilbage" in shown(mette.get(f"/borgere/{cast.aase.id}/?fane=samtykker"))
    assert "allerede trukket tilbage" in shown(mette.get(address))


def test_a_consent_elsewhere_is_like_one_that_never_was(cast, client_of, mette):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    nina = client_of(cast.nina)
    for address in (f"/samtykker/{consent.id}/", f"/samtykker/{consent.id}/traek-tilbage/"):
        assert nina.get(address).status_code == 404
        assert mette.get(address).status_code == 200
    assert mette.get(f"/samtykker/{uuid4()}/").status_code == 404


def test_only_those_who_work_with_people_take_consents(cast, client_of):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    for who in ("bent", "ole", "lone", "dorte", "admin"):
        assert client_of(cast.staff[who]).get(f"/samtykker/{consent.id}/traek-tilbage/").status_code == 403, who
