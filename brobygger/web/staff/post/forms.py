"""What is asked when somebody writes to a person, or changes a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among

_WRITE = {"required": _("Skriv noget."), "max_length": _("Skriv lidt kortere.")}


class WriteForm(forms.Form):
    """A few words to a person, in the way he or she prefers."""

    words = forms.CharField(
        label=_("Hvad vil du skrive?"), max_length=3000, widget=forms.Textarea, error_messages=_WRITE,
        help_text=_("Hilsen, navn og telefonnummer kommer på af sig selv."),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("Hvordan?"), widget=forms.RadioSelect,
        error_messages={"required": _("Vælg en måde."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    message_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, ways: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        choose_among(self, "channel", ways)


class WayForm(forms.Form):
    """How a person wants what is sent."""

    contact_way = forms.ChoiceField(
        label=_("Vil helst kontaktes"), choices=words.choices(words.CONTACT_WAYS), widget=forms.RadioSelect
    )
    large = forms.BooleanField(label=_("Breve med stor skrift"), required=False)
    no_sms = forms.BooleanField(label=_("Aldrig SMS"), required=False)
    sender = forms.ChoiceField(
        label=_("Hvem skal stå som afsender?"),
        required=False,
        help_text=_("Nogle læser hellere et brev fra en forening, de kender, end et fra kommunen."),
    )

    def __init__(
        self, data: Any = None, *, senders: Sequence[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        choose_among(self, "sender", [("", gettext("Kommunen")), *senders])


class TextForm(forms.Form):
    """An organisation's own words for one text."""

    subject = forms.CharField(label=_("Emne"), max_length=200, error_messages=_WRITE)
    body = forms.CharField(label=_("Brev og e-mail"), max_length=5000, widget=forms.Textarea, error_messages=_WRITE)
    short = forms.CharField(
        label=_("Som SMS og i telefonen"), max_length=320, required=False, widget=forms.Textarea,
        error_messages=_WRITE,
    )  # fmt: skip
