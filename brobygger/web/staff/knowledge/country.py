"""The national picture: programmes of many municipalities on one page, from numbers that reports have told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.analyses import words as analyses
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.comparing import operations, queries, rules
from brobygger.insight.comparing.beside_figure import Bar, beside_svg
from brobygger.insight.comparing.research_found import FOUND
from brobygger.insight.evaluation import queries as evaluation
from brobygger.insight.evaluation import recipe_text, recipe_words
from brobygger.insight.evaluation.published_rules import one_decimal
from brobygger.insight.evaluation.recipe_changes import day_in_words
from brobygger.journeys.report_words import Saying
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.registry.recipes import load
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page


@guarded(Action.SEE_PROGRAMME)
def country(request: Request) -> HttpResponse:
    """Everybody who shows: coverage, the four focus areas, the changes drawn in, and research beside them."""
    shown = queries.shown(request.actor)
    lines = [_line(one) for one in shown]
    return page(
        request,
        "staff/knowledge/country.jinja",
        rows=lines,
        municipalities=len({one.municipality_id for one in shown}),
        areas=[
            (code, recipe_text.said(words, language()), sum(code in one.focus for one in shown))
            for code, words in recipe_words.FOCUS_AREAS.items()
        ],
        outcomes=[_outcome(outcome, shown) for outcome in rules.OUTCOMES] if shown else [],
        coverage_note=f"{in_language(analyses.COVERAGE.definition, language())} "
        f"{in_language(analyses.COVERAGE.caveat, language())}",
        research=[
            (
                one.source,
                in_language(one.found, language()),
                in_language(one.certainty, language()),
                ", ".join(str(words.STRATEGIES[code]) for code in one.strategies) or _("alle veje"),
            )
            for one in FOUND
        ],
        ways=words.STRATEGIES.items(),
    )  # fmt: skip


def _line(one: Any) -> dict[str, Any]:
    saying = Saying(language())
    figures = one.figures
    size = one.target["size"] if one.target else None
    found = rules.coverage(figures["first_time"], size)
    return {
        "name": one.programme_name,
        "municipality": one.municipality_name,
        "recipe": _recipe_title(one.recipe_id),
        "counts": [saying.counted(figures[key]).text for key in ("found", "first_time", "six_months")],
        "target": saying.count(size) if size else "–",
        "coverage": f"{saying.number(100 * found.value)} %" if found.value is not None else _why(found),
    }


def _why(found: Any) -> str:
    return in_language(found.why_not, language())


def _recipe_title(recipe_id: str) -> str:
    try:
        return recipe_text.said(load.load(recipe_id).title, language())
    except load.UnknownRecipe:
        return _("egen opskrift")


def _outcome(outcome: str, shown: list[Any]) -> dict[str, Any]:
    """One outcome over the country: a figure, and the same as a table."""
    saying = Saying(language())
    name = _("Samvær og ensomhed (T-ILS)") if outcome == "loneliness" else _("Trivsel (WHO-5)")
    told = [
        pair
        for recipe in dict.fromkeys(one.recipe_id for one in shown)
        for pair in _of_one_recipe([one for one in shown if one.recipe_id == recipe], outcome)
    ]
    meaning = analyses.AMONG_PROGRAMMES
    made: dict[str, Any] = {
        "name": name,
        "figure": "",
        "why_not": in_language(analyses.TOO_FEW_TOLD, language()),
        "definition": in_language(meaning.definition, language()),
        "caveat": in_language(meaning.caveat, language()),
    }
    if not told:
        return made
    bars = [
        Bar(f"{one.programme_name} ({one.municipality_name})", beside.own.value, beside.own.low, beside.own.high,
            beside.drawn.value or 0.0)
        for one, beside in told if beside.own
    ]  # fmt: skip
    better = _("Færre point er bedre.") if outcome == "loneliness" else _("Flere point er bedre.")
    made |= {
        "figure": Markup(beside_svg(bars, title=name, language=language())),  # noqa: S704 (numbers, escaped words)
        "caption": _("Ændring i point fra start. Linjen er usikkerheden, ringen er tallet trukket mod gennemsnittet.")
        + f" {better}",
        "rows": [
            (
                bar.label, str(beside.drawn.n),
                _("%(value)s (fra %(low)s til %(high)s)") % _values(saying, bar.value, bar.low, bar.high),
                _("%(value)s (fra %(low)s til %(high)s)")
                % _values(saying, beside.drawn.value, beside.drawn.low, beside.drawn.high),
            )
            for bar, (_one, beside) in zip(bars, told, strict=True)
        ],
    }  # fmt: skip
    return made


def _of_one_recipe(shown: list[Any], outcome: str) -> list[tuple[Any, rules.Beside]]:
    """Programmes of one recipe that can be weighed, each drawn towards the mean of that recipe."""
    found = rules.among([rules.told_change(one.figures, outcome) for one in shown])
    return [(one, beside) for one, beside in zip(shown, found, strict=True) if beside.drawn.value is not None]


def _values(saying: Saying, value: float | None, low: float | None, high: float | None) -> dict[str, str]:
    return {key: saying.number(one_decimal(number)) for key, number in (("value", value), ("low", low), ("high", high))}


@guarded(Action.SEE_REPORT, methods=("GET", "POST"))
def show(request: Request, programme_id: UUID) -> HttpResponse:
    """What the country sees of the programme, and the button that shows it."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    may_show = may(actor.role, Action.SAVE_REPORT)
    _number, told = evaluation.told(programme)
    if request.method == "POST":
        if not may_show:
            raise Refusal(_("Det er indsatsens leder, der viser tallene."))
        if told is None:
            raise Refusal(_("Åbn rapporten først. Kun tal, som rapporten har fortalt, kan vises."))
        operations.show(programme=programme, numbers=told.numbers, by=actor, at=now())
        return done(request, _("Tallene står nu i landsbilledet."), reverse("country_show", args=[programme_id]))
    shown = queries.is_shown(actor, programme)
    saying = Saying(language())
    figures = shown.figures if shown else rules.figures_of(told.numbers) if told else {}
    facts = [
        (_("Fundet"), saying.counted(figures.get("found")).text),
        (_("Begyndt"), saying.counted(figures.get("first_time")).text),
        (_("Efter seks måneder"), saying.counted(figures.get("six_months")).text),
        (_("Vist"), day_in_words(local_date(shown.made_at), language()) if shown else _("ikke vist")),
    ]
    return page(
        request, "staff/knowledge/country_show.jinja", programme=programme, shown=shown, facts=facts,
        may_show=may_show,
    )  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("POST",))
def take_back(request: Request, programme_id: UUID) -> HttpResponse:
    """The country no longer sees it."""
    programme = running.get(request.actor, programme_id)
    operations.take_back(programme=programme, by=request.actor, at=now())
    return done(request, _("Tallene er taget tilbage."), reverse("country_show", args=[programme_id]))
