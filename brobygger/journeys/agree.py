"""Yes: the person's own consent, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import follow, leave
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.referrals import operations as referrals
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields
from brobygger.registry.communication import writing
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Consent, Person
from brobygger.registry.people.purposes import DEFAULT_DAYS, ConsentPurpose


@transaction.atomic
def say_yes(
    *,
    episode: Episode,
    how: str,
    by: Actor,
    at: datetime,
    expires_on: date | None = None,
    consent_id: UUID | None = None,
) -> Consent:
    """The person will take part: a participation consent, and the yes on the line."""
    consent = _will_take_part(episode, how, by, at, expires_on, consent_id)
    _move_on([(episode, at)], by)
    follow.plan(episode=episode, at=at)
    return consent


@transaction.atomic
def say_yes_many(*, yeses: Sequence[tuple[Episode, datetime]], how: str, by: Actor) -> None:
    """The same for many, each at its own moment."""
    for episode, at in yeses:
        _will_take_part(episode, how, by, at)
    _move_on(yeses, by)
    with follow.together():
        for episode, at in yeses:
            follow.plan(episode=episode, at=at)


def _will_take_part(
    episode: Episode,
    how: str,
    by: Actor,
    at: datetime,
    expires_on: date | None = None,
    consent_id: UUID | None = None,
) -> Consent:
    today = local_date(at)
    return people.give_consent(
        person=episode.person,
        purpose=ConsentPurpose.PARTICIPATION,
        receiver=None,
        data=[Fields.WISHES, Fields.SCREENING, Fields.MEASUREMENTS],
        how=how,
        given_on=today,
        expires_on=expires_on or today + timedelta(days=DEFAULT_DAYS),
        by=by,
        at=at,
        consent_id=consent_id,
    )


def _move_on(yeses: Sequence[tuple[Episode, datetime]], by: Actor) -> None:
    changes = [
        (episode, [*_before_yes(episode, at), Made(MoveKind.REACHED, "consented", at)])
        for episode, at in yeses
        if episode.status == "active" and episode.next_step in ("asked", "screened", "consented")
    ]
    if changes:
        episodes.record_many(changes=changes, by=by)


def _before_yes(episode: Episode, at: datetime) -> list[Made]:
    """Somebody who says yes has been asked."""
    return [Made(MoveKind.REACHED, "asked", at)] if episode.next_step == "asked" else []


@transaction.atomic
def agree_to_share(
    *,
    episode: Episode,
    receiver: Organisation,
    data: Iterable[Fields],
    how: str,
    by: Actor,
    at: datetime,
    expires_on: date | None = None,
) -> Consent:
    """A consent for one receiver and these data, before anything is sent there."""
    today = local_date(at)
    return people.give_consent(
        person=episode.person,
        purpose=ConsentPurpose.REFERRAL,
        receiver=receiver,
        data=data,
        how=how,
        given_on=today,
        expires_on=expires_on or today + timedelta(days=DEFAULT_DAYS),
        by=by,
        at=at,
    )


# What each of the municipality's own further purposes may use.
_ALSO = {
    ConsentPurpose.CARE_RECORD: (Fields.SCREENING, Fields.MEASUREMENTS),
    ConsentPurpose.BACKGROUND: (Fields.BACKGROUND,),
}


@transaction.atomic
def agree_also(
    *, person: Person, purpose: ConsentPurpose, how: str, by: Actor, at: datetime, expires_on: date | None = None
) -> Consent:
    """A yes of its own to one more thing inside the municipality: the care record, or a wish about background."""
    today = local_date(at)
    return people.give_consent(
        person=person, purpose=purpose, receiver=None, data=_ALSO[purpose], how=how, given_on=today,
        expires_on=expires_on or today + timedelta(days=DEFAULT_DAYS), by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, consent: Consent, how: str, by: Actor, at: datetime) -> Consent:
    """Sharing stops in this transaction; unanswered referrals are called back; the coordinator is told."""
    with for_the_municipality(by):
        withdrawn = people.withdraw_consent(consent=consent, how=how, by=by, at=at)
        if consent.purpose == ConsentPurpose.BACKGROUND:
            people.forget_background(person_id=consent.person_id)
        open_ones = Referral.objects.filter(consent=consent, status__in=[Status.SENT, Status.LAPSED, Status.ACCEPTED])
        for referral in open_ones.select_related("episode", "episode__programme", "episode__person"):
            referrals.answer(referral=referral, new_status=Status.WITHDRAWN, by=by, at=at)
            follow.hand_to_coordinator(
                episode=referral.episode,
                kind="consent_withdrawn",
                about=str(referral.id),
                due=local_date(at),
                at=at,
            )
        onward = consent.purpose == ConsentPurpose.ONWARD  # only what a new holder sees; nothing had begun under it
        if consent.receiver_id is not None and not onward:
            leave.leave_receiver(
                person=consent.person, organisation_id=consent.receiver_id, reason="consent_withdrawn", by=by, at=at
            )
        if not onward:
            followup.cancel_of_receiver(person_id=consent.person_id, organisation_id=consent.receiver_id, at=at)
        _tell_receiver(withdrawn, by, at)
    return withdrawn


def _tell_receiver(consent: Consent, by: Actor, at: datetime) -> None:
    """The receiver must stop using what it was told. Without the consent: this message is sent because it is gone."""
    if consent.receiver is not None:
        writing.to_organisation(
            organisation=consent.receiver,
            code="consent_withdrawn",
            values={},
            key=f"withdrawn:{consent.id}",
            by=by,
            at=at,
            digest=False,
        )
