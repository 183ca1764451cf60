"""Reading episodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, When

from brobygger.foundation.kernel.piles import Pile
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import array, rows
from brobygger.foundation.kernel.short_codes import tail_of
from brobygger.pathway.episodes import trial_rules
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.rules import Because, Happening, happens
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import Named, limits_of
from brobygger.registry.access.actor import Actor


def get(actor: Actor, episode_id: UUID) -> Episode:
    """One episode with its programme and person row. Raises NotVisible."""
    try:
        return Episode.objects.select_related("programme", "programme__owner", "person").get(id=episode_id)
    except Episode.DoesNotExist:
        raise NotVisible("episode") from None


def because_of_limits(programme: Programme, *, unit_id: UUID | None, postcode: str) -> tuple[Because, ...]:
    """Each limit of a trial and how somebody stands to it, on file or not. One query where it is limited to units."""
    return trial_rules.because(limits_of(programme), unit_id=unit_id, postcode=postcode)


def get_many(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """These episodes with their programmes, by id; one that the actor does not reach is left out. One query."""
    found = Episode.objects.select_related("programme", "programme__owner").filter(id__in=list(episode_ids))
    return {episode.id: episode for episode in found}


_BY_TAIL = "select id from episodes_episode where right(id::text, 10) = %(tail)s limit 2"


def by_short_code(actor: Actor, code: str) -> UUID:
    """The episode a sheet of paper is about, among those the actor reaches.

    Raises NotVisible when there is none, when the text is no code, and when two have the same code (the sheet's QR
    code then still tells them apart). Looks at every reached row once: no index holds the end of an identifier.
    """
    try:
        tail = tail_of(code)
    except ValueError:
        raise NotVisible("episode") from None
    found = rows(_BY_TAIL, {"tail": tail})
    if len(found) != 1:
        raise NotVisible("episode")
    (episode_id,) = found[0]
    return UUID(str(episode_id))


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Episode]:
    """A person's episodes, newest first."""
    return (
        Episode.objects.filter(person_id=person_id)
        .select_related("programme", "programme__owner", "person")
        .order_by("-found_on", "-id")
    )


def line_of(actor: Actor, episode_id: UUID) -> QuerySet[MoveRow]:
    """The episode's moves in order."""
    return MoveRow.objects.filter(episode_id=episode_id).order_by("number")


class Listed(NamedTuple):
    """An episode as a list shows it. `since`: the day, in Danish time, of its last move."""

    id: UUID
    person_id: UUID
    status: str
    next_step: str
    owner_role: str
    owner_user_id: UUID | None
    moves_count: int
    ask_again_on: date | None
    due: date | None
    since: date
    programme: Named


_LISTED = """
select e.id, e.person_id, e.status, e.next_step, e.owner_role, e.owner_user_id, e.moves_count, e.ask_again_on, e.due,
       (e.since at time zone 'Europe/Copenhagen')::date, e.programme_id, p.recipe_version, p.name
from episodes_episode e
join running_programme p on p.municipality_id = e.municipality_id and p.id = e.programme_id
"""
_SOONEST = " order by e.due, e.since, e.id limit %(limit)s"
_ON_BOARD = " where e.unit_id = %(unit)s and (e.status = 'active' or (e.status = 'lost' and e.ask_again_on <= %(on)s))"
_TO_ASK = """
where e.unit_id = any(%(units)s::uuid[]) and e.status = 'active' and e.next_step in ('asked', 'screened')
"""


def _listed(where: str, values: Mapping[str, Any]) -> list[Listed]:
    return [Listed._make((*row[:10], Named._make(row[10:]))) for row in rows(_LISTED + where, values)]


def on_board(actor: Actor, *, unit_id: UUID, on: date, limit: int = 400) -> list[Listed]:
    """A unit's active episodes, and those lost that are to be asked again by a day, soonest first. One query."""
    return _listed(_ON_BOARD + _SOONEST, {"unit": unit_id, "on": on, "limit": limit})


def to_ask(actor: Actor, *, unit_ids: Iterable[UUID], limit: int = 50) -> list[Listed]:
    """Persons of these units who wait to be asked or screened, soonest first. One query."""
    return _listed(_TO_ASK + _SOONEST, {"units": array(unit_ids), "limit": limit})


def listed(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, Listed]:
    """Episodes as a list shows them, by id. One query."""
    found = _listed(" where e.id = any(%(ids)s::uuid[])", {"ids": array(episode_ids)})
    return {episode.id: episode for episode in found}


TO_WORK_ON = Pile("episodes_episode", "status = 'active'", {}, order="due, since, id")  # most overdue first


