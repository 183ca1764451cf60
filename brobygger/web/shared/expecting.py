"""What one says yes to, said beforehand: how many times, how long, and whether the group goes on by itself (R105)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_THEN = {
    "self_run": gettext_lazy("Derefter kører gruppen selv videre, med en tovholder blandt deltagerne."),
    "association": gettext_lazy("Derefter går man videre i foreningen."),
    "ends": gettext_lazy("Derefter slutter forløbet."),
}


def expectation(recipe: Any, *, pair: bool = False) -> list[str]:
    """Sentences to say aloud; empty when the recipe tells nothing of it. `pair`: of two who meet, not of a group."""
    kinds = ("pair", "companionship") if pair else ("group", "meal", "cafe", "outing", "training", "course")
    activity = next((one for one in recipe.activities if one.kind in kinds), None)
    if activity is None:
        return []
    said = []
    if activity.sessions:
        said += [text for text in (_times(activity.sessions), _length(activity.sessions)) if text]
    if activity.then in _THEN:
        said.append(str(_THEN[activity.then]))
    return said


def _times(sessions: Any) -> str:
    count = sessions.facilitated or sessions.count
    often = _often(sessions.every_days)
    if count:
        times = ngettext("Der er %s gang med en, der leder det", "Der er %s gange med en, der leder det", count) % count
        return f"{times}, {often}." if often else f"{times}."
    return _("Man mødes %s.") % often if often else ""


def _often(days: int | None) -> str:
    if not days:
        return ""
    if days % 7 == 0:
        return ngettext("hver uge", "hver %s. uge", days // 7) % (() if days == 7 else days // 7)
    return ngettext("hver dag", "hver %s. dag", days) % (() if days == 1 else days)


def _length(sessions: Any) -> str:
    if not sessions.minutes:
        return ""
    length = ngettext("Hver gang varer %s minut.", "Hver gang varer %s minutter.", sessions.minutes)
    return str(length % sessions.minutes)
