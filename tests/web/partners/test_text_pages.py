"""Texts that citizens read: the panel advises while one writes and never stands in the way; the report is one's own."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.registry.access.models import User
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of

OFFICE = "Tilbud til ensomme ældre. Forudgående visitation er nødvendig."


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, where: str, *, panel: bool = False, **fields: object):
    headers = {"X-Panel": "1"} if panel else {}
    return client.post(where, {"idempotency_key": str(uuid4()), **fields}, headers=headers)


@pytest.fixture
def bents(cast) -> Offer:
    with acting_as(cast.mette):
        return operations.publish(
            organisation=cast.association, name="Torsdagsherrerne", kind="group", by=cast.mette, at=cast.at,
            description={"da": OFFICE, "en": "A group"}, weekdays=[3],
        )  # fmt: skip


@pytest.fixture
def parishs(cast) -> Offer:
    with acting_as(cast.mette):
        return operations.publish(
            organisation=cast.parish, name="Spisning", kind="meal", by=cast.mette, at=cast.at,
            description={"da": "Vi spiser."},
        )  # fmt: skip


def edit(offer: Offer) -> str:
    return reverse("offer_edit", args=[offer.id])


FIELDS = {
    "name": "Torsdagsherrerne", "text": "Vi spiller kort. Bent tager imod dig.", "weekdays": ["3"],
    "time": "14:00", "address": "Åvej 1", "price_dkk": "0", "contact_name": "Bent",
    "contact_phone": "12 34 56 78", "transport": "no",
}  # fmt: skip


def test_bent_sees_what_keeps_people_away_and_what_to_write_instead(bents):
    page = client_of("bent").get(edit(bents)).content.decode()
    assert "<mark>ensomme</mark>" in page
    assert "Har du lyst til selskab?" in page
    assert "Mangler: Hvad koster det?" in page
    assert "Mangler: Hvornår er det?" not in page, "the day stands in the offer's own field"
    assert "Du bestemmer selv" in page


def test_bent_saves_it_whatever_the_panel_says_and_the_english_stays(cast, bents):
    bent = client_of("bent")
    assert send(bent, edit(bents), **FIELDS | {"text": OFFICE}).status_code == 302
    with acting_as(cast.mette):
        bents.refresh_from_db()
    assert bents.description == {"da": OFFICE, "en": "A group"}
    assert (bents.price_dkk, bents.contact_name, bents.transport, bents.time.hour) == (0, "Bent", False, 14)
    assert bents.confirmed_on == cast.today


def test_volunteers_have_a_text_of_their_own_read_as_volunteers_do(cast, bents):
    bent, hands = client_of("bent"), "Giv en time hver torsdag. Du møder mennesker, du ellers ikke ville møde."
    office = FIELDS | {"for_volunteers": "Vi søger frivillige til ensomme ældre."}
    asked = send(bent, edit(bents), panel=True, **office).content.decode()
    assert "Sådan læser frivillige deres tekst" in asked
    assert "<mark>ensomme</mark>" in asked
    assert "Sådan læser frivillige" not in send(bent, edit(bents), panel=True, **FIELDS).content.decode()
    assert send(bent, edit(bents), **FIELDS | {"for_volunteers": hands}).status_code == 302
    anybody = Client().get(f"/find/tilbud/{bents.id}/").content.decode()
    assert hands in anybody
    assert FIELDS["text"] in anybody
    assert "Der er brug for hænder, små og store." not in anybody


def test_asking_how_it_reads_saves_nothing(cast, bents):
    bent = client_of("bent")
    shown = send(bent, edit(bents), check="1", **FIELDS)
    alone = send(bent, edit(bents), panel=True, **FIELDS)
    assert (shown.status_code, alone.status_code) == (200, 200)
    assert "<html" in shown.content.decode()
    assert "<html" not in alone.content.decode()
    assert "Mangler: Hvad skal man have på?" in alone.content.decode()
    with acting_as(cast.mette):
        bents.refresh_from_db()
    assert bents.description["da"] == OFFICE


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "Skriv et navn."), ({"text": ""}, "Skriv en tekst."),
        ({"text": "x" * 20_001}, "Skriv lidt kortere."),
        ({"price_dkk": "-1"}, "Skriv 0 eller mere."), ({"time": "25:99"}, "Skriv et klokkeslæt"),
        ({"contact_phone": "ring!"}, "otte cifre"), ({"transport": "måske"}, "Vælg på listen."),
    ],
)  # fmt: skip
def test_what_cannot_be_stored_is_told_and_kept_on_the_page(bents, wrong, message):
    answered = send(client_of("bent"), edit(bents), **FIELDS | wrong)
    assert answered.status_code == 422
    assert message in answered.content.decode()


def test_a_script_in_a_text_is_only_text(bents):
    script = {"text": "<script>alert(1)</script> ensom"}
    answered = send(client_of("bent"), edit(bents), check="1", **FIELDS | script)
    assert "<script>alert(1)" not in answered.content.decode()


def test_nobody_writes_in_another_organisations_offer(cast, bents, parishs):
    bent = client_of("bent")
    assert bent.get(edit(parishs)).status_code == 404
    assert send(bent, edit(parishs), **FIELDS).status_code == 404
    assert client_of("mette").get(edit(parishs)).status_code == 200
    assert client_of("nina").get(edit(bents)).status_code == 404
    assert client_of("karin").get(edit(bents)).status_code == 403
    with acting_as(cast.mette):
        parishs.refresh_from_db()
    assert parishs.name == "Spisning"


def test_the_report_is_by_organisation_and_bents_is_his_own(bents, parishs):
    whole = client_of("mette").get(reverse("texts")).content.decode()
    assert "Torsdagsherrerne" in whole
    assert "Spisning" in whole
    assert "0 af 2 tilbud" in whole
    own = client_of("bent").get(reverse("texts")).content.decode()
    assert "Torsdagsherrerne" in own
    assert "Spisning" not in own
    assert client_of("karin").get(reverse("texts")).status_code == 403


def test_an_offer_nobody_has_checked_sinks_and_comes_up_again_with_one_click(cast, bents, parishs):
    with acting_as(cast.mette):
        Offer.objects.filter(id=parishs.id).update(name="Aftensmad", confirmed_on=cast.today - timedelta(days=183))
    mette = client_of("mette")
    listed = mette.get(reverse("offers")).content.decode()
    assert listed.index("Torsdagsherrerne") < listed.index("Aftensmad"), "by name it would come first"
    assert listed.count("Ikke tjekket længe. Ring først.") == 1
    assert "Ja, det passer stadig" in mette.get(reverse("texts")).content.decode()
    confirm = reverse("offer_confirm", args=[parishs.id])
    assert send(client_of("bent"), confirm).status_code == 404, "it is not his"
    assert mette.get(confirm).status_code == 405
    assert send(mette, confirm).status_code == 302
    listed = mette.get(reverse("offers")).content.decode()
    assert listed.index("Aftensmad") < listed.index("Torsdagsherrerne")
    assert "Ikke tjekket længe" not in listed


def test_a_letter_is_checked_and_nothing_is_kept(cast):
    mette, address = client_of("mette"), reverse("text_check")
    assert mette.get(address).status_code == 200
    given = {"kind": "letter", "audience": "participant", "text": "Er du sårbar? Vi ringer på mandag."}
    page = send(mette, address, **given).content.decode()
    assert "<mark>sårbar</mark>" in page
    assert "Mangler: Hvem tager imod" in page
    assert "Mangler: Hvad koster det?" not in page, "a letter is no poster"
    assert "<html" not in send(mette, address, panel=True, **given).content.decode()


@pytest.mark.parametrize("wrong", [{"kind": "digt"}, {"audience": ""}, {"text": " "}, {"text": "x" * 20_001}])
def test_a_question_without_a_text_is_told(cast, wrong):
    given = {"kind": "sms", "audience": "volunteer", "text": "Kom."} | wrong
    assert send(client_of("mette"), reverse("text_check"), **given).status_code == 422
    assert send(client_of("mette"), reverse("text_check"), panel=True, **given).status_code == 200


def test_as_many_queries_for_one_offer_as_for_thirty(cast, bents, django_assert_max_num_queries):
    mette = client_of("mette")
    with acting_as(cast.mette):
        for number in range(30):
            operations.publish(
                organisation=cast.parish, name=f"Hold {number}", kind="meal", by=cast.mette, at=cast.at,
            )  # fmt: skip
    for address in (reverse("texts"), edit(bents)):
        mette.get(address)
        with django_assert_max_num_queries(15):
            assert mette.get(address).status_code == 200
