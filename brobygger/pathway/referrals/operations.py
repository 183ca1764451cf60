"""Sending and answering referrals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import DECLINE_REASONS, Status, may
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Consent


@transaction.atomic
def send(
    *,
    episode: Episode,
    offer: Offer,
    consent: Consent,
    words: str,
    answer_due: date,
    by: Actor,
    at: datetime,
    referral_id: UUID | None = None,
) -> Referral:
    """Pass a person to the organisation behind an offer. Raises Refusal when one already waits for an answer there."""
    if offer.organisation_id is None or consent.receiver_id != offer.organisation_id:
        raise Refusal(_("Samtykket gælder ikke for den organisation, der har tilbuddet."))
    try:
        with transaction.atomic():
            return Referral.objects.create(
                id=referral_id or new_id(),
                person_id=episode.person_id,
                episode=episode,
                offer=offer,
                receiver_id=offer.organisation_id,
                consent=consent,
                words=words,
                sent_at=at,
                sent_by_id=by.user_id,
                answer_due=answer_due,
            )
    except IntegrityError as error:
        raise Refusal(_("Der er allerede sendt en henvisning til dette tilbud. Vent på svaret.")) from error


@transaction.atomic
def answer(*, referral: Referral, new_status: Status, by: Actor, at: datetime, reason: str = "") -> Referral:
    """Change a referral from the status that was seen. Raises Taken when somebody answered first."""
    seen = Status(referral.status)
    if not may(seen, new_status):
        raise Taken(_("Henvisningen er allerede besvaret. Se siden igen."))
    if new_status is Status.DECLINED and reason not in DECLINE_REASONS:
        raise Refusal(_("Vælg en årsag."), field="reason")
    changed = Referral.objects.filter(id=referral.id, status=seen).update(
        status=new_status, answered_at=at, answered_by_id=by.user_id, reason=reason
    )
    if not changed:
        raise Taken(_("Henvisningen er netop blevet besvaret af en anden. Se siden igen."))
    referral.refresh_from_db()
    return referral
