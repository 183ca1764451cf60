"""Finding a day: several days are laid before everybody whose yes is needed; a person chooses; all are told (R150).

Each is asked by a letter with a link of his or her own and says yes, perhaps or no to each day; who has no address is
rung. What is said may be said again until a day is chosen. Then the session stands in the calendar: who said yes to
that day has said yes to it, who said perhaps or nothing is asked as for any session, and who said no is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import group_life
from brobygger.journeys import order as ordering
from brobygger.journeys.missed import holder_of
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.operations import Planned
from brobygger.pathway.orders import operations as orders
from brobygger.pathway.orders import queries
from brobygger.pathway.orders.day_rules import Day, best, days
from brobygger.pathway.orders.models import DayAnswer, DayChoice
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.links.rules import Opens
from brobygger.registry.people.acting import for_the_municipality

_CHOOSE, _RING = "choose_day", "ring_about_days"


def moment_of(choice: DayChoice, number: int) -> tuple[datetime, str]:
    """When and where one of the days is."""
    told = choice.days[number]
    return datetime.fromisoformat(told["starts_at"]), str(told["place"])


def told(choice: DayChoice, asked: Sequence[DayAnswer]) -> tuple[tuple[Day, ...], tuple[Day, str] | None]:
    """What everybody has said to each day, and the day that suits best among those ahead, with why."""
    stand = days(len(choice.days), queries.as_said(list(asked)))
    return stand, best(stand)


@transaction.atomic
def lay(
    *,
    group: Group,
    what: str,
    wanted: Sequence[tuple[datetime, str]],
    answer_by: date,
    asked: Sequence[Mapping[str, Any]],
    by: Actor,
    at: datetime,
) -> DayChoice:
    """Days (moment, place) before everybody at once. asked: kind, name, email, phone, supplier for each.

    The host has a task to choose on the last day for answers. Raises Refusal as operations.lay.
    """
    choice, rows = orders.lay(group=group, what=what, days=wanted, answer_by=answer_by, asked=asked, by=by, at=at)
    for row in rows:
        _ask(row, choice, by, at)
    with for_the_municipality(by):
        followup.stand(plans=[(_task(_CHOOSE, choice, answer_by, choice.what), None)], withdrawn=(), at=at)
    return choice


def _ask(row: DayAnswer, choice: DayChoice, by: Actor, at: datetime) -> None:
    first, _place = moment_of(choice, 0)
    with for_the_municipality(by):
        if not row.email:
            followup.stand(plans=[(_ring(row, choice, at), None)], withdrawn=(), at=at)
            return
        last, _place = moment_of(choice, len(choice.days) - 1)
        made = links.make(
            opens=Opens.ANSWER_DAYS, organisation_id=row.organisation_id, given_to=row.name, by=by, at=at,
            subject_id=row.id, expires_at=max(last, at + timedelta(hours=1)),
        )  # fmt: skip
        writing.to_address(
            to=row.email, name=row.name, code="days_asked", key=f"days_asked:{row.id}", by=by, at=at,
            organisation=row.organisation,
            values={"what": choice.what, "day": _day(first), "due": f"{choice.answer_by.day}.{choice.answer_by.month}.",
                    "link": address_of(made)},
        )  # fmt: skip


def _day(moment: datetime) -> str:
    here = moment.astimezone(DENMARK)
    return f"{here.day}.{here.month}.{here.year}"


def _task(kind: str, choice: DayChoice, due: date, about: str, more: str = "") -> Planned:
    return Planned(
        key=f"{kind}:{choice.id}{more}",
        rule=kind,
        kind=kind,
        due=due,
        holder=holder_of(choice.group),
        why={"about": f"{about}, {choice.group.name}"},
    )


def _ring(row: DayAnswer, choice: DayChoice, at: datetime) -> Planned:
    return _task(_RING, choice, local_date(at), row.name, f":{row.id}")


@transaction.atomic
def say(*, row: DayAnswer, answers: Mapping[int, str], words: str, how: str, by: Actor, at: datetime) -> DayAnswer:
    """What one says to the days. Raises Refusal without an answer to any of them, Taken when a day is chosen."""
    if not answers:
        raise Refusal(_("Sæt et kryds ud for mindst en af dagene."))
    with for_the_municipality(by):
        kept = orders.say_days(row=row, answers=answers, words=words, how=how, at=at)
        choice = DayChoice.objects.select_related("group__host").get(id=row.choice_id)
        followup.complete_by_key(key=_ring(row, choice, at).key, by=by, at=at)
    return kept


def behind(*, link: Link, by: Actor) -> tuple[DayAnswer, DayChoice]:
    """What a link is about. Raises NotVisible when a day is chosen already."""
    with for_the_municipality(by):
        found = DayAnswer.objects.filter(id=link.subject_id or link.id).select_related("choice", "organisation").first()
    if found is None or found.choice.status != "open":
        raise NotVisible("day answer")
    return found, found.choice


@transaction.atomic
def say_by_link(*, link: Link, answers: Mapping[int, str], words: str, by: Actor, at: datetime) -> None:
    """The same from the letter. The link works until a day is chosen, so that one may change one's mind."""
    row, _choice = behind(link=link, by=by)
    say(row=row, answers=answers, words=words, how="link", by=by, at=at)
    with for_the_municipality(by):
        links.use(link=link, at=at, led_to=row.id)


