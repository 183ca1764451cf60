"""A flyer, a notice for the paper and a sheet for a notice board, made from what an offer says of itself (R349)."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from brobygger.communities.reach.models import Hanging, Material
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep import operations as upkeep
from brobygger.foundation.kernel.clock import now
from brobygger.registry.people.acting import acting_as
from tests.pdf_reading import codes_on, pdf_of, squares_for, words_of
from tests.receiving import given_offer
from tests.web.partners.test_text_pages import client_of, send

KINDS = {"loebeseddel": (148, 210), "avis": (96, None), "opslag": (210, 297)}  # mm


@pytest.fixture
def café(cast):
    return given_offer(
        cast, name="Torsdagscaféen", area="Midtbyen", address="Torvet 2", weekdays=[3], time=time(14, 0),
        description={"da": "Vi drikker kaffe og synger. Du møder nye naboer. Kom, som du er."}, step_free=True,
        contact_name="Bent Birk", contact_phone="21 22 23 24",
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_each_says_what_when_where_what_it_costs_and_whom_to_call_on_one_page(cast, café, kind):
    pdf = pdf_of(client_of("mette").get(f"{reverse('offer_paper', args=[café.id])}?slags={kind}"))
    assert len(pdf.pages) == 1
    said = words_of(pdf)
    for fact in ("Torsdagscaféen", "Vi drikker kaffe", "Torvet 2", "gratis", "21 22 23 24", "Bent Birk"):
        assert fact in said, fact
    assert pdf.metadata.title == "Torsdagscaféen"
    width, height = KINDS[kind]
    assert round(float(pdf.pages[0].mediabox.width) * 25.4 / 72) == width
    assert height is None or round(float(pdf.pages[0].mediabox.height) * 25.4 / 72) == height


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_stays_on_its_page(cast, kind):
    offer = given_offer(
        cast, name="Madfællesskabet for alle på den lange gade ved åen", address="Den meget lange gade 117, 3. sal",
        weekdays=[0, 1, 2, 3], time=time(9, 30), step_free=True, hearing_loop=True, transport=True,
        contact_name="Anne Margrethe Sørensen", contact_phone="21 22 23 24",
        description={"da": "Vi spiser sammen og går en tur. " * 60},
    )  # fmt: skip
    assert len(pdf_of(client_of("mette").get(f"{reverse('offer_paper', args=[offer.id])}?slags={kind}")).pages) == 1


def test_a_flyer_that_lies_somewhere_is_written_down_printed_with_its_place_and_replaced_when_the_price_is_new(
    cast, café
):
    mette = client_of("mette")
    begun = mette.get(f"{reverse('reach_new')}?tilbud={café.id}").content.decode()
    for said in ("Torsdagscaféen", "Vi drikker kaffe", "Hvor: Torvet 2", "Ring 21 22 23 24 til Bent Birk."):
        assert said in begun, said
    made = send(
        mette, reverse("reach_new"), name="Torsdagscaféen", medium="flyer", audience="participant",
        offer=str(café.id), words="Kom og drik kaffe. Du møder nye naboer.", owner="Mette",
    )  # fmt: skip
    send(mette, made.url, place="Apoteket på Torvet", put_up_on=cast.today.strftime("%d.%m.%Y"), until="")
    page = mette.get(made.url).content.decode()
    link = f"{reverse('offer_paper', args=[café.id])}?slags=loebeseddel&amp;sted=apoteket-paa-torvet"
    assert link in page
    pdf = pdf_of(mette.get(link.replace("&amp;", "&")))
    address = f"http://testserver{reverse('find_offer', args=[café.id])}?k=apoteket-paa-torvet"
    assert codes_on(pdf.pages[0]) == [squares_for(address)]
    with acting_as(cast.mette):
        assert Hanging.objects.get().code == "apoteket-paa-torvet"
        upkeep.changed(offer=café, before=change_rules.stored(café) | {"price_dkk": 30}, changed_by="Mette", at=now())
    assert "Skal skiftes: tilbuddet er ændret" in mette.get(reverse("reach")).content.decode()


def test_a_notice_board_and_a_paper_are_kinds_of_their_own_and_nobody_elses_offer_is_taken(cast, café):
    mette = client_of("mette")
    for medium, kind in (("board", "opslag"), ("newspaper", "avis")):
        made = send(
            mette, reverse("reach_new"), name=medium, medium=medium, audience="participant", offer=str(café.id),
            words="Kom og drik kaffe.", owner="Mette",
        )  # fmt: skip
        send(mette, made.url, place="Brugsen", put_up_on=cast.today.strftime("%d.%m.%Y"), until="")
        assert f"slags={kind}&amp;sted=brugsen" in mette.get(made.url).content.decode()
    with acting_as(cast.mette):
        assert Material.objects.count() == 2
    assert client_of("nina").get(reverse("offer_paper", args=[café.id])).status_code == 404
    assert "Torsdagscaféen" not in client_of("nina").get(f"{reverse('reach_new')}?tilbud={café.id}").content.decode()
    odd = mette.get(f"{reverse('offer_paper', args=[café.id])}?slags=x&sted={'y' * 500}")
    assert odd.status_code == 200
