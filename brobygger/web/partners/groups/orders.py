"""Asking others for a session – food, a taxi, a speaker – their answers, and what a place comes to cost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.groups import queries as groups
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import arrange
from brobygger.journeys import order as ordering
from brobygger.pathway.attendance import queries as sessions
from brobygger.pathway.orders import queries
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners import reading
from brobygger.web.partners.groups.order_forms import OrderForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.MANAGE_GROUPS, methods=("GET", "POST"))
def ask(request: Request, session_id: UUID) -> HttpResponse:
    """Ask a kitchen, a restaurant, a taxi, a speaker or another whether they can."""
    actor = request.actor
    session = sessions.get_session(actor, session_id)
    known = {str(one.id): one for one in organisations.every(actor) if one.id != session.organisation_id}
    members = {str(one.id): one for one in groups.members_of(actor, session.group_id)}
    seen = reading.shown(actor, [one.person_id for one in members.values()])
    named = {key: seen[one.person_id].name for key, one in members.items() if one.person_id in seen}
    form = OrderForm(
        request.POST or None,
        suppliers=[(key, one.name) for key, one in known.items()],
        members=sorted(named.items(), key=lambda pair: pair[1]),
    )
    if form.is_valid():
        facts = dict(form.cleaned_data)
        supplier = known.get(facts.pop("supplier"))
        facts |= {"supplier": supplier, "arranged_by": members.get(facts["arranged_by"])}
        facts |= {} if supplier is None else own_address(facts, supplier)
        try:
            made = ordering.ask(session=session, facts=facts, by=actor, at=now())
        except Refusal as refused:
            form.add_error(None, str(refused.message))
        else:
            say(request, _("Spurgt. %s svarer på mail.") % made.name if made.email else
                _("Skrevet. Ring til %s, og skriv svaret ind her.") % made.name)  # fmt: skip
            return redirect("meeting", session_id=session.id)
    return page(
        request, "partners/groups/order.jinja", status=422 if form.is_bound else 200, session=session, form=form,
        count=ordering.how_many(session),
    )  # fmt: skip


def own_address(given: dict[str, Any], supplier: Any) -> dict[str, str]:
    """Name and address as written for this time, else the organisation's own."""
    own = {"name": supplier.contact_name or supplier.name, "email": supplier.email, "phone": supplier.phone}
    return {name: given[name] or value for name, value in own.items()}


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def answered(request: Request, order_id: UUID) -> HttpResponse:
    """They said yes or no on the telephone; or it is not wanted any more."""
    actor, at = request.actor, now()
    found = queries.get(actor, order_id)
    said, seen = request.POST.get("answer", ""), whole(request.POST.get("seen", ""))
    if said == "off":
        ordering.call_off(order=found, by=actor, at=at)
        say(request, _("Det er aflyst."))
    elif said in ("yes", "no") and seen is not None:
        ordering.answer(
            order=found, seen=seen, yes=said == "yes", words=request.POST.get("words", ""), how="phone", by=actor,
            at=at,
        )  # fmt: skip
        say(request, _("Svaret er skrevet ned."))
    else:
        raise Refusal(_("Vælg ja eller nej."))
    return redirect("meeting", session_id=found.session_id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def hand_over(request: Request, session_id: UUID) -> HttpResponse:
    """A member sees to it: he or she gets a link to this one thing."""
    actor = request.actor
    session = sessions.get_session(actor, session_id)
    members = {str(one.id): one for one in groups.members_of(actor, session.group_id)}
    member = members.get(request.POST.get("member", ""))
    if member is None:
        raise Refusal(_("Vælg, hvem der ordner det."))
    about = request.POST.get("about", "")[:200]
    arrange.hand_over(session=session, member=member, about=about, by=actor, at=now())
    say(request, _("Linket er sendt. I kan følge med her."))
    return redirect("meeting", session_id=session.id)


@guarded(Action.MANAGE_GROUPS, methods=("POST",))
def take_back(request: Request, arrangement_id: UUID) -> HttpResponse:
    """The host looks after it again."""
    actor = request.actor
    found = queries.arrangement(actor, arrangement_id)
    arrange.take_back(arrangement=found, by=actor, at=now())
    say(request, _("Linket er lukket. I ordner det selv nu."))
    return redirect("meeting", session_id=found.session_id)
