"""Several figures of one thing, each with its source and what was counted; and how large the target group is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.analyses.estimate import said as in_language
from brobygger.insight.comparing import operations, queries, rules
from brobygger.insight.evaluation import queries as evaluation
from brobygger.journeys.report_words import Saying
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import forms, said
from brobygger.web.staff.office.asking import form_page


@dataclass(frozen=True)
class Line:
    """One figure on the page. id: of one that can be taken away."""

    number: str
    definition: str
    source: str
    as_of: date | None
    id: UUID | None = None
    value: int | None = None


@guarded(Action.SEE_REPORT)
def figures(request: Request, programme_id: UUID) -> HttpResponse:
    """Brobygger's own told number first, then what others have told of the same thing."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    _number, told = evaluation.told(programme)
    own = rules.figures_of(told.numbers) if told else {}
    target = queries.target_group(actor, programme)
    others: dict[str, list[Line]] = {}
    for one in queries.other_figures(actor, programme):
        others.setdefault(one.what, []).append(
            Line(str(one.number), one.definition, one.source, one.as_of, one.id, one.number)
        )
    shown = []
    for what in rules.THINGS:
        mine = others.get(what, [])
        if own.get(what) is not None:
            day = told.on.get("started" if what == "first_time" else "bridge") if told else None
            mine = [Line(str(own[what]), str(said.THINGS[what]), _("Brobygger, seneste rapport"), day, None, own[what]),
                    *mine]  # fmt: skip
        if others.get(what):
            shown.append((said.THINGS[what], mine, rules.differ(line.value for line in mine)))
    return page(
        request, "staff/knowledge/figures.jinja", programme=programme, things=shown,
        coverage=_coverage(own.get("first_time"), target), may_write=may(actor.role, Action.SAVE_REPORT),
    )  # fmt: skip


def _coverage(came: int | None, target: Any) -> str:
    """One sentence of how much of the target group has been there; without a number, why."""
    found = rules.coverage(came, target.size if target else None)
    if found.value is None:
        return in_language(found.why_not, language()) if found.why_not else ""
    saying = Saying(language())
    share = saying.number(100 * found.value)
    return _("%(came)s af %(size)s i målgruppen har været med: %(share)s %%. Talt: %(definition)s (%(source)s). "
             "%(caveat)s") % {
        "came": saying.count(came or 0), "size": saying.count(target.size), "share": share,
        "definition": target.definition, "source": target.source, "caveat": in_language(found.caveat, language()),
    }  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def new_figure(request: Request, programme_id: UUID) -> HttpResponse:
    """Write a number from another source down."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    form = forms.FigureForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.write_figure(programme=programme, by=actor, at=now(), **given)
        return _("Tallet står nu ved siden af de andre.")

    return form_page(
        request, form=form, title=_("Skriv et tal ned"), submit=_("Gem tallet"), save=save,
        back=(_("Flere tal om det samme"), reverse("other_figures", args=[programme_id])),
    )  # fmt: skip


@guarded(Action.SAVE_REPORT, methods=("POST",))
def away(request: Request, other_figure_id: UUID) -> HttpResponse:
    """A number no longer stands beside the others."""
    figure = queries.other_figure(request.actor, other_figure_id)
    operations.take_figure_away(figure=figure, by=request.actor, at=now())
    return done(request, _("Tallet er taget væk."), reverse("other_figures", args=[figure.programme_id]))


@guarded(Action.SAVE_REPORT, methods=("GET", "POST"))
def target_group(request: Request, programme_id: UUID) -> HttpResponse:
    """Say how many there are to reach; earlier counts are kept."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    known = queries.target_group(actor, programme)
    first = forms.first_day(local_date(now()))
    if known:
        first |= {"size": known.size, "definition": known.definition, "source": known.source}  # type: ignore[dict-item]
    form = forms.TargetForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        operations.count_target_group(programme=programme, by=actor, at=now(), **given)
        return _("Målgruppen er skrevet ned.")

    return form_page(
        request, form=form, title=_("Målgruppens størrelse"), submit=_("Gem"), save=save,
        back=(_("Flere tal om det samme"), reverse("other_figures", args=[programme_id])),
        intro=_("Tallet bliver brugt til at vise, hvor stor en del af målgruppen I når."),
    )  # fmt: skip
