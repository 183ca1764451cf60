"""An instrument on its way: what a draft holds, what is still wrong with it, and the instrument it becomes.

A draft has the shape of an instrument file (instruments.schema), with less to write: a band only says where it begins,
an English text may be missing (the Danish one is used), and the range of the score is counted from the questions.
Messages are Danish sentences for the one who makes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from brobygger.registry.instruments.load import OWN
from brobygger.registry.instruments.schema import Instrument

Draft = Mapping[str, Any]

MOST_ITEMS, MOST_OPTIONS, MOST_BANDS, MOST_POINTS = 60, 10, 6, 1000
KINDS = ("scale", "yes_no", "count", "text")
SCORED = ("sum", "sum_times", "count_signs")  # rules that always give a score
_LONGEST = 500
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True)
class Problem:
    """What is missing or wrong. place: "about", "bands", or "item 3" (from 1), where it is mended."""

    place: str
    message: str


def blank(title: str) -> dict[str, Any]:
    """A draft with a name and nothing else."""
    return {
        "title": {"da": title, "en": ""},
        "opener": {"da": "", "en": ""},
        "answered_by": ["person"],
        "scoring": {"rule": "sum"},
        "items": [],
        "bands": [],
        "missing": {"allowed": 0},
        "safety": None,
        "source": "",
        "licence": "",
        "notes": {"da": "", "en": ""},
    }


def copied(instrument: Instrument, title: str = "") -> dict[str, Any]:
    """A draft that begins as another instrument. title: a new name, or empty to keep the name."""
    data = instrument.model_dump(mode="json", by_alias=True, exclude={"id", "version", "range"})
    for band in data["bands"]:
        del band["to"]
    for item in data["items"]:
        if item["kind"] == "yes_no":
            item["options"] = []  # they are always the same two
    if title:
        data["title"] = {"da": title, "en": ""}
    return data


def slug_of(title: str, taken: Collection[str]) -> str:
    """The id of a new own instrument: letters of its name, told apart from those that are taken."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    stem = (OWN + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-")).rstrip("-")
    stem = stem if len(stem) > len(OWN) else f"{OWN}redskab"
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def problems(draft: Draft) -> tuple[Problem, ...]:
    """Everything that keeps a draft from being used, in the order of its pages. Empty: `finished` gives it."""
    found = (*_about(draft), *_items(draft), *_bands(draft))
    if found:
        return found
    try:
        finished(draft, slug=f"{OWN}draft", version=1)
    except ValidationError as error:  # what the sentences above do not know, said as the file's reader says it
        key = ".".join(map(str, error.errors()[0]["loc"])) or "?"
        return (Problem("about", f"Noget i udkastet kan ikke læses: {key}."),)
    return ()


def finished(draft: Draft, *, slug: str, version: int) -> Instrument:
    """The instrument a draft without problems becomes. Raises ValidationError for one with problems."""
    items = [_item(each, number) for number, each in enumerate(draft["items"], start=1)]
    names = [each["id"] for each in items]
    if len(names) != len(set(names)):  # a question that was copied, or whose name another already has by its number
        items = [{**each, "id": f"q{number}"} for number, each in enumerate(items, start=1)]
    data = {key: value for key, value in draft.items() if key not in ("items", "bands", "range", "id", "version")}
    for key in ("title", "opener", "notes"):
        data[key] = _both(data.get(key), default=draft["title"] if key != "title" else {})
    data |= {"id": slug, "version": version, "items": items, "source": draft.get("source") or "Eget måleredskab"}
    data["licence"] = draft.get("licence") or "Eget måleredskab"
    low, high = possible(draft)
    if draft["scoring"]["rule"] == "parts":
        data["parts"] = _parts(draft)
        if draft["scoring"].get("leading") not in {part["id"] for part in data["parts"]}:
            data["scoring"] = {"rule": "parts"}  # every question of the part that led has been taken out
    if draft["scoring"]["rule"] in SCORED or data["scoring"].get("leading"):
        data["range"] = [low, high]
    if draft.get("safety"):
        data["safety"] = {**draft["safety"], "text": _both(draft["safety"].get("text"), default={})}
    data["bands"] = _spread(draft, low, high)
    return Instrument.model_validate(data)


