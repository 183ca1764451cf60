"""A pool's applications: what came, how it was weighed, and what it led to (R327)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.programmes.finances import applications, queries, rules
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.office import money_forms as forms
from brobygger.web.staff.office import said
from brobygger.web.staff.office.asking import form_page


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new(request: Request, grant_id: UUID) -> HttpResponse:
    """An application has come."""
    actor: Actor = request.actor
    pool = queries.grant(actor, grant_id)
    form = forms.ApplicationForm(request.POST or None, initial={"applied_on": local_date(now())})

    def save(given: dict[str, Any]) -> str:
        amount = given.pop("amount")
        applications.apply(pool=pool, asked_ore=amount, by=actor, at=now(), **given)
        return _("Ansøgningen fra %(name)s er skrevet ned.") % {"name": given["applicant"]}

    return form_page(
        request, form=form, title=_("Ny ansøgning"), submit=_("Gem"), save=save,
        back=(pool.name, reverse("grant", args=[pool.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change(request: Request, pool_application_id: UUID) -> HttpResponse:
    """A slip of the hand in an application that is not answered yet."""
    actor: Actor = request.actor
    shown = applications.application(actor, pool_application_id)
    first = {name: getattr(shown, name) for name in ("applicant", "contact", "for_what", "applied_on")}
    form = forms.ApplicationForm(request.POST or None, initial=first | {"amount": rules.kroner(shown.asked_ore)})

    def save(given: dict[str, Any]) -> str:
        amount = given.pop("amount")
        applications.change(application=shown, asked_ore=amount, by=actor, at=now(), **given)
        return _("Ansøgningen er rettet.")

    return form_page(
        request, form=form, title=_("Ret ansøgningen"), submit=_("Gem"), save=save, back=_to(shown),
        erase=(_("Slet ansøgningen"), reverse("application_erase", args=[shown.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def erase(request: Request, pool_application_id: UUID) -> HttpResponse:
    """An application that was written by mistake."""
    actor: Actor = request.actor
    shown = applications.application(actor, pool_application_id)
    applications.erase(application=shown, by=actor, at=now())
    return done(request, _("Ansøgningen er slettet."), reverse("grant", args=[shown.grant_id]))


@guarded(Action.SEE_OFFICE)
def application(request: Request, pool_application_id: UUID) -> HttpResponse:
    """One application with its weighing and its answer."""
    actor: Actor = request.actor
    shown = applications.application(actor, pool_application_id)
    weighed = {one.criterion: one for one in shown.weighings.all()}
    criteria = rules.criteria_of(shown.grant.criteria)
    return page(
        request, "staff/office/application.jinja", shown=shown, pool=shown.grant, kroner=rules.kroner,
        rows=[(one, weighed.get(one)) for one in dict.fromkeys([*criteria, *weighed])],
        whole=not _missing(shown), balance=queries.pool(actor, shown.grant).balance, meets=said.MEETS,
        outcomes=said.OUTCOMES, may_run=may(actor.role, Action.RUN_OFFICE) and not shown.outcome,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def weigh(request: Request, pool_application_id: UUID) -> HttpResponse:
    """Hold the application against the criteria, one by one."""
    actor: Actor = request.actor
    shown = applications.application(actor, pool_application_id)
    weighed = {one.criterion: one for one in shown.weighings.all()}
    criteria = rules.criteria_of(shown.grant.criteria)
    first: dict[str, str] = {}
    for number, criterion in enumerate(criteria):
        if criterion in weighed:
            first |= {f"meets_{number}": weighed[criterion].meets, f"words_{number}": weighed[criterion].words}
    form = forms.WeighForm(request.POST or None, initial=first, criteria=criteria)

    def save(_given: dict[str, Any]) -> str:
        applications.weigh(application=shown, weighed=form.weighed(), by=actor, at=now())
        return _("Ansøgningen er vurderet.")

    return form_page(
        request, form=form, title=_("Vurder ansøgningen fra %(name)s") % {"name": shown.applicant}, submit=_("Gem"),
        save=save, back=_to(shown), intro=shown.for_what,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def decide(request: Request, pool_application_id: UUID) -> HttpResponse:
    """Granted with an amount, or refused with a reason."""
    actor: Actor = request.actor
    shown = applications.application(actor, pool_application_id)
    if request.method == "GET" and _missing(shown):  # told before anything is written, not after
        say(request, _("Vurder ansøgningen først. Bagefter kan den få et svar."), kind="info")
        return redirect("application_weigh", pool_application_id=shown.id)
    form = forms.DecideForm(request.POST or None, initial={"amount": rules.kroner(shown.asked_ore)})
    told: dict[str, Any] = {"application": shown, "by": actor, "at": now()}

    def save(given: dict[str, Any]) -> str:
        if given["outcome"] == "refused":
            applications.refuse(reason=given["reason"], **told)
            return _("Ansøgningen er afslået.")
        amount = given["amount"] or 0
        applications.grant(amount_ore=amount, reason=given["reason"], **told)
        return _("%(name)s får %(amount)s kr.") % {"name": shown.applicant, "amount": rules.kroner(amount)}

    return form_page(
        request, form=form, title=_("Svar til %(name)s") % {"name": shown.applicant}, submit=_("Gem svaret"),
        save=save, back=_to(shown),
    )  # fmt: skip


def _missing(shown: Any) -> set[str]:
    """The pool's criteria that the application has not been held against."""
    return set(rules.criteria_of(shown.grant.criteria)) - {one.criterion for one in shown.weighings.all()}


def _to(shown: Any) -> tuple[str, str]:
    return shown.applicant, reverse("application", args=[shown.id])
