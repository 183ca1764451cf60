"""What stands before an association receives somebody: an offer, a group with sessions, and a person on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tests.cast import Cast

WORDS = "Vil gerne spille kort og høre lidt musik. Går med rollator."
SHARED = ("name", "contact", "walking")


def given_offer(cast: Cast, *, name: str = "Torsdagscaféen", **facts: Any) -> Any:
    """Bent's association has an offer in the directory."""
    from brobygger.communities.offers import operations as offers
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return offers.publish(
            organisation=cast.association, name=name, kind="group", by=cast.mette, at=cast.at, price_dkk=0, **facts
        )


def given_group(
    cast: Cast,
    *,
    offer: Any = None,
    programme: Any = None,
    name: str = "Torsdagsholdet",
    starts: Iterable[datetime] = (),
    size_max: int = 15,
) -> Any:
    """A group of the association, with sessions at these moments."""
    from brobygger.communities.groups import operations as groups
    from brobygger.pathway.attendance import operations as attendance
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.bent):
        group = groups.start(
            organisation=cast.association, name=name, size_min=4, size_max=size_max, by=cast.bent, at=cast.at,
            offer=offer, programme=programme, place="Kulturhuset, Torvet 2", weekday=3,
        )  # fmt: skip
        attendance.plan_sessions(group=group, starts=list(starts), by=cast.bent, at=cast.at)
    return group


def given_referred(
    cast: Cast, person: Any, *, programme: Any, offer: Any, data: Iterable[str] = SHARED, words: str = WORDS
) -> Any:
    """Found, screened yellow, yes, wishes, a consent for Bent's association, and sent there. The referral."""
    from brobygger.foundation.kernel.ids import new_id
    from brobygger.journeys import agree, ask, find, refer, screen, wish
    from brobygger.registry.access.policy import Fields
    from brobygger.registry.people.acting import acting_as

    mette = cast.mette
    with acting_as(mette):
        episode = find.begin(person=person, programme=programme, found_by="home_care", by=mette, at=cast.at)
        ask.said_yes(episode=episode, by=mette, at=cast.at)
        screen.screen(
            episode=episode, screening_id=new_id(), instrument="t-ils@2", answers=[2, 2, 1], answered_by="person",
            mode="visit", by=mette, at=cast.at,
        )  # fmt: skip
        agree.say_yes(episode=episode, how="spoken", by=mette, at=cast.at)
        wish.map_wishes(episode=episode, wishes={"interests": ["kort", "sang"]}, mode="visit", by=mette, at=cast.at)
        agree.agree_to_share(
            episode=episode, receiver=cast.association, data=[Fields(group) for group in data], how="spoken",
            by=mette, at=cast.at,
        )  # fmt: skip
        return refer.refer(episode=episode, offer=offer, words=words, by=mette, at=cast.at)


def given_member(cast: Cast, person: Any, group: Any) -> None:
    """The association has said yes, and the person is in the group and expected at its sessions."""
    from brobygger.communities.groups import operations as groups
    from brobygger.pathway.attendance import operations as attendance
    from brobygger.pathway.attendance import queries as sessions
    from brobygger.registry.people import queries as people
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.bent):
        member = groups.join(
            group=group, person=people.get(cast.bent, person.id), since=cast.today, by=cast.bent, at=cast.at
        )
        attendance.sign_up(member=member, sessions=list(sessions.sessions_of(cast.bent, group.id)))


def given_pair(cast: Cast, person: Any, *, data: Iterable[str] = ("name", "contact", "address")) -> Any:
    """Ole and the person meet; the person has said yes to what Ole may know. The pair, its consent on `.consent`."""
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access.queries import get_membership
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.purposes import ConsentPurpose

    with acting_as(cast.mette):
        consent = people.give_consent(
            person=person, purpose=ConsentPurpose.REFERRAL, receiver=cast.association, data=data, how="spoken",
            given_on=cast.today, expires_on=cast.today + timedelta(days=365), by=cast.mette, at=cast.at,
        )  # fmt: skip
        pair = volunteers.pair(
            person=person, volunteer=get_membership(cast.mette, cast.ole.membership_id), consent=consent,
            since=cast.today, next_on=cast.today + timedelta(days=3), by=cast.mette, at=cast.at,
        )  # fmt: skip
    pair.consent = consent
    return pair