def at_step(step: str) -> Pile:
    """Active episodes with this step in front of them, most overdue first."""
    return TO_WORK_ON.only(f"next_step = %(at_{step})s", **{f"at_{step}": step})


def at_steps(actor: Actor, steps: Sequence[str]) -> QuerySet[Episode]:
    """Active episodes with one of these steps in front of them."""
    return Episode.objects.filter(status="active", next_step__in=list(steps))


def overdue(*, on: date) -> Pile:
    """Active episodes whose day was before a day, most overdue first."""
    return TO_WORK_ON.only("due < %(on)s", on=on)


def overdue_by_unit(actor: Actor, programme: Programme, *, on: date) -> dict[str, tuple[int, int]]:
    """How many wait for their next step in each unit (its name; "" without one), and how many of them too long.

    So that lack of time is seen, and not only felt (R056). One query.
    """
    rows = Episode.objects.filter(programme=programme, status="active").values_list("unit__name")
    counted = rows.annotate(waiting=Count("id"), late=Count("id", filter=Q(due__lt=on))).order_by("unit__name")
    return {name or "": (waiting, late) for name, waiting, late in counted}


def by_ids(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """Episodes with their programmes, by id. One query."""
    return Episode.objects.select_related("programme").in_bulk(list(episode_ids))


def newest_of_persons(actor: Actor, person_ids: Iterable[UUID]) -> dict[UUID, Episode]:
    """The newest episode of each person, open ones first. One query."""
    rows = (
        Episode.objects.filter(person_id__in=list(person_ids))
        .select_related("programme")
        .order_by("person_id", Case(When(status="active", then=0), default=1), "-found_on", "-id")
        .distinct("person_id")
    )
    return {episode.person_id: episode for episode in rows}


def reached_since(actor: Actor, *, unit_id: UUID, since: datetime) -> dict[str, int]:
    """How many of a unit's persons were asked, said yes and came the first time since a moment. One query.

    Keys: asked (or screened, where a recipe has no asking of its own), consented, first_time. From the moves.
    """
    ((asked, consented, first_time),) = rows(_REACHED_SINCE, {"unit": unit_id, "since": since})
    return {"asked": asked, "consented": consented, "first_time": first_time}


_REACHED_SINCE = """
select count(distinct m.person_id) filter (where m.step in ('asked', 'screened')),
       count(distinct m.person_id) filter (where m.step = 'consented'),
       count(distinct m.person_id) filter (where m.step = 'first_time')
from episodes_move m join episodes_episode e on e.municipality_id = m.municipality_id and e.id = m.episode_id
where e.unit_id = %(unit)s and m.kind = 'reached' and m.at >= %(since)s
"""


def moves_of_person(actor: Actor, person_id: UUID) -> QuerySet[MoveRow]:
    """Every move of a person, episode by episode, in order."""
    return MoveRow.objects.filter(person_id=person_id).order_by("episode_id", "number")


class Going(NamedTuple):
    """An episode as planning reads it: thousands in a night."""

    id: UUID
    person_id: UUID
    programme_id: UUID
    unit_id: UUID | None
    waiting_since: date | None
    programme: Named


def going(episode_ids: Iterable[UUID]) -> list[Going]:
    """These episodes, briefly. One query."""
    found = rows(_GOING, {"ids": array(episode_ids)})
    named: dict[UUID, Named] = {}
    return [
        Going(row[0], row[1], row[2], row[3], row[4], named.setdefault(row[2], Named(row[2], row[5], row[6])))
        for row in found
    ]


_GOING = """
select e.id, e.person_id, e.programme_id, e.unit_id, e.waiting_since, p.recipe_version, p.name
from episodes_episode e join running_programme p on p.municipality_id = e.municipality_id and p.id = e.programme_id
where e.id = any(%(ids)s::uuid[])
"""


def happened(episode_ids: Iterable[UUID]) -> Iterator[tuple[UUID, list[Happening]]]:
    """What each episode's line says happened: the same as `happenings_of` its moves, without a row for each move.

    One query; an episode without moves is left out.
    """
    for episode_id, line in rows(_LINES, {"ids": array(episode_ids)}):
        yield episode_id, _told(line)


def _told(line: str) -> list[Happening]:
    told = []
    for number, made in enumerate(line.split("|"), start=1):
        kind, step, reason, day = made.split(";")
        name = happens(kind, step, reason or None)
        if name is not None:
            told.append(Happening(name, date.fromisoformat(day), f"move-{number}", reason or None, number))
    return told


_LINES = """
select episode_id, string_agg(
    kind || ';' || step || ';' || reason || ';' || (at at time zone 'Europe/Copenhagen')::date, '|' order by number)
from episodes_move where episode_id = any(%(ids)s::uuid[]) group by episode_id
"""
