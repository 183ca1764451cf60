"""Reading what is out in the world."""

from __future__ import annotations

from uuid import UUID

from brobygger.communities.offers.models import Offer
from brobygger.communities.reach.models import Hanging, Material, Story
from brobygger.foundation.kernel.context import as_anybody
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor


def current(actor: Actor, *, most: int = 200) -> list[Material]:
    """The texts in use, with their offers, by name. One query."""
    return list(Material.objects.filter(replaced_on__isnull=True).select_related("offer").order_by("name", "id")[:most])


def get(actor: Actor, material_id: UUID) -> Material:
    """One version with its offer. Raises NotVisible."""
    found = Material.objects.select_related("offer").filter(id=material_id).first()
    if found is None:
        raise NotVisible("material")
    return found


def versions(actor: Actor, material: Material, *, most: int = 20) -> list[Material]:
    """Every version of a text, the newest first. One query."""
    return list(Material.objects.filter(series=material.series).order_by("-version")[:most])


def hanging_now(actor: Actor, *, series: UUID | None = None, most: int = 500) -> list[Hanging]:
    """What hangs, with its version and offer, by place. One query."""
    found = Hanging.objects.filter(taken_down_on__isnull=True).select_related("material", "material__offer")
    if series is not None:
        found = found.filter(material__series=series)
    return list(found.order_by("place", "put_up_on")[:most])


def codes(actor: Actor) -> dict[str, str]:
    """The name of the text that last hung under each code, also where it has been taken down. One query."""
    rows = Hanging.objects.exclude(code="").order_by("put_up_on").values_list("code", "material__name", "place")
    return {code: f"{name}, {place}" for code, name, place in rows}


def stories(actor: Actor, offer: Offer, *, most: int = 50) -> list[Story]:
    """Every story of an offer, those that were taken back too (without words), newest first. One query."""
    return list(Story.objects.filter(offer=offer).order_by("-consent_on", "-id")[:most])


def story(actor: Actor, offer: Offer, story_id: UUID) -> Story:
    """One story of an offer. Raises NotVisible."""
    found = Story.objects.select_related("offer").filter(offer=offer, id=story_id).first()
    if found is None:
        raise NotVisible("story")
    return found


def told_to_anybody(offer_id: UUID, *, most: int = 3) -> list[tuple[str, str]]:
    """(words, who tells) of an offer's stories, the newest first, read as the database's public role."""
    with as_anybody():
        found = Story.objects.filter(offer_id=offer_id, published=True).order_by("-consent_on", "-id")
        return list(found.values_list("words", "told_by")[:most])
