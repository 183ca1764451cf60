"""Writing episodes: every change is a move on the line, checked by the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.foundation.kernel.several import array, in_sets
from brobygger.pathway.episodes import rules, trial_rules
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.queries import Going, because_of_limits
from brobygger.pathway.episodes.rules import Move, MoveKind, State
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import limits_of, recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.people.models import Person

_FIRST = _("En anden har netop ændret forløbet. Se siden igen, før du går videre.")
_RESTATED = ["status", "next_step", "since", "due", "owner_role", "lost_reason", "ask_again_on", "moves_count"]


@dataclass(frozen=True)
class Made:
    """A move that is to be written."""

    kind: MoveKind
    step: str
    at: datetime
    reason: str = ""


@transaction.atomic
def open_episode(*, person: Person, programme: Programme, found_by: str, by: Actor, at: datetime) -> Episode:
    """Begin a person's way in a programme: found.

    Raises Refusal when an open episode already stands, after the programme's last day, and for somebody outside the
    units or postcodes a trial is limited to.
    """
    _takes_in(programme, local_date(at))
    outside = [one for one in _limits_and(programme, person) if one.met is False]
    if outside:
        raise Refusal(
            _("Borgeren er %(outside)s. Se under »Målgrupper«, hvad der ellers passer.")
            % {"outside": rules.explain(outside[0], get_language() or "da")}
        )
    if Episode.objects.filter(person=person, programme=programme).exclude(status="finished").exists():
        raise Refusal(_("Borgeren har allerede et forløb i denne indsats."))
    return open_many(persons=[person], programme=programme, found_by=found_by, by=by, at=at)[0]


@transaction.atomic
def open_many(
    *, persons: Sequence[Person], programme: Programme, found_by: str, by: Actor, at: datetime
) -> list[Episode]:
    """Begin many ways at once: two statements, however many persons. Nobody outside a trial's limits begins."""
    persons = [one for one in persons if all(each.met is not False for each in _limits_and(programme, one))]
    _hold([programme])
    recipe = recipe_of(programme)
    found = Move(MoveKind.REACHED, "found", at)
    state = rules.state_after(recipe, [found])
    episodes = []
    for person in persons:
        episode = Episode(
            person=person, programme=programme, unit_id=person.unit_id, found_by=found_by, found_on=local_date(at)
        )
        _restate(episode, programme, state, at, anchors={})
        episode.moves_count = 1
        episodes.append(episode)
    Episode.objects.bulk_create(episodes, batch_size=2000)
    MoveRow.objects.bulk_create(
        [_row(episode, 1, Made(MoveKind.REACHED, "found", at), by) for episode in episodes], batch_size=2000
    )
    return episodes


def _takes_in(programme: Programme, on: date) -> None:
    if programme.ends_on and trial_rules.is_over(programme.ends_on, on):
        raise Refusal(
            _("Sidste dag i %(name)s var %(day)s. Ingen nye kan begynde. De, der er i gang, fortsætter.")
            % {"name": programme.name, "day": date_format(programme.ends_on, "j. F Y")}
        )


def _limits_and(programme: Programme, person: Person) -> tuple[rules.Because, ...]:
    return because_of_limits(programme, unit_id=person.unit_id, postcode=person.postcode)


def known_inside(person_ids: Sequence[UUID], programme: Programme) -> Sequence[UUID]:
    """Those known to be inside the trial's limits; one query for a limited one."""
    limits = limits_of(programme)
    if not limits.units and not limits.postcodes:
        return person_ids
    inside = Person.objects.filter(id__in=person_ids)
    inside = inside.filter(unit_id__in=limits.units) if limits.units else inside
    inside = inside.filter(postcode__in=limits.postcodes) if limits.postcodes else inside
    found = set(inside.values_list("id", flat=True))
    return [person_id for person_id in person_ids if person_id in found]


class Opened(NamedTuple):
    """An episode that has begun, where a country of them would not fit."""

    id: UUID
    person_id: UUID


