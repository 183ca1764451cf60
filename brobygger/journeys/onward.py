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
from brobygger.programmes.anchoring import queries as anchoring
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people import operations as people
from brobygger.registry.people.models import Consent, Person


@dataclass(frozen=True)
class Going:
    """The new holder, since when it is named, and how it stands with everybody still there."""

    holder: Organisation
    since: date
    people: tuple[Standing, ...]


def going(actor: Actor, programme: Programme, *, on: date) -> Going | None:
    """How far the asking has come; None before a new holder is named. Five queries."""
    plan = anchoring.plan(actor, programme)
    if plan is None or plan.holder is None or plan.holder_since is None:
        return None
    found = onward.standing(actor, programme, plan.holder, since=plan.holder_since, on=on)
    return Going(plan.holder, plan.holder_since, found)


def said_yes(
    *, episode: Episode, holder: Organisation, data: Iterable[Fields], how: str, expires_on: date, by: Actor,
    at: datetime,
) -> Consent:  # fmt: skip
    """A yes to this holder and these data. Nothing goes before somebody hands it on."""
    return agree.agree_to_share(
        episode=episode, receiver=holder, data=data, how=how, expires_on=expires_on, by=by, at=at
    )


@transaction.atomic
def hand_on(*, programme: Programme, by: Actor, at: datetime) -> int:
    """Let the new holder see everybody who has said yes, as far as each yes goes. How many were handed on now.

    Raises Refusal when no new holder is named, or nobody more has said yes.
    """
    found = going(by, programme, on=local_date(at))
    ready: dict[UUID, Consent] = {
        one.person_id: one.consent for one in (found.people if found else ()) if one.state == "yes" and one.consent
    }
    if found is None or not ready:
        raise Refusal(_("Ingen flere har sagt ja endnu."))
    for person in Person.objects.filter(id__in=list(ready)):
        people.stop_sharing(person=person, organisation=found.holder, at=at)  # the newest yes says how much
        people.share_with(
            person=person, consent=ready[person.id], organisation=found.holder, why=onward.SHARED_AS, by=by, at=at
        )
    return len(ready)
