"""Writing grants, budgets, accounts and pools."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.programmes.finances.decisions import Decided
from brobygger.programmes.finances.models import BudgetLine, Entry, Extension, Grant, PoolMovement
from brobygger.programmes.finances.rules import ORE
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def grant(*, programme: Programme, name: str, kind: str, purpose: str, by: Actor, at: datetime, giver: str = "",
          criteria: str = "", amount_ore: int | None = None, starts_on: date | None = None,
          ends_on: date | None = None, source: str = "") -> Grant:  # fmt: skip
    """Money is given. Raises Taken for a name in use, Refusal for an end before the start."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Refusal(_("Slutdagen ligger før den første dag."), field="ends_on")
    try:
        with transaction.atomic():
            return Grant.objects.create(
                programme=programme, name=name, kind=kind, purpose=purpose, giver=giver, criteria=criteria,
                amount_ore=amount_ore, starts_on=starts_on, ends_on=ends_on, source=source,
            )  # fmt: skip
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede en bevilling eller pulje med det navn.")) from error


@transaction.atomic
def extend(*, grant: Grant, ends_on: date, reason: str, by: Actor, at: datetime) -> Extension:
    """Make a period longer, with the reason; the earlier end stays on record. Raises Refusal for an earlier day."""
    locked = Grant.objects.select_for_update().get(id=grant.id)
    if locked.ends_on is not None and ends_on <= locked.ends_on:
        raise Refusal(_("Den nye sidste dag skal ligge efter den gamle."), field="ends_on")
    made = Extension.objects.create(
        grant=locked, ended_on=locked.ends_on, ends_on=ends_on, reason=reason, decided_at=at, decided_by_id=by.user_id
    )
    locked.ends_on = ends_on
    locked.save(update_fields=["ends_on"])
    return made


@transaction.atomic
def budget(*, programme: Programme, initiative: str, amounts: Mapping[int, int], by: Actor, at: datetime,
           footnote: str = "") -> int:  # fmt: skip
    """Set what an initiative may use: year → whole kroner. The footnote stands on the first year given.

    Years that are not named stay as they are. Returns how many lines were written.
    """
    known = BudgetLine.objects.filter(programme=programme)
    own = known.filter(initiative=initiative).first()
    place = own.place if own else (known.aggregate(last=Max("place"))["last"] or 0) + 1
    first = min(amounts, default=0)
    for year, dkk in amounts.items():
        values = {"amount_dkk": dkk, "place": place} | ({"footnote": footnote} if year == first and footnote else {})
        BudgetLine.objects.update_or_create(programme=programme, initiative=initiative, year=year, defaults=values)
    return len(amounts)


@transaction.atomic
def take_decision(*, programme: Programme, decided: Decided, language: str, by: Actor, at: datetime) -> int:
    """Enter a political decision as the programme's grant, budget and pools. Entering it again changes nothing.

    Returns how many budget lines were written.
    """
    if Grant.objects.filter(programme=programme, source=decided.id).exists():
        return 0
    title = decided.title.in_language(language)
    grant(
        programme=programme, name=title, kind="grant", giver=decided.giver, source=decided.id,
        purpose=decided.purpose.in_language(language), starts_on=decided.starts_on, ends_on=decided.ends_on,
        amount_ore=sum(total.dkk for total in decided.totals) * ORE, by=by, at=at,
    )  # fmt: skip
    lines = [
        BudgetLine(
            programme=programme, initiative=one.title.in_language(language), place=place, year=each.year,
            amount_dkk=each.dkk, source=decided.id,
            footnote=decided.footnotes[each.footnote].in_language(language) if each.footnote else "",
        )
        for place, one in enumerate(decided.initiatives, 1)
        for each in one.years
    ]  # fmt: skip
    BudgetLine.objects.bulk_create(lines)
    for pool in decided.pools:
        criteria = pool.criteria.en if language == "en" else pool.criteria.da
        made = grant(
            programme=programme, name=pool.name.in_language(language), kind="pool", source=decided.id,
            purpose=pool.purpose.in_language(language), criteria=criteria, by=by, at=at,
            amount_ore=pool.granted_dkk * ORE if pool.granted_dkk is not None else None,
        )  # fmt: skip
        if pool.balance_dkk is not None:
            move(
                pool=made, amount_ore=pool.balance_dkk * ORE, moved_on=decided.starts_on, by=by, at=at,
                what=str(_("Indestående, da beslutningen blev taget")),
            )  # fmt: skip
    return len(lines)


def pay(*, programme: Programme, amount_ore: int, spent_on: date, text: str, by: Actor, at: datetime,
        grant: Grant | None = None, initiative: str = "") -> Entry:  # fmt: skip
    """Write a line of the accounts: paid is positive, paid back negative. Raises Refusal for nought and for a day
    ahead, and for money of another programme."""
    if not amount_ore:
        raise Refusal(_("Skriv et beløb."), field="amount")
    if spent_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."), field="spent_on")
    if grant is not None and grant.programme_id != programme.id:
        raise Refusal(_("Pengene hører til en anden indsats."), field="grant")
    return Entry.objects.create(
        programme=programme, grant=grant, initiative=initiative, spent_on=spent_on, amount_ore=amount_ore, text=text,
        written_at=at, written_by_id=by.user_id,
    )  # fmt: skip


@transaction.atomic
def move(*, pool: Grant, amount_ore: int, moved_on: date, what: str, by: Actor, at: datetime,
         receiver: str = "") -> PoolMovement:  # fmt: skip
    """Money into a pool (positive) or out of it (negative).

    Raises Refusal for nought, for a day ahead, and for more than is left. Two who pay at the same time wait for each
    other, so that together they do not pay more than is left either.
    """
    if not amount_ore:
        raise Refusal(_("Skriv et beløb."), field="amount")
    if moved_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."), field="moved_on")
    Grant.objects.select_for_update().get(id=pool.id)
    left = PoolMovement.objects.filter(grant=pool).aggregate(left=Sum("amount_ore"))["left"] or 0
    if left + amount_ore < 0:
        raise Refusal(_("Så meget er der ikke i puljen."), field="amount")
    return PoolMovement.objects.create(
        grant=pool, moved_on=moved_on, amount_ore=amount_ore, what=what, receiver=receiver, written_at=at,
        written_by_id=by.user_id,
    )  # fmt: skip