_BEGIN = """
insert into episodes_episode (id, municipality_id, person_id, programme_id, unit_id, status, next_step, since, due,
       owner_role, lost_reason, found_by, found_on, moves_count)
select n.id, %(municipality)s, n.person_id, %(programme)s, p.unit_id, %(status)s, %(next_step)s, %(since)s, %(due)s,
       %(owner_role)s, '', %(found_by)s, %(found_on)s, 1
from unnest(%(ids)s::uuid[], %(persons)s::uuid[]) as n (id, person_id)
join people_person p on p.municipality_id = %(municipality)s and p.id = n.person_id
"""
_FOUND = """
insert into episodes_move (id, municipality_id, episode_id, person_id, programme_id, number, kind, step, reason, at,
       by_user_id)
select n.move_id, %(municipality)s, n.id, n.person_id, %(programme)s, 1, 'reached', 'found', '', %(since)s, %(user)s
from unnest(%(moves)s::uuid[], %(ids)s::uuid[], %(persons)s::uuid[]) as n (move_id, id, person_id)
"""


@transaction.atomic
def open_found(
    *, person_ids: Sequence[UUID], programme: Programme, found_by: str, by: Actor, at: datetime
) -> list[Opened]:
    """The same as open_many for as many as a country has: ids only. In the order given.

    Raises Refusal after the programme's last day. Where a trial is limited, whoever is not known to be inside is left
    out: nobody looks at each one here.
    """
    _takes_in(programme, local_date(at))
    person_ids = known_inside(person_ids, programme)
    _hold([programme])
    model = Episode(programme=programme)
    state = rules.state_after(recipe_of(programme), [Move(MoveKind.REACHED, "found", at)])
    _restate(model, programme, state, at, anchors={})
    opened = [Opened(new_id(), person_id) for person_id in person_ids]
    values: dict[str, Any] = {
        "municipality": by.municipality_id, "programme": programme.id, "status": model.status,
        "next_step": model.next_step, "since": at, "due": model.due, "owner_role": model.owner_role,
        "found_by": found_by, "found_on": local_date(at), "user": by.user_id,
        "ids": array(one.id for one in opened), "persons": array(one.person_id for one in opened),
        "moves": array(new_id() for _one in opened),
    }  # fmt: skip
    with in_sets(), connection.cursor() as cursor:
        cursor.execute(_BEGIN, values)
        cursor.execute(_FOUND, values)
    return opened


def record(
    *,
    episode: Episode,
    moves: Sequence[Made],
    by: Actor,
    anchors: Mapping[str, date] | None = None,
) -> Episode:
    """Write moves on one episode. Raises Refusal (not allowed by the recipe) or Taken (somebody was first)."""
    return record_many(changes=[(episode, moves)], by=by, anchors={episode.id: anchors or {}})[0]


def record_many(
    *,
    changes: Sequence[tuple[Episode, Sequence[Made]]],
    by: Actor,
    anchors: Mapping[object, Mapping[str, date]] | None = None,
) -> list[Episode]:
    """Write moves on many episodes: four statements, however many. All or none."""
    try:
        with transaction.atomic():
            return _record(changes, by, anchors or {})
    except IntegrityError as error:  # two were next in one line of moves
        raise Taken(_FIRST) from error


def _record(
    changes: Sequence[tuple[Episode, Sequence[Made]]], by: Actor, anchors: Mapping[object, Mapping[str, date]]
) -> list[Episode]:
    _hold([episode.programme for episode, _moves in changes])
    lines = lines_of(episode for episode, _moves in changes)
    rows: list[MoveRow] = []
    for episode, moves in changes:
        line = lines.get(episode.id, [])
        if len(line) != episode.moves_count:
            raise Taken(_FIRST)
        _move_along(episode, line, moves, anchors.get(episode.id, {}))
        rows += [_row(episode, len(line) + n, made, by) for n, made in enumerate(moves, start=1)]
    MoveRow.objects.bulk_create(rows, batch_size=2000)
    changed = [episode for episode, _moves in changes]
    if len(changed) == 1:
        changed[0].save(update_fields=_RESTATED)
    else:
        _save_restated(changed)
    return changed


