"""What is asked when an instrument is made: about it, one question, and the limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.registry.own_instruments.rules import MOST_BANDS, MOST_POINTS
from brobygger.web.shared.choices import choose_among

OPTION_ROWS, BAND_ROWS = 7, MOST_BANDS
WHOLE = {"invalid": _("Skriv et helt tal."), "min_value": _("Skriv et helt tal fra %(limit_value)s."),
         "max_value": _("Skriv højst %(limit_value)s.")}  # fmt: skip
CHOOSE = {"required": _("Vælg et af svarene."), "invalid_choice": _("Vælg et af svarene.")}
ANSWERED_BY = [("person", _("borgeren selv")), ("observer", _("en, der kender borgeren"))]
RULES = [
    ("sum", _("Svarenes point lægges sammen")),
    ("sum_times", _("Svarenes point lægges sammen og ganges med et tal")),
    ("count_signs", _("Antallet af ja tælles, fx tegn, der er set")),
    ("any_yes", _("Ét ja er nok til at gå videre")),
    ("none", _("Intet tal: svarene gemmes, som de er")),
]
BY_PARTS = ("parts", _("Hver del tælles for sig; intet lægges sammen på tværs"))
KINDS = [
    ("scale", _("et af flere svar")),
    ("yes_no", _("ja eller nej")),
    ("count", _("et tal")),
    ("text", _("med egne ord")),
]
COLOURS = [("", _("ingen farve")), ("green", _("● grøn")), ("yellow", _("▲ gul")), ("red", _("■ rød"))]


def _words(label: Any, *, longest: int = 300, rows: int = 0, needed: Any = "") -> forms.CharField:
    """needed: what to say when it is empty; without, it may be."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, required=bool(needed), max_length=longest, widget=widget,
        error_messages={"max_length": _("Skriv højst %(limit_value)s tegn."), "required": needed},
    )  # fmt: skip


def _number(label: Any, *, low: int = 0, high: int = MOST_POINTS, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=low, max_value=high, error_messages=WHOLE, help_text=help_text
    )


