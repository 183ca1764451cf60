"""Spørgsmål før start: each question and its answer kept apart, in the way the person wants it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import answer_question
from brobygger.pathway.first_meeting import queries
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.communication import by_hand, checking
from brobygger.registry.people import queries as people
from brobygger.registry.wording.rules import Audience, Fault, TextKind, check
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

DAY = {"required": gettext_lazy("Vælg en dag."), "invalid": gettext_lazy("Vælg en dag.")}
CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}
SHORT = {"max_length": gettext_lazy("Skriv lidt kortere.")}
WAYS = words.MESSAGE_WAYS | {"visit": gettext_lazy("når vi ses")}


class AskForm(forms.Form):
    """What the person wants to know."""

    words = forms.CharField(
        label=gettext_lazy("Hvad vil borgeren gerne vide?"), max_length=1000, widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Skriv spørgsmålet."), **SHORT},
    )  # fmt: skip
    way = forms.ChoiceField(label=gettext_lazy("Hvordan vil borgeren have svaret?"), error_messages=CHOOSE)
    asked_on = DayField(
        label=gettext_lazy("Hvornår blev der spurgt?"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=DAY,
    )  # fmt: skip
    due = DayField(
        label=gettext_lazy("Svar senest"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=DAY
    )

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "way", ways)


class AnswerForm(forms.Form):
    """What was answered."""

    words = forms.CharField(
        label=gettext_lazy("Svaret"), max_length=2000, widget=forms.Textarea,
        error_messages={"required": gettext_lazy("Skriv svaret."), **SHORT},
    )  # fmt: skip
    way = forms.ChoiceField(label=gettext_lazy("Hvordan får borgeren svaret?"), error_messages=CHOOSE)

    def __init__(self, *args: Any, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "way", ways)


def _ways(person: Any) -> list[tuple[str, Any]]:
    """The ways there is an address for, the person's own first; a talk is always one."""
    found = [one.value for one in by_hand.choices_of_channel(person) if checking.address_of(person, one)]
    return [(way, words.first_capital(WAYS[way])) for way in [*found, "visit"]]


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def questions(request: Request, person_id: UUID) -> HttpResponse:
    """What the person has asked, and one more."""
    actor, today = request.actor, local_date(now())
    view = people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONTACT})
    person = people.get(actor, person_id)
    ways = _ways(person)
    form = AskForm(
        request.POST or None, ways=ways,
        initial={"way": ways[0][0], "asked_on": today, "due": today + answer_question.ANSWER_WITHIN},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            answer_question.ask(person=person, by=actor, at=now(), **form.cleaned_data)
            say(request, _("Spørgsmålet er skrevet ned og ligger på Min dag, til det er besvaret."))
            return redirect("person_questions", person_id=person_id)
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.add_error(refusal.field, str(refusal.message))
    return page(
        request, "staff/people/questions.jinja", person=view, form=form, ways=WAYS,
        questions=queries.questions_of(actor, person_id), status=422 if form.errors else 200,
    )  # fmt: skip


@guarded(Action.MAP_WISHES, methods=("GET", "POST"))
def answer(request: Request, person_question_id: UUID) -> HttpResponse:
    """The answer, in the way the person wanted it; how a written one reads is said once before it is sent."""
    actor = request.actor
    asked = queries.question(actor, person_question_id)
    person_id = asked.person_id
    view = people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME, Fields.CONTACT})
    form = AnswerForm(request.POST or None, ways=_ways(asked.person), initial={"way": asked.way})
    faults: list[Any] = []
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        if told["way"] in answer_question.WRITTEN and not request.POST.get("anyway"):
            checked = check(told["words"], audience=Audience.PARTICIPANT, kind=TextKind.SMS)
            faults = [*checked.of(Fault.REPELS), *checked.of(Fault.HARD)]
        if not faults:
            answer_question.answer(question=asked, words=told["words"], way=told["way"], by=actor, at=now())
            say(request, _("Godt. Svaret er skrevet ned."))
            return redirect("person_questions", person_id=person_id)
    return page(
        request, "staff/people/question.jinja", person=view, question=asked, form=form, faults=faults, ways=WAYS,
        status=422 if form.is_bound else 200,
    )  # fmt: skip
