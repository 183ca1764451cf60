"""Turnover in the target group over time: who is new, gone and still there, extract by extract (R177)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from brobygger.foundation.kernel.clock import local_date
from brobygger.insight.evaluation.queue_figure import Line
from brobygger.insight.evaluation.recipe_changes import day_in_words
from brobygger.insight.evaluation.turnover_rules import Extract, Turn, turnover
from brobygger.pathway.detection import queries as detected
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language, queue_figure
from brobygger.web.shared.page import page

MOST = 24  # extracts: two years, one a month


@guarded(Action.SEE_PROGRAMME)
def over_time(request: Request, programme_id: UUID) -> HttpResponse:
    """A figure of the three, and a table beside it; the newest extracts."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    turns = turnover(
        [
            Extract(local_date(one.committed_at), one.people, one.gone, one.still)
            for one in reversed(detected.extracts_of(actor, programme)[:MOST])
            if one.committed_at and one.people is not None
        ]
    )
    return page(
        request, "staff/register/turnover.jinja", programme=programme, turns=turns, figure=_figure(turns),
        hidden=any(not one.known for one in turns[1:]),
    )  # fmt: skip


def _figure(turns: tuple[Turn, ...]) -> Markup | str:
    """The three drawn for the extracts where all are told; nothing where none is."""
    told = [one for one in turns if one.known]
    if not told:
        return ""
    lines = [
        Line(_("Står der stadig"), tuple(one.still or 0 for one in told)),
        Line(_("Nye"), tuple(one.new or 0 for one in told)),
        Line(_("Væk"), tuple(one.gone or 0 for one in told)),
    ]
    days = [day_in_words(one.on, language()) for one in told]
    return queue_figure(days, lines, title=_("Målgruppen over tid"))
