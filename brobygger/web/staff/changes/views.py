"""Changing a programme: what can be changed, one change at a time, and the history of all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import change, new_price
from brobygger.programmes.running import operations, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.registry.recipes.load import BadRecipe
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes import sections, telling
from brobygger.web.staff.changes.dated import CriteriaForm, InstrumentForm
from brobygger.web.staff.changes.forms import ChangeForm
from brobygger.web.staff.changes.people import PeopleForm, RemoveRoleForm
from brobygger.web.staff.changes.values import ColoursForm, DeadlinesForm, GroupsForm, TextsForm

BOTH = ("GET", "POST")
VERSIONS = 20  # on one page


@guarded(Action.CHANGE_PROGRAMME)
def overview(request: Request, programme_id: UUID) -> HttpResponse:
    """What the programme runs by now, and a way to change each part."""
    programme = running.get_to_change(request.actor, programme_id)
    recipe = running.recipe_of(programme)
    parts = sections.of(programme, recipe, language())
    return page(request, "staff/changes/overview.jinja", programme=programme, sections=parts)


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def criteria(request: Request, programme_id: UUID) -> HttpResponse:
    """New limits from a day; those turned away for the old ones are found again."""
    return _change(request, programme_id, CriteriaForm, _("Hvem den er for"), "criteria")


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def instrument(request: Request, programme_id: UUID) -> HttpResponse:
    """Another instrument from a day."""
    return _change(request, programme_id, InstrumentForm, _("Nyt måleredskab"), "instrument")


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def colours(request: Request, programme_id: UUID) -> HttpResponse:
    """Other limits between the colours."""
    return _change(request, programme_id, ColoursForm, _("Farverne"), "colours")


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def deadlines(request: Request, programme_id: UUID) -> HttpResponse:
    """Other deadlines, for what happens from now on."""
    return _change(request, programme_id, DeadlinesForm, _("Fristerne"), "deadlines")


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def groups(request: Request, programme_id: UUID) -> HttpResponse:
    """Other sizes and another cadence. Where a group is too large, the page asks first."""
    return _change(request, programme_id, GroupsForm, _("Grupper og mødegange"), "groups")


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def texts(request: Request, programme_id: UUID) -> HttpResponse:
    """Other words."""
    return _change(request, programme_id, TextsForm, _("Teksterne"), "texts")


def _change(request: Request, programme_id: UUID, form_of: type[ChangeForm], title: str, name: str) -> HttpResponse:
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe = running.recipe_of(programme)
    if recipe.screening is None and form_of in (InstrumentForm, ColoursForm):
        raise NotVisible("screening")
    form = _form(request, form_of, programme, recipe)
    crowded: list[change.Crowded] = []
    if request.method == "POST" and form.is_valid():
        wanted = _wanted(form)
        if wanted is not None:
            crowded = change.crowded(actor, programme, recipe, wanted)
            if not rules.differences(load.as_data(recipe), load.as_data(wanted)):
                form.add_error(None, _("Der er ikke ændret noget."))
            elif not crowded or "accept_crowded" in request.POST:
                return _saved(request, programme, form, wanted)
    status = 422 if request.method == "POST" else 200
    return page(
        request, "staff/changes/change.jinja", status=status, programme=programme, form=form, title=title, name=name,
        crowded=crowded, recipe=recipe,
    )  # fmt: skip


def _form(request: Request, form_of: type[ChangeForm], programme: Any, recipe: Recipe, **more: Any) -> ChangeForm:
    return form_of(
        request.POST if request.method == "POST" else None,
        recipe=recipe, today=local_date(now()), version=programme.recipe_version, **more,
    )  # fmt: skip


def _wanted(form: ChangeForm) -> Recipe | None:
    """The recipe after the change; None, and the advice at the fields, when it would not be one."""
    try:
        return load.from_data(rules.without_play(form.wanted()))
    except BadRecipe as bad:
        form.explain(bad.problems)
        return None


def _saved(request: Request, programme: Any, form: ChangeForm, wanted: Recipe) -> HttpResponse:
    changed = change.save(
        programme=programme, recipe=load.as_data(wanted), reason=form.cleaned_data["reason"],
        seen=form.cleaned_data["seen"], in_force_from=form.holds_from(), accept_crowded=True,
        by=request.actor, at=now(),
    )  # fmt: skip
    old = new_price.prices_of(form.recipe)
    to = "change_price" if new_price.prices_of(wanted) not in (old, []) else "change_history"
    return done(request, _sentence(changed), reverse(to, args=[programme.id]))


def _sentence(changed: change.Changed) -> str:
    saved = _("Ændringen er gemt som udgave %(n)s.") % {"n": changed.snapshot.version}
    if not changed.found_again:
        return saved
    again = ngettext(
        "%(n)s borger, der før var uden for målgruppen, er fundet igen.",
        "%(n)s borgere, der før var uden for målgruppen, er fundet igen.",
        changed.found_again,
    ) % {"n": changed.found_again}
    return f"{saved} {again}"


# ---- People and roles ---------------------------------------------------------------------------------------


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def people(request: Request, programme_id: UUID) -> HttpResponse:
    """Who holds each role. Somebody who leaves a role stays in the record of it."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe = running.recipe_of(programme)
    form = PeopleForm(
        request.POST if request.method == "POST" else None,
        actor=actor, programme=programme, recipe=recipe, today=local_date(now()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        number = operations.cast(programme=programme, roles=form.chosen(), by=actor, at=now())
        sentence = _("Rollerne er gemt.") if number else _("Der er ikke ændret noget.")
        return done(request, sentence, reverse("programme", args=[programme.id]))
    status = 422 if request.method == "POST" else 200
    return page(request, "staff/changes/people.jinja", status=status, programme=programme, form=form,
                removable=[(name, form.fields[name].label) for name in form.choices])  # fmt: skip


@guarded(Action.CHANGE_PROGRAMME, methods=BOTH)
def remove_role(request: Request, programme_id: UUID) -> HttpResponse:
    """Take a role out (`?rolle=`): what lies with it is shown, and nothing happens before somebody takes it over."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    recipe, role = running.recipe_of(programme), request.GET.get("rolle", "")
    if role not in recipe.roles:
        return done(request, _("Vælg den rolle, der skal ud."), reverse("change_people", args=[programme.id])) if (
            request.method == "POST"
        ) else page(request, "staff/changes/which_role.jinja", programme=programme,
                    roles=telling.roles(recipe, language()))  # fmt: skip
    form = _form(request, RemoveRoleForm, programme, recipe, role=role)
    if request.method == "POST" and form.is_valid():
        changed = change.remove_role(
            programme=programme, role=role, taken_over_by=form.cleaned_data["taken_over_by"],
            reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], by=actor, at=now(),
        )  # fmt: skip
        return done(request, _sentence(changed), reverse("change_history", args=[programme.id]))
    return page(
        request, "staff/changes/remove_role.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, form=form, which=role, title=telling.role(recipe, role, language()),
        lies=telling.lies_with(recipe, role, language()),
        tasks=change.open_tasks_of_role(actor, programme, role).count(),
        waiting=change.waiting_on_role(actor, programme, role),
        held=[row.membership.name if row.membership else row.organisation.name
              for row in running.holders(programme).get(role, [])],
    )  # fmt: skip


# ---- History ------------------------------------------------------------------------------------------------


@guarded(Action.SEE_PROGRAMME)
def history(request: Request, programme_id: UUID) -> HttpResponse:
    """Every version: from which day, by whom, why, and what was different."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    snapshots = running.versions(actor, programme)
    return page(
        request, "staff/changes/history.jinja", programme=programme,
        versions=telling.history(actor, snapshots[: VERSIONS + 1], language())[:VERSIONS],
        more=max(0, len(snapshots) - VERSIONS),
        may_change=telling.may_change(actor, programme),
    )  # fmt: skip


@guarded(Action.CHANGE_PROGRAMME, methods=("POST",))
def go_back(request: Request, programme_id: UUID, number: int) -> HttpResponse:
    """An earlier version holds again, as the newest."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    changed = change.go_back(programme=programme, to=running.version(actor, programme, number), by=actor, at=now())
    return done(request, _sentence(changed), reverse("change_history", args=[programme.id]))


# ---- Found again --------------------------------------------------------------------------------------------


@guarded(Action.TAKE_AGAIN, methods=BOTH)
def found_again(request: Request, programme_id: UUID) -> HttpResponse:
    """Those turned away for limits that now let them in; one button takes them back onto the bridge."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    if request.method == "POST":
        number = change.take_again(programme=programme, by=actor, at=now())
        sentence = ngettext("%(n)s borger er med igen.", "%(n)s borgere er med igen.", number) % {"n": number}
        return done(request, sentence, reverse("found_again", args=[programme.id]))
    waiting = change.to_ask_again(actor, programme, on=local_date(now()))
    return page(
        request, "staff/changes/found_again.jinja", programme=programme, number=waiting.count(),
        rows=telling.found_again(actor, list(waiting[:50])),
    )  # fmt: skip
