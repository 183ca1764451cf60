"""Asking for more released time, answering it with a reason, and reading what is agreed (R322)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training import rules
from brobygger.programmes.training.models import ReleaseAsk
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


@transaction.atomic
def ask(*, programme: Programme, membership: Membership, whole_unit: bool, minutes: int, why: str, by: Actor,
        at: datetime) -> ReleaseAsk:  # fmt: skip
    """Ask for so many minutes a week in all. Raises Taken while one is unanswered, Refusal for a unit one is not in."""
    if whole_unit and membership.unit_id is None:
        raise Refusal(_("Du er ikke skrevet på en enhed. Bed for dig selv."), field="whole_unit")
    try:
        with transaction.atomic():
            return ReleaseAsk.objects.create(
                programme=programme, membership=membership, user_id=membership.user_id, unit_id=membership.unit_id,
                whole_unit=whole_unit, minutes=minutes, why=why, asked_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Du har allerede bedt om det. Vent på svaret.")) from error


@transaction.atomic
def answer(*, ask: ReleaseAsk, answer: str, given: int | None, from_on: date, reason: str, by: Actor,
           at: datetime) -> ReleaseAsk:  # fmt: skip
    """Say yes, yes to a part, or no, with the reason; answered again, it corrects. Raises Refusal for a part without
    minutes, or with as many as were asked for.
    """
    if answer not in rules.RELEASE_ANSWERS:
        raise Refusal(_("Vælg på listen."), field="answer")
    if answer == "part" and not (given and given < ask.minutes):
        raise Refusal(_("Skriv, hvor mange timer det bliver: færre end der er bedt om."), field="given")
    agreed = {"yes": ask.minutes, "part": given or 0, "no": 0}[answer]
    ask.answer, ask.given, ask.from_on, ask.reason = answer, agreed, from_on, reason
    ask.answered_at, ask.answered_by_name = at, by.name
    ask.save(update_fields=["answer", "given", "from_on", "reason", "answered_at", "answered_by_name"])
    return ask


def mine(actor: Actor, programme: Programme) -> list[ReleaseAsk]:
    """What the actor has asked for, the newest first. One query."""
    return list(ReleaseAsk.objects.filter(Q(user_id=actor.user_id), programme=programme).order_by("-asked_at")[:20])


def asks(actor: Actor, programme: Programme) -> list[ReleaseAsk]:
    """What has been asked for, unanswered first, then the newest, with who and which unit. One query."""
    rows = ReleaseAsk.objects.filter(programme=programme).select_related("membership", "unit")
    return list(rows.annotate(answered=~Q(answer="")).order_by("answered", "-asked_at")[:50])


def unanswered(programme: Programme) -> QuerySet[ReleaseAsk]:
    """Those that wait for an answer, for a page that only counts them."""
    return ReleaseAsk.objects.filter(programme=programme, answer="")


def one(actor: Actor, ask_id: UUID) -> ReleaseAsk:
    """One of them with programme, who and unit. Raises NotVisible."""
    found = ReleaseAsk.objects.select_related("programme", "membership", "unit").filter(id=ask_id).first()
    if found is None:
        raise NotVisible("release")
    return found


def agreed_by_unit(actor: Actor, programme: Programme, *, on: date) -> dict[str, int]:
    """Minutes a week that are agreed, by the unit's name ("" without one). One query.

    A no takes away nothing that was agreed before; what somebody had who holds the role no more, is not given.
    """
    held = Q(membership__until__isnull=True) | Q(membership__until__gte=on) | Q(whole_unit=True)
    rows = ReleaseAsk.objects.filter(held, programme=programme, answer__in=("yes", "part")).order_by("answered_at")
    values = rows.values_list("membership_id", "unit_id", "unit__name", "whole_unit", "given", "from_on")
    return rules.released_now(
        (
            rules.Released(f"unit:{unit_id}" if whole else str(member_id), name or "", given or 0, from_on)
            for member_id, unit_id, name, whole, given, from_on in values
            if from_on is not None
        ),
        today=on,
    )
