"""A pool's applications: who, for what, how much; weighed criterion by criterion; the balance follows (R327)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from brobygger.programmes.finances import applications, operations, queries
from brobygger.programmes.finances.rules import criteria_of
from brobygger.registry.people.acting import acting_as
from tests.web.programme_office.test_money_pages import given_grant
from tests.web.staff_office.conftest import reads, send, text_of

CRITERIA = "Nye mennesker kan være med\nGruppen går ud og finder folk"
MET = {"meets_0": "yes", "words_0": "Plads til ti nye", "meets_1": "partly", "words_1": ""}


@pytest.fixture
def pool(cast, programme):
    made = given_grant(cast, programme, "Klubpuljen", kind="pool", amount_ore=None, criteria=CRITERIA)
    with acting_as(cast.lone):
        operations.move(pool=made, amount_ore=1_000_000, moved_on=cast.today, what="Sat af", by=cast.lone, at=cast.at)
    return made


def applied(cast, lone, pool, **changed):
    told = {"applicant": "Havegruppen", "contact": "12345678", "for_what": "Frø og kaffe", "amount": "3.000",
            "applied_on": cast.today.isoformat()}  # fmt: skip
    return send(lone, "application_new", pool.id, **told | changed)


def of_pool(cast, pool):
    with acting_as(cast.lone):
        return applications.of_pool(cast.lone, pool)


def balance(cast, pool) -> int:
    with acting_as(cast.lone):
        return queries.pool(cast.lone, pool).balance


def test_an_application_is_weighed_criterion_by_criterion_and_granted_and_the_balance_follows(cast, pool, lone):
    assert applied(cast, lone, pool).status_code == 302
    (one,) = of_pool(cast, pool)
    page = text_of(lone.get(reverse("grant", args=[pool.id])))
    for said in ("Havegruppen", "Frø og kaffe", "3.000", "venter"):
        assert said in page, said
    assert send(lone, "application_decide", one.id, outcome="granted", amount="2.500").status_code == 409  # not weighed
    early = lone.get(reverse("application_decide", args=[one.id]))
    assert early.headers["Location"] == reverse("application_weigh", args=[one.id])  # before anything is typed
    assert "Vurder ansøgningen først" in text_of(lone.get(early.headers["Location"]))
    assert send(lone, "application_weigh", one.id, meets_0="yes").status_code == 422  # one by one: both
    assert send(lone, "application_weigh", one.id, **MET).status_code == 302
    page = text_of(lone.get(reverse("application", args=[one.id])))
    assert "Vurderet mod vilkårene" in page
    assert "Nye mennesker kan være med</strong><br>" in page
    assert "Plads til ti nye" in page
    assert "delvis opfyldt" in page

    sent = send(lone, "application_decide", one.id, outcome="granted", amount="3.001")
    assert sent.status_code == 422
    assert "ikke er større end det, der er søgt om" in text_of(sent)
    assert balance(cast, pool) == 1_000_000
    assert send(lone, "application_decide", one.id, outcome="granted", amount="2.500").status_code == 302
    assert balance(cast, pool) == 750_000
    page = text_of(lone.get(reverse("grant", args=[pool.id])))
    assert "10.000 kr. er kommet ind, 2.500 kr. er gået ud, 7.500 kr. er tilbage." in page
    assert "bevilget: 2.500 kr." in page
    assert send(lone, "application_decide", one.id, outcome="granted", amount="100").status_code == 409  # once
    assert send(lone, "application_weigh", one.id, **MET).status_code == 409
    assert balance(cast, pool) == 750_000


def test_a_refusal_has_a_reason_and_costs_nothing(cast, pool, lone):
    applied(cast, lone, pool)
    (one,) = of_pool(cast, pool)
    send(lone, "application_weigh", one.id, **MET | {"meets_1": "no"})
    sent = send(lone, "application_decide", one.id, outcome="refused", amount="3.000", reason=" ")
    assert sent.status_code == 422
    assert "Skriv, hvorfor den ikke får penge." in text_of(sent)
    told = {"outcome": "refused", "amount": "3.000", "reason": "Kun for egne medlemmer"}
    assert send(lone, "application_decide", one.id, **told).status_code == 302
    page = text_of(lone.get(reverse("application", args=[one.id])))
    assert "Afslået" in page
    assert "Kun for egne medlemmer" in page
    assert "Svar på ansøgningen" not in page
    assert balance(cast, pool) == 1_000_000


def test_a_slip_of_the_hand_is_mended_or_erased_until_there_is_an_answer(cast, pool, lone, mette):
    applied(cast, lone, pool, amount="30.000")
    applied(cast, lone, pool, applicant="Skrevet to gange")
    one, twice = sorted(of_pool(cast, pool), key=lambda it: it.applicant)
    assert send(lone, "application_weigh", twice.id, **MET).status_code == 302
    assert send(mette, "application_erase", twice.id).status_code == 403
    assert send(lone, "application_erase", twice.id).status_code == 302
    assert [it.id for it in of_pool(cast, pool)] == [one.id]
    assert send(lone, "application_erase", twice.id).status_code == 404

    change = reverse("application_change", args=[one.id])
    assert change in text_of(lone.get(reverse("application", args=[one.id])))
    assert 'value="30.000"' in text_of(lone.get(change))
    told = {"applicant": "Havegruppen", "contact": "", "for_what": "Frø", "applied_on": cast.today.isoformat()}
    assert send(mette, "application_change", one.id, **told, amount="3.000").status_code == 403
    assert send(lone, "application_change", one.id, **told, amount="0").status_code == 422
    assert send(lone, "application_change", one.id, **told, amount="3.000").status_code == 302
    assert [it.asked_ore for it in of_pool(cast, pool)] == [300_000]
    send(lone, "application_weigh", one.id, **MET)
    send(lone, "application_decide", one.id, outcome="granted", amount="3.000")
    assert send(lone, "application_change", one.id, **told, amount="2.000").status_code == 409
    assert send(lone, "application_erase", one.id).status_code == 409
    assert change not in text_of(lone.get(reverse("application", args=[one.id])))


def test_no_more_is_granted_than_is_left(cast, pool, lone):
    applied(cast, lone, pool, amount="20.000")
    (one,) = of_pool(cast, pool)
    send(lone, "application_weigh", one.id, **MET)
    sent = send(lone, "application_decide", one.id, outcome="granted", amount="10.001")
    assert sent.status_code == 422
    assert "Så meget er der ikke i puljen." in text_of(sent)
    assert [one.outcome for one in of_pool(cast, pool)] == [""]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"amount": "0"}, "Beløbet er for lille."), ({"applicant": ""}, "Skriv noget her."),
     ({"applied_on": "2099-01-01"}, "Dagen er ikke kommet endnu.")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_has_come(cast, pool, lone, wrong, message):
    sent = applied(cast, lone, pool, **wrong)
    assert sent.status_code == 422
    assert message in text_of(sent)
    assert of_pool(cast, pool) == []


@pytest.mark.parametrize(("text", "criteria"), [
    ("", ()), ("Kan søges hele året", ("Kan søges hele året",)),
    ("Nye med.\n\nNye med\nHøjst 5.000 kr. til hver.", ("Nye med", "Højst 5.000 kr. til hver")),
    ("Efter ansøgning. Netværk; opsøgende arbejde", ("Efter ansøgning", "Netværk", "opsøgende arbejde")),
])  # fmt: skip
def test_criteria_one_by_one(text, criteria):
    assert criteria_of(text) == criteria


def test_who_may_and_how_much_is_asked(cast, programme, pool, lone, mette, as_user):
    applied(cast, lone, pool)
    (one,) = of_pool(cast, pool)
    assert mette.get(reverse("application", args=[one.id])).status_code == 200
    assert send(mette, "application_weigh", one.id, **MET).status_code == 403
    assert as_user("karin").get(reverse("application", args=[one.id])).status_code == 403
    assert as_user("nina").get(reverse("application", args=[one.id])).status_code in (403, 404)
    plain = given_grant(cast, programme)
    assert applied(cast, lone, plain).status_code == 409  # money that is no pool
    few = reads(lone, "grant", pool.id)
    for number in range(3):
        applied(cast, lone, pool, applicant=f"G{number}")
    assert reads(lone, "grant", pool.id) == few <= 15
