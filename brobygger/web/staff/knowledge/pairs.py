"""Both parties of a pair are asked, each alone, and a round that nobody answered is counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.measurement import operations, pairs_queries
from brobygger.programmes.running import queries as running
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.instruments.load import load
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.jinja import language
from brobygger.web.shared.page import page
from brobygger.web.staff.knowledge import said
from brobygger.web.staff.office import fields
from brobygger.web.staff.office.asking import form_page


@guarded(Action.SEE_REPORT)
def pairs(request: Request, programme_id: UUID) -> HttpResponse:
    """How many are asked and how many are missing; who they are only to those who may ask them."""
    actor = request.actor
    programme = running.get(actor, programme_id)
    rounds = pairs_queries.rounds(actor, programme, today=local_date(now()))
    may_ask = may(actor.role, Action.MEASURE)
    names = (
        read_many(actor, {one.pair.person_id for one in rounds}, purpose=Purpose.FOLLOW_UP, only={Fields.NAME})
        if may_ask and rounds
        else {}
    )
    counts = [
        (days, len(mine), sum(party in one.answered for one in mine for party in ("person",)),
         sum("volunteer" in one.answered for one in mine), sum(one.missing for one in mine))
        for days in pairs_queries.DAYS
        if (mine := [one for one in rounds if one.days == days])
    ]  # fmt: skip
    shown = [(one, names[one.pair.person_id].name) for one in rounds if one.pair.person_id in names]
    return page(
        request, "staff/knowledge/pairs.jinja", programme=programme, counts=counts, rounds=shown,
        parties=said.PARTIES,
    )  # fmt: skip


@guarded(Action.MEASURE, methods=("GET", "POST"))
def answer(request: Request, pair_id: UUID, party: str, days: int) -> HttpResponse:
    """What one party answers at one round."""
    actor = request.actor
    pair, programme = pairs_queries.pair(actor, pair_id)
    seen = read_many(actor, [pair.person_id], purpose=Purpose.FOLLOW_UP, only={Fields.NAME}).get(pair.person_id)
    due = {one.days: one.due for one in pairs_queries.rounds(actor, programme, today=local_date(now()))
           if one.pair.id == pair.id}  # fmt: skip
    if seen is None or party not in pairs_queries.PARTIES or days not in due:
        raise NotVisible("pair")
    form = _form(request)

    def save(given: dict[str, Any]) -> str:
        operations.answer_of_pair(
            programme=programme, pair=pair, party=party, instrument=pairs_queries.INSTRUMENT, due=due[days],
            answers=[int(given[f"item_{number}"]) for number in range(1, len(form.fields))], mode=given["mode"],
            by=actor, at=now(),
        )  # fmt: skip
        return _("Svaret er gemt.")

    asked = seen.name if party == "person" else pair.volunteer.name
    return form_page(
        request, form=form, title=_("Spørgsmål til %(name)s") % {"name": asked}, submit=_("Gem svaret"), save=save,
        back=(_("Makkerpar"), reverse("pair_answers", args=[programme.id])),
        intro=load(pairs_queries.INSTRUMENT).opener.in_language(language()),
    )  # fmt: skip


def _form(request: Request) -> forms.Form:
    """One question for each item of the instrument, and how it was asked."""
    form = forms.Form(request.POST or None)
    for number, item in enumerate(load(pairs_queries.INSTRUMENT).items, start=1):
        form.fields[f"item_{number}"] = fields.choice(
            f"{number}. {item.text.in_language(language())}",
            [(str(option.value), option.label.in_language(language())) for option in item.options],
            radio=True,
        )
    form.fields["mode"] = fields.choice(_("Hvordan blev der spurgt?"), words.choices(words.MEASURE_MODES), radio=True)
    return form
