"""One screening answered by two in turn, the person and somebody who knows the person, and shown side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import screen
from brobygger.pathway.screening import queries as screening
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.instruments.load import load
from brobygger.registry.people.queries import read_many
from brobygger.web.shared import words
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.people.measure import answers_from, items_of
from brobygger.web.staff.people.scores import title_of

LONGEST_NOTE = 2000


@guarded(Action.SCREEN, methods=("GET", "POST"))
def in_turn(request: Request, screening_id: UUID) -> HttpResponse:
    """The questions for the other to answer; when both have, their answers stand beside each other."""
    actor = request.actor
    first = screening.get(actor, screening_id)
    fields = {Fields.NAME, Fields.SCREENING}
    view = read_many(actor, [first.person_id], purpose=Purpose.DETECTION, only=fields).get(first.person_id)
    if view is None or not view.sees(Fields.SCREENING):
        raise NotVisible("screening")
    instrument = load(first.instrument)
    errors: list[tuple[str, str]] = []
    chosen: dict[str, Any] = {}
    if request.method == "POST":
        answers, errors = answers_from(request, instrument)
        note = request.POST.get("note", "").strip()
        if len(note) > LONGEST_NOTE:
            errors.append(("id_note", _("Skriv højst 2.000 tegn.")))
        if not errors:
            screen.in_turn(screening=first, answers=answers, note=note, by=actor, at=now())
            return done(request, _("Svarene er gemt ved siden af hinanden."), reverse("in_turn", args=[screening_id]))
        chosen = {f"item_{number}": answer for number, answer in enumerate(answers, start=1)} | {"note": note}
    other = screening.other_side(actor, screening_id)
    asked = zip(items_of(instrument, errors), instrument.items, strict=True)
    return page(
        request, "staff/people/in_turn.jinja", status=422 if errors else 200, person=view, first=first, other=other,
        title_of_instrument=title_of(first.instrument), chosen=chosen, errors=errors,
        items=[shown for shown, item in asked if item.kind != "text"],
        sides=[(one, words.said(words.ANSWERED_BY, one.answered_by)) for one in (first, other) if one],
        rows=_rows(instrument, first.answers, other.answers) if other else [],
        asks_person=first.answered_by == "observer",
    )  # fmt: skip


def _rows(instrument: Any, one: list[int | None], two: list[int | None]) -> list[tuple[str, str, str, bool]]:
    """Each question with both answers in words, and whether they differ."""
    sides = [*zip(_padded(one, instrument), _padded(two, instrument), strict=True)]
    language = get_language() or "da"
    return [
        (item.text.in_language(language), _word(item, first), _word(item, second), first != second)
        for item, (first, second) in zip(instrument.items, sides, strict=True)
        if item.kind != "text"
    ]


def _padded(answers: list[int | None], instrument: Any) -> list[int | None]:
    return [*answers, *([None] * (len(instrument.items) - len(answers)))]


def _word(item: Any, answer: int | None) -> str:
    if answer is None:
        return "–"
    said = next((option.label for option in item.options if option.value == answer), None)
    return said.in_language(get_language() or "da") if said else str(answer)
