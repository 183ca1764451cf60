"""What is asked on a visit, beside the instrument's own items."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.pathway.episodes.rules import reasons_at
from brobygger.pathway.outreach.signature_rules import is_signature
from brobygger.registry.own_instruments.words_rules import ENGLISH, LANGUAGES
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField

CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}
# Said at the door or in the telephone. What only the office knows (moved, died …) is written on the person's page.
SAID_AT_THE_DOOR = (
    "declined", "no_visit", "no_answer", "no_energy", "health", "transport_time", "ashamed_of_home", "price",
    "wrong_time", "no_label", "not_lonely", "other", "never_again",
)  # fmt: skip
NEVER_AGAIN, NO_VISIT = "never_again", "no_visit"
LATEST_DAYS = 3660
YES_NO = (("yes", _("Ja")), ("no", _("Nej")), ("unknown", _("Ved det ikke endnu")))


class SaveForm(forms.Form):
    """Everything a screening needs, in one sending: it can be sent again without doing anything twice."""

    screening_id = forms.UUIDField(widget=forms.HiddenInput)
    instrument = forms.CharField(max_length=60, widget=forms.HiddenInput)
    mode = forms.ChoiceField(choices=lambda: words.choices(words.MODES), widget=forms.HiddenInput)
    language = forms.ChoiceField(
        choices=[("", ""), (ENGLISH, ""), *((code, "") for code in LANGUAGES)], required=False, widget=forms.HiddenInput
    )
    answers = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Er der noget, en kollega bør vide?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"max_length": _("Skriv højst 2.000 tegn.")},
    )


class YesForm(forms.Form):
    """The person's own yes."""

    consent_id = forms.UUIDField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=_("Hvordan er der sagt ja?"),
        choices=lambda: words.choices(words.HOWS),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    signature = forms.CharField(required=False, widget=forms.HiddenInput)  # the line itself: static/signing.js

    def clean_signature(self) -> str:
        path: str = self.cleaned_data["signature"]
        if path and not is_signature(path):
            raise forms.ValidationError(_("Navnet kan ikke læses. Skriv det igen, eller vælg mundtligt."))
        return path


class NoForm(forms.Form):
    """A no is kept well: why, and when it is all right to ask again."""

    reason = forms.ChoiceField(label=_("Hvad var grunden?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    ask_again_on = DayField(
        label=_("Spørg igen"),
        required=False,
        help_text=_("Et nej i dag er ikke et nej for altid. Vil borgeren aldrig spørges, gælder datoen ikke."),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv en dato.")},
    )

    another_way = forms.ChoiceField(
        label=_("Hvilken anden vej må stå åben?"), required=False, error_messages=CHOOSE,
        help_text=_("Kun når borgeren ikke vil have besøg. Så er det ikke et nej til at være med."),
    )  # fmt: skip
    ask_again_by = forms.ChoiceField(
        label=_("Hvem spørger?"),
        required=False,
        choices=[
            ("", _("den, opskriften siger")), ("me", _("jeg selv")), ("unit", _("ambassadøren i enheden")),
            ("coordinator", _("koordinatoren")),
        ],
        error_messages=CHOOSE,
    )  # fmt: skip

    def __init__(self, *args: Any, step: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose_among(self, "another_way", [("", _("Vælg")), *words.choices(words.WAYS)])
        possible = {reason.code for reason in reasons_at(step)}
        said = [(code, words.reason(code)) for code in SAID_AT_THE_DOOR if code in possible]
        choose_among(self, "reason", said)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("reason") == NEVER_AGAIN:  # then no day counts, not even a wrong one
            self.errors.pop("ask_again_on", None)
            return said | {"ask_again_on": None, "another_way": ""}
        if said.get("reason") != NO_VISIT:
            said["another_way"] = ""
        elif not said.get("another_way"):
            self.add_error("another_way", _("Vælg, hvordan borgeren må spørges i stedet."))
        day: date | None = said.get("ask_again_on")
        if day is not None and not self.today < day <= self.today + timedelta(days=LATEST_DAYS):
            self.add_error("ask_again_on", _("Vælg en dag, der ikke er gået, og højst ti år frem."))
        return said


class WishesForm(forms.Form):
    """A few wishes said on the spot; the rest is talked about later."""

    interests = forms.MultipleChoiceField(
        label=_("Hvad har borgeren lyst til?"),
        required=False,
        choices=lambda: words.choices(words.INTERESTS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg fra listen.")},
    )
    wants_companion = forms.ChoiceField(
        label=_("Vil borgeren gerne følges med nogen de første gange?"),
        required=False,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    own_words = forms.CharField(
        label=_("Med borgerens egne ord"),
        required=False,
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"max_length": _("Skriv højst 1.000 tegn.")},
    )

    def wishes(self) -> dict[str, Any]:
        """What was said, as the journey keeps it."""
        said = self.cleaned_data
        return {
            "interests": said["interests"],
            "wants_companion": {"yes": True, "no": False}.get(said["wants_companion"]),
            "own_words": said["own_words"].strip(),
        }
