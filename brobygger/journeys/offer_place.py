"""From the waiting list to a place: offered until a day, answered yes or no, or passed on by a person.

Nothing happens by itself when the day passes: the place stands as late on the coordinator's list until somebody
decides. A yes that comes on the telephone can be written by any colleague; the second one is told who was first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.groups.models import Group
from brobygger.communities.volunteers import queries as meeting
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.journeys import follow, match_pairs, refer
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.matching import places, queries
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.matching.place_rules import (
    DEFAULT_DAYS,
    MOST_DAYS,
    WHY_NOT,
    InLine,
    line_for_choice,
    line_for_volunteer,
)
from brobygger.pathway.matching.places import Target
from brobygger.pathway.matching.queries import Waiting
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.people.models import Consent
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import valid_consent

TASK = "place_answer"


@dataclass(frozen=True)
class Line:
    """Who could have a place: those who wait, in order. left: places that can be promised; None when nobody says."""

    target: Target
    left: int | None
    people: Sequence[tuple[Waiting, InLine]]


def line_for(*, programme: Programme, target: Target, by: Actor, on: date) -> Line:
    """The order for one place. Each reading of a person is logged. Whoever has a place held already is not in it."""
    found = queries.waiting_people(by, programme.id, on=on)
    held = {place.episode_id for place in places.of_programme(by, programme.id)}
    people = {str(episode_id): one for episode_id, one in found.items() if episode_id not in held}
    waiters = [one.waiter for one in people.values()]
    asked = {str(episode_id) for episode_id in places.said_no_to(by, target)}
    left = places.free(by, target, on=on)
    if isinstance(target, Membership):
        volunteer = next((one for one in meeting.ready(by, on=on) if one.id == target.id), None)
        if volunteer is None:
            raise NotVisible("volunteer")
        told = line_for_volunteer(waiters, match_pairs.seen_by_rules(volunteer, on.year), asked=asked)
    else:
        offer = target.offer if isinstance(target, Group) else target
        if offer is None:
            raise NotVisible("group with an offer")
        told = line_for_choice(waiters, queries.choice_of(offer, left), asked=asked, weights=queries.weights(by))
    return Line(target, left, [(people[one.id], one) for one in told])


def days_held(programme: Programme) -> int:
    """How long a place is held, by the recipe."""
    waiting = recipe_of(programme).waiting
    return (waiting.offer_expires_days if waiting else None) or DEFAULT_DAYS


@transaction.atomic
def offer(*, episode: Episode, target: Target, answer_by: date, by: Actor, at: datetime) -> HeldPlace:
    """Hold a place until a day, with a task to hear the answer. Raises Taken when the person waits no longer."""
    today = local_date(at)
    _refuse_day(answer_by, today)
    if isinstance(target, Group) and target.offer_id is None:
        raise Refusal(_("Gruppen hører ikke til et tilbud, så ingen kan henvises til den."))
    _refuse_gone(episode, by)
    held = places.hold(episode=episode, target=target, answer_by=answer_by, by=by, at=at, on=today)
    follow.hand_to_coordinator(
        episode=episode, kind=TASK, about=str(held.id), due=answer_by, at=at, why={"offer": name_of(target)}
    )
    return held


def name_of(target: Target) -> str:
    """A group's, an offer's or a volunteer's name."""
    return target.name


def target_of(place: HeldPlace) -> Target:
    """Where the place is."""
    found: Target | None = place.group or place.volunteer or place.offer
    assert found is not None  # a_place_somewhere
    return found


def consent_for(place: HeldPlace, *, on: date) -> Consent | None:
    """The person's yes to the organisation that would be told; None when it is still to be asked."""
    return valid_consent(
        person_id=place.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=receiver_id(place), on=on
    )


def receiver_id(place: HeldPlace) -> UUID:
    """The organisation that is told after a yes."""
    found = place.volunteer.organisation_id if place.volunteer else place.offer and place.offer.organisation_id
    assert isinstance(found, UUID)
    return found


@transaction.atomic
def say_yes(*, place: HeldPlace, next_on: date | None, by: Actor, at: datetime) -> None:
    """The person says yes: referred to the group's offer, or a pair with the volunteer, in the same moment.

    Raises Taken when a colleague has written an answer, or the person waits no longer; Refusal without consent.
    """
    places.end(place=place, status="yes", reason="", by=by, at=at)
    _refuse_gone(place.episode, by)
    _close_task(place, outcome="yes", by=by, at=at)
    if place.volunteer is not None:
        match_pairs.become_pair(episode=place.episode, volunteer=place.volunteer, next_on=next_on, by=by, at=at)
        return
    assert place.offer is not None
    words = _("Til gruppen %s.") % place.group.name if place.group else ""
    refer.refer(episode=place.episode, offer=place.offer, words=words, by=by, at=at)


@transaction.atomic
def say_no(*, place: HeldPlace, reason: str, by: Actor, at: datetime) -> None:
    """The person says no, with a reason: still on the list, as long waiting as before."""
    if reason not in WHY_NOT:
        raise Refusal(_("Vælg en grund på listen."), field="reason")
    places.end(place=place, status="no", reason=reason, by=by, at=at)
    _close_task(place, outcome="no", by=by, at=at)


@transaction.atomic
def pass_on(*, place: HeldPlace, by: Actor, at: datetime) -> None:
    """Nobody has heard from the person, and a colleague decides that another is asked. The person stays on the list.

    Raises Refusal before the promised day has passed: until then the place is theirs.
    """
    if place.answer_by >= local_date(at):
        raise Refusal(_("Fristen er ikke gået. Pladsen er lovet til og med den dag."))
    places.end(place=place, status="passed_on", reason="no_answer", by=by, at=at)
    _close_task(place, outcome="passed_on", by=by, at=at)


@transaction.atomic
def give_longer(*, place: HeldPlace, answer_by: date, by: Actor, at: datetime) -> None:
    """A later day, by a colleague's decision."""
    _refuse_day(answer_by, local_date(at))
    if answer_by <= place.answer_by:
        raise Refusal(_("Vælg en dag efter den, der er lovet."), field="answer_by")
    places.give_longer(place=place, answer_by=answer_by)
    Task.objects.filter(key=_key(place), status="open").update(due=answer_by)


def _refuse_day(day: date, today: date) -> None:
    if not today <= day <= today + timedelta(days=MOST_DAYS):
        raise Refusal(_("Vælg en dag inden for de næste %s dage.") % MOST_DAYS, field="answer_by")


def _refuse_gone(episode: Episode, by: Actor) -> None:
    if episode.id not in {row.episode_id for row in queries.waiting(by, episode.programme_id)}:
        raise Taken(_("Borgeren venter ikke længere. Se siden igen."))


def _key(place: HeldPlace) -> str:
    return f"bridge:{place.episode_id}:{TASK}:{place.id}"


def _close_task(place: HeldPlace, *, outcome: str, by: Actor, at: datetime) -> None:
    task = Task.objects.filter(key=_key(place), status="open").first()
    if task is not None:
        followup.complete(task=task, outcome=outcome, by=by, at=at)
