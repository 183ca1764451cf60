"""Writing what belongs to one session: its facts, a change that is told, rooms and hosts, duties, help, faces."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Member
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.pathway.attendance.meeting_rules import Eater, Facts, changes, places_left
from brobygger.pathway.attendance.models import Attendance, Booking, HelpNeeded, Session, SessionDuty
from brobygger.registry.access.actor import Actor

FACTS = frozenset(
    {"minutes", "agenda", "theme", "speaker", "menu", "bring", "seats", "closes_at", "invites_on", "open_to", "video"}
)
MOST_FACES = 200


@transaction.atomic
def describe(*, session: Session, facts: Mapping[str, Any], by: Actor, at: datetime) -> Session:
    """What belongs to the session beside its day and place. Raises ValueError for what `alter` must tell members."""
    if not FACTS.issuperset(facts):
        raise ValueError(f"not described: {set(facts) - FACTS}")
    for name, value in facts.items():
        setattr(session, name, value)
    session.save(update_fields=list(facts))
    if "minutes" in facts:
        _move_bookings(session)
    return session


@transaction.atomic
def alter(*, session: Session, facts: Facts, why: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """Change day, time, place or way, or call it off: never without a reason, and everybody is to be told again.

    Returns what changed (meeting_rules.changes). Raises Refusal without a reason, for a session that is held, and
    Taken when the room or a host is taken then.
    """
    if session.status == "held":
        raise Refusal(_("Mødegangen er holdt og kan ikke ændres."))
    before = Facts(session.starts_at, session.place, session.mode, session.status == "cancelled")
    changed = changes(before, facts)
    if not changed:
        return ()
    if not why.strip():
        raise Refusal(_("Skriv hvorfor. Det står på siden, så alle ved det."), field="why")
    if session.closes_at is not None:
        session.closes_at += facts.starts_at - session.starts_at
    session.starts_at, session.place, session.mode = facts.starts_at, facts.place.strip(), facts.mode
    session.status = "cancelled" if facts.called_off else "planned"
    session.changed, session.changed_at, session.why_changed = " ".join(changed), at, why.strip()
    session.save(
        update_fields=[
            "starts_at", "place", "mode", "status", "changed", "changed_at", "why_changed", "closes_at",
        ]
    )  # fmt: skip
    Attendance.objects.filter(session=session).update(told_at=None)
    if facts.called_off:
        Booking.objects.filter(session=session).delete()
    else:
        _move_bookings(session)
    return changed


@transaction.atomic
def told(*, session: Session, person_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """These have been told of the latest change. Returns how many had not."""
    rows = Attendance.objects.filter(session=session, person_id__in=person_ids, told_at__isnull=True)
    return rows.update(told_at=at)


@transaction.atomic
def book(
    *, session: Session, by: Actor, at: datetime, room_id: UUID | None = None, host_ids: Collection[UUID] = ()
) -> None:
    """The room and the hosts of a session, instead of those before. Raises Taken when one is taken at that time.

    PostgreSQL's exclusion constraints decide, so two who press at once cannot both have the room.
    """
    wanted = {("room", room_id)} if room_id else set()
    wanted |= {("host", host_id) for host_id in host_ids}
    kept = set()
    for row in Booking.objects.filter(session=session):
        what = ("room", row.room_id) if row.room_id else ("host", row.host_id)
        if what in wanted:
            kept.add(what)
        else:
            row.delete()
    until = session.starts_at + timedelta(minutes=session.minutes)
    made = [
        Booking(session=session, starts_at=session.starts_at, ends_at=until, **{f"{kind}_id": one})
        for kind, one in sorted(wanted - kept, key=str)
    ]
    try:
        with transaction.atomic():
            Booking.objects.bulk_create(made)
    except IntegrityError as error:
        raise _taken(error) from None


def _move_bookings(session: Session) -> None:
    until = session.starts_at + timedelta(minutes=session.minutes)
    try:
        with transaction.atomic():
            Booking.objects.filter(session=session).update(starts_at=session.starts_at, ends_at=until)
    except IntegrityError as error:
        raise _taken(error) from None


def _taken(error: IntegrityError) -> Taken:
    if "no_room_twice" in str(error):
        return Taken(_("Lokalet er optaget på det tidspunkt. Vælg et andet lokale eller en anden tid."), field="room")
    if "no_host_twice" in str(error):
        return Taken(_("En af værterne er vært et andet sted på det tidspunkt."), field="hosts")
    raise error


@transaction.atomic
def give_duties(*, session: Session, shares: Mapping[str, UUID | None], by: Actor, at: datetime) -> None:
    """Who does what at the session, by duty; None: nobody. Duties that are not named stay as they are."""
    SessionDuty.objects.filter(session=session, what__in=shares).delete()
    SessionDuty.objects.bulk_create(
        SessionDuty(
            session=session, person_id=person_id, organisation_id=session.organisation_id, what=what,
            number=session.number,
        )
        for what, person_id in shares.items()
        if person_id is not None
    )  # fmt: skip


@transaction.atomic
def need_help(*, session: Session, person_id: UUID, what: str, by: Actor, at: datetime) -> HelpNeeded:
    """A person needs help at the session. Asked twice is once."""
    made = HelpNeeded(
        session=session, person_id=person_id, organisation_id=session.organisation_id, what=what, asked_at=at
    )
    HelpNeeded.objects.bulk_create([made], ignore_conflicts=True)
    return HelpNeeded.objects.get(session=session, person_id=person_id, what=what)


@transaction.atomic
def count_faces(*, session: Session, glad: int, so_so: int, sad: int, by: Actor, at: datetime) -> Session:
    """How it was, as faces counted on paper or on a phone. Writing again corrects."""
    if session.starts_at > at:
        raise Refusal(_("I kan tælle ansigter, når mødegangen er begyndt."))
    session.glad, session.so_so, session.sad = (min(MOST_FACES, max(0, n)) for n in (glad, so_so, sad))
    session.save(update_fields=["glad", "so_so", "sad"])
    return session


@transaction.atomic
def press_face(*, session: Session, face: str, by: Actor, at: datetime) -> None:
    """One more pressed a face on the phone that goes round. Raises ValueError for another word."""
    if face not in ("glad", "so_so", "sad"):
        raise ValueError(face)
    if session.starts_at > at:
        raise Refusal(_("I kan tælle ansigter, når mødegangen er begyndt."))
    Session.objects.filter(id=session.id).update(**{face: F(face) + 1})


@transaction.atomic
def bring_guests(*, session: Session, guests: Mapping[UUID, int], by: Actor, at: datetime) -> int:
    """How many guests each brings, by person. Returns how many rows changed.

    Raises Refusal when the food has been ordered, and when there are not seats for all.
    """
    rows = list(Attendance.objects.filter(session=session))
    changed = [row for row in rows if row.person_id in guests and row.guests != guests[row.person_id]]
    if changed and session.closes_at is not None and at > session.closes_at:
        raise Refusal(_("Fristen er gået, og maden er bestilt. Ring til værten og hør, om der er en plads alligevel."))
    for row in changed:
        row.guests = guests[row.person_id]
    left = places_left(session.seats, [Eater(row.promised, row.guests, row.late_no) for row in rows])
    if changed and left is not None and left < 0:
        raise Refusal(_("Der er ikke pladser nok til så mange gæster."))
    Attendance.objects.bulk_update(changed, ["guests"])
    return len(changed)


@transaction.atomic
def seat(*, session: Session, tables: Mapping[UUID, int | None], by: Actor, at: datetime) -> None:
    """Who sits at which table (numbers from 1), by person."""
    rows = [row for row in Attendance.objects.filter(session=session) if row.person_id in tables]
    for row in rows:
        row.seat_at = tables[row.person_id]
    Attendance.objects.bulk_update(rows, ["seat_at"])


@transaction.atomic
def note_progress(*, session: Session, person_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """What went well and what to practise, in the person's own words (R131). Writing again corrects."""
    Attendance.objects.filter(session=session, person_id=person_id).update(progress=words.strip()[:500])


@transaction.atomic
def expect_guests(*, session: Session, person_ids: Collection[UUID], by: Actor, at: datetime) -> int:
    """These are invited to try another group's session; expected already stays. Returns how many rows are new."""
    before = Attendance.objects.filter(session=session).count()
    rows = [Attendance(session=session, person_id=one, organisation_id=session.organisation_id) for one in person_ids]
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    return Attendance.objects.filter(session=session).count() - before


@transaction.atomic
def invite(*, session: Session, members: Iterable[Member], by: Actor, at: datetime) -> int:
    """Expect members of other groups too: a gathering across groups. Expected already stays. Returns how many rows."""
    rows = [
        Attendance(session=session, person_id=member.person_id, organisation_id=session.organisation_id)
        for member in members
    ]
    before = Attendance.objects.filter(session=session).count()
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    Session.objects.filter(id=session.id).update(open_to="all_groups")
    return Attendance.objects.filter(session=session).count() - before
