"""The saved tabs of the worklist: what each shows, and its rows in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.counts import CAP
from brobygger.foundation.kernel.piles import Pile, counted, soonest
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.followup import queries as followup
from brobygger.pathway.referrals import queries as referrals
from brobygger.pathway.screening.queries import colours
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.access.queries import names_of
from brobygger.registry.people.queries import PersonView, read_many
from brobygger.web.shared import words
from brobygger.web.shared.jinja import url
from brobygger.web.staff.people import steps
from brobygger.web.staff.tasks import cards

PAGE = 25
LAST_PAGE = 100  # deeper than this nobody reads: search for the person instead

TABS = {
    "forfaldne": gettext_lazy("Forfaldne"),
    "besoeg": gettext_lazy("Skal besøges"),
    "henvis": gettext_lazy("Skal henvises"),
    "venter": gettext_lazy("Venter på svar"),
    "beskeder": gettext_lazy("Nye beskeder"),
    "opgaver": gettext_lazy("Opgaver"),
    "alle": gettext_lazy("Alle"),
}
EMPTY = {
    "forfaldne": gettext_lazy("Intet er over tid. Her kommer det, der skulle have været gjort i går."),
    "besoeg": gettext_lazy(
        "Her kommer borgere, der har sagt ja til et besøg. Først dem, der har ventet længst efter opskriftens frist."
    ),
    "henvis": gettext_lazy("Her kommer borgere, der har fortalt om deres ønsker og nu skal have et forslag."),
    "venter": gettext_lazy("Her kommer henvisninger, som en forening endnu ikke har svaret på."),
    "beskeder": gettext_lazy("Ingen nye beskeder om bekymring."),
    "opgaver": gettext_lazy("Ingen åbne opgaver. De kommer selv, når opskriftens regler beder om det."),
    "alle": gettext_lazy("Ingen borgere er på vej endnu. Tilføj en borger, eller indlæs et udtræk."),
}


@dataclass(frozen=True)
class Row:
    """One thing to do. `key` names it in the form; `kind` is episode, task, referral or tip."""

    key: str
    kind: str
    person_id: UUID | None
    name: str
    colour: str | None
    what: str
    why: str
    owner: str
    due: date | None
    late: bool
    since: date | datetime | None = None
    href: str = ""  # to the person or tip
    act: str = ""  # to the page where this one thing is done

    @property
    def can_be_taken(self) -> bool:
        """Whether a colleague can take it over."""
        return self.kind in ("episode", "task")


@dataclass(frozen=True)
class Listed:
    rows: list[Row]
    number: int
    more: bool


def counts(actor: Actor, *, on: date) -> dict[str, int]:
    """How many each tab holds, at most 100 of each. One query, also with 30,000 persons."""
    named, nobodys = followup.piles(actor)
    found = counted(
        {
            "late_episodes": episodes.overdue(on=on),
            "late_named": named.only("due < %(on)s", on=on),
            "late_nobodys": nobodys.only("due < %(on)s", on=on),
            "besoeg": episodes.at_step("wishes"),
            "henvis": episodes.at_step("referred"),
            "venter": referrals.WAITING,
            "beskeder": detection.NEW_TIPS,
            "named": named,
            "nobodys": nobodys,
            "alle": episodes.TO_WORK_ON,
        }
    )
    late = sum(found.pop(part) for part in ("late_episodes", "late_named", "late_nobodys"))
    tasks = found.pop("named") + found.pop("nobodys")
    return {"forfaldne": min(CAP, late), "opgaver": min(CAP, tasks), **found}


def listed(actor: Actor, *, tab: str, number: int, on: date) -> Listed:
    """One page of a tab, overdue first; the order is the same every time."""
    first = (number - 1) * PAGE
    keys = soonest(_PILES[tab](actor, on), first + PAGE + 1)[first:]
    found = _fetched(actor, keys[:PAGE])
    persons = read_many(
        actor, _persons_in(found.values()), purpose=Purpose.BRIDGING, only={Fields.NAME}
    ) if found else {}  # fmt: skip
    shown = colours(actor, (getattr(it, "episode_id", None) or it.id for it in found.values())) if found else {}
    names = names_of(actor, (getattr(it, "owner_user_id", None) for it in found.values()))
    write = {"episode": _of_episode, "task": _of_task, "referral": _of_referral, "tip": _of_tip}
    rows = [
        write[kind](found[kind, row_id], persons, shown, names, on)
        for kind, row_id, _due in keys[:PAGE]
        if (kind, row_id) in found
    ]
    return Listed(rows, number, len(keys) > PAGE)


def _late(actor: Actor, on: date) -> list[tuple[str, Pile]]:
    """Episodes and tasks together."""
    tasks = [("task", pile.only("due < %(on)s", on=on)) for pile in followup.piles(actor)]
    return [("episode", episodes.overdue(on=on)), *tasks]


_PILES: dict[str, Callable[[Actor, date], list[tuple[str, Pile]]]] = {
    "forfaldne": _late,
    "besoeg": lambda actor, on: [("episode", episodes.at_step("wishes"))],
    "henvis": lambda actor, on: [("episode", episodes.at_step("referred"))],
    "venter": lambda actor, on: [("referral", referrals.WAITING)],
    "beskeder": lambda actor, on: [("tip", detection.NEW_TIPS)],
    "opgaver": lambda actor, on: [("task", pile) for pile in followup.piles(actor)],
    "alle": lambda actor, on: [("episode", episodes.TO_WORK_ON)],
}
_BY_IDS: dict[str, Callable[[Actor, list[UUID]], dict[UUID, Any]]] = {
    "episode": episodes.listed,
    "task": followup.listed,
    "referral": referrals.by_ids,
    "tip": detection.tips_by_ids,
}


def _fetched(actor: Actor, keys: Iterable[tuple[str, UUID, Any]]) -> dict[tuple[str, UUID], Any]:
    """The rows behind the keys: one query for each kind that is there."""
    wanted: dict[str, list[UUID]] = {}
    for kind, row_id, _due in keys:
        wanted.setdefault(kind, []).append(row_id)
    return {(kind, row_id): row for kind, ids in wanted.items() for row_id, row in _BY_IDS[kind](actor, ids).items()}


def _persons_in(rows: Iterable[Any]) -> list[UUID]:
    return [row.person_id for row in rows if row.person_id]


def _name(persons: dict[UUID, PersonView], person_id: UUID | None) -> str:
    person = persons.get(person_id) if person_id else None
    return person.name if person else _("Uden borger")


def _of_episode(it: Any, persons: Any, shown: Any, names: Any, on: date) -> Row:
    return Row(
        key=f"episode-{it.id}",
        kind="episode",
        person_id=it.person_id,
        name=_name(persons, it.person_id),
        colour=shown.get(it.id),
        what=steps.to_do(it.next_step),
        why=it.programme.name,
        owner=names.get(it.owner_user_id) or steps.role_of(it),
        due=it.due,
        late=bool(it.due and it.due < on),
        since=it.since,
        href=url("person", it.person_id),
    )


def _of_task(it: Any, persons: Any, shown: Any, names: Any, on: date) -> Row:
    return Row(
        key=f"task-{it.id}",
        kind="task",
        person_id=it.person_id,
        name=_name(persons, it.person_id),
        colour=shown.get(it.episode_id),
        what=cards.what(it),
        why=cards.why(it, persons.get(it.person_id)),
        owner=names.get(it.owner_user_id) or words.said(words.ROLES, it.role),
        due=it.due,
        late=it.due < on,
        href=url("person", it.person_id) if it.person_id else "",
        act=url("task", it.id),
    )


def _of_referral(it: Any, persons: Any, shown: Any, names: Any, on: date) -> Row:
    return Row(
        key=f"referral-{it.id}",
        kind="referral",
        person_id=it.person_id,
        name=_name(persons, it.person_id),
        colour=shown.get(it.episode_id),
        what=_("Vent på svar fra %(name)s") % {"name": it.receiver.name},
        why=it.offer.name,
        owner=it.receiver.contact_name or it.receiver.name,
        due=it.answer_due,
        late=it.answer_due < on,
        since=it.sent_at,
        href=url("person", it.person_id),
    )


def _of_tip(it: Any, persons: Any, shown: Any, names: Any, on: date) -> Row:
    return Row(
        key=f"tip-{it.id}",
        kind="tip",
        person_id=it.person_id,
        name=it.about_name,
        colour=None,
        what=words.task("handle_tip"),
        why=it.worry[:160],
        owner=words.said(words.ROLES, "coordinator"),
        due=local_date(it.sent_at),
        late=False,
        href=url("tip", it.id),
    )
