"""Writing who hears from us and how often, what was sent, and the leader's visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.programmes.presence import rules
from brobygger.programmes.presence.models import Greeting, Rhythm, UnitMeeting, UnitVisit, VisitRhythm
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.organisations.models import Organisation, Unit


@transaction.atomic
def begin(
    *, organisation: Organisation, unit: Unit | None, way: str, every_weeks: int, by: Actor, at: datetime
) -> Rhythm:
    """Somebody hears from us from today. Raises Refusal when they do already, or for a unit of somebody else's."""
    if unit is not None and unit.organisation_id != organisation.id:
        raise Refusal(_("Enheden hører ikke til organisationen."), field="whom")
    try:
        with transaction.atomic():
            return Rhythm.objects.create(
                organisation=organisation, unit=unit, way=way, every_weeks=every_weeks, next_on=local_date(at),
                made_at=at, made_by_name=by.name,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal(_("De får allerede en hilsen. Ret den i stedet."), field="whom") from error


@transaction.atomic
def change(*, rhythm: Rhythm, way: str, every_weeks: int, by: Actor, at: datetime) -> Rhythm:
    """Another way or rhythm; the day it comes next is counted again from the last one."""
    last = Greeting.objects.filter(rhythm=rhythm).order_by("-sent_on").first()
    rhythm.way, rhythm.every_weeks = way, every_weeks
    if last is not None:
        rhythm.next_on = rules.next_on(last.sent_on, every_weeks=every_weeks, referred_since=last.since)
    rhythm.save(update_fields=["way", "every_weeks", "next_on"])
    return rhythm


@transaction.atomic
def pause(*, rhythm: Rhythm, until: date, by: Actor, at: datetime) -> None:
    """Nothing until a day. It may be asked for by them, by link or on the phone."""
    Rhythm.objects.filter(id=rhythm.id).update(paused_until=until, stopped_on=None, stopped_by_them=False)


@transaction.atomic
def stop(*, rhythm: Rhythm, theirs: bool, by: Actor, at: datetime) -> None:
    """Nothing more. theirs: they have said so themselves. Twice is once."""
    going = Rhythm.objects.filter(id=rhythm.id, stopped_on__isnull=True)
    going.update(stopped_on=local_date(at), stopped_by_them=theirs)


@transaction.atomic
def go_on(*, rhythm: Rhythm, by: Actor, at: datetime) -> None:
    """They would like to hear again; the next comes when it is its time, and at the earliest tomorrow."""
    day = max(rhythm.next_on, local_date(at))
    Rhythm.objects.filter(id=rhythm.id).update(paused_until=None, stopped_on=None, stopped_by_them=False, next_on=day)


@transaction.atomic
def greeted(
    *, rhythm: Rhythm, way: str, text_number: int, referred: int, begun: int | None, since: int, at: datetime
) -> Greeting:
    """It was sent, or is to be said on the phone. since: how many they have referred since the last one."""
    today = local_date(at)
    kept, _made = Greeting.objects.get_or_create(
        rhythm=rhythm, sent_on=today,
        defaults={"way": way, "text_number": text_number, "referred": referred, "since": since, "begun": begun},
    )  # fmt: skip
    next_on = rules.next_on(today, every_weeks=rhythm.every_weeks, referred_since=since)
    Rhythm.objects.filter(id=rhythm.id).update(next_on=next_on)
    return kept


# ---- the leader's visits to units

_THERE = _("Der er allerede et besøg i enheden den dag. Ret det i stedet.")


def _others(programme: Programme, unit: Unit, on: date) -> QuerySet[UnitVisit]:
    """The visits to a unit on one day: held on it, or arranged for it and not called off."""
    on_that_day = Q(held_on=on) | Q(held_on__isnull=True, planned_on=on)
    return UnitVisit.objects.filter(on_that_day, programme=programme, unit=unit, called_off_on__isnull=True)


@transaction.atomic
def arrange(*, programme: Programme, unit: Unit, planned_on: date, visitor: str, by: Actor, at: datetime) -> UnitVisit:
    """A visit is arranged. Raises Refusal for a day that has gone or is years ahead, and for one that is there already.

    One whose day has gone is written down as held instead.
    """
    if planned_on < local_date(at):
        raise Refusal(_("Dagen er gået. Skriv besøget ned som holdt i stedet."), field="planned_on")
    if planned_on > local_date(at) + rules.AHEAD:
        raise Refusal(_("Vælg en dag inden for to år."), field="planned_on")
    if _others(programme, unit, planned_on).exists():
        raise Refusal(_THERE, field="planned_on")
    return UnitVisit.objects.create(
        programme=programme, unit=unit, planned_on=planned_on, visitor=visitor, made_at=at, made_by_name=by.name
    )


@transaction.atomic
def been(
    *, programme: Programme, unit: Unit, held_on: date, visitor: str, told: dict[str, Any], by: Actor, at: datetime
) -> UnitVisit:
    """A visit nobody had arranged has been held; told: who_was_there, came_up, next_step.

    Raises Refusal for a day to come, and for a unit and a day that there is a visit to already.
    """
    visit = UnitVisit(
        programme=programme, unit=unit, planned_on=held_on, visitor=visitor, made_at=at, made_by_name=by.name
    )
    return _held(visit, held_on, visitor, told, at)


@transaction.atomic
def held(*, visit: UnitVisit, held_on: date, visitor: str, told: dict[str, Any], by: Actor, at: datetime) -> UnitVisit:
    """The visit was held. Written again, it corrects. Raises Taken for one that was called off."""
    if visit.called_off_on is not None:
        raise Taken(_("Besøget er aflyst."))
    return _held(visit, held_on, visitor, told, at)


def _held(visit: UnitVisit, held_on: date, visitor: str, told: dict[str, Any], at: datetime) -> UnitVisit:
    if held_on > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."), field="held_on")
    if _others(visit.programme, visit.unit, held_on).exclude(id=visit.id).exists():
        raise Refusal(_THERE, field="held_on")
    visit.held_on, visit.visitor = held_on, visitor
    visit.who_was_there, visit.came_up, visit.next_step = told["who_was_there"], told["came_up"], told["next_step"]
    visit.save()
    return visit


@transaction.atomic
def call_off(*, visit: UnitVisit, by: Actor, at: datetime) -> None:
    """It is not held. Twice is once; one that was held stays."""
    UnitVisit.objects.filter(id=visit.id, held_on__isnull=True, called_off_on__isnull=True).update(
        called_off_on=local_date(at)
    )


@transaction.atomic
def erase(*, visit: UnitVisit, by: Actor) -> None:
    """A visit that was written down by mistake: it and its words are gone. Twice is once."""
    UnitVisit.objects.filter(id=visit.id).delete()


@transaction.atomic
def choose_rhythm(*, programme: Programme, every_weeks: int, by: Actor, at: datetime) -> None:
    """How often the leader means to visit each unit."""
    VisitRhythm.objects.update_or_create(
        programme=programme,
        defaults={"every_weeks": every_weeks, "changed_at": at, "changed_by_name": by.name},
    )


# ---- the units' own meetings


@transaction.atomic
def met(*, programme: Programme, unit: Unit, held_on: date, point: str, by: Actor, at: datetime) -> UnitMeeting:
    """A unit has had loneliness on its agenda. Raises Refusal for a day ahead, and for a day that has a meeting."""
    if held_on > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."), field="held_on")
    try:
        with transaction.atomic():
            return UnitMeeting.objects.create(
                programme=programme, unit=unit, held_on=held_on, point=point, written_at=at, written_by_name=by.name
            )
    except IntegrityError as error:
        told = _("Der er allerede skrevet et møde ned i enheden den dag. Slet det først, hvis det er forkert.")
        raise Refusal(told, field="held_on") from error


def not_met(*, meeting: UnitMeeting, by: Actor, at: datetime) -> None:
    """It was written by mistake."""
    UnitMeeting.objects.filter(id=meeting.id).delete()
