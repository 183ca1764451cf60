"""A leader leaves: what he or she owns in every effort, and passing all of it on in one go (R320)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup import queries as tasks
from brobygger.programmes.anchoring import operations as anchoring
from brobygger.programmes.anchoring import queries as anchoring_queries
from brobygger.programmes.governance import leavers
from brobygger.programmes.governance import queries as governing
from brobygger.programmes.governance.queries import Owned
from brobygger.programmes.training import operations as training
from brobygger.programmes.training import queries as training_queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership


def owned(actor: Actor, leaver: Membership, at: datetime) -> list[Owned]:
    """Everything somebody owns: roles, seats, decisions, duties, agreements, risks, and how many open tasks."""
    found = governing.owned_by(actor, leaver.id, on=local_date(at))
    found += [Owned(kind, name, title) for kind, name, title in anchoring_queries.owned_by(actor, leaver.id)]
    found += [Owned("course", name, title) for name, title in training_queries.owned_by(actor, leaver.id)]
    number = tasks.count_open_of(actor, leaver.user_id)
    return [*found, Owned("task", "", str(number))] if number else found


@transaction.atomic
def pass_on(*, leaver: Membership, successor: Membership, by: Actor, at: datetime) -> int:
    """Give everything a leader owns to a successor. Returns how many things.

    Tasks about persons go along only to somebody with the same role, who may see as much. Raises Refusal when there
    is nothing to pass on, or when the successor has left too.
    """
    if successor.until is not None and successor.until < local_date(at):
        raise Refusal(_("Den, du har valgt, er her ikke længere."), field="successor")
    moved = leavers.pass_on(leaver=leaver, successor=successor, by=by, at=at)
    moved += anchoring.pass_on(leaver=leaver, successor=successor, by=by, at=at)
    moved += training.pass_on(leaver=leaver, successor=successor, by=by, at=at)
    if leaver.role == successor.role and leaver.organisation_id == successor.organisation_id:
        moved += followup.pass_on(leaver_id=leaver.user_id, successor_id=successor.user_id)
    if not moved:
        raise Refusal(_("Der er ikke noget at give videre."), field="successor")
    return moved
