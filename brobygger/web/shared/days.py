"""Days and times as people write them, for every form and every filter: one field, one ceiling, one reading."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)  # a day outside is a slip of the hand
FURTHEST = date(9000, 12, 31)  # whatever a form reckons from it, there is such a day
AS_WRITTEN = ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y")  # the browser's calendar first; the day before the month
CLOCK_AS_WRITTEN = ("%H:%M", "%H.%M", "%H:%M:%S", "%H:%M:%S.%f")


class DayField(forms.DateField):
    """A day between `earliest` and the year 2100, written as Danes write it or as the browser's calendar sends it.

    limited: False where the form has narrower limits with words of its own; then only what has no next day is refused.
    """

    input_formats = AS_WRITTEN

    def __init__(
        self, *, earliest: date = EARLIEST, too_early: Any = None, limited: bool = True, **options: Any
    ) -> None:
        super().__init__(**options)
        latest = LATEST if limited else FURTHEST
        self.validators += [MaxValueValidator(latest, _("Vælg en dag før år 2101."))]
        if limited:
            self.validators += [MinValueValidator(earliest, too_early or _("Vælg en dag efter år 1899."))]


class ClockField(forms.TimeField):
    """A time of day with a colon or, as the pages write it, with a full stop."""

    input_formats = CLOCK_AS_WRITTEN


def written_day(text: str) -> date | None:
    """A day in a form that is drawn by hand; None for what is none, and for one nobody means."""
    try:
        found: date | None = DayField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found


class Period(NamedTuple):
    """Days that a page was asked for, both inclusive; `problem` says in words why they are none."""

    first: date | None
    last: date | None
    problem: str


def period(asked: QueryDict, first: str = "fra", last: str = "til") -> Period:
    """The days of a filter. Either may be left out; with a problem neither is given."""
    field = DayField(required=False, error_messages={"invalid": _("Vælg en dag, fx 05-01-2027.")})
    try:
        since, until = (field.clean(asked.get(name, "").strip()) for name in (first, last))
    except forms.ValidationError as problem:
        return Period(None, None, problem.messages[0])
    if since and until and until < since:
        return Period(None, None, gettext("Den sidste dag ligger før den første."))
    return Period(since, until, "")
