"""Money: grants and pools, the budget with its footnotes, the accounts, and what a person costs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import price, who_pays
from brobygger.programmes.finances import applications, decisions, operations, proposals, queries, rules
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared import group_words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.office import money_forms as forms
from brobygger.web.staff.office import said
from brobygger.web.staff.office.asking import form_page

DECISION = "copenhagen-2019"
ON_A_PAGE = 50


@guarded(Action.SEE_OFFICE)
def money(request: Request, programme_id: UUID) -> HttpResponse:
    """Grants, budget, what is used, and what a person costs."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    today = local_date(now())
    paid, priced = price.prices(actor, programme)
    by_grant = queries.spent_by_grant(actor, programme)
    balances = queries.balances(actor, programme)
    grants = [
        (one, rules.standing(one.ends_on, today=today), by_grant.get(one.id, 0), balances.get(one.id, 0))
        for one in queries.grants(actor, programme)
    ]
    return page(
        request,
        "staff/office/money.jinja",
        programme=programme,
        grants=grants,
        given=sum(one.amount_ore or 0 for one, *_rest in grants if one.kind != "pool"),
        paid=paid,
        prices=priced,
        payers=[
            (group_words.PAYS.get(one.pays, _("Ikke sagt endnu")), one)
            for one in who_pays.of_programme(actor, programme)
        ],
        priced=said.PRICED,
        budget=queries.budget(actor, programme),
        spent=queries.spent_by_initiative(actor, programme),
        proposals=proposals.proposals(actor, programme),
        outcomes=said.PROPOSAL_OUTCOMES,
        kinds=said.GRANT_KINDS,
        kroner=rules.kroner,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@guarded(Action.SEE_OFFICE)
def accounts(request: Request, programme_id: UUID) -> HttpResponse:
    """The accounts, line by line."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    found = Paginator(queries.entries(actor, programme), ON_A_PAGE).get_page(request.GET.get("side"))
    return page(
        request, "staff/office/accounts.jinja", programme=programme, found=found, kroner=rules.kroner,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def pay(request: Request, programme_id: UUID) -> HttpResponse:
    """Write a line of the accounts."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    grants = {str(one.id): one for one in queries.grants(actor, programme)}
    form = forms.PayForm(
        request.POST or None, initial={"spent_on": local_date(now())},
        grants=[(key, one.name) for key, one in grants.items()], initiatives=queries.initiatives(actor, programme),
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        operations.pay(
            programme=programme, amount_ore=given["amount"], spent_on=given["spent_on"], text=given["text"],
            grant=grants.get(given["grant"]), initiative=given["initiative"], by=actor, at=now(),
        )  # fmt: skip
        return _("%(amount)s kr. er skrevet i regnskabet.") % {"amount": rules.kroner(given["amount"])}

    return form_page(
        request, form=form, title=_("Skriv en udgift"), submit=_("Gem"), back=_to("accounts", programme), save=save
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def new_grant(request: Request, programme_id: UUID) -> HttpResponse:
    """Money is given."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    form = forms.GrantForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.grant(programme=programme, by=actor, at=now(), **given)
        return _("%(name)s er skrevet ned.") % {"name": given["name"]}

    return form_page(
        request,
        form=form,
        title=_("Ny bevilling eller pulje"),
        submit=_("Gem"),
        back=_to("money", programme),
        save=save,
    )


@guarded(Action.SEE_OFFICE)
def grant(request: Request, grant_id: UUID) -> HttpResponse:
    """One grant with its extensions, or one pool with what went in and out."""
    actor: Actor = request.actor
    shown = queries.grant(actor, grant_id)
    moved = Paginator(queries.movements(actor, shown), ON_A_PAGE).get_page(request.GET.get("side"))
    return page(
        request,
        "staff/office/grant.jinja",
        grant=shown,
        programme=shown.programme,
        extensions=queries.extensions(actor, shown),
        pool=queries.pool(actor, shown),
        moved=moved,
        applications=applications.of_pool(actor, shown) if shown.kind == "pool" else [],
        outcomes=said.OUTCOMES,
        kinds=said.GRANT_KINDS,
        kroner=rules.kroner,
        may_run=may(actor.role, Action.RUN_OFFICE),
    )


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def extend(request: Request, grant_id: UUID) -> HttpResponse:
    """Make the period longer."""
    actor: Actor = request.actor
    shown = queries.grant(actor, grant_id)
    form = forms.ExtendForm(request.POST or None)

    def save(given: dict[str, Any]) -> str:
        operations.extend(grant=shown, by=actor, at=now(), **given)
        return _("Perioden er forlænget.")

    return form_page(
        request, form=form, title=_("Forlæng perioden"), submit=_("Forlæng"),
        back=(shown.name, reverse("grant", args=[shown.id])), save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def move(request: Request, grant_id: UUID) -> HttpResponse:
    """Money into a pool, or out of it."""
    actor: Actor = request.actor
    shown = queries.grant(actor, grant_id)
    form = forms.MoveForm(request.POST or None, initial={"moved_on": local_date(now())})

    def save(given: dict[str, Any]) -> str:
        ore = given["amount"] if given["direction"] == "in" else -given["amount"]
        operations.move(
            pool=shown, amount_ore=ore, moved_on=given["moved_on"], what=given["what"], receiver=given["receiver"],
            by=actor, at=now(),
        )  # fmt: skip
        return _("Bevægelsen er skrevet ned.")

    return form_page(
        request, form=form, title=_("Penge ind eller ud"), submit=_("Gem"),
        back=(shown.name, reverse("grant", args=[shown.id])), save=save,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def budget(request: Request, programme_id: UUID) -> HttpResponse:
    """Set what an initiative may use, for this year and the next three."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    first = min(local_date(now()).year, programme.starts_on.year)
    form = forms.BudgetForm(request.POST or None, years=range(first, first + forms.MOST_YEARS))

    def save(given: dict[str, Any]) -> str:
        lines = operations.budget(
            programme=programme, initiative=given["initiative"], amounts=given["amounts"], footnote=given["footnote"],
            by=actor, at=now(),
        )  # fmt: skip
        return ngettext("Budgettet er rettet for %(n)s år.", "Budgettet er rettet for %(n)s år.", lines) % {"n": lines}

    return form_page(
        request, form=form, title=_("Ret budgettet"), submit=_("Gem budgettet"), back=_to("money", programme), save=save
    )


@guarded(Action.SEE_OFFICE)
def decision(request: Request) -> HttpResponse:
    """Copenhagen's decision: initiatives over four years, totals, footnotes and pools, as decided."""
    actor: Actor = request.actor
    decided = decisions.load(DECISION)
    running_now = list(running.running(actor, on=local_date(now()))[:50])
    return page(
        request,
        "staff/office/decision.jinja",
        decided=decided,
        say=lambda text: text.in_language(language()),
        told=language(),
        programmes=running_now if may(actor.role, Action.RUN_OFFICE) else [],
    )


@guarded(Action.RUN_OFFICE, methods=("POST",))
def take_decision(request: Request, programme_id: UUID) -> HttpResponse:
    """Enter the decision as a programme's grant, budget and pools."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    lines = operations.take_decision(
        programme=programme, decided=decisions.load(DECISION), language=language(), by=actor, at=now()
    )
    sentence = _("Beslutningen er lagt ind.") if lines else _("Beslutningen lå der allerede.")
    return done(request, sentence, _to("money", programme)[1])


def _to(name: str, programme: Any) -> tuple[str, str]:
    labels = {"money": _("Penge"), "accounts": _("Regnskab")}
    return labels[name], reverse(name, args=[programme.id])