def _hold(programmes: Collection[Programme]) -> None:
    """Let nobody change these programmes until this is through; whoever waited for a change goes by the new version.

    Else a step could be left out while somebody is moved to it, and nothing would ever move that person on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [list({programme.id for programme in programmes})])
        versions = dict(cursor.fetchall())
    for programme in programmes:
        programme.recipe_version = versions.get(programme.id, programme.recipe_version)


_HELD = "select id, recipe_version from running_programme where id = any(%s::uuid[]) order by id for share"


def _save_restated(episodes: Sequence[Episode]) -> None:
    """One statement for however many: Django's bulk_update writes a CASE for each row and field, 1 ms a row."""
    columns = [[getattr(episode, name) for episode in episodes] for name in ("id", *_RESTATED)]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE_RESTATED, columns)


_SAVE_RESTATED = """
update episodes_episode as e
   set status = n.status, next_step = n.next_step, since = n.since, due = n.due, owner_role = n.owner_role,
       lost_reason = n.lost_reason, ask_again_on = n.ask_again_on, moves_count = n.moves_count
  from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::date[], %s::text[], %s::text[], %s::date[],
              %s::int[])
    as n (id, status, next_step, since, due, owner_role, lost_reason, ask_again_on, moves_count)
 where e.id = n.id
"""


def _move_along(episode: Episode, line: Sequence[Move], moves: Sequence[Made], anchors: Mapping[str, date]) -> None:
    recipe = recipe_of(episode.programme)
    state = rules.standing(recipe, line)
    try:
        for made in moves:
            state = rules.move(recipe, state, Move(made.kind, made.step, made.at, made.reason or None))
    except rules.NotAllowed as error:
        raise Refusal(_NOT_ALLOWED.get(error.code, _("Det kan ikke lade sig gøre på dette trin."))) from error
    known = {move.step: local_date(move.at) for move in line if move.kind is MoveKind.REACHED}
    known |= {made.step: local_date(made.at) for made in moves if made.kind is MoveKind.REACHED}
    _restate(episode, episode.programme, state, moves[-1].at, anchors=known | dict(anchors))
    episode.moves_count = len(line) + len(moves)


def _restate(
    episode: Episode, programme: Programme, state: State, at: datetime, *, anchors: Mapping[str, date]
) -> None:
    recipe = recipe_of(programme)
    episode.status = state.status
    episode.next_step = state.next_step
    episode.since = state.since or at
    episode.lost_reason = state.reason or ""
    episode.owner_role = rules.owner(recipe, state.next_step) if state.next_step else ""
    episode.due = rules.deadline(recipe, state, {"programme_start": programme.starts_on, **anchors})


@transaction.atomic
def set_due(*, episode: Episode, anchors: Mapping[str, date], at: datetime) -> Episode:
    """A date that the deadline counts from has become known or was moved (e.g. the first session is planned)."""
    line = lines_of([episode]).get(episode.id, [])
    known = {move.step: local_date(move.at) for move in line if move.kind is MoveKind.REACHED}
    state = rules.standing(recipe_of(episode.programme), line)
    _restate(episode, episode.programme, state, at, anchors=known | dict(anchors))
    episode.save(update_fields=["due"])
    return episode


