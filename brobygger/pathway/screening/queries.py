"""Reading screenings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.foundation.kernel.several import array, rows
from brobygger.pathway.screening.models import BroughtAnswers, OtherSide, Screening
from brobygger.registry.access.actor import Actor


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Screening]:
    """A person's screenings, newest first."""
    return Screening.objects.filter(person_id=person_id).order_by("-taken_at")


def get(actor: Actor, screening_id: UUID) -> Screening:
    """One screening with its episode. Raises NotVisible."""
    try:
        return Screening.objects.select_related("episode", "episode__programme", "episode__person").get(id=screening_id)
    except Screening.DoesNotExist:
        raise NotVisible("screening") from None


def other_side(actor: Actor, screening_id: UUID) -> OtherSide | None:
    """The same questions answered by the other; None while only one has answered. One query."""
    return OtherSide.objects.filter(screening_id=screening_id).first()


_COLOURS = """
select distinct on (episode_id) episode_id, colour from screening_screening
where episode_id = any(%(episodes)s::uuid[]) and colour <> '' order by episode_id, taken_at desc
"""


def colours(actor: Actor, episode_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The newest colour of each episode; episodes without a coloured screening are left out. One query."""
    return dict(rows(_COLOURS, {"episodes": array(episode_ids)}))


def newest(actor: Actor, episode_id: UUID) -> Screening | None:
    """The episode's latest screening; None before the first."""
    return Screening.objects.filter(episode_id=episode_id).order_by("-taken_at", "-recorded_at").first()


def newest_of_many(actor: Actor, episode_ids: Iterable[UUID]) -> dict[UUID, Screening]:
    """The latest screening of each of these episodes, by episode. One query."""
    found = Screening.objects.filter(episode_id__in=list(episode_ids))
    newest_first = found.order_by("episode_id", "-taken_at", "-recorded_at").distinct("episode_id")
    return {screening.episode_id: screening for screening in newest_first}


def brought_of_person(actor: Actor, person_id: UUID) -> list[BroughtAnswers]:
    """A person's answers from other systems, newest first. One query."""
    return list(BroughtAnswers.objects.filter(person_id=person_id).order_by("-taken_at")[:100])


def brought_before(actor: Actor, their_ids: Iterable[str], prints: Iterable[str]) -> dict[str, str]:
    """What has been brought before under these ids, or says this: its print by the other system's id. One query."""
    found = BroughtAnswers.objects.filter(Q(their_id__in=list(their_ids)) | Q(print_of_it__in=list(prints)))
    return dict(found.values_list("their_id", "print_of_it"))


def persons_by_their_key(actor: Actor, keys: Iterable[str]) -> dict[str, UUID]:
    """The persons that other systems' keys have named before. One query."""
    found = BroughtAnswers.objects.filter(their_key__in=set(keys) - {""}).order_by("brought_at")
    return dict(found.values_list("their_key", "person_id"))


def known_here(actor: Actor, screening_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these are screenings that were taken here. One query."""
    return set(Screening.objects.filter(id__in=list(screening_ids)).values_list("id", flat=True))
