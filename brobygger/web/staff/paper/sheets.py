"""What stands on the paper of a visit: the sheet with the questions, the consent, the talk cards, the day."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.short_codes import short_code
from brobygger.registry.instruments.schema import Instrument, Item
from brobygger.registry.people.purposes import CONSENT_TEXT, ConsentPurpose
from brobygger.registry.recipes.schema import Recipe, Stage
from brobygger.web.shared import dates, paper
from brobygger.web.shared.guard import Request
from brobygger.web.staff.visits.about import About, in_words, instrument_of

_A_DAY = date(2000, 1, 1)  # stands in the consent text only until the words of the paper take its place


@dataclass(frozen=True)
class Sheet:
    """One instrument as a sheet of an episode: what is printed, and what is typed in."""

    stage: Stage
    instrument: Instrument

    @property
    def title(self) -> str:
        return in_words(self.instrument.title)


def sheets_of(recipe: Recipe) -> list[Sheet]:
    """Every instrument the recipe has used: a sheet printed before an instrument was replaced can still be typed in."""
    plan = recipe.screening
    if plan is None:
        return []
    used: list[Stage | None] = [plan, *plan.replaced, plan.if_cognitive_impairment, plan.first]
    by_name = {stage.instrument: stage for stage in used if stage is not None}
    return [Sheet(stage, instrument_of(name)) for name, stage in by_name.items()]


def sheet_of(recipe: Recipe, instrument: str) -> Sheet:
    """The recipe's sheet of one instrument. Raises Refusal for an instrument the recipe does not use."""
    for sheet in sheets_of(recipe):
        if sheet.stage.instrument == instrument:
            return sheet
    raise Refusal(_("Det måleredskab hører ikke til denne indsats."))


def language() -> str:
    """The language of what is printed: that of the page it is printed from."""
    return "en" if (get_language() or "da").startswith("en") else "da"


def printed_name(person: Any) -> str:
    """The first name and an initial: enough for the one who asks, little for somebody who finds the sheet."""
    initial = person.name.removeprefix(person.given_name or "").strip()[:1]
    return f"{person.given_name} {initial}." if initial else str(person.given_name)


def consent_lines(municipality: str) -> list[str]:
    """The text of the yes, as it is read aloud on a visit; on paper it counts from the day of the signature."""
    name = f"consent/{CONSENT_TEXT[ConsentPurpose.PARTICIPATION]}.jinja"
    text = render_to_string(name, {"until": _A_DAY, "municipality": municipality})
    day = dates.exact_day(_A_DAY, language())
    lines = [html.unescape(re.sub("<[^>]+>", "", line)).strip() for line in re.findall("<p>(.*?)</p>", text, re.S)]
    return [line.replace(day, _("et år efter den dag, du skriver under")) for line in lines]


def as_data(request: Request, found: About, sheet: Sheet) -> dict[str, Any]:
    """One sheet for visit_sheet.typ."""
    path = reverse("sheet", args=[found.episode.id, sheet.stage.instrument])
    asks_person = sheet.stage.answered_by[0] == "person"
    opener = found.recipe.screening.opener if found.recipe.screening and asks_person else None
    return {
        "title": sheet.title,
        "name": printed_name(found.person),
        "openers": [in_words(text) for text in (opener, sheet.instrument.opener) if text],
        "items": [_item(item, sheet.instrument) for item in sheet.instrument.items],
        "answered_by": _("Borgeren selv") if asks_person else _("Medarbejderen, ud fra det, du ser"),
        "qr": paper.qr(paper.address_of(request, path)),
        "code": short_code(found.episode.id),
        "consent": consent_lines(request.actor.municipality_name),
    }


def _item(item: Item, instrument: Instrument) -> dict[str, Any]:
    options = [in_words(option.label) for option in item.options]
    first = next((one for one in instrument.items if one.part == item.part), None)
    part = instrument.part(item.part) if first is item else None  # named once, above its first question
    return {
        "part": in_words(part.title) if part else "", "text": in_words(item.text), "kind": item.kind,
        "options": options, "highest": item.highest or 0,
    }  # fmt: skip


def words_of_sheets() -> dict[str, str]:
    """What the paper itself says around the questions."""
    return {
        "with": _("Samtale med"),
        "date": _("Dato for samtalen"),
        "day": _("Dato"),
        "interviewer": _("Hvem spurgte"),
        "answered_by": _("Hvem svarer"),
        "mode": _("Hvordan"),
        "visit": _("Besøg"),
        "phone": _("Telefon"),
        "first": _("Sådan kan du begynde"),
        "questions": _("Spørgsmål"),
        "one_box": _("Sæt ét kryds ved hvert spørgsmål."),
        "number": _("Skriv et tal"),
        "note": _("Er der noget, en kollega bør vide?"),
        "consent": _("Ja til at være med"),
        "yes": _("Ja tak"),
        "no": _("Nej tak, eller ikke nu"),
        "signature": _("Borgerens underskrift"),
        "capital_name": _("Navn med blokbogstaver"),
        "type_in": _("Skriv arket ind"),
        "how": _("Scan koden, eller log ind og skriv kort-koden under «Papir». Uden login åbner koden ingenting."),
        "code": _("Kort-kode"),
        "shred": _("Gem siden med underskriften. Makuler resten, når arket er skrevet ind."),
        "qr": _("QR-kode, der åbner siden, hvor arket skrives ind"),
    }


def day_as_data(visits: list[Any], today: date, name: str) -> dict[str, Any]:
    """The first page of the printed day: who, when and where."""
    rows = [
        {
            "time": visit.row.planned_at.astimezone(DENMARK).strftime("%H.%M"),
            "name": visit.person.name,
            "where": ", ".join(filter(None, (visit.person.address, visit.person.postcode, visit.person.city))),
            "what": _("Opkald") if visit.row.mode == "phone" else _("Besøg"),
            "phone": visit.person.phone or "",
        }
        for visit in visits
    ]
    heading = _("%(name)s: besøg %(day)s") % {"name": name, "day": dates.exact_day(today, language())}
    columns = [_("Kl."), _("Hvem"), _("Hvor"), _("Hvad"), _("Telefon")]
    caption = _("Dagens besøg i den rækkefølge, de er aftalt")
    return {"heading": heading, "rows": rows, "columns": columns, "caption": caption}


def cards() -> list[str]:
    """The talk cards: questions that open a talk about the good life. None asks whether somebody is alone."""
    return [
        _("Hvad glæder du dig til i den her uge?"),
        _("Hvad har du altid været god til?"),
        _("Hvem griner du sammen med?"),
        _("Hvad laver du helst med hænderne?"),
        _("Hvor kunne du tænke dig at komme hen igen?"),
        _("Hvilken mad smager bedst sammen med andre?"),
        _("Hvad vil du gerne vise eller lære en anden?"),
        _("Hvad skal der til, for at du får lyst til at gå med?"),
    ]
