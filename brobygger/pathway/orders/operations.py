"""Writing what others are asked for, what they say, and what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.orders.day_rules import FEWEST, MOST, SAYS
from brobygger.pathway.orders.models import Arrangement, DayAnswer, DayChoice, Order
from brobygger.registry.access.actor import Actor


@transaction.atomic
def ask(*, session: Session, facts: Mapping[str, Any], by: Actor, at: datetime) -> Order:
    """Somebody is asked; facts as in Order. Raises Refusal for a session that has begun."""
    if session.starts_at <= at or session.status != "planned":
        raise Refusal(_("Mødegangen er begyndt eller aflyst. Ring i stedet."))
    return Order.objects.create(
        session=session, organisation_id=session.organisation_id, asked_at=at, made_by_id=by.user_id, **facts
    )


@transaction.atomic
def answer(*, order: Order, seen: int, yes: bool, words: str, how: str, at: datetime) -> Order:
    """Yes or no to what was seen (its version). Raises Taken when it has changed or was called off since."""
    told = {"status": "yes" if yes else "no", "answer": words[:300], "answered_at": at, "answered_how": how}
    if not Order.objects.filter(id=order.id, version=seen).exclude(status="called_off").update(**told):
        raise Taken(_("Der er ændret noget imens. Se siden igen."))
    order.refresh_from_db()
    return order


@transaction.atomic
def change(*, order: Order, count: int | None, at: datetime) -> Order:
    """What is asked for is another number, or the session is another time: the yes is asked for again."""
    order.count, order.version, order.status = count, order.version + 1, "asked"
    order.answered_at, order.asked_at = None, at
    order.save(update_fields=["count", "version", "status", "answered_at", "asked_at"])
    return order


@transaction.atomic
def recount(*, order: Order, count: int, at: datetime) -> Order:
    """Fewer or more come: the same yes, another number."""
    order.count, order.version = count, order.version + 1
    order.save(update_fields=["count", "version"])
    return order


@transaction.atomic
def call_off(*, order: Order, at: datetime) -> bool:
    """It is not wanted any more. Whether it was before."""
    return bool(Order.objects.filter(id=order.id).exclude(status="called_off").update(status="called_off"))


@transaction.atomic
def lay(
    *,
    group: Group,
    what: str,
    days: Sequence[tuple[datetime, str]],
    answer_by: date,
    asked: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
) -> tuple[DayChoice, list[DayAnswer]]:
    """Days (moment, place) before everybody. Raises Refusal for too few or too many, and for a day that has begun."""
    wanted = sorted(set(days))
    if not FEWEST <= len(wanted) <= MOST:
        raise Refusal(_("Skriv mindst to forskellige dage og højst otte."), field="day_0")
    if wanted[0][0] <= at:
        raise Refusal(_("Vælg dage, der ikke er gået."), field="day_0")
    if not asked:
        raise Refusal(_("Skriv mindst en, der skal sige ja."), field="name_0")
    choice = DayChoice.objects.create(
        group=group, organisation_id=group.organisation_id, what=what.strip(), answer_by=answer_by, made_at=at,
        made_by_id=by.user_id,
        days=[{"starts_at": moment.isoformat(), "place": place.strip()} for moment, place in wanted],
    )  # fmt: skip
    rows = [DayAnswer(choice=choice, organisation_id=group.organisation_id, asked_at=at, **facts) for facts in asked]
    return choice, DayAnswer.objects.bulk_create(rows)


@transaction.atomic
def say_days(*, row: DayAnswer, answers: Mapping[int, str], words: str, how: str, at: datetime) -> DayAnswer:
    """What one says to the days; it may be said again until a day is chosen. Raises Taken when one is."""
    if not DayChoice.objects.filter(id=row.choice_id, status="open").exists():
        raise Taken(_("Dagen er valgt nu."))
    row.answers = {str(number): said for number, said in answers.items() if said in SAYS}
    row.words, row.answered_at, row.answered_how = words.strip()[:300], at, how
    row.save(update_fields=["answers", "words", "answered_at", "answered_how"])
    return row


@transaction.atomic
def settle_day(*, choice: DayChoice, number: int | None, session: Session | None, at: datetime) -> None:
    """A person has chosen a day (or, without one, that it comes to nothing). Raises Taken when that is done already."""
    told: dict[str, Any] = {"status": "put_away" if number is None else "settled", "chosen": number}
    told |= {"session": session, "settled_at": at}
    if not DayChoice.objects.filter(id=choice.id, status="open").update(**told):
        raise Taken(_("Der er valgt en dag imens. Se siden igen."))


@transaction.atomic
def arrange(*, session: Session, member: Member, about: str, by: Actor, at: datetime) -> Arrangement:
    """A member arranges something for a session; asked twice it is the same. Raises Refusal for one that has begun."""
    if session.starts_at <= at or session.status != "planned":
        raise Refusal(_("Mødegangen er begyndt eller aflyst."))
    facts = {
        "person_id": member.person_id, "organisation_id": session.organisation_id, "about": about.strip(),
        "made_at": at, "made_by_id": by.user_id, "done_at": None, "taken_back_at": None,
    }  # fmt: skip
    made, _new = Arrangement.objects.update_or_create(session=session, member=member, defaults=facts)
    return made


@transaction.atomic
def arranged(*, arrangement: Arrangement, said: str, done: bool, at: datetime) -> Arrangement:
    """The member's own words to the host, and whether it is in place."""
    arrangement.said, arrangement.done_at = said.strip()[:300], at if done else None
    arrangement.save(update_fields=["said", "done_at"])
    return arrangement


@transaction.atomic
def take_back(*, arrangement: Arrangement, at: datetime) -> Arrangement:
    """The host looks after it again; it is not in place for that."""
    arrangement.taken_back_at = at
    arrangement.save(update_fields=["taken_back_at"])
    return arrangement
