"""What is different between two recipes, in sentences a programme manager reads. No Django, no clock.

Two versions of one programme (the history), or two programmes of one recipe (side by side).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from brobygger.insight.evaluation import recipe_text
from brobygger.insight.evaluation import recipe_words as words
from brobygger.insight.evaluation.recipe_text import said
from brobygger.insight.evaluation.rules import step_word
from brobygger.programmes.running import rules
from brobygger.programmes.running.rules import Difference
from brobygger.registry.recipes import load
from brobygger.registry.recipes.schema import CriteriaVersion, Recipe
from brobygger.registry.recipes.words import STEP_WORDS, TASKS, Words

DASH = "–"


@dataclass(frozen=True)
class Told:
    """One difference: what it is about, what stood there, what stands there. A dash where nothing stands."""

    what: str
    old: str
    new: str


def told(old: Recipe, new: Recipe, language: str) -> list[Told]:
    """Every difference between two recipes, in the order of the language, each once."""
    found = rules.differences(load.as_data(old), load.as_data(new))
    lines = [line for difference in found for line in _line(difference, old, new, language)]
    return list(dict.fromkeys(lines))


def _line(difference: Difference, old: Recipe, new: Recipe, language: str) -> Iterator[Told]:
    area = difference.place[0]
    if area == "for":
        yield from _criteria(difference, old, new, language)
    elif area == "screening":
        yield from _screening(difference, old, new, language)
    else:
        what = _what(difference, old, new, language)
        before, after = (_value(value, difference, recipe, language)
                         for value, recipe in ((difference.old, old), (difference.new, new)))  # fmt: skip
        if before == after:  # a part of something too large for a line
            before, after = DASH, said(_MORE, language)
        yield Told(what, before, after)


# ---- Who it is for, and how it is seen -------------------------------------------------------------------


def _criteria(difference: Difference, old: Recipe, new: Recipe, language: str) -> Iterator[Told]:
    """A version of the criteria is told whole: half a target group means nothing."""
    name = str(difference.place[1]) if len(difference.place) > 1 else ""
    day = _day(name, language)
    what = said(_AREAS["for"], language) + (f", {said(_FROM, language)} {day}" if day else "")
    before, after = _version(old, name), _version(new, name)
    if before is None and after is not None:
        before = _before(old, after)
    yield Told(what, _whom(before, old, language), _whom(after, new, language))


def _version(recipe: Recipe, name: str) -> CriteriaVersion | None:
    return next((each for each in recipe.criteria if str(each.from_ or 1) == name), None)


def _before(recipe: Recipe, version: CriteriaVersion) -> CriteriaVersion:
    """What held when a new version came."""
    earlier = [each for each in recipe.criteria if (each.from_ or date.min) < (version.from_ or date.max)]
    return earlier[-1] if earlier else recipe.criteria[0]


def _whom(version: CriteriaVersion | None, recipe: Recipe, language: str) -> str:
    if version is None:
        return DASH
    return recipe_text.for_whom(recipe.model_copy(update={"criteria": (version,)}), language)


def _screening(difference: Difference, old: Recipe, new: Recipe, language: str) -> Iterator[Told]:
    place = difference.place
    if "colours" in place and "replaced" not in place:
        yield Told(said(_AREAS["colours"], language), _colours(old, language), _colours(new, language))
    elif "replaced" in place:
        day = _day(str(place[2]), language) if len(place) > 2 else ""
        stage = next((each for each in (new.screening.replaced if new.screening else ())
                      if len(place) > 2 and str(each.from_) == str(place[2])), None)  # fmt: skip
        before = recipe_text.instrument_title(old.screening.instrument, language) if old.screening else DASH
        after = recipe_text.instrument_title(stage.instrument, language) if stage else DASH
        yield Told(f"{said(_AREAS['screening'], language)}, {said(_FROM, language)} {day}", before, after)
    else:
        yield Told(
            _what(difference, old, new, language),
            _value(difference.old, difference, old, language),
            _value(difference.new, difference, new, language),
        )


def _colours(recipe: Recipe, language: str) -> str:
    lines = recipe_text.colours(recipe, language)
    return ", ".join(f"{said(words.COLOURS[each.colour], language)} {each.span}" for each in lines) or DASH


# ---- Anything else ------------------------------------------------------------------------------------------


def _what(difference: Difference, old: Recipe, new: Recipe, language: str) -> str:
    """ "Frister »Sagt ja«: frist"."""
    area, *inside = difference.place
    name = _item(str(area), inside, old, new, language)
    begins = said(_AREAS.get(str(area), _OTHER), language) + (f" »{name}«" if name else "")
    leaf = _LEAVES.get(str(inside[-1])) if inside else None
    return f"{begins}: {said(leaf, language)}" if leaf else begins


def _item(area: str, inside: list[str | int], old: Recipe, new: Recipe, language: str) -> str:
    if not inside:
        return ""
    name = inside[0]
    if area == "steps" and name in STEP_WORDS:
        return step_word(str(name), language)
    for recipe in (new, old):
        if area == "roles" and name in recipe.roles:
            return said(recipe.roles[str(name)], language)
        if area == "follow_up":
            rule = next((each for each in recipe.follow_up if each.id == name), None)
            if rule:
                return shorten(said(rule.text, language) or said(TASKS.get(rule.task), language), 60, placeholder=" …")
        if area == "activity":
            named = {each.id or number: each for number, each in enumerate(recipe.activities, start=1)}
            if name in named:
                return said(named[name].title, language)
        titles = (
            {each.id: each.title for each in recipe.governance}
            if area == "governance"
            else ({each.id: each.title for each in recipe.materials} if area == "materials" else {})
        )
        if name in titles:
            return said(titles[str(name)], language)
        named_partners = {each.id: each.name for each in recipe.partners}
        if area == "partners" and name in named_partners:
            return named_partners[str(name)]
    return ""


def _value(value: Any, difference: Difference, recipe: Recipe, language: str) -> str:
    if value is None:
        return DASH
    if isinstance(value, bool):
        return said(_YES if value else _NO, language)
    if isinstance(value, int | float):
        return _number(value, str(difference.place[-1]), language)
    if isinstance(value, Mapping):
        return _thing(value, language)
    if isinstance(value, list):
        return _list(value, recipe, language)
    return _role_or_word(str(value), recipe, language)


def _number(value: float, key: str, language: str) -> str:
    shown = f"{value:g}" if language == "en" else f"{value:g}".replace(".", ",")
    unit = _UNITS.get(key)
    return f"{shown} {said(unit, language)}" if unit else shown


def _thing(value: Mapping[str, Any], language: str) -> str:
    """A text, or something with a title; else only that it stands there."""
    for inner in (value, *(value.get(key) for key in ("title", "name", "text", "what", "about"))):
        if isinstance(inner, Mapping) and "da" in inner:
            return str(inner["en"] if language == "en" else inner["da"])
    return str(value.get("name") or said(_THERE, language))


def _list(value: list[Any], recipe: Recipe, language: str) -> str:
    if len(value) == 2 and all(isinstance(each, int) for each in value):
        return f"{value[0]}{DASH}{value[1]}"
    return ", ".join(
        _thing(each, language) if isinstance(each, Mapping) else _role_or_word(str(each), recipe, language)
        for each in value
    )


def _role_or_word(word: str, recipe: Recipe, language: str) -> str:
    if word in recipe.roles:
        return said(recipe.roles[word], language)
    for table in (words.MODES, words.FOCUS_AREAS, words.ANCHORING_MODELS, words.CHANNELS, words.KINDS, _CODES):
        if word in table:
            return said(table[word], language)
    if "@" in word:
        return recipe_text.instrument_title(word, language)
    day = _day(word, language)
    return day or (word if " " in word or word[:1].isupper() else said(_THERE, language))


def _day(text: str, language: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text), language)
    except ValueError:
        return ""


def day_in_words(day: date, language: str) -> str:
    """ "1. marts 2026", "1 March 2026"."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month.en} {day.year}" if language == "en" else f"{day.day}. {month.da} {day.year}"


