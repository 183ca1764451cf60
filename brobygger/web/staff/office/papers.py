"""Agreements, risks, rooms and vehicles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import anchor
from brobygger.programmes.governance import operations, queries, rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import governance_forms as forms
from brobygger.web.staff.office import plan, said
from brobygger.web.staff.office.asking import form_page, member, people, programme_and_recipe


@guarded(Action.SEE_OFFICE)
def agreements(request: Request, programme_id: UUID) -> HttpResponse:
    """Agreements with parties, roles and period; those to renew first."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())
    found = [(one, standing(one, today)) for one in queries.agreements(actor, programme)]
    return page(
        request,
        "staff/office/agreements.jinja",
        programme=programme,
        agreements=found,
        suggested=plan.agreements(recipe, queries.taken_up(actor, programme)),
        kinds=said.AGREEMENT_KINDS,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


def standing(agreement: Any, today: Any) -> str:
    """runs, renew or ended."""
    return rules.renewal(agreement.ends_on, warn_weeks=agreement.warn_weeks, today=today)


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_agreement(request: Request, programme_id: UUID) -> HttpResponse:
    """Keep an agreement, perhaps one the recipe suggests (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    begun, part = plan.begun_from(plan.agreements(recipe), request.GET.get("fra", ""))
    first = {"starts_on": local_date(now()), "warn_weeks": rules.WARN_WEEKS, **begun}
    rooms = _rooms(actor, programme)
    form = forms.AgreementForm(request.POST or None, initial=first, people=people(actor), assets=_named(rooms))

    def save(given: dict[str, Any]) -> str:
        given |= {"owner": member(actor, given["owner"]), "asset": rooms.get(given["asset"])}
        operations.agree(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("Aftalen er gemt.")

    return form_page(
        request, form=form, title=_("Ny aftale"), submit=_("Gem aftalen"), back=_to("agreements", programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """Change an agreement, or renew it with a new last day."""
    actor: Actor = request.actor
    shown = queries.agreement(actor, agreement_id)
    written = "\n".join(": ".join(filter(None, (party.name, party.does))) for party in shown.parties.all())
    first = _values(shown, forms.AgreementForm) | {"parties": written, "owner": str(shown.owner_id or "")}
    first["asset"] = str(shown.asset_id or "")
    rooms = _rooms(actor, shown.programme, kept=shown.asset_id)
    form = forms.AgreementForm(request.POST or None, initial=first, people=people(actor), assets=_named(rooms))

    def save(given: dict[str, Any]) -> str:
        given |= {"owner": member(actor, given["owner"]), "asset": rooms.get(given["asset"])}
        operations.change_agreement(agreement=shown, by=actor, at=now(), **given)
        return _("Aftalen er rettet.")

    return form_page(
        request, form=form, title=_("Ret eller forny aftalen"), submit=_("Gem"),
        back=_to("agreements", shown.programme), save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def end_agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """The agreement is not to be renewed."""
    actor: Actor = request.actor
    shown = queries.agreement(actor, agreement_id)
    operations.end_agreement(agreement=shown, by=actor, at=now())
    return done(request, _("Aftalen er afsluttet."), _to("agreements", shown.programme)[1])


@guarded(Action.SEE_OFFICE)
def risks(request: Request, programme_id: UUID) -> HttpResponse:
    """The risk log, gravest first."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    today = local_date(now())
    found = [
        (one, rules.risk_colour(one.likelihood, one.impact), one.look_on is not None and one.look_on <= today)
        for one in queries.risks(actor, programme)
    ]
    return page(
        request,
        "staff/office/risks.jinja",
        programme=programme,
        risks=found,
        suggested=plan.risks(recipe, queries.taken_up(actor, programme)),
        colours=said.RISK_COLOURS,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_risk(request: Request, programme_id: UUID) -> HttpResponse:
    """Write a risk in the log, perhaps one the recipe names (`?fra=`)."""
    actor, programme, recipe = programme_and_recipe(request, programme_id)
    begun, part = plan.begun_from(plan.risks(recipe), request.GET.get("fra", ""))
    form = forms.RiskForm(request.POST or None, initial=begun, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.note_risk(programme=programme, recipe_part=part, by=actor, at=now(), **given)
        return _("Risikoen er skrevet ned.")

    return form_page(
        request, form=form, title=_("Ny risiko"), submit=_("Gem risikoen"), back=_to("risks", programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change_risk(request: Request, risk_id: UUID) -> HttpResponse:
    """Look at a risk again."""
    actor: Actor = request.actor
    shown = queries.risk(actor, risk_id)
    first = _values(shown, forms.RiskForm) | {"owner": str(shown.owner_id or "")}
    form = forms.RiskForm(request.POST or None, initial=first, people=people(actor))

    def save(given: dict[str, Any]) -> str:
        given["owner"] = member(actor, given["owner"])
        operations.change_risk(risk=shown, by=actor, at=now(), **given)
        return _("Risikoen er rettet.")

    return form_page(
        request, form=form, title=_("Se på risikoen igen"), submit=_("Gem"), back=_to("risks", shown.programme),
        save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def close_risk(request: Request, risk_id: UUID) -> HttpResponse:
    """The risk is gone."""
    actor: Actor = request.actor
    shown = queries.risk(actor, risk_id)
    operations.close_risk(risk=shown, by=actor, at=now())
    return done(request, _("Risikoen er lukket."), _to("risks", shown.programme)[1])


@guarded(Action.SEE_OFFICE)
def assets(request: Request, programme_id: UUID) -> HttpResponse:
    """Rooms, vehicles and other things."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    return page(
        request,
        "staff/office/assets.jinja",
        programme=programme,
        assets=list(queries.assets(actor, programme)[:200]),
        promises=promised(queries.promises(actor, programme), last_day=programme.ends_on, today=local_date(now())),
        kinds=said.ASSET_KINDS,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@dataclass(frozen=True)
class Promise:
    """A room is promised by an agreement. standing: as the agreement's; stops_with_it: nothing is promised after it."""

    agreement_id: UUID
    until: str
    parties: str
    standing: str
    stops_with_it: bool


def promised(found: Mapping[UUID, Iterable[Any]], *, last_day: date | None, today: date) -> dict[UUID, list[Promise]]:
    """Each room's promises as the list shows them. last_day: the programme's."""
    return {
        asset_id: [
            Promise(one.id, *anchor.promised(one, language()), standing(one, today),
                    rules.stops_with(one.ends_on, last_day))
            for one in agreements
        ]
        for asset_id, agreements in found.items()
    }  # fmt: skip


def _rooms(actor: Actor, programme: Any, *, kept: Any = None) -> dict[str, Any]:
    """The rooms an agreement can promise. kept: the thing it promises already, also where it is no room."""
    rooms = {str(one.id): one for one in queries.assets(actor, programme).filter(kind="room")[:200]}
    return rooms | ({str(kept): queries.asset(actor, kept)} if kept and str(kept) not in rooms else {})


def _named(rooms: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, ", ".join(filter(None, (one.name, one.place)))) for key, one in rooms.items()]


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_asset(request: Request, programme_id: UUID) -> HttpResponse:
    """Put a thing on the list."""
    actor, programme, _recipe = programme_and_recipe(request, programme_id)
    form = forms.AssetForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.keep(programme=programme, by=actor, at=now(), **given)
        return _("%(name)s står på listen.") % {"name": given["name"]}

    return form_page(
        request, form=form, title=_("Nyt lokale eller ny bil"), submit=_("Sæt på listen"),
        back=_to("assets", programme), save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def asset_gone(request: Request, asset_id: UUID) -> HttpResponse:
    """A thing is no longer in use."""
    actor: Actor = request.actor
    shown = queries.asset(actor, asset_id)
    operations.let_go(asset=shown, by=actor, at=now())
    return done(request, _("%(name)s er taget af listen.") % {"name": shown.name}, _to("assets", shown.programme)[1])


def _values(row: Any, form: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields if name not in ("parties", "owner", "asset")}


def _to(name: str, programme: Any) -> tuple[str, str]:
    labels = {"agreements": _("Aftaler"), "risks": _("Risici"), "assets": _("Lokaler og biler")}
    return labels[name], reverse(name, args=[programme.id])
