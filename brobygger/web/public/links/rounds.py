"""The questions of a round, answered at home. The page names nobody and says nothing but the questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.digits import whole
from brobygger.journeys import ask_by_link
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments.load import load
from brobygger.web.shared.jinja import language

WHO = {"person": ("person", "link"), "together": ("together", "link"), "paper": ("person", "paper")}
Error = tuple[str, str]


def opened(request: HttpRequest, link: Any, holder: Actor) -> HttpResponse | str:
    """All questions on one page; or a wish to be called instead."""
    at = now()
    found = ask_by_link.questions(link=link, by=holder, at=at)
    if found is None:
        return render(request, "public/links/ended.jinja", {"why": "round"}, status=410)
    if request.method != "POST":
        return _page(request, found, {}, [])
    if request.POST.get("answer") == "call":
        ask_by_link.rather_call(link=link, by=holder, at=at)
        return "call"
    answers, errors = _answers(request, found)
    who = request.POST.get("who", "")
    if who not in WHO:
        errors.append(("id_who", _("Vælg, hvem der svarer.")))
    if errors:
        return _page(request, found, request.POST, errors)
    answered_by, mode = WHO[who]
    ask_by_link.answer(
        link=link, answers=answers, mode=mode, answered_by=answered_by,
        language="" if language() == "da" else "engelsk", by=holder, at=at,
    )  # fmt: skip
    return "answered"


def _answers(request: HttpRequest, found: Sequence[Any]) -> tuple[dict[Any, list[int | None]], list[Error]]:
    """The answers of each instrument in order. What is missing, or was never an answer, is named by its number."""
    answers: dict[Any, list[int | None]] = {}
    errors: list[Error] = []
    number = 0
    for place, one in enumerate(found):
        instrument = load(one.instrument)
        given: list[int | None] = []
        without: list[Error] = []
        for n, item in enumerate(instrument.items, start=1):
            number += 1
            name = f"item_{place}_{n}"
            text = request.POST.get(name, "").strip()
            answer = whole(text, most_digits=5)
            possible = {option.value for option in item.options} or range(item.highest_points + 1)
            given.append(answer if item.kind != "text" and answer in possible else None)
            if text and given[-1] is None and item.kind != "text":
                errors.append((f"id_{name}", _("Svaret på spørgsmål %s er ikke et af dem, der kan vælges.") % number))
            elif given[-1] is None and item.kind != "text":
                without.append((f"id_{name}", _("Spørgsmål %s mangler et svar.") % number))
        errors += without if len(without) > instrument.missing.allowed else []
        answers[one.id] = given
    return answers, errors


def _page(request: HttpRequest, found: Sequence[Any], chosen: Any, errors: list[Error]) -> HttpResponse:
    said = dict(errors)
    parts, number = [], 0
    for place, one in enumerate(found):
        instrument, items = load(one.instrument), []
        for n, item in enumerate(instrument.items, start=1):
            number += 1
            if item.kind == "text":
                continue
            name = f"item_{place}_{n}"
            items.append(
                {
                    "name": name,
                    "text": f"{number}. {item.text.in_language(language())}",
                    "options": [(option.value, option.label.in_language(language())) for option in item.options],
                    "chosen": chosen.get(name, ""),
                    "error": said.get(f"id_{name}", ""),
                }
            )
        parts.append((instrument.opener.in_language(language()), items))
    context = {"parts": parts, "errors": errors, "who": chosen.get("who", ""), "who_error": said.get("id_who", "")}
    return render(request, "public/links/round.jinja", context, status=422 if errors else 200)
