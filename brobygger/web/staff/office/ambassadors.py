"""Who are ambassadors in each unit, who stands in for them, and what they have learnt (R228)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import queries
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.roles import Role
from brobygger.registry.away import operations as away_operations
from brobygger.registry.away import queries as away
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.training_forms import DeputyForm

MOST = 300


@dataclass(frozen=True)
class Ambassador:
    """One of a unit: name, since when, the deputy's name ("": none), courses with their last day."""

    membership_id: UUID
    name: str
    since: date
    deputy: str
    learnt: dict[str, date]


@guarded(Action.SEE_OFFICE)
def ambassadors(request: Request, programme_id: UUID) -> HttpResponse:
    """Every unit that takes part with its ambassadors; what is missing is marked."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    units = list(running.units(actor, programme)[:MOST])
    found = _of_units(actor, units)
    lacks = (
        sum(not one for one in found.values()),
        sum(not one.deputy or not one.learnt for several in found.values() for one in several),
    )
    return page(
        request, "staff/office/ambassadors.jinja", programme=programme, units=[(one, found[one.id]) for one in units],
        without=lacks[0], not_whole=lacks[1], may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


def _of_units(actor: Actor, units: list[Any]) -> dict[UUID, list[Ambassador]]:
    on = local_date(now())
    held = access.members_of(actor, on=on).filter(role=Role.AMBASSADOR, unit_id__in=[one.id for one in units])
    members = list(held[:MOST])
    ids = [one.id for one in members]
    deputies, learnt = away.deputies(actor, ids, on=on), queries.learnt(actor, ids)
    found: dict[UUID, list[Ambassador]] = {one.id: [] for one in units}
    for one in members:
        deputy = deputies.get(one.id)
        assert one.unit_id is not None  # asked for by unit
        found[one.unit_id].append(
            Ambassador(one.id, one.name, one.since, deputy.name if deputy else "", learnt.get(one.id, {}))
        )
    return found


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def deputy(request: Request, programme_id: UUID, membership_id: UUID) -> HttpResponse:
    """Who stands in for one of them: somebody who answers tips, of the same unit or of none (the bridge-builders)."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    one = access.get_membership(actor, membership_id)
    if one.unit is None:
        raise NotVisible("membership")
    on = local_date(now())
    near = access.who_may(actor, Action.HANDLE_TIP, unit_id=one.unit.id, on=on).exclude(id=one.id)
    known = away.deputies(actor, [one.id], on=on).get(one.id)
    form = DeputyForm(
        request.POST or None, initial={"deputy": str(known.id) if known else ""},
        colleagues=[(str(other.id), other.name) for other in near[:MOST]],
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        chosen = access.get_membership(actor, UUID(given["deputy"])) if given["deputy"] else None
        away_operations.name_deputy(membership=one, deputy=chosen, by=actor, at=now())
        if chosen is None:
            return _("%(name)s har ingen stedfortræder nu.") % {"name": one.name}
        return _("%(deputy)s er stedfortræder for %(name)s.") % {"deputy": chosen.name, "name": one.name}

    return form_page(
        request, form=form, title=_("Stedfortræder for %(name)s") % {"name": one.name}, submit=_("Gem"), save=save,
        back=(_("Ambassadører"), reverse("ambassadors", args=[programme.id])),
    )  # fmt: skip