class BeginForm(forms.Form):
    """A name, and what to begin from."""

    title = forms.CharField(
        label=_("Hvad skal måleredskabet hedde?"), max_length=100,
        error_messages={"required": _("Giv måleredskabet et navn."), "max_length": _("Skriv højst 100 tegn.")},
    )  # fmt: skip
    like = forms.ChoiceField(label=_("Begynd med"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "like", [("", _("et tomt ark")), *known])


class FileForm(forms.Form):
    """A file that somebody else has published."""

    file = forms.FileField(
        label=_("Fil med et måleredskab"), help_text=_("En YAML-fil, højst 200 kB."),
        error_messages={"required": _("Vælg en fil."), "empty": _("Filen er tom."), "missing": _("Vælg en fil."),
                        "invalid": _("Vælg en fil.")},
    )  # fmt: skip


class AboutForm(forms.Form):
    """Names, how the talk is opened, who answers, and how answers become a number."""

    title_da = _words(_("Navn"), longest=100, needed=_("Giv måleredskabet et navn."))
    title_en = _words(_("Navn på engelsk"), longest=100)
    opener_da = _words(_("Sådan begynder samtalen"), longest=600, rows=3)
    opener_en = _words(_("Det samme på engelsk"), longest=600, rows=3)
    answered_by = forms.MultipleChoiceField(
        label=_("Hvem svarer?"), choices=ANSWERED_BY, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Vælg, hvem der svarer."), "invalid_choice": _("Vælg på listen.")},
    )  # fmt: skip
    rule = forms.ChoiceField(label=_("Hvordan bliver svarene til et tal?"), choices=RULES, widget=forms.RadioSelect,
                             error_messages=CHOOSE)  # fmt: skip
    factor = _number(_("Gang summen med"), low=2, high=100)
    allowed = _number(_("Så mange svar må mangle"), high=50)
    safety_at = _number(_("Fra dette tal tager en fagperson over"), low=1, high=100_000)
    safety_da = _words(_("Hvad skal der så ske?"), longest=300)
    notes_da = _words(_("Godt at vide, når man spørger"), longest=1000, rows=3)
    source = _words(_("Hvor kommer det fra?"), longest=300)

    def __init__(self, *args: Any, parts: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parts:
            choose_among(self, "rule", [BY_PARTS, *RULES])

    @staticmethod
    def of(definition: Mapping[str, Any]) -> dict[str, Any]:
        """The form's fields for a draft."""
        safety = definition.get("safety") or {}
        return {
            **{f"{part}_{tongue}": definition[part][tongue] for part in ("title", "opener") for tongue in ("da", "en")},
            "answered_by": definition["answered_by"],
            "rule": definition["scoring"]["rule"],
            "factor": definition["scoring"].get("factor") if definition["scoring"]["rule"] == "sum_times" else None,
            "allowed": definition["missing"]["allowed"],
            "safety_at": safety.get("at_least"),
            "safety_da": (safety.get("text") or {}).get("da", ""),
            "notes_da": definition["notes"]["da"],
            "source": definition["source"],
        }

    def put(self, definition: dict[str, Any]) -> dict[str, Any]:
        """The draft with what the form says."""
        said = self.cleaned_data
        scoring: dict[str, Any] = {"rule": said["rule"]}
        if said["rule"] == "sum_times":
            scoring["factor"] = said["factor"] or 1
        if said["rule"] == "parts":
            scoring = dict(definition["scoring"])
        else:
            definition = {key: value for key, value in definition.items() if key != "parts"}
            definition["items"] = [{**item, "part": None} for item in definition["items"]]
        safety = None
        if said["safety_at"] or said["safety_da"]:
            text = {"da": said["safety_da"], "en": _english(definition.get("safety"), "text", said["safety_da"])}
            safety = {"at_least": said["safety_at"] or 0, "text": text}
        notes = {"da": said["notes_da"], "en": _english(definition, "notes", said["notes_da"])}
        return definition | {
            **{part: {tongue: said[f"{part}_{tongue}"] for tongue in ("da", "en")} for part in ("title", "opener")},
            "answered_by": said["answered_by"], "scoring": scoring, "missing": {"allowed": said["allowed"] or 0},
            "safety": safety, "notes": notes, "source": said["source"],
        }  # fmt: skip


class ItemForm(forms.Form):
    """One question, how it is answered, and the answers there are to choose between."""

    text_da = _words(_("Spørgsmålet"), longest=500, rows=2, needed=_("Skriv, hvad der skal spørges om."))
    text_en = _words(_("Det samme på engelsk"), longest=500, rows=2)
    kind = forms.ChoiceField(label=_("Hvordan svarer man?"), choices=KINDS, widget=forms.RadioSelect,
                             error_messages=CHOOSE)  # fmt: skip
    highest = _number(_("Det højeste tal, man kan svare"), low=1, help_text=_("Kun når man svarer med et tal."))
    part = forms.ChoiceField(label=_("Hvilken del hører spørgsmålet til?"), required=False, error_messages=CHOOSE)

    def __init__(self, *args: Any, parts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "part", parts)
        if not parts:
            del self.fields["part"]
        for row in range(1, OPTION_ROWS + 1):
            self.fields[f"label_{row}"] = _words(_("Svar"), longest=120)
            self.fields[f"english_{row}"] = _words(_("På engelsk"), longest=120)
            self.fields[f"value_{row}"] = _number(_("Point"))

    def rows(self) -> list[list[Any]]:
        """The answers' fields, row by row."""
        return [[self[f"{name}_{row}"] for name in ("label", "english", "value")] for row in range(1, OPTION_ROWS + 1)]

    @staticmethod
    def of(item: Mapping[str, Any]) -> dict[str, Any]:
        """The form's fields for a question."""
        said = {"text_da": item["text"]["da"], "text_en": item["text"]["en"], "kind": item["kind"],
                "highest": item.get("highest"), "part": item.get("part")}  # fmt: skip
        for row, option in enumerate(item.get("options") or (), start=1):
            said |= {f"label_{row}": option["label"]["da"], f"english_{row}": option["label"]["en"],
                     f"value_{row}": option["value"]}  # fmt: skip
        return said

    def item(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The question as the form says it. before: keeps its name in the file."""
        said = self.cleaned_data
        made: dict[str, Any] = {"kind": said["kind"], "text": {"da": said["text_da"], "en": said["text_en"]}}
        if before.get("id"):
            made["id"] = before["id"]
        if said.get("part"):
            made["part"] = said["part"]
        if said["kind"] == "count":
            made["highest"] = said["highest"]
        if said["kind"] == "scale":
            made["options"] = [
                {"value": said[f"value_{row}"], "label": {"da": said[f"label_{row}"], "en": said[f"english_{row}"]}}
                for row in range(1, OPTION_ROWS + 1)
                if said[f"label_{row}"] or said[f"value_{row}"] is not None
            ]
        return made

    def clean(self) -> dict[str, Any]:
        for row in range(1, OPTION_ROWS + 1):
            if self.cleaned_data.get(f"label_{row}") and self.cleaned_data.get(f"value_{row}", 0) is None:
                self.add_error(f"value_{row}", _("Giv svaret point, fx 0."))
        return self.cleaned_data


class BandsForm(forms.Form):
    """Steps of the number: where each begins, what it is called, its colour, and what it asks staff to do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, BAND_ROWS + 1):
            self.fields[f"from_{row}"] = _number(_("Begynder ved"), high=100_000)
            self.fields[f"title_{row}"] = _words(_("Navn"), longest=100)
            self.fields[f"colour_{row}"] = forms.ChoiceField(
                label=_("Farve"), choices=COLOURS, required=False, error_messages=CHOOSE
            )
            self.fields[f"advice_{row}"] = _words(_("Det skal personalet gøre"), longest=300)

    def rows(self) -> list[list[Any]]:
        """The steps' fields, row by row."""
        return [[self[f"{name}_{row}"] for name in ("from", "title", "colour", "advice")]
                for row in range(1, BAND_ROWS + 1)]  # fmt: skip

    @staticmethod
    def of(definition: Mapping[str, Any]) -> dict[str, Any]:
        """The form's fields for a draft."""
        said: dict[str, Any] = {}
        for row, band in enumerate(definition.get("bands") or (), start=1):
            said |= {f"from_{row}": band["from"], f"title_{row}": band["title"]["da"],
                     f"colour_{row}": band.get("colour") or "",
                     f"advice_{row}": (band.get("advice") or {}).get("da", "")}  # fmt: skip
        return said

    def bands(self, before: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The steps as the form says them, in the order of where they begin. English texts that still fit are kept."""
        said = self.cleaned_data
        made = []
        for row in range(1, BAND_ROWS + 1):
            if said[f"title_{row}"] or said[f"from_{row}"] is not None:
                old = before[row - 1] if row <= len(before) else {}
                title, advice = said[f"title_{row}"], said[f"advice_{row}"]
                made.append({
                    "from": said[f"from_{row}"], "colour": said[f"colour_{row}"] or None,
                    "title": {"da": title, "en": _english(old, "title", title)},
                    "advice": {"da": advice, "en": _english(old, "advice", advice)} if advice else None,
                    **({"id": old["id"]} if old.get("id") else {}),
                })  # fmt: skip
        return made


def _english(before: Mapping[str, Any] | None, part: str, danish: str) -> str:
    """The English text that belongs to a Danish one that has not changed."""
    old = (before or {}).get(part) or {}
    return str(old.get("en", "")) if old.get("da") == danish else ""
