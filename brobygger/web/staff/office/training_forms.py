"""What is asked about courses, attendance, what one feels sure of, and time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.programmes.training import rules
from brobygger.programmes.training.afterwards_rules import ANSWERS, MOST, QUESTIONS
from brobygger.programmes.training.material_rules import LARGEST
from brobygger.registry.wording.tongues import TONGUES
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.office import fields, said
from brobygger.web.staff.office.governance_forms import WithPeople

MOST_NAMES = 300
MOST_READ = LARGEST + 1  # of a file: one byte more than is taken says that it is too large


class CourseForm(WithPeople):
    """A course of any form."""

    title = fields.text(_("Hvad hedder det?"))
    form = fields.choice(_("Hvilken form har det?"), lambda: words.choices(said.FORMS))
    for_whom = fields.text(_("Hvem er det for?"), required=False)
    topics = fields.text(_("Hvad handler det om?"), required=False, most=1000, lines=4)
    teacher_kind = fields.choice(
        _("Hvem underviser?"), lambda: words.choices(said.TEACHERS), required=False, empty=_("ikke aftalt")
    )
    teacher = fields.text(_("Navn på underviseren"), required=False)
    planned_on = fields.day(_("Hvornår begynder det?"), required=False)
    sessions = fields.number(_("Hvor mange gange?"), required=False, least=1, most=200)
    minutes = fields.number(_("Hvor mange minutter hver gang?"), required=False, least=1, most=1440)
    refresher_after_days = fields.number(
        _("Følges op efter hvor mange dage?"), required=False, least=1, most=2000,
        help_text=_("Tre måneder er 90 dage. Så bliver I mindet om det."),
    )  # fmt: skip
    must_before_start = fields.yes(_("Før start"), _("Borgere kan ikke begynde, før nogen i enheden har været på det"))
    municipal = fields.yes(
        _("Hele kommunens"), _("Kurset hører til kommunen og står på alle indsatsers liste, også når denne er slut")
    )
    owner = fields.choice(_("Hvem sørger for det?"), [], required=False)
    evaluation = fields.text(
        _("Hvad sagde deltagerne, og hvad vil I gøre anderledes?"), required=False, most=1000, lines=3
    )


def names_of(written: str) -> list[str]:
    """Names, one on each line. Raises ValidationError for too many at a time, and for one that is too long."""
    names = fields.lines_of(written)
    if len(names) > MOST_NAMES:
        raise forms.ValidationError(_("Skriv højst 300 navne ad gangen."))
    if any(len(name) > 200 for name in names):
        raise forms.ValidationError(_("Et navn må højst fylde 200 tegn. Skriv ét på hver linje."))
    return names


class AttendForm(forms.Form):
    """Who was there: a unit and names, one on each line."""

    unit = fields.choice(_("Hvilken enhed kom de fra?"), [], required=False)
    names = fields.text(
        _("Hvem var med?"), required=False, most=20_000, lines=8, help_text=_("Skriv ét navn på hver linje.")
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "unit", [("", _("ingen bestemt")), *units])

    def clean_names(self) -> list[str]:
        return names_of(self.cleaned_data["names"])


class DayForm(AttendForm):
    """A course was held, or is going to be."""

    held_on = fields.day(_("Hvilken dag?"))
    minutes = fields.number(_("Hvor mange minutter varede det?"), least=1, most=1440)
    place = fields.text(_("Hvor?"), required=False)
    taught_by = forms.MultipleChoiceField(
        label=_("Hvem underviste?"), required=False, choices=[], widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    field_order = ("held_on", "minutes", "place", "taught_by", "unit", "names")

    def __init__(self, *args: Any, teachers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "taught_by", teachers)
        if not teachers:
            del self.fields["taught_by"]


class InstructorForm(forms.Form):
    """Somebody who may teach a course."""

    name = fields.text(_("Navn på underviseren"))
    comes_from = fields.text(_("Fra hvilken enhed eller forening?"), required=False)
    course = fields.choice(_("Hvilket kursus må underviseren holde?"), [])
    since = fields.day(_("Fra hvilken dag?"))
    trained_by = fields.choice(
        _("Hvilket kursus har underviseren selv været på?"), [], required=False,
        help_text=_("Her står kurser af formen kursus for undervisere."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, courses: Sequence[tuple[str, str]], trainings: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "course", [("", _("vælg et kursus")), *courses])
        choose_among(self, "trained_by", [("", _("ikke noget kursus hos os")), *trainings])


class CourseGroupForm(forms.Form):
    """A group within a course, as those in it wish."""

    name = fields.text(_("Hvad kalder gruppen sig selv?"), most=100)
    language = fields.choice(_("Hvilket sprog taler de sammen?"), [], required=False)
    tongue_by = fields.text(_("Hvem hjælper på modersmålet?"), required=False)
    names = fields.text(
        _("Hvem er i gruppen?"), required=False, most=20_000, lines=6, help_text=_("Skriv ét navn på hver linje.")
    )
    wished = forms.BooleanField(
        label=_("Ønsket"), help_text=_("Hver af dem har selv ønsket at være i gruppen"),
        error_messages={"required": _("Skriv kun dem, der selv har ønsket det, og sæt kryds.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spoken = sorted((one.danish, one.code) for one in TONGUES.values())
        choose_among(self, "language", [("", _("ikke et bestemt sprog")), *((code, name) for name, code in spoken)])

    def clean_names(self) -> list[str]:
        return names_of(self.cleaned_data["names"])


class DeputyForm(forms.Form):
    """Who stands in for an ambassador."""

    deputy = fields.choice(
        _("Hvem træder til?"), [], required=False,
        help_text=_("Her står dem, der selv kan svare på en besked om bekymring: i enheden og for hele kommunen."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "deputy", [("", _("ingen")), *colleagues])


class ResultsForm(forms.Form):
    """What one workshop led to, and its ideas, one on each line."""

    results = fields.text(_("Hvad kom der ud af dagen?"), required=False, most=2000, lines=5)
    ideas = fields.text(
        _("Hvilke idéer kom der frem?"), required=False, most=6000, lines=6,
        help_text=_("Skriv én idé på hver linje. Bagefter kan I skrive, hvad der blev af hver."),
    )  # fmt: skip

    def clean_ideas(self) -> list[str]:
        ideas = fields.lines_of(self.cleaned_data["ideas"])
        if any(len(one) > 300 for one in ideas):
            raise forms.ValidationError(_("En idé må højst fylde 300 tegn. Skriv én på hver linje."))
        return ideas


class AfterwardsForm(forms.Form):
    """The sheets of one day, counted: how many gave each answer, and what was written."""

    words = fields.text(
        _("Hvad skrev deltagerne?"), required=False, most=4000, lines=6,
        help_text=_("Ét svar på hver linje, med deltagernes egne ord og uden navne."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            for answer in ANSWERS:
                label = f"{said.AFTERWARDS[question]} {str(said.ANSWERED[answer]).capitalize()}"
                self.fields[f"{question}_{answer}"] = fields.number(label, required=False, most=MOST)
        self.order_fields([name for name in self.fields if name != "words"])

    def clean_words(self) -> list[str]:
        return fields.lines_of(self.cleaned_data["words"])

    def numbers(self) -> dict[tuple[str, str], int]:
        """(question, answer) → how many."""
        return {(q, a): self.cleaned_data.get(f"{q}_{a}") or 0 for q in QUESTIONS for a in ANSWERS}


class IdeaForm(forms.Form):
    """What became of an idea."""

    outcome = fields.choice(_("Hvad blev det til?"), lambda: words.choices(said.IDEA_OUTCOMES), radio=True)
    came_of_it = fields.text(_("Hvad blev der gjort, eller hvorfor ikke?"), required=False, most=300)


class RatingForm(forms.Form):
    """How sure one feels of each item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in rules.ITEMS:
            self.fields[item] = fields.choice(said.ITEMS[item], words.choices(said.SURENESS), radio=True)


