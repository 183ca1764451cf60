"""Occasions: plan one, invite, write down who came and what they wanted. A wish becomes a tip by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import meet_offers
from brobygger.pathway.occasions import operations, queries
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people.queries import read_many
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.occasions.forms import (
    AgainForm,
    EveningForm,
    GuestForm,
    OccasionForm,
    OthersForm,
    WantsForm,
    YearForm,
)

MOST_OFFERS, MOST_GUESTS = 200, 200


@guarded(Action.HOLD_OCCASION)
def occasions(request: Request) -> HttpResponse:
    """Those to come and those that have been, with who came and what they wanted."""
    return page(request, "staff/occasions/occasions.jinja", held=queries.held_by(request.actor))


@guarded(Action.HOLD_OCCASION, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Plan one."""
    actor = request.actor
    form = OccasionForm(request.POST or None, offers=offer_choices(actor))
    if form.is_bound and form.is_valid():
        made = meet_offers.plan(by=actor, at=now(), **form.cleaned_data)
        say(request, _("Arrangementet er oprettet. Print listen, og tag den med."))
        return redirect("occasion", occasion_id=made.id)
    return page(request, "staff/occasions/new.jinja", status=422 if form.is_bound else 200, form=form)


@guarded(Action.HOLD_OCCASION)
def occasion(request: Request, occasion_id: UUID) -> HttpResponse:
    """One occasion: the list, and what came of it."""
    shown = queries.occasion(request.actor, occasion_id)
    return _page(request, shown, _guest_form(request.actor, shown))


@guarded(Action.HOLD_OCCASION, methods=("POST",))
def again(request: Request, occasion_id: UUID) -> HttpResponse:
    """The same once more, on another day; the next birth year with it."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    form = AgainForm(request.POST)
    if form.is_valid():
        try:
            made = meet_offers.again(occasion=shown, day=form.cleaned_data["day"], by=actor, at=now())
        except Refusal as refused:
            form.add_error("day", str(refused.message))
        else:
            say(request, _("Det holdes igen. Listen er ny, og resten er som sidst."))
            return redirect("occasion", occasion_id=made.id)
    return _page(request, shown, _guest_form(actor, shown), 422, again_form=form)


@guarded(Action.HOLD_OCCASION, methods=("POST",))
def evening(request: Request, occasion_id: UUID) -> HttpResponse:
    """An evening after the day, with those who wanted something on its list; or the same people once more."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    form = EveningForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = meet_offers.evening(
                day=shown, on=told["day"], begins=told["time"], place=told["place"], by=actor, at=now()
            )
        except Refusal as refused:
            form.add_error("day", str(refused.message))
        else:
            if queries.counts_of(actor, made).invited:
                say(request, _("Aftenen er lavet. De, der ville noget, står på listen."))
            else:
                say(
                    request,
                    _("Aftenen er lavet. De, der vil noget på dagen, kommer på listen, når de er skrevet ned."),
                )
            return redirect("occasion", occasion_id=made.id)
    return _page(request, shown, _guest_form(actor, shown), 422, evening_form=form)


def _page(request: Request, shown: Any, guest_form: GuestForm, status: int = 200, **forms: Any) -> HttpResponse:
    actor = request.actor
    guests = list(queries.guests_of(actor, shown)[:MOST_GUESTS])
    people = read_many(
        actor, [one.person_id for one in guests if one.person_id], purpose=Purpose.DETECTION,
        only={Fields.NAME, Fields.CONTACT},
    )  # fmt: skip
    rows = [(one, people.get(one.person_id) if one.person_id else None) for one in guests]
    rows = [(one, person) for one, person in rows if person is not None or one.person_id is None]
    context = {
        "occasion": shown, "counts": queries.counts_of(actor, shown), "rows": rows, "guest_form": guest_form,
        "offers": [one.name for one in offers.by_ids(actor, shown.offers)], "past": shown.day <= local_date(now()),
        "others_form": OthersForm(initial={"others": shown.others}), "year_form": YearForm(),
        "series": queries.series_of(actor, shown), "again_form": AgainForm(),
        "evenings": queries.evenings_of(actor, shown), "evening_form": EveningForm(),
        "may_invite": actor.scope is Scope.MUNICIPALITY, **forms,
    }  # fmt: skip
    return page(request, "staff/occasions/occasion.jinja", status=status, **context)


