"""What somebody writes on the public pages: short, and with what is kept said in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.communities.directory.writing_rules import ForWhom, Written, plain_phone
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.signing_up import TIMES
from brobygger.web.shared.telephone import TelephoneInput

RELATIONS = (
    ("child", _("Min mor eller far")), ("partner", _("Min ægtefælle")), ("family", _("En anden i familien")),
    ("friend", _("En ven")), ("neighbour", _("En nabo")), ("other", _("En anden")),
)  # fmt: skip
KNOWS = (("yes", _("Ja")), ("no", _("Nej, ikke endnu")))
FAULTS = ("required", "max_length", "invalid_choice", "null_characters_not_allowed")
CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}


def _name(label: Any, hint: Any = "") -> forms.CharField:
    errors = {"required": _("Skriv et navn."), "max_length": _("Skriv højst 100 tegn.")}
    return forms.CharField(label=label, help_text=hint, max_length=100, error_messages=errors)


class WriteForm(forms.Form):
    """For oneself: a name, a number, and when to call."""

    for_whom = ForWhom.SELF
    no_number: Any = _("Skriv et telefonnummer med otte tal, for eksempel 12 34 56 78.")
    form_id = forms.UUIDField(widget=forms.HiddenInput)
    name = _name(_("Hvad hedder du?"))
    phone = forms.CharField(
        label=_("Hvilket nummer skal vi ringe til?"),
        max_length=30,
        widget=TelephoneInput(),
        error_messages={"required": _("Skriv et telefonnummer."), "max_length": _("Skriv højst 30 tegn.")},
    )
    best_time = forms.ChoiceField(
        label=_("Hvornår passer det bedst?"), choices=TIMES, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    municipality = forms.ChoiceField(label=_("Hvor bor du?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    website = forms.CharField(required=False, max_length=1000)  # seen by programs only
    yes = forms.BooleanField(
        label=_("Ja, det er i orden"), error_messages={"required": _("Sæt kryds, så vi må gemme det og ringe.")}
    )

    def __init__(self, *args: Any, municipalities: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(municipalities) < 2:  # nothing to choose: the offer's own, or the only one
            del self.fields["municipality"]
        else:
            choose_among(self, "municipality", municipalities)

    def clean_phone(self) -> str:
        phone = plain_phone(self.cleaned_data["phone"])
        if not phone:
            raise forms.ValidationError(self.no_number)
        return phone

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Lad feltet nederst stå tomt. Det er kun sat for at fange programmer."))
        return ""

    def written(self, *, consent_text: str, language: str, channel: str) -> Written:
        """What stands in a form without errors."""
        said = self.cleaned_data
        return Written(
            id=said["form_id"],
            for_whom=self.for_whom,
            name=said["name"],
            phone=said["phone"],
            best_time=said["best_time"],
            consent_text=consent_text,
            relative_name=said.get("relative_name", ""),
            relation=said.get("relation", ""),
            knows=said.get("knows", "yes") == "yes",
            language=language,
            channel=channel,
        )


class ToldForm(WriteForm):
    """The same for who reads no Danish: every word is one of those said in that language (shared/tongues.py)."""

    SAID = {
        "name": ("name", "no_name"), "phone": ("number", "no_number"), "best_time": ("when", "no_choice"),
        "municipality": ("where", "no_choice"), "yes": ("yes", "no_yes"),
    }  # fmt: skip

    def __init__(self, *args: Any, said: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.no_number = said["no_number"]
        choose_among(self, "best_time", [(time, said[time]) for time, _danish in TIMES])
        for name, (label, wrong) in self.SAID.items():
            if name in self.fields:
                self.fields[name].label = said[label]
                self.fields[name].error_messages = dict.fromkeys(FAULTS, said[wrong])


class HelpForm(WriteForm):
    """For somebody who wants to give a hand where an offer is held."""

    for_whom = ForWhom.VOLUNTEER


class WriteForRelativeForm(WriteForm):
    """For somebody one is fond of: both names, one's own number, and whether the other one knows."""

    for_whom = ForWhom.RELATIVE
    name = _name(_("Hvem skriver du om?"), _("Navnet på den, der måske vil med."))
    relation = forms.ChoiceField(label=_("Hvem er det for dig?"), choices=RELATIONS, error_messages=CHOOSE)
    knows = forms.ChoiceField(
        label=_("Ved han eller hun, at du skriver?"), choices=KNOWS, widget=forms.RadioSelect, error_messages=CHOOSE,
        help_text=_("Er svaret nej, ringer kommunen først til dig. Foreningen får ikke noget at vide endnu."),
    )  # fmt: skip
    relative_name = _name(_("Hvad hedder du selv?"))
    phone = forms.CharField(
        label=_("Hvilket nummer skal vi ringe til dig på?"),
        max_length=30,
        widget=TelephoneInput(),
        error_messages={"required": _("Skriv et telefonnummer."), "max_length": _("Skriv højst 30 tegn.")},
    )

    field_order = ("form_id", "name", "relation", "knows", "relative_name", "phone", "best_time")

    def clean_relative_name(self) -> str:
        return " ".join(self.cleaned_data["relative_name"].split())
