"""Making a pair by hand, and what the two have agreed: how often, when next, and who comes instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers import queries as pairs
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.foundation.kernel.reach import Scope
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import come_home, make_pair, own_pair
from brobygger.pathway.episodes import queries as episodes
from brobygger.registry.access import queries as access
from brobygger.registry.access.policy import Action, Fields, Purpose
from brobygger.registry.people import queries as people
from brobygger.web.partners import reading
from brobygger.web.partners.at_home.forms import EVERY
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField
from brobygger.web.shared.guard import Request, guarded
from brobygger.web.shared.notices import say
from brobygger.web.shared.page import form_page

CHOOSE = {"required": gettext_lazy("Vælg på listen."), "invalid_choice": gettext_lazy("Vælg på listen.")}
LONG = {"max_length": gettext_lazy("Skriv lidt kortere.")}


class RhythmForm(forms.Form):
    """How often, when next, and who instead."""

    every_days = forms.ChoiceField(
        label=gettext_lazy("Hvor tit?"), choices=list(EVERY.items()), initial="7", error_messages=CHOOSE
    )
    next_on = DayField(
        label=gettext_lazy("Næste gang"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Ugedagen følger med til gangene efter."),
        error_messages={"invalid": gettext_lazy("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip
    meets_at = ClockField(
        label=gettext_lazy("Klokken"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Skriv klokken som 10:00.")},
    )  # fmt: skip
    place = forms.CharField(
        label=gettext_lazy("Hvor mødes de?"), max_length=120, required=False, error_messages=LONG,
        help_text=gettext_lazy("Lad feltet stå tomt, hvis det er hjemme hos borgeren."),
    )  # fmt: skip
    agreed = forms.CharField(
        label=gettext_lazy("Hvad har de sagt ja til?"), max_length=500, required=False, widget=forms.Textarea,
        error_messages=LONG, help_text=gettext_lazy("Begge læser det på deres egen side. Skriv ikke om helbred."),
    )  # fmt: skip
    stand_in = forms.ChoiceField(label=gettext_lazy("Hvem kommer i stedet?"), required=False, error_messages=CHOOSE)

    def __init__(self, data: Any = None, *, instead: Sequence[tuple[str, str]], today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        choose_among(self, "stand_in", [("", _("Ingen endnu")), *instead])

    def clean_next_on(self) -> date | None:
        day: date | None = self.cleaned_data["next_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("Vælg en dag, der ikke er gået."))
        return day


class PairForm(RhythmForm):
    """Who the person meets, and the same."""

    volunteer = forms.ChoiceField(label=gettext_lazy("Hvem skal borgeren møde?"), error_messages=CHOOSE)
    field_order = ("volunteer", "every_days", "next_on", "meets_at", "place", "agreed", "stand_in")

    def __init__(self, data: Any = None, *, ready: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        choose_among(self, "volunteer", ready)


@guarded(Action.PLAN_AT_HOME, methods=("GET", "POST"))
def agreement(request: Request, pair_id: UUID) -> HttpResponse:
    """What the two have agreed."""
    actor, at = request.actor, now()
    pair = pairs.get(actor, pair_id)
    ready = come_home.ready(organisation_id=pair.organisation_id, by=actor, at=at)
    instead = [(str(one.id), one.name) for one in ready if one.id != pair.volunteer_id]
    initial = {
        "every_days": str(pair.every_days), "next_on": pair.next_on, "stand_in": str(pair.stand_in_id or ""),
        "meets_at": pair.meets_at, "place": pair.place, "agreed": pair.agreed,
    }  # fmt: skip
    form = RhythmForm(request.POST or None, instead=instead, today=local_date(at), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        volunteers.agree_rhythm(
            pair=pair, every_days=int(given["every_days"]), next_on=given["next_on"],
            stand_in=access.get_membership(actor, UUID(given["stand_in"])) if given["stand_in"] else None, by=actor,
            at=at, meets_at=given["meets_at"], place=given["place"], agreed=given["agreed"],
        )  # fmt: skip
        say(request, _("Aftalen er skrevet ned. Den frivillige kan se den."))
        return redirect("pair_agreement", pair_id=pair.id)
    return form_page(
        request, "partners/joining/agreement.jinja", form=form, pair=pair,
        person=people.read(actor, pair.person_id, purpose=reading.purpose_of(actor), only={Fields.NAME}),
        municipal=actor.scope is Scope.MUNICIPALITY, sent_at=own_pair.sent_to(pair=pair, by=actor, at=at),
    )  # fmt: skip


@guarded(Action.PLAN_AT_HOME, methods=("POST",))
def own_pages(request: Request, pair_id: UUID) -> HttpResponse:
    """Both get a page of their own by a link; or the pages are closed."""
    actor, at = request.actor, now()
    pair = pairs.get(actor, pair_id)
    if request.POST.get("close"):
        own_pair.close(pair=pair, by=actor, at=at)
        say(request, _("Deres egne sider er lukket."))
    else:
        own_pair.send(pair=pair, by=actor, at=at)
        say(request, _("Begge får deres egen side, hver på sin måde."))
    return redirect("pair_agreement", pair_id=pair.id)


@guarded(Action.MATCH_WAITING, methods=("GET", "POST"))
def make(request: Request, person_id: UUID) -> HttpResponse:
    """The coordinator joins two who suit each other, whatever the list proposes: a befriender, a language pair."""
    actor, at = request.actor, now()
    person = people.get(actor, person_id)
    episode = next((one for one in episodes.of_person(actor, person.id) if one.status == "active"), None)
    there = [one for one in pairs.ready(actor, on=local_date(at)) if one.places]
    named = [(str(one.id), _said(one)) for one in there]
    form = PairForm(request.POST or None, ready=named, instead=named, today=local_date(at))
    if form.is_valid() and episode is not None:
        given = form.cleaned_data
        try:
            made = make_pair.by_hand(
                episode=episode, volunteer=access.get_membership(actor, UUID(given["volunteer"])),
                every_days=int(given["every_days"]), next_on=given["next_on"],
                stand_in=access.get_membership(actor, UUID(given["stand_in"])) if given["stand_in"] else None,
                meets_at=given["meets_at"], place=given["place"], agreed=given["agreed"], by=actor, at=at,
            )  # fmt: skip
            say(request, _("De er et makkerpar nu. Den frivillige ringer før den første gang."))
            return redirect("pair_agreement", pair_id=made.id)
        except Refusal as refused:
            form.add_error(None, str(refused.message))
    return form_page(
        request, "partners/joining/make_pair.jinja", form=form, episode=episode, ready=there,
        person=people.read(actor, person_id, purpose=Purpose.BRIDGING, only={Fields.NAME}),
    )  # fmt: skip


def _said(one: Any) -> str:
    """ "Ole Olsen, Fællesskabet: dansk, arabisk"."""
    return f"{one.name}, {one.organisation}" + (f": {', '.join(one.languages)}" if one.languages else "")