def possible(draft: Draft) -> tuple[int, int]:
    """Lowest and highest number the draft's questions can give when all are answered."""
    factor, items = draft["scoring"].get("factor") or 1, draft["items"]
    if draft["scoring"]["rule"] == "parts":  # the number is that of the leading part alone
        leading = draft["scoring"].get("leading")
        parts = {part["id"]: part["scoring"].get("factor") or 1 for part in draft.get("parts") or ()}
        factor, items = parts.get(leading, 1), [item for item in items if leading and item.get("part") == leading]
    ends = [_ends(item) for item in items]
    return sum(low for low, _high in ends) * factor, sum(high for _low, high in ends) * factor


def _ends(item: Mapping[str, Any]) -> tuple[int, int]:
    if item["kind"] == "yes_no":
        return 0, 1
    if item["kind"] == "count":
        return 0, item.get("highest") or 0
    if item["kind"] == "text":  # words give no points, whatever answers the question had before it became one
        return 0, 0
    values = [option["value"] or 0 for option in item.get("options") or ()]
    return min(values, default=0), max(values, default=0)


def _item(item: Mapping[str, Any], number: int) -> dict[str, Any]:
    made = {"id": item.get("id") or f"q{number}", "kind": item["kind"], "text": _both(item["text"], default={})}
    if item.get("part"):
        made["part"] = item["part"]
    if item["kind"] == "count":
        made["highest"] = item.get("highest")
    if item["kind"] == "scale":
        made["options"] = [{"value": each["value"], "label": _both(each["label"], default={})}
                           for each in item["options"]]  # fmt: skip
    return made


def _parts(draft: Draft) -> list[dict[str, Any]]:
    """The parts that still have questions; the steps of each end where its questions end."""
    made = []
    for part in draft.get("parts") or ():
        own = [item for item in draft["items"] if item.get("part") == part["id"]]
        if own:
            low, high = possible({"scoring": part["scoring"], "items": own})
            steps = [
                {**band, "from": low if number == 0 else band["from"]} for number, band in enumerate(part["bands"])
            ]
            steps = [band for band in steps if band["from"] <= high] if low < high else []
            ends = [*(band["from"] - 1 for band in steps[1:]), *([high] if steps else [])]
            kept = [{**band, "to": end} for band, end in zip(steps, ends, strict=True)]
            made.append({**part, "bands": kept, "scoring": part["scoring"] if low < high else {"rule": "none"}})
    return made


def _spread(draft: Draft, low: int, high: int) -> list[dict[str, Any]]:
    """The bands with both ends: each goes on to where the next begins."""
    bands = draft.get("bands") or []
    if not bands:
        return []
    lowest = 0 if (draft.get("missing") or {}).get("allowed") else low
    starts = [lowest, *(band["from"] for band in bands[1:])]
    ends = [*(start - 1 for start in starts[1:]), high]
    return [
        {
            "id": band.get("id") or f"b{number}", "from": start, "to": end, "title": _both(band["title"], default={}),
            "colour": band.get("colour") or None,
            "advice": _both(band["advice"], default={}) if (band.get("advice") or {}).get("da") else None,
        }
        for number, (band, start, end) in enumerate(zip(bands, starts, ends, strict=True), start=1)
    ]  # fmt: skip


def _both(text: Mapping[str, str] | None, *, default: Mapping[str, str]) -> dict[str, str]:
    said, instead = text or {}, default
    danish = (said.get("da") or "").strip() or instead.get("da", "")
    return {"da": danish, "en": (said.get("en") or "").strip() or instead.get("en") or danish}


# ---- What is wrong --------------------------------------------------------------------------------------------


def _about(draft: Draft) -> Iterator[Problem]:
    if not _said(draft.get("title")):
        yield Problem("about", "Giv måleredskabet et navn.")
    if draft["scoring"]["rule"] == "parts" and draft.get("safety"):
        yield Problem("about", "Når hver del tælles for sig, kan intet samlet tal kalde på en fagperson. Slet tallet.")
    if draft["scoring"]["rule"] == "parts" and (draft.get("missing") or {}).get("allowed"):
        yield Problem("about", "Når hver del tælles for sig, må intet svar mangle.")
    if not draft.get("answered_by"):
        yield Problem("about", "Vælg, hvem der svarer.")
    factor = draft["scoring"].get("factor") or 1
    if draft["scoring"]["rule"] == "sum_times" and not 2 <= factor <= 100:
        yield Problem("about", "Skriv, hvad summen skal ganges med: et tal fra 2 til 100.")
    if not draft["items"]:
        yield Problem("about", "Skriv mindst ét spørgsmål.")
    elif len(draft["items"]) > MOST_ITEMS:
        yield Problem("about", f"Der er for mange spørgsmål: højst {MOST_ITEMS}.")
    ids = [item.get("id") for item in draft["items"] if item.get("id")]
    if len(ids) != len(set(ids)):
        yield Problem("about", "To spørgsmål har det samme navn i filen.")
    answerable = [item for item in draft["items"] if item["kind"] != "text"]
    allowed = (draft.get("missing") or {}).get("allowed") or 0
    if draft["items"] and allowed >= max(len(answerable), 1):
        yield Problem("about", "Så mange svar kan ikke mangle: der skal være mindst ét tilbage.")
    safety = draft.get("safety")
    if safety and draft["scoring"]["rule"] == "none":
        yield Problem("about", "Redskabet giver intet tal, så intet tal kan kalde på en fagperson. Vælg en sum.")
    if safety and not (_said(safety.get("text")) and (safety.get("at_least") or 0) >= 1):
        yield Problem("about", "Skriv, fra hvilket tal en fagperson tager over, og hvad der skal ske.")


