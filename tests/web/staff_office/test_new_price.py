"""The recipe's price is new: Lone sees which offers it concerns, says yes, and people hear it in time (R209)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from brobygger.communities.groups.models import Habits, Member
from brobygger.communities.offers.models import Offer
from brobygger.communities.reach import operations as reach
from brobygger.communities.upkeep import change_rules, prices
from brobygger.communities.upkeep import operations as upkeep
from brobygger.communities.upkeep.queries import changes_to_tell, told_of
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import new_price, reach_out
from brobygger.journeys.tell import day_of_year
from brobygger.registry.communication.models import Message
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.receiving import given_group, given_offer
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.test_change_pages import as_shown


@pytest.fixture
def greve(cast):
    return given_programme(cast, "001-greve", name="Spis sammen")


@pytest.fixture
def meals(cast, greve):
    """A free offer with a group of the effort, and Aase in it."""
    offer = given_offer(cast, name="Tirsdagsbordet")
    group = given_group(cast, offer=offer, programme=greve, name="Tirsdagsbordet")
    with acting_as(cast.mette):
        joins(cast, cast.aase, group)
        Habits.objects.create(group=group, price_dkk=Decimal(0))
    return offer


def joins(cast, person, group):
    Member.objects.create(group=group, person=person, organisation=cast.association, since=cast.today)


def written(cast) -> list[Message]:
    with acting_as(cast.mette):
        return list(Message.objects.filter(text_code="offer_changed").order_by("id"))


def costs(cast, offer) -> int | None:
    with acting_as(cast.mette):
        return Offer.objects.get(id=offer.id).price_dkk


def a_night(cast, days: int) -> int:
    with acting_as(cast.system):
        return new_price.pass_on(by=cast.system, at=cast.at + timedelta(days=days))


def new_recipe_price(lone, programme, kroner: str):
    shown = as_shown(lone, "change_groups", programme)
    name = next(key for key in shown if key.endswith("dkk"))
    return send(lone, "change_groups", programme.id, **shown | {name: kroner, "reason": "Projektets penge er brugt"})


def test_the_price_changes_on_its_day_after_a_yes_and_aase_hears_it_long_before(cast, greve, meals, lone):
    other = given_offer(cast, name="Sangaften")  # of no group in the effort
    saved = new_recipe_price(lone, greve, "25")
    assert saved.status_code == 302
    assert saved.url == reverse("change_price", args=[greve.id])
    page = text_of(lone.get(saved.url))
    assert "Tirsdagsbordet · nu gratis · 1 er med" in page
    assert "Sangaften" not in page
    assert ": 25 kr." in page
    assert costs(cast, meals) == 0  # nothing before somebody has said yes
    assert written(cast) == []

    day = cast.today + timedelta(days=30)
    said = {"price": "25", "offers": str(meals.id), "from_day": day.isoformat()}
    assert send(lone, "change_price", greve.id, **said).status_code == 302
    (message,) = written(cast)
    assert message.person_id == cast.aase.id
    assert f"Fra den {day_of_year(day)} koster det 25 kroner hver gang. Indtil da er det gratis." in message.body
    assert costs(cast, meals) == 0
    page = text_of(lone.get(saved.url))
    assert "Tirsdagsbordet: 25 kr. fra" in page
    assert "Ja, skift prisen" not in page  # no other offer is the effort's

    assert a_night(cast, 29) == 0
    assert len(written(cast)) == 1  # told once
    group = given_group(cast, offer=meals, programme=greve, name="Endnu et bord")
    with acting_as(cast.mette):
        joins(cast, cast.villy, group)
    assert a_night(cast, 29) == 0
    assert [one.person_id for one in written(cast)] == [cast.aase.id, cast.villy.id]  # who came later hears it too
    assert a_night(cast, 30) == 1
    assert costs(cast, meals) == 25
    assert costs(cast, other) == 0
    with acting_as(cast.bent):
        assert Habits.objects.get(group__name="Tirsdagsbordet").price_dkk == 25
    assert a_night(cast, 31) == 0
    assert len(written(cast)) == 2


def test_a_poster_that_hangs_is_old_when_the_price_is_new_and_nobody_hears_it_twice(cast, greve, meals, lone):
    new_recipe_price(lone, greve, "25")
    day = cast.today + timedelta(days=20)
    send(lone, "change_price", greve.id, price="25", offers=str(meals.id), from_day=day.isoformat())
    with acting_as(cast.mette):
        poster = reach.approve(
            name="Spis med", medium="poster", audience="participant", words="Vi spiser sammen. Det er gratis.",
            owner="Mette", offer=meals, by=cast.mette, at=cast.at,
        )  # fmt: skip
        reach.put_up(
            material=poster, place="Biblioteket", code="biblioteket", put_up_on=cast.today, until=None, by=cast.mette,
            at=cast.at,
        )  # fmt: skip
        by_hand = change_rules.stored(meals) | {"price_dkk": 10, "min_age": 60}
        upkeep.changed(offer=meals, before=by_hand, changed_by="Bent", at=cast.at - timedelta(days=2))
        assert [one.why for one in reach_out.hung(cast.mette, on=day - timedelta(days=1))] == [""]
    assert a_night(cast, 20) == 1
    with acting_as(cast.mette):
        assert [one.why for one in reach_out.hung(cast.mette, on=day)] == ["offer_changed"]
        (told,) = told_of(meals)
        assert (told.told, "koster det 25 kroner" in told.words) == (1, True)
        (waits,) = changes_to_tell(cast.mette)  # the age is still to be told; the price is not told again
        assert waits.before["price_dkk"] == 25


def test_a_price_taken_back_stays_and_is_told(cast, greve, meals, lone):
    new_recipe_price(lone, greve, "25")
    day = cast.today + timedelta(days=20)
    said = {"price": "25", "offers": str(meals.id), "from_day": day.isoformat()}
    send(lone, "change_price", greve.id, **said)
    with acting_as(cast.lone):
        (planned,) = prices.ahead(cast.lone)
    assert send(lone, "change_price_back", planned.id).status_code == 302
    assert "Prisen bliver alligevel, som den er nu." in written(cast)[-1].body
    assert a_night(cast, 40) == 0
    assert costs(cast, meals) == 0
    assert send(lone, "change_price_back", planned.id).status_code == 409
    assert send(lone, "change_price", greve.id, **said).status_code == 302  # and may be said yes to again


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"days": 13}, "Vælg en dag mindst to uger ude"),
        ({"days": 731}, "Vælg en dag mindst to uger ude"),
        ({"offers": ""}, "Vælg mindst ét tilbud."),
        ({"offers": "another"}, "Vælg på listen."),
        ({"price": "7"}, "Vælg et af svarene."),
    ],
)
def test_what_is_wrong_is_told_and_nobody_hears_of_it(cast, greve, meals, lone, wrong, message):
    new_recipe_price(lone, greve, "25")
    if wrong.get("offers") == "another":
        wrong = {"offers": str(given_offer(cast, name="Sangaften").id)}
    day = cast.today + timedelta(days=wrong.get("days", 14))
    said = {"price": "25", "offers": [str(meals.id)], "from_day": day.isoformat()}
    said |= {name: [value] if name == "offers" and value else value for name, value in wrong.items() if name != "days"}
    if not said["offers"]:
        del said["offers"]
    sent = send(lone, "change_price", greve.id, **said)
    assert sent.status_code == 422
    assert message in text_of(sent)
    assert written(cast) == []


def test_another_size_leads_to_the_history_as_before_and_who_may(cast, greve, meals, lone, as_user):
    assert new_recipe_price(lone, greve, "0").status_code == 422  # nothing is changed
    new_recipe_price(lone, greve, "25")
    assert as_user("karin").get(reverse("change_price", args=[greve.id])).status_code == 403
    reads(lone, "change_price", greve.id)  # the recipe is read once
    few = reads(lone, "change_price", greve.id)
    for number in range(4):
        offer = given_offer(cast, name=f"T{number}")
        given_group(cast, offer=offer, programme=greve, name=f"T{number}")
    assert reads(lone, "change_price", greve.id) == few <= 15


def test_an_offer_that_costs_it_already_is_not_changed_and_nobody_hears_of_it(cast, greve, meals, lone):
    page = text_of(lone.get(reverse("change_price", args=[greve.id])))  # free, as the recipe says
    assert "Tirsdagsbordet" not in page
    with acting_as(cast.lone), pytest.raises(Refusal, match="koster det allerede"):
        new_price.say_yes(
            programme=greve, offers=[meals], price_dkk=0, from_day=cast.today + timedelta(days=20), by=cast.lone,
            at=cast.at,
        )  # fmt: skip
    assert written(cast) == []


@pytest.mark.parametrize(("price", "before", "words"), [
    (0, 25, "Fra den 1.2.2027 er det gratis."), (30, 25, "Fra den 1.2.2027 koster det 30 kroner hver gang."),
])  # fmt: skip
def test_what_is_said_of_a_price(price, before, words):
    from datetime import date

    assert new_price.words_of(price_dkk=price, from_day=date(2027, 2, 1), before=before) == words


def test_an_effort_without_a_price_gets_one_where_the_page_says_and_comes_back_to_choose_offers(cast, lone):
    programme = given_programme(cast, "001-favrskov", name="Besøgsvenner")
    page = lone.get(reverse("change_price", args=[programme.id])).content.decode()
    assert "Opskriften har ingen pris endnu" in page
    assert reverse("change_groups", args=[programme.id]) in page
    assert (
        reverse("change_price", args=[programme.id])
        in lone.get(reverse("change", args=[programme.id])).content.decode()
    )  # one finds the page from *Ændr*
    unchanged = as_shown(lone, "change_groups", programme) | {"reason": "Ingen"}
    assert "Der er ikke ændret noget" in text_of(send(lone, "change_groups", programme.id, **unchanged))
    saved = new_recipe_price(lone, programme, "20")
    assert saved.status_code == 302
    assert saved.url == reverse("change_price", args=[programme.id])
    assert "Opskriften har ingen pris" not in lone.get(saved.url).content.decode()
