"""The fixed point at a unit's meeting: whom to talk about, for how long, and what was decided."""

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
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.journeys import unit_meeting
from brobygger.pathway.episodes.board_rules import Column
from brobygger.registry.access.policy import Action
from brobygger.registry.people import queries as persons
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.board.cards import Board, Card, board_of
from brobygger.web.staff.board.views import unit_of

MOST = 12  # more than anybody can talk about in a meeting
DAY = {"required": gettext_lazy("Vælg en dag."), "invalid": gettext_lazy("Vælg en dag, fx 05-01-2027.")}
CHOOSE = {"required": gettext_lazy("Vælg et af svarene."), "invalid_choice": gettext_lazy("Vælg et af svarene.")}
NUMBER = {"required": gettext_lazy("Skriv et tal."), "invalid": gettext_lazy("Skriv et helt tal."),
          "min_value": gettext_lazy("Skriv mindst %(limit_value)s."),
          "max_value": gettext_lazy("Skriv højst %(limit_value)s.")}  # fmt: skip
WHOSE = (
    ("me", gettext_lazy("mig")),
    ("unit", gettext_lazy("en i enheden")),
    ("coordinator", gettext_lazy("koordinatoren")),
)


def _day(label: Any) -> DayField:
    return DayField(label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=DAY)


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=240, error_messages=NUMBER)


class PlanForm(forms.Form):
    """When, and how many minutes are set aside."""

    held_on = _day(gettext_lazy("Hvornår er enhedens næste møde?"))
    minutes = _minutes(gettext_lazy("Hvor mange minutter sætter I af?"))


class DecideForm(forms.Form):
    """What was decided about one person."""

    person = forms.ChoiceField(label=gettext_lazy("Hvem talte I om?"), error_messages=CHOOSE)
    what = forms.ChoiceField(
        label=gettext_lazy("Hvad aftalte I?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=lambda: [(one, words.task(one)) for one in unit_meeting.DECISIONS],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=gettext_lazy("Hvem gør det?"), choices=WHOSE, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    due = _day(gettext_lazy("Senest"))

    def __init__(self, *args: Any, agenda: list[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "person", ((str(card.person_id), card.name) for card in agenda))


class CloseForm(forms.Form):
    """How long it took."""

    minutes_used = _minutes(gettext_lazy("Hvor mange minutter brugte I?"))


@guarded(Action.SEE_BOARD, methods=("GET", "POST"))
def meeting(request: Request, unit_id: UUID) -> HttpResponse:
    """The agenda. POST sets a day and minutes aside."""
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_usual(local_date(now())))
    if request.method == "POST" and form.is_valid():
        unit_meeting.plan(unit_id=unit_of(request.actor, unit_id).id, **form.cleaned_data, by=request.actor, at=now())
        return done(request, _("Der er sat tid af."), reverse("unit_meeting", args=[unit_id]))
    return _page(request, unit_id, plan=form)


@guarded(Action.SEE_BOARD, methods=("POST",))
def decide(request: Request, unit_id: UUID) -> HttpResponse:
    """A decision becomes a task."""
    actor, agenda = request.actor, agenda_of(board_of(request.actor, unit_of(request.actor, unit_id).id, at=now()))
    form = DecideForm(request.POST, agenda=agenda)
    if not form.is_valid():
        return _page(request, unit_id, decide=form)
    said = form.cleaned_data
    person = persons.get(actor, UUID(said.pop("person")))
    unit_meeting.decide(meeting=_ahead(request, unit_id), person=person, **said, by=actor, at=now())
    return done(request, _("Det er skrevet som en opgave."), reverse("unit_meeting", args=[unit_id]))


@guarded(Action.SEE_BOARD, methods=("POST",))
def close(request: Request, unit_id: UUID) -> HttpResponse:
    """The point is over."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, unit_id, close=form)
    unit_of(request.actor, unit_id)
    unit_meeting.close(meeting=_ahead(request, unit_id), **form.cleaned_data, by=request.actor, at=now())
    return done(request, _("Tak. Sæt tid af til næste gang."), reverse("unit_meeting", args=[unit_id]))


def _ahead(request: Request, unit_id: UUID) -> Any:
    found = unit_meeting.ahead(request.actor, unit_id)
    if found is None:
        raise NotVisible("meeting")
    return found


def _usual(today: date) -> dict[str, Any]:
    return {"held_on": (today + timedelta(days=7)).isoformat(), "minutes": 15}


def agenda_of(board: Board) -> list[Card]:
    """Whom to talk about: those somebody worries for, those who have waited too long, and those newly found."""
    worried = board.columns[Column.WORRY]
    late = [
        card for column, cards in board.columns.items() if column is not Column.WORRY for card in cards if card.late
    ]
    new = board.columns[Column.NEW]
    found = {card.person_id: card for card in (*worried, *late, *new)}
    return list(found.values())[:MOST]


def _page(request: Request, unit_id: UUID, **forms_with_errors: forms.Form) -> HttpResponse:
    actor, at = request.actor, now()
    unit, today = unit_of(actor, unit_id), local_date(at)
    ahead = unit_meeting.ahead(actor, unit.id)
    agenda = agenda_of(board_of(actor, unit.id, at=at))
    initial = {"due": (today + timedelta(days=7)).isoformat()}
    return page(
        request, "staff/board/meeting.jinja", status=422 if request.method == "POST" else 200, unit=unit,
        ahead=ahead, agenda=agenda, earlier=unit_meeting.held(actor, unit.id),
        each=ahead.minutes // len(agenda) if ahead and agenda else 0,
        plan=forms_with_errors.get("plan") or PlanForm(initial=_usual(today)),
        decide=forms_with_errors.get("decide") or DecideForm(agenda=agenda, initial=initial),
        close=forms_with_errors.get("close") or CloseForm(),
    )  # fmt: skip
