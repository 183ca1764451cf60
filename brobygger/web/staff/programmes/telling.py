"""What a programme's bridge says in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.insight.evaluation.rules import Highlights, StepCount
from brobygger.web.shared import words


def three_sentences(told: Highlights) -> list[str]:
    """What goes well, where most are lost, where most wait. Fewer when the bridge says less."""
    return [sentence for sentence in (_going_well(told.best), _most_lost(told), _most_wait(told.waiting)) if sentence]


def in_short(counts: tuple[StepCount, ...]) -> str:
    """A programme in a line: "120 fundet, 48 sagde ja, 40 er begyndt"."""
    passed = {each.step: each.passed for each in counts}
    if not counts or not counts[0].entered:
        return _("Ingen er fundet endnu.")
    parts = [ngettext("%(n)s fundet", "%(n)s fundet", counts[0].entered) % {"n": counts[0].entered}]
    for step, sentence in (("consented", _("%(n)s sagde ja")), ("first_time", _("%(n)s er begyndt"))):
        if step in passed:
            parts.append(sentence % {"n": passed[step]})
    return ", ".join(parts) + "."


def _going_well(best: StepCount | None) -> str:
    if best is None:
        return ""
    values = {"passed": best.passed, "entered": best.entered, "step": words.step(best.step)}
    return _("Det går bedst ved »%(step)s«: %(passed)s af %(entered)s kom videre.") % values


def _most_lost(told: Highlights) -> str:
    if told.worst is None:
        return ""
    reason = told.worst_reason
    values = {
        "n": sum(told.worst.lost.values()),
        "step": words.step(told.worst.step),
        "reason": words.reason(reason).lower(),
        "of": told.worst.lost[reason],
    }
    return _("Flest stopper ved »%(step)s«: %(n)s. For %(of)s er grunden »%(reason)s«.") % values


def _most_wait(waiting: StepCount | None) -> str:
    if waiting is None:
        return ""
    values = {"n": waiting.waiting, "step": words.step(waiting.step)}
    return _("Flest venter ved »%(step)s«: %(n)s.") % values


def erased(standing: Mapping[tuple[str, str, str], int]) -> list[tuple[str, int]]:
    """Where the episodes stood that have been erased, in words, most first: what the bridge no longer counts."""
    told: Counter[str] = Counter()
    for (kind, step, reason), number in standing.items():
        if kind == "lost":
            told[_("%(why)s (før «%(step)s»)") % {"step": words.step(step), "why": words.reason(reason)}] += number
        else:
            told[_("kom til «%(step)s»") % {"step": words.step(step)}] += number
    return told.most_common()
