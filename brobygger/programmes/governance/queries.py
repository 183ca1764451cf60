"""Reading groups, duties, agreements, risks and things; and what one person owns of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.secrecy import decrypt_bytes
from brobygger.programmes.governance import rules
from brobygger.programmes.governance.models import (
    Agreement,
    AgreementPaper,
    AgreementStep,
    Asset,
    Chance,
    Council,
    Decision,
    Duty,
    Meeting,
    PolicyLink,
    Risk,
    Seat,
)
from brobygger.programmes.running.models import Programme, RoleHolder
from brobygger.registry.access.actor import Actor

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Owned:
    """One thing that somebody owns: kind (role, seat, decision, duty, agreement, risk …), programme, and its name."""

    kind: str
    programme: str
    title: str


def councils(actor: Actor, programme: Programme, *, on: date) -> list[Council]:
    """The programme's open groups with `seats_now` and `last_met`, by name. Two queries."""
    sitting = Seat.objects.filter(Q(until__isnull=True) | Q(until__gte=on)).select_related("organisation")
    met = Meeting.objects.filter(council=OuterRef("pk")).order_by("-held_on")
    rows = (
        Council.objects.filter(programme=programme, closed_on__isnull=True)
        .annotate(last_met=Subquery(met.values("held_on")[:1]))
        .prefetch_related(Prefetch("seats", queryset=sitting.order_by("name", "id"), to_attr="seats_now"))
    )
    return list(rows.order_by("name"))


def closed_councils(actor: Actor, programme: Programme) -> QuerySet[Council]:
    """Groups that have ended, latest first."""
    return Council.objects.filter(programme=programme, closed_on__isnull=False).order_by("-closed_on", "name")


def council(actor: Actor, council_id: UUID) -> Council:
    """One group with its programme. Raises NotVisible."""
    return _one(Council.objects.select_related("programme"), council_id)


def seats(actor: Actor, council: Council) -> QuerySet[Seat]:
    """Everybody who sits or has sat in a group; those who sit now first."""
    rows = Seat.objects.filter(council=council).select_related("organisation")
    return rows.order_by("-until", "name", "id")


def seat(actor: Actor, seat_id: UUID) -> Seat:
    """One seat with its group and programme. Raises NotVisible."""
    return _one(Seat.objects.select_related("council__programme"), seat_id)


def meetings(actor: Actor, council: Council) -> QuerySet[Meeting]:
    """A group's meetings with their decisions (`decisions.all()`), latest first."""
    decided = Decision.objects.select_related("owner").order_by("id")
    return (
        Meeting.objects.filter(council=council)
        .prefetch_related(Prefetch("decisions", queryset=decided))
        .order_by("-held_on")
    )


def decision(actor: Actor, decision_id: UUID) -> Decision:
    """One decision with its group and programme. Raises NotVisible."""
    return _one(Decision.objects.select_related("meeting__council__programme"), decision_id)


def open_decisions(programme: Programme) -> QuerySet[Decision]:
    """Decisions of a programme that are not done."""
    return Decision.objects.filter(meeting__council__programme=programme, done_on__isnull=True)


def duties(actor: Actor, programme: Programme, *, on: date) -> list[Duty]:
    """Who does what today, by what. One query."""
    rows = Duty.objects.filter(programme=programme).filter(Q(until__isnull=True) | Q(until__gt=on))
    rows = rows.filter(Q(since__isnull=True) | Q(since__lte=on))
    return list(rows.select_related("owner").order_by("what", "id"))


def duties_ahead(actor: Actor, programme: Programme, *, on: date) -> list[Duty]:
    """Who takes over what from a later day, the soonest first. One query."""
    rows = Duty.objects.filter(programme=programme, since__gt=on).select_related("owner")
    return list(rows.order_by("since", "what", "id"))


def duty(actor: Actor, duty_id: UUID) -> Duty:
    """One duty with its programme. Raises NotVisible."""
    return _one(Duty.objects.select_related("programme"), duty_id)


def agreements(actor: Actor, programme: Programme) -> QuerySet[Agreement]:
    """Agreements that have not been ended, with parties (`parties.all()`); those that end first come first."""
    rows = Agreement.objects.filter(programme=programme, ended_on__isnull=True).select_related("asset")
    rows = rows.prefetch_related("parties")
    return rows.order_by("ends_on", "about")


