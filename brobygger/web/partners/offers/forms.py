"""What is asked about an offer: what it is, and whom it suits. Suggestions are made from these facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.web.partners.texts.forms import OfferForm
from brobygger.web.shared import words

_WRONG = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
_YES_NO = [("", _("ved ikke")), ("yes", _("ja")), ("no", _("nej"))]
_ANSWERS = {"yes": True, "no": False, "": None}
_ASKED = ("step_free", "hearing_loop", "toilets", "well_lit", "good_sound", "signposted", "parking")


def _yes_no(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_YES_NO, required=False, error_messages=_WRONG)


def _number(label: Any, *, most: int, help_text: Any = "") -> forms.IntegerField:
    errors = {
        "invalid": _("Skriv et helt tal."),
        "min_value": _("Skriv 0 eller mere."),
        "max_value": _("Tallet er for stort."),
    }
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, required=False, help_text=help_text, error_messages=errors
    )


class SuitsForm(forms.Form):
    """Whom an offer suits. What is not known may stay unanswered: then nobody is turned away by it."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"),
        choices=list(words.OFFER_KINDS.items()),
        widget=forms.RadioSelect,
        error_messages=_WRONG,
    )
    interests = forms.MultipleChoiceField(
        label=_("Hvad mødes I om?"),
        choices=list(words.INTERESTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_WRONG,
    )
    sex = forms.ChoiceField(
        label=_("For hvem?"),
        choices=[("", _("alle")), ("male", _("mænd")), ("female", _("kvinder"))],
        required=False,
        error_messages=_WRONG,
    )
    area = forms.CharField(
        label=_("By eller kvarter"), max_length=100, required=False,
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    places_total = _number(_("Plads til hvor mange?"), most=10_000, help_text=_("Så bliver der aldrig henvist flere."))
    step_free = _yes_no(_("Kan man komme ind uden trin?"))
    hearing_loop = _yes_no(_("Er der teleslynge?"))
    toilets = _yes_no(_("Er der et toilet, man kan bruge med rollator eller kørestol?"))
    well_lit = _yes_no(_("Er der godt lys, også på vejen ind?"))
    good_sound = _yes_no(_("Kan man høre, hvad der bliver sagt?"))
    signposted = _yes_no(_("Er der skilte hele vejen fra gaden?"))
    parking = _yes_no(_("Kan man parkere tæt på?"))
    walks_needed_m = _number(_("Hvor langt skal man kunne gå? (meter)"), most=50_000)

    @staticmethod
    def starting_with(offer: Any) -> dict[str, Any]:
        """The form as the offer stands now."""
        same = ("kind", "interests", "sex", "area", "places_total", "walks_needed_m")
        told = {answer: word for word, answer in _ANSWERS.items()}
        return {name: getattr(offer, name) for name in same} | {name: told[getattr(offer, name)] for name in _ASKED}

    def suits(self) -> dict[str, Any]:
        """What was answered, as the directory keeps it."""
        fields = (name for name in SuitsForm.base_fields if name not in _ASKED)
        return {name: self.cleaned_data[name] for name in fields} | {
            name: _ANSWERS[self.cleaned_data[name]] for name in _ASKED
        }


class NewOfferForm(SuitsForm, OfferForm):
    """Everything about a new offer at once."""

    def __init__(self, *args: Any, organisations: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(organisations) != 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Hvem står for det?"), choices=[("", _("Vælg")), *organisations], error_messages=_WRONG
            )
        first = [name for name in ("organisation", *OfferForm.base_fields) if name in self.fields]
        self.order_fields(first)

    def facts(self) -> dict[str, Any]:
        """What can be read about it and whom it suits."""
        described = {name: self.cleaned_data[name] for name in OfferForm.base_fields}
        return OfferForm.as_kept(described) | self.suits()
