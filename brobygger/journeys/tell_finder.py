"""Telling the finder: somebody outside who sent a tip may hear how it goes, when the person has said yes to that."""

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
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.access.roles import Role
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Consent
from brobygger.registry.people.queries import read_many

TOLD_STEPS = ("asked", "consented", "first_contact", "first_time", "third_time", "six_months")  # nothing of health


@dataclass(frozen=True)
class Sent:
    """One tip as its sender sees it. `name` and `steps` only while the person agrees to that."""

    receipt: str
    sent_at: datetime
    status: str
    name: str = ""
    steps: tuple[tuple[str, date], ...] = ()  # (step, day), in order


def sender_of(actor: Actor, tip: Tip) -> Membership | None:
    """The finder behind a tip, or None when somebody else sent it. One query."""
    if tip.sent_by_id is None:
        return None
    held = Membership.objects.select_related("organisation").filter(user_id=tip.sent_by_id, role=Role.FINDER)
    return held.order_by("-since").first()


@transaction.atomic
def may_hear(*, tip: Tip, how: str, by: Actor, at: datetime) -> Consent:
    """The person has agreed: the finder sees a first name and the plain steps until the consent ends.

    Raises Refusal when the tip was not sent by a finder, or nobody has taken it up as a person yet.
    """
    sender, person = sender_of(by, tip), tip.person
    episode = Episode.objects.filter(person=person).order_by("-found_on").first() if person else None
    if sender is None or person is None or episode is None:
        raise Refusal(_("Beskeden er ikke fra en trivselsagent, eller den er ikke taget op endnu."))
    consent = agree.agree_to_share(
        episode=episode, receiver=sender.organisation, data=[Fields.NAME], how=how, by=by, at=at
    )
    people.share_with(
        person=person, consent=consent, organisation=sender.organisation, why="tip", by=by, at=at,
        user_id=sender.user_id,
    )  # fmt: skip
    return consent


def sent_by(actor: Actor, *, most: int = 50) -> list[Sent]:
    """The actor's own tips, newest first; of those who agreed also the first name and what has happened.

    Four queries, whatever the number. Who has taken the yes back is not there any more.
    """
    tips = list(detection.my_tips(actor)[:most])
    asked = [tip.person_id for tip in tips if tip.person_id]
    seen = read_many(actor, asked, purpose=Purpose.FOLLOW_UP, only={Fields.NAME}) if asked else {}
    steps = _steps(actor, [one for one in seen if seen[one].sees(Fields.NAME)])
    return [
        Sent(tip.receipt, tip.sent_at, tip.status, seen[tip.person_id].given_name or "", steps.get(tip.person_id, ()))
        if tip.person_id is not None and tip.person_id in steps
        else Sent(tip.receipt, tip.sent_at, tip.status)
        for tip in tips
    ]


def _steps(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID | None, tuple[tuple[str, date], ...]]:
    ids = list(person_ids)
    found: dict[UUID | None, tuple[tuple[str, date], ...]] = dict.fromkeys(ids, ())
    if not ids:
        return found
    with for_the_municipality(actor):
        moves = MoveRow.objects.filter(person_id__in=ids, kind="reached", step__in=TOLD_STEPS).order_by("at")
        for person_id, step, at in moves.values_list("person_id", "step", "at"):
            found[person_id] = (*found[person_id], (step, local_date(at)))
    return found
