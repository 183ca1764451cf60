"""A new price is told to those who come and those who wait, at once, once, and after somebody has seen the words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from brobygger.communities.groups.models import Group, Member
from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.models import OfferChange
from brobygger.registry.communication.models import Message
from brobygger.registry.people.acting import acting_as
from tests.web.partners.test_text_pages import FIELDS, client_of, edit, send


@pytest.fixture
def bents(cast) -> Offer:
    """Bent's group, with Aase in it; Villy has been and gone."""
    with acting_as(cast.mette):
        offer = operations.publish(
            organisation=cast.association, name="Torsdagsherrerne", kind="group", by=cast.mette, at=cast.at,
            description={"da": "Vi spiller kort."}, weekdays=[3], price_dkk=20, address="Åvej 1",
        )  # fmt: skip
        group = Group.objects.create(organisation=cast.association, offer=offer, name="Torsdagsherrerne", size_max=12)
        for person, until in ((cast.aase, None), (cast.villy, cast.today)):
            Member.objects.create(
                group=group, person=person, organisation=cast.association, since=cast.today, until=until
            )
    return offer


def change_page(offer: Offer) -> str:
    return reverse("offer_change", args=[offer.id])


def sent(cast) -> list[Message]:
    with acting_as(cast.mette):
        return list(Message.objects.filter(text_code="offer_changed"))


def test_a_new_price_is_shown_first_and_told_once(cast, bents):
    bent = client_of("bent")
    saved = send(bent, edit(bents), **FIELDS | {"price_dkk": "30"})
    assert saved.url == change_page(bents)
    page = bent.get(saved.url).content.decode()
    assert "Det koster nu 30 kroner hver gang." in page
    assert "Kære …" in page
    assert cast.aase.given_name not in page
    assert not sent(cast)  # seen first
    seen = send(bent, saved.url, words="Nu koster det 30 kroner.", preview="1").content.decode()
    assert seen.count("Nu koster det 30 kroner.") == 2
    assert not sent(cast)
    assert send(bent, saved.url, words="Nu koster det 30 kroner.").status_code == 302
    (message,) = sent(cast)
    assert message.person_id == cast.aase.id
    assert "Nu koster det 30 kroner." in message.body
    send(bent, saved.url, words="Nu koster det 30 kroner.")
    assert len(sent(cast)) == 1
    assert "Nu koster det 30 kroner." in bent.get(saved.url).content.decode()  # what was told stands there


def test_a_new_text_is_nothing_to_write_about_and_changed_back_is_neither(cast, bents):
    bent = client_of("bent")
    same = {**FIELDS, "price_dkk": "20", "time": "", "text": "Vi spiller stadig kort."}
    assert send(bent, edit(bents), **same).url == edit(bents)
    send(bent, edit(bents), **same | {"price_dkk": "30"})
    assert send(bent, edit(bents), **same).url == edit(bents)
    with acting_as(cast.mette):
        assert not OfferChange.objects.exists()


def test_two_changes_are_told_as_one_from_what_people_knew(cast, bents):
    bent = client_of("bent")
    send(bent, edit(bents), **FIELDS | {"price_dkk": "30"})
    send(bent, edit(bents), **FIELDS | {"price_dkk": "40", "address": "Torvet 2"})
    page = bent.get(change_page(bents)).content.decode()
    assert "Vi mødes nu her: Torvet 2. Det koster nu 40 kroner hver gang." in page
    assert "30 kroner" not in page
    assert bents.name in client_of("mette").get(reverse("keeping")).content.decode().split("Nyt, som ingen")[1]


@pytest.mark.parametrize("words", ["", "For ensomme ældre."])
def test_words_that_repel_are_not_sent(cast, bents, words):
    bent = client_of("bent")
    send(bent, edit(bents), **FIELDS | {"price_dkk": "30"})
    assert send(bent, change_page(bents), words=words).status_code in (409, 422)
    assert not sent(cast)


def test_nobody_need_be_told_and_where_nobody_comes_nobody_is_asked(cast, bents):
    bent = client_of("bent")
    send(bent, edit(bents), **FIELDS | {"price_dkk": "30"})
    assert send(bent, change_page(bents), nobody="1").status_code == 302
    assert not sent(cast)
    with acting_as(cast.mette):
        Member.objects.update(until=cast.today)
    assert send(bent, edit(bents), **FIELDS | {"price_dkk": "50"}).url == edit(bents)


def test_it_is_nobody_elses_to_tell(cast, bents):
    assert client_of("nina").get(change_page(bents)).status_code == 404
    assert client_of("karin").get(change_page(bents)).status_code == 403
