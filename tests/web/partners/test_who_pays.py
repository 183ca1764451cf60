"""Who pays for a person's place and ride: kept with the place, told to the person, summed for the office (R329)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Member
from brobygger.communities.offers.pay_rules import WHO, Cost, Sum, summed
from brobygger.journeys import answer, order_ride, who_pays
from brobygger.pathway.referrals import queries as referrals
from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared
from tests.receiving import given_member, given_referred
from tests.web.staff_office.conftest import text_of


def test_who_pays_is_said_at_the_referral_follows_into_the_group_and_is_told_to_aase(
    cast, browser_of, referral, offer, group, favrskov, queries_of
):
    mette, bent = browser_of("mette"), browser_of("bent")
    here = f"/borgere/{cast.aase.id}/?fane=forloeb"
    assert "Skriv, hvem der betaler" in text_of(mette.get(here))
    assert mette.post(f"/henvisninger/{referral.id}/betaling/", pays="nobody").status_code == 422
    assert mette.post(f"/henvisninger/{referral.id}/betaling/", pays="municipality", price_dkk="45").status_code == 302
    with acting_as(cast.bent):
        answer.accept(
            referral=referrals.get(cast.bent, referral.id), host=None, host_name="Bent", group=group,
            first_session_on=cast.today + timedelta(days=3), by=cast.bent, at=cast.at,
        )  # fmt: skip
        [member] = Member.objects.filter(group=group, person=cast.aase)
    assert member.pays == "municipality"
    page = text_of(mette.get(here))
    assert "Kommunen betaler, 45 kr. hver gang" in page
    paper = f"/borgere/{cast.aase.id}/aftaler/"
    assert "Det koster dig" in text_of(mette.get(paper))
    assert "koster ikke noget. Kommunen betaler." in text_of(mette.get(paper))
    mette.post(f"/henvisninger/{referral.id}/betaling/", pays="self", price_dkk="45")
    assert "45 kr. hver gang. Betaler selv." in text_of(mette.get(paper))
    with acting_as(cast.bent):
        Member.objects.filter(id=member.id).update(until=cast.today)
    assert "45 kr." not in text_of(mette.get(paper))  # what she has left costs her nothing
    assert bent.get(f"/henvisninger/{referral.id}/betaling/").status_code == 403
    assert queries_of(mette, here) <= 15
    assert queries_of(mette, paper) <= 15


def test_the_office_sums_places_and_taxis_by_who_pays_and_hides_small_numbers(cast, browser_of, favrskov, group, offer):
    for person in (cast.aase, cast.villy, cast.gerda):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, group)
    with acting_as(cast.bent):
        groups.keep_habits(group=group, facts={"price_dkk": Decimal(30)}, by=cast.bent, at=cast.at)
    lone = browser_of("lone")
    page = text_of(lone.get(f"/indsatser/{favrskov.id}/kontoret/penge/"))
    assert "Hvem betaler for pladser og kørsel?" in page
    table = page[page.index("Hvem betaler for pladser") :]
    assert '<td class="number" data-title="Pladser">skjult</td>' in table  # three places
    assert '<td class="number" data-title="Kroner hver gang, i alt">skjult</td>' in table
    taxi = given_referred(cast, cast.aase, programme=favrskov, offer=offer)
    with acting_as(cast.mette):
        episode = referrals.whole(taxi.id).episode
        told = {"there_at": cast.at + timedelta(days=3), "home_at": None, "from_address": "Hjem", "to_address": "Café"}
        ride = order_ride.ask(episode=episode, offer_id=offer.id, who="me", facts=told, by=cast.mette, at=cast.at)
    sent = browser_of("mette").post(
        f"/koersel/bestilt/{ride.id}/", answer="booked", reference="T-7", price_dkk="160", pays="pension"
    )
    assert sent.status_code == 302
    with acting_as(cast.mette):
        found = who_pays.of_person(cast.mette, cast.aase.id, at=cast.at)
        assert Cost("Café", "pension", 160, ride=True) in found
        assert who_pays.of_person(cast.mette, cast.aase.id, at=cast.at + timedelta(days=9))[-1].ride is False
        shown = {one.pays: one for one in who_pays.of_programme(cast.mette, favrskov)}
    assert shown["pension"].rides is None  # one ride is one person
    assert "Trækkes over pensionen" in text_of(browser_of("mette").get(f"/koersel/bestilt/{ride.id}/"))


def test_sums_by_payer_count_the_meal_scheme_as_the_municipalitys_and_free_as_nothing():
    costs = [
        Cost("Frokost", "scheme", 30), Cost("Frokost", "municipality", 45), Cost("Tur", "free", 99),
        Cost("Taxa", "self", 120, ride=True), Cost("Taxa", "self", None, ride=True), Cost("Kor", "", None),
    ]  # fmt: skip
    assert summed(costs) == (
        Sum("self", rides=2, rides_dkk=120), Sum("municipality", places=2, each_time_dkk=75), Sum("free", places=1),
        Sum("", places=1),
    )  # fmt: skip


@pytest.mark.parametrize(("pays", "own"), [("self", 40), ("municipality", 0), ("pension", 40), ("free", 0)])
def test_what_the_person_is_asked_for(pays, own):
    assert pays in WHO
    assert Cost("Kor", pays, 40).own_dkk == own
