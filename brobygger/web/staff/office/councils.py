"""Groups with members, meetings and decisions, and what is unclear about who decides and who does what."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.governance import areas, operations, queries, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.office import governance_forms as forms
from brobygger.web.staff.office import local_areas, plan, said
from brobygger.web.staff.office.asking import form_page, member, people, programme_and_recipe

MOST = 50  # meetings shown of a group


@guarded(Action.SEE_OFFICE)
def councils(request: Request, programme_id: UUID) -> HttpResponse:
    """The programme's groups, who does what, and what is unclear."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())
    found = queries.councils(actor, programme, on=today)
    duties = queries.duties(actor, programme, on=today)
    return page(
        request,
        "staff/office/councils.jinja",
        programme=programme,
        councils=found,
        closed=list(queries.closed_councils(actor, programme)[:MOST]),
        duties=duties,
        ahead=queries.duties_ahead(actor, programme, on=today),
        unclear=unclear(programme, recipe, found, duties, today),
        suggested=plan.councils(recipe, queries.taken_up(actor, programme)),
        kinds=said.COUNCIL_KINDS,
        with_areas=any(one.kind == rules.LOCAL for one in found),
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


def unclear(programme: Any, recipe: Recipe, found: Any, duties: Any, today: date) -> list[str]:
    """What is unclear, as sentences. One query for those who lead."""
    told = rules.unclear(
        queries.bodies(found),
        duties=[rules.Doing(str(duty.owner_id), duty.owner.name, duty.what) for duty in duties],
        leaders=_leaders(programme, recipe),
        today=today,
    )
    return [said.unclear(one) for one in told]


def _leaders(programme: Any, recipe: Recipe) -> dict[str, str]:
    leading = {name for name, role in recipe.roles.items() if role.acts_as == "programme_manager"}
    held = running.holders(programme)
    rows = [row for name in leading for row in held.get(name, []) if row.membership]
    return {str(row.membership_id): row.membership.name for row in rows if row.membership}


@guarded(Action.SEE_OFFICE)
def council(request: Request, council_id: UUID) -> HttpResponse:
    """One group: who sits there, what it has decided."""
    actor: Actor = request.actor
    shown = queries.council(actor, council_id)
    everybody = list(queries.seats(actor, shown))
    today = local_date(now())
    return page(
        request,
        "staff/office/council.jinja",
        council=shown,
        programme=shown.programme,
        seats=[seat for seat in everybody if seat.until is None or seat.until > today],
        former=[seat for seat in everybody if seat.until is not None and seat.until <= today],
        meetings=list(queries.meetings(actor, shown)[:MOST]),
        area=local_areas.figures_of(actor, shown, today=today),
        kinds=said.COUNCIL_KINDS,
        may_run=may(actor.role, Action.RUN_OFFICE) and shown.closed_on is None,
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_council(request: Request, programme_id: UUID) -> HttpResponse:
    """Set up a group, perhaps one the recipe suggests (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    begun, part = plan.begun_from(plan.councils(recipe), request.GET.get("fra", ""))
    first = {"begins_on": local_date(now()), **begun}
    form = forms.CouncilForm(request.POST or None, initial=first, units=_units(actor, programme))

    def save(given: dict[str, Any]) -> str:
        operations.set_up(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("%(name)s er nedsat. Skriv nu, hvem der er med.") % {"name": given["name"]}

    return form_page(
        request, form=form, title=_("Ny gruppe"), submit=_("Nedsæt gruppen"), back=_back(programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_council(request: Request, council_id: UUID) -> HttpResponse:
    """Change what a group is."""
    actor: Actor = request.actor
    shown = queries.council(actor, council_id)
    first = {name: getattr(shown, name) for name in forms.CouncilForm.base_fields if name != "units"}
    first["units"] = [str(unit_id) for unit_id, _name in areas.units_of(actor, shown)]
    form = forms.CouncilForm(request.POST or None, initial=first, units=_units(actor, shown.programme))

    def save(given: dict[str, Any]) -> str:
        operations.change_council(council=shown, by=actor, at=now(), **given)
        return _("Gruppen er rettet.")

    return form_page(request, form=form, title=_("Ret gruppen"), submit=_("Gem"), back=_to(shown), save=save)


@guarded(Action.RUN_OFFICE, methods=("POST",))
def close_council(request: Request, council_id: UUID) -> HttpResponse:
    """Close a group that is no longer needed."""
    actor: Actor = request.actor
    shown = queries.council(actor, council_id)
    operations.close(council=shown, by=actor, at=now())
    return done(
        request, _("%(name)s er lukket. Det, I besluttede, bliver stående.") % {"name": shown.name}, _to(shown)[1]
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_seat(request: Request, council_id: UUID) -> HttpResponse:
    """Let somebody sit in a group."""
    actor: Actor = request.actor
    shown = queries.council(actor, council_id)
    form = forms.SeatForm(request.POST or None, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        held = member(actor, given["member"])
        name = held.name if held else given["name"]
        operations.take_seat(
            council=shown, name=name, membership=held, organisation=held.organisation if held else None,
            chairs=given["chairs"], by=actor, at=now(),
        )  # fmt: skip
        return _("%(name)s er med i gruppen.") % {"name": name}

    return form_page(
        request, form=form, title=_("Nyt medlem"), submit=_("Tag med i gruppen"), back=_to(shown), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def leave_seat(request: Request, seat_id: UUID) -> HttpResponse:
    """Somebody leaves a group."""
    actor: Actor = request.actor
    seat = queries.seat(actor, seat_id)
    operations.leave_seat(seat=seat, by=actor, at=now())
    return done(request, _("%(name)s er ikke længere med.") % {"name": seat.name}, _to(seat.council)[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_meeting(request: Request, council_id: UUID) -> HttpResponse:
    """Write down a meeting and what it decided."""
    actor: Actor = request.actor
    shown = queries.council(actor, council_id)
    form = forms.MeetingForm(request.POST or None, initial={"held_on": local_date(now())}, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.meet(council=shown, by=actor, at=now(), **given)
        return _("Mødet er skrevet ned.")

    return form_page(
        request, form=form, title=_("Skriv et møde ned"), submit=_("Gem mødet"), back=_to(shown), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def settle_decision(request: Request, decision_id: UUID) -> HttpResponse:
    """A decision is done."""
    actor: Actor = request.actor
    decision = queries.decision(actor, decision_id)
    operations.settle(decision=decision, by=actor, at=now())
    return done(request, _("Beslutningen er gjort."), _to(decision.meeting.council)[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_duty(request: Request, programme_id: UUID) -> HttpResponse:
    """Write who does what."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    form = forms.DutyForm(request.POST or None, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        operations.take_on(
            programme=programme, owner=member(actor, given["owner"]), what=given["what"], since=given["since"],
            by=actor, at=now(),
        )  # fmt: skip
        return _("Opgaven er skrevet på.")

    return form_page(request, form=form, title=_("Hvem gør hvad"), submit=_("Gem"), back=_back(programme), save=save)


@guarded(Action.RUN_OFFICE, methods=("POST",))
def lay_down_duty(request: Request, duty_id: UUID) -> HttpResponse:
    """A duty ends."""
    actor: Actor = request.actor
    duty = queries.duty(actor, duty_id)
    operations.lay_down(duty=duty, by=actor, at=now())
    return done(request, _("Opgaven er lagt fra."), _back(duty.programme)[1])


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def hand_over_duty(request: Request, duty_id: UUID) -> HttpResponse:
    """From a day ahead the duty is somebody else's, or nobody's (R206)."""
    actor: Actor = request.actor
    duty = queries.duty(actor, duty_id)
    form = forms.HandOverForm(request.POST or None, initial={"on": duty.until}, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        successor = member(actor, given["successor"])
        operations.hand_over(duty=duty, on=given["on"], successor=successor, by=actor, at=now())
        return _("Det er skrevet ned og sker af sig selv den dag.")

    return form_page(
        request, form=form, title=_("Giv opgaven videre: %(what)s") % {"what": duty.what}, submit=_("Gem"),
        back=_back(duty.programme), save=save,
    )  # fmt: skip


def _units(actor: Actor, programme: Any) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in running.units(actor, programme)[: local_areas.MOST_UNITS]]


def _back(programme: Any) -> tuple[str, str]:
    return _("Grupper og beslutninger"), reverse("councils", args=[programme.id])


def _to(council: Any) -> tuple[str, str]:
    return council.name, reverse("council", args=[council.id])
