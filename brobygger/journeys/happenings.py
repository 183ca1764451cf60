"""What has happened to people in their episodes, gathered from the records themselves.

Nothing is written down twice: a happening is read from the move, referral, contact or attendance that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.queries import Going, happened
from brobygger.pathway.episodes.rules import Happening, listens_for
from brobygger.programmes.running.queries import recipe_of

Told = tuple[UUID, Happening]  # the episode, and what happened in it


def of_episodes(episodes: Sequence[Episode | Going]) -> dict[UUID, list[Happening]]:
    """Everything the recipes' follow-up rules listen for; what no rule can hear is not asked for.

    One query for the moves, and at most one for each other kind of record, however many episodes.
    """
    found: dict[UUID, list[Happening]] = {episode.id: [] for episode in episodes}
    recipes = [recipe_of(episode.programme) for episode in episodes]
    listening = {id(recipe): listens_for(recipe) for recipe in {id(one): one for one in recipes}.values()}
    heard = {episode.id: listening[id(recipe)] for episode, recipe in zip(episodes, recipes, strict=True)}
    for episode_id, told in happened(found):
        names = heard[episode_id]
        found[episode_id] = [happening for happening in told if happening.name in names or happening.reason]
    for names, gather in _SOURCES:
        heard_by = [episode for episode in episodes if heard[episode.id] & names]
        for episode_id, happening in gather(heard_by) if heard_by else ():
            found[episode_id].append(happening)
    return found


def _waiting(episodes: Sequence[Episode | Going]) -> Iterator[Told]:
    for episode in episodes:
        if episode.waiting_since:
            yield episode.id, Happening("waiting", episode.waiting_since, f"waiting-{episode.waiting_since}")


def _worries(episodes: Sequence[Episode | Going]) -> Iterator[Told]:
    sent: dict[UUID, list[Happening]] = {}
    for person_id, worry_id, sent_at in rows(_WORRIES, {"persons": array(each.person_id for each in episodes)}):
        sent.setdefault(person_id, []).append(Happening("worried", local_date(sent_at), f"worry-{worry_id}"))
    for episode in episodes:
        yield from ((episode.id, happening) for happening in sent.get(episode.person_id, ()))


def _contacts(episodes: Sequence[Episode | Going]) -> Iterator[Told]:
    for episode_id, contact_id, status, due, first_session_on, companion, done_at in rows(
        _CONTACTS, {"episodes": array(each.id for each in episodes)}
    ):
        key = f"contact-{contact_id}"
        if first_session_on:
            yield episode_id, Happening("first_session_planned", first_session_on, key)
        if status == "not_reached":
            yield episode_id, Happening("not_reached", due, key)
        if companion and done_at:
            yield episode_id, Happening("companion_wanted", local_date(done_at), key)


def _attendances(episodes: Sequence[Episode | Going]) -> Iterator[Told]:
    held: dict[tuple[UUID, UUID], list[Happening]] = {}
    asked = {
        "persons": array(each.person_id for each in episodes),
        "programmes": array({each.programme_id for each in episodes}),
    }
    for person_id, programme_id, session_id, came, promised, starts_at, told_at in rows(_ATTENDANCES, asked):
        # Who said no in time was not absent: the plate was never cooked, and the taxi is cancelled the day it is told.
        happened = "came" if came else "absent" if promised is not False else "signed_off"
        on = min(told_at, starts_at) if told_at and happened == "signed_off" else starts_at
        happening = Happening(happened, local_date(on), f"session-{session_id}")
        held.setdefault((person_id, programme_id), []).append(happening)
    for episode in episodes:
        yield from ((episode.id, each) for each in held.get((episode.person_id, episode.programme_id), ()))


_WORRIES = """
select person_id, id, sent_at from detection_tip where person_id = any(%(persons)s::uuid[]) and status = 'worry'
"""
_CONTACTS = """
select episode_id, id, status, due, first_session_on, companion, done_at from first_meeting_contact
where episode_id = any(%(episodes)s::uuid[]) and status <> 'ended'
"""
_ATTENDANCES = """
select a.person_id, g.programme_id, a.session_id, a.came, a.promised, s.starts_at, a.registered_at
from attendance_attendance a
join attendance_session s on s.municipality_id = a.municipality_id and s.id = a.session_id
join groups_group g on g.municipality_id = s.municipality_id and g.id = s.group_id
where a.person_id = any(%(persons)s::uuid[]) and g.programme_id = any(%(programmes)s::uuid[])
  and (a.came is not null or a.promised = false)
"""
_SOURCES: tuple[tuple[frozenset[str], Callable[[Sequence[Episode | Going]], Iterable[Told]]], ...] = (
    (frozenset({"waiting"}), _waiting),
    (frozenset({"worried"}), _worries),
    (frozenset({"first_session_planned", "not_reached", "companion_wanted"}), _contacts),
    (frozenset({"came", "absent", "signed_off"}), _attendances),
)
