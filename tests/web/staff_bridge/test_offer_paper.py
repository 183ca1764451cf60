"""Offers on paper: a booklet that folds into order, and a poster whose code rings up."""

from __future__ import annotations

import re
from datetime import time
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from brobygger.registry.access.models import User
from brobygger.web.staff.matching import offer_paper
from brobygger.web.staff.matching.offer_paper import folded, pages_of, rings_up
from tests.cast import email_of
from tests.pdf_reading import codes_on, pdf_of, squares_for, words_of
from tests.receiving import given_offer

REPELLING = re.compile(r"ensom|udsat|svag|skrøbelig|sårbar|mistriv", re.IGNORECASE)


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


@pytest.fixture
def café(cast):
    return given_offer(
        cast, name="Torsdagscaféen", area="Midtbyen", address="Torvet 2", weekdays=[3], time=time(14, 0),
        description={"da": "Vi drikker kaffe og synger. Du møder nye naboer. Kom, som du er."}, step_free=True,
        hearing_loop=True, contact_name="Bent Birk", contact_phone="21 22 23 24",
    )  # fmt: skip


@pytest.fixture
def mette(cast):
    return client_of("mette")


# ---- Folding


@given(st.integers(min_value=2, max_value=200))
def test_a_folded_stack_reads_in_order(count):
    """Each sheet has a front and a back; lying in each other and folded, the pages come one after another."""
    sides = folded(count)
    assert len(sides) % 2 == 0
    fronts, backs = sides[0::2], sides[1::2]
    first_half = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    second_half = [page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])]
    read = first_half + second_half[::-1]
    assert [page for page in read if page >= 0] == list(range(count))
    assert read[0] == 0
    assert read[-1] == count - 1


def test_four_pages_are_one_sheet():
    assert folded(4) == [(3, 0), (1, 2)]


def test_an_area_begins_on_a_page_of_its_own():
    entries = [{"area": area, "name": name} for area, name in (("Syd", "B"), ("Nord", "A"), ("Syd", "A"), ("Syd", "C"))]
    assert [(page["area"], [offer["name"] for offer in page["offers"]]) for page in pages_of(entries, 2)] == [
        ("Nord", ["A"]),
        ("Syd", ["A", "B"]),
        ("Syd", ["C"]),
    ]


# ---- The booklet


def test_the_booklet_is_a_sheet_with_the_offers_by_area(cast, mette, café):
    given_offer(cast, name="Havegruppen", area="Havnen")
    read = pdf_of(mette.get("/tilbud/haefte/"))
    assert len(read.pages) == 2  # front, two areas, back
    assert round(float(read.pages[0].mediabox.width)) == 842  # A4, lying
    text = words_of(read, 1)
    assert "Midtbyen" in text
    assert "Torsdagscaféen" in text
    assert "torsdag kl. 14.00" in text
    assert "21 22 23 24" in text
    assert "teleslynge" in text
    assert text.index("Havnen") < text.index("Midtbyen")
    assert "Mød andre i Eksempelkøbing" in words_of(read, 0)


def test_in_order_it_is_small_pages(mette, café):
    read = pdf_of(mette.get("/tilbud/haefte/?laes=1"))
    assert len(read.pages) == 3
    assert round(float(read.pages[0].mediabox.width)) == 420  # A5
    assert "Torsdagscaféen" in words_of(read, 1)


def test_larger_type_takes_more_pages(cast, mette):
    for n in range(12):
        given_offer(cast, name=f"Hold {n}", area="Midtbyen")
    small, large = (len(pdf_of(mette.get(f"/tilbud/haefte/?laes=1{more}")).pages) for more in ("", "&stor=1"))
    assert (small, large) == (6, 8)


