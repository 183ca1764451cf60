"""The bridge over time: where people are lost and why, half-year by half-year, and both queues month by month."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.disclosure.two_way_rules import TwoWay
from brobygger.insight.evaluation import losses_rules, over_time_queries, recipe_words
from brobygger.insight.evaluation.over_time_queries import Queues
from brobygger.insight.evaluation.queue_figure import Line
from brobygger.insight.evaluation.recipe_changes import day_in_words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.insight.evaluation.rules import reason_word, step_word
from brobygger.journeys import their_way
from brobygger.journeys.report_readers import half_year_in_words
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language, queue_figure
from brobygger.web.shared.page import page
from brobygger.web.staff.programmes.links import link_rows

CUTS = {
    "trin": ("step", gettext_lazy("Trin")),
    "vej": ("channel", gettext_lazy("Hvordan fundet")),
    "enhed": ("unit", gettext_lazy("Enhed")),
    "alder": ("age", gettext_lazy("Alder")),
    "koen": ("sex", gettext_lazy("Køn")),
}
AGES = {
    "under_65": gettext_lazy("under 65"), "65_79": gettext_lazy("65–79"), "80_89": gettext_lazy("80–89"),
    "over_90": gettext_lazy("90 og over"),
}  # fmt: skip
GAVE = {"much": gettext_lazy("meget"), "some": gettext_lazy("noget"), "little": gettext_lazy("ikke ret meget")}
SEXES = {"female": gettext_lazy("kvinder"), "male": gettext_lazy("mænd"), "other": gettext_lazy("andet")}


@guarded(Action.SEE_PROGRAMME)
def over_time(request: Request, programme_id: UUID) -> HttpResponse:
    """?halvaar= one that has ended (default: the latest), ?efter= what the reasons are held against."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    periods = losses_rules.ended_half_years(programme.starts_on, today)
    chosen = one_of(request.GET.get("halvaar", ""), periods)
    slug = one_of(request.GET.get("efter", ""), list(CUTS))
    lost = over_time_queries.losses(actor, programme, chosen) if chosen else []
    found = losses_rules.table(lost, CUTS[slug][0])  # type: ignore[arg-type]  # the keys of CUTS are losses_rules.CUTS
    queues = over_time_queries.queues(actor, programme, losses_rules.month_ends(programme.starts_on, today))
    address = reverse("over_time", args=[programme.id])
    return page(
        request,
        "staff/programmes/over_time.jinja",
        links=link_rows(actor, programme, at=now()),
        programme=programme,
        period=half_year_in_words(chosen) if chosen else "",
        periods=[(half_year_in_words(each), f"{address}?halvaar={each}&efter={slug}", each == chosen, None)
                 for each in periods],
        cuts=[(name, f"{address}?halvaar={chosen}&efter={each}", each == slug, None)
              for each, (_code, name) in CUTS.items()],
        cut=CUTS[slug][1],
        table=_worded(found, CUTS[slug][0]) if found else None,
        queues=queues,
        figure=_figure(queues),
        screened=over_time_queries.screened(actor, programme),
        looked_back=their_way.said_in(programme=programme, by=actor),
        gave=GAVE,
    )  # fmt: skip


def _figure(queues: list[Queues]) -> Markup | str:
    """The queues drawn; nothing before the programme has begun."""
    if not queues:
        return ""
    found = (
        (_("Borgere venter"), [each.persons for each in queues]),
        (_("Ledige pladser"), [each.places for each in queues]),
        (_("Frivillige uden makker"), [each.volunteers for each in queues]),
    )
    # What is not known on every day is not drawn: a line at nought would say that nothing was free.
    lines = [
        Line(name, tuple(number for number in numbers if number is not None))
        for name, numbers in found
        if None not in numbers
    ]
    days = [day_in_words(each.day, language()) for each in queues]
    return queue_figure(days, lines, title=_("Begge køer"))


def one_of(wanted: str, known: list[str]) -> str:
    """What was asked for, the first when nothing was; empty when there is nothing to choose."""
    if wanted and wanted not in known:
        raise NotVisible("choice")
    return wanted or (known[0] if known else "")


def _worded(found: TwoWay[str, str], cut: str) -> dict[str, Any]:
    """The protected table in words; a hidden cell is said to be hidden."""
    columns = [", ".join(_column(cut, one) for one in group) for group in found.columns]
    return {
        "columns": columns,
        "headings": [(column, "number") for column in (*columns, _("I alt"))],
        "rows": [
            (
                ", ".join(reason_word(code, language()) for code in group),
                [_("skjult") if number is None else number for number in cells],
                total,
            )
            for group, cells, total in zip(found.rows, found.cells, found.row_totals, strict=True)
        ],
        "totals": found.column_totals,
        "total": sum(found.row_totals),
        "hidden": any(number is None for cells in found.cells for number in cells),
    }


def _column(cut: str, code: str) -> str:
    if code == losses_rules.UNKNOWN:
        return _("ikke oplyst")
    if cut == "step":
        return step_word(code, language())
    if cut == "channel":
        word = recipe_words.CHANNELS.get(code)
        return said(word, language()) if word else _("andet")
    return str({"age": AGES, "sex": SEXES}.get(cut, {}).get(code, code))
