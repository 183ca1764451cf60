"""What is typed in from a sheet of paper, beside the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.web.shared import dates
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.staff.paper.sheets import language
from brobygger.web.staff.visits.forms import CHOOSE

SOMEBODY_ELSE = "other"
PHONE = "phone"
OLDEST_DAYS = 366
NOON = time(12, 0)


class CodeForm(forms.Form):
    """The short code of a sheet."""

    code = forms.CharField(
        label=_("Kort-kode"),
        help_text=_("Otte tegn nederst på arket, for eksempel K7QF-3MPD."),
        max_length=20,
        error_messages={"required": _("Skriv koden fra arket."), "max_length": _("Koden har otte tegn.")},
    )


class SheetForm(forms.Form):
    """Day, interviewer and consent, as they stand on the sheet."""

    screening_id = forms.UUIDField(widget=forms.HiddenInput)
    consent_id = forms.UUIDField(widget=forms.HiddenInput)
    asked_on = DayField(
        label=_("Dato på arket"),
        limited=False,
        help_text=_("Den dag, I talte sammen. Ikke i dag, hvis samtalen var før."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Skriv datoen fra arket."), "invalid": _("Skriv datoen som dag-måned-år.")},
    )
    interviewer = forms.ChoiceField(label=_("Hvem spurgte?"), error_messages=CHOOSE)
    interviewer_name = forms.CharField(
        label=_("Navnet på arket"),
        help_text=_("Kun når det var en, der ikke er på listen."),
        required=False,
        max_length=100,
        error_messages={"max_length": _("Skriv højst 100 tegn.")},
    )
    talked = forms.ChoiceField(
        label=_("Hvordan talte I sammen?"),
        choices=(("visit", _("På besøg")), (PHONE, _("I telefonen"))),
        initial="visit",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    language = forms.ChoiceField(
        label=_("Hvilket sprog blev der spurgt på?"), required=False, error_messages=CHOOSE
    )  # fmt: skip
    signed = forms.ChoiceField(
        label=_("Er der skrevet under på ja'et?"),
        choices=(("yes", _("Ja, der er skrevet under")), ("no", _("Nej, feltet er tomt, eller der står nej tak"))),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    note = forms.CharField(
        label=_("Noten på arket"),
        required=False,
        max_length=1500,
        widget=forms.Textarea,
        error_messages={"max_length": _("Skriv højst 1.500 tegn.")},
    )

    def __init__(
        self, data: Any = None, *, today: date, found_on: date, colleagues: Sequence[tuple[UUID, str]],
        tongues: Sequence[tuple[str, str]], **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **options)
        choose_among(self, "language", tongues)
        self.today = today
        self.earliest = max(found_on, today - timedelta(days=OLDEST_DAYS))
        known = [(str(user_id), name) for user_id, name in colleagues]
        choose_among(self, "interviewer", [*known, (SOMEBODY_ELSE, gettext("En anden"))])

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > self.today:
            raise forms.ValidationError(_("Datoen er ikke kommet endnu."))
        if day < self.earliest:
            first = dates.exact_day(self.earliest, language())
            raise forms.ValidationError(gettext("Borgeren er først med fra %(day)s.") % {"day": first})
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("interviewer") == SOMEBODY_ELSE and not said.get("interviewer_name", "").strip():
            self.add_error("interviewer_name", _("Skriv navnet fra arket."))
        return said

    @property
    def interviewer_id(self) -> UUID | None:
        """Who asked; None for somebody without a sign-in, whose name then stands in the note."""
        chosen: str = self.cleaned_data["interviewer"]
        return None if chosen == SOMEBODY_ELSE else UUID(chosen)

    @property
    def whole_note(self) -> str:
        """The note, with what the sheet says that has no column of its own: a call, a name without a sign-in here."""
        said = [self.cleaned_data["note"].strip()]
        if self.cleaned_data["talked"] == PHONE:
            said.append(gettext("Samtalen var i telefonen."))
        if self.interviewer_id is None:
            name = self.cleaned_data["interviewer_name"].strip()
            said.append(gettext("Spurgt af %(name)s (skrevet på arket).") % {"name": name})
        return "\n".join(filter(None, said))

    def moment(self, *, now: datetime, since: datetime) -> datetime:
        """When they talked: noon of the sheet's day, never ahead of the clock, nor before what came earlier that day.

        since: the episode's last move.
        """
        day = self.cleaned_data["asked_on"]
        noon = datetime.combine(day, NOON, DENMARK)
        return min(now, max(noon, since) if local_date(since) == day else noon)
