"""Reading grants, pools, budgets and accounts."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet, Sum

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.finances import rules
from brobygger.programmes.finances.models import BudgetLine, Entry, Extension, Grant, PoolMovement
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

Row = TypeVar("Row", bound=Model)


def grants(actor: Actor, programme: Programme) -> list[Grant]:
    """Grants and pools; those that end first come first. One query."""
    return list(Grant.objects.filter(programme=programme).order_by("ends_on", "name"))


def grant(actor: Actor, grant_id: UUID) -> Grant:
    """One grant or pool with its programme. Raises NotVisible."""
    return _one(Grant.objects.select_related("programme"), grant_id)


def extensions(actor: Actor, grant: Grant) -> list[Extension]:
    """How a grant's period was made longer, latest first."""
    return list(Extension.objects.filter(grant=grant).order_by("-decided_at"))


def budget(actor: Actor, programme: Programme) -> rules.Budget:
    """The programme's budget as a table. One query."""
    rows = BudgetLine.objects.filter(programme=programme).order_by("place", "initiative", "year")
    return rules.budget([rules.Line(row.initiative, row.year, row.amount_dkk, row.footnote) for row in rows])


def initiatives(actor: Actor, programme: Programme) -> list[str]:
    """The names of the budget's initiatives, in the table's order. One query."""
    rows = BudgetLine.objects.filter(programme=programme).order_by("place", "initiative")
    return list(dict.fromkeys(rows.values_list("initiative", flat=True)))


def entries(actor: Actor, programme: Programme) -> QuerySet[Entry]:
    """The accounts, latest first, with the grant that paid."""
    return Entry.objects.filter(programme=programme).select_related("grant").order_by("-spent_on", "-id")


def entry(actor: Actor, entry_id: UUID) -> Entry:
    """One line of the accounts with its programme. Raises NotVisible."""
    return _one(Entry.objects.select_related("programme"), entry_id)


def spent_by_grant(actor: Actor, programme: Programme) -> dict[UUID | None, int]:
    """Øre paid from each grant; None: from none. Their sum is all that was paid. One query."""
    rows = Entry.objects.filter(programme=programme).values_list("grant_id").annotate(ore=Sum("amount_ore"))
    return {grant_id: int(ore) for grant_id, ore in rows.order_by("grant_id")}


def spent_by_initiative(actor: Actor, programme: Programme) -> dict[tuple[str, int], int]:
    """Øre paid for each initiative in each year. One query."""
    rows = Entry.objects.filter(programme=programme).exclude(initiative="")
    counted = rows.values_list("initiative", "spent_on__year").annotate(ore=Sum("amount_ore"))
    return {(name, year): int(ore) for name, year, ore in counted.order_by("initiative", "spent_on__year")}


def pool(actor: Actor, grant: Grant) -> rules.Pool:
    """A pool's inflow, outflow and balance. One query."""
    return rules.pool(PoolMovement.objects.filter(grant=grant).values_list("moved_on", "amount_ore"))


def balances(actor: Actor, programme: Programme) -> dict[UUID, int]:
    """What is left in each pool, øre. One query."""
    rows = PoolMovement.objects.filter(grant__programme=programme).values_list("grant_id")
    return {grant_id: int(ore) for grant_id, ore in rows.annotate(ore=Sum("amount_ore")).order_by("grant_id")}


def movements(actor: Actor, grant: Grant) -> QuerySet[PoolMovement]:
    """A pool's movements, latest first."""
    return PoolMovement.objects.filter(grant=grant).order_by("-moved_on", "-id")


def _one(rows: QuerySet[Row], wanted: UUID) -> Row:
    found = rows.filter(id=wanted).first()
    if found is None:
        raise NotVisible("finances")
    return found
