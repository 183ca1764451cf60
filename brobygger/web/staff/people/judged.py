"""What only staff can say about a person and a target group asks: answered here, with a name, and changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import facts
from brobygger.journeys.facts import Question
from brobygger.pathway.episodes.rules import criteria_on
from brobygger.programmes.running.queries import recipe_of, running
from brobygger.registry.access.policy import Action, Purpose
from brobygger.registry.people import queries as persons
from brobygger.web.shared.dates import as_people_say
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.people.way import TARGET

MOST = 50
UNKNOWN, ELSEWHERE = "unknown", "elsewhere"
ASKED = {
    "daily_home_help": gettext_lazy("Får borgeren hjælp i hjemmet hver dag?"),
    "self_reliant": gettext_lazy("Klarer borgeren sig selv i hverdagen?"),
    "area": gettext_lazy("Hvor bor borgeren?"),
}
DO_NOT_KNOW = gettext_lazy("Ved det ikke")


def asked_of(efforts: Iterable[Any], today: date) -> dict[str, tuple[Question, list[str]]]:
    """What the efforts ask that only staff can answer: each question once, with the efforts that ask it."""
    found: dict[str, tuple[Question, list[str]]] = {}
    for programme in efforts:
        recipe = recipe_of(programme)
        for one in facts.questions(recipe, criteria_on(recipe, today)):
            before, names = found.get(one.fact, (one, []))
            areas = tuple(dict.fromkeys((*before.areas, *one.areas)))
            found[one.fact] = (Question(one.fact, one.da, one.en, areas), [*names, programme.name])
    return found


class AnswersForm(forms.Form):
    """One question each; what nobody knows stays open and turns nobody in or out by itself."""

    def __init__(
        self, data: Any, *, asked: Mapping[str, tuple[Question, list[str]]], given: Mapping[str, Any], today: date
    ) -> None:
        super().__init__(data)
        for number, (fact, (question, efforts)) in enumerate(asked.items()):
            stands = given.get(fact)
            said = stands.answer if stands else ""
            self.fields[f"svar_{number}"] = forms.ChoiceField(
                label=_words(question), choices=_choices(question, said), initial=said or UNKNOWN,
                widget=forms.RadioSelect, help_text=_who(stands, efforts, today),
                error_messages={"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")},
            )  # fmt: skip

    def answers(self, asked: Iterable[str]) -> dict[str, str]:
        """By fact; empty where nobody knows."""
        said = [self.cleaned_data[f"svar_{number}"] for number, _fact in enumerate(asked)]
        return {fact: "" if one == UNKNOWN else one for fact, one in zip(asked, said, strict=True)}


def _words(question: Question) -> str:
    if question.fact in ASKED:
        return str(ASKED[question.fact])
    return question.en if (get_language() or "da").startswith("en") else question.da


def _choices(question: Question, said: str) -> list[tuple[str, Any]]:
    if question.fact != "area":
        return [("yes", _("ja")), ("no", _("nej")), (UNKNOWN, DO_NOT_KNOW)]
    there = dict.fromkeys((*question.areas, *([said] if said and said != ELSEWHERE else [])))
    return [*((area, area) for area in there), (ELSEWHERE, _("et andet sted")), (UNKNOWN, DO_NOT_KNOW)]


def _who(stands: Any, efforts: list[str], today: date) -> str:
    asks = _("Spørger: %(efforts)s.") % {"efforts": ", ".join(efforts[:3])}
    if stands is None:
        return asks
    day = as_people_say(local_date(stands.said_at), today, get_language() or "da")
    return _("%(asks)s Sidst svaret af %(name)s, %(day)s.") % {"asks": asks, "name": stands.said_by_name, "day": day}


@guarded(Action.EDIT_PERSON, methods=("GET", "POST"))
def judged(request: Request, person_id: UUID) -> HttpResponse:
    """The questions of all running efforts, answered by who knows the person; they count at once."""
    actor, today = request.actor, local_date(now())
    view = persons.read(actor, person_id, purpose=Purpose.BRIDGING, only=TARGET)
    asked = asked_of(running(actor, on=today)[:MOST], today)
    given = facts.last_answers(actor, person_id)
    form = AnswersForm(request.POST if request.method == "POST" else None, asked=asked, given=given, today=today)
    if request.method == "POST" and form.is_valid():
        facts.answer(person=persons.get(actor, person_id), answers=form.answers(list(asked)), by=actor, at=now())
        return done(request, _("Svarene er gemt og tæller med."), reverse("person_target", args=[person_id]))
    return page(
        request, "staff/people/judged.jinja", status=422 if request.method == "POST" else 200, person=view, form=form,
    )  # fmt: skip
