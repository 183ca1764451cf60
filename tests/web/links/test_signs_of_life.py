"""An offer is kept true by SMS with JA or NEJ, and by what really happens: people met, and a referral was answered."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.communities.groups.models import Group
from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.models import OfferWord
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import keep_true
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.registry.communication.models import Delivery, Message, Reply
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import acting_as
from tests.web.partners.test_text_pages import client_of, send

LONG_AGO = timedelta(days=300)


@pytest.fixture
def offer(cast) -> Offer:
    """Bent's offer, that nobody has checked for most of a year; his association has a mobile and no e-mail."""
    with acting_as(cast.system):
        Organisation.objects.filter(id=cast.association.id).update(email="", phone="21 00 00 82")
        made = offers.publish(
            organisation=cast.association, name="Kortklubben", kind="group", by=cast.system, at=cast.at,
            description={"da": "Vi spiller kort."}, weekdays=[3], address="Åvej 1", price_dkk=20,
        )  # fmt: skip
        Offer.objects.filter(id=made.id).update(confirmed_on=cast.today - LONG_AGO)
        return Offer.objects.select_related("organisation").get(id=made.id)


def again(cast, offer: Offer) -> Offer:
    with acting_as(cast.system):
        return Offer.objects.get(id=offer.id)


def asked(cast, offer: Offer) -> Message:
    assert send(client_of("mette"), reverse("keeping_ask", args=[offer.id]), way="sms").status_code == 302
    with acting_as(cast.system):
        Message.objects.update(delivery=Delivery.SENT, delivered_at=now())
        return Message.objects.get()


def answer(cast, settings, text: str, *, number: str = "21000082", reference: str = "1") -> None:
    settings.SMS_KEY = "the key"
    body = json.dumps({"from": number, "text": text, "reference": reference})
    path = reverse("incoming_sms", args=[cast.municipality.code])
    headers = {"Authorization": "Bearer the key"}
    assert Client().post(path, body, content_type="application/json", headers=headers).status_code == 204


def test_ja_by_sms_is_a_check(cast, offer, settings):
    message = asked(cast, offer)
    assert message.to == "+4521000082"
    assert "Kortklubben: torsdag; Åvej 1; 20 kroner. Passer det stadig? Svar JA eller NEJ." in message.body
    for _time in range(2):
        answer(cast, settings, "Ja")
    assert again(cast, offer).confirmed_on == cast.today
    with acting_as(cast.system):
        assert [(word.way, word.answer) for word in OfferWord.objects.all()] == [("sms", "still_right")]


def test_nej_by_sms_marks_it_and_says_who(cast, offer, settings):
    with acting_as(cast.system):
        Offer.objects.filter(id=offer.id).update(confirmed_on=cast.today)
    asked(cast, offer)
    answer(cast, settings, "nej desværre")
    assert again(cast, offer).confirmed_on is None
    page = client_of("mette").get(reverse("keeping")).content.decode()
    assert "passer ikke" in page
    assert "Ingen har tjekket det for nylig" in Client().get(f"/find/tilbud/{offer.id}/").content.decode()


@pytest.mark.parametrize(("text", "number"), [("Ja", "21999999"), ("Hvad mener I?", "21000082")])
def test_somebody_else_and_something_else_change_nothing(cast, offer, settings, text, number):
    asked(cast, offer)
    answer(cast, settings, text, number=number)
    assert again(cast, offer).confirmed_on == cast.today - LONG_AGO
    with acting_as(cast.system):
        assert Reply.objects.exists()  # a person reads it
        assert not OfferWord.objects.exists()


def test_who_has_only_a_mobile_is_asked_by_night_and_who_has_nothing_is_not(cast, offer):
    with acting_as(cast.system):
        assert keep_true.ask_all_due(by=cast.system, at=cast.at) == 1
        assert keep_true.ask_all_due(by=cast.system, at=cast.at) == 0
        Organisation.objects.filter(id=cast.association.id).update(phone="7")
        assert keep_true.ask_all_due(by=cast.system, at=cast.at + timedelta(days=60)) == 0


def test_a_session_that_was_held_is_a_sign_of_life_and_one_that_nobody_came_to_is_not(cast, offer):
    with acting_as(cast.system):
        group = Group.objects.create(organisation=cast.association, offer=offer, name="Kortklubben", size_max=8)
        session = Session.objects.create(
            group=group, organisation=cast.association, number=1, starts_at=cast.at - timedelta(days=3), place="Åvej 1"
        )
        row = Attendance.objects.create(
            session=session, person=cast.aase, organisation=cast.association, signed_up=True, came=False
        )
        assert keep_true.see_signs(by=cast.system, at=cast.at) == 0
        Attendance.objects.filter(id=row.id).update(came=True)
        assert keep_true.see_signs(by=cast.system, at=cast.at) == 1
        assert keep_true.see_signs(by=cast.system, at=cast.at) == 0
    seen = again(cast, offer)
    assert seen.seen_on == cast.today - timedelta(days=3)
    assert seen.confirmed_on == cast.today - LONG_AGO  # nobody has said anything, and the page does not claim it
    page = client_of("mette").get(reverse("keeping_offer", args=[offer.id])).content.decode()
    assert "99 af 100" in page
