"""What is asked about a text that goes out, and about where it hangs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.communities.reach.rules import MEDIA
from brobygger.registry.wording.rules import LONGEST
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.text_panel import AUDIENCES

CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
SHORTER = {"max_length": _("Skriv lidt kortere.")}
DAY = {"invalid": _("Skriv en dato, fx 5.3.2026."), "required": _("Skriv en dato.")}


class MaterialForm(forms.Form):
    """A text, whom it is for, and who answers for it."""

    name = forms.CharField(
        label=_("Hvad kalder I teksten?"), max_length=200, error_messages={"required": _("Skriv et navn."), **SHORTER}
    )
    medium = forms.ChoiceField(
        label=_("Hvordan når den folk?"), choices=[(code, words.MEDIA[code]) for code in MEDIA], error_messages=CHOOSE
    )
    audience = forms.ChoiceField(label=_("Hvem skal læse det?"), choices=list(AUDIENCES.items()), error_messages=CHOOSE)
    offer = forms.ChoiceField(label=_("Hvilket tilbud handler den om?"), required=False, error_messages=CHOOSE)
    words = forms.CharField(
        label=_("Teksten"), max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": _("Skriv en tekst."), **SHORTER},
    )  # fmt: skip
    owner = forms.CharField(
        label=_("Hvem svarer for den?"), max_length=200, help_text=_("Et navn eller en rolle."),
        error_messages={"required": _("Skriv et navn."), **SHORTER},
    )  # fmt: skip

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "offer", [("", _("intet bestemt")), *offers])


class HangingForm(forms.Form):
    """Where it hangs, lies, was printed or was said."""

    place = forms.CharField(
        label=_("Hvor?"), max_length=200, help_text=_("Fx biblioteket, Lokalavisen eller radioen."),
        error_messages={"required": _("Skriv et sted."), **SHORTER},
    )  # fmt: skip
    put_up_on = DayField(label=_("Fra hvilken dag?"), error_messages=DAY)
    until = DayField(label=_("Hvornår skal den ned?"), required=False, error_messages=DAY, help_text=_("Kan stå tom."))


# ---- films


class NewFilmForm(forms.Form):
    """A film, before its files."""

    title = forms.CharField(
        label=_("Hvad viser filmen?"), max_length=100, help_text=_("Fx «En onsdag i værkstedet»."),
        error_messages={"required": _("Skriv en titel."), **SHORTER},
    )  # fmt: skip
    link = forms.URLField(
        label=_("Ligger den et andet sted på nettet?"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Skriv adressen. Lad stå tomt, hvis I selv har filen."),
        error_messages={"invalid": _("Skriv hele adressen. Den begynder med https://."), **SHORTER},
    )  # fmt: skip

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"])
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("Skriv hele adressen. Den begynder med https://."))
        return link


class FilmForm(forms.Form):
    """A film's files, what is said in it, and whether anybody can be recognised."""

    title = forms.CharField(
        label=_("Hvad viser filmen?"), max_length=100, error_messages={"required": _("Skriv en titel."), **SHORTER}
    )
    video = forms.FileField(
        label=_("Filmen"),
        required=False,
        help_text=_("Skal der til, før alle kan se filmen. MP4 eller WebM, højst 25 MB."),
    )
    captions = forms.FileField(
        label=_("Teksterne"), required=False,
        help_text=_("Skal der til, før alle kan se filmen, så den kan ses uden lyd. Det er en VTT-fil. Bed den, der "
                    "har lavet filmen, om den, eller spørg jeres kommunikationsfolk."),
    )  # fmt: skip
    poster = forms.FileField(
        label=_("Billedet"), required=False,
        help_text=_("Skal der til, før alle kan se filmen: det, man ser først. Et skærmbillede er nok (JPG, PNG eller "
                    "WebP, højst 20 MB). Vi gør det selv mindre."),
    )  # fmt: skip
    transcript = forms.CharField(
        label=_("Hvad bliver der sagt og vist?"), required=False, max_length=10_000, widget=forms.Textarea,
        help_text=_("Skal der til, før alle kan se filmen, så den også kan læses."), error_messages=SHORTER,
    )  # fmt: skip
    nobody_seen = forms.BooleanField(
        label=_("Ingen kan kendes"), required=False, help_text=_("Man ser kun hænder, ting eller steder")
    )
    link_has_captions = forms.BooleanField(
        label=_("Tekster"), required=False, help_text=_("Filmen på nettet har tekster, der kan slås til")
    )
    field_order = ("title", "transcript", "nobody_seen", "link_has_captions")  # words before files: tell_too_large

    def __init__(self, *args: Any, linked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("video", "captions", "poster") if linked else ("link_has_captions",):
            del self.fields[name]


class FilmConsentForm(forms.Form):
    """Somebody who can be recognised has seen the film and says yes."""

    name = forms.CharField(
        label=_("Hvem er med i filmen?"), max_length=200, error_messages={"required": _("Skriv et navn."), **SHORTER}
    )
    how = forms.ChoiceField(
        label=_("Hvordan har personen sagt ja?"), error_messages=CHOOSE,
        choices=[("spoken", _("mundtligt")), ("written", _("skriftligt"))],
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("Personens ja"), help_text=_("Personen har set filmen og siger ja til, at alle må se den"),
        error_messages={"required": _("Spørg først: må alle se filmen?")},
    )  # fmt: skip
