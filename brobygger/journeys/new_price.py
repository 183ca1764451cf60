"""The effort's price is new: the offers it concerns change on a day, and those who come hear it in good time (R209).

Greve's meals were free while there was project money; guests pay afterwards, and had to know it beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from brobygger.communities.groups.models import Group, Habits, Member
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.queries import may_describe
from brobygger.communities.upkeep import prices
from brobygger.communities.upkeep.models import PlannedPrice
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys.tell import day_of_year
from brobygger.journeys.tell_change import takes_part
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.communication import writing
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.recipes.schema import Recipe

GOOD_TIME = timedelta(days=14)  # two weeks: enough to ask, and to find the money or something else
FURTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Concerned:
    """An offer of the effort's groups, how many take part there, and whether the actor may change it."""

    offer: Offer
    people: int
    may_change: bool


def prices_of(recipe: Recipe) -> list[tuple[int, int]]:
    """Whole kroner of each activity that has a price: (its place among the activities, kroner)."""
    return [
        (place, int(one.price.dkk))
        for place, one in enumerate(recipe.activities)
        if one.price is not None and one.price.dkk == int(one.price.dkk)
    ]


def concerned(actor: Actor, programme: Programme) -> list[Concerned]:
    """The offers behind the effort's groups, by name. Two queries."""
    groups = Group.objects.filter(programme=programme, offer__isnull=False).exclude(phase="ended")
    there = Member.objects.filter(group__in=groups, until__isnull=True).values_list("group__offer_id")
    people = dict(there.annotate(people=Count("person_id", distinct=True)))
    offers = (
        Offer.objects.filter(id__in=groups.values("offer_id")).select_related("organisation").order_by("name", "id")
    )
    return [Concerned(one, people.get(one.id, 0), may_describe(actor, one)) for one in offers]


def words_of(*, price_dkk: int, from_day: date, before: int | None) -> str:
    """What those who take part are told; Danish, as letters and SMS are."""
    day = day_of_year(from_day)
    if not price_dkk:
        return f"Fra den {day} er det gratis."
    told = f"Fra den {day} koster det {price_dkk} kroner hver gang."
    return f"{told} Indtil da er det gratis." if before == 0 else told


@transaction.atomic
def say_yes(
    *, programme: Programme, offers: Sequence[Offer], price_dkk: int, from_day: date, by: Actor, at: datetime
) -> int:
    """The offers cost this from a day, and those who take part are told now. How many were told.

    Raises Refusal for a day sooner than in good time and for the price it has;
    Taken for an offer that has a new price ahead.
    """
    today = local_date(at)
    if not today + GOOD_TIME <= from_day <= today + FURTHEST:
        raise Refusal(_("Vælg en dag mindst to uger ude, så alle kan nå at høre det."), field="from_day")
    same = next((offer for offer in offers if offer.price_dkk == price_dkk), None)
    if same is not None:
        raise Refusal(_("%(name)s koster det allerede.") % {"name": same.name}, field="offers")
    told = 0
    for offer in offers:
        planned = prices.plan(offer=offer, programme=programme, price_dkk=price_dkk, from_day=from_day, by=by, at=at)
        told += _tell(planned, by, at)
    return told


@transaction.atomic
def take_back(*, planned: PlannedPrice, by: Actor, at: datetime) -> int:
    """The price stays after all, and those who take part are told so. How many."""
    prices.take_back(planned=planned, by=by, at=at)
    return _write(planned, "Prisen bliver alligevel, som den er nu.", "price-stays", by, at)


@transaction.atomic
def pass_on(*, by: Actor, at: datetime) -> int:
    """Every night: who has come since hears of the price ahead, and what has come is carried out. How many prices.

    A group's own price follows when it was the offer's.
    """
    carried = 0
    for planned in prices.ahead(by):
        told = _tell(planned, by, at)
        if planned.from_day <= local_date(at):
            before = prices.carry_out(planned=planned, words=_words(planned), told=told, at=at)
            own = Habits.objects.filter(group__offer_id=planned.offer_id, price_dkk=Decimal(before or 0))
            own.update(price_dkk=Decimal(planned.price_dkk))
            carried += 1
    return carried


def _tell(planned: PlannedPrice, by: Actor, at: datetime) -> int:
    return _write(planned, _words(planned), "new-price", by, at)


def _words(planned: PlannedPrice) -> str:
    return words_of(price_dkk=planned.price_dkk, from_day=planned.from_day, before=planned.offer.price_dkk)


def _write(planned: PlannedPrice, words: str, what: str, by: Actor, at: datetime) -> int:
    with for_the_municipality(by):
        people = takes_part(planned.offer, by)
        for person in people:
            writing.to_person(
                person=person, code="offer_changed", values={"what": planned.offer.name, "words": words},
                key=f"{what}:{planned.id}:{person.id}", by=by, at=at, organisation=planned.offer.organisation,
            )  # fmt: skip
    return len(people)
