"""Somebody without a telephone that reads codes tears a slip off; typed in it goes where the public page's words go."""

from __future__ import annotations

import re
from uuid import uuid4

from brobygger.communities.directory.models import SignUp
from brobygger.foundation.kernel.short_codes import short_code
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.followup.models import Task
from brobygger.registry.people.acting import acting_as
from tests.pdf_reading import codes_on, pdf_of, squares_for, words_of
from tests.receiving import given_offer
from tests.web.staff_bridge.test_offer_paper import client_of

SLIP = {
    "name": "Asta  Skov",
    "phone": "20 30 40 50",
    "best_time": "morning",
    "place": "Biblioteket i Nørby",
    "yes": "on",
}


def send(client, page, **fields):
    return client.post(page, {"idempotency_key": str(uuid4()), "form_id": str(uuid4()), **SLIP, **fields})


def test_slips_about_an_offer_have_its_code_and_the_words_of_the_yes(cast):
    offer = given_offer(cast, name="Torsdagscaféen", contact_phone="21 22 23 24")
    mette = client_of("mette")
    for address, many in ((f"/tilbud/{offer.id}/sedler/", 3), (f"/tilbud/{offer.id}/sedler/?stor=1", 2)):
        read = pdf_of(mette.get(address))
        assert len(read.pages) == 1
        text = re.sub(r"\s+", " ", words_of(read))
        assert text.count("Jeg vil gerne høre mere") == text.count("Torsdagscaféen") == many
        assert text.count(short_code(offer.id)) == many
        assert "Du kan altid ringe og få det slettet." in text
        assert squares_for(f"http://testserver/papir/seddel/?tilbud={offer.id}") in codes_on(read.pages[0])


def test_a_slip_is_typed_in_and_the_association_calls(cast):
    offer = given_offer(cast, name="Torsdagscaféen")
    mette = client_of("mette")
    found = send(mette, "/papir/", code=short_code(offer.id))
    assert found.headers["Location"] == f"/papir/seddel/?tilbud={offer.id}"
    assert f'value="{offer.id}" selected' in mette.get(found.headers["Location"]).content.decode()
    assert send(mette, "/papir/seddel/", offer=str(offer.id), yes="").status_code == 422
    assert send(mette, "/papir/seddel/", offer=str(offer.id), phone="12").status_code == 422
    assert send(mette, "/papir/seddel/", offer=str(uuid4())).status_code == 422
    assert send(mette, "/papir/seddel/", offer=str(offer.id)).status_code == 302
    with acting_as(cast.mette):
        kept = SignUp.objects.get()
        assert Task.objects.filter(rule="answer_sign_up").count() == 1
    assert (kept.name, kept.phone, kept.channel) == ("Asta Skov", "20304050", "biblioteket-i-noerby")
    assert "kommunen eller den, der har tilbuddet" in kept.consent_text  # the words of a slip about any offer
    assert send(mette, "/papir/seddel/", offer=str(offer.id)).status_code == 302  # the same slip, typed in twice
    with acting_as(cast.mette):
        assert SignUp.objects.count() == 1
    own = {"offer": str(offer.id), "printed": str(offer.id), "name": "Gudrun Bak", "phone": "20 30 40 51"}
    assert send(mette, "/papir/seddel/", **own).status_code == 302
    with acting_as(cast.mette):
        assert offer.organisation.name in SignUp.objects.get(name="Gudrun Bak").consent_text


def test_a_slip_about_nothing_in_particular_is_a_call_from_the_municipality(cast):
    assert send(client_of("mette"), "/papir/seddel/", offer="").status_code == 302
    with acting_as(cast.mette):
        assert Tip.objects.get().about_name == "Asta Skov"
        assert not SignUp.objects.exists()
    for name in ("karin", "bent", "ole", "lone"):
        assert client_of(name).get("/papir/seddel/").status_code == 403


def test_the_booklet_can_have_a_slip_on_its_back_with_nothing_behind_it(cast):
    for area in ("Havnen", "Midtbyen"):
        given_offer(cast, name=f"Caféen {area}", area=area)
    mette = client_of("mette")
    plain, with_slip = (pdf_of(mette.get(f"/tilbud/haefte/{more}")) for more in ("", "?seddel=1"))
    assert (len(plain.pages), len(with_slip.pages)) == (2, 4)
    outside, behind = words_of(with_slip, 0), words_of(with_slip, 1)
    assert "Jeg vil gerne høre mere" in outside
    assert "Caféen Midtbyen" not in behind
    assert "Caféen" in behind  # the other half of the sheet: the first page inside
