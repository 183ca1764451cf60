"""Both in a pair are asked how it goes, each in their own way; and a day is agreed with a person (R167, R171)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers.models import Pair, PairWord
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

SIDES = ("person", "volunteer")
HOW = ("sms", "phone", "paper", "screen", "link")


@transaction.atomic
def ask_both(*, pair: Pair, by: Actor, at: datetime) -> list[PairWord]:
    """Write to both; who has not answered the last time is not asked twice. Raises Refusal for a pair that ended."""
    if pair.until is not None:
        raise Refusal(_("De to er ikke makkere længere."))
    rows = []
    for side in SIDES:
        row, new = PairWord.objects.get_or_create(
            pair=pair, side=side, answered_at=None,
            defaults={
                "person": pair.person, "asked_at": at, "user_id": pair.user_id if side == "volunteer" else None,
            },
        )  # fmt: skip
        rows.append(row)
        if new:
            _write(row, pair, by, at)
    return rows


def _write(row: PairWord, pair: Pair, by: Actor, at: datetime) -> None:
    if row.side == "person":
        writing.to_person(
            person=pair.person, code="how_is_it", values={"other": pair.volunteer.name.split()[0]},
            key=f"pair-word:{row.id}", by=by, at=at, asks=f"pair:{row.id}",
        )  # fmt: skip
    else:
        writing.to_member(
            membership=pair.volunteer, code="pair_word", values={}, key=f"pair-word:{row.id}", by=by, at=at,
            person=pair.person,
        )  # fmt: skip


@transaction.atomic
def say(*, row: PairWord, goes_on: bool, words: str, how: str, by: Actor, at: datetime) -> PairWord:
    """One of the two has answered: typed in from paper or phone, by SMS, or by the volunteer. Raises Taken."""
    with for_the_municipality(by):
        changed = PairWord.objects.filter(id=row.id, answered_at__isnull=True).update(
            answered_at=at, goes_on=goes_on, words=words.strip(), answered_how=how, recorded_by_id=by.user_id
        )
        if not changed:
            raise Taken(_("Svaret er allerede skrevet ned."))
        row.refresh_from_db()
        if not goes_on:
            followup.add(
                plan=Planned(
                    key=f"pair-no:{row.id}", rule="pair_unhappy", kind="call_person", due=local_date(at),
                    holder=Holder(Role.COORDINATOR), why={"about": str(_("Vil ikke blive ved med at mødes"))},
                ),
                person=Person.objects.get(id=row.person_id), at=at,
            )  # fmt: skip
    return row


def open_word(actor: Actor, pair_id: UUID, *, side: str) -> PairWord | None:
    """The question one side has not answered yet; the volunteer's own is the only one a volunteer can get."""
    return PairWord.objects.filter(pair_id=pair_id, side=side, answered_at__isnull=True).first()


def word(actor: Actor, word_id: UUID) -> PairWord:
    """One question with its pair. Raises NotVisible."""
    try:
        return PairWord.objects.select_related("pair", "person").get(id=word_id)
    except PairWord.DoesNotExist:
        raise NotVisible("pair word") from None


def words_of(actor: Actor, pair_id: UUID) -> list[PairWord]:
    """What both have said, newest first."""
    return list(PairWord.objects.filter(pair_id=pair_id).order_by("-asked_at", "side"))


def pair(actor: Actor, pair_id: UUID) -> Pair:
    """One pair with both. Raises NotVisible."""
    try:
        return Pair.objects.select_related("person", "volunteer__user", "volunteer__organisation").get(id=pair_id)
    except Pair.DoesNotExist:
        raise NotVisible("pair") from None


@transaction.atomic
def agree_day(*, person: Person, on: date, about: str, agreed_id: UUID, by: Actor, at: datetime) -> Task:
    """A day for a talk, agreed with the person: the actor's own task, and in the person's calendar (R171).

    The same page sent twice is one. Raises Refusal for a day that has passed.
    """
    if on < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="on")
    return followup.add(
        plan=Planned(
            key=f"agreed:{agreed_id}", rule="agreed_call", kind="agreed_call", due=on,
            holder=Holder(by.role, owner_user_id=by.user_id), why={"about": about.strip()},
        ),
        person=person, at=at,
    )  # fmt: skip
