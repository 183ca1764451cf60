"""R337: what a committee decided on an own proposal is kept beside it, and shown where the budget is."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from brobygger.programmes.finances.models import Proposal
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.programme_office.test_money_pages import given_paid
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import STAYED, given_a_year

POOL = {"option": "En pulje til nye grupper", "yearly_dkk": "60000", "first_year": "2027", "years": "3",
        "annex": "https://example.org/dagsorden"}  # fmt: skip


def decision(cast, **changed: str) -> dict[str, str]:
    return {
        "outcome": "other", "decided_dkk": "45000", "decided_on": cast.today.isoformat(),
        "committee": "Ældreudvalget", "remark": "To stemte imod.",
    } | changed  # fmt: skip


def only(cast) -> Proposal:
    with acting_as(cast.lone):
        (one,) = Proposal.objects.all()
    return one


def test_a_pool_is_proposed_and_the_decision_stands_with_the_proposal_and_the_budget(cast, programme, lone, mette):
    assert send(lone, "proposal_keep", programme.id, **POOL).status_code == 302
    again = send(lone, "proposal_keep", programme.id, **POOL | {"yearly_dkk": "61234"})
    assert again.status_code == 422
    assert "Indsatsen har allerede et forslag med det navn." in text_of(again)
    assert 'value="61234"' in text_of(again)
    waiting = text_of(lone.get(reverse("money", args=[programme.id])))
    assert "En pulje til nye grupper</strong>: 60.000 kr. om året, 2027–2029" in waiting
    assert "ikke besluttet endnu" in waiting
    assert "Lagt for udvalget" in waiting
    assert send(lone, "proposal_decided", only(cast).id, **decision(cast)).status_code == 302
    for page in ("money", "proposal"):
        shown = text_of(mette.get(reverse(page, args=[programme.id])))
        for told in ("Ældreudvalget", "vedtaget med et andet beløb, 45.000 kr. om året", "To stemte imod.",
                     'href="https://example.org/dagsorden"'):  # fmt: skip
            assert told in shown, (page, told)
        assert reads(lone, page, programme.id) <= 15
    changed = decision(cast, outcome="adopted", decided_dkk="", remark="Enstemmigt.")
    assert send(lone, "proposal_decided", only(cast).id, **changed).status_code == 302
    shown = text_of(lone.get(reverse("money", args=[programme.id])))
    assert "vedtaget som foreslået" in shown
    assert "45.000" not in shown
    assert only(cast).decided_dkk == 60_000


def test_a_slip_of_the_hand_is_mended_or_erased_until_the_committee_has_decided(cast, programme, lone, mette):
    send(lone, "proposal_keep", programme.id, **POOL)
    send(lone, "proposal_keep", programme.id, **POOL | {"option": "En kok"})
    with acting_as(cast.lone):
        pool, cook = Proposal.objects.get(option=POOL["option"]), Proposal.objects.get(option="En kok")
    change = reverse("proposal_change", args=[pool.id])
    assert change in text_of(lone.get(reverse("proposal", args=[programme.id])))
    assert 'value="60000"' in text_of(lone.get(change))
    taken = send(lone, "proposal_change", pool.id, **POOL | {"option": "En kok"})
    assert taken.status_code == 422
    assert "Indsatsen har allerede et forslag med det navn." in text_of(taken)
    assert send(mette, "proposal_change", pool.id, **POOL | {"yearly_dkk": "1"}).status_code == 403
    assert send(mette, "proposal_erase", pool.id).status_code == 403
    assert send(lone, "proposal_change", pool.id, **POOL | {"yearly_dkk": "600000"}).status_code == 302
    assert send(lone, "proposal_erase", cook.id).status_code == 302
    assert only(cast).yearly_dkk == 600_000
    assert send(lone, "proposal_decided", pool.id, **decision(cast)).status_code == 302
    assert change not in text_of(lone.get(reverse("proposal", args=[programme.id])))
    assert send(lone, "proposal_change", pool.id, **POOL).status_code == 409
    assert send(lone, "proposal_erase", pool.id).status_code == 409
    assert only(cast).yearly_dkk == 600_000


def test_the_reckoned_proposal_is_carried_to_the_committee(cast, lone):
    programme = given_programme(cast, name="Mænd mødes")
    given_a_year(cast, programme)
    given_paid(cast, programme, 30_000_000)
    asked = {"people": "60", "first_year": "2027", "years": "2"}
    page = text_of(lone.get(reverse("proposal", args=[programme.id]), asked))
    yearly = 60 * (300_000 // STAYED)
    assert f"?beloeb={yearly}&amp;foerste=2027&amp;aar=2" in page
    form = text_of(lone.get(reverse("proposal_keep", args=[programme.id]) + f"?beloeb={yearly}&foerste=2027&aar=2"))
    assert f'value="{yearly}"' in form
    assert lone.get(reverse("proposal_keep", args=[programme.id]) + "?beloeb=²&foerste=" + "9" * 30).status_code == 200


def test_a_decision_needs_its_amount_and_a_day_that_has_come(cast, programme, lone, mette):
    send(lone, "proposal_keep", programme.id, **POOL)
    one = only(cast)
    ahead = (cast.today + timedelta(days=1)).isoformat()
    for wrong in ({"decided_dkk": ""}, {"decided_on": ahead}, {"outcome": "perhaps"}, {"committee": ""}):
        assert send(lone, "proposal_decided", one.id, **decision(cast, **wrong)).status_code == 422, wrong
    assert only(cast).outcome == ""
    assert send(mette, "proposal_decided", one.id, **decision(cast)).status_code == 403
    assert send(lone, "proposal_keep", programme.id, **POOL | {"annex": "javascript:alert(1)"}).status_code == 422
