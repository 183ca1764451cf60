"""The coordinator's pages, asked for by Django's own client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, given_programme


@pytest.fixture
def client_of(cast: Cast) -> Callable[[Any], Any]:
    """A client signed in as an actor of the cast."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    def signed_in(actor: Any) -> Client:
        client = Client()
        client.force_login(
            get_user_model().objects.get(id=actor.user_id), "allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return signed_in


@pytest.fixture
def mette(cast: Cast, client_of: Any) -> Any:
    return client_of(cast.mette)


@pytest.fixture
def post() -> Callable[..., Any]:
    """Send a form: post(client, "/address/", field="…"); a list becomes several values."""

    def send(client: Any, address: str, *, key: str | None = None, **fields: Any) -> Any:
        return client.post(address, {"idempotency_key": key or str(uuid4()), **fields})

    return send


@pytest.fixture
def favrskov(cast: Cast) -> Any:
    return given_programme(cast, "001-favrskov", name="Favrskov")


@pytest.fixture
def found(cast: Cast, favrskov: Any) -> Callable[..., Any]:
    """found(person) → an active episode in Favrskov."""
    from brobygger.journeys import find
    from brobygger.registry.people.acting import acting_as

    def begin(person: Any) -> Any:
        with acting_as(cast.mette):
            return find.begin(person=person, programme=favrskov, found_by="home_care", by=cast.mette, at=cast.at)

    return begin


@pytest.fixture
def said_yes(cast: Cast, found: Any) -> Callable[..., Any]:
    """said_yes(person) → yellow, consenting, to be visited about wishes."""
    from brobygger.journeys import agree, screen
    from brobygger.registry.people.acting import acting_as

    def go(person: Any, answers: tuple[int, ...] = (2, 2, 1)) -> Any:
        episode = found(person)
        with acting_as(cast.mette):
            screen.screen(
                episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=answers, answered_by="person",
                mode="visit", by=cast.mette, at=cast.at,
            )  # fmt: skip
            agree.say_yes(episode=episode, how="spoken", by=cast.mette, at=cast.at)
        return episode

    return go


@pytest.fixture
def told(cast: Cast, said_yes: Any) -> Callable[..., Any]:
    """told(person) → wishes are known; a suggestion is next."""
    from brobygger.journeys import wish
    from brobygger.registry.people.acting import acting_as

    def go(person: Any, **wishes: Any) -> Any:
        episode = said_yes(person)
        with acting_as(cast.mette):
            wish.map_wishes(
                episode=episode, wishes={"interests": ["sang"], **wishes}, mode="visit", by=cast.mette, at=cast.at
            )
        return episode

    return go


@pytest.fixture
def choir(cast: Cast) -> Any:
    """The association's offer: singing, free, step-free."""
    from brobygger.communities.offers import operations as offers
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return offers.publish(
            organisation=cast.association, name="Syng sammen", kind="group", by=cast.mette, at=cast.at,
            interests=["sang"], price_dkk=0, step_free=True, weekdays=[2], walks_needed_m=200,
        )  # fmt: skip
