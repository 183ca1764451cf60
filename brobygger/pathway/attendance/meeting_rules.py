"""One session as it is kept: what belongs to it, until when one signs off, what it costs, and what a change must tell.

What an activity needs each time (a menu, seats, a theme …) stands in the recipe or follows from its kind, and those
who run the group may change it. So a meal, an outing and a life-story group are one thing with different parts. Plain
rules: no clock, no tables. Kinds and numbers are those of the seeds (R109, R116–R126, R131, R135, R142).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from brobygger.communities.offers.pay_rules import BY_OTHERS
from brobygger.registry.recipes.effort import NEEDS, Activity

# What each kind of activity usually has beside a day, a place and people.
NEEDS_OF_KIND: dict[str, tuple[str, ...]] = {
    "group": ("agenda", "duties"),
    "pair": ("goals",),
    "meal": ("menu", "seats", "guests", "sign_off"),
    "cafe": ("speaker", "tables", "theme"),
    "outing": ("bring", "seats", "sign_off", "ideas"),
    "training": ("bring", "duties", "weather"),
    "course": ("theme", "speaker", "goals"),
    "companionship": ("goals",),
    "other": ("agenda",),
}
MODES = ("usual", "indoors", "outdoors", "phone", "doorstep")
SIGN_OFF_HOURS = 24  # how long before a meal or an outing one signs off when nobody has said otherwise
# Who settles a plate (001-stevns): those in the municipality's meal scheme pay nothing, others by their pension.
PAYS = ("self", "scheme", "pension", "organisation", "municipality", "free")
LATE = ("free", "half", "full")


def needs_of(activity: Activity | None, kind: str) -> tuple[str, ...]:
    """What belongs to a session: the recipe's own words, else what the kind usually has. In a fixed order."""
    told = set(activity.each_time.needs) if activity and activity.each_time else set()
    usual = NEEDS_OF_KIND.get(activity.kind if activity else kind, ())
    return tuple(need for need in NEEDS if need in (told or usual))


@dataclass(frozen=True)
class Terms:
    """What a time costs, and what a late no costs: nothing, half or the whole price."""

    price: Decimal = Decimal(0)
    late: str = "free"
    guest_price: Decimal | None = None  # None: as the person's own


def closes_at(starts_at: datetime, sign_off_hours: int | None) -> datetime | None:
    """The last moment to sign on or off; None when one may until it begins."""
    return None if sign_off_hours is None else starts_at - timedelta(hours=sign_off_hours)


@dataclass(frozen=True)
class SignOff:
    """What a no means now. in_time: the plate and the taxi are cancelled. owes: kroner; 0 when it costs nothing."""

    in_time: bool
    owes: Decimal


def sign_off(*, at: datetime, closes: datetime | None, terms: Terms, pays: str, guests: int = 0) -> SignOff:
    """A no before the cut-off is free and cancels everything. Later it costs what the price rule says.

    Who eats free never owes for a plate that was cooked.
    """
    if closes is None or at <= closes:
        return SignOff(True, Decimal(0))
    share = {"free": Decimal(0), "half": Decimal("0.5"), "full": Decimal(1)}[terms.late]
    return SignOff(False, (price_of(terms, pays=pays, guests=guests) * share).quantize(Decimal("0.01")))


def price_of(terms: Terms, *, pays: str, guests: int = 0) -> Decimal:
    """What one person is asked for, guests with them. Free in the meal scheme and when others pay (R125, R329)."""
    own = Decimal(0) if pays in BY_OTHERS else terms.price
    guest = terms.price if terms.guest_price is None else terms.guest_price
    return own + guests * guest


@dataclass(frozen=True)
class Eater:
    """Somebody a plate is counted for. promised None: has not said no. late: the no came after the cut-off."""

    promised: bool | None
    guests: int = 0
    late: bool = False


def plates(eaters: Iterable[Eater], *, hosts: int = 0) -> int:
    """How many the kitchen cooks for: everybody who has not said no in time, their guests, and the hosts."""
    return hosts + sum(1 + each.guests for each in eaters if each.promised is not False or each.late)


def places_left(seats: int | None, eaters: Iterable[Eater]) -> int | None:
    """How many seats are free; below 0 when too many are expected; None when seats are not counted."""
    return None if seats is None else seats - sum(1 + each.guests for each in eaters if each.promised is not False)


@dataclass(frozen=True)
class Facts:
    """What a member must be able to trust about a session."""

    starts_at: datetime
    place: str
    mode: str = "usual"
    called_off: bool = False


def changes(before: Facts, after: Facts) -> tuple[str, ...]:
    """What members must be told: called_off alone, or any of time, place, mode. Empty: nothing they would notice."""
    if after.called_off and not before.called_off:
        return ("called_off",)
    pairs = (
        ("resumed", before.called_off and not after.called_off),
        ("time", before.starts_at != after.starts_at),
        ("place", before.place.strip().casefold() != after.place.strip().casefold()),
        ("mode", before.mode != after.mode),
    )
    return tuple(name for name, changed in pairs if changed)
