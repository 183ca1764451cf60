"""What each needs for getting about, for the host of a session: aid, sight, hearing, and help in and out of the car."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.pathway.rides import queries as rides
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields
from brobygger.registry.people.queries import PersonView

_AIDS = {"walker": gettext_lazy("bruger rollator"), "wheelchair": gettext_lazy("bruger kørestol"),
         "stick": gettext_lazy("bruger stok")}  # fmt: skip
_HEARING = {"reduced": gettext_lazy("hører dårligt"), "none": gettext_lazy("hører ikke")}
_SIGHT = {"reduced": gettext_lazy("ser dårligt"), "none": gettext_lazy("ser ikke")}
SHORT_M = 200


def told(actor: Actor, session: Any, seen: Mapping[UUID, PersonView]) -> list[tuple[str, str]]:
    """(name, what) of those with something to know, by name. Only what the reader may see of each; two queries."""
    ride = rides.ride_to(actor, session.id)
    help_in = {one.person_id: one.help_needed for one in rides.passengers(actor, ride)} if ride else {}
    found = [
        (str(view.name), text) for person_id, view in seen.items() if (text := _needs(view, help_in.get(person_id, "")))
    ]
    return sorted(found)


def _needs(view: PersonView, help_in: str) -> str:
    parts = []
    if view.sees(Fields.WALKING):
        parts.append(str(_AIDS.get(view.walking_aid or "", "")))
        if view.walks_m is not None and view.walks_m < SHORT_M:
            parts.append(_("går højst %s meter uden hvil") % view.walks_m)
        parts.append(help_in and _("ind og ud af bilen: %s") % help_in)
    if view.sees(Fields.SENSES):
        parts += [str(_HEARING.get(view.hearing or "", "")), str(_SIGHT.get(view.sight or "", ""))]
    return ", ".join(part for part in parts if part)
