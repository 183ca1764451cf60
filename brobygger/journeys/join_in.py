"""From poster to first visit: somebody would like to be a volunteer, and is received step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import joining, rules
from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers.models import Approval, Interest
from brobygger.communities.volunteers.rules import Standing, StepKind
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys.tell import day_of_year
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access import operations as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.operations import Added
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import writing
from brobygger.registry.organisations.models import Kind, Organisation
from brobygger.registry.people.acting import for_the_municipality

STEP_WORDS = {  # as letters say it: letters are Danish
    StepKind.CHILDREN_CERTIFICATE: "børneattest",
    StepKind.CRIMINAL_RECORD: "straffeattest",
}


@transaction.atomic
def interested(
    *, shared_id: UUID, organisation: Organisation | None, facts: Mapping[str, Any], by: Actor, at: datetime
) -> Interest:
    """Somebody would like to be a volunteer: thanks are sent, and somebody has a week to ring (R251).

    organisation None: the coordinator finds the right association. The same page sent twice is one.
    """
    with for_the_municipality(by):
        (row,) = joining.tell_interest(shared_id=shared_id, organisations=[organisation], facts=facts, by=by, at=at)[:1]
        _ask_to_call(row, at)
        _write(row, "interest_received", by, at)
    return row


def _ask_to_call(row: Interest, at: datetime) -> None:
    role = Role.ASSOCIATION_LEADER if row.organisation_id else Role.COORDINATOR
    followup.add(
        plan=Planned(
            key=_task_key(row), rule="call_interested", kind="call_interested",
            due=local_date(at) + timedelta(days=joining.CALL_WITHIN_DAYS),
            holder=Holder(role, organisation_id=row.organisation_id), why={"about": row.name},
        ),
        at=at,
    )  # fmt: skip


def _task_key(row: Interest) -> str:
    return f"interest:{row.id}"


def _write(row: Interest, code: str, by: Actor, at: datetime) -> None:
    """By e-mail when there is one; the phone is what the task is for."""
    sender = row.organisation or Organisation.objects.filter(kind=Kind.MUNICIPALITY).order_by("name").first()
    if row.email and sender is not None:
        writing.to_address(
            to=row.email, name=row.name, code=code, values={}, key=f"{code}:{row.id}", by=by, at=at, organisation=sender
        )


@transaction.atomic
def pass_on_to(*, interest: Interest, organisations: Sequence[Organisation], by: Actor, at: datetime) -> list[Interest]:
    """One or several associations get the interest, each with a week to ring. Raises Refusal without any."""
    if not organisations:
        raise Refusal(_("Vælg mindst én forening."), field="organisations")
    with for_the_municipality(by):
        rows = joining.pass_to(interest=interest, organisations=organisations, by=by, at=at)
        _close_task(interest, at)
        for row in rows:
            if row.organisation_id and row.status == "new":
                _ask_to_call(row, at)
    return rows


@transaction.atomic
def step_taken(*, interest: Interest, kind: StepKind, done_on: date, note: str, by: Actor, at: datetime) -> Approval:
    """A step towards the first visit. Raises Refusal while no association has the interest."""
    if interest.organisation is None:
        raise Refusal(_("Giv først interessen til en forening."))
    if interest.status not in joining.OPEN:
        raise Refusal(_("Der er allerede taget stilling."))
    return joining.take_step(
        organisation=interest.organisation, kind=kind, done_on=done_on, note=note, interest=interest, by=by, at=at
    )


@transaction.atomic
def approve(*, interest: Interest, by: Actor, at: datetime) -> Added:
    """Every step is taken: the volunteer gets a sign-in, and can be matched. Raises Refusal while something is missing.

    The password is told once; None when the person signs in already, e.g. as a volunteer in another association.
    """
    if interest.organisation is None:
        raise Refusal(_("Giv først interessen til en forening."))
    done = joining.taken(interest)
    if rules.missing(joining.terms_of(interest.organisation.id), done):
        raise Refusal(_("Der mangler stadig et skridt."))
    if not interest.email:
        raise Refusal(_("Skriv en e-mailadresse først. Den bruges til at logge ind med."))
    added = access.add_member(
        organisation=interest.organisation, email=interest.email, name=interest.name, phone=interest.phone,
        role=Role.VOLUNTEER, by=by, at=at, secrecy_signed_on=done[StepKind.SECRECY].done_on,
    )  # fmt: skip
    joining.let_in(interest=interest, membership=added.membership, at=at)
    volunteers.tell_wishes(
        volunteer=added.membership,
        wishes={
            "weekdays": interest.weekdays,
            "languages": interest.languages,
            "area": interest.area,
            "has_car": interest.has_car,
            "with_friend": interest.with_friend,
            "roles": [interest.role_wanted],
        },
        by=by,
        at=at,
    )  # fmt: skip
    _write(interest, "volunteer_welcome", by, at)
    _close_task(interest, at)
    return added


@transaction.atomic
def decline(*, interest: Interest, why: str, by: Actor, at: datetime) -> Interest:
    """Not here; a friendly letter says where else. An interest shared with others stays with them."""
    declined = joining.decline(interest=interest, why=why, by=by, at=at)
    _close_task(interest, at)
    with for_the_municipality(by):
        others = Interest.objects.filter(shared_id=interest.shared_id, status__in=("new", "talking", "approved"))
        if not others.exists():
            _write(declined, "volunteer_declined", by, at)
    return declined


def _close_task(interest: Interest, at: datetime) -> None:
    Task.objects.filter(key=_task_key(interest), status="open").update(status="done", done_at=at, outcome="done")


@transaction.atomic
def watch_approvals(*, by: Actor, at: datetime) -> int:
    """Nightly: who has a certificate that ends soon is told, weeks before, and the association has a task; and one
    more, for today, when the grace period is over. Each once. Old interests are forgotten. Returns how many were told.
    """
    today, told = local_date(at), 0
    joining.forget(at=at)
    for row in joining.ending(by, on=today):
        if row.valid_until is None or row.volunteer is None:
            continue
        stands = rules.standing(row.valid_until, today, joining.terms_of(row.organisation_id))
        if stands is not Standing.VALID and row.warned_at is None:
            told += 1
            Approval.objects.filter(id=row.id).update(warned_at=at)
            kind = STEP_WORDS.get(StepKind(row.kind), "godkendelse")
            writing.to_member(
                membership=row.volunteer, code="approval_ends", key=f"approval:{row.id}",
                values={"what": kind, "day": day_of_year(row.valid_until)}, by=by, at=at,
            )  # fmt: skip
            _renew(row, row.valid_until, "warned", at)
        if stands is Standing.CLOSED:
            _renew(row, today, "closed", at)
    return told


def _renew(row: Approval, due: date, why: str, at: datetime) -> None:
    followup.add(
        plan=Planned(
            key=f"renew:{row.id}:{why}", rule="renew_approval", kind="renew_approval", due=due,
            holder=Holder(Role.ASSOCIATION_LEADER, organisation_id=row.organisation_id),
            why={"about": row.volunteer.name if row.volunteer else ""},
        ),
        at=at,
    )  # fmt: skip