def test_the_longest_texts_stay_on_their_pages(cast, mette):
    """Three offers with everything told, and texts as long as they can be, still fill one A5 page only."""
    for n in range(3):
        given_offer(
            cast, name=f"Madfællesskabet for alle på den lange gade {n}", area="Midtbyen", weekdays=[0, 1, 2],
            description={"da": "Lange ord her. " * 100}, address="Den meget lange gade 117, 3. sal til venstre",
            time=time(9, 30), step_free=True, hearing_loop=True, transport=True, contact_name="Anne Margrethe Sørensen",
            contact_phone="21 22 23 24",
        )  # fmt: skip
    assert len(pdf_of(mette.get("/tilbud/haefte/?laes=1")).pages) == 3
    assert len(pdf_of(mette.get("/tilbud/haefte/?laes=1&stor=1")).pages) == 4


def test_an_empty_directory_makes_a_booklet_that_says_so(mette):
    assert "Der er ingen tilbud i hæftet endnu." in words_of(pdf_of(mette.get("/tilbud/haefte/")))


# ---- The poster


@pytest.mark.parametrize("design", ["", "?design=enkel", "?design=ramme", "?design=baand", "?design=ukendt", "?stor=1"])
def test_a_poster_says_what_when_and_where_and_its_code_rings_up(mette, café, design):
    read = pdf_of(mette.get(f"/tilbud/{café.id}/plakat/{design}"))
    text = words_of(read)
    assert len(read.pages) == 1
    for words in ("Torsdagscaféen", "torsdag kl. 14.00", "Torvet 2", "gratis", "Ring 21 22 23 24", "Bent Birk"):
        assert words in text
    assert codes_on(read.pages[0]) == [squares_for("tel:+4521222324")]


def test_a_poster_that_is_to_hang_somewhere_leads_to_the_public_page(mette, café):
    read = pdf_of(mette.get(f"/tilbud/{café.id}/plakat/?sted=Bibliotek+i+Nørby"))
    page = f"http://testserver/find/tilbud/{café.id}/?k=bibliotek-i-noerby"
    assert codes_on(read.pages[0]) == [squares_for(page)]
    assert "læs mere" in words_of(read)
    assert mette.get(page.removeprefix("http://testserver")).status_code == 200


def test_a_long_text_stays_on_one_page(cast, mette):
    offer = given_offer(cast, name="Et navn, der fylder mere end en linje på en plakat", address="Torvet 2",
                        description={"da": "Vi spiser sammen og går en tur. " * 60})  # fmt: skip
    for more in ("", "?stor=1", "?stor=1&design=baand"):
        assert len(pdf_of(mette.get(f"/tilbud/{offer.id}/plakat/{more}")).pages) == 1


@pytest.mark.parametrize(
    ("written", "dialled"),
    [("12 34 56 78", "tel:+4512345678"), ("+45 12345678", "tel:+4512345678"), ("112", "tel:112"), ("", "tel:")],
)
def test_a_number_is_dialled_as_a_telephone_reads_it(written, dialled):
    assert rings_up(written) == dialled


def test_our_own_words_are_easy_and_repel_nobody():
    said = [sentence for sentence in offer_paper._words().values() if sentence.endswith(".")]
    text = " ".join(said)
    words = re.findall(r"\w+", text)
    lix = len(words) / len(re.findall(r"[.!?]", text)) + 100 * sum(len(word) > 6 for word in words) / len(words)
    assert len(said) >= 4
    assert lix <= 35
    assert not REPELLING.search(" ".join(offer_paper._words().values()))


# ---- Who may


def test_everybody_with_a_role_may_print_and_nobody_else(cast, café):
    for name in ("karin", "bent", "ole", "lone", "dorte", "admin"):
        assert client_of(name).get(f"/tilbud/{café.id}/plakat/").status_code == 200
    assert Client().get("/tilbud/haefte/").status_code == 302
    assert client_of("nina").get(f"/tilbud/{café.id}/plakat/").status_code == 404
    assert client_of("karin").get(f"/tilbud/{uuid4()}/plakat/").status_code == 404


def test_the_ways_to_paper_stand_on_the_directory(mette, café):
    page = mette.get("/tilbud/").content.decode()
    assert f"/tilbud/{café.id}/plakat/" in page
    assert "/tilbud/haefte/" in page
