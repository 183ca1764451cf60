"""What people without an account are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.ids import new_id
from brobygger.registry.wording.rules import LONGEST
from brobygger.web.shared import group_words, words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField
from brobygger.web.shared.telephone import TelephoneInput

SHORTER = _("Skriv lidt kortere.")
CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}
# Why not, as one would say it oneself; the codes are the bridge's own (registry.recipes.words.REASONS).
NO_REASONS = (
    ("declined", _("Jeg vil ikke sige hvorfor")),
    ("no_need", _("Jeg har det godt, som det er")),
    ("no_energy", _("Jeg har ikke kræfter til det nu")),
    ("health", _("Jeg er syg")),
    ("never_again", _("Jeg vil ikke spørges igen")),
)


def _line(label: Any, *, most: int, required: Any = "", help_text: Any = "") -> forms.CharField:
    errors = {"max_length": SHORTER} | ({"required": required} if required else {})
    return forms.CharField(
        label=label, max_length=most, required=bool(required), help_text=help_text, error_messages=errors
    )


class EntryForm(forms.Form):
    """An offer's own words and the facts that change most often."""

    name = _line(_("Navn"), most=200, required=_("Skriv et navn."))
    text = forms.CharField(
        label=_("Teksten, som alle kan læse"), max_length=LONGEST, widget=forms.Textarea,
        error_messages={"required": _("Skriv en tekst."), "max_length": SHORTER},
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("Dage"), choices=list(enumerate(words.WEEKDAYS)), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )  # fmt: skip
    time = ClockField(
        label=_("Klokken"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv et klokkeslæt, fx 14:00.")},
    )  # fmt: skip
    address = _line(_("Adresse"), most=200)
    price_dkk = forms.IntegerField(
        label=_("Pris pr. gang, kroner"), min_value=0, max_value=10_000, required=False,
        error_messages={
            "invalid": _("Skriv et helt tal."), "min_value": _("Skriv 0 eller mere."), "max_value": SHORTER,
        },
    )  # fmt: skip
    contact_name = _line(_("Hvem tager imod?"), most=200)
    contact_phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=_("Telefon"), required=False, widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip

    @staticmethod
    def starting_with(offer: Any) -> dict[str, Any]:
        """The form as the offer stands now."""
        same = ("name", "time", "address", "price_dkk", "contact_name", "contact_phone")
        return {name: getattr(offer, name) for name in same} | {
            "text": offer.description.get("da", ""), "weekdays": [str(day) for day in offer.weekdays],
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """What was answered, as the directory keeps it (without the text)."""
        facts = {name: answer for name, answer in self.cleaned_data.items() if name != "text"}
        return facts | {"weekdays": sorted(int(day) for day in facts["weekdays"])}


class VisitForm(forms.Form):
    """Another time, or no thank you."""

    time = forms.ChoiceField(
        label=_("Hvornår passer det bedre?"), required=False, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    reason = forms.ChoiceField(
        label=_("Vil du sige hvorfor?"), required=False, choices=NO_REASONS, widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip

    def __init__(self, *args: Any, times: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "time", times)

    @property
    def moment(self) -> datetime:
        """The chosen time; only after `is_valid` with one chosen."""
        return datetime.fromisoformat(self.cleaned_data["time"])


class ComeForm(forms.Form):
    """A line of an occasion's list, written by the guest."""

    guest_id = forms.UUIDField(widget=forms.HiddenInput)
    name = _line(_("Hvad hedder du?"), most=200, required=_("Skriv dit navn."))
    phone = forms.CharField(
        label=_("Din telefon"), max_length=20, widget=TelephoneInput(),
        error_messages={"required": _("Skriv dit nummer, så vi kan ringe."), "max_length": _("Skriv højst 20 tegn.")},
    )  # fmt: skip
    wants = forms.ChoiceField(
        label=_("Hvad vil du gerne?"), choices=[("call", _("Ring til mig")), ("more", _("Jeg vil høre mere")),
                                                  ("volunteer", _("Jeg vil være frivillig"))],
        widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip
    offer = forms.ChoiceField(label=_("Om hvad?"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, offers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "offer", [("", _("det ved jeg ikke endnu")), *offers])


class TipForm(forms.Form):
    """Short: who, what you have noticed, and where."""

    tip_id = forms.UUIDField(widget=forms.HiddenInput)
    about_name = _line(_("Hvem tænker du på?"), most=200, required=_("Skriv et navn, eller hvad du ved."))
    worry = forms.CharField(
        label=_("Hvad har du lagt mærke til?"), max_length=2000, widget=forms.Textarea,
        help_text=_("Skriv, hvad du selv har set eller hørt. Den, det handler om, kan få det at læse."),
        error_messages={
            "required": _("Skriv, hvad du har lagt mærke til."), "max_length": _("Skriv højst 2.000 tegn."),
        },
    )  # fmt: skip
    about_address = _line(_("Hvor bor personen?"), most=200)
    about_phone = forms.CharField(
        label=_("Personens telefon"), required=False, max_length=20, widget=TelephoneInput(),
        error_messages={"max_length": _("Skriv højst 20 tegn.")},
    )  # fmt: skip


class OwnTipForm(TipForm):
    """The same for somebody who writes about himself or herself."""

    about_name = _line(_("Hvad hedder du?"), most=200, required=_("Skriv dit navn."))
    worry = forms.CharField(
        label=_("Hvad vil du gerne have mere af?"), max_length=2000, widget=forms.Textarea,
        error_messages={"required": _("Skriv lidt om, hvad du gerne vil."), "max_length": _("Skriv højst 2.000 tegn.")},
    )  # fmt: skip
    about_address = _line(_("Hvor bor du?"), most=200)
    about_phone = forms.CharField(
        label=_("Din telefon"), max_length=20, widget=TelephoneInput(),
        error_messages={"required": _("Skriv dit nummer, så vi kan ringe."), "max_length": _("Skriv højst 20 tegn.")},
    )  # fmt: skip


class ArrangeForm(forms.Form):
    """Whom a member of a group asks, and for what."""

    order_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)  # a question that is sent twice is one
    kind = forms.ChoiceField(label=_("Hvad spørger du om?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    name = _line(_("Hvem spørger du?"), most=200, required=_("Skriv, hvem du spørger."))
    email = forms.EmailField(
        label=_("Deres e-mail"), required=False, help_text=_("Så får de en mail, og du ser svaret her."),
        error_messages={"invalid": _("Skriv en e-mailadresse som navn@forening.dk.")},
    )  # fmt: skip
    phone = forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=_("Deres telefon"), required=False, widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip
    words = _line(_("Hvad vil du gerne have?"), most=500, help_text=_("Skriv ikke navne på andre i gruppen."))

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "kind", [(one, group_words.ORDERS[one]) for one in kinds])
