"""What has happened to a person in an episode, gathered from the records themselves.

Nothing is written down twice: a happening is read from the move, referral, contact or attendance that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brobygger.foundation.kernel.clock import local_date
from brobygger.pathway.attendance.models import Attendance
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.rules import Happening, MoveKind
from brobygger.pathway.first_meeting.models import FirstContact
from brobygger.pathway.referrals.models import Referral
from brobygger.pathway.referrals.rules import Status

_OF_STEP = {
    "found": "found",
    "asked": "asked",
    "screened": "screened",
    "consented": "consented",
    "wishes": "wishes_mapped",
    "first_contact": "first_contact",
    "first_time": "first_session",
    "third_time": "third_session",
    "measured": "measured",
}
_BEFORE_START = frozenset(
    {"asked", "screened", "consented", "wishes", "referred", "accepted", "first_contact", "first_time"}
)
_OF_REASON = {"no_answer": "no_answer", "not_eligible": "turned_away", "not_lonely": "turned_away"}
_ANSWERS = {
    Status.ACCEPTED: "accepted",
    Status.DECLINED: "referral_declined",
    Status.LAPSED: "no_answer_from_receiver",
}


def of_episode(episode: Episode) -> list[Happening]:
    """Everything the follow-up rules can react to. Five queries, however long the episode."""
    return [
        *_from_waiting(episode),
        *_from_worries(Tip.objects.filter(person_id=episode.person_id, status="worry")),
        *_from_moves(MoveRow.objects.filter(episode=episode).order_by("number")),
        *_from_referrals(Referral.objects.filter(episode=episode)),
        *_from_contacts(FirstContact.objects.filter(episode=episode).exclude(status="ended")),
        *_from_attendance(
            Attendance.objects.filter(
                person_id=episode.person_id, session__group__programme_id=episode.programme_id, came__isnull=False
            ).select_related("session")
        ),
    ]


def _from_moves(rows: Iterable[MoveRow]) -> Iterator[Happening]:
    for row in rows:
        day, key = local_date(row.at), f"move-{row.number}"
        if row.kind == MoveKind.REACHED and row.step in _OF_STEP:
            yield Happening(_OF_STEP[row.step], day, key)
        elif row.kind == MoveKind.RETURNED:
            yield Happening("returned", day, key)
        elif row.kind == MoveKind.LOST:
            yield Happening(_lost_name(row), day, key, row.reason)


def _from_waiting(episode: Episode) -> Iterator[Happening]:
    if episode.waiting_since:
        yield Happening("waiting", episode.waiting_since, f"waiting-{episode.waiting_since}")


def _from_worries(worries: Iterable[Tip]) -> Iterator[Happening]:
    for worry in worries:
        yield Happening("worried", local_date(worry.sent_at), f"worry-{worry.id}")


def _lost_name(row: MoveRow) -> str:
    if row.reason in _OF_REASON:
        return _OF_REASON[row.reason]
    return "declined" if row.step in _BEFORE_START else "stopped"


def _from_referrals(referrals: Iterable[Referral]) -> Iterator[Happening]:
    for referral in referrals:
        yield Happening("referred", local_date(referral.sent_at), f"referral-{referral.id}")
        name = _ANSWERS.get(Status(referral.status))
        if name and referral.answered_at:
            yield Happening(name, local_date(referral.answered_at), f"referral-{referral.id}", referral.reason or None)


def _from_contacts(contacts: Iterable[FirstContact]) -> Iterator[Happening]:
    for contact in contacts:
        if contact.first_session_on:
            yield Happening("first_session_planned", contact.first_session_on, f"contact-{contact.id}")
        if contact.status == "not_reached":
            yield Happening("not_reached", contact.due, f"contact-{contact.id}")
        if contact.companion and contact.done_at:
            yield Happening("companion_wanted", local_date(contact.done_at), f"contact-{contact.id}")


def _from_attendance(attendances: Iterable[Attendance]) -> Iterator[Happening]:
    for attendance in attendances:
        day, key = local_date(attendance.session.starts_at), f"session-{attendance.session_id}"
        yield Happening("came" if attendance.came else "absent", day, key)
