"""The results of a trial as a budget proposal: the price for one still there, times how many are wanted (R213)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation import queries as evaluation
from brobygger.journeys import price
from brobygger.journeys.report_value import Outcomes
from brobygger.journeys.report_words import Saying
from brobygger.programmes.finances import operations, proposals, rules
from brobygger.programmes.governance import queries as governance
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.jinja import number as said_number
from brobygger.web.shared.page import page
from brobygger.web.staff.office import fields, said

MOST_YEARS = 4


class ProposalForm(django_forms.Form):
    """How many are wanted a year, and for which years."""

    people = fields.number(gettext_lazy("Hvor mange borgere om året?"), least=1, most=100_000)
    first_year = fields.number(gettext_lazy("Første år"), least=2000, most=2100)
    years = fields.number(gettext_lazy("Hvor mange år?"), least=1, most=MOST_YEARS)


@guarded(Action.SEE_OFFICE)
def proposal(request: Request, programme_id: UUID) -> HttpResponse:
    """One page to print: what the trial showed, what one costs, and what is asked for."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    paid, prices = price.prices(actor, programme)
    still = prices[-1]
    first = {"people": still.people or 30, "first_year": local_date(now()).year + 1, "years": 1}
    form = ProposalForm(request.GET if "people" in request.GET else None, initial=first)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else None if form.is_bound else first
    lines = rules.proposal(still.dkk, **chosen) if chosen and still.dkk is not None else ()
    return page(
        request, "staff/office/proposal.jinja", status=422 if form.errors else 200, programme=programme, form=form,
        chosen=chosen, lines=lines, total=sum(dkk for _year, dkk in lines), still=still, prices=prices,
        priced=said.PRICED, paid=rules.kroner(paid), changed=_changed(programme),
        policies=list(governance.policy_links(actor, programme)), may_run=may(actor.role, Action.RUN_OFFICE),
        proposals=proposals.proposals(actor, programme), outcomes=said.PROPOSAL_OUTCOMES,
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def take(request: Request, programme_id: UUID) -> HttpResponse:
    """The proposal becomes lines of the budget, with a footnote of what it was made from."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    still = price.prices(actor, programme)[1][-1]
    form = ProposalForm(request.POST)
    if still.dkk is None or not form.is_valid():
        raise Refusal(_("Der er intet forslag at lægge i budgettet. Regn et forslag først."))
    footnote = _("Forslag: %(price)s kr. for hver, der er der efter seks måneder (%(n)s borgere i forsøget).") % {
        "price": said_number(still.dkk), "n": still.people,
    }  # fmt: skip
    operations.budget(
        programme=programme, initiative=programme.name, footnote=footnote, by=actor, at=now(),
        amounts=dict(rules.proposal(still.dkk, **form.cleaned_data)),
    )  # fmt: skip
    return done(request, _("Forslaget står i budgettet."), reverse("money", args=[programme.id]))


def _changed(programme: Any) -> list[str]:
    """What the newest report says came of it, and how sure that is."""
    _number, told = evaluation.told(programme)
    return Outcomes(told.numbers, Saying(language()), {}).can_say() if told else []
