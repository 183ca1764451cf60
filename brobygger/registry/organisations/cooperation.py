"""Working with other organisations: who burns for it there, what was talked about, and how soon they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.registry.organisations.models import Conversation, KeyPerson, Kind, Organisation, Unit
from brobygger.registry.organisations.queries import Asking


@transaction.atomic
def name_key_person(*, organisation: Organisation, told: Mapping[str, Any], by: Asking, at: datetime) -> KeyPerson:
    """Somebody burns for it here; fields of KeyPerson."""
    return KeyPerson.objects.create(organisation=organisation, since=local_date(at), **told)


@transaction.atomic
def key_person_left(*, key_person: KeyPerson, why: str, by: Asking, at: datetime) -> KeyPerson | None:
    """The person leaves; the deputy, when there is one, stands in at once. Returns the deputy's row. Raises Taken."""
    ended = KeyPerson.objects.filter(id=key_person.id, until__isnull=True).update(until=local_date(at), why_ended=why)
    if not ended:
        raise Taken(_("Det er allerede skrevet ned."))
    if not key_person.deputy_name:
        return None
    return KeyPerson.objects.create(
        organisation=key_person.organisation, unit=key_person.unit, name=key_person.deputy_name,
        phone=key_person.deputy_phone, manager_supports=key_person.manager_supports, since=local_date(at),
    )  # fmt: skip


@transaction.atomic
def note_conversation(*, organisation: Organisation, told: Mapping[str, Any], by: Asking, at: datetime) -> Conversation:
    """A talk was had, or a question asked; fields of Conversation. Raises Refusal for a day that has not come."""
    if told["on"] > local_date(at) or (told.get("answered_on") or told["on"]) > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."), field="on")
    if told.get("answered_on") and told["answered_on"] < told["on"]:
        raise Refusal(_("Svaret kan ikke være kommet, før der blev spurgt."), field="answered_on")
    return Conversation.objects.create(organisation=organisation, recorded_at=at, recorded_by_id=by.user_id, **told)


@transaction.atomic
def answered(*, conversation: Conversation, result: str, by: Asking, at: datetime) -> None:
    """The answer came today. Raises Taken when it had come."""
    waiting = Conversation.objects.filter(id=conversation.id, answered_on__isnull=True)
    if not waiting.update(answered_on=local_date(at), result=result):
        raise Taken(_("Svaret er allerede skrevet ned."))


@transaction.atomic
def set_aside(*, organisation: Organisation, by: Asking, at: datetime) -> None:
    """The organisation no longer fits: it is offered nothing more, and what was done with it stays (R271).

    Raises Refusal for the municipality itself.
    """
    if organisation.kind == Kind.MUNICIPALITY:
        raise Refusal(_("Kommunen selv kan ikke lægges til side."))
    organisation.active = False
    organisation.save(update_fields=["active"])


@transaction.atomic
def take_back(*, organisation: Organisation, by: Asking, at: datetime) -> None:
    """It fits again."""
    organisation.active = True
    organisation.save(update_fields=["active"])


@transaction.atomic
def change_unit(*, unit: Unit, contact_name: str, phone: str, email: str, by: Asking, at: datetime) -> Unit:
    """Who answers in a branch."""
    unit.contact_name, unit.phone, unit.email = contact_name, phone, email
    unit.save(update_fields=["contact_name", "phone", "email"])
    return unit


@dataclass(frozen=True)
class Standing:
    """How it goes with one organisation. answer_days: the median of its answers; waits_since: the oldest question
    without an answer.
    """

    organisation: Organisation
    key_person: KeyPerson | None
    last_on: date | None
    attitude: str
    answer_days: float | None
    waits_since: date | None


def standings(actor: Asking) -> list[Standing]:
    """Every organisation but the municipality, those set aside last. Three queries."""
    rows = list(Organisation.objects.exclude(kind=Kind.MUNICIPALITY).order_by("-active", "name"))
    people = {one.organisation_id: one for one in KeyPerson.objects.filter(until__isnull=True).order_by("-since")}
    talks: dict[UUID, list[Conversation]] = {}
    for talk in Conversation.objects.order_by("on", "recorded_at"):
        talks.setdefault(talk.organisation_id, []).append(talk)
    return [_standing(one, people.get(one.id), talks.get(one.id, [])) for one in rows]


def _standing(organisation: Organisation, key_person: KeyPerson | None, talks: list[Conversation]) -> Standing:
    answers = [(talk.answered_on - talk.on).days for talk in talks if talk.answered_on]
    waiting = [talk.on for talk in talks if talk.answered_on is None]
    attitudes = [talk.attitude for talk in talks if talk.attitude]
    return Standing(
        organisation, key_person, talks[-1].on if talks else None, attitudes[-1] if attitudes else "",
        float(median(answers)) if answers else None, min(waiting, default=None),
    )  # fmt: skip


def answer_days_by_unit(talks: list[Conversation]) -> dict[UUID, float]:
    """The median days to an answer of each branch that has answered."""
    days: dict[UUID, list[int]] = {}
    for talk in talks:
        if talk.unit_id and talk.answered_on:
            days.setdefault(talk.unit_id, []).append((talk.answered_on - talk.on).days)
    return {unit: float(median(several)) for unit, several in days.items()}


def key_persons_of(actor: Asking, organisation_id: UUID) -> list[KeyPerson]:
    """Those who burn for it now and before, newest first."""
    rows = KeyPerson.objects.filter(organisation_id=organisation_id).select_related("unit")
    return sorted(rows, key=lambda one: (one.until is not None, -one.since.toordinal()))


def conversations_of(actor: Asking, organisation_id: UUID) -> list[Conversation]:
    """What was talked about, newest first."""
    rows = Conversation.objects.filter(organisation_id=organisation_id).select_related("unit")
    return list(rows.order_by("-on", "-recorded_at")[:100])


def key_person(actor: Asking, key_person_id: UUID) -> KeyPerson:
    """One of them. Raises NotVisible."""
    try:
        return KeyPerson.objects.select_related("organisation", "unit").get(id=key_person_id)
    except KeyPerson.DoesNotExist:
        raise NotVisible("key person") from None


def conversation(actor: Asking, conversation_id: UUID) -> Conversation:
    """One talk. Raises NotVisible."""
    try:
        return Conversation.objects.select_related("organisation").get(id=conversation_id)
    except Conversation.DoesNotExist:
        raise NotVisible("conversation") from None
