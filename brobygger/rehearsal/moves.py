"""How each step of the bridge is taken in a rehearsal: always through the journey a user would take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from brobygger.communities.groups.models import Group, Member
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree, answer, ask, attend, follow, measure, meet, refer, screen, wish
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made as MoveMade
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.measurement.models import Measurement
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.pathway.screening.operations import Answered
from brobygger.pathway.screening.rules import stages
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields
from brobygger.registry.instruments import load as instruments
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.schema import Recipe
from brobygger.rehearsal.folk import Made
from brobygger.rehearsal.stage import Stage, moment, room_in_a_group

SHARED = (Fields.NAME, Fields.CONTACT, Fields.ADDRESS, Fields.WALKING, Fields.WISHES)


@dataclass
class Player:
    """One person of the play: who is made, the episode as it stands, and the day of the last move."""

    made: Made
    episode: Episode
    day: date
    first_session_on: date | None = None

    @property
    def name(self) -> str:
        return self.made.name


@dataclass(frozen=True)
class Turn:
    """One player's turn on a day; `colour`: what the screening is to show."""

    player: Player
    on: date
    colour: str | None = None
    first_session_on: date | None = None

    @property
    def at(self) -> datetime:
        return moment(self.on)


def asked(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        for day in sorted({turn.on for turn in turns}):
            todays = [turn.player for turn in turns if turn.on == day]
            ask.said_yes_many(asked=[player.episode for player in todays], by=stage.front, at=moment(day))


def screened(stage: Stage, turns: Sequence[Turn]) -> None:
    """The programme's instrument; for somebody with cognitive impairment the observer's, when the recipe has one."""
    with acting_as(stage.bridge):
        if stage.recipe.screening is None:
            _reach("screened", turns, by=stage.front)
        else:
            screen.screen_many(answered=[_answered(stage.recipe, turn) for turn in turns], by=stage.front)


def _answered(recipe: Recipe, turn: Turn) -> Answered:
    """The instrument in force on the day; a cast member's own score is for the programme's, not for an observer's."""
    made = turn.player.made
    plan = recipe.screening
    offered = stages(recipe, on=turn.on, cognitive_impairment=bool(made.facts.get("cognitive_impairment")))
    observer = plan.if_cognitive_impairment if plan else None
    usual = next(stage for stage in offered if plan is None or stage not in (plan.first, observer))
    used = observer if observer is not None and made.facts.get("cognitive_impairment") else usual
    score = made.score if made.score is not None and used is usual else _score(used, turn.colour)
    return Answered(
        screening_id=new_id(),
        episode=turn.player.episode,
        instrument=used.instrument,
        answers=answers_for(used.instrument, score),
        answered_by=used.answered_by[0],
        mode="visit",
        at=turn.at,
    )


def _reach(step: str, turns: Sequence[Turn], *, by: Actor) -> None:
    """A step with no journey of its own."""
    changes = [(turn.player.episode, [MoveMade(MoveKind.REACHED, step, turn.at)]) for turn in turns]
    if changes:
        episodes.record_many(changes=changes, by=by)


def _score(used: object, colour: str | None) -> int:
    """A score in the colour's span; without a colour the lowest that continues."""
    colours = getattr(used, "colours", None)
    span = getattr(colours, colour or "yellow", None) or getattr(colours, "red", None) or (1, 1)
    return int(span[0])


@cache
def answers_for(reference: str, score: int) -> tuple[int | None, ...]:
    """Answers that add up to a score: every item as low as it goes, then raised from the first on.

    Words are not written. Where parts are counted each by themselves, only the leading part is raised.
    """
    instrument: Instrument = instruments.load(reference)
    values = [sorted(option.value for option in item.options) or [0, 1] for item in instrument.items]
    given = [options[0] for options in values]
    factor, leading = instrument.scoring.factor, instrument.scoring.leading
    raised = [number for number, item in enumerate(instrument.items) if item.part == leading and item.kind != "text"]
    missing = max(0, score // factor - sum(given[number] for number in raised))
    for number in raised:
        options = values[number]
        step = min(missing, options[-1] - given[number])
        if step in [option - given[number] for option in options]:
            given[number] += step
            missing -= step
    return tuple(None if item.kind == "text" else one for item, one in zip(instrument.items, given, strict=True))


def consented(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge), follow.together():
        agree.say_yes_many(yeses=[(turn.player.episode, turn.at) for turn in turns], how="spoken", by=stage.front)
        for turn in turns:
            if turn.first_session_on:
                _sign_up(stage, turn)


def _sign_up(stage: Stage, turn: Turn) -> None:
    """Signed up at the visit (Horsens): a consent for the receiver, a place in a group, and who calls before."""
    agree.agree_to_share(
        episode=turn.player.episode, receiver=stage.receiver, data=SHARED, how="spoken", by=stage.bridge, at=turn.at
    )
    turn.player.first_session_on = turn.first_session_on
    meet.plan_first_contact(
        episode=turn.player.episode,
        organisation=stage.receiver,
        referral=None,
        host=None,
        host_name=stage.receiving.name,
        group=room_in_a_group(stage, at=turn.at),
        first_session_on=turn.first_session_on,
        by=stage.bridge,
        at=turn.at,
    )


def wishes(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        said = [
            (
                turn.player.episode,
                {"interests": list(turn.player.made.wishes), "company": "either", "wants_companion": False},
                turn.at,
            )
            for turn in turns
        ]
        wish.map_wishes_many(said=said, mode="visit", by=stage.bridge)


def referred(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge), follow.together():
        for turn in turns:
            agree.agree_to_share(
                episode=turn.player.episode,
                receiver=stage.receiver,
                data=SHARED,
                how="spoken",
                by=stage.bridge,
                at=turn.at,
            )
            refer.refer(episode=turn.player.episode, offer=stage.offer, words="", by=stage.bridge, at=turn.at)
            turn.player.first_session_on = turn.first_session_on


def accepted(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge), follow.together():
        sent = _newest(Referral.objects.filter(status=Status.SENT), turns)
        for turn in turns:
            player = turn.player
            player.first_session_on = turn.first_session_on or player.first_session_on
            group = room_in_a_group(stage, at=turn.at)
            with acting_as(stage.receiving):
                answer.accept(
                    referral=sent[player.episode.person_id],
                    host=None,
                    host_name=stage.receiving.name,
                    group=group,
                    first_session_on=player.first_session_on,
                    by=stage.receiving,
                    at=turn.at,
                )


def first_contact(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.receiving):
        planned = _newest(FirstContact.objects.filter(status__in=["planned", "not_reached"]), turns)
        for turn in turns:
            if turn.player.episode.person_id not in planned:
                raise Refusal(f"Ingen første kontakt er planlagt for forløbet ved {turn.on}.")
        talks = [meet.Talk(planned[turn.player.episode.person_id], turn.at, companion=False) for turn in turns]
        meet.reached_many(talks=talks, by=stage.receiving)


def _newest(rows: Any, turns: Sequence[Turn]) -> dict[UUID, Any]:
    """One row for each person whose turn it is."""
    return {row.person_id: row for row in rows.filter(person_id__in=[t.player.episode.person_id for t in turns])}


def came(stage: Stage, turns: Sequence[Turn], *, present: bool = True) -> None:
    """One session for each group and day; those whose turn it is came (or did not)."""
    with acting_as(stage.bridge), follow.together():
        sessions = {}
        for (group, day), members in groups_of(stage, turns).items():
            planned = attendance.plan_sessions(group=group, starts=[moment(day, 14)], by=stage.bridge, at=moment(day))
            sessions[planned[0]] = members
        with acting_as(stage.receiving):
            for session, members in sessions.items():
                attend.register(
                    session=session,
                    came={turn.player.episode.person_id: present for turn in members},
                    by=stage.receiving,
                    at=session.starts_at + timedelta(hours=2),
                )


def groups_of(stage: Stage, turns: Sequence[Turn]) -> dict[tuple[Group, date], list[Turn]]:
    """Whose turn it is in which group on which day."""
    of_group: dict[UUID, list[UUID]] = {}
    for group_id, person_id in Member.objects.filter(group__in=stage.groups, until__isnull=True).values_list(
        "group_id", "person_id"
    ):
        of_group.setdefault(group_id, []).append(person_id)
    of_person = {person_id: group for group in stage.groups for person_id in of_group.get(group.id, ())}
    found: dict[tuple[Group, date], list[Turn]] = {}
    for turn in turns:
        group = of_person[turn.player.episode.person_id]
        found.setdefault((group, turn.on), []).append(turn)
    return found


def third_time(stage: Stage, turns: Sequence[Turn]) -> None:
    """The second time lies halfway between the last and the third."""
    second = [Turn(turn.player, turn.player.day + (turn.on - turn.player.day) / 2) for turn in turns]
    came(stage, second)
    came(stage, turns)


def six_months(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        attend.confirm_still_there_many(there=[(turn.player.episode, turn.at) for turn in turns], by=stage.bridge)


def measured(stage: Stage, turns: Sequence[Turn]) -> None:
    """The last round is answered one point better than the screening; earlier windows have closed by themselves."""
    with acting_as(stage.bridge), follow.together():
        open_rounds: dict[UUID, list[Measurement]] = {}
        rows = Measurement.objects.filter(
            episode_id__in=[turn.player.episode.id for turn in turns], status="planned"
        ).select_related("episode", "episode__programme", "episode__person")
        for row in rows.order_by("due", "instrument"):
            open_rounds.setdefault(row.episode_id, []).append(row)
        earlier = [row.id for of_one in open_rounds.values() for row in of_one if row.due < of_one[-1].due]
        Measurement.objects.filter(id__in=earlier).update(status="missing", why_missing="window_closed")
        answered = [
            (row, answers_for(row.instrument, 5 if row.instrument.startswith("t-ils") else 60), turn.at)
            for turn in turns
            for row in open_rounds.get(turn.player.episode.id, ())
            if row.due == open_rounds[row.episode_id][-1].due
        ]
        measure.take_many(answered=answered, mode="phone", by=stage.bridge)
        # A recipe that measures nothing, or somebody whose rounds are taken already.
        here = [turn.player.episode for turn in turns]
        may = episodes.who_can_reach(here, "measured")
        _reach("measured", [turn for turn in turns if turn.player.episode.id in may], by=stage.bridge)


def reported(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        _reach("reported", turns, by=stage.office)


STEPS: dict[str, Callable[[Stage, Sequence[Turn]], None]] = {
    "asked": asked,
    "screened": screened,
    "consented": consented,
    "wishes": wishes,
    "referred": referred,
    "accepted": accepted,
    "first_contact": first_contact,
    "first_time": came,
    "third_time": third_time,
    "six_months": six_months,
    "measured": measured,
    "reported": reported,
}
