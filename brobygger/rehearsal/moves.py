"""How each step of the bridge is taken in a rehearsal: always through the journey a user would take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree, answer, ask, attend, measure, meet, refer, screen, wish
from brobygger.pathway.attendance import operations as attendance
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made as MoveMade
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.measurement.models import Measurement
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status
from brobygger.registry.access.policy import Fields
from brobygger.registry.instruments import load as instruments
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.people.acting import acting_as
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
    plan = stage.recipe.screening
    with acting_as(stage.bridge):
        for turn in turns:
            episode = turn.player.episode
            if plan is None:
                episodes.record(
                    episode=episode, moves=[MoveMade(MoveKind.REACHED, "screened", turn.at)], by=stage.front
                )
                continue
            impaired = turn.player.made.facts.get("cognitive_impairment") and plan.if_cognitive_impairment
            used = plan.if_cognitive_impairment if impaired and plan.if_cognitive_impairment else plan
            score = turn.player.made.score if turn.player.made.score is not None and used is plan else None
            screen.screen(
                episode=episode,
                screening_id=new_id(),
                instrument=used.instrument,
                answers=answers_for(used.instrument, score if score is not None else _score(used, turn.colour)),
                answered_by=used.answered_by[0],
                mode="visit",
                by=stage.front,
                at=turn.at,
            )


def _score(used: object, colour: str | None) -> int:
    """A score in the colour's span; without a colour the lowest that continues."""
    colours = getattr(used, "colours", None)
    span = getattr(colours, colour or "yellow", None) or getattr(colours, "red", None) or (1, 1)
    return int(span[0])


@cache
def answers_for(reference: str, score: int) -> tuple[int, ...]:
    """Answers that add up to a score: every item as low as it goes, then raised from the first on."""
    instrument: Instrument = instruments.load(reference)
    values = [sorted(option.value for option in item.options) or [0, 1] for item in instrument.items]
    given = [options[0] for options in values]
    factor = getattr(instrument.scoring, "factor", 1) or 1
    missing = max(0, score // factor - sum(given))
    for number, options in enumerate(values):
        step = min(missing, options[-1] - given[number])
        if step in [option - given[number] for option in options]:
            given[number] += step
            missing -= step
    return tuple(given)


def consented(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        for turn in turns:
            agree.say_yes(episode=turn.player.episode, how="spoken", by=stage.front, at=turn.at)
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
        for turn in turns:
            said = {"interests": list(turn.player.made.wishes), "company": "either", "wants_companion": False}
            wish.map_wishes(episode=turn.player.episode, wishes=said, mode="visit", by=stage.bridge, at=turn.at)


def referred(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
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
    with acting_as(stage.bridge):
        places = {id(turn): room_in_a_group(stage, at=turn.at) for turn in turns[:1]}
    for turn in turns:
        player = turn.player
        player.first_session_on = turn.first_session_on or player.first_session_on
        with acting_as(stage.bridge):
            group = places.get(id(turn)) or room_in_a_group(stage, at=turn.at)
        with acting_as(stage.receiving):
            referral = Referral.objects.get(person_id=player.episode.person_id, status=Status.SENT)
            answer.accept(
                referral=referral,
                host=None,
                host_name=stage.receiving.name,
                group=group,
                first_session_on=player.first_session_on,
                by=stage.receiving,
                at=turn.at,
            )


def first_contact(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.receiving):
        for turn in turns:
            contact = FirstContact.objects.filter(
                person_id=turn.player.episode.person_id, status__in=["planned", "not_reached"]
            ).first()
            if contact is None:
                raise Refusal(f"Ingen første kontakt er planlagt for forløbet ved {turn.on}.")
            meet.reached(contact=contact, companion=False, note="", by=stage.receiving, at=turn.at)


def came(stage: Stage, turns: Sequence[Turn], *, present: bool = True) -> None:
    """One session for each group and day; those whose turn it is came (or did not)."""
    with acting_as(stage.bridge):
        groups = _groups_of(stage, turns)
        sessions = {}
        for (group, day), members in groups.items():
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


def _groups_of(stage: Stage, turns: Sequence[Turn]) -> dict[tuple[Group, date], list[Turn]]:
    of_person = {
        member.person_id: group for group in stage.groups for member in group.members.filter(until__isnull=True)
    }
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
        for turn in turns:
            attend.confirm_still_there(episode=turn.player.episode, by=stage.bridge, at=turn.at)


def measured(stage: Stage, turns: Sequence[Turn]) -> None:
    """The last round is answered one point better than the screening; earlier windows have closed by themselves."""
    with acting_as(stage.bridge):
        for turn in turns:
            open_rounds = list(
                Measurement.objects.filter(episode=turn.player.episode, status="planned")
                .select_related("episode", "episode__programme", "episode__person")
                .order_by("due", "instrument")
            )
            last = max((row.due for row in open_rounds), default=turn.on)
            earlier = [row.id for row in open_rounds if row.due < last]
            Measurement.objects.filter(id__in=earlier).update(status="missing", why_missing="window_closed")
            for row in (row for row in open_rounds if row.due == last):
                score = 5 if row.instrument.startswith("t-ils") else 60
                measure.take(
                    taken=row, answers=answers_for(row.instrument, score), mode="phone", by=stage.bridge, at=turn.at
                )
            turn.player.episode.refresh_from_db()
            if turn.player.episode.next_step == "measured":  # a recipe that measures nothing
                episodes.record(
                    episode=turn.player.episode,
                    moves=[MoveMade(MoveKind.REACHED, "measured", turn.at)],
                    by=stage.bridge,
                )


def reported(stage: Stage, turns: Sequence[Turn]) -> None:
    with acting_as(stage.bridge):
        changes = [(turn.player.episode, [MoveMade(MoveKind.REACHED, "reported", turn.at)]) for turn in turns]
        episodes.record_many(changes=changes, by=stage.office)


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