@transaction.atomic
def stand_again(
    *, episodes: Sequence[Episode], at: datetime, anchors: Mapping[object, Mapping[str, date]] | None = None
) -> int:
    """Restate where these stand, after their programme's recipe has lost or got steps. Two statements. How many moved.

    The rows are locked by the caller, after the programme is changed. anchors: as for `record_many`. A deadline that
    would have passed already is today's: nobody has had the step before now.
    """
    lines, given = lines_of(episodes), anchors or {}
    changed = []
    for episode in episodes:
        line, before = lines.get(episode.id, []), episode.next_step
        known = {move.step: local_date(move.at) for move in line if move.kind is MoveKind.REACHED}
        known |= given.get(episode.id, {})
        _restate(episode, episode.programme, rules.standing(recipe_of(episode.programme), line), at, anchors=known)
        if episode.next_step != before:
            episode.due = max(episode.due, local_date(at)) if episode.due else None
            changed.append(episode)
    if changed:
        _save_restated(changed)
    return len(changed)


def who_can_reach(episodes: Sequence[Episode], step: str) -> set[UUID]:
    """The ids of those the recipe lets reach a step now, also over steps that may be passed over. One query."""
    able = set()
    for episode, line in zip(episodes, lines_in_order(episodes), strict=True):
        recipe = recipe_of(episode.programme)
        if (MoveKind.REACHED, step) in rules.allowed(recipe, rules.standing(recipe, line)):
            able.add(episode.id)
    return able


@transaction.atomic
def wait_from(*, episode: Episode, day: date | None) -> Episode:
    """Note since when the person waits for a place (None: no longer)."""
    episode.waiting_since = day
    episode.save(update_fields=["waiting_since"])
    return episode


def lines_of(episodes: Iterable[Episode | Going]) -> dict[object, list[Move]]:
    """The moves of episodes as the engine reads them, by episode id, in order. One query."""
    ids = [episode.id for episode in episodes]
    rows = MoveRow.objects.filter(episode_id__in=ids).order_by("episode_id", "number")
    lines: dict[object, list[Move]] = {}
    for episode_id, kind, step, at, reason in rows.values_list("episode_id", "kind", "step", "at", "reason"):
        lines.setdefault(episode_id, []).append(Move(MoveKind(kind), step, at, reason or None))
    return lines


def lines_in_order(episodes: Sequence[Episode]) -> list[list[Move]]:
    """The moves of each episode, in the order of the episodes given. One query."""
    lines = lines_of(episodes)
    return [lines.get(episode.id, []) for episode in episodes]


@transaction.atomic
def take_over(*, episodes: Iterable[Episode], by: Actor, at: datetime) -> int:
    """Let a colleague answer for the next step of these, so that nothing hangs on one person (R097). How many."""
    ids = [episode.id for episode in episodes]
    return Episode.objects.filter(id__in=ids, status="active").update(owner_user_id=by.user_id)


@transaction.atomic
def let_go(*, episodes: Iterable[Episode], by: Actor, at: datetime) -> int:
    """Undo of taking over: the role answers again, for those the actor had taken. How many."""
    ids = [episode.id for episode in episodes]
    return Episode.objects.filter(id__in=ids, owner_user_id=by.user_id).update(owner_user_id=None)


def _row(episode: Episode, number: int, made: Made, by: Actor) -> MoveRow:
    return MoveRow(
        episode=episode,
        person_id=episode.person_id,
        programme_id=episode.programme_id,
        number=number,
        kind=made.kind,
        step=made.step,
        reason=made.reason,
        at=made.at,
        by_user_id=by.user_id,
    )


_NOT_ALLOWED = {
    "finished": _("Forløbet er afsluttet. Begynd et nyt forløb i stedet."),
    "is_lost": _("Forløbet er stoppet. Genoptag det, før du går videre."),
    "not_lost": _("Forløbet er i gang og skal ikke genoptages."),
    "already_reached": _("Det trin er allerede nået."),
    "step_missing": _("Der mangler et trin før dette."),
    "reason_missing": _("Vælg en årsag."),
    "reason_unknown": _("Vælg en af årsagerne på listen."),
    "reason_not_here": _("Den årsag passer ikke til dette trin."),
    "reason_final": _("Borgeren skal ikke kontaktes igen."),
}
