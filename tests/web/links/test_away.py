"""An ambassador is away: a tip goes to a colleague who is there, to the named deputy, or to the coordinators."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.journeys import find
from brobygger.pathway.followup.models import Task
from brobygger.registry.access import operations as access
from brobygger.registry.access.models import User
from brobygger.registry.access.queries import actor_for
from brobygger.registry.access.roles import Role
from brobygger.registry.away import operations as days
from brobygger.registry.away.models import Away
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of


def client_of(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(id=actor.user_id))
    return client


@pytest.fixture
def ambassadors(cast):
    """Two in Karin's unit: Anne first, then Bodil."""

    def made(name: str, days_ago: int):
        at = cast.at - timedelta(days=days_ago)
        added = access.add_member(
            organisation=cast.kommune, email=email_of(name), name=name, role=Role.AMBASSADOR, unit=cast.north,
            by=cast.admin, at=at,
        )  # fmt: skip
        return actor_for(membership=added.membership)

    with acting_as(cast.system):
        return made("anne", 90), made("bodil", 30)


def holder_of_a_tip(cast) -> Task:
    with acting_as(cast.karin):
        tip = find.send_tip(
            tip_id=uuid4(), about_name="Aase", worry="Spiser ikke", sender_kind="home_care", by=cast.karin, at=cast.at
        )
    with acting_as(cast.system):
        return Task.objects.get(key=f"tip:{tip.id}")


def away(cast, actor, *, first: int = 0, last: int = 5, deputy=None) -> None:
    with acting_as(actor):
        days.be_away(
            first=cast.today + timedelta(days=first), last=cast.today + timedelta(days=last), by=actor, at=cast.at,
            deputy_id=deputy,
        )  # fmt: skip


def test_who_is_away_is_passed_over_and_only_on_those_days(cast, ambassadors):
    anne, bodil = ambassadors
    assert holder_of_a_tip(cast).owner_user_id == anne.user_id
    away(cast, anne, first=1)
    assert holder_of_a_tip(cast).owner_user_id == anne.user_id  # from tomorrow
    away(cast, anne)
    assert holder_of_a_tip(cast).owner_user_id == bodil.user_id
    away(cast, bodil)
    assert holder_of_a_tip(cast).role == "coordinator"


def test_when_all_are_away_the_named_deputy_is_asked_unless_away_too(cast, ambassadors):
    anne, bodil = ambassadors
    away(cast, bodil)
    away(cast, anne, deputy=cast.mette.membership_id)
    task = holder_of_a_tip(cast)
    assert (task.owner_user_id, task.role) == (cast.mette.user_id, "coordinator")
    away(cast, cast.mette)
    assert holder_of_a_tip(cast).owner_user_id is None


def test_anne_writes_her_days_and_comes_back(cast, ambassadors):
    anne, bodil = ambassadors
    client, address = client_of(anne), reverse("away")
    day = cast.today.isoformat()
    for wrong in (
        {"first": "", "last": day}, {"first": day, "last": "2020-01-01"}, {"first": day, "last": "2999-01-01"},
        {"first": day, "last": day, "deputy": str(uuid4())},
    ):  # fmt: skip
        assert client.post(address, {"idempotency_key": str(uuid4()), **wrong}).status_code == 422
    good = {"first": day, "last": day, "deputy": str(bodil.membership_id)}
    assert client.post(address, {"idempotency_key": str(uuid4()), **good}).status_code == 302
    assert "bodil træder til" in client.get(address).content.decode()
    with acting_as(cast.system):
        row = Away.objects.get()
    back = reverse("come_back", args=[row.id])
    assert client_of(bodil).post(back, {"idempotency_key": str(uuid4())}).status_code == 404
    assert client.post(back, {"idempotency_key": str(uuid4())}).status_code == 302
    with acting_as(cast.system):
        assert not Away.objects.exists()
    assert client_of(cast.karin).get(address).status_code == 403
