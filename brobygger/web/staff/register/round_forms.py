"""What is asked when visits are laid over calendars, moved, or come by themselves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.pathway.outreach.age_rules import KNOWN_SETS, OLDEST, YOUNGEST, Ages, read_ages, written
from brobygger.pathway.outreach.calendar_rules import is_workday
from brobygger.pathway.outreach.visit_plan_rules import Terms
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among
from brobygger.web.staff.register.forms import (
    CHOOSE,
    FIRST_HOUR,
    FURTHEST,
    LAST_HOUR,
    date_field,
    first_field,
    time_field,
)

WORKDAYS = range(5)
WHOLE = {"required": _("Skriv et tal."), "invalid": _("Skriv et helt tal."),
         "min_value": _("Skriv mindst %(limit_value)s."), "max_value": _("Skriv højst %(limit_value)s.")}  # fmt: skip
EVERY = [("week", _("hver uge")), ("month", _("hver måned")), ("quarter", _("hvert kvartal")), ("year", _("hvert år"))]
LONGEST_PERIOD = timedelta(days=190)


class RoundsForm(forms.Form):
    """Who visits, in which weeks, and how long a visit takes."""

    employees = forms.MultipleChoiceField(
        label=_("Hvem tager på besøg?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg mindst én, der tager på besøg."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    first = date_field(_("Første dag med besøg"))
    last = date_field(_("Sidste dag"))
    minutes = forms.IntegerField(label=_("Minutter til et besøg"), min_value=15, max_value=180, error_messages=WHOLE)
    most = forms.IntegerField(
        label=_("Højst så mange besøg om dagen til hver"), min_value=1, max_value=12, error_messages=WHOLE
    )

    put_first = first_field()

    def __init__(self, *args: Any, today: date, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose_among(self, "employees", known)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and first <= self.today:
            self.add_error("first", _("Vælg en dag efter i dag, så brevet kan nå frem."))
        elif first and first - self.today > FURTHEST:
            self.add_error("first", _("Vælg en dag inden for et år."))
        elif first and last and not first <= last <= first + LONGEST_PERIOD:
            self.add_error("last", _("Vælg en dag efter den første og inden for et halvt år."))
        return self.cleaned_data

    @property
    def terms(self) -> Terms:
        """Length and number of visits; only after `is_valid`."""
        return Terms(minutes=self.cleaned_data["minutes"], most=self.cleaned_data["most"])


class HoursForm(forms.Form):
    """An employee's own time for visits, Monday to Friday."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in WORKDAYS:
            for end, label in (("begins", _("fra")), ("ends", _("til"))):
                field = time_field(label)
                field.required = False
                self.fields[f"{end}_{day}"] = field

    def days(self) -> list[tuple[Any, Any, Any]]:
        """Each weekday with its two fields."""
        return [(words.WEEKDAYS[day], self[f"begins_{day}"], self[f"ends_{day}"]) for day in WORKDAYS]

    def clean(self) -> dict[str, Any]:
        for day in WORKDAYS:
            begins, ends = self.cleaned_data.get(f"begins_{day}"), self.cleaned_data.get(f"ends_{day}")
            if bool(begins) != bool(ends) and not {f"begins_{day}", f"ends_{day}"} & set(self.errors):
                self.add_error(f"ends_{day}" if begins else f"begins_{day}", _("Skriv begge tider, eller ingen."))
            elif begins and ends and not FIRST_HOUR <= begins < ends <= LAST_HOUR:
                self.add_error(f"ends_{day}", _("Besøg ligger mellem 8 og 17, og de slutter efter, de begynder."))
        return self.cleaned_data

    def week(self) -> dict[int, tuple[time, time]]:
        """The hours by weekday; only after `is_valid`."""
        said = self.cleaned_data
        return {day: (said[f"begins_{day}"], said[f"ends_{day}"]) for day in WORKDAYS if said[f"begins_{day}"]}


