"""Mette asks how it goes: days alone, what it gives, what is missed; and what follows from the answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.journeys import quiet
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def mette(cast: Cast) -> Any:
    from django.test import Client

    from brobygger.registry.access.models import User

    client = Client()
    user = User.objects.get(email="mette@demo.brobygger.dk")
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Any, path: str, **fields: Any) -> Any:
    from uuid import uuid4

    return client.post(path, {"idempotency_key": str(uuid4()), **fields})


def tasks(cast: Cast, **wanted: Any) -> list[str]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return sorted(Task.objects.filter(status="open", person=cast.aase, **wanted).values_list("kind", flat=True))


def test_half_a_year_later_aase_is_asked_and_wants_more(cast: Cast, mette: Any) -> None:
    from brobygger.communities.groups.models import Member

    group = given_group(cast, name="Koret")
    given_shared(cast, cast.aase, actor=cast.bent)
    given_member(cast, cast.aase, group)
    with acting_as(cast.system):
        Member.objects.update(since=cast.today - timedelta(days=190))
        quiet.hear(at=cast.at)
    assert tasks(cast) == ["ask_how_it_goes"]
    path = f"/borgere/{cast.aase.id}/snak/"
    assert send(mette, path, days_alone="8").status_code == 422
    said = {"days_alone": "4", "wants_more": "yes", "motivation": "same", "meets_outside": "yes",
            "gains": "Jeg er ventet om torsdagen.", "home_instead": "on"}  # fmt: skip
    assert send(mette, path, **said).status_code == 302
    assert tasks(cast) == ["find_visitor", "propose_next"]
    with acting_as(cast.system):
        assert Member.objects.get().taking_part == "resting"  # her place is kept
        assert quiet.hear(at=cast.at)["asked_again"] == 0
    page = mette.get(path).content.decode()
    assert "Jeg er ventet om torsdagen." in page
    assert send(mette, path, **{**said, "wants_more": "no", "home_instead": ""}).status_code == 302  # a correction
    assert tasks(cast) == []


def test_a_care_home_is_said_on_the_persons_page_and_stops_it_all(cast: Cast, mette: Any) -> None:
    assert "plejehjem" in mette.get(f"/borgere/{cast.aase.id}/?fane=kontakt").content.decode()
    path = f"/borgere/{cast.aase.id}/farvel/plejehjem/"
    assert "Alt stopper med det samme" in mette.get(path).content.decode()
    assert send(mette, path, day=cast.today.isoformat()).status_code == 302
