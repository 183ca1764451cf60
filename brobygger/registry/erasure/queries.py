"""Reading how long persons are kept, who is due, and what has been erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, QuerySet, Sum, TextField
from django.db.models.functions import MD5, Cast

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.secrecy import blind, blind_many
from brobygger.registry.access.actor import Actor
from brobygger.registry.erasure.models import DueErasure, ErasedCount, ErasureReport, KeepingTerms, ListMade, Tombstone
from brobygger.registry.erasure.rules import BY_TIME, DEFAULTS, Terms


@dataclass(frozen=True)
class TermsInForce:
    """The terms, and who decided them when; nobody: they are Brobygger's suggestion."""

    terms: Terms
    decided: KeepingTerms | None


def terms(actor: Actor) -> TermsInForce:
    """How long persons are kept now. One query."""
    row = KeepingTerms.objects.order_by("-made_at", "-id").first()
    if row is None:
        return TermsInForce(DEFAULTS, None)
    ended = DEFAULTS.ended if row.ended is None else row.ended
    return TermsInForce(Terms(row.never_contacted, row.no_answer, row.declined, ended, row.grace), row)


def as_listed(actor: Actor) -> dict[str, tuple[int, str]]:
    """By rule: how many wait for approval, and a mark that is another as soon as somebody else does. One query."""
    ids = StringAgg(Cast("id", TextField()), delimiter=",", order_by="id")
    found = DueErasure.objects.filter(status="listed").order_by().values_list("rule")
    return {rule: (number, mark) for rule, number, mark in found.annotate(n=Count("id"), mark=MD5(ids))}


def listed(actor: Actor, status: str, *, rule: str = "", among: Collection[UUID] | None = None) -> QuerySet[DueErasure]:
    """Those of one status, longest due first; the approved: newest approval first. `among`: only these persons."""
    found = DueErasure.objects.filter(status=status)
    if rule:
        found = found.filter(rule=rule)
    if among is not None:
        found = found.filter(person_id__in=among)
    return found.order_by("-decided_at", "id") if status == "approved" else found.order_by("due_on", "id")


def persons(actor: Actor) -> Iterable[UUID]:
    """Ids of all who are listed, approved or held."""
    return DueErasure.objects.order_by().values_list("person_id", flat=True)


def approvals(actor: Actor, *, most: int) -> list[tuple[datetime, str, int]]:
    """(when, rule, how many still wait for it) of each press that approved several, newest first. One query."""
    found = DueErasure.objects.filter(status="approved", rule__in=[rule.value for rule in BY_TIME])
    pressed = found.order_by("-decided_at").values_list("decided_at", "rule").annotate(n=Count("id"))
    return list(pressed.filter(n__gt=1)[:most])


def held(actor: Actor, person_id: UUID, *, on: date) -> DueErasure | None:
    """Why somebody is held back on a day; None when nobody holds. One query."""
    return DueErasure.objects.filter(person_id=person_id, status="held", held_until__gte=on).first()


def made_at(actor: Actor) -> datetime | None:
    """When the list was last made. One query."""
    return ListMade.objects.values_list("at", flat=True).first()


def one(actor: Actor, due_id: UUID) -> DueErasure:
    """One on the list. Raises NotVisible."""
    found = DueErasure.objects.filter(id=due_id).first()
    if found is None:
        raise NotVisible("due")
    return found


def reports(actor: Actor) -> QuerySet[ErasureReport]:
    """What has been erased, newest first."""
    return ErasureReport.objects.order_by("-at", "-id")


def counts_of(actor: Actor, report_ids: Iterable[UUID]) -> list[tuple[UUID, UUID, str, str, str, int]]:
    """(report, programme, kind, step, reason, episodes) of some reports, most first. One query."""
    rows = ErasedCount.objects.filter(report_id__in=list(report_ids))
    told = rows.order_by().values_list("report_id", "programme_id", "kind", "step", "reason")
    return sorted(told.annotate(n=Sum("episodes")), key=lambda row: -row[-1])


def erased_standing(actor: Actor, programme_id: UUID) -> dict[tuple[str, str, str], int]:
    """How many erased episodes of a programme had each (kind, step, reason) as their last move. One query."""
    rows = ErasedCount.objects.filter(programme_id=programme_id).values_list("kind", "step", "reason", "episodes")
    found: Counter[tuple[str, str, str]] = Counter()
    for kind, step, reason, episodes in rows:
        found[kind, step, reason] += episodes
    return dict(found)


def blind_ids(person_ids: Iterable[UUID], *, municipality_id: UUID) -> list[str]:
    """What erased rows are recognised by, in the same order."""
    return blind_many((f"person:{person_id}" for person_id in person_ids), municipality_id=municipality_id)


def asked_to_be_left_alone(*, number: str, municipality_id: UUID) -> bool:
    """Whether the one with this CPR number was erased after having asked never to be contacted."""
    return Tombstone.objects.filter(cpr_blind=blind(number, municipality_id=municipality_id)).exists()
