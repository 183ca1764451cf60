"""Words that several people use themselves become interests everybody knows; one person's words show nowhere."""

from __future__ import annotations

from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brobygger.communities.directory import operations as directory
from brobygger.communities.directory import queries as search
from brobygger.communities.directory.conditions import Wanted
from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import InterestWord
from brobygger.journeys import find, own_interests, wish
from brobygger.pathway.matching.models import Wishes
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.links.test_gap_pages import client_of, send

WORDS = (
    "Jeg elsker at quilte.", "Quilter hver aften", "at quilte med andre", "quilt og kaffe", "Quilte!",
    "Vil gerne til Skagen med Inger",
)  # fmt: skip


@pytest.fixture
def quilters(cast):
    """Five who like quilting and say it in their own way, and one who says something nobody else does."""
    programme = given_programme(cast)
    episodes = []
    with acting_as(cast.system):
        for number, words in enumerate(WORDS):
            person = people.add_person(
                by=cast.system, at=cast.at, given_name=f"Gæst {number}", family_name="Sø", found_by="home_care"
            )
            episodes.append(
                find.begin(person=person, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
            )
            wish.map_wishes(
                episode=episodes[-1], wishes={"interests": [], "own_words": words}, mode="visit", by=cast.mette,
                at=cast.at,
            )  # fmt: skip
    return episodes


def test_what_words_mean_is_read_once_for_all_who_said_them(cast, quilters):
    with acting_as(cast.mette):
        own_interests.take_in(word="quilt", parent="håndarbejde", synonyms=(), by=cast.mette, at=cast.at)
        said = [(one, {"interests": [], "own_words": "Jeg vil quilte"}, cast.at) for one in quilters]
        with CaptureQueriesContext(connection) as caught:
            kept = wish.map_wishes_many(said=said, mode="visit", by=cast.mette)
    assert [one.interests for one in kept] == [["quilt", "håndarbejde"]] * len(quilters)
    table = InterestWord._meta.db_table
    assert len([one for one in caught.captured_queries if table in one["sql"]]) == 1


def address(word: str) -> str:
    return f"{reverse('interest_word')}?ord={quote(word)}"


def liked(cast, episodes):
    with acting_as(cast.mette):
        found = Wishes.objects.filter(episode__in=episodes).order_by("episode_id", "-mapped_at").distinct("episode_id")
        return {one.episode_id: one.interests for one in found}


def test_a_word_of_several_is_said_yes_to_and_from_then_on_known(cast, quilters, django_assert_max_num_queries):
    mette = client_of("mette")
    with django_assert_max_num_queries(15):
        shown = mette.get(reverse("own_words")).content.decode()
    assert "quilte" in shown
    assert '<td class="number" data-title="Brugt af">5</td>' in shown
    assert "skagen" not in shown.lower()  # one person's words
    assert "Inger" not in shown
    assert "Gæst" not in shown
    said = {"decision": "new", "word": "Quilt", "interest": "håndarbejde", "synonyms": "lapper, patchworktæppe"}
    saved = mette.post(address("quilte"), {"idempotency_key": str(uuid4()), **said}, follow=True).content.decode()
    assert "5 borgeres egne ord er knyttet til det." in saved
    *five, other = [liked(cast, quilters)[one.id] for one in quilters]
    assert five == [["quilt", "håndarbejde"]] * 5
    assert other == []
    assert "quilte</th>" not in mette.get(reverse("own_words")).content.decode()
    # whoever says it tomorrow, and in another of its words
    with acting_as(cast.mette):
        kept = wish.map_wishes(
            episode=quilters[5], wishes={"interests": ["sang"], "own_words": "Jeg syr lapper sammen"}, mode="visit",
            by=cast.mette, at=cast.at,
        )  # fmt: skip
    assert kept.interests == ["sang", "quilt", "håndarbejde"]
    # forms, the search and the open data
    assert 'value="quilt"' in mette.get(reverse("wishes", args=[quilters[0].id])).content.decode()
    assert 'value="quilt"' in client_of("bent").get(reverse("offer_new")).content.decode()
    with acting_as(cast.system):
        offer = offers.publish(
            organisation=cast.parish, name="Tirsdagsklubben", kind="group", by=cast.system, at=cast.at,
            interests=["quilt"],
        )  # fmt: skip
    directory.catch_up()
    for words in ("quilt", "quilte", "lapper", "patchworktæpper"):
        assert [hit.id for hit in search.search(words, Wanted(), on=cast.today).hits] == [offer.id], words
    terms = {one["name"]: one for one in mette.get("/aabne-data/taxonomy_terms?per_page=100").json()["contents"]}
    assert terms["quilt"]["parent_id"] == terms["håndarbejde"]["id"]
    found = mette.get(f"/aabne-data/services?taxonomy_term_id={terms['quilt']['id']}").json()["contents"]
    assert [one["id"] for one in found] == [str(offer.id)]


def test_a_word_is_tied_to_an_interest_or_refused_and_does_not_come_back(cast, quilters):
    mette = client_of("mette")
    assert send(mette, "interest_word", decision="same").status_code == 302  # no word: back to the list
    wrong = mette.post(address("quilte"), {"idempotency_key": str(uuid4()), "decision": "same", "word": "quilte"})
    assert wrong.status_code == 422
    refused = {"idempotency_key": str(uuid4()), "decision": "none", "word": "quilte"}
    assert mette.post(address("quilte"), refused).status_code == 302
    shown = mette.get(reverse("own_words")).content.decode()
    assert 'data-title="Ord">quilte' not in shown
    assert "ikke en interesse" in shown
    assert liked(cast, quilters)[quilters[0].id] == []
    same = {"idempotency_key": str(uuid4()), "decision": "same", "word": "quilte", "interest": "håndarbejde"}
    assert mette.post(address("quilte"), same).status_code == 302  # one may think again
    assert liked(cast, quilters)[quilters[0].id] == ["håndarbejde"]
    with acting_as(cast.mette):
        assert InterestWord.objects.get().known
    with acting_as(cast.nina):
        assert not InterestWord.objects.exists()  # the neighbour's list is the neighbour's
    for name in ("karin", "bent", "ole", "lone", "dorte"):
        assert client_of(name).get(reverse("own_words")).status_code == 403


def test_fewer_than_five_are_not_proposed(cast, quilters):
    with acting_as(cast.system):
        Wishes.objects.filter(episode=quilters[0]).update(own_words="")
    assert "quilte" not in client_of("mette").get(reverse("own_words")).content.decode()
