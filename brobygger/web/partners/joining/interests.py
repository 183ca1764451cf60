"""Somebody who would like to be a volunteer, step by step to the first visit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.communities.volunteers import joining, rules
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import join_in
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.joining import saying
from brobygger.web.partners.joining.forms import DeclineForm, PassForm, StepForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.interest_form import InterestForm
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


def _others(actor: Actor) -> dict[str, Any]:
    """Organisations with volunteers of their own, by id."""
    return {str(one.id): one for one in organisations.every(actor) if one.kind != "municipality"}


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Somebody has said it by phone, at a meeting or on the street."""
    actor = request.actor
    others = _others(actor) if actor.scope is Scope.MUNICIPALITY else {}
    form = InterestForm(request.POST or None, organisations=[(key, one.name) for key, one in others.items()])
    if actor.scope is not Scope.MUNICIPALITY:
        del form.fields["organisation"]
    if form.is_valid():
        own = organisations.get(actor, actor.home) if not others else others.get(form.cleaned_data["organisation"])
        row = join_in.interested(
            shared_id=form.cleaned_data["shared_id"], organisation=own, facts=form.facts(), by=actor, at=now()
        )
        say(request, _("%(name)s er skrevet på. Ring inden for en uge.") % {"name": row.name})
        return redirect("interest", interest_id=row.id)
    return page(request, "partners/joining/new.jinja", status=422 if form.is_bound else 200, form=form)


@guarded(Action.SEE_VOLUNTEERS)
def interest(request: Request, interest_id: UUID) -> HttpResponse:
    """What is known, what is taken, and the next step."""
    return _page(request, joining.get_interest(request.actor, interest_id))


def _page(request: Request, row: Any, *, status: int = 200, **forms: Form) -> HttpResponse:
    actor = request.actor
    terms = joining.terms_of(row.organisation_id) if row.organisation_id else rules.Terms()
    taken = joining.taken(row)
    missing = rules.missing(terms, taken)
    others = [(key, one.name) for key, one in _others(actor).items() if one.id != row.organisation_id]
    step = forms.get("step") or StepForm(
        initial={"kind": missing[0].value if missing else "", "done_on": local_date(now())}
    )
    return page(
        request, "partners/joining/interest.jinja", status=status, interest=row, kinds=terms.kinds, taken=taken,
        missing=missing, step=step, passing=forms.get("passing") or PassForm(organisations=others),
        declining=forms.get("declining") or DeclineForm(), saying=saying,
        open=row.status in joining.OPEN,
    )  # fmt: skip


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def step(request: Request, interest_id: UUID) -> HttpResponse:
    """A step is taken."""
    actor = request.actor
    row = joining.get_interest(actor, interest_id)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            join_in.step_taken(
                interest=row, kind=rules.StepKind(given["kind"]), done_on=given["done_on"], note=given["note"],
                by=actor, at=now(),
            )  # fmt: skip
            return redirect("interest", interest_id=row.id)
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.add_error(refusal.field, str(refusal.message))
    return _page(request, row, status=422, step=form)


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def approve(request: Request, interest_id: UUID) -> HttpResponse:
    """Every step is taken. The password stands in this answer, and nowhere else again."""
    actor = request.actor
    row = joining.get_interest(actor, interest_id)
    added = join_in.approve(interest=row, by=actor, at=now())
    answer = page(request, "partners/joining/welcome.jinja", interest=row, added=added)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def pass_on(request: Request, interest_id: UUID) -> HttpResponse:
    """One or several associations get the interest."""
    actor = request.actor
    row = joining.get_interest(actor, interest_id)
    others = _others(actor)
    form = PassForm(request.POST, organisations=[(key, one.name) for key, one in others.items()])
    if not form.is_valid():
        return _page(request, row, status=422, passing=form)
    chosen = [others[key] for key in form.cleaned_data["organisations"]]
    join_in.pass_on_to(interest=row, organisations=chosen, by=actor, at=now())
    say(request, _("Interessen er givet videre. Foreningen ringer inden for en uge."))
    return redirect("helping_hands")


@guarded(Action.RECEIVE_VOLUNTEERS, methods=("POST",))
def decline(request: Request, interest_id: UUID) -> HttpResponse:
    """Not here, with a reason."""
    actor = request.actor
    row = joining.get_interest(actor, interest_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status=422, declining=form)
    join_in.decline(interest=row, why=form.cleaned_data["why"], by=actor, at=now())
    say(request, _("Det er skrevet ned."))
    return redirect("helping_hands")
