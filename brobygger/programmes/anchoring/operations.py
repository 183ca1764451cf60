"""Planning how an effort lives on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.anchoring import rules
from brobygger.programmes.anchoring.models import AnchoringPlan, HostOption, Milestone, ShareStep, TakesOver
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.organisations.models import Organisation


@transaction.atomic
def choose(*, programme: Programme, model: str, settled: bool, by: Actor, at: datetime,
           owner: Membership | None = None, ends_on: date | None = None, why: str = "") -> AnchoringPlan:  # fmt: skip
    """Choose how the effort lives on, or change the choice. Raises Refusal when "undecided" is called settled."""
    if settled and model == "undecided":
        raise Refusal(_("Vælg først, hvordan indsatsen skal leve videre."), field="model")
    values = {"model": model, "settled": settled, "owner": owner, "ends_on": ends_on, "why": why}
    plan, _created = AnchoringPlan.objects.update_or_create(programme=programme, defaults=values)
    return plan


@transaction.atomic
def name_holder(*, programme: Programme, holder: Organisation, by: Actor, at: datetime) -> AnchoringPlan:
    """Say which organisation takes people over; another one is asked about anew, from today.

    Raises Refusal before there is a plan.
    """
    plan = AnchoringPlan.objects.filter(programme=programme).first()
    if plan is None:
        raise Refusal(_("Begynd planen for, hvordan indsatsen lever videre, først."))
    if plan.holder_id != holder.id:
        plan.holder, plan.holder_since = holder, local_date(at)
        plan.save(update_fields=["holder", "holder_since"])
    return plan


def aim(*, programme: Programme, phase: str, text: str, by: Actor, at: datetime, due_on: date | None = None,
        owner: Membership | None = None, recipe_part: str = "") -> Milestone:  # fmt: skip
    """Set a milestone."""
    return Milestone.objects.create(
        programme=programme, phase=phase, text=text, due_on=due_on, owner=owner, recipe_part=recipe_part
    )


def reach(*, milestone: Milestone, by: Actor, at: datetime) -> Milestone:
    """A milestone is reached today. Repeating it changes nothing."""
    Milestone.objects.filter(id=milestone.id, done_on__isnull=True).update(done_on=local_date(at))
    return milestone


def go_on(*, programme: Programme, what: str, by: Actor, at: datetime, taken_by: str = "", pays: str = "",
          agreed_on: date | None = None, from_on: date | None = None, recipe_part: str = "") -> TakesOver:  # fmt: skip
    """Write a function that must go on. Raises Refusal for an agreement that nobody has made, or on a day ahead."""
    _agreed(taken_by, agreed_on, local_date(at))
    return TakesOver.objects.create(
        programme=programme, what=what, by=taken_by, pays=pays, agreed_on=agreed_on, from_on=from_on,
        recipe_part=recipe_part,
    )  # fmt: skip


def change_function(*, function: TakesOver, what: str, taken_by: str, pays: str, agreed_on: date | None,
                    from_on: date | None, by: Actor, at: datetime) -> TakesOver:  # fmt: skip
    """Change who takes a function over and who pays. Raises Refusal as `go_on`."""
    _agreed(taken_by, agreed_on, local_date(at))
    values: dict[str, Any] = {"what": what, "by": taken_by, "pays": pays, "agreed_on": agreed_on, "from_on": from_on}
    TakesOver.objects.filter(id=function.id).update(**values)
    return function


def ask_host(*, programme: Programme, name: str, by: Actor, at: datetime, asked_on: date | None = None,
             answer: str = "", note: str = "") -> HostOption:  # fmt: skip
    """Put an association on the list of those that could take the effort on."""
    return HostOption.objects.create(programme=programme, name=name, asked_on=asked_on, answer=answer, note=note)


def answer_host(*, option: HostOption, by: Actor, at: datetime, **facts: Any) -> HostOption:
    """Write what an association said: name, asked_on, answer, note."""
    HostOption.objects.filter(id=option.id).update(**facts)
    return option


@transaction.atomic
def share(*, programme: Programme, from_on: date, percent: int, by: Actor, at: datetime) -> ShareStep:
    """From a day on the municipality carries so many per cent; the same day again replaces it.

    Raises Refusal for a step that makes the share rise: it falls step by step.
    """
    others = ShareStep.objects.filter(programme=programme).exclude(from_on=from_on)
    if not rules.shares_fall([*others.values_list("from_on", "percent"), (from_on, percent)]):
        raise Refusal(_("Kommunens andel kan ikke stige fra et trin til det næste."), field="percent")
    step, _created = ShareStep.objects.update_or_create(
        programme=programme, from_on=from_on, defaults={"percent": percent}
    )
    return step


@transaction.atomic
def pass_on(*, leaver: Membership, successor: Membership, by: Actor, at: datetime) -> int:
    """Give plans and open milestones to a successor. How many."""
    moved = AnchoringPlan.objects.filter(owner=leaver).update(owner=successor)
    return moved + Milestone.objects.filter(owner=leaver, done_on__isnull=True).update(owner=successor)


def _agreed(taken_by: str, agreed_on: date | None, today: date) -> None:
    if agreed_on is not None and not taken_by.strip():
        raise Refusal(_("Skriv, hvem der har sagt ja."), field="taken_by")
    if agreed_on is not None and agreed_on > today:
        raise Refusal(_("Aftalen kan ikke være lavet en dag, der ikke er kommet."), field="agreed_on")
