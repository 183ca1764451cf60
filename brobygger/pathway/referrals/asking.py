"""Asking visitation for a municipal offer, and what a link organisation passes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.referrals.models import PassedOn, Referral, VisitationAsk
from brobygger.pathway.referrals.rules import ANSWER_DAYS, Status
from brobygger.registry.access.actor import Actor


def asks(actor: Actor) -> list[VisitationAsk]:
    """What visitation has not answered, soonest due first. One query."""
    return list(VisitationAsk.objects.filter(status="sent").order_by("answer_due", "asked_at", "id")[:100])


def asks_of_person(actor: Actor, person_id: UUID) -> list[VisitationAsk]:
    """Everything asked about a person, newest first."""
    return list(VisitationAsk.objects.filter(person_id=person_id).order_by("-asked_at"))


def get_ask(actor: Actor, ask_id: UUID) -> VisitationAsk:
    """One of them with its episode. Raises NotVisible."""
    found = VisitationAsk.objects.select_related("episode", "episode__programme", "episode__person").filter(id=ask_id)
    ask = found.first()
    if ask is None:
        raise NotVisible("ask")
    return ask


def passed_on(actor: Actor, person_id: UUID) -> list[PassedOn]:
    """Where link organisations have passed a person on to, newest first. One query."""
    return list(
        PassedOn.objects.filter(person_id=person_id).select_related("organisation").order_by("-passed_on_at", "id")
    )


def passed_on_from(actor: Actor, referral_ids: Iterable[UUID]) -> list[PassedOn]:
    """What came of some referrals to a link organisation."""
    return list(PassedOn.objects.filter(referral_id__in=list(referral_ids)).order_by("-passed_on_at", "id"))


@transaction.atomic
def ask_visitation(*, episode: Episode, wanted: str, words: str, by: Actor, at: datetime) -> VisitationAsk:
    """Ask for a municipal offer, with why. Raises Refusal without words, Taken when it is asked already."""
    if not words.strip():
        raise Refusal(_("Skriv, hvad borgeren har brug for."), field="words")
    try:
        with transaction.atomic():
            return VisitationAsk.objects.create(
                episode=episode,
                person_id=episode.person_id,
                wanted=wanted,
                words=words.strip(),
                answer_due=local_date(at) + timedelta(days=ANSWER_DAYS),
                asked_at=at,
                asked_by_id=by.user_id,
                asked_by_name=by.name,
            )
    except IntegrityError:
        raise Taken(_("Visitationen er allerede spurgt om det og har ikke svaret endnu.")) from None


@transaction.atomic
def answer_ask(*, ask: VisitationAsk, granted: bool, answer: str, by: Actor, at: datetime) -> None:
    """Granted or refused, in words. Raises Refusal without words, Taken when it has been answered."""
    if not answer.strip():
        raise Refusal(_("Skriv et svar til den, der spurgte."), field="answer")
    changed = VisitationAsk.objects.filter(id=ask.id, status="sent").update(
        status="granted" if granted else "refused",
        answer=answer.strip()[:500],
        answered_at=at,
        answered_by_id=by.user_id,
        answered_by_name=by.name,
    )
    if not changed:
        raise Taken(_("Der er allerede svaret. Se siden igen."))


@transaction.atomic
def pass_on(*, referral: Referral, to_name: str, note: str, by: Actor, at: datetime) -> PassedOn:
    """A link organisation has found the association. Raises Refusal before its own yes, or without a name."""
    if referral.status != Status.ACCEPTED:
        raise Refusal(_("Svar ja til henvisningen først."))
    if not to_name.strip():
        raise Refusal(_("Skriv, hvilken forening det blev."), field="to_name")
    return PassedOn.objects.create(
        referral=referral,
        person_id=referral.person_id,
        organisation_id=referral.receiver_id,
        to_name=to_name.strip()[:200],
        note=note.strip()[:300],
        passed_on_at=at,
        passed_on_by_name=by.name,
    )


@transaction.atomic
def heard(*, passed_on_id: UUID, referral: Referral, started: bool, at: datetime) -> None:
    """What came of it. Raises NotVisible for another's, Taken when that is written."""
    found = PassedOn.objects.filter(id=passed_on_id, referral=referral)
    if not found.exists():
        raise NotVisible("passed on")
    if not found.filter(outcome="").update(outcome="started" if started else "not_started", heard_at=at):
        raise Taken(_("Det er allerede skrevet ned, hvordan det gik."))
