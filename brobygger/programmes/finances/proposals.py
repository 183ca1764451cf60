"""Budget proposals as they were laid before a committee, and what it decided on each (R337)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.programmes.finances import rules
from brobygger.programmes.finances.models import Proposal
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor


@transaction.atomic
def keep(*, programme: Programme, option: str, yearly_dkk: int, first_year: int, years: int, by: Actor, at: datetime,
         annex: str = "") -> Proposal:  # fmt: skip
    """Keep an option as it is laid before the committee: whole kroner a year. Raises Taken for a name in use."""
    proposal = Proposal(
        programme=programme, option=option, yearly_dkk=yearly_dkk, first_year=first_year, years=years, annex=annex,
        made_at=at, made_by_name=by.name,
    )  # fmt: skip
    return _saved(proposal)


@transaction.atomic
def change(*, proposal: Proposal, option: str, yearly_dkk: int, first_year: int, years: int, annex: str, by: Actor,
           at: datetime) -> Proposal:  # fmt: skip
    """A slip of the hand, mended before the committee decides. Raises Taken for a name in use, and when it has."""
    open_one = _undecided(proposal)
    open_one.option, open_one.yearly_dkk, open_one.annex = option, yearly_dkk, annex
    open_one.first_year, open_one.years = first_year, years
    return _saved(open_one)


@transaction.atomic
def erase(*, proposal: Proposal, by: Actor, at: datetime) -> None:
    """It was kept by mistake; history keeps it. Raises Taken when the committee has decided."""
    Proposal.objects.filter(id=_undecided(proposal).id).delete()


def _undecided(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update().filter(id=proposal.id).first()
    if locked is None or locked.outcome:
        raise Taken(_("Forslaget er besluttet eller slettet."))
    return locked


def _saved(proposal: Proposal) -> Proposal:
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise Taken(_("Indsatsen har allerede et forslag med det navn."), field="option") from error
    return proposal


@transaction.atomic
def decide(*, proposal: Proposal, outcome: str, decided_dkk: int | None, decided_on: date, committee: str, remark: str,
           by: Actor, at: datetime) -> Proposal:  # fmt: skip
    """What the committee decided; written again, it corrects (history keeps what stood).

    Raises Refusal for a day ahead, an outcome that is none, and another amount that is not said.
    """
    if outcome not in rules.OUTCOMES:
        raise Refusal(_("Vælg på listen."), field="outcome")
    if decided_on > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu."), field="decided_on")
    if outcome == "other" and not decided_dkk:
        raise Refusal(_("Skriv det beløb, der blev besluttet."), field="decided_dkk")
    amounts = {"adopted": proposal.yearly_dkk, "other": decided_dkk, "rejected": 0, "later": None}
    proposal.outcome, proposal.decided_dkk, proposal.decided_on = outcome, amounts[outcome], decided_on
    proposal.committee, proposal.remark, proposal.decision_written_by = committee, remark, by.name
    proposal.save(
        update_fields=["outcome", "decided_dkk", "decided_on", "committee", "remark", "decision_written_by"]
    )  # fmt: skip
    return proposal


def proposals(actor: Actor, programme: Programme) -> list[Proposal]:
    """What has been laid before a committee, the newest first. One query."""
    return list(Proposal.objects.filter(programme=programme).order_by("-made_at", "-id")[:50])


def one(actor: Actor, proposal_id: UUID) -> Proposal:
    """One of them with its programme. Raises NotVisible."""
    found = Proposal.objects.select_related("programme").filter(id=proposal_id).first()
    if found is None:
        raise NotVisible("proposal")
    return found
