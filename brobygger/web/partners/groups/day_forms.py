"""What is asked when several days are laid before everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.pathway.orders.day_rules import FEWEST
from brobygger.web.shared import group_words
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import ClockField, DayField
from brobygger.web.shared.telephone import TelephoneInput

DAYS, ASKED = 5, 6  # rows on the page; the first two are always open
AHEAD = timedelta(days=2 * 365)  # a day later than that is a slip of the hand
CHOOSE = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
LONG = {"max_length": _("Skriv lidt kortere.")}


class DaysForm(forms.Form):
    """What it is about, the days, and who has to say yes. Rows are numbered from 0; empty rows are left out."""

    what = forms.CharField(
        label=_("Hvad handler det om?"), max_length=200, help_text=_("For eksempel et besøg på museet."),
        error_messages={"required": _("Skriv, hvad det handler om."), **LONG},
    )  # fmt: skip
    answer_by = DayField(
        label=_("Svar senest"), widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, suppliers: Sequence[tuple[str, str]], today: date, **more: Any) -> None:
        super().__init__(data, **more)
        self.today = today
        for n in range(DAYS):
            self.fields[f"day_{n}"] = DayField(
                label=gettext("Dato, dag %(n)s") % {"n": n + 1}, required=n < FEWEST,
                widget=forms.DateInput(attrs={"type": "date"}),
                error_messages={"required": _("Vælg en dag."), "invalid": _("Skriv dagen som dag-måned-år.")},
            )  # fmt: skip
            self.fields[f"time_{n}"] = ClockField(
                label=gettext("Klokken, dag %(n)s") % {"n": n + 1}, required=n < FEWEST,
                widget=forms.TimeInput(attrs={"type": "time"}),
                error_messages={"required": _("Skriv klokken."), "invalid": _("Skriv klokken som 10:00.")},
            )  # fmt: skip
            self.fields[f"place_{n}"] = forms.CharField(
                label=_("Sted"), max_length=200, required=False, error_messages=LONG
            )
        for n in range(ASKED):
            self._asked(n, suppliers)

    def _asked(self, n: int, suppliers: Sequence[tuple[str, str]]) -> None:
        self.fields[f"supplier_{n}"] = forms.ChoiceField(label=_("Hvem?"), required=False, error_messages=CHOOSE)
        choose_among(self, f"supplier_{n}", [("", gettext("En anden, skriv navnet herunder")), *suppliers])
        self.fields[f"name_{n}"] = forms.CharField(label=_("Navn"), max_length=200, required=False, error_messages=LONG)
        self.fields[f"kind_{n}"] = forms.ChoiceField(
            label=_("Hvad skal de hjælpe med?"), required=False, choices=list(group_words.ORDERS.items()),
            initial="visit", error_messages=CHOOSE,
        )  # fmt: skip
        self.fields[f"email_{n}"] = forms.EmailField(
            label=gettext("E-mail, nummer %(n)s") % {"n": n + 1}, required=False,
            error_messages={"invalid": _("Skriv en e-mailadresse som navn@forening.dk.")},
        )  # fmt: skip
        self.fields[f"phone_{n}"] = forms.RegexField(
            r"^\+?[\d ]{8,18}$", label=gettext("Telefon, nummer %(n)s") % {"n": n + 1}, required=False,
            widget=TelephoneInput(),
            error_messages={"invalid": _("Skriv nummeret med otte cifre.")},
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for n in range(DAYS):
            if given.get(f"day_{n}") and not given.get(f"time_{n}") and f"time_{n}" not in self.errors:
                self.add_error(f"time_{n}", _("Skriv klokken."))
            if given.get(f"day_{n}") and given[f"day_{n}"] > self.today + AHEAD:
                self.add_error(f"day_{n}", _("Vælg en dag inden for to år."))
        answer_by, laid = given.get("answer_by"), [day for n in range(DAYS) if (day := given.get(f"day_{n}"))]
        if answer_by is not None and answer_by < self.today:
            self.add_error("answer_by", _("Vælg en dag, der ikke er gået."))
        elif answer_by is not None and laid and answer_by >= min(laid):
            self.add_error("answer_by", _("Vælg en dag før den første af dagene."))
        return given

    def moments(self) -> list[tuple[datetime, str]]:
        """The days that were written, each with its place. After is_valid."""
        given = self.cleaned_data
        return [
            (datetime.combine(given[f"day_{n}"], given[f"time_{n}"], DENMARK), given[f"place_{n}"])
            for n in range(DAYS)
            if given[f"day_{n}"]
        ]

    def asked(self) -> list[tuple[int, dict[str, Any]]]:
        """Who is asked, as written, with the number of the row; the supplier as its id. After is_valid."""
        names = ("supplier", "name", "kind", "email", "phone")
        rows = [{name: self.cleaned_data[f"{name}_{n}"] for name in names} for n in range(ASKED)]
        return [(n, row) for n, row in enumerate(rows) if row["supplier"] or row["name"]]

    def day_rows(self) -> list[list[Any]]:
        """The fields of each day, for the page."""
        return [[self[f"{name}_{n}"] for name in ("day", "time", "place")] for n in range(DAYS)]

    def asked_rows(self) -> list[list[Any]]:
        """The fields of each who is asked, for the page."""
        names = ("supplier", "name", "kind", "email", "phone")
        return [[self[f"{name}_{n}"] for name in names] for n in range(ASKED)]