class TimeForm(forms.Form):
    """Time one has spent."""

    code = fields.choice(_("Hvad brugte du tiden på?"), lambda: words.choices(said.TIME_CODES), radio=True)
    spent_on = fields.day(_("Hvilken dag?"))
    minutes = fields.number(_("Hvor mange minutter?"), least=1, most=1440)


class MaterialForm(forms.Form):
    """What is taught from."""

    name = fields.text(_("Hvad hedder materialet?"))
    course = fields.choice(_("Hvilket kursus er det til?"), [], required=False)
    file = forms.FileField(
        label=_("Filen"), required=False, help_text=_("PDF, Word eller PowerPoint, højst 10 MB."),
        error_messages={"empty": _("Filen er tom.")},
    )  # fmt: skip
    link = forms.URLField(
        label=_("Eller en adresse"), required=False, max_length=500, assume_scheme="https",
        error_messages={"invalid": _("Skriv hele adressen. Den begynder med https://.")},
    )  # fmt: skip
    used_from = fields.day(_("Bruges fra hvilken dag?"))
    what_is_new = fields.text(_("Hvad er nyt i udgaven?"), required=False, most=500, lines=2)
    field_order = ("name", "course", "used_from", "what_is_new", "file", "link")  # words first: tell_too_large

    def __init__(self, *args: Any, courses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "course", [("", _("alle kurser")), *courses])

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"])
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("Skriv hele adressen. Den begynder med https://."))
        return link


class MethodForm(forms.Form):
    """Another way to teach."""

    to_form = fields.choice(_("Hvordan vil I gøre nu?"), lambda: words.choices(said.FORMS))
    why = fields.text(_("Hvorfor virkede det ikke før?"), most=500, lines=3)


class CameForm(forms.Form):
    """What came of teaching it in another way."""

    came_of_it = fields.text(_("Hvad kom der ud af det?"), most=500, lines=3)
