"""Gaps become ideas with one click; two entries become one offer, and two again."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.models import OfferIdea, OfferMerge
from brobygger.insight.evaluation.places_figure import Spot, places_svg
from brobygger.journeys import find
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching import operations as matching
from brobygger.registry.access.models import User
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, page: str, /, *ids: object, **fields: object):
    return client.post(reverse(page, args=ids), {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def singers(cast):
    """Six who would sing, in one village where nobody does."""
    programme = given_programme(cast)
    with acting_as(cast.system):
        for number in range(6):
            person = people.add_person(
                by=cast.system, at=cast.at, given_name=f"Sanger {number}", family_name="Sø", found_by="home_care",
                postcode="9997", city="Nordby", latitude=56.2, longitude=10.9 + number / 1000,
            )  # fmt: skip
            episode = find.begin(person=person, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
            matching.map_wishes(
                episode=episode, wishes={"interests": ["sang"]}, mode="visit", by=cast.mette, at=cast.at
            )
        Episode.objects.update(next_step="referred")
        return offers.publish(
            organisation=cast.parish, name="Kor i Sydby", kind="group", by=cast.system, at=cast.at, interests=["sang"],
            latitude=56.7, longitude=10.9,
        )  # fmt: skip


def test_a_gap_is_seen_and_becomes_one_idea_that_says_how_many_wait(cast, singers, django_assert_max_num_queries):
    mette = client_of("mette")
    with django_assert_max_num_queries(15):
        shown = mette.get(reverse("gaps")).content.decode()
    assert "9997 Nordby" in shown
    assert '<td class="number" data-title="Venter">6</td>' in shown
    assert "Kor i Sydby" in shown  # there is one, but far away
    assert "Sanger" not in shown
    for _twice in range(2):
        assert send(mette, "gap_idea", area="9997 Nordby", interest="sang").status_code == 302
    assert send(mette, "gap_idea", area="9997 Nordby", interest="kort").status_code == 409
    with acting_as(cast.mette):
        idea = OfferIdea.objects.get()
    assert (idea.waiting, idea.origin) == (6, "gap")
    assert "6 venter på det." in client_of("bent").get(reverse("ideas")).content.decode()
    with acting_as(cast.system):
        Offer.objects.filter(id=singers.id).update(latitude=56.2)
    assert "9997 Nordby" not in mette.get(reverse("gaps")).content.decode()


def test_few_who_wait_are_told_to_nobody_outside(cast, singers):
    with acting_as(cast.system):
        Episode.objects.filter(id__in=Episode.objects.values("id")[:3]).update(status="finished")
    send(client_of("mette"), "gap_idea", area="9997 Nordby", interest="sang")
    with acting_as(cast.mette):
        assert OfferIdea.objects.get().waiting == 0
    shown = client_of("bent").get(reverse("ideas")).content.decode()
    assert "venter på det" not in shown


def test_an_idea_is_moved_on_by_the_municipality_until_it_is_an_offer(cast, singers):
    bent, mette = client_of("bent"), client_of("mette")
    assert send(bent, "ideas", name="", origin="gap").status_code == 422
    assert send(bent, "ideas", name="Kaffe på kajen", origin="participant").status_code == 302
    with acting_as(cast.mette):
        idea = OfferIdea.objects.get()
    assert send(bent, "idea", idea.id, status="dropped").status_code == 409
    assert send(mette, "idea", idea.id, status="running", organisation="", offer="").status_code == 409
    moved = send(mette, "idea", idea.id, status="running", organisation=str(cast.parish.id), offer=str(singers.id))
    assert moved.status_code == 302
    assert "er i gang" in bent.get(reverse("idea", args=[idea.id])).content.decode()
    assert client_of("nina").get(reverse("idea", args=[idea.id])).status_code == 404
    for name in ("karin", "bent", "ole", "lone", "dorte"):
        assert client_of(name).get(reverse("gaps")).status_code == 403


@pytest.fixture
def two(cast):
    """Bent's association and the parish have both put up the same lunch."""
    with acting_as(cast.system):
        same = {"kind": "meal", "address": "Kirkevej 1", "by": cast.system, "at": cast.at}
        return (
            offers.publish(organisation=cast.parish, name="Fællesspisning i sognegården", **same),
            offers.publish(
                organisation=cast.association, name="Fællesspisning, sognegården", price_dkk=40, step_free=False, **same
            ),
        )


def test_two_entries_become_one_and_two_again(cast, two):
    kept, other = two
    mette = client_of("mette")
    shown = mette.get(reverse("twins")).content.decode()
    assert "navnene ligner, samme sted" in shown
    assert send(mette, "twins_merge", keep=str(kept.id), other=str(kept.id)).status_code == 409
    assert send(mette, "twins_merge", keep=str(kept.id), other=str(other.id)).status_code == 302
    with acting_as(cast.mette):
        one, gone = Offer.objects.get(id=kept.id), Offer.objects.get(id=other.id)
        made = OfferMerge.objects.get()
    assert (one.price_dkk, one.step_free, gone.published) == (40, False, False)
    assert one.organisation_names == ["Eksempelkøbing Sogn", "Fællesskabet Eksempelkøbing"]
    assert send(mette, "twins_merge", keep=str(kept.id), other=str(other.id)).status_code == 409
    assert send(mette, "twins_undo", made.id).status_code == 302
    with acting_as(cast.mette):
        one, gone = Offer.objects.get(id=kept.id), Offer.objects.get(id=other.id)
    assert (one.price_dkk, one.step_free, one.organisation_names, gone.published) == (None, None, [], True)
    assert send(mette, "twins_undo", made.id).status_code == 404


def test_two_that_are_two_are_not_asked_about_again_and_a_neighbour_merges_nothing(cast, two):
    kept, other = two
    both = {"keep": str(kept.id), "other": str(other.id)}
    assert send(client_of("nina"), "twins_merge", **both).status_code == 404
    assert send(client_of("bent"), "twins_merge", **both).status_code == 403
    assert send(client_of("mette"), "twins_merge", keep="x", other="y").status_code == 409
    mette = client_of("mette")
    assert send(mette, "twins_are_two", **both).status_code == 302
    assert "sognegården" not in mette.get(reverse("twins")).content.decode()
    with acting_as(cast.mette):
        assert Offer.objects.filter(published=True).count() == 2


def test_the_map_says_aloud_what_it_draws():
    drawn = places_svg([Spot("Kor", 56.2, 10.9), Spot("Nord<by>", 56.3, 10.8, 6)], caption="Kort", language="da")
    assert "1 tilbud er vist som ringe. Ét sted mangler der noget: Nord&lt;by&gt; 6." in drawn
    assert drawn.count("<circle") == drawn.count("<rect x=") == 1
    assert drawn.count('class="country"') == drawn.count('class="here"') == 1
    assert 'class="coast"' not in drawn  # ten kilometres across: the hand-drawn coast would be wrong by a street
    wide = places_svg([Spot("Kor", 56.2, 10.5), Spot("Nordby", 56.5, 10.95, 6)], caption="Kort", language="da")
    assert 'class="coast"' in wide
    assert "Kysten er en prikket linje." in wide
    assert set(re.findall(r"#[0-9a-f]{6}", wide)) == {"#1a1a1a", "#ffffff"}  # black ink on a ground of its own
    places_svg([Spot("Kor", 56.2, 10.9)], caption="Kort", language="en")  # one place alone
    with pytest.raises(ValueError, match="nothing"):
        places_svg([], caption="Kort", language="da")
