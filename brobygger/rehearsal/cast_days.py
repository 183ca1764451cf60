"""What happens to one of the cast on a day of his or her own, outside the play of the crowd."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import answer, attend, follow, leave, meet, refer
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.followup.models import Task
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.made_tasks import LINK_TASK
from brobygger.registry.recipes.play import CastRow
from brobygger.rehearsal import moves
from brobygger.rehearsal.moves import Player, Turn
from brobygger.rehearsal.stage import Stage, moment


def happen(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    """Play one row of `cast_play`."""
    _HAPPENS[row.what](stage, player, day, row)


def pass_along(stage: Stage, player: Player, *, until: date) -> None:
    """Do the hand-overs in front of the person's step, each on its last day, as far as the day of the next step."""
    with acting_as(stage.bridge):
        while True:
            due = Task.objects.filter(episode=player.episode, kind=LINK_TASK, status="open").order_by("due").first()
            if due is None:
                return
            follow.done(task=due, outcome="done", note="", by=stage.bridge, at=_on(min(due.due, until)))


def _on(day: date) -> datetime:
    return moment(day, 9)


def _came(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    moves.came(stage, [Turn(player, day)])


def _absent(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    moves.came(stage, [Turn(player, day)], present=False)


def _signed_off(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    """The person says in time that he or she does not come; the host counts one plate less."""
    with acting_as(stage.bridge):
        ((group, _day),) = moves.groups_of(stage, [Turn(player, day)])
        session = attendance.plan_sessions(
            group=group, starts=[moment(day, 14)], by=stage.bridge, at=moment(day - timedelta(days=1))
        )[0]
        said: dict[Any, bool | None] = {player.episode.person_id: False}
        attend.promise(session=session, promised=said, by=stage.receiving, at=moment(day, 8))


def _stopped(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    with acting_as(stage.bridge):
        leave.stop(episode=player.episode, reason=row.reason or "other", by=stage.bridge, at=moment(day))


def _worried(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    with acting_as(stage.bridge):
        person = player.episode.person
        follow.report_worry(
            person=person, words="Han var ikke sig selv i dag.", worry_id=new_id(), by=stage.receiving, at=moment(day)
        )


def _waiting(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    with acting_as(stage.bridge):
        refer.wait(episode=player.episode, by=stage.bridge, at=moment(day))


def _wants_companion(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    """Said in the first talk with the host; one is made when nobody has planned it."""
    with acting_as(stage.bridge):
        planned = FirstContact.objects.filter(episode=player.episode, status__in=["planned", "not_reached"]).first()
        contact = planned or meet.plan_first_contact(
            episode=player.episode, organisation=stage.receiver, referral=None, host=None,
            host_name=stage.receiving.name, group=None, first_session_on=player.first_session_on,
            by=stage.bridge, at=moment(day),
        )  # fmt: skip
        meet.reached(contact=contact, companion=True, note="", by=stage.receiving, at=moment(day))


def _declined_by_receiver(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    with acting_as(stage.receiving):
        referral = Referral.objects.get(person_id=player.episode.person_id, status=Status.SENT)
        answer.decline(referral=referral, reason=row.reason or "no_place", by=stage.receiving, at=moment(day))


def _silence(stage: Stage, player: Player, day: date, row: CastRow) -> None:
    with acting_as(stage.bridge):
        referral = Referral.objects.get(person_id=player.episode.person_id, status=Status.SENT)
        answer.lapse(referral=referral, by=stage.system, at=moment(day))


_HAPPENS: dict[str, Callable[[Stage, Player, date, CastRow], None]] = {
    "came": _came,
    "absent": _absent,
    "signed_off": _signed_off,
    "stopped": _stopped,
    "worried": _worried,
    "waiting": _waiting,
    "companion_wanted": _wants_companion,
    "referral_declined": _declined_by_receiver,
    "no_answer_from_receiver": _silence,
}
