"""Keeping volunteers: their own gatherings, what they drive and lay out, and how many visits it became."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers import rules
from brobygger.communities.volunteers.joining import demands_of
from brobygger.communities.volunteers.models import Expense, Gathering, Invited
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.foundation.kernel.several import rows
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Kind, Organisation

OLDEST_DAYS = 92  # what is older than a quarter is settled by talking
MOST_KM = Decimal(500)


@transaction.atomic
def gather(
    *, organisation: Organisation, kind: str, starts_at: datetime, place: str, agenda: str, by: Actor, at: datetime
) -> tuple[Gathering, list[Membership]]:
    """Plan a gathering and invite every volunteer here. Returns it and whom to tell. Raises Refusal for the past."""
    if starts_at <= at:
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="day")
    made = Gathering.objects.create(
        organisation=organisation, kind=kind, starts_at=starts_at, place=place, agenda=agenda, made_at=at,
        made_by_id=by.user_id,
    )  # fmt: skip
    across = organisation.kind == Kind.MUNICIPALITY  # the municipality calls the volunteers of all associations (R262)
    asked = list(volunteers_of(None if across else organisation.id, on=local_date(starts_at)))
    Invited.objects.bulk_create(
        [
            Invited(gathering=made, volunteer=one, user_id=one.user_id, organisation_id=one.organisation_id)
            for one in asked
        ]
    )
    return made, asked


def volunteers_of(organisation_id: UUID | None, *, on: date) -> QuerySet[Membership]:
    """The volunteers of an organisation on a day (None: of all within reach), by name."""
    here = Membership.objects.filter(role="volunteer", since__lte=on)
    here = here.filter(organisation_id=organisation_id) if organisation_id else here
    return here.exclude(until__lt=on).select_related("user", "organisation").order_by("name", "id")


@transaction.atomic
def promise_gathering(*, gathering: Gathering, promised: bool, by: Actor, at: datetime) -> None:
    """The volunteer says yes or no. Raises NotVisible when he or she is not invited, Refusal when it has begun."""
    if gathering.starts_at <= at:
        raise Refusal(_("Mødet er begyndt."))
    own = Invited.objects.filter(gathering=gathering, user_id=by.user_id or UUID(int=0))
    if not own.update(promised=promised):
        raise NotVisible("gathering")


@transaction.atomic
def gathered(*, gathering: Gathering, came: Mapping[UUID, bool], notes: str, by: Actor, at: datetime) -> None:
    """Write down who came (by volunteer) and what was said. Repeating corrects. Raises Refusal before it begins."""
    if gathering.starts_at > at:
        raise Refusal(_("Mødet er ikke begyndt endnu."))
    for there in (True, False):
        named = [volunteer for volunteer, was in came.items() if was is there]
        Invited.objects.filter(gathering=gathering, volunteer_id__in=named).update(came=there)
    Gathering.objects.filter(id=gathering.id).update(held=True, notes=notes)


def get_gathering(actor: Actor, gathering_id: UUID) -> Gathering:
    """One gathering of the actor's own organisation, or any for the municipality. Raises NotVisible."""
    found = Gathering.objects.select_related("organisation").filter(id=gathering_id).first()
    municipal = actor.scope.value == "municipality"
    if found is None or not (municipal or found.organisation_id == actor.organisation_id):
        raise NotVisible("gathering")
    return found


def gatherings(actor: Actor, *, since: datetime) -> list[Gathering]:
    """The actor's organisation's gatherings from a moment on (all, for the municipality), soonest first."""
    found = Gathering.objects.filter(starts_at__gte=since).select_related("organisation").order_by("starts_at", "id")
    if actor.scope.value != "municipality":
        found = found.filter(organisation_id=actor.home)
    return list(found[:50])


def invited_to(gathering: Gathering) -> list[Invited]:
    """Everybody invited, by name."""
    return list(Invited.objects.filter(gathering=gathering).select_related("volunteer").order_by("volunteer__name"))


def my_gatherings(actor: Actor, *, after: datetime) -> list[Invited]:
    """What the volunteer is invited to, soonest first."""
    own = Invited.objects.filter(user_id=actor.user_id or UUID(int=0), gathering__starts_at__gte=after)
    return list(own.select_related("gathering").order_by("gathering__starts_at"))


@transaction.atomic
def lay_out(
    *, volunteer: Membership, on: date, km: Decimal | None, oere: int | None, what: str, by: Actor, at: datetime
) -> Expense:
    """A volunteer tells what was driven (km at today's rate) or laid out (øre). Raises Refusal for what cannot be."""
    today = local_date(at)
    if not today - timedelta(days=OLDEST_DAYS) <= on <= today:
        raise Refusal(_("Vælg en dag inden for de sidste tre måneder."), field="on")
    if (km is None) == (oere is None):
        raise Refusal(_("Skriv enten kilometer eller et beløb."), field="km")
    if km is not None:
        demands = demands_of(volunteer.organisation_id)
        if demands is None or not demands.km_oere:
            raise Refusal(_("Foreningen betaler ikke for kørsel endnu. Spørg den, du kan ringe til."), field="km")
        if not 0 < km <= MOST_KM:
            raise Refusal(_("Skriv et tal mellem 1 og 500 kilometer."), field="km")
        oere = rules.pay_for(km, demands.km_oere)
    return Expense.objects.create(
        volunteer=volunteer, user_id=volunteer.user_id, organisation_id=volunteer.organisation_id, on=on,
        kind="driving" if km is not None else "other", km=km, oere=oere or 0, what=what, told_at=at,
    )  # fmt: skip


