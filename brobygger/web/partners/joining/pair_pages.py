"""Hearing both in a pair, and a day agreed with a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.volunteers import queries as pairs
from brobygger.foundation.kernel.clock import now
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import pair_words
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.registry.people.queries import may_be_contacted
from brobygger.web.shared.days import DayField
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import page

HOW = {"phone": gettext_lazy("i telefonen"), "paper": gettext_lazy("på papir"), "sms": gettext_lazy("på SMS"),
       "screen": gettext_lazy("på skærmen"), "link": gettext_lazy("på sin egen side")}  # fmt: skip
GOES_ON = {"yes": gettext_lazy("Ja"), "no": gettext_lazy("Nej")}


class WordForm(forms.Form):
    """Two questions: go on or not, and why."""

    goes_on = forms.ChoiceField(
        label=gettext_lazy("Vil I blive ved med at mødes?"), choices=list(GOES_ON.items()), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Vælg ja eller nej.")),
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("Hvad er godt, og hvad kan blive bedre?"), max_length=2000, required=False,
        widget=forms.Textarea, error_messages={"max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip


class TypedInForm(WordForm):
    """The same, with how it was said."""

    how = forms.ChoiceField(
        label=gettext_lazy("Hvordan blev det sagt?"), choices=[(key, HOW[key]) for key in ("phone", "paper", "sms")],
        widget=forms.RadioSelect, initial="phone",
        error_messages={"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")},
    )  # fmt: skip


class DayForm(forms.Form):
    """A day agreed with the person."""

    agreed_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    on = DayField(
        label=gettext_lazy("Hvornår?"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": gettext_lazy("Vælg en dag."),
                        "invalid": gettext_lazy("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    about = forms.CharField(
        label=gettext_lazy("Hvad skal I tale om?"), max_length=200,
        error_messages={"required": gettext_lazy("Skriv noget."), "max_length": gettext_lazy("Skriv lidt kortere.")},
    )  # fmt: skip


@guarded(Action.SEE_MESSAGES, methods=("GET", "POST"))
def pair(request: Request, pair_id: UUID) -> HttpResponse:
    """What both have said, and asking both again."""
    actor = request.actor
    found = pair_words.pair(actor, pair_id)
    if request.method == "POST":
        pair_words.ask_both(pair=found, by=actor, at=now())
        say(request, _("Begge får spørgsmålet, hver på sin måde."))
        return redirect("pair_words", pair_id=found.id)
    return _page(request, found)


def _page(request: Request, found: Any, form: TypedInForm | None = None, open_id: UUID | None = None) -> HttpResponse:
    actor = request.actor
    return page(
        request, "partners/joining/pair.jinja", status=422 if form else 200, pair=found,
        person=people.read(actor, found.person_id, purpose=Purpose.FOLLOW_UP, only={Fields.NAME}),
        said=pair_words.words_of(actor, found.id), form=form or TypedInForm(), open_id=open_id, how=HOW,
    )  # fmt: skip


@guarded(Action.SEE_MESSAGES, methods=("POST",))
def type_in(request: Request, word_id: UUID) -> HttpResponse:
    """An answer that came on paper or by phone."""
    actor = request.actor
    row = pair_words.word(actor, word_id)
    form = TypedInForm(request.POST)
    if not form.is_valid():
        return _page(request, pair_words.pair(actor, row.pair_id), form, row.id)
    given = form.cleaned_data
    pair_words.say(
        row=row, goes_on=given["goes_on"] == "yes", words=given["words"], how=given["how"], by=actor, at=now()
    )
    say(request, _("Svaret er skrevet ned."))
    return redirect("pair_words", pair_id=row.pair_id)


@guarded(Action.MEET_PERSON, methods=("GET", "POST"))
def own_word(request: Request, person_id: UUID) -> HttpResponse:
    """The volunteer's own answer. What the other says is not shown."""
    actor = request.actor
    found = pairs.mine_with(actor, person_id)
    row = pair_words.open_word(actor, found.id, side="volunteer")
    if row is None and request.method == "POST":
        raise NotVisible("pair word")
    form = WordForm(request.POST or None)
    if row is not None and form.is_valid():
        given = form.cleaned_data
        pair_words.say(
            row=row, goes_on=given["goes_on"] == "yes", words=given["words"], how="screen", by=actor, at=now()
        )
        say(request, _("Tak for dit svar."))
        return redirect("my_person", person_id=person_id)
    return page(
        request, "partners/joining/own_word.jinja", status=422 if form.is_bound else 200, form=form, asked=row,
        person=people.read(actor, person_id, purpose=Purpose.ACTIVITY, only={Fields.NAME}),
    )  # fmt: skip


@guarded(Action.WRITE_TO_PERSON, methods=("GET", "POST"))
def agree_day(request: Request, person_id: UUID) -> HttpResponse:
    """A day for the next talk, agreed with the person."""
    actor = request.actor
    found = people.get(actor, person_id)
    form = DayForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if not may_be_contacted(found):
                raise Refusal(_("Borgeren skal ikke kontaktes."))
            pair_words.agree_day(
                person=found, on=given["on"], about=given["about"], agreed_id=given["agreed_id"], by=actor, at=now()
            )
            say(request, _("Dagen er aftalt og står på Min dag."))
            return redirect("person", person_id=person_id)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    return page(
        request, "partners/joining/agree_day.jinja", status=422 if form.is_bound else 200, form=form,
        person=people.read(actor, person_id, purpose=Purpose.FOLLOW_UP, only={Fields.NAME}),
    )  # fmt: skip