_DANISH = "januar februar marts april maj juni juli august september oktober november december"
_ENGLISH = "January February March April May June July August September October November December"
_MONTHS = tuple(Words(da, en) for da, en in zip(_DANISH.split(), _ENGLISH.split(), strict=True))
_FROM = Words("fra", "from")
_MORE = Words("ændret", "changed")
_THERE = Words("er med", "is there")
_YES, _NO = Words("ja", "yes"), Words("nej", "no")
_OTHER = Words("Andet", "Other")
_AREAS: Mapping[str, Words] = {
    "title": Words("Titel", "Title"),
    "summary": Words("Kort fortalt", "In short"),
    "owner": Words("Ejer", "Owner"),
    "partners": Words("Medvirkende", "Taking part"),
    "focus_areas": Words("Områder", "Focus areas"),
    "for": Words("Hvem den er for", "Who it is for"),
    "found_by": Words("Sådan findes de", "How they are found"),
    "screening": Words("Måleredskab", "Instrument"),
    "colours": Words("Farver", "Colours"),
    "roles": Words("Rolle", "Role"),
    "steps": Words("Trin", "Step"),
    "companion": Words("Ledsager", "Companion"),
    "activity": Words("Aktivitet", "Activity"),
    "follow_up": Words("Opfølgning", "Follow-up"),
    "measure": Words("Måling", "Measuring"),
    "waiting": Words("Ventetid", "Waiting"),
    "training": Words("Uddannelse", "Training"),
    "governance": Words("Styring", "Governance"),
    "agreements": Words("Aftaler", "Agreements"),
    "materials": Words("Materialer", "Materials"),
    "anchoring": Words("Forankring", "Anchoring"),
    "risks": Words("Risici", "Risks"),
    "advice": Words("Gode råd", "Advice"),
    "assumed": Words("Egne valg", "Own choices"),
    "reported": Words("Kildens tal", "The source's numbers"),
}
_LEAVES: Mapping[str, Words] = {
    "within_days": Words("frist", "deadline"),
    "answer_within_days": Words("svarfrist", "answer due"),
    "days": Words("dage fra", "days from"),
    "after_days": Words("dag", "day"),
    "every_days": Words("dage imellem", "days between"),
    "meets_every_days": Words("dage mellem møder", "days between meetings"),
    "minutes": Words("længde", "length"),
    "size": Words("størrelse", "size"),
    "groups": Words("antal grupper", "number of groups"),
    "facilitated": Words("mødegange med leder", "led sessions"),
    "count": Words("antal", "number"),
    "times": Words("antal gange", "times"),
    "text": Words("tekst", "text"),
    "opener": Words("åbning", "opener"),
    "by": Words("hvem", "who"),
    "to": Words("til hvem", "to whom"),
    "members": Words("deltagere", "members"),
    "dkk": Words("pris", "price"),
    "name": Words("navn", "name"),
    "kind": Words("slags", "kind"),
    "instruments": Words("måleredskaber", "instruments"),
    "instrument": Words("måleredskab", "instrument"),
    "who_continues": Words("går videre", "goes on"),
    "optional": Words("kan springes over", "may be passed over"),
    "then": Words("bagefter", "afterwards"),
    "model": Words("model", "model"),
    "settled": Words("besluttet", "settled"),
    "does": Words("opgaver", "tasks"),
}
_DAYS = Words("dage", "days")
_UNITS: Mapping[str, Words] = {
    **dict.fromkeys(
        ("within_days", "answer_within_days", "days", "every_days", "meets_every_days", "after_days", "period_days",
         "offer_expires_days", "opens_days_before", "closes_days_after", "staff_visit_at_most_every_days"), _DAYS,
    ),
    "minutes": Words("minutter", "minutes"),
    "dkk": Words("kr.", "DKK"),
    "hours": Words("timer", "hours"),
}  # fmt: skip
_CODES: Mapping[str, Words] = {
    "owner": Words("ejeren", "the owner"),
    "participants": Words("deltagerne", "the participants"),
    "ends": Words("slutter", "ends"),
    "self_run": Words("fører sig selv", "runs itself"),
    "goes_on": Words("fortsætter", "goes on"),
    "green": Words("grøn", "green"),
    "yellow": Words("gul", "yellow"),
    "red": Words("rød", "red"),
    "person": Words("borgeren", "the person"),
    "observer": Words("en der kender borgeren", "somebody who knows the person"),
    "municipality": Words("kommune", "municipality"),
    "housing_association": Words("boligforening", "housing association"),
    "parish": Words("sogn", "parish"),
    "firm": Words("firma", "firm"),
}
