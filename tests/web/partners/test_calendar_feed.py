"""A calendar on the phone: given names, days and places; gone on the next request when it should be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast, given_shared
from tests.icalendar_reading import read
from tests.receiving import given_group, given_member, given_pair

pytestmark = pytest.mark.django_db


def address_in(answer: Any) -> str:
    """The path of the address that stands once in the answer."""
    (found,) = re.findall(r"http://testserver(/kalender/[\w-]+\.ics)", answer.content.decode())
    assert answer.headers["Cache-Control"] == "no-store"
    return str(found)


def calendar(path: str) -> list[dict[str, Any]] | None:
    answer = Client().get(path)
    if answer.status_code == 404:
        assert answer.content == b""
        return None
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    return read(answer.content.decode()).entries


@pytest.fixture
def pair(cast: Cast) -> Any:
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.people.acting import acting_as

    made = given_pair(cast, cast.aase)
    with acting_as(cast.ole):
        return volunteers.set_next(pair=made, next_on=cast.today + timedelta(days=3), by=cast.ole, at=cast.at)


def test_ole_has_his_next_visit_with_a_given_name_and_no_more(cast: Cast, ole: Any, pair: Any) -> None:
    path = address_in(ole.post("/min-kalender/"))
    (visit,) = calendar(path) or []
    assert (visit["SUMMARY"], visit["DTSTART"]) == ("Besøg hos Aase", cast.today + timedelta(days=3))
    whole = Client().get(path).content.decode()
    for hidden in ("Andersen", "21 00 00 82", "Åvej", "rollator"):
        assert hidden not in whole
    assert path.split("/")[-1] not in ole.get("/min-kalender/").content.decode()


def test_only_a_hash_is_kept(cast: Cast, ole: Any, pair: Any) -> None:
    from brobygger.registry.communication.models import Feed
    from brobygger.registry.people.acting import acting_as

    secret = address_in(ole.post("/min-kalender/")).split("/")[-1].removesuffix(".ics")
    with acting_as(cast.system):
        kept = str(Feed.objects.values().get())
    assert secret not in kept
    assert secret[22:] not in kept


def test_it_ends_on_the_next_request(cast: Cast, ole: Any, pair: Any) -> None:
    """Parting takes the visit away; taking the address back, or the role, takes the calendar."""
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people.acting import acting_as

    first = address_in(ole.post("/min-kalender/"))
    second = address_in(ole.post("/min-kalender/"))
    assert calendar(first) is None  # a new one ends the old
    assert calendar(second)
    with acting_as(cast.mette):
        volunteers.part(pair=pair, until=cast.today, why="other", by=cast.mette, at=cast.at)
    assert calendar(second) == []
    with acting_as(cast.admin):
        membership = Membership.objects.get(id=cast.ole.membership_id)
        access.end_membership(membership=membership, by=cast.admin, at=cast.at)
    assert calendar(second) is None


def test_a_consent_taken_back_takes_the_visit_too(cast: Cast, ole: Any, pair: Any) -> None:
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    path = address_in(ole.post("/min-kalender/"))
    assert calendar(path)
    with acting_as(cast.mette):
        people.withdraw_consent(consent=pair.consent, how="phone", by=cast.mette, at=cast.at)
    assert calendar(path) == []


def test_the_owner_can_take_it_back(ole: Any, pair: Any) -> None:
    path = address_in(ole.post("/min-kalender/"))
    ole.post("/min-kalender/slet/")
    assert calendar(path) is None


@pytest.mark.parametrize("secret", ["x", "a" * 54, "æøå", "-_" * 40])
def test_a_guess_is_answered_like_one_that_was_taken_back(cast: Cast, secret: str) -> None:
    assert calendar(f"/kalender/{secret}.ics") is None


def test_aase_has_her_own_until_nobody_writes_to_her_any_more(cast: Cast, browser_of: Any, pair: Any) -> None:
    from brobygger.journeys import leave
    from brobygger.registry.people.acting import acting_as

    starts = [cast.at + timedelta(days=days) for days in (2, 9)]
    given_shared(cast, cast.aase, actor=cast.bent)
    given_member(cast, cast.aase, given_group(cast, starts=starts))
    mette = browser_of("mette")
    path = address_in(mette.post(f"/borgere/{cast.aase.id}/kalender/"))
    titles = [entry["SUMMARY"] for entry in calendar(path) or []]
    assert titles == ["Torsdagsholdet", "Torsdagsholdet", "Ole kommer på besøg"]
    assert next(entry.get("LOCATION") for entry in calendar(path) or []) == "Kulturhuset, Torvet 2"
    with acting_as(cast.mette):
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=cast.at)
    assert calendar(path) is None


def test_bent_has_his_sessions_and_mette_her_tasks_without_names(cast: Cast, bent: Any, browser_of: Any) -> None:
    given_group(cast, starts=[cast.at + timedelta(days=2)])
    assert [entry["SUMMARY"] for entry in calendar(address_in(bent.post("/min-kalender/"))) or []] == ["Torsdagsholdet"]
    ole = browser_of("ole")
    given_pair(cast, cast.aase)
    worry = {"worry_id": "0198c000-0000-7000-8000-0000000000aa", "words": "Hun spiser næsten ikke mere."}
    ole.post(f"/min-borger/{cast.aase.id}/bekymret/", **worry)
    (task,) = calendar(address_in(browser_of("mette").post("/min-kalender/"))) or []
    assert task["DTSTART"] == cast.today + timedelta(days=1)
    assert "Aase" not in str(task)


def test_what_is_agreed_hangs_on_the_refrigerator(cast: Cast, browser_of: Any, pair: Any) -> None:
    from brobygger.journeys.tell import date_in_letters, day_in_letters
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    mette, address = browser_of("mette"), f"/borgere/{cast.aase.id}/aftaler/"
    group = given_group(cast, starts=[cast.at + timedelta(days=5)])
    given_shared(cast, cast.aase, actor=cast.bent)
    given_member(cast, cast.aase, group)
    assert f'href="{address}"' in mette.get(f"/borgere/{cast.aase.id}/?fane=kontakt").content.decode()
    page = mette.get(address).content.decode()
    assert "Ole kommer på besøg" in page
    assert date_in_letters(cast.today + timedelta(days=3)) in page
    assert day_in_letters(cast.at + timedelta(days=5)) in page
    assert "Torsdagsholdet" in page
    assert "Andersen" not in page.split("agreed-paper")[1].split("no-print")[0]
    assert browser_of("bent").get(address).status_code == 403
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"never_contact": True}, by=cast.mette, at=cast.at)
    assert "Ole kommer" not in mette.get(address).content.decode()
