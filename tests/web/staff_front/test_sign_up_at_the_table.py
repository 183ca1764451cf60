"""What comes with a yes at the kitchen table: the name on the screen, a few wishes, and a place to begin."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import agree, ask, find, refer, screen
from brobygger.pathway.followup.models import Task
from brobygger.pathway.matching.models import Wishes
from brobygger.pathway.outreach.models import Signature
from brobygger.pathway.outreach.signature_rules import is_signature
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person
from tests.cast import given_programme
from tests.receiving import given_group, given_offer
from tests.web.staff_front.test_offline_pages import bring, client_of, in_the_tables, visit

NAME = "M12 100L20 80L40 120M60 90L70 95"
WISHES = {"interests": ["sang", "mad"], "wants_companion": True, "own_words": "Jeg savner mit kor"}


@pytest.fixture
def episode(cast):
    programme = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        return find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)


@pytest.fixture
def offer(cast):
    return given_offer(cast, name="Koret ved kirken", weekdays=[3], time=time(10), address="Kirkevej 1",
                       latitude=56.21, longitude=10.9, contact_name="Bent Birk")  # fmt: skip


def kept(cast, model, **which):
    with acting_as(cast.system):
        return list(model.objects.filter(**which))


def on_the_screen(**facts):
    return visit(how="screen", signature=NAME, wishes=WISHES, **facts)


def test_name_and_wishes_come_home_with_the_yes(cast, episode):
    answer = bring(client_of("karin"), episode.id, on_the_screen())
    assert answer.status_code == 201
    (signature,), (consent,) = kept(cast, Signature), kept(cast, Consent)
    assert (signature.path, signature.consent_id, consent.how) == (NAME, consent.id, "screen")
    (wishes,) = kept(cast, Wishes)
    assert (wishes.interests, wishes.wants_companion, wishes.own_words) == (["sang", "mad"], True, "Jeg savner mit kor")
    page = client_of("mette").get(reverse("consent", args=[consent.id])).content.decode()
    assert f'd="{NAME}"' in page


def test_karin_may_not_refer_so_the_coordinator_gets_a_task_with_the_place(cast, episode, offer):
    bring(client_of("karin"), episode.id, visit(offer_id=str(offer.id)))
    (task,) = kept(cast, Task, kind="wants_offer")
    assert (task.status, task.due, task.why["effort"]) == ("open", cast.today + timedelta(days=1), "Koret ved kirken")
    assert kept(cast, Referral) == []


def test_mette_signs_the_person_up_on_the_spot(cast, episode, offer):
    bring(client_of("mette"), episode.id, visit(how="spoken", wishes=WISHES, offer_id=str(offer.id)))
    (referral,) = kept(cast, Referral)
    shared = kept(cast, Consent, receiver=cast.association)
    assert (referral.offer_id, referral.status) == (offer.id, "sent")
    assert sorted(shared[0].data) == ["address", "contact", "name"]
    assert kept(cast, Task, kind="wants_offer") == []


@pytest.mark.parametrize("gone", ["full", "unpublished", "unknown"])
def test_a_place_that_is_gone_meanwhile_loses_nothing(cast, episode, offer, gone):
    offer_id = offer.id
    with acting_as(cast.mette):
        if gone == "full":
            type(offer).objects.filter(id=offer.id).update(places_total=0)
        elif gone == "unpublished":
            type(offer).objects.filter(id=offer.id).update(published=False)
        else:
            offer_id = uuid4()
    assert bring(client_of("mette"), episode.id, visit(offer_id=str(offer_id))).status_code == 201
    assert len(kept(cast, Task, kind="wants_offer")) == 1
    assert kept(cast, Referral) == []
    assert kept(cast, Consent, receiver=cast.association) == [], "no consent for somebody who was not told"
    assert in_the_tables(cast)[:2] == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "screen", "signature": '"/><script>'},
        {"how": "screen", "signature": "M1 1L9999 1"},
        {"how": "screen", "signature": "M1 1" + "L1 1" * 6000},
        {"how": "spoken", "signature": NAME},
        {"wishes": {"interests": ["golf i månen"]}},
        {"wishes": {"own_words": "x" * 1001}},
        {"said": "no", "how": "", "reason": "price", "wishes": WISHES},
        {"offer_id": "koret"},
    ],
)
def test_what_does_not_belong_is_not_kept(cast, episode, wrong):
    answer = bring(client_of("karin"), episode.id, visit(**wrong))
    assert answer.status_code == 400
    assert in_the_tables(cast) == (0, 0, 0)


def test_a_signature_is_a_line_and_nothing_else():
    assert is_signature(NAME)
    for wrong in ("", "M1 1", "L1 1", "M1 1L2 2Z", "M1,1L2,2", "M1 1L2 2\n", "M1 1L٢ 2"):
        assert not is_signature(wrong)


def test_with_coverage_the_name_is_kept_too(cast, episode):
    karin = client_of("karin")
    bring(karin, episode.id, visit(said="later", how=""))
    sent = {"idempotency_key": str(uuid4()), "consent_id": str(uuid4()), "how": "screen", "signature": "<svg>"}
    wrong = karin.post(reverse("visit_yes", args=[episode.id]), sent)
    assert wrong.status_code == 422
    good = karin.post(reverse("visit_yes", args=[episode.id]), sent | {"signature": NAME})
    assert good.status_code == 302
    assert [one.path for one in kept(cast, Signature)] == [NAME]


def test_the_pocket_holds_what_is_near_the_address_and_what_is_read_aloud(cast, episode, offer):
    given_offer(cast, name="Dans i nabobyen", latitude=56.5, longitude=10.9)
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.aase.id).update(latitude=56.2, longitude=10.9)
        ask.offer_visits(episodes_to_ask=[episode], planned_at=[now()], employee=cast.karin, by=cast.mette, at=cast.at)
    told = client_of("karin").get("/uden-daekning/dag/").json()
    (first, away), (second, _further) = told["visits"][0]["near"]
    near, far = told["offers"][first], told["offers"][second]
    assert (near["name"], near["when"], near["price"]) == ("Koret ved kirken", "Torsdag kl. 10.00", "Gratis")
    assert (near["where"], away) == ("Kirkevej 1", "1,4 km herfra")
    assert "Fællesskabet Eksempelkøbing" in near["consent"]
    assert "telefon og e-mail" in near["consent"]
    assert far["name"] == "Dans i nabobyen"


def test_with_coverage_karin_writes_aase_up_and_the_place_in_the_group_is_held(cast, episode, offer):
    from brobygger.pathway.matching.models import HeldPlace

    karin, address = client_of("karin"), f"/besoeg/{episode.id}/i-naerheden/"
    press = {"offer": str(offer.id), "idempotency_key": str(uuid4())}
    assert karin.post(address, press).status_code == 409  # she has not said yes
    with acting_as(cast.mette):
        ask_yes(cast, episode)
    group = given_group(cast, offer=offer, programme=episode.programme, name="Torsdagskoret", size_max=8)
    assert "Se, hvad der er i nærheden" in karin.get(f"/besoeg/{episode.id}/slut/").content.decode()
    page = karin.get(address).content.decode()
    assert "8 ledige pladser i Torsdagskoret" in page
    assert "Kirkevej 1" in page
    other = {"offer": str(uuid4()), "idempotency_key": str(uuid4())}
    assert karin.post(address, other).status_code == 404
    end = karin.post(address, {**press, "idempotency_key": str(uuid4())}, follow=True).content.decode()
    assert "Pladsen i Torsdagskoret er holdt" in end
    (place,), (task,) = kept(cast, HeldPlace), kept(cast, Task, kind="wants_offer")
    assert (place.group_id, place.status, place.offered_by_name) == (group.id, "held", "Karin Krogh")
    assert task.why["effort"] == "Torsdagskoret"
    # Mette asks, and sends: the place that was held is the one that is taken.
    with acting_as(cast.mette):
        agree.agree_to_share(episode=episode, receiver=cast.association, data=["name"], how="phone", by=cast.mette,
                             at=cast.at)  # fmt: skip
        refer.refer(episode=episode, offer=offer, words="", by=cast.mette, at=cast.at)
    assert kept(cast, HeldPlace)[0].status == "yes"


def ask_yes(cast, episode):
    screen.screen(
        episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(2, 2, 1), answered_by="person",
        mode="visit", by=cast.mette, at=cast.at,
    )  # fmt: skip
    agree.say_yes(episode=episode, how="spoken", by=cast.mette, at=cast.at)
