"""The few assumptions the page asks for: what stands in the fields, and what somebody wrote in them.

Each has two fields: as it is today, and what if. An empty field is today's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.insight.simulation import words
from brobygger.insight.simulation.words import Assumption, Assumptions
from brobygger.registry.recipes.words import Words
from brobygger.web.shared.jinja import language, number

NOW, IF = "nu", "hvis"
MOST = {"volunteers": 2_000, "volunteers_a_week": 100}  # what a page can answer at once
KINDS = ("pair", "group", "meal", "other")
WEEKS = (26, 52, 104)


@dataclass(frozen=True)
class Question:
    """One assumption in the form. now, other: the text of its two fields; options: (code, words) for a choice."""

    key: str
    label: str
    unit: str
    source: str
    now: str
    other: str
    now_error: str
    other_error: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def now_id(self) -> str:
        return f"id_{NOW}_{self.key}"

    @property
    def other_id(self) -> str:
        return f"id_{IF}_{self.key}"


@dataclass(frozen=True)
class Asked:
    """The whole form, and the changes it asks for; `errors`: (id of the field, sentence)."""

    first: list[Question]
    more: list[Question]
    weeks: int
    now: dict[str, str]
    other: dict[str, str]
    errors: list[tuple[str, str]]

    @property
    def more_is_used(self) -> bool:
        """Whether one of the folded questions was answered, or answered wrongly: then they stand open."""
        return any(
            one.key in self.now or one.key in self.other or one.now_error or one.other_error for one in self.more
        )


def read(given: Mapping[str, str], assumed: Assumptions) -> Asked:
    """What was asked, beside the assumptions as they are."""
    now: dict[str, str] = {}
    other: dict[str, str] = {}
    first, more = keys(assumed)
    questions = {key: _question(assumed[key], given, now, other) for key in [*first, *more]}
    errors = [
        (id_, f"{question.label}: {error}")
        for question in questions.values()
        for id_, error in ((question.now_id, question.now_error), (question.other_id, question.other_error))
        if error
    ]
    weeks = given.get("uger", "")
    return Asked(
        first=[questions[key] for key in first],
        more=[questions[key] for key in more],
        weeks=int(weeks) if weeks in map(str, WEEKS) else 52,
        now=now,
        other=other,
        errors=errors,
    )


def keys(assumed: Assumptions) -> tuple[list[str], list[str]]:
    """The questions that stand open, and those that are folded, in the order of a person's way."""
    staff = [key for key in assumed if key.startswith("staff.")]
    busiest = max(
        (key for key in staff if key.endswith(".hours_per_week")), key=lambda key: _hours(assumed, key), default=""
    )
    role = busiest.rpartition(".")[0]
    meetings = [key for key in assumed if key.startswith("body.")]
    pairs = assumed["activity.kind"].value in words.PAIRS
    places = ["volunteers.at_start", "volunteers.new_per_week"] if pairs else ["places.groups", "places.group_size"]
    first = [
        "arrivals.per_week",
        "yes_rate",
        *([f"{role}.people", f"{role}.hours_per_week"] if role else []),
        *meetings,
    ]
    first += ["activity.kind", *places]
    others = ["volunteers.at_start", "volunteers.new_per_week", "volunteers.stay_weeks", "places.groups",
              "places.group_size", "sessions.every_days", "waiting.gives_up_after_days", "transport.share",
              "transport.seats", "cost.staff_hour"]  # fmt: skip
    rest = [key for key in staff if key not in first] + [key for key in others if key not in first]
    return first, rest


def _hours(assumed: Assumptions, key: str) -> float:
    role = key.rpartition(".")[0]
    return words.number(assumed, key) * words.number(assumed, f"{role}.people")


def _question(known: Assumption, given: Mapping[str, str], now: dict[str, str], other: dict[str, str]) -> Question:
    texts, errors = {}, {}
    for side, changes in ((NOW, now), (IF, other)):
        texts[side] = given.get(f"{side}.{known.key}", "").strip()[:40]
        errors[side] = ""
        if texts[side]:
            value, errors[side] = _read_one(known, texts[side])
            if not errors[side] and not (side == NOW and value == _plain(known)):
                changes[known.key] = value
    unit = words.UNITS[known.unit][0]
    return Question(
        key=known.key,
        label=_said(known.label),
        unit=_("procent") if known.unit == "share" else _said(unit),
        source=_said(known.source),
        now=texts[NOW] or shown(known),
        other=texts[IF],
        now_error=errors[NOW],
        other_error=errors[IF],
        options=tuple(_kinds(known)) if known.unit == "kind" else (),
    )


def _read_one(known: Assumption, text: str) -> tuple[str, str]:
    """The value as the simulation reads it, and what is wrong with it."""
    if known.unit == "kind":
        return (text, "") if text in dict(_kinds(known)) else ("", _("Vælg en af mulighederne."))
    _unit, lowest, highest = words.UNITS[known.unit]
    percent = 100 if known.unit == "share" else 1
    highest = min(highest, MOST.get(known.unit, highest)) * percent
    try:
        value = float(text.replace(".", "").replace(",", ".") if "," in text else text)
    except ValueError:
        return "", _("Skriv et tal.")
    if not lowest <= value <= highest:
        limits = {"low": number(lowest), "high": number(highest)}
        return "", _("Skriv et tal mellem %(low)s og %(high)s.") % limits
    if known.unit in words.WHOLE and value != int(value):
        return "", _("Skriv et helt tal.")
    return f"{value / percent:.6g}", ""


def _plain(known: Assumption) -> str:
    """The value as an untouched field would give it back: no change."""
    return _read_one(known, shown(known))[0]


def shown(known: Assumption) -> str:
    """The value as a field shows it."""
    if isinstance(known.value, str):
        return known.value
    value = known.value * 100 if known.unit == "share" else known.value
    return f"{value:.4g}" if language() == "en" else f"{value:.4g}".replace(".", ",")


def _kinds(known: Assumption) -> list[tuple[str, str]]:
    named = {
        "pair": _("en besøgsven eller makker"), "companionship": _("en følgeven"), "group": _("gruppe"),
        "meal": _("fællesspisning"), "cafe": _("café"), "outing": _("udflugt"), "training": _("træning"),
        "course": _("forløb"), "other": _("uden grænse for pladser"),
    }  # fmt: skip
    return [(code, named[code]) for code in dict.fromkeys([str(known.value), *KINDS])]


def value_in_words(known: Assumption) -> str:
    """A value with its unit, as a table shows it."""
    if known.unit == "kind":
        return dict(_kinds(known)).get(str(known.value), "")
    if known.unit == "share":
        return f"{number(float(known.value) * 100)} %"
    if known.unit == "spread":
        return number(float(known.value), 2)
    return f"{number(float(known.value))} {_said(words.UNITS[known.unit][0])}"


def _said(text: Words) -> str:
    return text.en if language() == "en" else text.da
