"""The national picture: the fund's 30 efforts by focus area, and one's own running programmes on the same page."""

from __future__ import annotations

from django.http import HttpResponse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation import recipe_words
from brobygger.insight.evaluation.recipe_text import said as in_words
from brobygger.programmes.governance import nation as picture
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import said

MOST = 200


@guarded(Action.SEE_OFFICE)
def nation(request: Request) -> HttpResponse:
    """Two tables with the same columns: ours first, then the country's."""
    actor: Actor = request.actor
    fund = picture.fund()
    ours = [(one, _ours(one.recipe_id)) for one in running.running(actor, on=local_date(now()))[:MOST]]
    return page(
        request,
        "staff/office/nation.jinja",
        areas=[(area, in_words(recipe_words.FOCUS_AREAS[area], language())) for area in picture.AREAS],
        ours=ours,
        sums=fund.sums,
        efforts=[(one, picture.areas(one, fund.sums)) for one in fund.efforts],
        bundled=load.all_ids(),
        certainties=said.CERTAINTIES,
        kinds=said.OWNER_KINDS,
    )


def _ours(recipe_id: str) -> tuple[str, ...]:
    """The focus areas of a bundled recipe; none for one of the municipality's own, whose file is not at hand."""
    return load.load(recipe_id).focus_areas if recipe_id in load.all_ids() else ()
