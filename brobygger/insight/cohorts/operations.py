"""Freezing a cohort: the rows are kept, the numbers are told once, and neither is ever changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.cohorts import queries, rules
from brobygger.insight.cohorts.models import Cohort, CohortRow
from brobygger.insight.cohorts.rules import Began, Chosen, Definition
from brobygger.insight.disclosure import rules as disclosure
from brobygger.insight.disclosure.release_rules import apart, enough_moved
from brobygger.insight.disclosure.rules import THRESHOLD
from brobygger.insight.evaluation import published_outcome_rules as outcomes
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation.telling_rules import Told
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

Sets = list[frozenset[Any]]
# What is told of an outcome, and so what is kept of it.
SHOWN = ("outcome", "people", "mean_before", "mean_after", "mean_change", "change")


@transaction.atomic
def freeze(*, programme: Programme, name: str, definition: Definition, by: Actor, at: datetime) -> Cohort:
    """Keep who fits the definition today, with their scores. Raises Refusal where that would tell of one to four."""
    Programme.objects.select_for_update().get(id=programme.id)
    today = local_date(at)
    _in_order(definition, at)
    people = queries.began(by, programme, today=today)
    chosen = rules.choose(people, definition)
    earlier = list(queries.cohorts(by, programme))
    if len(earlier) >= rules.MOST_COHORTS:
        raise Refusal(_("Indsatsen har så mange kohorter, som der kan skilles ad. Brug en af dem."))
    if len(chosen.counted) < THRESHOLD:
        raise Refusal(_("Færre end %(n)s passer på det. Vælg flere dage, eller vent.") % {"n": THRESHOLD})
    _number, told_before = evaluation.told(programme)
    told = _told(people, chosen, queries.sets_of(earlier), told_before)
    made = Cohort.objects.create(
        programme=programme, number=len(earlier) + 1, name=" ".join(name.split()), began_from=definition.began_from,
        began_until=definition.began_until, leave_out=list(definition.leave_out), frozen_at=at,
        frozen_by_id=by.user_id, told=told,
    )  # fmt: skip
    counted = {one.person for one in chosen.counted}
    CohortRow.objects.bulk_create(
        [
            CohortRow(
                cohort=made, person_id=one.person, began_on=one.day, six_months=one.six_months,
                why_not=chosen.left_out.get(one.person, ""), taken=rules.kept_rows(one.taken),
            )
            for one in people
            if one.person in counted or one.person in chosen.left_out
        ],
        batch_size=1000,
    )  # fmt: skip
    return made


def _in_order(definition: Definition, at: datetime) -> None:
    if definition.began_until > local_date(at):
        raise Refusal(_("Dagen er ikke kommet endnu. Vælg i dag eller før."), field="began_until")
    if definition.began_from and definition.began_from > definition.began_until:
        raise Refusal(_("Den sidste dag ligger før den første."), field="began_until")


def _told(people: Sequence[Began], chosen: Chosen, earlier: Sequence[Any], before: Told | None) -> dict[str, Any]:
    """The numbers as they stand for ever. Raises Refusal where the persons of two cohorts differ by one to four."""
    everybody = frozenset(one.person for one in people)
    counted = frozenset(one.person for one in chosen.counted)
    stayed = [one for one in chosen.counted if one.six_months]
    sets: Sets = [persons for persons, _stayed, _rows in earlier]
    if not rules.may_stand_together(everybody, [*sets, counted]) or not _apart(len(counted), before):
        raise Refusal(
            _("Forskellen til en anden kohorte, eller til rapporten, ville handle om færre end %(n)s borgere. Vælg "
              "andre dage, eller lad være med at udelade nogen.") % {"n": THRESHOLD}
        )  # fmt: skip
    sets += [counted, *(six for _persons, six, _rows in earlier)]
    six = frozenset(one.person for one in stayed)
    split = rules.may_stand_together(everybody, [*sets, six])
    sets += [six] if split else []
    groups = {"everybody": chosen.counted, **({"six_months": stayed} if split and len(stayed) >= THRESHOLD else {})}
    twice = [rules.measured_twice(each) for each in (people, *(rows for _persons, _six, rows in earlier))]
    reasons = Counter(chosen.left_out.values())
    table = disclosure.one_way({reason: reasons[reason] for reason in rules.REASONS if reason in reasons})
    return {
        "counted": len(counted),
        "left_out": len(chosen.left_out),
        "reasons": dict(table.shown),
        "six_months": len(stayed) if split else None,
        "changes": {key: _changes(group, everybody, sets, twice, before) for key, group in groups.items()},
    }


def _apart(counted: int, before: Told | None) -> bool:
    """Whether how many are counted is not one to four away from how many a report told had begun."""
    return before is None or apart(before.notebook.get("started", {}).get("started"), counted)


def _changes(
    group: Sequence[Began], everybody: Collection[Any], sets: Sets,
    twice: Sequence[Mapping[str, frozenset[Any]]], before: Told | None,
) -> list[dict[str, Any] | None]:  # fmt: skip
    """Each outcome of one group; None where its numbers, held against others, could tell of one to four."""
    told: list[dict[str, Any] | None] = []
    for change in rules.changes_of(group):
        outcome = change.yardstick.outcome
        measured = [each.get(outcome, frozenset()) for each in twice]
        cells = {f"{first} {last}": n for (first, last), n in change.pairs.items()}
        basis = before.basis.get(f"change:{outcome}", cells) if before else cells
        safe = rules.may_stand_together(everybody, [*sets, *measured]) and enough_moved(basis, cells)
        numbers = asdict(outcomes.change(change)) if safe else None
        told.append({name: numbers[name] for name in SHOWN} if numbers else None)
    return told
