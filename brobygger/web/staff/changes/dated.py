"""The changes that hold from a day: who it is for, and which instrument is used."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.insight.evaluation import recipe_text
from brobygger.programmes.running import rules, screener_rules
from brobygger.programmes.running.rules import Data
from brobygger.registry.instruments import load as instruments
from brobygger.registry.recipes.load import known_instruments
from brobygger.web.shared.choices import choose_among
from brobygger.web.shared.days import DayField
from brobygger.web.shared.jinja import language
from brobygger.web.staff.changes.forms import NUMBER, WHOLE, ChangeForm, FormPart, plain_number
from brobygger.web.staff.changes.values import add_colours, colour_field, colour_parts, colours_from

FURTHEST = timedelta(days=730)  # a day further away is a slip of the hand
DAY = {"required": _("Vælg en dag."), "invalid": _("Vælg en dag, fx 05-01-2027.")}
LISTED = {"required": _("Vælg på listen."), "invalid_choice": _("Vælg på listen.")}
LOW = [("at_least", _("mindst")), ("more_than", _("over"))]
HIGH = [("at_most", _("højst")), ("less_than", _("under"))]
EITHER = [("", _("betyder ikke noget")), ("yes", _("ja")), ("no", _("nej"))]
SEXES = [("", _("alle")), ("female", _("kvinder")), ("male", _("mænd"))]
LIMITS = (("home_help_hours", _("Timer hjemmehjælp om ugen")), ("walks_m", _("Meter, borgeren kan gå")))
WHAT_THE_FORM_HOLDS = frozenset({"min_age", "max_age", "sex", "lives_alone", "areas", "from", "reason",
                                 "home_help_hours", "walks_m"})  # fmt: skip


class _Dated(ChangeForm):
    """A change that holds from a day."""

    from_day = DayField(label=_("Gælder fra"), widget=forms.DateInput(attrs={"type": "date"}), error_messages=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_day", self.today.isoformat())

    def clean_from_day(self) -> date:
        day: date = self.cleaned_data["from_day"]
        if abs(day - self.today) > FURTHEST:
            raise forms.ValidationError(_("Vælg en dag inden for to år."))
        return day

    def holds_from(self) -> date:
        day: date = self.cleaned_data["from_day"]
        return day

    def words_of_reason(self) -> dict[str, str]:
        """The reason as a text of the recipe."""
        return {"da": self.cleaned_data["reason"], "en": self.cleaned_data["reason"]}


class CriteriaForm(_Dated):
    """Who the programme is for. What the form does not show comes along from the version before."""

    min_age = forms.IntegerField(label=_("Mindst (år)"), required=False, min_value=0, max_value=120,
                                 error_messages=WHOLE)  # fmt: skip
    max_age = forms.IntegerField(label=_("Højst (år)"), required=False, min_value=0, max_value=120,
                                 error_messages=WHOLE)  # fmt: skip
    sex = forms.ChoiceField(label=_("Køn"), choices=SEXES, required=False)
    lives_alone = forms.ChoiceField(label=_("Bor alene"), choices=EITHER, required=False)
    areas = forms.CharField(
        label=_("Områder"), required=False, max_length=500, help_text=_("Med komma imellem. Tomt: hele kommunen."),
        error_messages={"max_length": _("Skriv højst 500 tegn.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest: dict[str, Any] = self.before["for"][-1]
        for name in ("min_age", "max_age", "sex"):
            self.initial.setdefault(name, self.newest[name])
        alone = self.newest["lives_alone"]
        self.initial.setdefault("lives_alone", "" if alone is None else "yes" if alone else "no")
        self.initial.setdefault("areas", ", ".join(self.newest["areas"]))
        for key, label in LIMITS:
            _add_limit(self, key, label, self.newest[key] or {})

    def parts(self) -> list[FormPart]:
        who = [FormPart(str(_("Alder")), [self["min_age"], self["max_age"]], True)]
        who += [
            FormPart(str(label), [self[f"{key}_low_kind"], self[f"{key}_low"], self[f"{key}_high_kind"],
                                  self[f"{key}_high"]], True)
            for key, label in LIMITS
        ]  # fmt: skip
        who.append(FormPart(str(_("Hvem og hvor")), [self["sex"], self["lives_alone"], self["areas"]], True))
        when = [FormPart(str(_("Hvornår")), [self["from_day"]])] if "from_day" in self.fields else []
        return [*who, *when]

    def comes_along(self) -> list[str]:
        """The criteria the form does not show, in words."""
        others = {key: value for key, value in self.newest.items() if key not in WHAT_THE_FORM_HOLDS}
        kept = type(self.recipe.criteria[-1]).model_validate(others)
        text = recipe_text.for_whom(self.recipe.model_copy(update={"criteria": (kept,)}), language())
        return [text] if any(value not in (None, [], ()) for value in others.values()) else []

    def wanted(self) -> Data:
        given = self.cleaned_data
        criteria = {key: value for key, value in self.newest.items() if key not in ("from", "reason")}
        criteria |= {name: given[name] for name in ("min_age", "max_age")}
        criteria["sex"] = given["sex"] or None
        criteria["lives_alone"] = {"yes": True, "no": False}.get(given["lives_alone"])
        criteria["areas"] = [area.strip() for area in given["areas"].split(",") if area.strip()]
        criteria |= {key: _limit(self, key) for key, _label in LIMITS}
        if "from_day" not in self.fields:
            return rules.with_criteria(self.before, criteria, first=True)
        dated = {**criteria, "from": self.holds_from().isoformat(), "reason": self.words_of_reason()}
        return rules.with_criteria(self.before, dated)

    def place_of(self, key: str) -> str | None:
        last = key.rpartition(".")[2]
        limit = next((name for name, _label in LIMITS if f".{name}" in key), None)
        if limit:
            return f"{limit}_low"
        return {"from": "from_day", "reason": "reason"}.get(last, last if last in self.fields else None)


class FirstCriteriaForm(CriteriaForm):
    """Who the programme is for, before it starts: no day and no reason, since nobody has been turned away."""

    asks_reason = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["from_day"]

    def holds_from(self) -> date:
        return self.today


def _add_limit(form: forms.Form, key: str, label: Any, standing: dict[str, Any]) -> None:
    for end, kinds in (("low", LOW), ("high", HIGH)):
        kind, value = next(((code, standing[code]) for code, _word in kinds if standing.get(code) is not None),
                           (kinds[0][0], None))  # fmt: skip
        form.fields[f"{key}_{end}_kind"] = forms.ChoiceField(
            label=_("Nedre grænse") if end == "low" else _("Øvre grænse"), choices=kinds, error_messages=LISTED
        )
        form.fields[f"{key}_{end}"] = forms.FloatField(
            label=_("Nedre grænse: tal") if end == "low" else _("Øvre grænse: tal"),
            required=False,
            min_value=0,
            max_value=100_000,
            localize=True,
            error_messages=NUMBER,
        )
        form.initial.setdefault(f"{key}_{end}_kind", kind)
        form.initial.setdefault(f"{key}_{end}", plain_number(value))


def _limit(form: forms.Form, key: str) -> dict[str, Any] | None:
    given = {
        form.cleaned_data[f"{key}_{end}_kind"]: form.cleaned_data[f"{key}_{end}"]
        for end in ("low", "high")
        if form.cleaned_data.get(f"{key}_{end}") is not None
    }
    return given or None


class InstrumentForm(_Dated):
    """Another instrument from a day on. Results with the one before keep their score and their colour."""

    instrument = forms.ChoiceField(label=_("Nyt måleredskab"), error_messages={
        "required": _("Vælg et måleredskab."), "invalid_choice": _("Vælg på listen.")})  # fmt: skip
    answered_by = forms.ChoiceField(
        label=_("Hvem svarer"),
        choices=[("person", _("borgeren selv")), ("observer", _("en, der kender borgeren"))],
        error_messages={"required": _("Vælg, hvem der svarer."), "invalid_choice": _("Vælg på listen.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = known_instruments().items()
        choose_among(self, "instrument", ((ref, _titled(ref, span)) for ref, span in known if span))
        add_colours(self, {})

    def parts(self) -> list[FormPart]:
        return [
            FormPart(str(_("Måleredskabet")), [self["instrument"], self["answered_by"], self["from_day"]]),
            *colour_parts(self),
        ]

    def wanted(self) -> Data:
        return rules.with_instrument(
            self.before,
            {
                "from": self.holds_from().isoformat(),
                "reason": self.words_of_reason(),
                "instrument": self.cleaned_data["instrument"],
                "by": screener_rules.last_said(self.before),
                "answered_by": [self.cleaned_data["answered_by"]],
                "colours": colours_from(self),
            },
        )

    def place_of(self, key: str) -> str | None:
        last = key.rpartition(".")[2]
        return colour_field(key) or {"from": "from_day", "reason": "reason", "instrument": "instrument"}.get(last)


class ScreenerForm(_Dated):
    """Another role screens from a day on, and what becomes of those who wait on the old one."""

    role = forms.ChoiceField(label=_("Hvem screener så?"), error_messages=LISTED)
    waiting = forms.ChoiceField(
        label=_("De borgere, der venter på den gamle rolle"), widget=forms.RadioSelect, initial="pass_on",
        choices=[("pass_on", _("går videre til den nye rolle, med besøg og opgaver")),
                 ("finish", _("bliver hos den gamle rolle, til de er screenet"))],
        error_messages={"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [
            (name, recipe_text.said(self.recipe.roles[name], language()))
            for name in screener_rules.may_take_over(self.recipe)
        ]
        choose_among(self, "role", [("", _("Vælg en rolle")), *others])

    def parts(self) -> list[FormPart]:
        return [FormPart(str(_("Den nye rolle")), [self["role"], self["from_day"], self["waiting"]])]

    def wanted(self) -> Data:
        return screener_rules.with_screener(
            self.before, role=self.cleaned_data["role"], from_=self.holds_from(), reason=self.words_of_reason(),
            waiting=self.cleaned_data["waiting"],
        )  # fmt: skip

    def place_of(self, key: str) -> str | None:
        return {"from": "from_day", "reason": "reason", "by": "role"}.get(key.rpartition(".")[2])


def _titled(ref: str, span: tuple[int, int]) -> str:
    return f"{recipe_text.instrument_title(ref, language())} ({span[0]}–{span[1]})" if instruments.exists(ref) else ref