def _items(draft: Draft) -> Iterator[Problem]:
    rule = draft["scoring"]["rule"]
    for number, item in enumerate(draft["items"], start=1):
        for message in _of_item(item, rule):
            yield Problem(f"item {number}", f"Spørgsmål {number}: {message}")
    low, high = possible(draft)
    if draft["items"] and rule in SCORED and low >= high:
        yield Problem(
            "about", "Svarene giver altid det samme tal. Giv svarene forskellige point, eller vælg “intet tal”."
        )


def _of_item(item: Mapping[str, Any], rule: str) -> Iterator[str]:
    if not _said(item.get("text")):
        yield "Skriv, hvad der skal spørges om."
    if len((item.get("text") or {}).get("da") or "") > _LONGEST:
        yield f"Teksten er for lang: højst {_LONGEST} tegn."
    if rule in ("any_yes", "count_signs") and item["kind"] != "yes_no":
        yield "Når der tælles ja, skal alle spørgsmål besvares med ja eller nej."
    if item["kind"] == "count" and not 1 <= (item.get("highest") or 0) <= MOST_POINTS:
        yield f"Skriv det højeste tal, man kan svare: fra 1 til {MOST_POINTS}."
    if item["kind"] == "scale":
        yield from _of_options(item.get("options") or ())


def _of_options(options: Collection[Mapping[str, Any]]) -> Iterator[str]:
    values = [option.get("value") for option in options]
    if len(options) < 2:
        yield "Skriv mindst to svar, man kan vælge imellem."
    if len(options) > MOST_OPTIONS:
        yield f"Der er for mange svar: højst {MOST_OPTIONS}."
    if any(value is None or not 0 <= value <= MOST_POINTS for value in values):
        yield f"Giv hvert svar point fra 0 til {MOST_POINTS}."
    if len(values) != len(set(values)):
        yield "To svar har samme point. Giv dem hver sit tal."
    if not all(_said(option.get("label")) for option in options):
        yield "Skriv ord til hvert svar."


def _bands(draft: Draft) -> Iterator[Problem]:
    bands = draft.get("bands") or []
    if not bands or not draft["items"]:
        return
    if draft["scoring"]["rule"] == "none":
        yield Problem("bands", "Redskabet giver intet tal, så det kan ikke have grænser. Slet dem, eller vælg en sum.")
        return
    if len(bands) > MOST_BANDS:
        yield Problem("bands", f"Der er for mange trin: højst {MOST_BANDS}.")
    if not all(_said(band.get("title")) for band in bands):
        yield Problem("bands", "Giv hvert trin et navn.")
    ids = [band.get("id") for band in bands if band.get("id")]
    if len(ids) != len(set(ids)):
        yield Problem("bands", "To trin har det samme navn i filen.")
    low, high = possible(draft)
    lowest = 0 if (draft.get("missing") or {}).get("allowed") else low
    starts = [lowest, *(band.get("from") for band in bands[1:])]
    if any(start is None for start in starts):
        yield Problem("bands", "Skriv, hvor hvert trin begynder.")
    elif any(after <= before for before, after in pairwise(starts)):
        yield Problem("bands", f"Trinene skal begynde højere og højere oppe. Det første begynder ved {lowest}.")
    elif starts[-1] > high:
        yield Problem("bands", f"Det sidste trin begynder over det højeste tal, man kan få: {high}.")


def _said(text: Mapping[str, str] | None) -> bool:
    return bool(((text or {}).get("da") or "").strip())
