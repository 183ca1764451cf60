"""Coming to a person's home: a visit, a meal together, two cooks, a drive, a hand, practice; and who comes instead.

One way for all of it. What the association asks for (two at once) and what the person may trust (the same people, a
call before a new face) is looked after each time somebody is put on or cannot come.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import joining
from brobygger.communities.volunteers import queries as volunteers
from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.pathway.at_home import operations as keeping
from brobygger.pathway.at_home import queries, rules
from brobygger.pathway.at_home.models import Comer, HomeTime
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person
from brobygger.registry.people.operations import share_with, stop_sharing
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import may_be_contacted, valid_consent

FIND_DAYS = 7  # somebody is looked for a week before, so that the person does not wait in vain


@transaction.atomic
def agree(
    *,
    person: Person,
    organisation: Organisation,
    first: datetime,
    times: int,
    every_days: int,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> list[HomeTime]:
    """Times with somebody from an association; facts: kind, minutes and what belongs to it (at_home.models.HomeTime).

    Raises Refusal for somebody who must not be contacted, and without the person's yes to the association.
    """
    if by.scope is Scope.ORGANISATION and organisation.id != by.home:
        raise NotVisible("organisation")
    with for_the_municipality(by):
        if not may_be_contacted(person):
            raise Refusal(_("Borgeren skal ikke kontaktes."))
        consent = _consent(person.id, organisation, at)
        share_with(person=person, consent=consent, organisation=organisation, why="home_time", by=by, at=at)
        asked = joining.demands_of(organisation.id)
        needed = rules.needed(facts["kind"], asked.two_for if asked else ())
        made = keeping.agree(
            person=person, organisation=organisation,
            starts=rules.series(first, times=times, every_days=every_days), facts={**facts, "needed": needed},
            by=by, at=at,
        )  # fmt: skip
        _look_for(made, by, at)
    return made


def _consent(person_id: UUID, organisation: Organisation, at: datetime) -> Any:
    consent = valid_consent(
        person_id=person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=organisation.id, on=local_date(at)
    )
    if consent is None:
        raise Refusal(_("Borgeren har ikke sagt ja til, at %s får besked.") % organisation.name)
    return consent


def _look_for(times: Collection[HomeTime], by: Actor, at: datetime) -> None:
    """While somebody is lacking the association has a task; it goes when enough come, and comes back."""
    coming = queries.comers(by, [time.id for time in times])
    plans: list[tuple[Planned, UUID | None]] = []
    enough = []
    for time in times:
        there = sum(one.status == "coming" for one in coming.get(time.id, []))
        if time.status == "planned" and rules.lacking(time.needed, there):
            plans.append(
                (_task("find_for_home", time, max(local_date(at), _days_before(time, FIND_DAYS))), time.person_id)
            )
        else:
            enough.append(f"find_for_home:{time.id}")
    followup.stand(plans=plans, withdrawn=enough, at=at)


def _days_before(time: HomeTime, days: int) -> Any:
    return local_date(time.starts_at) - timedelta(days=days)


def _task(kind: str, time: HomeTime, due: Any) -> Planned:
    return Planned(
        key=f"{kind}:{time.id}",
        rule=kind,
        kind=kind,
        due=due,
        holder=Holder(Role.ASSOCIATION_LEADER, organisation_id=time.organisation_id),
        why={"on": str(local_date(time.starts_at))},
    )


def ready(*, organisation_id: UUID, by: Actor, at: datetime) -> list[volunteers.Ready]:
    """Volunteers of an association who may meet persons today, by name."""
    with for_the_municipality(by):
        return [one for one in volunteers.ready(by, on=local_date(at)) if one.organisation_id == organisation_id]


@transaction.atomic
def put_on(
    *, times: Collection[HomeTime], volunteer_id: UUID, instead_id: UUID | None = None, by: Actor, at: datetime
) -> None:
    """A volunteer comes to each of these times of one person, and sees that person from now until the last of them.

    A time where nobody who comes was there the time before asks somebody to call first (R127). Raises Refusal for
    somebody who may not meet persons, and Taken when the volunteer is somewhere else then.
    """
    first = next(iter(times))
    if volunteer_id not in {one.id for one in ready(organisation_id=first.organisation_id, by=by, at=at)}:
        raise Refusal(_("Den frivillige må ikke møde borgere endnu. Se under Frivillige, hvad der mangler."))
    with for_the_municipality(by):
        volunteer = Membership.objects.get(id=volunteer_id)
        instead = Membership.objects.filter(id=instead_id).first() if instead_id else None
        share_with(
            person=first.person, consent=_consent(first.person_id, first.organisation, at),
            organisation=first.organisation, why="home_time", user_id=volunteer.user_id, by=by, at=at,
        )  # fmt: skip
        for time in times:
            keeping.put_on(time=time, volunteer=volunteer, instead=instead, by=by, at=at)
            _call_before_new_faces(time, at)
        _look_for(times, by, at)


def new_faces(time: HomeTime) -> bool:
    """Whether nobody who comes was there the time before."""
    now = [str(one.volunteer_id) for one in Comer.objects.filter(time=time, status="coming")]
    return rules.breaks(queries.before(time), now)


def _call_before_new_faces(time: HomeTime, at: datetime) -> None:
    plan = _task("tell_new_face", time, max(local_date(at), _days_before(time, 1)))
    if new_faces(time):
        followup.stand(plans=[(plan, time.person_id)], withdrawn=(), at=at)
    else:
        followup.stand(plans=(), withdrawn=[plan.key], at=at)


@transaction.atomic
def cannot(*, comer: Comer, by: Actor, at: datetime) -> None:
    """A volunteer cannot come: somebody else is looked for at once, and the volunteer sees the person no longer."""
    with for_the_municipality(by):
        keeping.cannot(comer=comer, by=by, at=at)
        time = HomeTime.objects.select_related("person", "organisation").get(id=comer.time_id)
        _call_before_new_faces(time, at)
        _look_for([time], by, at)
        _stop_seeing(time, [comer.user_id], at)


@transaction.atomic
def held(*, time: HomeTime, came: Collection[UUID], note: str, wants_more: str, by: Actor, at: datetime) -> HomeTime:
    """They met. What the person would like beside it is a task for the coordinator (R140)."""
    with for_the_municipality(by):
        users = [one.user_id for one in Comer.objects.filter(time=time)]
        kept = keeping.held(time=time, came=came, note=note, wants_more=wants_more, by=by, at=at)
        followup.stand(plans=(), withdrawn=[f"{kind}:{time.id}" for kind in _KINDS], at=at)
        _stop_seeing(kept, users, at)
        if wants_more.strip():
            plan = Planned(
                key=f"wants_more:{time.id}", rule="wants_more", kind="wants_more",
                due=local_date(at) + timedelta(days=7), holder=Holder(Role.COORDINATOR), why={},
            )  # fmt: skip
            followup.stand(plans=[(plan, time.person_id)], withdrawn=(), at=at)
    return kept


_KINDS = ("find_for_home", "tell_new_face")


@transaction.atomic
def call_off(*, times: Collection[HomeTime], why: str, by: Actor, at: datetime) -> int:
    """These times are not held. Nobody looks for anybody any more. Returns how many."""
    with for_the_municipality(by):
        users = {time.id: [one.user_id for one in Comer.objects.filter(time=time)] for time in times}
        count = keeping.call_off(times=times, why=why, at=at)
        gone = [f"{kind}:{time.id}" for time in times for kind in _KINDS]
        followup.stand(plans=(), withdrawn=gone, at=at)
        for time in times:
            _stop_seeing(time, users[time.id], at)
    return count


def _stop_seeing(time: HomeTime, user_ids: Collection[UUID], at: datetime) -> None:
    """Who comes no more sees the person no more, unless they are a pair."""
    for user_id in user_ids:
        again = Comer.objects.filter(person_id=time.person_id, user_id=user_id, status="coming").exists()
        pair = Pair.objects.filter(person_id=time.person_id, user_id=user_id, until__isnull=True).exists()
        if not again and not pair:
            stop_sharing(person=time.person, organisation=time.organisation, user_id=user_id, at=at)


def mine(*, by: Actor) -> list[tuple[Comer, HomeTime, list[str]]]:
    """The times the actor comes to, each with who else comes."""
    own = queries.mine(by)
    with for_the_municipality(by):
        times = HomeTime.objects.select_related("organisation").in_bulk([one.time_id for one in own])
        others = queries.comers(by, times)
    return [
        (
            one,
            times[one.time_id],
            [each.volunteer.name for each in others[one.time_id] if each.id != one.id and each.status == "coming"],
        )
        for one in own
        if times[one.time_id].status == "planned"
    ]


def mine_at(*, time_id: UUID, by: Actor) -> tuple[Comer, HomeTime]:
    """One time the actor comes to. Raises NotVisible."""
    for one, time, _others in mine(by=by):
        if time.id == time_id:
            return one, time
    raise NotVisible("home time")
