"""What is asked about a group's own life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.web.partners.groups.meeting_forms import line, number
from brobygger.web.shared import group_words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField

DAY = {"invalid": _("Skriv dagen som dag-måned-år."), "required": _("Skriv dagen.")}
CHOICE = {"invalid_choice": _("Vælg på listen."), "required": _("Vælg på listen.")}
MOST_LINES = 12


class HabitsForm(forms.Form):
    """How the group usually does."""

    kind = forms.ChoiceField(label=_("Hvad laver I?"), choices=list(group_words.KINDS.items()), error_messages=CHOICE)
    needs = forms.MultipleChoiceField(
        label=_("Hvad hører med til en mødegang?"), choices=list(group_words.NEEDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=CHOICE,
    )  # fmt: skip
    agenda = forms.CharField(
        label=_("Faste punkter"), required=False, max_length=500, widget=forms.Textarea,
        help_text=_("Et på hver linje, for eksempel «Ugen, der er gået»."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    duties = forms.CharField(
        label=_("Tjanser på skift"), required=False, max_length=500, widget=forms.Textarea,
        help_text=_("En på hver linje, for eksempel kaffe, kage eller en øvelse."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    bring = line(_("Tag med eller tag på"))
    price_dkk = forms.DecimalField(
        label=_("Hvad koster det hver gang? (kr.)"), min_value=0, max_value=5000, decimal_places=2,
        error_messages={"invalid": _("Skriv et beløb."), "required": _("Skriv 0, hvis det er gratis."),
                        "min_value": _("Mindst 0 kr."), "max_value": _("Højst 5.000 kr.")},
    )  # fmt: skip
    sign_off_hours = number(
        _("Hvor mange timer før skal man have meldt fra?"), least=1, most=720,
        help_text=_("Tomt: man kan melde fra, til det begynder."),
    )  # fmt: skip
    late = forms.ChoiceField(
        label=_("Hvis man melder fra for sent"), choices=list(group_words.LATE.items()), widget=forms.RadioSelect,
        error_messages=CHOICE,
    )  # fmt: skip
    seats = number(_("Hvor mange pladser er der?"), least=1, most=500)
    invite_days = number(_("Hvor mange dage før skal I minde om at invitere?"), least=1, most=90)
    bad_weather = line(
        _("Hvad gør I, når vejret er dårligt?"), help_text=_("Aftalt på forhånd, for eksempel «Vi mødes i hallen».")
    )
    hosts_alike = forms.BooleanField(
        label=_("Værter"), help_text=_("Værterne skal helst have samme køn og alder som deltagerne"), required=False
    )
    support = line(
        _("Hvem fra kommunen støtter værterne, og hvordan?"), most=300,
        help_text=_("Navn, telefon, og hvad I kan ringe om."),
    )  # fmt: skip
    deputy = forms.ChoiceField(label=_("Hvem træder til, når værten er væk?"), required=False, error_messages=CHOICE)
    only_unit = forms.ChoiceField(
        label=_("Er gruppen kun for én afdeling?"), required=False, error_messages=CHOICE,
        help_text=_("For eksempel på et plejehjem, hvor man ikke må blandes."),
    )  # fmt: skip
    rules = forms.CharField(
        label=_("Gruppens egne regler"), required=False, max_length=2000, widget=forms.Textarea,
        help_text=_("Også hvad I har aftalt om tavshed. Når reglerne ændres, siger hver ja igen."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, deputies: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        told = {"deputy": (_("Ingen endnu"), deputies), "only_unit": (_("Nej, den er for alle"), units)}
        for name, (nothing, choices) in told.items():
            choose_among(self, name, [("", nothing), *choices])
        if not units:
            del self.fields["only_unit"]

    def clean_agenda(self) -> list[str]:
        return _lines(self.cleaned_data["agenda"], 120)

    def clean_duties(self) -> list[str]:
        return _lines(self.cleaned_data["duties"], 80)


def _lines(text: str, longest: int) -> list[str]:
    """Lines that say something, each once."""
    said = dict.fromkeys(row.strip()[:longest] for row in text.splitlines() if row.strip())
    return list(said)[:MOST_LINES]


class MemberForm(forms.Form):
    """How somebody takes part, and what they do in the group."""

    taking_part = forms.ChoiceField(
        label=_("Hvordan er borgeren med?"), choices=list(group_words.TAKING_PART.items()), widget=forms.RadioSelect,
        error_messages=CHOICE,
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Hvad gør borgeren for gruppen?"), choices=list(group_words.ROLES.items()), required=False,
        widget=forms.CheckboxSelectMultiple, error_messages=CHOICE,
    )  # fmt: skip
    carries = forms.BooleanField(
        label=_("Tager sig af andre"), help_text=_("Har overskud til at tage sig af andre"), required=False
    )
    themes = forms.CharField(
        label=_("Vil gerne fortælle om"), required=False, max_length=600, widget=forms.Textarea,
        help_text=_("Et emne på hver linje, for eksempel «Min første arbejdsplads»."),
        error_messages={"max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
    pays = forms.ChoiceField(label=_("Betaling"), choices=list(group_words.PAYS.items()), error_messages=CHOICE)

    def clean_themes(self) -> list[str]:
        return _lines(self.cleaned_data["themes"], 120)


class IdeaForm(forms.Form):
    """A suggestion or a decision."""

    words = line(_("Hvad blev foreslået eller besluttet?"), most=300, required=True)
    decided = forms.BooleanField(label=_("Beslutning"), help_text=_("Det er besluttet"), required=False)


class PauseForm(forms.Form):
    """Why the group cannot meet, and until when."""

    why = line(_("Hvorfor holder I pause?"), most=150, required=True)
    resumes_on = DayField(
        label=_("Hvornår begynder I igen?"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Tomt, hvis I ikke ved det endnu."), error_messages=DAY,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today

    def clean_resumes_on(self) -> date | None:
        day: date | None = self.cleaned_data["resumes_on"]
        if day is not None and not self.today < day:
            raise forms.ValidationError(_("Vælg en dag efter i dag."))
        return day


class PartForm(forms.Form):
    """Who goes to a new group, and what it is called."""

    name = line(_("Hvad hedder den nye gruppe?"), required=True)
    people = forms.MultipleChoiceField(
        label=_("Hvem går med?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst to."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        choose_among(self, "people", people)


class EndForm(forms.Form):
    """Why the group ends, or which group it goes on in."""

    why = line(_("Hvorfor slutter gruppen?"), most=150, required=True)
    into = forms.ChoiceField(label=_("Fortsætter I sammen med en anden gruppe?"), required=False, error_messages=CHOICE)

    def __init__(self, data: Any = None, *, groups: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        choose_among(self, "into", [("", gettext("Nej, gruppen slutter")), *groups])


class TroubleForm(forms.Form):
    """Something hard in the group, for staff only."""

    kind = forms.ChoiceField(
        label=_("Hvad er det?"), choices=list(group_words.TROUBLES.items()), widget=forms.RadioSelect,
        error_messages=CHOICE,
    )  # fmt: skip
    words = forms.CharField(
        label=_("Fortæl kort"), max_length=500, widget=forms.Textarea,
        help_text=_("Kun kommunens koordinator kan læse det. Koordinatoren ringer inden tre dage."),
        error_messages={"required": _("Skriv kort, hvad der er svært."), "max_length": _("Skriv lidt kortere.")},
    )  # fmt: skip
