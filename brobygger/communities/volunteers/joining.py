"""From interest to the first visit: who would like to, what each association asks for, and what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers import rules
from brobygger.communities.volunteers.models import AlsoTakesPart, Approval, Demands, Interest
from brobygger.communities.volunteers.rules import StepKind, Terms
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Kind, Organisation

OPEN = ("new", "talking")
KEPT_DAYS = 183
CALL_WITHIN_DAYS = 7  # the letter of thanks promises a call within a week


@transaction.atomic
def tell_interest(
    *, shared_id: UUID, organisations: Iterable[Organisation | None], facts: Mapping[str, Any], by: Actor, at: datetime
) -> list[Interest]:
    """Somebody would like to be a volunteer; one row for each association asked (None: the municipality finds one).

    facts: fields of Interest. The same page sent twice is one interest.
    """
    rows = [
        Interest(organisation=one, shared_id=shared_id, came_at=at, heard_by_id=by.user_id, **facts)
        for one in organisations
    ]
    Interest.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Interest.objects.select_related("organisation").filter(shared_id=shared_id).order_by("id"))


@transaction.atomic
def pass_to(*, interest: Interest, organisations: Iterable[Organisation], by: Actor, at: datetime) -> list[Interest]:
    """Let other associations have the interest: they recruit together (R265). The row itself is passed on.

    Raises Taken when it is decided already.
    """
    changed = Interest.objects.filter(id=interest.id, status__in=OPEN).update(status="passed", decided_at=at)
    if not changed:
        raise Taken(_("Nogen har allerede taget stilling."))
    facts = ("name", "email", "phone", "area", "role_wanted", "weekdays", "languages", "has_car", "with_friend",
             "words", "channel", "channel_note")  # fmt: skip
    same = {name: getattr(interest, name) for name in facts}
    asked = list(organisations)
    rows = tell_interest(shared_id=interest.shared_id, organisations=asked, facts=same, by=by, at=at)
    _still_the_same_person(interest, [row for row in rows if row.organisation in asked])
    return rows


def _still_the_same_person(passed: Interest, rows: Sequence[Interest]) -> None:
    """Who takes part too is so also where the interest is now: whichever association approves, the two are one."""
    for also in AlsoTakesPart.objects.filter(interest=passed, volunteer__isnull=True):
        told = {"since": also.since, "made_by_id": also.made_by_id}
        for row in rows:
            AlsoTakesPart.objects.get_or_create(person_id=also.person_id, interest=row, defaults=told)
        if rows:
            also.delete()


@transaction.atomic
def take_step(
    *,
    organisation: Organisation,
    kind: StepKind,
    done_on: date,
    note: str,
    by: Actor,
    at: datetime,
    interest: Interest | None = None,
    volunteer: Membership | None = None,
) -> Approval:
    """A step is taken, or a certificate renewed: it replaces the one of its kind. Raises Refusal for a day to come."""
    if done_on > local_date(at):
        raise Refusal(_("Vælg en dag, der er kommet."), field="done_on")
    terms = terms_of(organisation.id)
    until = rules.valid_until(kind, done_on, terms)
    same = Approval.objects.filter(organisation=organisation, kind=kind, replaced=False)
    (same.filter(interest=interest) if interest else same.filter(volunteer=volunteer)).update(replaced=True)
    if interest is not None:
        Interest.objects.filter(id=interest.id, status="new").update(status="talking")
    return Approval.objects.create(
        organisation=organisation, interest=interest, volunteer=volunteer, kind=kind, done_on=done_on,
        valid_until=until, closed_from=until + timedelta(days=terms.grace_days + 1) if until else None, note=note,
        recorded_at=at, recorded_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def let_in(*, interest: Interest, membership: Membership, at: datetime) -> Interest:
    """Every step is taken: the interest becomes a volunteer, and what was taken goes along. Raises Taken."""
    changed = Interest.objects.filter(id=interest.id, status__in=OPEN).update(
        status="approved", decided_at=at, membership=membership
    )
    if not changed:
        raise Taken(_("Nogen har allerede taget stilling."))
    Approval.objects.filter(interest=interest).update(volunteer=membership)
    interest.refresh_from_db()
    return interest


@transaction.atomic
def decline(*, interest: Interest, why: str, by: Actor, at: datetime) -> Interest:
    """Not here, not now; with a coded reason. Raises Taken when it is decided already."""
    changed = Interest.objects.filter(id=interest.id, status__in=OPEN).update(
        status="declined", decided_at=at, why_declined=why
    )
    if not changed:
        raise Taken(_("Nogen har allerede taget stilling."))
    interest.refresh_from_db()
    return interest


@transaction.atomic
def demand(*, organisation: Organisation, told: Mapping[str, Any], by: Actor, at: datetime) -> Demands:
    """What the association asks for from now on; fields of Demands. Secrecy is always asked for."""
    facts = dict(told) | {"kinds": [kind.value for kind in rules.in_order(told["kinds"])]}
    kept, _made = Demands.objects.update_or_create(
        organisation=organisation, defaults={**facts, "changed_at": at, "changed_by_id": by.user_id}
    )
    return kept


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Nightly: what came to nothing is deleted half a year later, as the public page promises. Returns how many."""
    old = Interest.objects.filter(status__in=("declined", "passed"), decided_at__lt=at - timedelta(days=KEPT_DAYS))
    ids = list(old.values_list("id", flat=True))
    Approval.objects.filter(interest_id__in=ids, volunteer__isnull=True).delete()
    return Interest.objects.filter(id__in=ids).delete()[0]


