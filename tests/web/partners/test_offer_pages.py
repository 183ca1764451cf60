"""An association puts its offer up, says whom it suits, and takes it off again; nobody else's is its to touch."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers.models import Offer
from brobygger.registry.access.models import User
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of

OFFER = {
    "name": "Tirsdagskaffe", "text": "Vi drikker kaffe og taler om ugen. Bent tager imod dig.", "kind": "café",
    "interests": ["snak"], "weekdays": ["1"], "time": "14:00", "price_dkk": "0", "step_free": "yes",
    "places_total": "12", "sex": "", "transport": "no", "hearing_loop": "",
}  # fmt: skip


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, where: str, /, *args: object, **fields: object):
    return client.post(reverse(where, args=args), {"idempotency_key": str(uuid4()), **fields})


def there(cast) -> list[Offer]:
    with acting_as(cast.mette):
        return list(Offer.objects.select_related("organisation").filter(source=""))


def test_bent_puts_his_offer_up_and_mette_is_shown_it(cast):
    assert send(client_of("bent"), "offer_new", **OFFER).status_code == 302
    (offer,) = there(cast)
    assert (offer.organisation_id, offer.kind, offer.interests) == (cast.association.id, "café", ["snak"])
    assert (offer.step_free, offer.hearing_loop, offer.transport, offer.places_total) == (True, None, False, 12)
    assert offer.confirmed_on == cast.today
    assert "Tirsdagskaffe" in client_of("mette").get("/tilbud/").content.decode()


def test_mette_chooses_whose_it_is(cast):
    mette = client_of("mette")
    missing = send(mette, "offer_new", **OFFER)
    assert missing.status_code == 422
    assert "Tirsdagskaffe" in missing.content.decode()  # nothing typed is lost
    assert not there(cast)
    send(mette, "offer_new", **OFFER, organisation=str(cast.parish.id))
    assert [one.organisation_id for one in there(cast)] == [cast.parish.id]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"text": ""}, {"kind": "rumrejse"}, {"places_total": "-1"}, {"walks_needed_m": "langt"},
     {"interests": ["heste"]}, {"name": "a" * 300}, {"sex": "x"}],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_put_up(cast, wrong):
    assert send(client_of("bent"), "offer_new", **OFFER | wrong).status_code == 422
    assert not there(cast)


PLACE = ("toilets", "well_lit", "good_sound", "signposted", "parking")


def test_what_the_place_is_like_is_asked_and_told_to_anybody_and_to_other_directories(cast):
    bent = client_of("bent")
    send(bent, "offer_new", **OFFER, toilets="yes", well_lit="no", parking="yes", good_sound="", address="Åvej 1")
    (offer,) = there(cast)
    assert [getattr(offer, name) for name in PLACE] == [True, False, None, None, True]
    page = Client().get(f"/find/tilbud/{offer.id}/").content.decode()
    assert "Der er et toilet til rollator og kørestol." in page
    assert "Der er ikke så meget lys." in page
    assert "skilte" not in page, "nobody has said"
    told = Client().get(f"/aabne-data/services/{offer.id}").json()["service_at_locations"][0]["location"]
    assert {one["description"] for one in told["accessibility"]} == {
        "Trinfri adgang", "Handicaptoilet", "Parkering tæt på"}  # fmt: skip
    send(bent, "offer_suits", offer.id, kind="group", toilets="no")
    (changed,) = there(cast)
    assert [getattr(changed, name) for name in PLACE] == [False, None, None, None, None]


def test_what_an_offer_suits_is_changed_and_the_text_stays(cast):
    bent = client_of("bent")
    send(bent, "offer_new", **OFFER)
    (offer,) = there(cast)
    send(bent, "offer_suits", offer.id, kind="group", interests=["kort"], sex="male", step_free="no")
    (changed,) = there(cast)
    assert (changed.kind, changed.interests, changed.sex, changed.step_free) == ("group", ["kort"], "male", False)
    assert changed.description["da"] == OFFER["text"]
    assert changed.places_total is None


def test_an_offer_is_taken_off_and_put_back(cast):
    bent = client_of("bent")
    send(bent, "offer_new", **OFFER)
    (offer,) = there(cast)
    send(bent, "offer_take_off", offer.id)
    assert "Tirsdagskaffe" not in client_of("mette").get("/tilbud/").content.decode()
    assert "Ingen bliver henvist til det" in bent.get(reverse("offer_edit", args=[offer.id])).content.decode()
    send(bent, "offer_put_on", offer.id)
    assert "Tirsdagskaffe" in client_of("mette").get("/tilbud/").content.decode()


def test_somebody_elses_offer_is_not_there_for_bent(cast):
    send(client_of("mette"), "offer_new", **OFFER, organisation=str(cast.parish.id))
    (parishs,) = there(cast)
    bent = client_of("bent")
    assert bent.get(reverse("offer_suits", args=[parishs.id])).status_code == 404
    assert send(bent, "offer_take_off", parishs.id).status_code == 404
    assert send(client_of("karin"), "offer_new", **OFFER).status_code == 403