@transaction.atomic
def decide(*, expense: Expense, approved: bool, by: Actor, at: datetime) -> Expense:
    """The association approves or declines. Nobody approves one's own. Raises Taken when it is decided."""
    if expense.user_id == by.user_id:
        raise Refusal(_("Du kan ikke godkende dine egne udgifter. Bed en kollega om det."))
    changed = Expense.objects.filter(id=expense.id, status="told").update(
        status="approved" if approved else "declined", decided_at=at, decided_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("Udgiften er allerede behandlet."))
    expense.refresh_from_db()
    return expense


@transaction.atomic
def pay(*, by: Actor, at: datetime) -> list[Expense]:
    """Everything approved within reach goes to payment, once. Returns it, by volunteer."""
    ready = list(
        Expense.objects.filter(status="approved").select_for_update(skip_locked=True).values_list("id", flat=True)
    )
    Expense.objects.filter(id__in=ready).update(status="paid", paid_at=at)
    paid = Expense.objects.filter(id__in=ready).select_related("volunteer", "organisation")
    return list(paid.order_by("volunteer__name", "on", "id"))


def expenses(actor: Actor, *, status: str) -> list[Expense]:
    """Expenses within reach in a state, oldest first."""
    found = Expense.objects.filter(status=status).select_related("volunteer", "organisation")
    return list(found.order_by("on", "id")[:200])


def paid_at(actor: Actor, moment: datetime) -> list[Expense]:
    """What went to payment together, by volunteer."""
    found = Expense.objects.filter(status="paid", paid_at=moment).select_related("volunteer", "organisation")
    return list(found.order_by("volunteer__name", "on", "id"))


def payments(actor: Actor) -> list[datetime]:
    """The moments something went to payment, newest first."""
    found = Expense.objects.filter(paid_at__isnull=False).values_list("paid_at", flat=True)
    return [moment for moment in found.distinct().order_by("-paid_at")[:12] if moment]


def get_expense(actor: Actor, expense_id: UUID) -> Expense:
    """One expense. Raises NotVisible."""
    try:
        return Expense.objects.get(id=expense_id)
    except Expense.DoesNotExist:
        raise NotVisible("expense") from None


def my_expenses(actor: Actor) -> list[Expense]:
    """The volunteer's own, newest first."""
    return list(Expense.objects.filter(user_id=actor.user_id or UUID(int=0)).order_by("-on", "-id")[:20])


class Here(NamedTuple):
    """A volunteer as the association sees him or her. free: persons more to meet; idle_since: nobody to meet since."""

    id: UUID
    name: str
    phone: str
    organisation: str
    area: str
    pairs: int
    free: int
    idle_since: date | None
    secrecy: bool
    ends_on: date | None
    closed: bool
    until: date | None
    roles: list[str]


_HERE = """
select m.id, m.name, m.phone, o.name, coalesce(w.area, ''), p.open_ones,
       greatest(0, coalesce(w.meets_at_most, 1) - p.open_ones)::int,
       case when p.open_ones = 0 then coalesce(p.last_until, m.since) end,
       m.secrecy_signed_on is not null, a.ends_on, coalesce(a.closed, false), m.until, coalesce(w.roles, '{}')
from access_membership m
join organisations_organisation o on o.municipality_id = m.municipality_id and o.id = m.organisation_id
left join volunteers_wishes w on w.municipality_id = m.municipality_id and w.volunteer_id = m.id
left join lateral (
  select count(*) filter (where v.until is null)::int as open_ones, max(v.until) as last_until from volunteers_pair v
  where v.municipality_id = m.municipality_id and v.volunteer_id = m.id) p on true
left join lateral (
  select min(x.valid_until) as ends_on, bool_or(x.closed_from <= %(on)s) as closed from volunteers_approval x
  where x.municipality_id = m.municipality_id and x.volunteer_id = m.id and not x.replaced) a on true
where m.role = 'volunteer' and m.since <= %(on)s and (m.until is null or m.until >= %(on)s)
order by m.name, m.id limit 300
"""


def here(actor: Actor, *, on: date) -> list[Here]:
    """Every volunteer within the actor's reach on a day, by name. One query."""
    return [Here._make(row) for row in rows(_HERE, {"on": on})]


_PACE = """
select count(*) filter (where m.since > %(from)s), count(*) filter (where m.until between %(from)s and %(on)s)
from access_membership m where m.role = 'volunteer' and m.secrecy_signed_on is not null
"""


def came_and_left(actor: Actor, *, on: date, days: int) -> tuple[int, int]:
    """How many volunteers began and stopped in the last days. One query."""
    ((came, left),) = rows(_PACE, {"on": on, "from": on - timedelta(days=days)})
    return int(came), int(left)