@transaction.atomic
def settle(*, choice: DayChoice, number: int, by: Actor, at: datetime) -> Session:
    """A person chooses the day: the session is planned, and everybody hears what it came to.

    Raises Refusal for a day that has begun or was never laid, Taken when a day was chosen meanwhile.
    """
    if not 0 <= number < len(choice.days):
        raise Refusal(_("Vælg en af dagene."))
    starts_at, place = moment_of(choice, number)
    if starts_at <= at:
        raise Refusal(_("Den dag er gået. Vælg en anden."))
    (session,) = group_life.plan_sessions(group=choice.group, starts=[starts_at], by=by, at=at)
    told_of = {"theme": choice.what} | ({"place": place} if place else {})
    Session.objects.filter(id=session.id).update(**told_of)
    session = Session.objects.select_related("group__host").get(id=session.id)
    orders.settle_day(choice=choice, number=number, session=session, at=at)
    for row in _over(choice, by, at):
        said = row.answers.get(str(number))
        facts = {"kind": row.kind, "name": row.name, "email": row.email, "phone": row.phone, "supplier": row.supplier,
                 "words": choice.what}  # fmt: skip
        if said == "yes":
            ordering.agreed(session=session, facts=facts, answer=row.words, how=row.answered_how, by=by, at=at)
        elif said == "no":
            _tell(row, choice, f"Det blev den {_day(starts_at)}.", by, at)
        else:
            ordering.ask(session=session, facts=facts, by=by, at=at)
    return session


@transaction.atomic
def put_away(*, choice: DayChoice, by: Actor, at: datetime) -> None:
    """No day came of it: everybody who was asked is told. Raises Taken when a day was chosen meanwhile."""
    orders.settle_day(choice=choice, number=None, session=None, at=at)
    for row in _over(choice, by, at):
        _tell(row, choice, "Vi fandt ikke en dag denne gang.", by, at)


def _over(choice: DayChoice, by: Actor, at: datetime) -> list[DayAnswer]:
    """Nobody is to answer any more: links are closed and tasks are done. Everybody who was asked."""
    asked = list(DayAnswer.objects.filter(choice=choice).select_related("organisation", "supplier").order_by("id"))
    with for_the_municipality(by):
        for row in asked:
            links.withdraw_for(opens=Opens.ANSWER_DAYS, subject_id=row.id, at=at)
            followup.complete_by_key(key=_ring(row, choice, at).key, by=by, at=at)
        followup.complete_by_key(key=f"{_CHOOSE}:{choice.id}", by=by, at=at)
    return asked


def _tell(row: DayAnswer, choice: DayChoice, words: str, by: Actor, at: datetime) -> None:
    with for_the_municipality(by):
        if not row.email:
            plan = _task(_RING, choice, local_date(at), f"{row.name}: {words}", f":{row.id}:over")
            followup.stand(plans=[(plan, None)], withdrawn=(), at=at)
            return
        writing.to_address(
            to=row.email, name=row.name, code="days_over", key=f"days_over:{row.id}", by=by, at=at,
            organisation=row.organisation, values={"what": choice.what, "words": words},
        )  # fmt: skip