def agreement(actor: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with programme and parties. Raises NotVisible."""
    return _one(Agreement.objects.select_related("programme").prefetch_related("parties"), agreement_id)


def papers(actor: Actor, agreement: Agreement) -> list[AgreementPaper]:
    """What has been kept of the paper, the newest version first, without the files' bytes. One query."""
    return list(AgreementPaper.objects.filter(agreement=agreement).defer("content").order_by("-version"))


def paper_file(actor: Actor, paper_id: UUID) -> tuple[str, bytes]:
    """The name and the bytes of a signed paper. Raises NotVisible, also for a version without a file."""
    found = _one(AgreementPaper.objects.filter(content__isnull=False), paper_id)
    return found.file_name, decrypt_bytes(bytes(found.content or b""))


def steps(actor: Actor, agreement: Agreement) -> list[AgreementStep]:
    """The milestones of an agreement by day. One query."""
    return list(AgreementStep.objects.filter(agreement=agreement).select_related("owner").order_by("due_on", "id"))


def step(actor: Actor, step_id: UUID) -> AgreementStep:
    """One milestone with its agreement. Raises NotVisible."""
    return _one(AgreementStep.objects.select_related("agreement__programme"), step_id)


def agreements_at_work(actor: Actor, programme: Programme) -> QuerySet[Agreement]:
    """The same without parties, each with its next milestone ahead (`next_step`, `next_due`). One query."""
    ahead = AgreementStep.objects.filter(agreement=OuterRef("id"), done_on__isnull=True).order_by("due_on", "id")
    rows = agreements(actor, programme).prefetch_related(None)
    return rows.annotate(next_step=Subquery(ahead.values("text")[:1]), next_due=Subquery(ahead.values("due_on")[:1]))


def risks(actor: Actor, programme: Programme) -> list[Risk]:
    """Open risks, gravest first. One query."""
    grave = {"red": 0, "yellow": 1, "green": 2}
    rows = Risk.objects.filter(programme=programme, closed_on__isnull=True).select_related("owner").order_by("id")
    return sorted(rows, key=lambda row: grave[rules.risk_colour(row.likelihood, row.impact)])


def risk(actor: Actor, risk_id: UUID) -> Risk:
    """One risk with its programme. Raises NotVisible."""
    return _one(Risk.objects.select_related("programme"), risk_id)


def chances(actor: Actor, programme: Programme) -> list[Chance]:
    """Where the effort could go and who could join it, the newest year first. One query."""
    return list(Chance.objects.filter(programme=programme).order_by("-year", "kind", "name", "id"))


def chance(actor: Actor, chance_id: UUID) -> Chance:
    """One of them with its programme. Raises NotVisible."""
    return _one(Chance.objects.select_related("programme"), chance_id)


def assets(actor: Actor, programme: Programme) -> QuerySet[Asset]:
    """Rooms, vehicles and other things in use, by kind and name."""
    return Asset.objects.filter(programme=programme, gone_on__isnull=True).order_by("kind", "name", "id")


def promises(actor: Actor, programme: Programme) -> dict[UUID, list[Agreement]]:
    """The agreements that promise a room, with parties, by the room; the one that lasts longest first. Two queries."""
    found: dict[UUID, list[Agreement]] = {}
    rows = Agreement.objects.filter(programme=programme, asset__isnull=False, ended_on__isnull=True)
    for row in rows.prefetch_related("parties").order_by(F("ends_on").desc(nulls_first=True), "id"):
        if row.asset_id is not None:
            found.setdefault(row.asset_id, []).append(row)
    return found


def asset(actor: Actor, asset_id: UUID) -> Asset:
    """One thing with its programme. Raises NotVisible."""
    return _one(Asset.objects.select_related("programme"), asset_id)


def policy_links(actor: Actor, programme: Programme) -> QuerySet[PolicyLink]:
    """Policies and plans the effort answers to, by title."""
    return PolicyLink.objects.filter(programme=programme, away_on__isnull=True).order_by("title", "id")


def policy_link(actor: Actor, policy_link_id: UUID) -> PolicyLink:
    """One of them with its programme. Raises NotVisible."""
    return _one(PolicyLink.objects.select_related("programme"), policy_link_id)


def taken_up(actor: Actor, programme: Programme) -> set[str]:
    """The parts of the recipe's starting plan that have become groups, agreements or risks. One query."""
    rows = [
        model._default_manager.filter(programme=programme).exclude(recipe_part="").values_list("recipe_part")
        for model in (Council, Agreement, Risk)
    ]
    return {part for (part,) in rows[0].union(*rows[1:])}


def bodies(found: Iterable[Council]) -> tuple[rules.Body, ...]:
    """Groups of `councils` as the rules read them."""
    return tuple(
        rules.Body(
            name=one.name, kind=one.kind, may_decide=one.may_decide, task=one.task, begins_on=one.begins_on,
            ends_on=one.ends_on, meets_every_days=one.meets_every_days, last_met=getattr(one, "last_met", None),
            seats=tuple(rules.Sitting(who(seat), seat.name, seat.chairs) for seat in getattr(one, "seats_now", ())),
        )
        for one in found
    )  # fmt: skip


def who(seat: Seat) -> str:
    """The same for the same person in every group: the membership, else the name in small letters."""
    return str(seat.membership_id) if seat.membership_id else " ".join(seat.name.casefold().split())


def owned_by(actor: Actor, membership_id: UUID, *, on: date) -> list[Owned]:
    """Everything one person holds in programmes, seats and papers. Seven queries."""
    held = RoleHolder.objects.filter(membership_id=membership_id, until__isnull=True).values_list(
        "programme__name", "role"
    )
    now = Q(until__isnull=True) | Q(until__gt=on)
    sources: list[tuple[str, Any]] = [
        ("role", held.order_by("programme__name", "role")),
        (
            "seat",
            Seat.objects.filter(now, membership_id=membership_id, council__closed_on__isnull=True)
            .order_by("council__name")
            .values_list("council__programme__name", "council__name"),
        ),
        (
            "decision",
            Decision.objects.filter(owner_id=membership_id, done_on__isnull=True)
            .order_by("due_on", "id")
            .values_list("meeting__council__programme__name", "text"),
        ),
        ("duty", Duty.objects.filter(now, owner_id=membership_id).values_list("programme__name", "what")),
        (
            "agreement",
            Agreement.objects.filter(owner_id=membership_id, ended_on__isnull=True).values_list(
                "programme__name", "about"
            ),
        ),
        (
            "milestone",
            AgreementStep.objects.filter(owner_id=membership_id, done_on__isnull=True).values_list(
                "agreement__programme__name", "text"
            ),
        ),
        (
            "risk",
            Risk.objects.filter(owner_id=membership_id, closed_on__isnull=True).values_list("programme__name", "text"),
        ),
    ]
    return [Owned(kind, programme, title) for kind, rows in sources for programme, title in rows]


def _one(rows: QuerySet[Row], wanted: UUID) -> Row:
    found = rows.filter(id=wanted).first()
    if found is None:
        raise NotVisible("governance")
    return found
