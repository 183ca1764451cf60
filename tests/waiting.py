"""People who wait: a yes and wishes, and nothing under way. Made through the journeys."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.cast import Cast

NAMES = ("Arne", "Bo", "Carl", "Dan", "Ejner", "Finn", "Georg", "Hans", "Ib", "Jens", "Kurt", "Leo", "Mads", "Niels",
         "Otto", "Per", "Rene", "Svend", "Tage", "Ulf", "Verner", "Willy", "Yngve", "Åge")  # fmt: skip


def given_waiting(
    cast: Cast,
    programme: Any,
    count: int,
    *,
    wishes: dict[str, Any] | None = None,
    family: str = "Venter",
    today: bool = False,
    **facts: Any,
) -> list[Any]:
    """So many men with a yes and wishes; the first has waited longest. Their episodes.

    today: they said yes today, so that nothing about them is late.
    """
    from brobygger.journeys import agree, find, screen, wish
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    made = []
    with acting_as(cast.mette):
        for number in range(count):
            at = cast.at - (timedelta(0) if today else timedelta(days=10 + count - number))
            person = people.add_person(
                by=cast.mette, at=at, found_by="home_care", given_name=NAMES[number % len(NAMES)], family_name=family,
                born=cast.today.replace(year=cast.today.year - 70, day=1), unit_id=cast.north.id,
                **{"sex": "male", "latitude": 56.2, "longitude": 10.9, "walks_m": 900, **facts},
            )  # fmt: skip
            episode = find.begin(person=person, programme=programme, found_by="home_care", by=cast.mette, at=at)
            screen.screen(
                episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(2, 2, 1), answered_by="person",
                mode="visit", by=cast.mette, at=at,
            )  # fmt: skip
            agree.say_yes(episode=episode, how="spoken", by=cast.mette, at=at)
            said = {"interests": ["kort", "værksted"][: 1 + number % 2], "company": "group", **(wishes or {})}
            wish.map_wishes(episode=episode, wishes=said, mode="visit", by=cast.mette, at=at)
            made.append(episode)
    return made


def given_workshop(cast: Cast, **facts: Any) -> Any:
    """The association's workshop: upstairs, no lift."""
    from brobygger.communities.offers import operations as offers
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return offers.publish(
            organisation=cast.association, name=facts.pop("name", "Mandeværkstedet"), kind="group", by=cast.mette,
            at=cast.at, interests=["værksted"], step_free=False, latitude=56.2, longitude=10.9, **facts,
        )  # fmt: skip


def given_agreed(cast: Cast, episodes: list[Any]) -> None:
    """These have said yes to the association being told."""
    from brobygger.journeys import agree
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        for episode in episodes:
            agree.agree_to_share(
                episode=episode, receiver=cast.association, data=["name", "contact"], how="spoken", by=cast.mette,
                at=cast.at,
            )  # fmt: skip


def given_volunteer(cast: Cast, name: str, *, organisation: Any = None, **wishes: Any) -> Any:
    """One more volunteer of the association, secrecy signed, with wishes."""
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access.models import Membership, User
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as

    since = cast.today - timedelta(days=100)
    with acting_as(cast.system):
        made = Membership.objects.create(
            user=User.objects.create_user(f"{name.lower()}@example.org"), organisation=organisation or cast.association,
            role=Role.VOLUNTEER, name=name, since=since, secrecy_signed_on=since,
        )  # fmt: skip
        volunteers.tell_wishes(volunteer=made, wishes=wishes, by=cast.system, at=cast.at)
    return made