class _Daytime(forms.Form):
    """A time when visits are made."""

    def clean_time(self) -> time:
        at: time = self.cleaned_data["time"]
        if not FIRST_HOUR <= at <= LAST_HOUR:
            raise forms.ValidationError(_("Vælg et klokkeslæt mellem 8 og 17."))
        return at


class MoveForm(_Daytime):
    """Another day, another time, or a colleague."""

    day = date_field(_("Dag"))
    time = time_field(_("Klokkeslæt"))
    employee = forms.ChoiceField(label=_("Hvem tager på besøget?"), error_messages=CHOOSE)

    put_first = first_field()

    def __init__(self, *args: Any, today: date, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choose_among(self, "employee", known)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + FURTHEST:
            raise forms.ValidationError(_("Vælg en dag fra i dag og et år frem."))
        if not is_workday(day):
            raise forms.ValidationError(_("Den dag er fri. Vælg en hverdag."))
        return day

    @property
    def moment(self) -> datetime:
        """The new day and time in Denmark; only after `is_valid`."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], DENMARK)


class ScheduleForm(forms.Form):
    """When extracts come."""

    every = forms.ChoiceField(label=_("Hvor tit kommer der et udtræk?"), choices=EVERY, error_messages=CHOOSE)
    next_on = date_field(_("Det næste kommer"))
    by_itself = forms.BooleanField(
        label=_("Gem af sig selv"), required=False,
        help_text=_("Gem et udtræk uden fejl, uden at nogen ser det igennem. Ellers venter det på et ja."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_next_on(self) -> date:
        day: date = self.cleaned_data["next_on"]
        if not self.today <= day <= self.today + FURTHEST:
            raise forms.ValidationError(_("Vælg en dag fra i dag og et år frem."))
        return day


class AgesForm(forms.Form):
    """The ages that give an offer."""

    always = forms.CharField(label=_("Alle, der i år fylder"), required=False, max_length=200,
                             help_text=_("Fx 75, 80. Lad feltet stå tomt, hvis alder ikke betyder noget."))  # fmt: skip
    alone = forms.CharField(label=_("Også dem, der bor alene og i år fylder"), required=False, max_length=200)
    yearly_from = forms.IntegerField(label=_("Hvert år fra alderen"), required=False, min_value=YOUNGEST,
                                     max_value=OLDEST, error_messages=WHOLE)  # fmt: skip
    in_force_from = date_field(_("Gælder fra"))
    reason = forms.CharField(label=_("Hvorfor?"), max_length=300, error_messages={
        "required": _("Skriv hvorfor, så andre kan følge det."), "max_length": _("Skriv højst 300 tegn.")})  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def _ages(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        try:
            read_ages(text)
        except ValueError:
            raise forms.ValidationError(
                _("Skriv aldre fra %(low)s til %(high)s med komma imellem, fx 75, 80.")
                % {"low": YOUNGEST, "high": OLDEST}
            ) from None
        return text

    def clean_always(self) -> str:
        return self._ages("always")

    def clean_alone(self) -> str:
        return self._ages("alone")

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        if abs(day - self.today) > FURTHEST:
            raise forms.ValidationError(_("Vælg en dag inden for et år."))
        return day

    @property
    def ages(self) -> Ages:
        """The ages; only after `is_valid`."""
        said = self.cleaned_data
        return Ages(read_ages(said["always"]), read_ages(said["alone"]), said["yearly_from"])


def begin_with(code: str) -> dict[str, Any]:
    """What a known set of ages puts in the form; nothing for a code nobody knows."""
    known = next((each for each in KNOWN_SETS if each.code == code), None)
    return {} if known is None else {**as_fields(known.ages), "reason": known.source}


def as_fields(ages: Ages) -> dict[str, Any]:
    """Ages as the form shows them."""
    return {"always": written(ages.always), "alone": written(ages.alone), "yearly_from": ages.yearly_from}
