"""The four principles for an offer: what is known, a small figure, what would help most, and the questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brobygger.communities.offers.queries import to_describe
from brobygger.communities.upkeep import operations
from brobygger.communities.upkeep.principles_rules import (
    BY_CODE,
    FROM_PEOPLE,
    MADE_FIRM,
    PRINCIPLES,
    QUESTIONS,
    Answer,
    count,
    helps_most,
    in_squares,
)
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.insight.evaluation.squares_figure import spoken, squares_svg
from brobygger.journeys.principles import of_offer
from brobygger.registry.access.policy import Action
from brobygger.web.shared import dates
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page
from brobygger.web.shared.paper import printed

SAID = {
    Answer.YES: gettext_lazy("ja"), Answer.PARTLY: gettext_lazy("delvist"), Answer.NO: gettext_lazy("nej"),
    Answer.NOT_HERE: gettext_lazy("gælder ikke her"), Answer.UNKNOWN: gettext_lazy("ved vi ikke"),
}  # fmt: skip


@guarded(Action.EDIT_OFFER)
def principles(request: Request, offer_id: UUID) -> HttpResponse:
    """The whole of it for one offer."""
    actor = request.actor
    offer = to_describe(actor, offer_id)
    answers, from_data = of_offer(actor, offer, on=local_date(now()))
    rows = _rows(answers)
    context: dict[str, Any] = {
        "offer": offer,
        "figure": mark_safe(squares_svg(rows, caption=_("De fire principper"), language=_language())),  # noqa: S308
        "sentence": spoken(rows, _language()),
        "helps": [(_said(one.asks), _said(one.help)) for one in helps_most(answers)],
        "yes": count(answers.values(), Answer.YES),
        "parts": [(_said(PRINCIPLES[number]), _questions(number, answers, from_data)) for number in PRINCIPLES],
        "choices": [("", _("ved vi ikke")), *((str(one), SAID[one]) for one in FROM_PEOPLE)],
        "total": len(QUESTIONS),
    }
    return page(request, "partners/principles/principles.jinja", **context)


@guarded(Action.EDIT_OFFER, methods=("POST",))
def answer(request: Request, offer_id: UUID) -> HttpResponse:
    """What people answer; a question left open stays open."""
    actor = request.actor
    offer = to_describe(actor, offer_id)
    form = _AnswersForm(request.POST)
    if not form.is_valid():
        say(request, _("Et af svarene står ikke på listen. Intet er gemt."), kind="warning")
        return redirect("principles", offer_id=offer.id)
    given = {code: Answer(said) for code, said in form.cleaned_data.items() if said}
    operations.answer_principles(offer=offer, answers=given, by=actor, at=now())
    say(request, _("Svarene er gemt."))
    return redirect("principles", offer_id=offer.id)


@guarded(Action.EDIT_OFFER)
def as_pdf(request: Request, offer_id: UUID) -> HttpResponse:
    """The same on paper, to talk about at a meeting."""
    actor = request.actor
    offer = to_describe(actor, offer_id)
    answers, _from_data = of_offer(actor, offer, on=local_date(now()))
    rows = _rows(answers)
    data = {
        "language": _language(),
        "title": offer.name,
        "figure": squares_svg(rows, caption=_("De fire principper"), language=_language()),
        "alt": spoken(rows, _language()),
        "helps": [{"asks": _said(one.asks), "help": _said(one.help)} for one in helps_most(answers)],
        "parts": [
            {
                "title": _said(PRINCIPLES[number]),
                "rows": [
                    {"asks": _said(q.asks), "said": str(SAID[answers[q.code]])}
                    for q in QUESTIONS
                    if q.principle == number
                ],
            }
            for number in PRINCIPLES
        ],
        "words": {
            "heading": _("De fire principper"), "helps": _("Det hjælper mest"),
            "made": _("Lavet %(day)s") % {"day": dates.exact_day(local_date(now()), _language())},
            "key": _("Fyldt: ja. Halv: delvist. Tom: nej. Prik: det ved vi ikke."),
        },
    }  # fmt: skip
    return printed("principles.typ", data, name="principper")


class _AnswersForm(forms.Form):
    """One optional choice for each question."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in BY_CODE:
            choices = [("", ""), *((str(one), one) for one in FROM_PEOPLE)]
            self.fields[code] = forms.ChoiceField(choices=choices, required=False)


def _rows(answers: dict[str, Answer]) -> list[tuple[str, list[str]]]:
    return [(_said(PRINCIPLES[number]), [str(one) for one in given]) for number, given in in_squares(answers)]


def _questions(number: int, answers: dict[str, Answer], from_data: dict[str, Answer]) -> list[dict[str, Any]]:
    """The questions of one principle. What data say for certain is not asked; "partly" may be made firmer by people."""
    return [
        {
            "code": q.code,
            "asks": _said(q.asks),
            "answer": str(answers[q.code]),
            "said": SAID[answers[q.code]],
            "half_known": _half_known(q.code, from_data),
            "asked": q.code not in from_data or _half_known(q.code, from_data),
        }
        for q in QUESTIONS
        if q.principle == number
    ]


def _half_known(code: str, from_data: dict[str, Answer]) -> bool:
    return code in MADE_FIRM and from_data.get(code) is Answer.PARTLY


def _language() -> str:
    return "en" if (get_language() or "da").startswith("en") else "da"


def _said(words: Any) -> str:
    return str(words.en if _language() == "en" else words.da)
