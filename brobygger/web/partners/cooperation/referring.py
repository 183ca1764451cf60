"""Who hears from us about referring: how often, in which way, what was sent, and what was referred afterwards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import ask_to_refer
from brobygger.programmes.presence import operations, queries, rules
from brobygger.registry.access.policy import Action
from brobygger.registry.organisations import queries as organisations
from brobygger.web.partners.cooperation.forms import NewRhythmForm, RhythmForm
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.SEE_COOPERATION, methods=("GET", "POST"))
def referring(request: Request) -> HttpResponse:
    """Everybody who hears from us; and one more. POST is for those who may keep cooperation, who are the same."""
    actor, today = request.actor, local_date(now())
    form = NewRhythmForm(
        request.POST or None, whom=_whom(request), initial={"way": "email", "every_weeks": rules.USUAL_WEEKS}
    )
    if form.is_bound and form.is_valid():
        try:
            _begin(request, form.cleaned_data)
            say(request, _("De hører fra os fra i nat."))
            return redirect("referring")
        except Refusal as refusal:
            form.add_error(refusal.field or None, str(refusal.message))
    shown = queries.rhythms(actor)
    found = ask_to_refer.referred(actor, since=now() - rules.LOOK_BACK - rules.EFFECT)
    sent = queries.greetings(actor, [one.id for one in shown])
    rows = [_row(one, sent[one.id], found, today) for one in shown]
    return page(
        request, "partners/cooperation/referring.jinja", rows=rows, form=form, status=422 if form.errors else 200
    )


def _whom(request: Request) -> list[tuple[str, str]]:
    """Every organisation, and each of its units."""
    choices: list[tuple[str, str]] = []
    for one in organisations.every(request.actor):
        choices.append((str(one.id), one.name))
        choices += [(f"{one.id}/{unit.id}", f"{one.name}: {unit.name}") for unit in one.units.all()]
    return choices


def _begin(request: Request, told: dict[str, Any]) -> None:
    organisation_id, _slash, unit_id = told["whom"].partition("/")
    operations.begin(
        organisation=organisations.get(request.actor, UUID(organisation_id)),
        unit=organisations.unit(request.actor, UUID(unit_id)) if unit_id else None, way=told["way"],
        every_weeks=int(told["every_weeks"]), by=request.actor, at=now(),
    )  # fmt: skip


def _row(one: Any, sent: list[Any], found: list[Any], today: Any) -> dict[str, Any]:
    theirs = ask_to_refer.by_them(found, [one])
    way, _to = ask_to_refer.reached_by(one)
    told = ask_to_refer.effects(one, sent[:1], found, today=today)
    return {
        "rhythm": one, "name": ask_to_refer.name_of(one), "way": way, "referred": len(theirs),
        "last": told[0] if told else None, "paused": bool(one.paused_until and one.paused_until > today),
    }  # fmt: skip


@guarded(Action.KEEP_COOPERATION, methods=("GET", "POST"))
def rhythm(request: Request, rhythm_id: UUID) -> HttpResponse:
    """One of them: what was sent and what was referred around it; another rhythm; what they have said themselves."""
    actor, today = request.actor, local_date(now())
    shown = queries.rhythm(actor, rhythm_id)
    answer = request.POST.get("answer", "")
    if answer in ask_to_refer.ANSWERS:
        ask_to_refer.say(rhythm=shown, answer=answer, theirs=True, by=actor, at=now())
        say(request, _("Det er skrevet ned."))
        return redirect("rhythm", rhythm_id=shown.id)
    form = RhythmForm(request.POST or None, initial={"way": shown.way, "every_weeks": shown.every_weeks})
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        operations.change(rhythm=shown, way=told["way"], every_weeks=int(told["every_weeks"]), by=actor, at=now())
        say(request, _("Det er gemt."))
        return redirect("rhythm", rhythm_id=shown.id)
    sent = queries.greetings(actor, [shown.id])[shown.id]
    found = ask_to_refer.referred(actor, since=now() - rules.LOOK_BACK - rules.EFFECT)
    theirs = [one for one in ask_to_refer.by_them(found, [shown]) if one.on >= today - rules.LOOK_BACK]
    way, to = ask_to_refer.reached_by(shown)
    return page(
        request, "partners/cooperation/rhythm.jinja", rhythm=shown, name=ask_to_refer.name_of(shown), form=form,
        told=ask_to_refer.effects(shown, sent, found, today=today), way=way, to=to,
        became=ask_to_refer.became(len(theirs), ask_to_refer.told_begun([shown], theirs)),
        paused=bool(shown.paused_until and shown.paused_until > today), status=422 if form.errors else 200,
    )  # fmt: skip
