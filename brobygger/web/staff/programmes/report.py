"""The report for each who asks: the page, the files in Danish and English, and keeping a version of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from markupsafe import Markup

from brobygger.foundation.kernel.clock import now
from brobygger.insight.evaluation import queries as evaluation
from brobygger.journeys import report as journey
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page

TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a reader is called in an address, in the code, and on the page.
READERS = {
    "evaluator": ("evaluation", gettext_lazy("Rapport til evaluator")),
    "fond": ("fund", gettext_lazy("Rapport til fonden")),
    "udvalg": ("committee", gettext_lazy("Halvårsrapport til udvalget")),
    "personale": ("staff", gettext_lazy("Opslag til personalerummet")),
    "frivillige": ("volunteers", gettext_lazy("Ark til de frivillige")),
    "borgere": ("public", gettext_lazy("Side til borgerne")),
}
TITLES = dict(READERS.values())
VERSIONS_SHOWN = 20


@guarded(Action.SEE_REPORT)
def report(request: Request, programme_id: UUID, reader: str = "evaluator") -> HttpResponse:
    """The report as a page, always as of now."""
    actor = request.actor
    code, title = _reader(reader)
    programme = running.get(actor, programme_id)
    versions = evaluation.reports_of(actor, programme)[:VERSIONS_SHOWN]
    return page(
        request,
        "staff/programmes/report.jinja",
        programme=programme,
        report=journey.build(actor, programme, now(), code),
        reader=reader,
        heading=title,
        others=[(slug, name) for slug, (_code, name) in READERS.items() if slug != reader],
        versions=[(version, TITLES.get(version.reader, "")) for version in versions],
        may_save=may(actor.role, Action.SAVE_REPORT),
        may_export=may(actor.role, Action.EXPORT_RESEARCH),
    )


@guarded(Action.SEE_REPORT)
def as_file(request: Request, programme_id: UUID, reader: str, fmt: str) -> HttpResponse:
    """The report as a file. `?sprog=en` or `da`: in that language, whatever the page is in."""
    actor = request.actor
    code, _title = _reader(reader)
    programme = running.get(actor, programme_id)
    spoken = {"da": "da", "en": "en"}.get(request.GET.get("sprog", ""), language())
    with override(spoken):
        content = journey.as_file(journey.build(actor, programme, now(), code), _format(fmt))
    return _download(content, fmt, f"rapport-{_plain(programme.name)}-{reader}-{spoken}")


@guarded(Action.SEE_REPORT)
def saved(request: Request, programme_id: UUID, number: int) -> HttpResponse:
    """A saved report, as it was said then."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    version = evaluation.saved(actor, programme, number)
    told = journey.kept(version)
    with override(told.language):  # what was said in English stands in English
        body = render_to_string("paper/report_body.jinja", {"report": told})
    return page(
        request,
        "staff/programmes/saved_report.jinja",
        programme=programme,
        version=version,
        spoken=told.language,
        body=Markup(body),  # noqa: S704 (a page's own part, escaped when it was rendered)
        heading=TITLES.get(version.reader, ""),
    )


@guarded(Action.SEE_REPORT)
def saved_file(request: Request, programme_id: UUID, number: int, fmt: str) -> HttpResponse:
    """A saved report as a file."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    version = evaluation.saved(actor, programme, number)
    with override(version.content["language"]):
        content = journey.version_as_file(version, _format(fmt))
    return _download(content, fmt, f"rapport-{_plain(programme.name)}-nummer-{number}")


@guarded(Action.SAVE_REPORT, methods=("POST",))
def save(request: Request, programme_id: UUID) -> HttpResponse:
    """Keep what the report says today; those who are measured are reported."""
    actor = request.actor
    reader = request.POST.get("reader", "evaluator")
    code, _title = _reader(reader)
    programme = running.get(actor, programme_id)
    version = journey.save(programme=programme, by=actor, at=now(), reader=code)
    sentence = _("Rapporten er gemt som nummer %(n)s. Den bliver aldrig ændret.") % {"n": version.number}
    back = reverse("report", args=[programme_id]) if code == "evaluation" else reverse(
        "report_for", args=[programme_id, reader]
    )  # fmt: skip
    return done(request, sentence, back)


def _reader(slug: str) -> tuple[str, str]:
    if slug not in READERS:
        raise Http404
    code, title = READERS[slug]
    return code, str(title)


def _format(fmt: str) -> str:
    if fmt not in TYPES:
        raise Http404
    return fmt


def _download(content: bytes, fmt: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[fmt])
    response["Content-Disposition"] = f'attachment; filename="{name}.{fmt}"'
    return response


def _plain(name: str) -> str:
    return slugify(name.replace("ø", "oe").replace("æ", "ae").replace("å", "aa")) or "indsats"
