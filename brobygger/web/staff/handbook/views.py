"""Handbooks: a programme or a recipe on a page, as a file and as a tagged PDF."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import handbook as journey
from brobygger.journeys.share import slug_of
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.page import page

TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


@guarded(Action.READ_TOOLS)
def of_programme(request: Request, programme_id: UUID) -> HttpResponse:
    """A programme's handbook as a page."""
    made = _of_programme(request, programme_id)
    files = [("PDF", reverse("handbook_pdf", args=[programme_id])),
             ("HTML", reverse("handbook_html", args=[programme_id]))]  # fmt: skip
    back = reverse("programme" if may(request.actor.role, Action.SEE_PROGRAMME) else "tool_folder", args=[programme_id])
    return page(request, "staff/handbook/handbook.jinja", handbook=made, files=files, back=back)


@guarded(Action.READ_TOOLS)
def of_programme_pdf(request: Request, programme_id: UUID) -> HttpResponse:
    """A programme's handbook on paper."""
    return _file(_of_programme(request, programme_id), "pdf")


@guarded(Action.READ_TOOLS)
def of_programme_html(request: Request, programme_id: UUID) -> HttpResponse:
    """A programme's handbook as one file to send."""
    return _file(_of_programme(request, programme_id), "html")


@guarded(Action.SEE_RECIPES)
def of_recipe(request: Request, recipe_id: str) -> HttpResponse:
    """A recipe's handbook as a page."""
    files = [("PDF", reverse("recipe_handbook_pdf", args=[recipe_id]))]
    back = reverse("recipe", args=[recipe_id])
    made = _of_recipe(request, recipe_id)
    return page(request, "staff/handbook/handbook.jinja", handbook=made, files=files, back=back)


@guarded(Action.SEE_RECIPES)
def of_recipe_pdf(request: Request, recipe_id: str) -> HttpResponse:
    """A recipe's handbook on paper."""
    return _file(_of_recipe(request, recipe_id), "pdf")


def _of_programme(request: Request, programme_id: UUID) -> journey.Handbook:
    actor = request.actor
    return journey.of_programme(actor, running.get(actor, programme_id), on=local_date(now()))


def _of_recipe(request: Request, recipe_id: str) -> journey.Handbook:
    actor = request.actor
    return journey.of_recipe(running.recipe(actor, recipe_id), on=local_date(now()))


def _file(made: journey.Handbook, kind: str) -> HttpResponse:
    content = journey.as_pdf(made) if kind == "pdf" else journey.as_html(made)
    response = HttpResponse(content, content_type=TYPES[kind])
    name = slug_of(made.title) or "indsats"
    response["Content-Disposition"] = f'attachment; filename="haandbog-{name}.{kind}"'
    return response
