"""A sheet of paper is typed in: as it was said, by the one who asked, on the day of the visit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.communities.offers import queries as offers
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import agree, screen
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.screening.operations import Sheet as Paper
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, may
from brobygger.registry.access.queries import who_may
from brobygger.registry.instruments.schema import Instrument
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.staff.paper import sheets
from brobygger.web.staff.paper.forms import CodeForm, SheetForm
from brobygger.web.staff.paper.slips import address_for
from brobygger.web.staff.visits.about import BEFORE_YES, About, about, in_words, tongues

MOST_COLLEAGUES = 300


@guarded(Action.SCREEN, methods=("GET", "POST"))
def desk(request: Request) -> HttpResponse:
    """Paper: type a sheet in by its short code, and print what is taken along."""
    actor: Actor = request.actor
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = about(actor, episodes.by_short_code(actor, form.cleaned_data["code"]))
        except NotVisible:
            if (slip := _slip_of(actor, form.cleaned_data["code"])) is not None:
                return redirect(address_for(slip))
            form.add_error("code", _("Vi kender ikke koden. Se efter, om den er skrevet rigtigt af."))
        else:
            return _to_sheet(found)
    return page(
        request,
        "staff/paper/desk.jinja",
        status=422 if request.method == "POST" else 200,
        form=form,
        slips=may(actor.role, Action.HANDLE_TIP),
    )


def _slip_of(actor: Actor, code: str) -> UUID | None:
    """The offer whose slip has this code, for those who may type slips in."""
    if not may(actor.role, Action.HANDLE_TIP):
        return None
    try:
        return offers.by_short_code(actor, code)
    except NotVisible:
        return None


@guarded(Action.SCREEN)
def proposed(request: Request, episode_id: UUID) -> HttpResponse:
    """Lead to the sheet of the instrument that is proposed for this person."""
    return _to_sheet(about(request.actor, episode_id))


def _to_sheet(found: About) -> HttpResponse:
    used = sheets.sheets_of(found.recipe)
    if not used:
        return HttpResponseRedirect(reverse("visit", args=[found.episode.id]))
    proposed = found.stages[0].instrument
    return HttpResponseRedirect(reverse("sheet", args=[found.episode.id, proposed]))


@guarded(Action.SCREEN, methods=("GET", "POST"))
def sheet(request: Request, episode_id: UUID, instrument: str) -> HttpResponse:
    """The whole sheet on one page, in the order of the paper."""
    actor: Actor = request.actor
    found = about(actor, episode_id)
    chosen = sheets.sheet_of(found.recipe, instrument)
    form = SheetForm(
        request.POST or None,
        today=found.today,
        found_on=found.episode.found_on,
        colleagues=_colleagues(actor, found),
        tongues=tongues(actor, chosen.stage.instrument),
        initial={
            "screening_id": new_id(),
            "consent_id": new_id(),
            "asked_on": found.today.isoformat(),
            "interviewer": str(actor.user_id),
        },
    )
    if request.method == "GET":
        return _shown(request, found, chosen, form, [], [])
    answers, errors = _answers(request, chosen.instrument)
    if not form.is_valid() or errors:
        return _shown(request, found, chosen, form, answers, errors)
    return _stored(request, found, chosen, form, answers)


def _colleagues(actor: Actor, found: About) -> list[tuple[UUID, str]]:
    """Who may have asked, the one who types in first."""
    members = who_may(actor, Action.SCREEN, unit_id=found.episode.unit_id, on=found.today)[:MOST_COLLEAGUES]
    others = {member.user_id: member.name for member in members if member.user_id != actor.user_id}
    assert actor.user_id
    return [(actor.user_id, actor.name), *others.items()]


def _answers(request: Request, instrument: Instrument) -> tuple[list[int | None], list[tuple[str, str]]]:
    """The boxes in order; what is missing beyond what the instrument allows is named by its number."""
    answers: list[int | None] = []
    errors: list[tuple[str, str]] = []
    for number, item in enumerate(instrument.items, start=1):
        text = request.POST.get(f"item_{number}", "").strip()
        answer = whole(text, most_digits=5)
        possible = {option.value for option in item.options} or range((item.highest or 0) + 1)
        answers.append(answer if answer in possible else None)
        if answers[-1] is None and item.kind != "text":
            errors.append((f"id_item_{number}", _("Spørgsmål %s mangler et svar.") % number))
    return answers, errors if len(errors) > instrument.missing.allowed else []


def _shown(
    request: Request, found: About, chosen: Any, form: SheetForm, answers: list[int | None], errors: Any
) -> HttpResponse:
    missing = {key for key, _text in errors}
    items = [
        {
            "name": f"item_{number}",
            "text": f"{number}. {in_words(item.text)}",
            "kind": item.kind,
            "highest": item.highest,
            "options": [(option.value, in_words(option.label)) for option in item.options],
            "chosen": answers[number - 1] if answers and answers[number - 1] is not None else "",
            "error": _("Spørgsmålet mangler et svar.") if f"id_item_{number}" in missing else "",
        }
        for number, item in enumerate(chosen.instrument.items, start=1)
    ]
    own = [(field.auto_id, f"{field.label}: {text}") for field in form.visible_fields() for text in field.errors]
    response = page(
        request,
        "staff/paper/sheet.jinja",
        status=422 if request.method == "POST" else 200,
        found=found,
        chosen=chosen,
        others=[other for other in sheets.sheets_of(found.recipe) if other.stage != chosen.stage],
        form=form,
        items=items,
        errors=[*own, *errors],
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _stored(request: Request, found: About, chosen: Any, form: SheetForm, answers: list[int | None]) -> HttpResponse:
    actor: Actor = request.actor
    at = now()
    asked_at = form.moment(now=at, since=found.episode.since)
    screen.screen(
        episode=found.episode,
        screening_id=form.cleaned_data["screening_id"],
        instrument=chosen.stage.instrument,
        answers=answers,
        answered_by=chosen.stage.answered_by[0],
        mode="paper",
        note=form.whole_note,
        language=form.cleaned_data["language"],
        by=actor,
        at=asked_at,
        sheet=Paper(interviewer_id=form.interviewer_id, typed_in_at=at),
    )
    signed = form.cleaned_data["signed"] == "yes"
    goes_on = found.episode.status == "active" and found.episode.next_step in BEFORE_YES
    if signed and goes_on:
        consent_id = form.cleaned_data["consent_id"]
        agree.say_yes(episode=found.episode, how="paper", consent_id=consent_id, by=actor, at=asked_at)
        say(request, _("Arket og samtykket er gemt med datoen fra arket. Gem siden med underskriften, makuler resten."))
        return HttpResponseRedirect(reverse("visit_wishes", args=[found.episode.id]))
    say(request, _("Arket er gemt med datoen fra arket."))
    if signed:  # a yes to nothing: the answers lead elsewhere, or there was a yes already
        say(request, _("Der er ikke skrevet et nyt samtykke ned, for det er der ikke brug for nu."), kind="info")
    return HttpResponseRedirect(reverse("visit_result", args=[found.episode.id]))
