"""A group on paper: names to tick with a code that opens the form, and the month for the fridge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_programme, given_shared
from tests.pdf_reading import codes_on, pdf_of, squares_for, words_of
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def slagelse(cast: Cast) -> Any:
    """A group of a recipe where the participants take duties in turn; two of its sessions are within a month."""
    programme = given_programme(cast, "000-slagelse")
    starts = [cast.at.replace(hour=10, minute=0) + timedelta(days=days) for days in (3, 10, 60)]
    return given_group(cast, programme=programme, starts=starts, name="Madholdet")


def next_session(cast: Cast, group: Any) -> Any:
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.bent):
        return Session.objects.filter(group=group).order_by("starts_at").first()


def test_the_sheet_has_the_names_and_a_code_that_opens_the_form(cast: Cast, bent: Any, slagelse: Any) -> None:
    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, slagelse)
    session = next_session(cast, slagelse)
    read = pdf_of(bent.get(f"/moedegange/{session.id}/ark/"))
    text = words_of(read)
    assert len(read.pages) == 1
    assert "Villy Vang" in text
    assert "Kulturhuset, Torvet 2" in text
    assert "Kom ikke, fordi" in text
    assert codes_on(read.pages[0]) == [squares_for(f"http://testserver/moedegange/{session.id}/")]


def test_a_person_who_no_longer_shares_is_not_on_the_sheet(cast: Cast, bent: Any, slagelse: Any) -> None:
    from brobygger.journeys import agree

    consent = given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, slagelse)
    with acting_as(cast.mette):
        agree.withdraw(consent=consent, how="phone", by=cast.mette, at=cast.at)
    assert "Villy" not in words_of(pdf_of(bent.get(f"/moedegange/{next_session(cast, slagelse).id}/ark/")))


def test_the_month_has_days_and_duties_in_turn_and_nobodys_name(cast: Cast, bent: Any, slagelse: Any) -> None:
    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, slagelse)
    text = words_of(pdf_of(bent.get(f"/grupper/{slagelse.id}/program/")))
    duties = [duty.da for one in recipe_of(slagelse).activities for duty in one.duties_in_turn]
    assert duties
    assert all(text.count(f"{duty}:") == 2 for duty in duties)
    assert text.count("kl. 10.00") == 2
    assert "Villy" not in text
    assert "12 34 56 78" in text


def recipe_of(group: Any) -> Any:
    from brobygger.programmes.running.queries import recipe_of

    return recipe_of(group.programme)


def test_a_group_without_sessions_has_a_month_that_says_so(cast: Cast, bent: Any) -> None:
    text = words_of(pdf_of(bent.get(f"/grupper/{given_group(cast).id}/program/")))
    assert "Der er ingen mødegange i kalenderen den næste måned." in text


def test_forty_names_go_on_to_a_second_page(cast: Cast) -> None:
    from brobygger.web.partners.groups.printing import _words
    from brobygger.web.shared.paper import printed, qr

    data = {"language": "da", "title": "Koret", "when": "i dag", "place": "", "blank": 4, "words": _words(),
            "names": [f"Sanger nummer {n}" for n in range(40)], "qr": qr("http://testserver/")}  # fmt: skip
    read = pdf_of(printed("attendance.typ", data, name="fremmoede"))
    assert len(read.pages) == 2
    assert "Sanger nummer 39" in words_of(read, 1)


def test_who_may_print(cast: Cast, browser_of: Any, other_leader: str, slagelse: Any) -> None:
    session = next_session(cast, slagelse)
    sheet, month = f"/moedegange/{session.id}/ark/", f"/grupper/{slagelse.id}/program/"
    assert Client().get(sheet).status_code == 302
    for name in ("karin", "ole", "lone", "dorte", "admin", "mette"):
        assert browser_of(name).get(sheet).status_code == 403
    for address in (sheet, month, f"/moedegange/{uuid4()}/ark/", f"/grupper/{uuid4()}/program/"):
        assert browser_of(other_leader).get(address).status_code == 404
    assert browser_of("mette").get(month).status_code == 200
    assert browser_of("karin").get(month).status_code == 403


def test_the_ways_to_paper_stand_on_the_group(cast: Cast, bent: Any, slagelse: Any) -> None:
    page = bent.get(f"/grupper/{slagelse.id}/").content.decode()
    assert f"/moedegange/{next_session(cast, slagelse).id}/ark/" in page
    assert f"/grupper/{slagelse.id}/program/" in page