def _guest_form(actor: Actor, shown: Any, data: Any = None) -> GuestForm:
    start = {"guest_id": str(new_id()), "wants": "nothing", "has_come": shown.day <= local_date(now())}
    return GuestForm(data, offers=_stands(actor, shown), stops=shown.stops, initial=start)


@guarded(Action.HOLD_OCCASION, methods=("POST",))
def add_guest(request: Request, occasion_id: UUID) -> HttpResponse:
    """A line of the paper list, typed in."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    form = _guest_form(actor, shown, request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    told = form.cleaned_data
    meet_offers.write_on_list(
        occasion=shown, name=told["name"], phone=told["phone"], wants=told["wants"], has_come=told["has_come"],
        pick_up=told.get("pick_up", ""), guest_id=told["guest_id"], offer=_offer(actor, told["offer"]), by=actor,
        at=now(),
    )  # fmt: skip
    say(request, _("%(name)s står på listen.") % {"name": told["name"]})
    return redirect("occasion", occasion_id=shown.id)


@guarded(Action.HOLD_OCCASION, methods=("GET", "POST"))
def note_guest(request: Request, guest_id: UUID) -> HttpResponse:
    """Came or not, and what he or she wanted."""
    actor = request.actor
    guest = queries.guest(actor, guest_id)
    only = {Fields.NAME}
    seen = read_many(actor, [guest.person_id], purpose=Purpose.DETECTION, only=only) if guest.person_id else {}
    shown = guest.occasion
    start = {"wants": guest.wants or "nothing", "offer": str(guest.offer_id or "")}
    form = WantsForm(request.POST or None, offers=_stands(actor, shown), initial=start)
    if request.method == "POST" and form.is_valid():
        has_come = "absent" not in request.POST
        meet_offers.came(
            guest=guest, came=has_come, wants=form.cleaned_data["wants"] if has_come else "",
            offer=_offer(actor, form.cleaned_data["offer"]), by=actor, at=now(),
        )  # fmt: skip
        say(request, _("Det er skrevet ned."))
        return redirect("occasion", occasion_id=shown.id)
    name = seen[guest.person_id].name if guest.person_id in seen else guest.name
    context = {"guest": guest, "occasion": shown, "form": form, "name": name}
    return page(request, "staff/occasions/guest.jinja", status=422 if form.is_bound else 200, **context)


@guarded(Action.HOLD_OCCASION, methods=("POST",))
def count_others(request: Request, occasion_id: UUID) -> HttpResponse:
    """Those who came without a name."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    form = OthersForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, _guest_form(actor, shown), status=422, others_form=form)
    operations.count_others(occasion=shown, others=form.cleaned_data["others"], by=actor, at=now())
    say(request, _("Det er gemt."))
    return redirect("occasion", occasion_id=shown.id)


@guarded(Action.HOLD_OCCASION, methods=("POST",))
def invite_year(request: Request, occasion_id: UUID) -> HttpResponse:
    """Everybody who turns 65 this year, or another age."""
    actor = request.actor
    shown = queries.occasion(actor, occasion_id)
    form = YearForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, _guest_form(actor, shown), status=422, year_form=form)
    if actor.scope is not Scope.MUNICIPALITY:
        raise Refusal(_("Kun kommunen kan invitere en hel årgang."))
    count = operations.invite_birth_year(occasion=shown, turns=form.cleaned_data["turns"], by=actor, at=now())
    say(request, ngettext("%(n)s er inviteret.", "%(n)s er inviteret.", count) % {"n": count})
    return redirect("occasion", occasion_id=shown.id)


def offer_choices(actor: Actor) -> list[tuple[str, str]]:
    """The municipality's offers, as choices."""
    return [(str(one.id), one.name) for one in offers.local_offers(actor)[:MOST_OFFERS]]


def _stands(actor: Actor, shown: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in offers.by_ids(actor, shown.offers)]


def _offer(actor: Actor, chosen: str) -> Any:
    return offers.get(actor, UUID(chosen)) if chosen else None
