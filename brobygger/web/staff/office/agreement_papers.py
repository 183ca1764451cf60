"""An agreement's own words and signed paper in versions (R269), and its milestones with their days (R342)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.governance import operations, queries, rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.office import governance_forms as forms
from brobygger.web.staff.office import said
from brobygger.web.staff.office.asking import form_page, member, people
from brobygger.web.staff.register.uploads import limited, tell_too_large


@guarded(Action.SEE_OFFICE)
def papers(request: Request, agreement_id: UUID) -> HttpResponse:
    """The newest words first, earlier versions under them, and the milestones."""
    return _page(request, agreement_id, forms.PaperForm())


def _page(request: Request, agreement_id: UUID, form: Any) -> HttpResponse:
    actor: Actor = request.actor
    shown = queries.agreement(actor, agreement_id)
    today = local_date(now())
    return page(
        request, "staff/office/agreement_papers.jinja", status=422 if form.is_bound else 200, agreement=shown,
        programme=shown.programme, papers=queries.papers(actor, shown), form=form, kinds=said.AGREEMENT_KINDS,
        steps=[(one, rules.step_stands(one.due_on, one.done_on, today=today)) for one in queries.steps(actor, shown)],
        states=said.STEP_STATES, may_run=may(actor.role, Action.RUN_OFFICE) and shown.ended_on is None,
    )  # fmt: skip


@limited
@guarded(Action.RUN_OFFICE, methods=("POST",))
def keep(request: Request, agreement_id: UUID) -> HttpResponse:
    """Keep the paper's words, the signed PDF, or both, as its next version."""
    actor: Actor = request.actor
    shown = queries.agreement(actor, agreement_id)
    form = forms.PaperForm(request.POST, request.FILES)
    tell_too_large(request, form, "file", _("Filen skal være en PDF på højst 10 MB."))
    if form.is_valid():
        file = form.cleaned_data["file"]
        large = file is not None and file.size > rules.PAPER_BYTES
        try:
            if large:
                raise Refusal(_("Filen skal være en PDF på højst 10 MB."), field="file")
            operations.keep_paper(
                agreement=shown, text=form.cleaned_data["text"], file_name=file.name if file else "",
                content=file.read() if file else None, by=actor, at=now(),
            )  # fmt: skip
            return done(request, _("Papiret er gemt."), reverse("agreement_papers", args=[shown.id]))
        except Refusal as refused:
            form.add_error(refused.field, str(refused.message))
    return _page(request, agreement_id, form)


@guarded(Action.SEE_OFFICE)
def as_file(request: Request, agreement_paper_id: UUID) -> HttpResponse:
    """The signed paper, to be kept on one's own computer: never shown inside our pages."""
    _name, content = queries.paper_file(request.actor, agreement_paper_id)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="aftale.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_step(request: Request, agreement_id: UUID) -> HttpResponse:
    """A milestone with its day."""
    actor: Actor = request.actor
    shown = queries.agreement(actor, agreement_id)
    form = forms.StepForm(request.POST or None, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.promise_step(agreement=shown, by=actor, at=now(), **given)
        return _("Milepælen er skrevet ned. I bliver mindet om den to uger før.")

    return form_page(
        request, form=form, title=_("Ny milepæl i aftalen"), submit=_("Gem"),
        back=(shown.about, reverse("agreement_papers", args=[shown.id])), save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def reach(request: Request, agreement_step_id: UUID) -> HttpResponse:
    """The milestone is reached."""
    actor: Actor = request.actor
    shown = queries.step(actor, agreement_step_id)
    operations.reach_step(step=shown, by=actor, at=now())
    say(request, _("Milepælen er nået."), undo_url=reverse("step_reopen", args=[shown.id]))
    return redirect("agreement_papers", agreement_id=shown.agreement_id)


@guarded(Action.RUN_OFFICE, methods=("POST",))
def reopen(request: Request, agreement_step_id: UUID) -> HttpResponse:
    """Undo, also another day: the milestone is not reached after all."""
    actor: Actor = request.actor
    shown = queries.step(actor, agreement_step_id)
    operations.reopen_step(step=shown, by=actor)
    return done(request, _("Milepælen er ikke nået endnu."), reverse("agreement_papers", args=[shown.agreement_id]))
