"""Visits at a person's door: who came by, whether anybody opened, and what is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import at_the_door
from brobygger.pathway.episodes import queries as episodes
from brobygger.pathway.observations import queries
from brobygger.registry.access.policy import Action, Fields, Purpose, may
from brobygger.registry.people import queries as persons
from brobygger.registry.people.queries import may_be_contacted
from brobygger.web.shared import words
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.observing.forms import CHOOSE, FURTHEST_BACK, TOO_LONG

NOBODY = "nobody"
ANSWERS = {
    NOBODY: gettext_lazy("Ingen lukkede op"), "talked": gettext_lazy("Borgeren lukkede op, og vi talte sammen"),
    "later": gettext_lazy("Borgeren lukkede op: kom igen en anden dag"),
    "no_visit": gettext_lazy("Borgeren lukkede op: nej tak til besøg, men må spørges på en anden måde"),
}  # fmt: skip
SAID_NO = gettext_lazy("Borgeren lukkede op: nej tak til indsatsen")
FURTHEST_AHEAD = timedelta(days=3660)
NO_DAY = {"required": gettext_lazy("Vælg en dag."), "invalid": gettext_lazy("Vælg en dag, fx 05-01-2027.")}


class DoorForm(forms.Form):
    """One visit at the door."""

    came_on = DayField(label=gettext_lazy("Hvornår?"), widget=forms.DateInput(attrs={"type": "date"}),
                              error_messages=NO_DAY)  # fmt: skip
    came_by_name = forms.CharField(
        label=gettext_lazy("Hvem kom forbi?"), max_length=200,
        help_text=gettext_lazy("Dig selv, en kollega eller en frivillig."),
        error_messages={"required": gettext_lazy("Skriv, hvem der kom forbi."),
                        "max_length": gettext_lazy("Skriv højst 200 tegn.")})  # fmt: skip
    answer = forms.ChoiceField(label=gettext_lazy("Hvad skete der?"), choices=list(ANSWERS.items()),
                               widget=forms.RadioSelect, error_messages=CHOOSE)  # fmt: skip
    said = forms.CharField(label=gettext_lazy("Hvad blev der sagt?"), required=False, max_length=1000,
                           widget=forms.Textarea, help_text=gettext_lazy("Borgeren kan få det at læse."),
                           error_messages={"max_length": TOO_LONG})  # fmt: skip
    next_way = forms.ChoiceField(label=gettext_lazy("Hvad er det næste?"), required=False, error_messages=CHOOSE,
        choices=lambda: [("", _("Ikke aftalt noget")), *words.choices(words.WAYS)])  # fmt: skip
    next_on = DayField(label=gettext_lazy("Hvornår skal det ske?"), required=False,
        help_text=gettext_lazy("Det bliver en opgave på Min dag. Uden dag: om to uger."),
        widget=forms.DateInput(attrs={"type": "date"}), error_messages=NO_DAY)  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_came_on(self) -> date:
        day: date = self.cleaned_data["came_on"]
        if not self.today - FURTHEST_BACK <= day <= self.today:
            raise forms.ValidationError(_("Vælg en dag inden for det seneste år."))
        return day

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day is not None and not self.today <= day <= self.today + FURTHEST_AHEAD:
            raise forms.ValidationError(_("Vælg en dag, der ikke er gået, og højst ti år frem."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == "no_visit" and "next_way" in said and not said["next_way"]:
            self.add_error("next_way", _("Vælg, hvordan borgeren må spørges i stedet."))
        return said

    def visit(self) -> dict[str, Any]:
        """For the journey."""
        said = dict(self.cleaned_data)
        answer = said.pop("answer")
        opened = answer != NOBODY
        return {**said, "said": said["said"].strip(), "opened": opened, "answer": answer if opened else ""}


@guarded(Action.SCREEN, methods=("GET", "POST"))
def door(request: Request, person_id: UUID) -> HttpResponse:
    """Every visit at the door, the newest first, and a place for one more."""
    actor, today = request.actor, local_date(now())
    view = persons.read(actor, person_id, purpose=Purpose.DETECTION, only={Fields.NAME, Fields.SCREENING})
    left_alone = not may_be_contacted(view)
    post = request.method == "POST"
    form = DoorForm(request.POST if post else None, today=today,
                    initial={"came_on": today.isoformat(), "came_by_name": actor.name})  # fmt: skip
    if post and left_alone:
        raise Refusal(_("Borgeren skal ikke kontaktes."))
    if post and form.is_valid():
        at_the_door.came_by(person=persons.get(actor, person_id), **form.visit(), by=actor, at=now())
        return done(request, _("Besøget er skrevet ned."), reverse("door_visits", args=[person_id]))
    waiting = [each for each in episodes.of_person(actor, person_id)
               if each.status == "active" and each.next_step in at_the_door.BEFORE_YES]  # fmt: skip
    rows = [(one, _told(one)) for one in queries.at_the_door(actor, person_id)]
    return page(
        request, "staff/observing/door.jinja", status=422 if post else 200, person=view, form=form, rows=rows,
        left_alone=left_alone, episode=waiting[0] if waiting else None,
        may_read_person=may(actor.role, Action.READ_PERSON),
    )  # fmt: skip


def _told(one: Any) -> str:
    return str(SAID_NO if one.answer == "no" else words.said(ANSWERS, one.answer if one.opened else NOBODY))
