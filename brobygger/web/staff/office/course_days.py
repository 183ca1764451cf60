"""A course day that was written wrong is put right, or deleted while nobody was there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import now
from brobygger.programmes.training import days, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page
from brobygger.web.staff.office.seen_from import course_back


class CorrectDayForm(forms.Form):
    """When it was, how long and where; who was there has a page of its own."""

    held_on = fields.day(gettext_lazy("Hvilken dag?"))
    minutes = fields.number(gettext_lazy("Hvor mange minutter varede det?"), least=1, most=1440)
    place = fields.text(gettext_lazy("Hvor?"), required=False)


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change(request: Request, course_day_id: UUID) -> HttpResponse:
    """Put a day right."""
    actor: Actor = request.actor
    day = queries.day(actor, course_day_id)
    first = {name: getattr(day, name) for name in CorrectDayForm.base_fields}

    def save(given: dict[str, Any]) -> str:
        days.correct(day=day, by=actor, at=now(), **given)
        return _("Dagen er rettet.")

    return form_page(
        request, form=CorrectDayForm(request.POST or None, initial=first), title=_("Ret dagen"), submit=_("Gem"),
        back=course_back(request, day.course), save=save,
        erase=(_("Slet dagen"), reverse("course_day_remove", args=[day.id])) if days.is_bare(day) else None,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def remove(request: Request, course_day_id: UUID) -> HttpResponse:
    """A day that was written by mistake."""
    actor: Actor = request.actor
    day = queries.day(actor, course_day_id)
    days.remove(day=day, by=actor, at=now())
    return done(request, _("Dagen er slettet."), course_back(request, day.course)[1])
