"""Grants, pools, the budget of Copenhagen, the accounts, and what a person costs."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import price
from brobygger.programmes.finances import decisions, operations, queries
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year


def given_grant(cast, programme, name="Ældrepuljen", **facts):
    facts = {"kind": "grant", "purpose": "Bro til fællesskab", "amount_ore": 50_000_000} | facts
    with acting_as(cast.lone):
        return operations.grant(programme=programme, name=name, by=cast.lone, at=cast.at, **facts)


def given_paid(cast, programme, ore, **facts):
    with acting_as(cast.lone):
        return operations.pay(
            programme=programme, amount_ore=ore, spent_on=cast.today, text="Kaffe", by=cast.lone, at=cast.at, **facts
        )


def test_the_decision_stands_on_a_page_as_it_was_made(lone):
    page = text_of(lone.get(reverse("decision")))
    for said in ("3.100.000*", "2.400.000**", "5.500.000", "* Der forventes indgået", "6.500.000", "§ 79-klubber"):
        assert said in page


def test_the_decision_becomes_a_programmes_budget_once(cast, programme, lone):
    assert send(lone, "decision_take", programme.id).status_code == 302
    page = text_of(lone.get(reverse("money", args=[programme.id])))
    for said in ("22.000.000", "7.800.000", "14.200.000", "Boudlægspuljen", "6.500.000 kr. er tilbage", "Tigerspring"):
        assert said in page
    send(lone, "decision_take", programme.id)
    with acting_as(cast.lone):
        table = queries.budget(cast.lone, programme)
        assert len(queries.grants(cast.lone, programme)) == 4
    assert table.totals == (5_500_000,) * 4
    assert table.rows[0][1][0] == (3_100_000, 1)
    assert table.footnotes[0] == decisions.load("copenhagen-2019").footnotes["*"].da


def test_lone_writes_a_grant_and_an_expense(cast, programme, lone):
    sent = send(
        lone, "grant_new", programme.id, name="Velux", kind="grant", purpose="Kørsel", amount_ore="250.000,50",
        ends_on=(cast.today + timedelta(days=30)).isoformat(),
    )  # fmt: skip
    assert sent.status_code == 302
    with acting_as(cast.lone):
        (grant,) = queries.grants(cast.lone, programme)
    assert grant.amount_ore == 25_000_050
    send(lone, "pay", programme.id, text="Bus", amount="1.250,25", spent_on=cast.today.isoformat(), grant=str(grant.id))
    page = text_of(lone.get(reverse("money", args=[programme.id])))
    assert "I har brugt 1.250,25 kr. af 250.000,50 kr." in page
    assert "slutter snart" in page
    assert "1.250,25" in text_of(lone.get(reverse("accounts", args=[programme.id])))
    assert "slutter snart: Velux" in text_of(lone.get(reverse("office", args=[programme.id])))


def test_money_paid_back_is_written_with_a_minus(cast, programme, lone):
    given_paid(cast, programme, 10_000)
    send(lone, "pay", programme.id, text="Retur", amount="-25", spent_on=cast.today.isoformat())
    assert "I har brugt 75 kr." in text_of(lone.get(reverse("money", args=[programme.id])))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"amount": "1,234.50"}, "Skriv et beløb, fx 1.250 eller 1.250,50."),
        ({"amount": ""}, "Skriv et beløb."),
        ({"amount": "0"}, "Skriv et beløb."),
        ({"amount": "9" * 19}, "Skriv et beløb, fx"),
        ({"amount": "9" * 21}, "Skriv højst 20 tegn."),
        ({"spent_on": "2099-01-01"}, "Dagen er ikke kommet endnu."),
        ({"grant": str(uuid4())}, "Vælg et af svarene."),
    ],
)
def test_a_wrong_expense_is_told_and_nothing_is_written(cast, programme, lone, fields, message):
    good = {"text": "Kaffe", "amount": "10", "spent_on": cast.today.isoformat()}
    sent = send(lone, "pay", programme.id, **good | fields)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert queries.entries(cast.lone, programme).count() == 0


def test_a_period_is_extended_and_the_old_end_is_remembered(cast, programme, lone):
    grant = given_grant(cast, programme, ends_on=date(2021, 6, 30))
    sent = send(lone, "grant_extend", grant.id, ends_on="2021-06-01", reason="x")
    assert "Den nye sidste dag skal ligge efter den gamle." in text_of(sent)
    send(lone, "grant_extend", grant.id, ends_on="2021-12-31", reason="Nedlukning")
    page = text_of(lone.get(reverse("grant", args=[grant.id])))
    assert "Nedlukning" in page
    assert "30. juni 2021" in page


def test_a_pool_with_money_in_and_out(cast, programme, lone):
    pool = given_grant(cast, programme, "Boudlægspuljen", kind="pool", amount_ore=None)
    day = {"moved_on": cast.today.isoformat()}
    send(lone, "pool_move", pool.id, direction="in", amount="2.000.000", what="Dødsboer", **day)
    send(lone, "pool_move", pool.id, direction="out", amount="40.000", what="Sommertur", receiver="Åhuset", **day)
    page = text_of(lone.get(reverse("grant", args=[pool.id])))
    assert "2.000.000 kr. er kommet ind, 40.000 kr. er gået ud, 1.960.000 kr. er tilbage." in page
    sent = send(lone, "pool_move", pool.id, direction="out", amount="1.960.001", what="For meget", **day)
    assert sent.status_code == 422
    assert "Så meget er der ikke i puljen." in text_of(sent)


def test_the_budget_is_written_and_corrected(cast, programme, lone):
    year = min(cast.today.year, programme.starts_on.year)
    fields = {"initiative": "Ledsagelse", f"year_{year}": "100000", "footnote": "Et skøn"}
    assert send(lone, "budget", programme.id, **fields).status_code == 302
    send(lone, "budget", programme.id, **{"initiative": "Ledsagelse", f"year_{year}": "120000"})
    with acting_as(cast.lone):
        table = queries.budget(cast.lone, programme)
    assert table.rows == (("Ledsagelse", ((120_000, 1),), 120_000),)
    sent = send(lone, "budget", programme.id, initiative="Tom")
    assert "Skriv mindst ét beløb." in text_of(sent)


def test_what_a_person_costs(cast, lone):
    programme = given_programme(cast, "000-horsens", name="Mænd mødes")
    given_a_year(cast, programme)
    given_paid(cast, programme, 6_000_000)
    page = text_of(lone.get(reverse("money", args=[programme.id])))
    assert "1.500" in page  # 60.000 kroner for 40 who began
    with acting_as(cast.lone):
        paid, told = price.prices(cast.lone, programme)
    assert paid == 6_000_000
    assert [(one.level, one.people, one.dkk) for one in told] == [
        ("reached", 48, 1250), ("started", 40, 1500), ("still_there", 30, 2000),
    ]  # fmt: skip


def test_small_numbers_hide_the_price_too(cast, lone):
    programme = given_programme(cast, "000-horsens", name="Få mænd")
    given_a_year(cast, programme, found=3)
    given_paid(cast, programme, 600_000)
    with acting_as(cast.lone):
        _paid, told = price.prices(cast.lone, programme)
    assert [(one.people, one.dkk) for one in told] == [(None, None)] * 3
    assert "skjult" in text_of(lone.get(reverse("money", args=[programme.id])))


def test_money_of_another_programme_pays_nothing_here(cast, programme):
    other = given_grant(cast, given_programme(cast, name="En anden"))
    with pytest.raises(Refusal):
        given_paid(cast, programme, 100, grant=other)


def test_who_may(cast, programme, as_user, mette):
    grant = given_grant(cast, programme)
    for who in ("karin", "bent", "ole", "dorte", "admin"):
        client = as_user(who)
        pages = [reverse("money", args=[programme.id]), reverse("grant", args=[grant.id]), reverse("decision")]
        assert {client.get(address).status_code for address in pages} == {403}
    assert mette.get(reverse("money", args=[programme.id])).status_code == 200
    for name, row in (("pay", programme), ("grant_new", programme), ("budget", programme), ("grant_extend", grant)):
        assert mette.get(reverse(name, args=[row.id])).status_code == 403
    nina = as_user("nina")
    for name, row in (("money", programme.id), ("accounts", programme.id), ("grant", grant.id), ("grant", uuid4())):
        assert nina.get(reverse(name, args=[row])).status_code == 404


@pytest.mark.parametrize("name", ["money", "accounts", "office"])
def test_as_many_queries_for_one_grant_as_for_nine(cast, programme, lone, name):
    def more(first, last):
        for number in range(first, last):
            grant = given_grant(cast, programme, f"B{number}", ends_on=cast.today)
            given_paid(cast, programme, 100 + number, grant=grant, initiative=f"I{number}")

    more(0, 1)
    reads(lone, name, programme.id)
    few = reads(lone, name, programme.id)
    more(1, 9)
    assert reads(lone, name, programme.id) == few <= 15
