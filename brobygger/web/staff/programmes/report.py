"""The report: the page, the files, and keeping a version of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.insight.evaluation import queries as evaluation
from brobygger.journeys import report as journey
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import done, guarded
from brobygger.web.shared.page import page

TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@guarded(Action.SEE_REPORT)
def report(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """The report as a page, always as of now."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = running.get(actor, programme_id)
    return page(
        request,
        "staff/programmes/report.jinja",
        programme=programme,
        report=journey.build(actor, programme, now()),
        versions=list(evaluation.reports_of(actor, programme)[:10]),
        may_save=may(actor.role, Action.SAVE_REPORT),
    )


@guarded(Action.SEE_REPORT)
def as_pdf(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """The report as a tagged PDF."""
    return _file(request, programme_id, "pdf")


@guarded(Action.SEE_REPORT)
def as_json(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """The report's numbers and words for another program."""
    return _file(request, programme_id, "json")


@guarded(Action.SEE_REPORT)
def as_xlsx(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """The report as a spreadsheet, numbers as numbers."""
    return _file(request, programme_id, "xlsx")


@guarded(Action.SAVE_REPORT, methods=("POST",))
def save(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """Keep what the report says today; those who are measured are reported."""
    actor = request.actor  # type: ignore[attr-defined]
    programme = running.get(actor, programme_id)
    version = journey.save(programme=programme, by=actor, at=now())
    sentence = _("Rapporten er gemt som nummer %(n)s. Den bliver aldrig ændret.") % {"n": version.number}
    return done(request, sentence, reverse("report", args=[programme_id]))


def _file(request: HttpRequest, programme_id: UUID, fmt: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    programme = running.get(actor, programme_id)
    response = HttpResponse(journey.as_file(journey.build(actor, programme, now()), fmt), content_type=TYPES[fmt])
    name = slugify(programme.name.replace("ø", "oe").replace("æ", "ae").replace("å", "aa")) or "indsats"
    response["Content-Disposition"] = f'attachment; filename="rapport-{name}.{fmt}"'
    return response
