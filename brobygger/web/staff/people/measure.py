"""Taking a planned measurement: the whole instrument on one page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import measure
from brobygger.pathway.measurement import queries as measurements
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.instruments.load import load
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page


@guarded(Action.MEASURE, methods=("GET", "POST"))
def measurement(request: Request, measurement_id: UUID) -> HttpResponse:
    actor: Actor = request.actor
    planned = measurements.get(actor, measurement_id)
    fields = {Fields.NAME, Fields.MEASUREMENTS}
    view = read_many(actor, [planned.person_id], purpose=Purpose.FOLLOW_UP, only=fields).get(planned.person_id)
    if view is None or not view.sees(Fields.MEASUREMENTS):
        raise NotVisible("measurement")
    instrument = load(planned.instrument)
    if request.method == "GET":
        return _page(request, planned, view, instrument, {}, "", [])
    answers, errors = answers_from(request, instrument)
    mode = request.POST.get("mode", "")
    if mode not in words.MEASURE_MODES:
        errors.append(("id_mode", _("Vælg, hvordan spørgsmålene blev stillet.")))
    facts = {
        "language": request.POST.get("language", "").strip()[:20],
        "answered_by": request.POST.get("answered_by", ""),
    }
    if "person" not in instrument.answered_by:
        facts["answered_by"] = "observer"
    elif facts["answered_by"] not in words.ANSWERED_BY:
        facts["answered_by"] = ""
    if errors:
        chosen = {f"item_{number}": answer for number, answer in enumerate(answers, start=1)} | facts
        return _page(request, planned, view, instrument, chosen, mode, errors)
    taken = measure.take(taken=planned, answers=answers, mode=mode, by=actor, at=now(), **facts)
    say(request, _("Målingen er gemt: %(score)s.") % {"score": taken.score})
    return HttpResponseRedirect(reverse("person", args=[planned.person_id]) + "?fane=maalinger")


def answers_from(request: Request, instrument: Any) -> tuple[list[int | None], list[tuple[str, str]]]:
    """The answers in order; what is missing is named by its number."""
    answers: list[int | None] = []
    errors: list[tuple[str, str]] = []
    for number, item in enumerate(instrument.items, start=1):
        text = request.POST.get(f"item_{number}", "").strip()
        answer = whole(text, most_digits=5)
        allowed = {option.value for option in item.options}
        if answer is not None and allowed and answer not in allowed:
            answer = None
        answers.append(answer)
        if answer is None and item.kind != "text":
            errors.append((f"id_item_{number}", _("Spørgsmål %s mangler et svar.") % number))
    missing = instrument.missing.allowed
    return answers, errors if len(errors) > missing else []


def items_of(instrument: Any, errors: list[tuple[str, str]]) -> list[tuple[str, str, list[tuple[int, str]], str]]:
    """Each question with its field's name, its words, its options and what is wrong."""
    language = get_language() or "da"
    return [
        (
            f"item_{number}",
            f"{number}. {item.text.in_language(language)}",
            [(option.value, option.label.in_language(language)) for option in item.options],
            _("Spørgsmålet mangler et svar.") if any(key == f"id_item_{number}" for key, _text in errors) else "",
        )
        for number, item in enumerate(instrument.items, start=1)
    ]


def _page(
    request: Request, planned: Any, view: Any, instrument: Any, chosen: Any, mode: str, errors: Any
) -> HttpResponse:
    language = get_language() or "da"
    return page(
        request,
        "staff/people/measurement.jinja",
        planned=planned,
        person=view,
        title_of_instrument=instrument.title.in_language(language),
        opener=instrument.opener.in_language(language),
        items=items_of(instrument, errors),
        chosen=chosen,
        mode=mode,
        modes=words.choices(words.MEASURE_MODES),
        answered_by=words.choices(words.ANSWERED_BY),
        by_observer="person" not in instrument.answered_by,
        errors=errors,
        status=422 if errors else 200,
        closed=planned.status != "planned" or not planned.opens <= local_date(now()) <= planned.closes,
    )
