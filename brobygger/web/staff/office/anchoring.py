"""How the effort lives on: model, milestones, who takes over and pays, and the package for those who do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import anchor as journey
from brobygger.programmes.anchoring import operations, queries, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import anchoring_forms as forms
from brobygger.web.staff.office import plan, said
from brobygger.web.staff.office.asking import form_page, member, people, programme_and_recipe

MOST = 200  # programmes on the list of those without a settled continuation


@guarded(Action.SEE_OFFICE)
def anchoring(request: Request, programme_id: UUID) -> HttpResponse:
    """The plan, what is missing, and what stops if nobody takes it."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    functions = queries.functions(actor, programme)
    anchor = queries.anchors(actor, [programme])[programme.id]
    taken = queries.taken_up(actor, programme)
    return page(
        request,
        "staff/office/anchoring.jinja",
        programme=programme,
        plan=queries.plan(actor, programme),
        recipe_model=recipe.anchoring.model,
        missing=[said.missing(one) for one in rules.missing(anchor, today=local_date(now()))],
        stops=rules.stops(anchor.functions),
        functions=functions,
        milestones=queries.milestones(actor, programme),
        hosts=queries.host_options(actor, programme),
        shares=queries.shares(actor, programme),
        suggested_functions=plan.functions(recipe, taken),
        suggested_milestones=plan.milestones(recipe, programme.starts_on, taken),
        models=said.MODELS,
        phases=said.PHASES,
        answers=said.ANSWERS,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@guarded(Action.SEE_OFFICE)
def unsettled(request: Request) -> HttpResponse:
    """Every running programme whose continuation is not settled, with what is missing (R212)."""
    actor: Actor = request.actor
    today = local_date(now())
    found = list(running.running(actor, on=today)[:MOST])
    anchors = queries.anchors(actor, found)
    told = [(one, [said.missing(gap) for gap in rules.missing(anchors[one.id], today=today)]) for one in found]
    return page(
        request,
        "staff/office/unsettled.jinja",
        rows=[(one, gaps) for one, gaps in told if gaps],
        settled=[one for one, gaps in told if not gaps],
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def choose(request: Request, programme_id: UUID) -> HttpResponse:
    """Choose how the effort lives on; the recipe's model stands ready."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    before = queries.plan(actor, programme)
    first: dict[str, Any] = {"model": recipe.anchoring.model, "ends_on": programme.ends_on}
    if before:
        asked = ("model", "settled", "why", "ends_on")
        first = {name: getattr(before, name) for name in asked} | {"owner": str(before.owner_id or "")}
    form = forms.PlanForm(request.POST or None, initial=first, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.choose(programme=programme, by=actor, at=now(), **given)
        return _("Planen er gemt.")

    return form_page(
        request, form=form, title=_("Hvordan lever indsatsen videre?"), submit=_("Gem planen"), back=_to(programme),
        save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_milestone(request: Request, programme_id: UUID) -> HttpResponse:
    """Set a milestone, perhaps one the recipe suggests (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    suggested = plan.milestones(recipe, programme.starts_on)
    begun, part = plan.begun_from(suggested, request.GET.get("fra", ""))
    form = forms.MilestoneForm(request.POST or None, initial=begun, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.aim(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("Milepælen er sat.")

    return form_page(
        request, form=form, title=_("Ny milepæl"), submit=_("Sæt milepælen"), back=_to(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def reach_milestone(request: Request, milestone_id: UUID) -> HttpResponse:
    """A milestone is reached."""
    actor: Actor = request.actor
    shown = queries.milestone(actor, milestone_id)
    operations.reach(milestone=shown, by=actor, at=now())
    return done(request, _("Milepælen er nået."), _to(shown.programme)[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_function(request: Request, programme_id: UUID) -> HttpResponse:
    """Write what must go on, perhaps as the recipe says (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    begun, part = plan.begun_from(plan.functions(recipe), request.GET.get("fra", ""))
    form = forms.FunctionForm(request.POST or None, initial=begun)

    def save(given: dict[str, Any]) -> str:
        operations.go_on(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("Opgaven er skrevet ned.")

    return form_page(
        request, form=form, title=_("Noget, der skal gå videre"), submit=_("Gem"), back=_to(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_function(request: Request, takes_over_id: UUID) -> HttpResponse:
    """Change who takes something over and who pays."""
    actor: Actor = request.actor
    shown = queries.function(actor, takes_over_id)
    first = {"what": shown.what, "taken_by": shown.by, "pays": shown.pays, "from_on": shown.from_on}
    form = forms.FunctionForm(request.POST or None, initial=first | {"agreed_on": shown.agreed_on})

    def save(given: dict[str, Any]) -> str:
        operations.change_function(function=shown, by=actor, at=now(), **given)
        return _("Opgaven er rettet.")

    return form_page(
        request, form=form, title=_("Noget, der skal gå videre"), submit=_("Gem"), back=_to(shown.programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_host(request: Request, programme_id: UUID) -> HttpResponse:
    """An association that could take the effort on."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    form = forms.HostForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.ask_host(programme=programme, by=actor, at=now(), **given)
        return _("%(name)s står på listen.") % {"name": given["name"]}

    return form_page(request, form=form, title=_("En mulig forening"), submit=_("Gem"), back=_to(programme), save=save)


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_host(request: Request, host_option_id: UUID) -> HttpResponse:
    """What the association said."""
    actor: Actor = request.actor
    shown = queries.host_option(actor, host_option_id)
    form = forms.HostForm(
        request.POST or None, initial={name: getattr(shown, name) for name in forms.HostForm.base_fields}
    )

    def save(given: dict[str, Any]) -> str:
        operations.answer_host(option=shown, by=actor, at=now(), **given)
        return _("Svaret er gemt.")

    return form_page(
        request, form=form, title=_("En mulig forening"), submit=_("Gem"), back=_to(shown.programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_share(request: Request, programme_id: UUID) -> HttpResponse:
    """The municipality's share from a day on."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    form = forms.ShareForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.share(programme=programme, by=actor, at=now(), **given)
        return _("Kommunens andel er skrevet ned.")

    return form_page(request, form=form, title=_("Kommunens andel"), submit=_("Gem"), back=_to(programme), save=save)


@guarded(Action.SEE_OFFICE)
def package(request: Request, programme_id: UUID) -> HttpResponse:
    """The package for whoever takes over, on the page and ready for print."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    book = journey.package(actor, programme, on=local_date(now()))
    return page(request, "staff/office/package.jinja", programme=programme, handbook=book)


@guarded(Action.SEE_OFFICE)
def package_pdf(request: Request, programme_id: UUID) -> HttpResponse:
    """The package as a tagged PDF."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    made = journey.as_pdf(journey.package(actor, programme, on=local_date(now())))
    name = slugify(programme.name.replace("ø", "oe").replace("æ", "ae").replace("å", "aa")) or "indsats"
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="overtagelse-{name}.pdf"'
    return response


def _to(programme: Any) -> tuple[str, str]:
    return _("Forankring"), reverse("anchoring", args=[programme.id])
