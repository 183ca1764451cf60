"""What participants said after a course: typed in from sheets without names, and held together by kind (R249)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.programmes.running import queries as running
from brobygger.programmes.training import afterwards, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import said
from brobygger.web.staff.office import training_forms as forms
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.seen_from import course_back


@guarded(Action.SEE_OFFICE)
def by_kind(request: Request, programme_id: UUID) -> HttpResponse:
    """Courses of a kind held together: what was answered, and what was written after each."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    return page(
        request, "staff/office/afterwards.jinja", programme=programme, kinds=afterwards.by_kind(actor, programme),
        forms=said.FORMS, asked=said.AFTERWARDS,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def of_day(request: Request, course_day_id: UUID) -> HttpResponse:
    """Count the sheets of one day, and write what stood on them."""
    actor: Actor = request.actor
    day = queries.day(actor, course_day_id)
    known = {f"{question}_{answer}": number for (question, answer), number in afterwards.of_day(actor, day).items()}
    form = forms.AfterwardsForm(request.POST or None, initial=known | {"words": day.said_afterwards})

    def save(given: dict[str, Any]) -> str:
        afterwards.keep(day=day, numbers=form.numbers(), words=given["words"], by=actor, at=now())
        return _("Det, deltagerne sagde, er skrevet ned.")

    return form_page(
        request, form=form, title=_("Hvad sagde deltagerne?"), submit=_("Gem"), save=save,
        back=course_back(request, day.course),
        intro=_("Læg sedlerne i tre bunker for hver sætning, og skriv, hvor mange der ligger i hver. Ingen navne."),
    )  # fmt: skip
