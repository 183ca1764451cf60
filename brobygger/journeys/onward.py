"""An effort goes to a new holder: people are asked, and what we know goes along only for those who said yes (R194)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.referrals import onward
from brobygger.pathway.referrals.onward import Standing
from brobygger.programmes.anchoring import operations as named
from brobygger.programmes.anchoring import queries as anchoring
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields
from brobygger.registry.communication import writing
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Consent, Person
from brobygger.registry.people.purposes import SHARED_ONWARD, ConsentPurpose


@dataclass(frozen=True)
class Going:
    """The new holder, since when it is named, and how it stands with everybody still there."""

    holder: Organisation
    since: date
    people: tuple[Standing, ...]


def going(actor: Actor, programme: Programme, *, on: date) -> Going | None:
    """How far the asking has come; None before a new holder is named. Four queries."""
    plan = anchoring.plan(actor, programme)
    if plan is None or plan.holder is None or plan.holder_since is None:
        return None
    found = onward.standing(actor, programme, plan.holder, since=plan.holder_since, on=on)
    return Going(plan.holder, plan.holder_since, found)


@transaction.atomic
def name_holder(*, programme: Programme, holder: Organisation, by: Actor, at: datetime) -> None:
    """Say who takes over. Whoever was to do it before sees nobody more because of that, and is told.

    Raises Refusal before there is a plan.
    """
    plan = anchoring.plan(by, programme)
    before = plan.holder if plan else None
    named.name_holder(programme=programme, holder=holder, by=by, at=at)
    if before is None or before.id == holder.id:
        return
    with for_the_municipality(by):
        if people.stop_sharing_under(consents=onward.consents_given(programme, before), at=at):
            writing.to_organisation(
                organisation=before, code="onward_ended", values={}, key=f"onward:{before.id}:{at.isoformat()}",
                by=by, at=at, digest=False,
            )  # fmt: skip


@transaction.atomic
def said_yes(
    *, episode: Episode, holder: Organisation, data: Iterable[Fields], how: str, expires_on: date, by: Actor,
    at: datetime,
) -> Consent:  # fmt: skip
    """A yes to this holder and these data; an earlier one is replaced. Nothing goes before somebody hands it on."""
    older = onward.standing_yes(episode, holder)
    if older is not None:
        people.withdraw_consent(consent=older, how=how, by=by, at=at)
    consent = people.give_consent(
        person=episode.person, purpose=ConsentPurpose.ONWARD, receiver=holder, data=data, how=how,
        given_on=local_date(at), expires_on=expires_on, by=by, at=at,
    )  # fmt: skip
    onward.note(episode=episode, receiver=holder, answer="yes", consent=consent, by=by, at=at)
    return consent


@transaction.atomic
def said_no(*, episode: Episode, holder: Organisation, how: str, by: Actor, at: datetime) -> None:
    """Nothing goes along; an earlier yes is taken back, and what it had let be seen is seen no more."""
    older = onward.standing_yes(episode, holder)
    if older is not None and older.shares.exists():
        agree.withdraw(consent=older, how=how, by=by, at=at)
    elif older is not None:  # the receiver was never told of anybody, so there is nothing to tell it to delete
        people.withdraw_consent(consent=older, how=how, by=by, at=at)
    onward.note(episode=episode, receiver=holder, answer="no", by=by, at=at)


@transaction.atomic
def asked(*, episode: Episode, holder: Organisation, by: Actor, at: datetime) -> None:
    """The person thinks it over. Raises Refusal where a yes stands: it can be taken back, not forgotten."""
    older = onward.standing_yes(episode, holder)
    if older is not None and older.expires_on >= local_date(at):
        raise Refusal(_("Borgeren har sagt ja. Skriv et nej, hvis det ikke gælder længere."))
    onward.note(episode=episode, receiver=holder, answer="asked", by=by, at=at)


@transaction.atomic
def hand_on(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Let the new holder see everybody who has said yes, as far as each yes goes. How many were handed on now.

    Whatever else anybody there sees of them stands. Raises Refusal when no new holder is named, or nobody more has
    said yes.
    """
    found = going(by, programme, on=local_date(at))
    ready: dict[UUID, Consent] = {
        one.person_id: one.consent for one in (found.people if found else ()) if one.state == "yes" and one.consent
    }
    if found is None or not ready:
        raise Refusal(_("Ingen flere har sagt ja endnu."))
    for person in Person.objects.filter(id__in=list(ready)):
        people.share_with(
            person=person, consent=ready[person.id], organisation=found.holder, why=SHARED_ONWARD, by=by, at=at
        )
    return len(ready)
