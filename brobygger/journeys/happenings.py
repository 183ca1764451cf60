"""What has happened to people in their episodes, gathered from the records themselves.

Nothing is written down twice: a happening is read from the move, referral, contact or attendance that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Q

from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance.models import Attendance
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import lines_of
from brobygger.pathway.episodes.rules import Happening, Move, happenings_of, listens_for
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.programmes.running.queries import recipe_of

Told = tuple[UUID, Happening]  # the episode, and what happened in it


def of_episode(episode: Episode) -> list[Happening]:
    """Everything the recipe's follow-up rules listen for; what no rule can hear is not asked for."""
    return of_episodes([episode], lines_of([episode]))[episode.id]


def of_episodes(episodes: Sequence[Episode], lines: Mapping[object, Sequence[Move]]) -> dict[UUID, list[Happening]]:
    """The same for many, with their moves: at most one query for each other kind of record, however many."""
    found = {episode.id: list(happenings_of(lines.get(episode.id, []))) for episode in episodes}
    recipes = [recipe_of(episode.programme) for episode in episodes]
    heard = {id(recipe): listens_for(recipe) for recipe in {id(one): one for one in recipes}.values()}
    for names, gather in _SOURCES:
        heard_by = [one for one, recipe in zip(episodes, recipes, strict=True) if heard[id(recipe)] & names]
        for episode_id, happening in gather(heard_by) if heard_by else ():
            found[episode_id].append(happening)
    return found


def _waiting(episodes: Sequence[Episode]) -> Iterator[Told]:
    for episode in episodes:
        if episode.waiting_since:
            yield episode.id, Happening("waiting", episode.waiting_since, f"waiting-{episode.waiting_since}")


def _worries(episodes: Sequence[Episode]) -> Iterator[Told]:
    persons = [episode.person_id for episode in episodes]
    sent: dict[UUID, list[Happening]] = {}
    for worry in Tip.objects.filter(person_id__in=persons, status="worry").values_list("person_id", "id", "sent_at"):
        sent.setdefault(worry[0], []).append(Happening("worried", local_date(worry[2]), f"worry-{worry[1]}"))
    for episode in episodes:
        yield from ((episode.id, happening) for happening in sent.get(episode.person_id, ()))


def _contacts(episodes: Sequence[Episode]) -> Iterator[Told]:
    for contact in FirstContact.objects.filter(episode_id__in=[each.id for each in episodes]).exclude(status="ended"):
        if contact.first_session_on:
            yield (
                contact.episode_id,
                Happening("first_session_planned", contact.first_session_on, f"contact-{contact.id}"),
            )
        if contact.status == "not_reached":
            yield contact.episode_id, Happening("not_reached", contact.due, f"contact-{contact.id}")
        if contact.companion and contact.done_at:
            on = local_date(contact.done_at)
            yield contact.episode_id, Happening("companion_wanted", on, f"contact-{contact.id}")


def _attendances(episodes: Sequence[Episode]) -> Iterator[Told]:
    known = Attendance.objects.filter(
        Q(came__isnull=False) | Q(promised=False),
        person_id__in=[episode.person_id for episode in episodes],
        session__group__programme_id__in={episode.programme_id for episode in episodes},
    )
    held: dict[tuple[UUID, UUID], list[Happening]] = {}
    for person_id, programme_id, session_id, came, promised, starts_at, told_at in known.values_list(
        "person_id", "session__group__programme_id", "session_id", "came", "promised", "session__starts_at",
        "registered_at",
    ):  # fmt: skip
        # Who said no in time was not absent: the plate was never cooked, and the taxi is cancelled the day it is told.
        happened = "came" if came else "absent" if promised is not False else "signed_off"
        on = min(told_at, starts_at) if told_at and happened == "signed_off" else starts_at
        happening = Happening(happened, local_date(on), f"session-{session_id}")
        held.setdefault((person_id, programme_id), []).append(happening)
    for episode in episodes:
        yield from ((episode.id, each) for each in held.get((episode.person_id, episode.programme_id), ()))


_SOURCES: tuple[tuple[frozenset[str], Callable[[Sequence[Episode]], Iterable[Told]]], ...] = (
    (frozenset({"waiting"}), _waiting),
    (frozenset({"worried"}), _worries),
    (frozenset({"first_session_planned", "not_reached", "companion_wanted"}), _contacts),
    (frozenset({"came", "absent", "signed_off"}), _attendances),
)
