"""What people ask for is found, whatever they call it and however they spell it; filters, places, freshness."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.communities.directory import operations, queries
from brobygger.communities.directory.conditions import Near, Wanted
from brobygger.communities.directory.models import Changed, Entry
from brobygger.communities.directory.ranking_rules import look
from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.registry.people.acting import acting_as


def names(directory, text, cast, **wanted):
    found = queries.search(text, Wanted(**wanted), on=cast.today)
    by_id = {offer.id: name for name, offer in directory.items()}
    return [by_id[hit.id] for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("spisning", "Fællesspisning i sognegården"),  # a part of a compound
        ("fælles spisning", "Fællesspisning i sognegården"),  # written apart
        ("køkken have", "Havelauget"),  # and not every kitchen
        ("faellesspisning", "Fællesspisning i sognegården"),  # a phone without æ
        ("fælesspisnig", "Fællesspisning i sognegården"),  # two slips
        ("middag", "Fællesspisning i sognegården"),  # another word for it
        ("mænd der spiller kort", "Torsdagsherrerne"),
        ("kor", "Syng sammen om torsdagen"),
        ("synge", "Syng sammen om torsdagen"),  # a form
        ("strikkecafé", "Strik og snak på Lindely"),
        ("strike", "Strik og snak på Lindely"),
        ("besøgsvenner", "Besøgsven hjemme hos dig"),
        ("jeg vil gerne have besøg", "Besøgsven hjemme hos dig"),
        ("ipad", "Hjælp til telefon og tablet"),
        ("læsekreds", "Fortæl og læs"),
        ("bustur", "Bustur ud i det blå"),
        ("haven", "Havelauget"),
        ("gymnastik", "Stoledans og bevægelse"),
    ],
)
def test_the_offer_that_is_meant_comes_first(directory, cast, text, wanted):
    assert names(directory, text, cast)[0] == wanted


def test_all_that_fit_come_before_those_that_do_not(directory, cast):
    assert set(names(directory, "mandegruppe", cast)[:3]) == {
        "Torsdagsherrerne", "Mandeværkstedet", "Værkstedet bag kirken"}  # fmt: skip
    assert set(names(directory, "kortspil", cast)[:3]) == {
        "Torsdagsherrerne", "Besøgsven hjemme hos dig", "Kaffe i fælleshuset"}  # fmt: skip


def test_what_is_not_there_is_not_found(directory, cast):
    assert names(directory, "faldskærmsudspring", cast) == []
    assert names(directory, "xyzzy", cast) == []


def test_every_filter_leaves_out_what_it_should(directory, cast):
    everything = names(directory, "", cast)
    assert len(everything) == len(directory)
    told = {
        "weekdays": ([3], lambda offer: 3 in offer.weekdays),
        "most_dkk": (0, lambda offer: offer.price_dkk == 0),
        "walks_m": (100, lambda offer: offer.walks_needed_m is None or offer.walks_needed_m <= 100),
        "step_free": (True, lambda offer: offer.step_free),
        "hearing_loop": (True, lambda offer: offer.hearing_loop),
        "transport": (True, lambda offer: offer.transport),
        "at_home": (True, lambda offer: offer.kind == "one_to_one"),
        "sex": ("male", lambda offer: offer.sex == "male"),
        "kinds": (["meal"], lambda offer: offer.kind == "meal"),
    }
    for name, (value, fits) in told.items():
        expected = {key for key, offer in directory.items() if fits(offer)}
        assert 0 < len(expected) < len(directory), name
        assert set(names(directory, "", cast, **{name: value})) == expected, name


def test_the_nearest_comes_first_and_the_far_away_is_left_out(directory, cast):
    door = directory["Havelauget"]
    near = Near(door.latitude, door.longitude)
    found = queries.search("", Wanted(near=near), on=cast.today, many=50)
    assert found.hits[0].id == door.id
    assert found.hits[0].km == pytest.approx(0)
    kilometres = [hit.km for hit in found.hits]
    assert kilometres == sorted(kilometres)
    close = queries.search("", Wanted(near=Near(door.latitude, door.longitude, km=0.5)), on=cast.today)
    assert {hit.id for hit in close.hits} == {hit.id for hit in found.hits if hit.km <= 0.5}
    assert 0 < len(close.hits) < len(found.hits)


def test_a_place_is_known_by_town_street_and_postcode_of_our_own_offers(directory, cast):
    with acting_as(cast.mette):
        Offer.objects.filter(id=directory["Havelauget"].id).update(address="Søvej 3, 8999 Sønderstrand")
    operations.catch_up()
    for text in ("8999", "8999 Sønderstrand", "sønderstrand", "Søvej 17, 8999 Sønderstrand", "soevej 1"):
        place = queries.place(text)
        assert place is not None, text
        assert place.latitude == pytest.approx(directory["Havelauget"].latitude), text
    assert queries.place("eksempelkøbing")
    for nowhere in ("8001", "Atlantis", "", "\0", "' or 1=1"):
        assert queries.place(nowhere) is None


def test_what_nobody_has_checked_lately_sinks(directory, cast):
    both = ["Mandeværkstedet", "Værkstedet bag kirken"]
    assert set(names(directory, "værksted", cast)[:2]) == set(both)
    for stale, fresh in (both, reversed(both)):
        with acting_as(cast.mette):
            Offer.objects.filter(name=fresh).update(confirmed_on=cast.today)
            Offer.objects.filter(name=stale).update(confirmed_on=cast.today - timedelta(days=300))
        operations.catch_up()
        assert names(directory, "værksted", cast)[:2] == [fresh, stale]
        assert names(directory, "", cast).index(fresh) < names(directory, "", cast).index(stale)


def test_a_whole_entry_is_listed_before_its_poorer_twin(directory, cast):
    meal = directory["Fællesspisning i sognegården"]
    told = {
        "weekdays": [1], "time": time(18), "address": "Kirkevej 1", "price_dkk": 50, "step_free": True,
        "contact_name": "Inga", "contact_phone": "11 11 11 11",
        "description": {"da": "Vi laver mad og spiser sammen ved lange borde."},
    }  # fmt: skip
    with acting_as(cast.mette):
        Offer.objects.exclude(id=meal.id).update(published=False)
        Offer.objects.filter(id=meal.id).update(confirmed_on=cast.today - timedelta(days=20), **told)
        poorer = offers.publish(
            organisation=cast.parish, name="Fællesspisning", kind="meal", by=cast.system, at=cast.at, price_dkk=50
        )
    operations.catch_up()
    listed = [hit.id for hit in queries.search("", Wanted(), on=cast.today).hits]
    assert listed == [meal.id, poorer.id]  # though the poorer one was checked today
    with acting_as(cast.mette):
        Offer.objects.filter(id=meal.id).update(confirmed_on=cast.today - timedelta(days=300))
    operations.catch_up()
    listed = [hit.id for hit in queries.search("", Wanted(), on=cast.today).hits]
    assert listed == [poorer.id, meal.id]  # nobody has checked it for so long


def test_the_index_follows_every_writer(directory, cast):
    offer = directory["Havelauget"]
    with acting_as(cast.mette):
        offers.describe(offer=offer, danish="Vi fisker ørreder.", name="Fiskeklubben", by=cast.mette, at=cast.at)
    assert Changed.objects.count() == 1
    assert operations.catch_up() == 1
    assert queries.search("fiskeri", Wanted(), on=cast.today).hits[0].id == offer.id
    with acting_as(cast.mette):
        Offer.objects.filter(id=offer.id).update(published=False)
    operations.catch_up()
    assert not Entry.objects.filter(id=offer.id).exists()
    assert operations.catch_up() == 0


def test_looking_at_the_best_first_finds_what_looking_at_all_finds(directory, cast, monkeypatch):
    with acting_as(cast.mette):  # what is called so nobody has checked; what is about the same somebody has
        Offer.objects.filter(name="Havelauget").update(name="Modeltog", age_group="unge", confirmed_on=None)
        Offer.objects.filter(name="Stoledans og bevægelse").update(interests=["togklub"])
    operations.catch_up()
    questions = ["modeltog", "kaffe", "mænd der spiller kort", "gå tur", "spisning i fællesskab", "strik og snak"]
    door = directory["Havelauget"]
    places = [None, Near(door.latitude, door.longitude), Near(door.latitude, door.longitude, km=10)]

    def found():
        return [
            [hit.id for hit in queries.search(text, Wanted(near=near), on=cast.today, many=many).hits]
            for text in questions for near in places for many in (1, 3)
        ]  # fmt: skip

    everything = found()
    monkeypatch.setattr(queries, "FEW", 0)  # so few are all looked at otherwise
    assert found() == everything
    monkeypatch.setattr(queries, "look", lambda *given, **how: replace(look(*given, **how), outside=0.0))
    assert found() != everything  # it does matter what may be outside


@given(text=st.text(max_size=300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_at_all_is_answered(directory, cast, text):
    found = queries.search(text, Wanted(), on=cast.today)
    assert found.total >= len(found.hits)
    queries.place(text)


def test_a_question_costs_the_same_however_long(directory, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):  # on and off of whole scans, two of words, three counts, three looks
        queries.search("strik kaffe mænd kort sang udflugt " * 20, Wanted(), on=cast.today)
