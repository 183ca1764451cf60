"""Who screens, and another role from a day on (R207)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.insight.evaluation.recipe_text import said
from brobygger.journeys import screener as journey
from brobygger.programmes.running import queries as running
from brobygger.programmes.running import rules, screener_rules
from brobygger.registry.access.policy import Action
from brobygger.registry.recipes import load
from brobygger.registry.recipes.load import BadRecipe
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.changes.dated import ScreenerForm


@guarded(Action.CHANGE_PROGRAMME, methods=("GET", "POST"))
def screener(request: Request, programme_id: UUID) -> HttpResponse:
    """What lies with whoever screens now is shown first; then the new role, the day, and what becomes of it."""
    actor, today = request.actor, local_date(now())
    programme = running.get_to_change(actor, programme_id)
    recipe = running.recipe_of(programme)
    role = screener_rules.screens(recipe)
    if not role:
        raise NotVisible("screening")
    form = ScreenerForm(
        request.POST if request.method == "POST" else None, recipe=recipe, today=today,
        version=programme.recipe_version,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            wanted = load.from_data(rules.without_play(form.wanted()))
        except BadRecipe as bad:
            form.explain(bad.problems)
        else:
            journey.plan(
                programme=programme, recipe=load.as_data(wanted), from_day=form.holds_from(),
                reason=form.cleaned_data["reason"], seen=form.cleaned_data["seen"], by=actor, at=now(),
            )  # fmt: skip
            ahead = form.holds_from() > today
            told = _("Det er skrevet ned og sker af sig selv den dag.") if ahead else _("Den nye rolle screener nu.")
            return done(request, told, reverse("change_history", args=[programme.id]))
    planned = screener_rules.ahead(recipe, on=today)
    return page(
        request, "staff/changes/screener.jinja", status=422 if request.method == "POST" else 200, programme=programme,
        form=form, screens=said(recipe.roles[role], language()), lies=journey.lies_with(actor, programme),
        ahead=(planned[0], said(recipe.roles[planned[1]], language())) if planned else None,
        others=screener_rules.may_take_over(recipe),
    )  # fmt: skip
