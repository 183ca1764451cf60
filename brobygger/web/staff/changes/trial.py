"""Another last day, other postcodes and units of a programme that runs. Nobody who is in it is sent away."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.foundation.kernel.clock import local_date, now
from brobygger.journeys import change
from brobygger.programmes.running import queries as running
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Action
from brobygger.registry.access.queries import names_of
from brobygger.registry.organisations import queries as organisations
from brobygger.web.shared.guard import Request, done, guarded
from brobygger.web.shared.page import page
from brobygger.web.staff.recipes.forms import LastDayField, PostcodesField, UnitsForm, too_late_or_early

SHOWN = 20  # earlier changes on the page


class TrialForm(UnitsForm):
    """The last day, where people live and which units they belong to; and why it is changed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    ends_on = LastDayField()
    postcodes = PostcodesField()
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor ændrer I det?"),
        help_text=gettext_lazy("Det står herunder, så andre kan lære af det."),
        max_length=300,
        error_messages={
            "required": gettext_lazy("Skriv, hvorfor I ændrer det."),
            "max_length": gettext_lazy("Skriv højst 300 tegn."),
        },
    )

    def __init__(self, *args: Any, actor: Actor, programme: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme, self.today = programme, today
        self.initial["ends_on"] = programme.ends_on.isoformat() if programme.ends_on else ""
        self.initial["postcodes"] = ", ".join(programme.postcodes.split())
        self.ask_units(actor, programme, organisations.every(actor))

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day == self.programme.ends_on:
            return day
        wrong = too_late_or_early(self.programme.starts_on, day)
        if day and day < self.today and not wrong:
            wrong = _("Vælg i dag eller en dag, der kommer.")
        if wrong:
            raise forms.ValidationError(wrong)
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not set(self.changed_data) - {"seen", "reason"}:
            self.add_error(None, _("Der er ikke ændret noget."))
        return given

    def facts(self) -> dict[str, Any]:
        """All of it, ready for the journey."""
        given = self.cleaned_data
        return {
            "ends_on": given["ends_on"], "postcodes": given["postcodes"], "units": self.chosen_units(),
            "only_units": bool(given.get("only_units")), "reason": given["reason"], "seen": given["seen"],
        }  # fmt: skip


@guarded(Action.CHANGE_PROGRAMME, methods=("GET", "POST"))
def limits(request: Request, programme_id: UUID) -> HttpResponse:
    """The last day and the limits as they stand, and how they have been changed."""
    actor = request.actor
    programme = running.get_to_change(actor, programme_id)
    earlier = running.trial_changes(actor, programme)
    form = TrialForm(
        request.POST if request.method == "POST" else None, initial={"seen": len(earlier)},
        actor=actor, programme=programme, today=local_date(now()),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        again = change.limit(programme=programme, by=actor, at=now(), **form.facts())
        return done(request, _sentence(again), reverse("change_trial", args=[programme.id]))
    names = names_of(actor, [row.made_by_id for row in earlier[:SHOWN]])
    return page(
        request, "staff/changes/trial.jinja", status=422 if request.method == "POST" else 200,
        programme=programme, form=form,
        earlier=[(row, names.get(row.made_by_id or UUID(int=0), ""), in_words(row.ends_on, row.told))
                 for row in earlier[:SHOWN]],
    )  # fmt: skip


def in_words(ends_on: date | None, told: str) -> list[str]:
    """The last day and the limits, a line each."""
    day = _("Sidste dag: %(day)s") % {"day": date_format(ends_on, "j. F Y")} if ends_on else _("Ingen sidste dag")
    return [day, _("Kun for: %(whom)s") % {"whom": told} if told else _("Alle enheder og hele kommunen")]


def _sentence(again: int) -> str:
    if not again:
        return _("Ændringen er gemt.")
    found = ngettext(
        "%(n)s borger, der før var uden for, er fundet.", "%(n)s borgere, der før var uden for, er fundet.", again
    ) % {"n": again}
    return f"{_('Ændringen er gemt.')} {found}"
