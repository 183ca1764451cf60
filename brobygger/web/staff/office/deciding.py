"""A proposal is laid before a committee, and what it decided is kept beside it (R337)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.programmes.finances import proposals
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.staff.office import fields, said
from brobygger.web.staff.office.asking import form_page

MOST_DKK = 10**11
FROM_ADDRESS = {"beloeb": "yearly_dkk", "foerste": "first_year", "aar": "years"}


class OptionForm(forms.Form):
    """An option: what is proposed, for how much a year, in which years."""

    option = fields.text(
        gettext_lazy("Hvad foreslås der?"),
        help_text=gettext_lazy("Fx »60 borgere om året« eller »En pulje til nye grupper«. Skriv et forslag for hver."),
    )
    yearly_dkk = fields.number(gettext_lazy("Hele kroner om året"), least=1, most=MOST_DKK)
    first_year = fields.number(gettext_lazy("Første år"), least=2000, most=2100)
    years = fields.number(gettext_lazy("Hvor mange år?"), least=1, most=10)
    annex = forms.URLField(
        label=gettext_lazy("Adressen på dagsordenen og dens bilag"), required=False, max_length=500,
        assume_scheme="https", error_messages={"invalid": gettext_lazy("Skriv hele adressen, fx https://eksempel.dk.")},
    )  # fmt: skip


class DecisionForm(forms.Form):
    """What the committee decided."""

    outcome = fields.choice(
        gettext_lazy("Hvad blev besluttet?"), list(said.PROPOSAL_OUTCOMES.items()), radio=True
    )  # fmt: skip
    decided_dkk = fields.number(
        gettext_lazy("Hele kroner om året"), least=1, most=MOST_DKK, required=False,
        help_text=gettext_lazy("Kun ved et andet beløb."),
    )  # fmt: skip
    decided_on = fields.day(gettext_lazy("Hvilken dag?"))
    committee = fields.text(gettext_lazy("Hvem besluttede det?"), help_text=gettext_lazy("Fx Ældreudvalget"))
    remark = fields.text(
        gettext_lazy("Stemmer og bemærkninger"), required=False, most=1000, lines=4,
        help_text=gettext_lazy("Fx hvem der stemte for og imod, og hvad der blev sagt til protokollen."),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def option(request: Request, programme_id: UUID) -> HttpResponse:
    """Keep an option; ?beloeb= ?foerste= ?aar= from the page that reckoned it."""
    actor: Actor = request.actor
    programme = running.get(actor, programme_id)
    first: dict[str, int | None] = {"first_year": local_date(now()).year + 1, "years": 1}
    first |= {field: whole(request.GET[key]) for key, field in FROM_ADDRESS.items() if key in request.GET}
    form = OptionForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        proposals.keep(programme=programme, by=actor, at=now(), **given)
        return _("Forslaget er gemt. Skriv beslutningen, når udvalget har mødtes.")

    return form_page(
        request, form=form, title=_("Et forslag til udvalget"), submit=_("Gem forslaget"), save=save,
        back=(_("Budgetforslag"), reverse("proposal", args=[programme.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def change(request: Request, proposal_id: UUID) -> HttpResponse:
    """A slip of the hand in an option that is not decided yet."""
    actor: Actor = request.actor
    shown = proposals.one(actor, proposal_id)
    form = OptionForm(
        request.POST or None, initial={name: getattr(shown, name) for name in OptionForm.base_fields}
    )  # fmt: skip

    def save(given: dict[str, Any]) -> str:
        proposals.change(proposal=shown, by=actor, at=now(), **given)
        return _("Forslaget er rettet.")

    return form_page(
        request, form=form, title=_("Ret forslaget"), submit=_("Gem forslaget"), save=save,
        back=(_("Budgetforslag"), reverse("proposal", args=[shown.programme_id])),
        erase=(_("Slet forslaget"), reverse("proposal_erase", args=[shown.id])),
    )  # fmt: skip


@guarded(Action.RUN_OFFICE, methods=("POST",))
def erase(request: Request, proposal_id: UUID) -> HttpResponse:
    """An option that was kept by mistake."""
    actor: Actor = request.actor
    shown = proposals.one(actor, proposal_id)
    proposals.erase(proposal=shown, by=actor, at=now())
    return done(request, _("Forslaget er slettet."), reverse("proposal", args=[shown.programme_id]))


@guarded(Action.RUN_OFFICE, methods=("GET", "POST"))
def decided(request: Request, proposal_id: UUID) -> HttpResponse:
    """What the committee decided on one option; again to correct it."""
    actor: Actor = request.actor
    shown = proposals.one(actor, proposal_id)
    first = {
        "outcome": shown.outcome, "decided_on": shown.decided_on or local_date(now()), "committee": shown.committee,
        "remark": shown.remark, "decided_dkk": shown.decided_dkk if shown.outcome == "other" else None,
    }  # fmt: skip
    form = DecisionForm(request.POST or None, initial=first)

    def save(given: dict[str, Any]) -> str:
        proposals.decide(proposal=shown, by=actor, at=now(), **given)
        return _("Beslutningen om »%(option)s« er gemt.") % {"option": shown.option}

    return form_page(
        request, form=form, title=_("Beslutningen om »%(option)s«") % {"option": shown.option}, save=save,
        submit=_("Gem beslutningen"), back=(_("Budgetforslag"), reverse("proposal", args=[shown.programme_id])),
    )  # fmt: skip
