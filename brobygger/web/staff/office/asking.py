"""What the office's pages share: one form on a page, people to choose from, and the recipe's starting plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.programmes.running import queries as running
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.roles import Role
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import Request, done
from brobygger.web.shared.page import page

# Who can own something in an effort; a municipality has a few dozen of them.
_OWNERS = (Role.PROGRAMME_MANAGER, Role.COORDINATOR, Role.VISITATION, Role.AMBASSADOR, Role.ASSOCIATION_LEADER)
MOST_OWNERS = 300


def form_page(
    request: Request, *, form: forms.Form, title: str, submit: str, back: tuple[str, str],
    save: Callable[[dict[str, Any]], str], to: str = "", intro: str = "",
    erase: tuple[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """Show a form; sent in right it is saved, else shown again with what is wrong (422).

    save gets the cleaned data and returns the sentence of what happened. A Refusal of a field of the form becomes
    that field's error. back: label and address of the page before; `to`: where it leads (default: back).
    erase: what deleting it is called and where it is posted, for what can be deleted.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, save(form.cleaned_data), to or back[1])
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.add_error(refusal.field, str(refusal.message))
    status = 422 if request.method == "POST" else 200
    return page(
        request, "staff/office/form.jinja", status=status, form=form, heading=title, submit=submit, back=back,
        intro=intro, erase=erase, action=request.get_full_path(),
    )  # fmt: skip


def people(actor: Actor) -> list[tuple[str, str]]:
    """Who can be chosen as owner: id and name, by name. One query."""
    held = access.members_of(actor, on=local_date(now())).filter(role__in=_OWNERS)
    return [(str(one.id), one.name) for one in held[:MOST_OWNERS]]


def member(actor: Actor, chosen: str) -> Any:
    """The membership of an id that a form has checked; None for none chosen."""
    return access.get_membership(actor, UUID(chosen)) if chosen else None


def programme_and_recipe(request: Request, programme_id: UUID) -> tuple[Actor, Any, Recipe]:
    """The actor, the programme and the recipe it runs by. Raises NotVisible."""
    actor: Actor = request.actor
    shown = running.get(actor, programme_id)
    return actor, shown, running.recipe_of(shown)