def demands_of(organisation_id: UUID) -> Demands | None:
    """The association's own row; None while it asks for what everybody does."""
    return Demands.objects.select_related("contact").filter(organisation_id=organisation_id).first()


def hour_counts_for(organisation_id: UUID) -> int | None:
    """What an hour of hosts and volunteers counts for here, in kroner: the association's own rate, else the town's.

    None: nobody has said. One query.
    """
    ours, towns = Q(organisation_id=organisation_id), Q(organisation__kind=Kind.MUNICIPALITY)
    rows = Demands.objects.filter(ours | towns, hour_dkk__isnull=False).values_list("organisation_id", "hour_dkk")
    told = dict(rows)
    return told.get(organisation_id, next(iter(told.values()), None))


def terms_of(organisation_id: UUID) -> Terms:
    """The association's demands, or the least there is."""
    row = demands_of(organisation_id)
    if row is None:
        return Terms()
    return Terms(rules.in_order(row.kinds), row.valid_months, row.warn_weeks, row.grace_days)


def get_interest(actor: Actor, interest_id: UUID) -> Interest:
    """One interest within the actor's reach. Raises NotVisible."""
    try:
        return Interest.objects.select_related("organisation", "membership").get(id=interest_id)
    except Interest.DoesNotExist:
        raise NotVisible("interest") from None


def open_interests(actor: Actor) -> list[Interest]:
    """Those who wait for a yes, oldest first."""
    waiting = Interest.objects.filter(status__in=OPEN).select_related("organisation")
    return list(waiting.order_by("came_at", "id")[:200])


def taken(interest: Interest) -> dict[str, Approval]:
    """The steps an interest has taken, by kind."""
    return {one.kind: one for one in Approval.objects.filter(interest=interest, replaced=False)}


def approvals_of(actor: Actor, membership_id: UUID) -> list[Approval]:
    """What a volunteer has shown, that counts now; the next to end first."""
    rows = Approval.objects.filter(volunteer_id=membership_id, replaced=False)
    return sorted(rows, key=lambda one: (one.valid_until or date.max, one.kind))


def ending(actor: Actor, *, on: date) -> list[Approval]:
    """Certificates of volunteers here that have a last day, soonest first, with volunteer and organisation."""
    rows = Approval.objects.filter(volunteer__isnull=False, replaced=False, valid_until__isnull=False)
    here = rows.exclude(volunteer__until__lt=on).select_related("volunteer__user", "organisation")
    return list(here.order_by("valid_until", "id"))


def by_note(actor: Actor) -> list[tuple[str, int, int]]:
    """The same by which poster, paper or meeting it was, as they wrote it; those who wrote nothing are not counted."""
    found: dict[str, tuple[set[UUID], set[UUID]]] = {}
    rows = Interest.objects.exclude(channel_note="").values_list("channel_note", "shared_id", "status")
    for note, shared, status in rows:
        came, became = found.setdefault(note, (set(), set()))
        came.add(shared)
        if status == "approved":
            became.add(shared)
    counted = [(note, len(came), len(became)) for note, (came, became) in found.items()]
    return sorted(counted, key=lambda row: (-row[1], row[0]))[:200]


def by_channel(actor: Actor) -> list[tuple[str, int, int]]:
    """Each channel with how many came by it and how many of them became volunteers, the most first (R251, R366)."""
    found: dict[str, set[UUID]] = {}
    became: dict[str, set[UUID]] = {}
    for channel, shared, status in Interest.objects.values_list("channel", "shared_id", "status"):
        found.setdefault(channel, set()).add(shared)
        if status == "approved":
            became.setdefault(channel, set()).add(shared)
    rows = [(channel, len(ids), len(became.get(channel, ()))) for channel, ids in found.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))
