"""Who came, by SMS: the host gets the numbered list on the telephone and answers with those who were missing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import attend
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.pathway.attendance.sms_rules import MOST_IN_AN_SMS, as_list, who_was_missing
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.communication import by_hand, rules
from brobygger.registry.communication import operations as outbox
from brobygger.registry.communication.models import Channel, Message, Reply
from brobygger.registry.people.acting import for_the_municipality

ASKS = "attendance"


def _in_order(session_id: UUID) -> list[UUID]:
    """Everybody expected, in the order of the list: whoever is put on later stands last."""
    return list(Attendance.objects.filter(session_id=session_id).order_by("id").values_list("person_id", flat=True))


@transaction.atomic
def send_list(*, session: Session, names: Mapping[UUID, str], by: Actor, at: datetime) -> Message:
    """Send the numbered list to the actor's own telephone. names: the first names the actor may see, by person.

    Raises Refusal without a mobile number, for a session that has ended its writing down, or with too many names.
    """
    if session.status != "planned":
        raise Refusal(_("Fremmødet er allerede skrevet ind."))
    numbered = [(n, names[one]) for n, one in enumerate(_in_order(session.id), start=1) if one in names]
    if not 0 < len(numbered) <= MOST_IN_AN_SMS:
        raise Refusal(_("Listen kan have fra 1 til 20 navne. Brug siden eller et ark i stedet."))
    with for_the_municipality(by):
        host = Membership.objects.get(id=by.membership_id or UUID(int=0))
        number = rules.mobile(host.phone)
        if number is None:
            raise Refusal(_("Der er ikke skrevet et mobilnummer på dig. Bed administratoren om det."))
        body = f"{session.group.name}: {as_list(numbered)}. Svar ALLE, eller MANGLER og tallene."
        return outbox.queue(
            key=f"who_came:{session.id}:{by.membership_id}:{len(numbered)}", channel=Channel.SMS, to=number,
            subject=session.group.name, body=body, at=at, membership=host, asks=f"{ASKS}:{session.id}",
        )  # fmt: skip


@transaction.atomic
def heard(*, reply: Reply, by: Actor, at: datetime) -> bool:
    """Write down who came from an answer to the list. False when it is no answer to it, or cannot be understood."""
    kind, _colon, asked = (reply.message.asks if reply.message else "").partition(":")
    if kind != ASKS:
        return False
    session = Session.objects.select_related("group__host", "group__programme").filter(id=UUID(asked)).first()
    persons = _in_order(session.id) if session else []
    missing = who_was_missing(reply.body, most=len(persons))
    if session is None or missing is None or session.starts_at > at or session.status == "cancelled":
        return False
    came = {person: number not in missing for number, person in enumerate(persons, start=1)}
    attend.register(session=session, came=dict(came), by=by, at=at)
    by_hand.read_reply(reply=reply, by=by, at=at)
    return True
