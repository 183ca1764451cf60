"""What is asked about cooperation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.presence import rules
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.telephone import TelephoneInput

LONG = {"max_length": _("Skriv lidt kortere."), "required": _("Skriv noget.")}
DAY = {"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")}
CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
KINDS = {"call": _("opkald"), "meeting": _("møde"), "letter": _("brev eller mail"),
         "expectations": _("møde om forventninger")}  # fmt: skip
ATTITUDES = {"": _("ikke talt om"), "willing": _("vil gerne"), "hesitant": _("tøver"), "no": _("vil ikke")}
SUPPORT = {"": _("ved vi ikke"), "yes": _("ja"), "no": _("nej")}


def _phone(label: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^\+?[\d ]{8,18}$", label=label, required=False, widget=TelephoneInput(),
        error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
    )  # fmt: skip


def _day(label: Any, *, required: bool = True, **more: Any) -> DayField:
    widget = forms.DateInput(attrs={"type": "date"})
    return DayField(label=label, required=required, widget=widget, error_messages=DAY, **more)


class _WithUnit(forms.Form):
    """Forms that may be about one branch."""

    unit = forms.ChoiceField(label=_("Afdeling"), required=False, error_messages=CHOOSE)

    def __init__(self, data: Any = None, *, units: Sequence[tuple[str, str]], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choose_among(self, "unit", [("", _("hele organisationen")), *units])
        if not units:
            del self.fields["unit"]


class ConversationForm(_WithUnit):
    """A talk, or a question that waits for an answer."""

    kind = forms.ChoiceField(label=_("Hvordan?"), choices=list(KINDS.items()), error_messages=CHOOSE)
    on = _day(_("Hvornår?"))
    with_whom = forms.CharField(label=_("Med hvem?"), max_length=200, required=False, error_messages=LONG)
    about = forms.CharField(label=_("Hvad talte I om, eller hvad spurgte du om?"), max_length=500, error_messages=LONG)
    answered_on = _day(_("Svar kom"), required=False, help_text=_("Lad stå tomt, hvis du venter på svar."))
    result = forms.CharField(label=_("Hvad kom der ud af det?"), max_length=500, required=False, error_messages=LONG)
    attitude = forms.ChoiceField(label=_("Vil de være med?"), choices=list(ATTITUDES.items()), required=False)
    targets = forms.CharField(label=_("Hvem er de for?"), max_length=300, required=False, error_messages=LONG)
    next_on = _day(_("Tal forventninger igennem igen"), required=False)


class KeyPersonForm(_WithUnit):
    """Who burns for it."""

    name = forms.CharField(label=_("Navn"), max_length=200, error_messages=LONG)
    phone = _phone(_("Telefon"))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    deputy_name = forms.CharField(
        label=_("Hvem træder til?"), max_length=200, required=False,
        help_text=_("Så falder det ikke sammen, hvis en person stopper."), error_messages=LONG,
    )  # fmt: skip
    deputy_phone = _phone(_("Stedfortræderens telefon"))
    supports = forms.ChoiceField(label=_("Står ledelsen bag?"), choices=list(SUPPORT.items()), required=False)


class UnitForm(forms.Form):
    """Who answers in a branch."""

    contact_name = forms.CharField(label=_("Kontaktperson"), max_length=200, required=False, error_messages=LONG)
    phone = _phone(_("Telefon"))
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)


class RhythmForm(forms.Form):
    """How often, and in which way, somebody who can refer hears from us."""

    way = forms.ChoiceField(
        label=_("Hvordan?"), choices=[(way, words.MESSAGE_WAYS[way]) for way in rules.WAYS], error_messages=CHOOSE,
        help_text=_("Er der ingen adresse, bliver det en opgave om at ringe."),
    )  # fmt: skip
    every_weeks = forms.ChoiceField(
        label=_("Hvor tit?"),
        choices=lambda: [(str(weeks), gettext("hver %(weeks)s. uge") % {"weeks": weeks}) for weeks in rules.RHYTHMS],
        error_messages=CHOOSE, help_text=_("Har de henvist siden sidst, går der dobbelt så længe."),
    )  # fmt: skip


class NewRhythmForm(RhythmForm):
    """Somebody new who hears from us."""

    whom = forms.ChoiceField(label=_("Hvem?"), error_messages=CHOOSE)
    field_order = ("whom", "way", "every_weeks")

    def __init__(self, *args: Any, whom: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "whom", whom)
