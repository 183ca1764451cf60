"""The folder of tools in each staff room: where it stands, when it was put right last, and what is new since (R237)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Taken
from brobygger.programmes.running.models import Programme
from brobygger.programmes.training.models import ToolFolder
from brobygger.registry.access.actor import Actor

MOST = 300  # folders of an effort on one page


@dataclass(frozen=True)
class Tool:
    """Something that lies in the folder. href: where it is read or printed; changed_on: None for what never ages."""

    title: str
    href: str
    changed_on: date | None


@dataclass(frozen=True)
class Standing:
    """A folder and what in it is older than what is used now."""

    one: ToolFolder
    old: tuple[str, ...]


def put_out(*, programme: Programme, place: str, filled_on: date, by: Actor, at: datetime) -> ToolFolder:
    """A folder stands somewhere from a day. Raises Taken when one stands there already."""
    try:
        with transaction.atomic():
            return ToolFolder.objects.create(
                programme=programme, place=" ".join(place.split()), filled_on=filled_on, filled_by_name=by.name
            )
    except IntegrityError as error:
        raise Taken(_("Der står allerede en mappe det sted."), field="place") from error


def filled(*, folder: ToolFolder, by: Actor, at: datetime) -> None:
    """What was old has been taken out and the new put in, today."""
    ToolFolder.objects.filter(id=folder.id).update(filled_on=local_date(at), filled_by_name=by.name)


def take_in(*, folder: ToolFolder, by: Actor, at: datetime) -> None:
    """The folder stands there no more. Twice is once."""
    ToolFolder.objects.filter(id=folder.id).delete()


def folder(actor: Actor, folder_id: UUID) -> ToolFolder:
    """One with its programme. Raises NotVisible."""
    found = ToolFolder.objects.select_related("programme").filter(id=folder_id).first()
    if found is None:
        raise NotVisible("folder")
    return found


def of_programme(actor: Actor, programme: Programme, tools: Iterable[Tool]) -> list[Standing]:
    """Where the effort's folders stand, those with something old first, then by place. One query.

    What came on the very day a folder was filled is in it.
    """
    dated = [(one.title, one.changed_on) for one in tools if one.changed_on]
    rows = ToolFolder.objects.filter(programme=programme).order_by("place")[:MOST]
    found = [Standing(one, tuple(title for title, changed_on in dated if changed_on > one.filled_on)) for one in rows]
    return sorted(found, key=lambda standing: not standing.old)
