"""Setting the stage: a municipality, the recipe's organisations, and somebody in each of its roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group, Member
from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.programmes.running import operations as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.queries import actor_for
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations.models import Municipality, Organisation, Unit
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes.schema import Recipe

BIG_GROUP = 400  # pairs of one association stand together in a rehearsal


@dataclass
class Stage:
    """Where a recipe is played, and by whom."""

    recipe: Recipe
    programme: Programme
    municipality: Municipality
    owner: Organisation
    receiver: Organisation  # who the persons are referred to
    unit: Unit
    system: Actor
    front: Actor  # finds, asks, screens
    bridge: Actor  # maps wishes and refers
    receiving: Actor  # answers for the receiver
    office: Actor  # reports
    offer: Offer
    groups: list[Group] = field(default_factory=list)
    pairs_together: int = BIG_GROUP  # how many pairs one group of visiting friends holds
    meets_at: str = "Sognegården"


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A time of a day in Denmark."""
    return datetime.combine(day, time(hour, minute), tzinfo=DENMARK)


def set_up(recipe: Recipe, *, starts: date, municipality: Municipality | None = None) -> Stage:
    """A stage of its own for one recipe, in a new municipality."""
    municipality = municipality or Municipality.objects.create(code="0997", name="Prøvekøbing", phone="12 34 56 78")
    system = the_system(municipality_id=municipality.id)
    at = moment(starts - timedelta(days=30))
    with acting_as(system):
        owner = _organisation("Prøvekøbing Kommune", "municipality")
        receiver = _organisation(*_receiver(recipe))
        unit = Unit.objects.create(organisation=owner, name="Hjemmeplejen Nord")
        programme = running.adopt(recipe=recipe, name=recipe.title.da, owner=owner, starts_on=starts, by=system, at=at)
        actors = {
            "front": member("Karin Krogh", Role.HOME_CARE_WORKER, owner, at, unit=unit),
            "bridge": member("Mette Madsen", Role.COORDINATOR, owner, at),
            "receiving": member("Bent Birk", Role.ASSOCIATION_LEADER, receiver, at),
            "office": member("Lone Lund", Role.PROGRAMME_MANAGER, owner, at),
        }
        fill_roles(recipe, programme, owner, receiver, actors, at)
        offer = offer_of(recipe, receiver, system, at)
    return Stage(
        recipe, programme, municipality, owner, receiver, unit, system, actors["front"], actors["bridge"],
        actors["receiving"], actors["office"], offer,
    )  # fmt: skip


def _receiver(recipe: Recipe) -> tuple[str, str]:
    """The organisation that receives: the first that does the activity, else the first the owner works with."""
    by = [name for activity in recipe.activities for name in getattr(activity, "by", ())]
    known = {organisation.id: organisation for organisation in recipe.partners}
    chosen = next((known[name] for name in by if name in known), None) or next(iter(recipe.partners), None)
    return (chosen.name, chosen.kind) if chosen else ("Fællesskabet", "association")


def fill_roles(
    recipe: Recipe,
    programme: Programme,
    owner: Organisation,
    receiver: Organisation,
    actors: dict[str, Actor],
    at: datetime,
) -> None:
    """Somebody in every role of the recipe."""
    by_role = {actor.role: actor for actor in actors.values()}
    for name, role in recipe.roles.items():
        actor = by_role.get(Role(role.acts_as))
        membership = Membership.objects.get(id=actor.membership_id) if actor and actor.membership_id else None
        outside = role.acts_as in ("association_leader", "host", "volunteer")
        running.hold_role(
            programme=programme,
            role=name,
            organisation=receiver if outside else owner,
            membership=membership,
            by=actors["bridge"],
            at=at,
        )


def member(
    name: str,
    role: Role,
    organisation: Organisation,
    at: datetime,
    *,
    unit: Unit | None = None,
    email: str = "",
    password: str | None = None,
) -> Actor:
    """A user with one role. Without password nobody can sign in."""
    user = User.objects.create_user(email or f"{name.split()[0].lower()}@example.org", password)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        unit=unit,
        role=role,
        name=name,
        phone="12 34 56 78",
        since=at.date(),
        secrecy_signed_on=at.date() if role is Role.VOLUNTEER else None,
    )
    return actor_for(membership=membership)


# What an invitation says to the one who reads it; the recipe's summary speaks to the staff.
_PAIR = {
    "da": "En frivillig kommer forbi til kaffe, en gåtur eller et spil kort. I bestemmer sammen.",
    "en": "A volunteer comes by for coffee, a walk or a game of cards. You decide together.",
}
_GROUP = {
    "da": "Vi mødes hver uge, laver noget sammen og drikker kaffe. Nye er velkomne.",
    "en": "We meet every week, do something together and have coffee. New people are welcome.",
}


def offer_of(recipe: Recipe, receiver: Organisation, by: Actor, at: datetime, **facts: Any) -> Offer:
    """The recipe's activity as an offer of the receiver."""
    activity = recipe.activities[0]
    described = {
        "name": f"{activity.title.da}, {receiver.name}",
        "kind": "one_to_one" if activity.kind == "pair" else "group",
        "description": _PAIR if activity.kind == "pair" else _GROUP,
        "price_dkk": 0,
        "interests": ["snak"],
        "area": "Eksempelkøbing",
    }
    return offers.publish(organisation=receiver, by=by, at=at, **{**described, **facts})


def room_in_a_group(stage: Stage, *, at: datetime) -> Group:
    """A group with a free place; a new one when all are full (men's groups take 8 to 15, pairs stand together)."""
    activity = stage.recipe.activities[0]
    size = activity.size if activity.kind != "pair" and activity.size else (1, stage.pairs_together)
    members = Member.objects.filter(group__in=stage.groups, until__isnull=True)
    taken = dict(members.values_list("group_id").annotate(count=Count("id")).order_by())
    for group in reversed(stage.groups):
        if taken.get(group.id, 0) < group.size_max:
            return group
    group = groups.start(
        organisation=stage.receiver,
        name=f"{stage.offer.name.partition(', ')[0]}, hold {len(stage.groups) + 1}",
        size_min=size[0],
        size_max=size[1],
        programme=stage.programme,
        offer=stage.offer,
        place=stage.meets_at,
        weekday=3,
        by=stage.system,
        at=at,
    )
    stage.groups.append(group)
    return group


def _organisation(name: str, kind: str) -> Organisation:
    return Organisation.objects.create(
        name=name, kind=kind, email="post@example.org", phone="12 34 56 78", contact_name="Bent Birk"
    )
