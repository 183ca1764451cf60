"""What has happened to a person in an episode, gathered from the records themselves.

Nothing is written down twice: a happening is read from the move, referral, contact or attendance that it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance.models import Attendance
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import lines_of
from brobygger.pathway.episodes.rules import Happening, happenings_of, listens_for
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.programmes.running.queries import recipe_of


def of_episode(episode: Episode) -> list[Happening]:
    """Everything the recipe's follow-up rules listen for; what no rule can hear is not asked for.

    One query for the moves, and at most one for each other kind of record, however long the episode.
    """
    heard = listens_for(recipe_of(episode.programme))
    found = list(happenings_of(lines_of([episode]).get(episode.id, [])))
    for names, gather in _SOURCES:
        if heard & names:
            found += gather(episode)
    return found


def _waiting(episode: Episode) -> Iterator[Happening]:
    if episode.waiting_since:
        yield Happening("waiting", episode.waiting_since, f"waiting-{episode.waiting_since}")


def _worries(episode: Episode) -> Iterator[Happening]:
    for worry in Tip.objects.filter(person_id=episode.person_id, status="worry"):
        yield Happening("worried", local_date(worry.sent_at), f"worry-{worry.id}")


def _contacts(episode: Episode) -> Iterator[Happening]:
    for contact in FirstContact.objects.filter(episode=episode).exclude(status="ended"):
        if contact.first_session_on:
            yield Happening("first_session_planned", contact.first_session_on, f"contact-{contact.id}")
        if contact.status == "not_reached":
            yield Happening("not_reached", contact.due, f"contact-{contact.id}")
        if contact.companion and contact.done_at:
            yield Happening("companion_wanted", local_date(contact.done_at), f"contact-{contact.id}")


def _attendances(episode: Episode) -> Iterator[Happening]:
    known = Attendance.objects.filter(
        person_id=episode.person_id, session__group__programme_id=episode.programme_id, came__isnull=False
    )
    for session_id, came, starts_at in known.values_list("session_id", "came", "session__starts_at"):
        yield Happening("came" if came else "absent", local_date(starts_at), f"session-{session_id}")


_SOURCES: tuple[tuple[frozenset[str], Callable[[Episode], Iterable[Happening]]], ...] = (
    (frozenset({"waiting"}), _waiting),
    (frozenset({"worried"}), _worries),
    (frozenset({"first_session_planned", "not_reached", "companion_wanted"}), _contacts),
    (frozenset({"came", "absent"}), _attendances),
)
