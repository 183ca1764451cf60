"""What a simulation shows, in sentences and rows: numbers with their spread, today's beside the changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brobygger.insight.evaluation.bridge_text import Stone
from brobygger.insight.evaluation.rules import reason_word, step_word
from brobygger.insight.simulation.results import Results, Spread, Waited
from brobygger.insight.simulation.rules import Simulation
from brobygger.web.shared.jinja import language, number

MANY_DIGITS = 100  # from here on a mean is told in whole numbers


@dataclass(frozen=True)
class Row:
    """A line of the comparison: what, and one cell for each simulation."""

    what: str
    cells: tuple[str, ...]


def stones(done: Simulation) -> tuple[Stone, ...]:
    """The bridge with mean numbers, whole people: a picture of an ordinary year."""
    return tuple(
        Stone(
            step=step.step,
            label=step_word(step.step, language()),
            entered=round(step.entered.mean),
            passed=round(step.passed.mean),
            lost={
                reason_word(reason, language()): round(lost.mean)
                for reason, lost in step.lost.items()
                if lost.mean >= 0.5
            },
            median_days=None,
        )
        for step in done.results.bridge
    )


def sentences(done: Simulation) -> list[str]:
    """What happens, how long people wait, and what it takes."""
    results = done.results
    begun = _step(results, "first_time")
    found = results.bridge[0].passed
    told = [
        _("Af %(found)s fundne begynder %(begun)s; %(there)s er stadig med, når perioden er slut.")
        % {"found": number(round(found.mean)), "begun": with_spread(begun), "there": with_spread(results.still_there)}
    ]
    name, waited = _main_wait(results)
    if waited.median is not None:
        told.append(_WAITED[name]() % {"days": number(round(waited.median))})
    hours = {"hours": mean(results.staff_hours)}
    if results.cost_each is None:
        told.append(_("Det tager %(hours)s medarbejdertimer, og ingen er med til sidst.") % hours)
    else:
        told.append(
            _("Det tager %(hours)s medarbejdertimer: %(each)s kroner for hver, der stadig er med.")
            % (hours | {"each": mean(results.cost_each)})
        )
    busy = max(results.roles, key=lambda one: one.waits.mean, default=None)
    if busy is not None and busy.waits.mean >= 1:
        days = {"days": number(round(busy.waits.mean))}
        told.append(_("Opgaver venter i gennemsnit %(days)s dage på, at en medarbejder har tid.") % days)
    return told


_WAITED: dict[str, Callable[[], str]] = {
    "yes_to_first_contact": lambda: _("Halvdelen har ventet højst %(days)s dage fra ja til første kontakt."),
    "yes_to_first_time": lambda: _("Halvdelen har ventet højst %(days)s dage fra ja til første gang."),
}


def _main_wait(results: Results) -> tuple[str, Waited]:
    """From yes to first contact; where the recipe has none, to the first time."""
    contact = results.waiting["yes_to_first_contact"]
    if contact.n:
        return "yes_to_first_contact", contact
    return "yes_to_first_time", results.waiting["yes_to_first_time"]


def comparison(done: Sequence[Simulation]) -> list[Row]:
    """People, waiting, hours and money: a row each, a cell for each simulation."""
    every = [one.results for one in done]
    rows = [
        Row(_("Fundet"), _each(every, lambda one: with_spread(one.bridge[0].passed))),
        Row(_("Siger ja"), _each(every, lambda one: with_spread(_step(one, "consented")))),
        Row(_("Begynder"), _each(every, lambda one: with_spread(_step(one, "first_time")))),
        Row(_("Er med til sidst"), _each(every, lambda one: with_spread(one.still_there))),
        Row(_("Mister deres frivillige undervejs"), _each(every, lambda one: with_spread(one.lost_volunteer))),
        *_waits(every),
        Row(_("Medarbejdertimer"), _each(every, lambda one: with_spread(one.staff_hours))),
        Row(_("Kroner i alt"), _each(every, lambda one: with_spread(one.cost))),
        Row(_("Kroner for hver, der er med til sidst"), _each(every, _cost_each)),
    ]
    return [row for row in rows if any(cell != number(0) for cell in row.cells)]


def _waits(every: Sequence[Results]) -> list[Row]:
    named = {
        "found_to_yes": _("Dage fra fundet til ja: halvdelen, ni af ti"),
        "yes_to_first_contact": _("Dage fra ja til første kontakt: halvdelen, ni af ti"),
        "yes_to_first_time": _("Dage fra ja til første gang: halvdelen, ni af ti"),
    }
    return [
        Row(what, _each(every, lambda one, name=name: _days(one.waiting[name])))  # type: ignore[misc]
        for name, what in named.items()
        if any(one.waiting[name].n for one in every)
    ]


def bridge_rows(done: Sequence[Simulation]) -> list[Row]:
    """Every step: how many get over it, and the largest losses in front of it."""
    rows = []
    for place, step in enumerate(done[0].results.bridge):
        cells = []
        for one in done:
            shown = one.results.bridge[place]
            lost = ", ".join(
                f"{reason_word(reason, language()).lower()} {mean(number_)}"
                for reason, number_ in list(shown.lost.items())[:2]
                if number_.mean >= 0.5
            )
            cells.append(with_spread(shown.passed) + (f" · {_('tabt')}: {lost}" if lost else ""))
        rows.append(Row(step_word(step.step, language()), tuple(cells)))
    return rows


def mean(shown: Spread) -> str:
    """The mean alone; people in whole numbers once there are enough of them."""
    return number(shown.mean, 0 if shown.mean >= MANY_DIGITS or shown.mean == round(shown.mean) else 1)


def with_spread(shown: Spread) -> str:
    """The mean, and what eight of ten runs lie between: "29 (23–35)"."""
    if shown.p10 == shown.p90 == shown.mean:
        return mean(shown)
    return f"{number(round(shown.mean))} ({number(round(shown.p10))}–{number(round(shown.p90))})"


def _days(waited: Waited) -> str:
    if waited.median is None:
        if waited.why is None:
            return number(None)
        return waited.why.en if language() == "en" else waited.why.da
    most = _("mange venter endnu") if waited.p90 is None else number(round(waited.p90))
    return f"{number(round(waited.median))}, {most}"


def _cost_each(results: Results) -> str:
    if results.cost_each is None:
        return _("ingen er med")
    return with_spread(results.cost_each)


def _each(every: Sequence[Results], tell: Callable[[Results], str]) -> tuple[str, ...]:
    return tuple(tell(one) for one in every)


def _step(results: Results, name: str) -> Spread:
    return next((step.passed for step in results.bridge if step.step == name), results.bridge[-1].passed)
