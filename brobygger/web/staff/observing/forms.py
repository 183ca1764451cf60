"""What is asked about what has been seen."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.registry.instruments.apart_rules import Sign
from brobygger.web.shared.days import DayField

CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}
TOO_LONG = _("Skriv højst 1.000 tegn.")
AREAS = {
    "contact": _("Kontakt med andre"), "mood": _("Humør"), "behaviour": _("Adfærd"), "sleep": _("Søvn"),
    "appetite": _("Appetit"), "hygiene": _("Hygiejne"), "movement": _("Bevægelse"), "company": _("Samvær og ensomhed"),
    "other": _("Andet"),
}  # fmt: skip
LEVELS = {"green": _("● grøn: som det plejer"), "yellow": _("▲ gul: hold øje"), "red": _("■ rød: handl nu")}
PARTICIPATION = {
    "none": _("er ikke med i noget"), "seldom": _("er med en gang imellem"), "weekly": _("er med hver uge"),
    "often": _("er med flere gange om ugen"),
}  # fmt: skip
SIGNS = {
    Sign.DEATH: _("Siger eller antyder, at hun eller han ikke vil leve mere"),
    Sign.LOW: _("Er trist eller tung det meste af dagen og har været det i to uger eller mere"),
    Sign.NO_JOY: _("Kan ikke glæde sig over noget, heller ikke det, der plejer at glæde"),
    Sign.LOST: _("Har mistet nogen, der stod nær"),
    Sign.LONG: _("Det er over et halvt år siden, og det fylder stadig alt"),
    Sign.MISSES: _("Savner nogen at være sammen med"),
    Sign.GLAD: _("Lyser op, når der kommer nogen"),
}
FURTHEST_BACK = timedelta(days=366)


class ObservationForm(forms.Form):
    """What is seen, against what is usual for this very person."""

    area = forms.ChoiceField(label=_("Hvad handler det om?"), choices=list(AREAS.items()), error_messages=CHOOSE)
    usual = forms.CharField(label=_("Hvordan plejer det at være?"), required=False, max_length=1000,
                            widget=forms.Textarea, error_messages={"max_length": TOO_LONG})  # fmt: skip
    now = forms.CharField(
        label=_("Hvad har du set?"), max_length=1000, widget=forms.Textarea,
        help_text=_("Skriv det, du selv har set eller hørt. Borgeren kan få det at læse."),
        error_messages={"required": _("Skriv, hvad du har set."), "max_length": TOO_LONG},
    )  # fmt: skip
    level = forms.ChoiceField(label=_("Hvor alvorligt er det?"), required=False, widget=forms.RadioSelect,
                              choices=list(LEVELS.items()), error_messages=CHOOSE)  # fmt: skip
    seen_on = DayField(
        label=_("Hvornår?"), limited=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")},
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_seen_on(self) -> date:
        day: date = self.cleaned_data["seen_on"]
        if not self.today - FURTHEST_BACK <= day <= self.today:
            raise forms.ValidationError(_("Vælg en dag inden for det seneste år."))
        return day


class JudgementForm(forms.Form):
    """What it adds up to."""

    level = forms.ChoiceField(label=_("Samlet"), choices=list(LEVELS.items()), widget=forms.RadioSelect,
                              error_messages=CHOOSE)  # fmt: skip
    participation = forms.ChoiceField(label=_("Hvor meget er borgeren med i noget sammen med andre?"),
                                      choices=list(PARTICIPATION.items()), widget=forms.RadioSelect,
                                      error_messages=CHOOSE)  # fmt: skip
    why = forms.CharField(label=_("Hvad lægger I vægt på?"), max_length=1000, widget=forms.Textarea, error_messages={
        "required": _("Skriv kort, hvad I lægger vægt på."), "max_length": TOO_LONG})  # fmt: skip


class SignsForm(forms.Form):
    """What has been noticed."""

    tegn = forms.MultipleChoiceField(
        label=_("Hvad har du lagt mærke til?"), choices=[(sign.value, text) for sign, text in SIGNS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg det, du har lagt mærke til."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip


class FileForm(forms.Form):
    """A file from the other system."""

    file = forms.FileField(label=_("Fil med observationer"), error_messages={
        "required": _("Vælg en fil."), "empty": _("Filen er tom."), "missing": _("Vælg en fil."),
        "invalid": _("Vælg en fil.")})  # fmt: skip


class BundleForm(forms.Form):
    """A document from the care record, and what the system it comes from is called."""

    file = forms.FileField(
        label=_("Fil fra omsorgssystemet"),
        help_text=_("Filen, som omsorgssystemet laver, højst 1 MB. Leverandøren kalder den en FHIR-fil."),
        error_messages={"required": _("Vælg en fil."), "empty": _("Filen er tom."), "missing": _("Vælg en fil."),
                        "invalid": _("Vælg en fil.")},
    )  # fmt: skip
    source = forms.CharField(
        label=_("Hvad hedder systemet?"), max_length=60, initial=_("Omsorgssystemet"),
        error_messages={"required": _("Skriv, hvor svarene kommer fra."), "max_length": _("Skriv højst 60 tegn.")},
    )  # fmt: skip


class SealedForm(forms.Form):
    """What was looked at, sealed on the page, so that nothing is stored before somebody says so."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(max_length=60, widget=forms.HiddenInput)
