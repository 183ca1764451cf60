"""What a day holds: the cards of *Min dag*, gathered with a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from brobygger.communities.volunteers import queries as volunteers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.journeys import follow
from brobygger.pathway.attendance import queries as attendance
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.first_meeting import queries as first_contacts
from brobygger.pathway.followup import queries as followup
from brobygger.programmes.running import screener_rules
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.access.roles import Role
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import PersonView
from brobygger.web.staff.tasks.cards import TaskCard, card_of

AT_MOST = 50  # of each kind, today's and tomorrow's visits together; a day with more is planned on the worklist
WAITING_SHOWN = 12  # more than anybody meets in a day; the board has them all
DAYS_AHEAD = 14  # later tasks are nobody's day yet
FRONT = (Role.HOME_CARE_WORKER, Role.AMBASSADOR)
RECEIVING = (Role.ASSOCIATION_LEADER, Role.HOST)
SHOWN = frozenset({Fields.NAME, Fields.CONTACT, Fields.ADDRESS})


@dataclass(frozen=True)
class About:
    """One row (a visit, an episode, a first contact, a pair) and the person it is about, as the actor may see him."""

    row: Any
    person: PersonView


@dataclass
class Day:
    """Everything *Min dag* shows, in the order it is shown."""

    visits: list[About] = field(default_factory=list)
    tasks: list[TaskCard] = field(default_factory=list)  # overdue first, then today's
    contacts: list[About] = field(default_factory=list)
    unregistered: list[Any] = field(default_factory=list)  # sessions whose attendance nobody has written down
    sessions: list[Any] = field(default_factory=list)
    pairs: list[About] = field(default_factory=list)
    waiting: list[About] = field(default_factory=list)  # persons of the unit to be asked or screened, soonest first
    more_wait: bool = False  # than are shown
    visits_tomorrow: list[About] = field(default_factory=list)
    tasks_later: list[TaskCard] = field(default_factory=list)
    colleagues: list[tuple[TaskCard, str]] = field(default_factory=list)  # the unit's, about nobody; who has taken it

    @property
    def empty(self) -> bool:
        """Nothing today: the page then says what will come here."""
        today = (self.visits, self.tasks, self.contacts, self.unregistered, self.sessions, self.pairs, self.waiting)
        return not any(today)


def gather(actor: Actor, *, at: datetime) -> Day:
    """The actor's day. Persons the actor may not read are left out, with what is about them."""
    today = local_date(at)
    rows = _Rows(actor, at)
    seen = people.read_many(actor, rows.person_ids(), purpose=Purpose.FOLLOW_UP, only=SHOWN, at=at)

    def about(found: list[Any]) -> list[About]:
        return [About(row, seen[row.person_id]) for row in found if row.person_id in seen]

    cards = [
        card_of(task, seen.get(task.person_id) if task.person_id else None, role=actor.role, today=today)
        for task in rows.tasks
        if task.person_id is None or task.person_id in seen
    ]
    return Day(
        visits=about(rows.visits),
        tasks=[card for card in cards if card.task.due <= today],
        contacts=about(rows.contacts),
        unregistered=rows.unregistered,
        sessions=rows.sessions,
        pairs=about(rows.pairs),
        waiting=about(rows.waiting[:WAITING_SHOWN]),
        more_wait=len(rows.waiting) > WAITING_SHOWN,
        visits_tomorrow=about(rows.visits_tomorrow),
        tasks_later=[card for card in cards if card.task.due > today],
        colleagues=[
            (card_of(task, None, role=actor.role, today=today), rows.names.get(task.owner_user_id, ""))
            for task in rows.colleagues
        ],
    )


class _Rows:
    """What the tables hold for this actor: one query for each kind that the role has at all."""

    def __init__(self, actor: Actor, at: datetime) -> None:
        today = local_date(at)
        screens, receives = may(actor.role, Action.SCREEN), actor.role in RECEIVING
        tomorrow, until = today + timedelta(days=1), today + timedelta(days=DAYS_AHEAD)
        planned = detection.visits_planned(actor, first=today, last=tomorrow, limit=AT_MOST) if screens else []
        self.visits = [visit for visit in planned if local_date(visit.planned_at) == today]
        self.visits_tomorrow = [visit for visit in planned if local_date(visit.planned_at) == tomorrow]
        self.tasks = followup.mine(actor, until=until, limit=AT_MOST)
        unit = actor.scope is Scope.UNIT
        self.colleagues = followup.taken_in_unit(actor, until=until, limit=AT_MOST) if unit else []
        taken = [task.owner_user_id for task in self.colleagues]
        self.names = follow.takers(taken, by=actor) if taken else {}
        self.contacts = _contacts(actor) if receives else []
        self.unregistered = list(attendance.unregistered(actor, before=at, limit=5)) if receives else []
        self.sessions = list(attendance.next_sessions(actor, after=at, limit=3)) if receives else []
        self.pairs = list(volunteers.mine(actor)[:AT_MOST]) if actor.role is Role.VOLUNTEER else []
        visited = {visit.episode_id for visit in self.visits}
        waiting = waiting_for(actor)
        self.waiting = [episode for episode in waiting if episode.id not in visited]

    def person_ids(self) -> list[UUID]:
        about = (*self.visits, *self.visits_tomorrow, *self.tasks, *self.contacts, *self.pairs)
        about = (*about, *self.waiting[:WAITING_SHOWN])
        return [row.person_id for row in about if row.person_id]


def _contacts(actor: Actor) -> list[Any]:
    """First contacts that lie with the actor by name, or with nobody by name."""
    return [
        contact for contact in first_contacts.to_make(actor)[:AT_MOST] if contact.host_id in (None, actor.membership_id)
    ]


def waiting_for(actor: Actor) -> list[Any]:
    """Persons of the actor's unit whose recipe lets home care ask or screen them; none for who has no unit."""
    if actor.scope is not Scope.UNIT:
        return []
    found = episodes.to_ask(actor, unit_ids=actor.unit_ids, limit=AT_MOST)
    today = local_date(now())
    return [episode for episode in found if _is_ours(episode, actor, today)]


def _is_ours(episode: Any, actor: Actor, today: date) -> bool:
    """Home care and ambassadors stand in for each other, until a day has come from which another role screens."""
    recipe = recipe_of(episode.programme)
    role = recipe.roles.get(episode.owner_role)
    apart = episode.next_step == screener_rules.STEP and screener_rules.told_apart(recipe, on=today)
    return role is not None and (role.acts_as == actor.role if apart else role.acts_as in FRONT)
