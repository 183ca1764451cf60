"""Is the waiting shared fairly? Numbers for the coordinator and the programme manager, and nobody's name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import fairness
from brobygger.programmes.running import queries as programmes
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.matching.reasons import decimal

TITLES = {
    "sex": gettext_lazy("Kvinder og mænd"),
    "area": gettext_lazy("Hvor de bor"),
    "strength": gettext_lazy("Kræfter"),
}
STRENGTHS = {
    "gives": gettext_lazy("kan give en hånd"),
    "between": gettext_lazy("midt imellem"),
    "needs": gettext_lazy("har brug for en hånd"),
}
HIDDEN = "–"


@guarded(Action.SEE_REPORT)
def fair(request: Request, programme_id: UUID) -> HttpResponse:
    """Waiting before and after the proposals that stand, and in the last year."""
    programme = programmes.get(request.actor, programme_id)
    told = fairness.tables(programme=programme, by=request.actor, at=now())
    return page(
        request,
        "staff/waiting/fairness.jinja",
        programme=programme,
        waiting=told[0].waiting,
        tables=[_said(table) for table in told],
        may_match=may(request.actor.role, Action.MATCH_WAITING),
    )


def _said(table: Any) -> dict[str, Any]:
    name = _namer(table.by)
    sentence = ""
    if table.widest:
        longest, shortest = table.widest
        sentence = _("Det seneste år har %(longest)s ventet meget længere end %(shortest)s. Se hvorfor.") % {
            "longest": name(longest), "shortest": name(shortest),
        }  # fmt: skip
    return {
        "by": table.by,
        "title": str(TITLES[table.by]),
        "sentence": sentence,
        "rows": [
            (
                name(row.name),
                _number(row.waiting),
                _days(row.before),
                _number(row.placed),
                _days(row.after),
                _last_year(row),
            )
            for row in table.rows
        ],
    }


def _namer(by: str) -> Any:
    if by == "sex":
        plural = {"female": _("kvinder"), "male": _("mænd"), "other": _("andre")}
        return lambda code: plural.get(code, _("køn ikke skrevet"))
    if by == "strength":
        return lambda code: words.said(STRENGTHS, code)
    return lambda area: area or _("uden team")


def _number(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _days(days: float | None) -> str:
    if days is None:
        return HIDDEN
    return ngettext("%s dag", "%s dage", round(days)) % decimal(days)


def _last_year(row: Any) -> str:
    if row.people is None:
        return HIDDEN
    if row.last_year is None:
        return _("ved vi ikke endnu")
    days = ngettext("%s dag", "%s dage", row.last_year) % row.last_year
    return _("%(days)s (%(people)s borgere)") % {"days": days, "people": row.people}
