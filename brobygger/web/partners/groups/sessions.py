"""One session: who has promised to come, who came, and whom to call today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import attend, attend_by_sms, order, ways
from brobygger.pathway.attendance import queries
from brobygger.pathway.attendance import session_operations as keeping
from brobygger.pathway.followup import queries as tasks
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.people.queries import PersonView
from brobygger.web.partners import reading
from brobygger.web.partners.groups.forms import choices_of, reasons_of
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

ANSWER = {True: "yes", False: "no", None: ""}
MOST_CALLS = 50
GUESTS = ("0", "1", "2", "3", "4")
CALLS = ("call_person", "call_missed", "knock_on_door")


@dataclass(frozen=True)
class Row:
    """One expected person: what stands written, and what the page suggests."""

    person: PersonView
    promised: bool | None
    came: str  # yes, no or nothing yet
    why: str
    guests: int


@guarded(Action.REGISTER_ATTENDANCE, methods=("GET", "POST"))
def register(request: Request, session_id: UUID) -> HttpResponse:
    """Who came. Can be written as soon as the session has begun, and corrected later."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    expected, seen = _expected(actor, session)
    if request.method == "POST":
        return _write(request, actor, session, list(seen), at)
    everybody = request.GET.get("alle") == "kom"
    rows = _rows(expected, seen, everybody=everybody)
    return page(
        request,
        "partners/groups/register.jinja" if session.starts_at <= at else "partners/groups/not_begun.jinja",
        session=session,
        rows=rows,
        everybody=everybody,
        calls=_calls(actor, expected, seen) if session.status == "held" else [],
    )


@guarded(Action.SIGN_FOR, methods=("GET", "POST"))
def promises(request: Request, session_id: UUID) -> HttpResponse:
    """Before the session: who has said that he or she comes."""
    actor: Actor = request.actor
    at = now()
    session = queries.get_session(actor, session_id)
    expected, seen = _expected(actor, session)
    if request.method == "POST":
        given = choices_of(request.POST, seen, "promised")
        if "guests" in ways.habits_of(session.group).needs:
            brought = {one: int(n) for one in seen if (n := request.POST.get(f"guests-{one}", "")) in GUESTS}
            if keeping.bring_guests(session=session, guests=brought, by=actor, at=at):
                order.follow_count(session=session, by=actor, at=at)
        changed = attend.promise(session=session, promised=given, by=actor, at=at)
        late = sum(row.late_no for row in changed)
        if late:
            _say_late(request, late, sum(row.owes_dkk for row in changed))
        else:
            say(request, _("Det er skrevet ned, hvem der kommer."))
        return redirect("meeting" if late else "group", session.id if late else session.group_id)
    if session.starts_at <= at:
        return redirect("session", session_id=session.id)
    closed = session.closes_at is not None and at > session.closes_at
    habits = ways.habits_of(session.group)
    return page(
        request, "partners/groups/promises.jinja", session=session, rows=_rows(expected, seen), closed=closed,
        guests="guests" in habits.needs,
        guest_choices=[(one, one) for one in GUESTS],
        costs=habits.price_dkk and habits.late != "free", late_costs=group_words.LATE[habits.late],
    )  # fmt: skip


@guarded(Action.REGISTER_ATTENDANCE, methods=("POST",))
def to_my_phone(request: Request, session_id: UUID) -> HttpResponse:
    """The list of names as an SMS to the host, who answers it with those who were missing."""
    actor: Actor = request.actor
    session = queries.get_session(actor, session_id)
    _rows_there, seen = _expected(actor, session)
    names = {person_id: view.given_name or "" for person_id, view in seen.items()}
    attend_by_sms.send_list(session=session, names=names, by=actor, at=now())
    say(request, _("Listen er sendt til din telefon. Svar på beskeden, når I er færdige."))
    return redirect("meeting", session_id=session.id)


def _say_late(request: Request, late: int, owes: Any) -> None:
    """A late no is kept, said kindly, with what it costs."""
    said = ngettext(
        "%(n)s har meldt fra efter fristen. Maden er bestilt.",
        "%(n)s har meldt fra efter fristen. Maden er bestilt.", late,
    ) % {"n": late}  # fmt: skip
    cost = (
        _("Det koster %(kr)s kr. efter jeres egen regel.") % {"kr": f"{float(owes):g}".replace(".", ",")}
        if owes
        else _("Det koster ikke noget.")
    )
    say(request, f"{said} {cost}", kind="info")


def _expected(actor: Actor, session: Any) -> tuple[list[Any], dict[UUID, PersonView]]:
    """Everyone expected whom the actor may still see, by name."""
    expected = list(queries.expected(actor, session.id))
    seen = reading.shown(actor, [row.person_id for row in expected])
    by_name = sorted(seen, key=lambda person_id: seen[person_id].name.casefold())
    return expected, {person_id: seen[person_id] for person_id in by_name}


def _rows(expected: list[Any], seen: Mapping[UUID, PersonView], *, everybody: bool = False) -> list[Row]:
    standing = {row.person_id: row for row in expected}
    return [
        Row(
            person=view,
            promised=standing[person_id].promised,
            came="yes" if everybody else ANSWER[standing[person_id].came],
            why=standing[person_id].why_absent,
            guests=standing[person_id].guests,
        )
        for person_id, view in seen.items()
    ]


def _write(request: Request, actor: Actor, session: Any, seen: list[UUID], at: datetime) -> HttpResponse:
    came = choices_of(request.POST, seen, "came")
    attend.register(session=session, came=came, why_absent=reasons_of(request.POST, seen), by=actor, at=at)
    count = sum(1 for answer in came.values() if answer)
    say(request, _("Gemt. %(n)s af %(all)s kom.") % {"n": count, "all": len(seen)})
    return redirect("session", session_id=session.id)


def _calls(actor: Actor, expected: list[Any], seen: Mapping[UUID, PersonView]) -> list[tuple[PersonView, Any | None]]:
    """The absent, each with the task that the absence made (None: no rule asks for a call, a kind word still helps)."""
    absent = [row.person_id for row in expected if row.came is False and row.person_id in seen]
    asked: dict[UUID | None, Any] = {}
    for task in tasks.due_about(actor, absent)[:MOST_CALLS] if absent else []:
        if task.kind in CALLS:
            asked.setdefault(task.person_id, task)
    return [(seen[person_id], asked.get(person_id)) for person_id in absent]
