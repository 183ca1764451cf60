"""Policies the effort answers to, and a trial's results as a budget proposal on one page."""

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.finances.rules import proposal
from brobygger.programmes.governance.models import PolicyLink
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.programme_office.test_money_pages import given_paid
from tests.web.staff_office.conftest import send, text_of
from tests.web.staff_office.office import STAYED, given_a_year

POLICY = {"title": "Ældrepolitik 2026", "address": "https://example.org/aeldrepolitik", "asks": "Færre er alene."}


def test_a_policy_stands_with_its_address_and_what_it_asks_for(cast, programme, lone, mette):
    page = reverse("policies", args=[programme.id])
    assert "hvad de beder om" in text_of(lone.get(page))
    assert send(lone, "policy_new", programme.id, **POLICY).status_code == 302
    shown = text_of(mette.get(page))
    assert '<a href="https://example.org/aeldrepolitik" rel="noreferrer">Ældrepolitik 2026</a>' in shown
    assert "Færre er alene." in shown
    assert "Politikker og planer" in text_of(lone.get(reverse("office", args=[programme.id])))
    assert send(lone, "policy_new", programme.id, **POLICY).status_code == 409
    with acting_as(cast.lone):
        link = PolicyLink.objects.get()
    assert send(lone, "policy_change", link.id, **POLICY | {"asks": "Flere er med."}).status_code == 302
    assert "Flere er med." in text_of(lone.get(page))
    assert send(lone, "policy_away", link.id).status_code == 302
    assert "Flere er med." not in text_of(lone.get(page))
    assert mette.get(reverse("policy_new", args=[programme.id])).status_code == 403


def test_an_address_that_is_none_is_told_at_the_field(programme, lone):
    for address in ("", "javascript:alert(1)", "Ældrepolitik"):
        sent = send(lone, "policy_new", programme.id, **POLICY | {"address": address})
        assert sent.status_code == 422
        assert "Skriv hele adressen" in text_of(sent)


def test_a_trials_results_become_a_proposal_on_one_page(cast, lone, mette):
    programme = given_programme(cast, name="Mænd mødes")
    page = reverse("proposal", args=[programme.id])
    assert "Forslaget kan laves, når" in text_of(lone.get(page))
    given_a_year(cast, programme)
    given_paid(cast, programme, 30_000_000)
    send(lone, "policy_new", programme.id, **POLICY)
    each = 300_000 // STAYED
    shown = text_of(lone.get(page, {"people": "60", "first_year": "2027", "years": "2"}))
    assert f"60 borgere om året gange {each:,} kr. er {60 * each:,} kr. om året.".replace(",", ".") in shown
    assert f"{120 * each:,}".replace(",", ".") in shown
    for said in ("Der er brugt 300.000 kr. i alt.", "Ældrepolitik 2026", "viser ikke årsag"):
        assert said in shown
    assert lone.get(page, {"people": "0", "first_year": "2027", "years": "9"}).status_code == 422
    taken = send(lone, "proposal_take", programme.id, people="60", first_year="2027", years="2")
    assert taken.status_code == 302
    money = text_of(lone.get(reverse("money", args=[programme.id])))
    assert f"{60 * each:,}".replace(",", ".") in money
    assert "borgere i forsøget" in money
    assert "Læg forslaget i budgettet" not in text_of(mette.get(page))
    assert send(mette, "proposal_take", programme.id, people="60", first_year="2027", years="2").status_code == 403


def test_a_price_that_would_tell_of_a_few_makes_no_proposal(cast, lone):
    programme = given_programme(cast, name="Mænd mødes")
    given_a_year(cast, programme, found=3)
    given_paid(cast, programme, 30_000_000)
    assert "mindst fem borgere" in text_of(lone.get(reverse("proposal", args=[programme.id])))
    assert send(lone, "proposal_take", programme.id, people="60", first_year="2027", years="1").status_code == 409


@given(st.integers(0, 10**6), st.integers(1, 10**5), st.integers(2000, 2100), st.integers(1, 4))
def test_every_year_asks_for_the_price_times_the_people(price, people, first, years):
    lines = proposal(price, people=people, first_year=first, years=years)
    assert [year for year, _dkk in lines] == list(range(first, first + years))
    assert {dkk for _year, dkk in lines} == {price * people}
