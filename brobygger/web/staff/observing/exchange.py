"""The exchange with "Tidlig opsporing": take a file in, send one out (docs/early-detection.md)."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import observe
from brobygger.pathway.observations import rules
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.observing.forms import FileForm

LINES_NAMED = 20


@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def exchange(request: Request) -> HttpResponse:
    """Choose a file. A file with an error is told with its line, and nothing of it is kept."""
    post = request.method == "POST"
    form = FileForm(request.POST if post else None, request.FILES if post else None)
    if post and form.is_valid():
        content = form.cleaned_data["file"].read(rules.LARGEST + 1)
        try:
            taken = observe.take_in(content=content, by=request.actor, at=now(), today=local_date(now()))
        except rules.BadFile as bad:
            form.add_error("file", str(bad))
        else:
            return done(request, _told(taken), reverse("early_detection"))
    return page(request, "staff/observing/exchange.jinja", status=422 if post else 200, form=form,
                columns=rules.COLUMNS)  # fmt: skip


def _told(taken: observe.TakenIn) -> str:
    said = _("%(new)s nye observationer af %(lines)s linjer er gemt.") % {"new": taken.new, "lines": taken.lines}
    if not taken.unknown:
        return said
    named = ", ".join(map(str, taken.unknown[:LINES_NAMED]))
    return f"{said} {_('Disse linjer er om borgere, der ikke er i Brobygger:')} {named}."


@guarded(Action.IMPORT_REGISTER)
def as_file(request: Request) -> HttpResponse:
    """What staff here have seen of those the other system knows, without CPR numbers."""
    rows = observe.file_to_send(by=request.actor, on=local_date(now()))
    response = HttpResponse("\ufeff" + rules.written(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="observationer.csv"'
    return response
