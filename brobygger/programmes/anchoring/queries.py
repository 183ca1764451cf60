"""Reading how efforts live on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from brobygger.foundation.kernel import several
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.programmes.anchoring import rules
from brobygger.programmes.anchoring.models import AnchoringPlan, HostOption, Milestone, ShareStep, TakesOver
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

Row = TypeVar("Row", bound=Model)


def plan(actor: Actor, programme: Programme) -> AnchoringPlan | None:
    """The programme's plan; None until somebody has begun one. One query."""
    return AnchoringPlan.objects.filter(programme=programme).select_related("owner", "holder").first()


def milestones(actor: Actor, programme: Programme) -> list[Milestone]:
    """Milestones by phase and day. One query."""
    rows = Milestone.objects.filter(programme=programme).select_related("owner").order_by("due_on", "id")
    return sorted(rows, key=lambda row: rules.PHASES.index(row.phase))


def milestone(actor: Actor, milestone_id: UUID) -> Milestone:
    """One milestone with its programme. Raises NotVisible."""
    return _one(Milestone.objects.select_related("programme"), milestone_id)


def functions(actor: Actor, programme: Programme) -> list[TakesOver]:
    """What must go on and who takes it over. One query."""
    return list(TakesOver.objects.filter(programme=programme).order_by("id"))


def function(actor: Actor, takes_over_id: UUID) -> TakesOver:
    """One function with its programme. Raises NotVisible."""
    return _one(TakesOver.objects.select_related("programme"), takes_over_id)


def host_options(actor: Actor, programme: Programme) -> list[HostOption]:
    """Associations that could take the effort on. One query."""
    return list(HostOption.objects.filter(programme=programme).order_by("name", "id"))


def host_option(actor: Actor, host_option_id: UUID) -> HostOption:
    """One of them with its programme. Raises NotVisible."""
    return _one(HostOption.objects.select_related("programme"), host_option_id)


def shares(actor: Actor, programme: Programme) -> list[ShareStep]:
    """The municipality's share, step by step. One query."""
    return list(ShareStep.objects.filter(programme=programme).order_by("from_on"))


def anchors(actor: Actor, programmes: Sequence[Programme]) -> dict[UUID, rules.Anchor]:
    """How each of several programmes lives on, as the rules read it. One query, however many."""
    asked = several.rows(_ANCHORS, {"programmes": several.array(programme.id for programme in programmes)})
    found = {programme_id: _anchor(*facts) for programme_id, *facts in asked}
    return {
        one.id: replace(found[one.id], ends_on=found[one.id].ends_on or one.ends_on) if one.id in found
        else rules.Anchor(ends_on=one.ends_on)
        for one in programmes
    }  # fmt: skip


_ANCHORS = """
    select asked.id, plan.model, plan.settled, plan.owner_id is not null, plan.ends_on,
           (select json_agg(json_build_array(what, "by", pays, agreed_on) order by id)
            from anchoring_takes_over where programme_id = asked.id),
           (select json_agg(json_build_array(text, due_on, done_on) order by due_on, id)
            from anchoring_milestone where programme_id = asked.id)
    from unnest(%(programmes)s::uuid[]) as asked(id) left join anchoring_plan plan on plan.programme_id = asked.id
"""


def _anchor(
    model: str | None, settled: bool | None, has_owner: bool, ends_on: date | None,
    taken: list[list[Any]] | None, aims: list[list[Any]] | None,
) -> rules.Anchor:  # fmt: skip
    return rules.Anchor(
        model=model,
        settled=bool(settled),
        has_owner=has_owner,
        ends_on=ends_on,
        functions=tuple(rules.Function(what, by, pays, _day(agreed)) for what, by, pays, agreed in taken or ()),
        milestones=tuple(rules.Aim(text, _day(due), _day(done)) for text, due, done in aims or ()),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def owned_by(actor: Actor, membership_id: UUID) -> list[tuple[str, str, str]]:
    """Plans and open milestones one person owns: kind, programme, title. Two queries."""
    plans = AnchoringPlan.objects.filter(owner_id=membership_id).values_list("programme__name")
    aims = Milestone.objects.filter(owner_id=membership_id, done_on__isnull=True)
    return [
        *(("plan", name, name) for (name,) in plans),
        *(("milestone", name, text) for name, text in aims.values_list("programme__name", "text")),
    ]


def taken_up(actor: Actor, programme: Programme) -> set[str]:
    """The parts of the recipe's anchoring that have become rows. One query."""
    rows = [
        model._default_manager.filter(programme=programme).exclude(recipe_part="").values_list("recipe_part")
        for model in (Milestone, TakesOver)
    ]
    return {part for (part,) in rows[0].union(rows[1])}


def _one(rows: QuerySet[Row], wanted: UUID) -> Row:
    found = rows.filter(id=wanted).first()
    if found is None:
        raise NotVisible("anchoring")
    return found
