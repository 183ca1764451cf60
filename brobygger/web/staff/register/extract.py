"""A register extract: choose the file, see what it would change, store it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import find, store_extract, trial
from brobygger.journeys.find import Preview
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as detected
from brobygger.pathway.detection.register_file import Problem
from brobygger.pathway.detection.register_rules import rows_of, too_large
from brobygger.pathway.episodes.trial_rules import is_over
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.register.forms import CommitForm, UploadForm
from brobygger.web.staff.register.uploads import announced_too_large, limited

ROWS_SHOWN, PROBLEMS_SHOWN = 20, 50


@dataclass(frozen=True)
class ShownRow:
    """One line of the file, with the number masked."""

    line: int
    cpr: str
    name: str
    place: str


@limited
@guarded(Action.IMPORT_REGISTER, methods=("GET", "POST"))
def upload(request: Request, programme_id: UUID) -> HttpResponse:
    """Choose a file. What cannot be read is told with line and column, and nothing of it is kept."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    over = is_over(programme.ends_on, local_date(now()))
    form = UploadForm(request.POST or None, request.FILES or None)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and announced_too_large(request):
        problems = (too_large(2**63) or Problem(0, "", ""),)
    elif request.method == "POST" and not over and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        seen = find.preview_extract(programme=programme, content=content, by=actor, at=now())
        if seen.extract.people.height:
            staged = find.stage_extract(
                programme=programme, file_name=file.name, content=content, preview=seen, by=actor, at=now()
            )
            return HttpResponseRedirect(reverse("extract", args=[programme_id, staged.id]))
        problems = seen.extract.problems
    return page(
        request,
        "staff/register/upload.jinja",
        status=422 if request.method == "POST" else 200,
        programme=programme,
        over=over,
        form=form if not problems else UploadForm(),
        problems=problems[:PROBLEMS_SHOWN],
        problems_total=len(problems),
        earlier=list(detected.extracts_of(actor, programme)[:5]),
        to_offer=detected.to_offer(actor, programme).count(),
    )


@guarded(Action.IMPORT_REGISTER)
def preview(request: Request, programme_id: UUID, extract_id: UUID) -> HttpResponse:
    """What the file would change: nothing is stored yet but the encrypted file."""
    return _preview(request, programme_id, extract_id, None, 200)


@guarded(Action.IMPORT_REGISTER, methods=("POST",))
def commit(request: Request, programme_id: UUID, extract_id: UUID) -> HttpResponse:
    """Store the extract, all of it or nothing."""
    actor = request.actor
    extract = _extract(request, programme_id, extract_id)
    seen = _seen(request, extract)
    form = _form(request, seen)
    if not form.is_valid():
        return _preview(request, programme_id, extract_id, form, 422)
    if extract.rows_total > store_extract.MOST_ON_A_PAGE:
        accepted = form.cleaned_data["accept_removal"]
        store_extract.begin(extract=extract, accept_mass_removal=accepted, by=actor, at=now())
        return HttpResponseRedirect(reverse("extract_storing", args=[programme_id, extract_id]))
    opened = find.commit_extract(
        extract=extract, by=actor, at=now(), accept_mass_removal=form.cleaned_data["accept_removal"]
    )
    if _asks(extract.programme):
        told = ngettext(
            "Udtrækket er gemt. %(n)s borger skal have tilbud om besøg.",
            "Udtrækket er gemt. %(n)s borgere skal have tilbud om besøg.",
            len(opened),
        )
    else:
        told = ngettext(
            "Udtrækket er gemt. %(n)s borger er fundet og står på arbejdslisten.",
            "Udtrækket er gemt. %(n)s borgere er fundet og står på arbejdslisten.",
            len(opened),
        )
    sentence = f"{told % {'n': len(opened)}} {_('Det kan ikke fortrydes her.')}"
    return done(request, sentence, _afterwards(extract.programme))


def _asks(programme: Any) -> bool:
    """Whether who is found is offered a visit next; half the recipes begin with another step."""
    return "asked" in recipe_of(programme).path


def _afterwards(programme: Any) -> str:
    return reverse("visits_plan" if _asks(programme) else "programme", args=[programme.id])


@guarded(Action.IMPORT_REGISTER)
def storing(request: Request, programme_id: UUID, extract_id: UUID) -> HttpResponse:
    """How far the worker is; the page comes again by itself, without a script, until it is through or stopped."""
    extract = _extract(request, programme_id, extract_id)
    if extract.committed_at is not None:
        say(request, _("Udtrækket er gemt. Det kan ikke fortrydes her."))
        return HttpResponseRedirect(_afterwards(extract.programme))
    standing = store_extract.standing(extract_id)
    response = page(
        request, "staff/register/storing.jinja", programme=extract.programme, extract=extract, storing=standing,
        goes_on=standing is not None and standing.goes_on,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


@guarded(Action.IMPORT_REGISTER, methods=("POST",))
def stop(request: Request, programme_id: UUID, extract_id: UUID) -> HttpResponse:
    """Stop the storing; nothing of the extract is kept but the file itself."""
    extract = _extract(request, programme_id, extract_id)
    store_extract.stop(extract_id=extract.id)
    return HttpResponseRedirect(reverse("extract_storing", args=[programme_id, extract_id]))


def _preview(
    request: Request, programme_id: UUID, extract_id: UUID, form: CommitForm | None, status: int
) -> HttpResponse:
    extract = _extract(request, programme_id, extract_id)
    if extract.committed_at is not None:
        return HttpResponseRedirect(_afterwards(extract.programme))
    seen = _seen(request, extract)
    comparison = seen.comparison
    return page(
        request,
        "staff/register/preview.jinja",
        status=status,
        programme=extract.programme,
        extract=extract,
        asks=_asks(extract.programme),
        form=form or _form(None, seen),
        form_errors=[(f"id_{name}", errors[0]) for name, errors in form.errors.items()] if form else [],
        counts=[
            (_("Linjer i filen"), seen.extract.lines_read),
            (_("Nye borgere"), comparison.new.height),
            (_("Kendte borgere"), comparison.known.height),
            (_("Heraf flyttet"), comparison.moved.height),
            (_("Har allerede fået tilbud"), comparison.already_offered.height),
            (_("Var med sidst, men mangler nu"), comparison.gone),
            (_("Linjer med fejl"), len(seen.extract.problems)),
        ],
        over=is_over(extract.programme.ends_on, local_date(now())),
        eligible=trial.how_many_inside(request.actor, extract.programme, seen),
        limits=running.limits_of(extract.programme).told,
        problems=seen.extract.problems[:PROBLEMS_SHOWN],
        problems_total=len(seen.extract.problems),
        gone=comparison.gone,
        previous_total=seen.previous_total,
        mass_removal=seen.mass_removal,
        ignored=seen.extract.ignored,
        rows=[
            ShownRow(row.line, cpr.mask(row.cpr), row.name, " ".join(filter(None, (row.postcode, row.city))))
            for row in rows_of(seen.extract.people.head(ROWS_SHOWN))
        ],
    )


def _form(request: Request | None, seen: Preview) -> CommitForm:
    return CommitForm(
        request.POST if request else None, has_errors=bool(seen.extract.problems), mass_removal=seen.mass_removal
    )


def _extract(request: Request, programme_id: UUID, extract_id: UUID) -> Any:
    extract = detected.extract(request.actor, extract_id)
    if extract.programme_id != programme_id:
        raise NotVisible("extract")
    return extract


def _seen(request: Request, extract: Any) -> Preview:
    actor = request.actor
    content = detection.content_of(extract)
    return find.preview_extract(programme=extract.programme, content=content, by=actor, at=now())
