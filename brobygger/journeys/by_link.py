"""By link: what people without an account do – answer the letter about a visit, and tell of a worry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.journeys import ask, find
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection.models import Tip, Visit
from brobygger.registry.access.actor import Actor
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link, LinkUse
from brobygger.registry.people.acting import for_the_municipality

TIPS_A_DAY = 30  # from one link: more is a machine, and people who have so many call instead
OTHER_TIMES = 6  # as many as one reads at a glance
EARLIEST = timedelta(days=3)  # so that the employee sees it in time


@transaction.atomic
def visit_time(*, link: Link, by: Actor, at: datetime) -> datetime | None:
    """When the visit of a letter is, and nothing else about it; None when there is nothing to answer any more."""
    with for_the_municipality(by):
        visit = _visit(link)
        return visit.planned_at if _waits(visit, at) else None


@transaction.atomic
def other_times(*, link: Link, by: Actor, at: datetime) -> list[datetime]:
    """Other times for the visit: weekdays at the same hour and two hours later, where nobody else has a time."""
    with for_the_municipality(by):
        visit = _visit(link)
        first = max(visit.planned_at, at + EARLIEST).astimezone(DENMARK).date()
        hour = visit.planned_at.astimezone(DENMARK).time()
        later = time(hour.hour + 2, hour.minute) if hour.hour < 15 else time(hour.hour - 2, hour.minute)
        days = [first + timedelta(days=n) for n in range(1, 15)]
        wanted = [datetime.combine(day, at_, DENMARK) for day in days if day.weekday() < 5 for at_ in (hour, later)]
        taken = set(
            Visit.objects.filter(
                planned_at__in=wanted, status="planned", employee_user_id=visit.employee_user_id
            ).values_list("planned_at", flat=True)
        )
    return [moment for moment in wanted if moment not in taken][:OTHER_TIMES]


@transaction.atomic
def keep_visit(*, link: Link, by: Actor, at: datetime) -> None:
    """The time suits: the person will have the visit."""
    with for_the_municipality(by):
        visit = _claimed(link, at)
        ask.said_yes(episode=visit.episode, by=by, at=at)
        links.use(link=link, at=at, led_to=visit.id)


@transaction.atomic
def move_visit(*, link: Link, to: datetime, by: Actor, at: datetime) -> None:
    """Another time, among those that were shown. Raises Refusal when it has gone to somebody else meanwhile."""
    if to not in other_times(link=link, by=by, at=at):
        raise Refusal(_("Den tid er netop taget. Vælg en anden."), field="time")
    with for_the_municipality(by):
        visit = _claimed(link, at)
        detection.move_visit(visit=visit, planned_at=to, by=by, at=at)
        links.use(link=link, at=at, led_to=visit.id)


@transaction.atomic
def cancel_visit(*, link: Link, reason: str, by: Actor, at: datetime) -> None:
    """No thank you. It is kept as any other no: with a reason, and a day to ask again unless the person wants none."""
    with for_the_municipality(by):
        visit = _claimed(link, at)
        again = ask.default_day_to_ask_again(visit.episode, at=at)
        ask.said_no(episode=visit.episode, reason=reason, ask_again_on=again, by=by, at=at)
        links.use(link=link, at=at, led_to=visit.id)


def _visit(link: Link) -> Visit:
    assert link.subject_id is not None  # made with one: ask.offer_visits
    found = Visit.objects.select_related("episode", "episode__programme", "episode__person").filter(id=link.subject_id)
    visit = found.first()
    if visit is None:
        raise NotVisible("visit")
    return visit


def _waits(visit: Visit, at: datetime) -> bool:
    waiting = visit.status == "planned" and visit.planned_at > at
    return waiting and visit.episode.status == "active" and visit.episode.next_step == "asked"


def _claimed(link: Link, at: datetime) -> Visit:
    visit = _visit(link)
    if not _waits(visit, at):
        raise Taken(_("Besøget er allerede aftalt eller afsluttet. Ring til os, hvis noget skal ændres."))
    return visit


# ---- A worry from outside -----------------------------------------------------------------------------


@transaction.atomic
def send_tip(*, link: Link, told: Mapping[str, Any], by: Actor, at: datetime) -> Tip:
    """Somebody outside tells of a worry. Nothing comes back but that it has been received.

    told: tip_id, about_name, about_address, about_phone, worry. Raises Refusal when the link has been used more than
    TIPS_A_DAY times today, and Taken when it has ended.
    """
    with for_the_municipality(by):
        begin = datetime.combine(local_date(at), time(), DENMARK)
        if LinkUse.objects.filter(link=link, at__gte=begin).count() >= TIPS_A_DAY:
            raise Refusal(_("Der er sendt mange beskeder med det link i dag. Ring til os i stedet."))
        tip = find.send_tip(**told, sender_kind=link.channel, by=by, at=at)
        links.use(link=link, at=at, led_to=tip.id)
    return tip
