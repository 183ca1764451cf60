"""The sentences that explain a criterion. Plain data and plain joining; the decision is made in `eligibility_rules`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What is known, with the value; what is asked for, with the limit; what is missing. Danish, then English.
_KNOWN = {
    "min_age": ("er {value} år", "is {value} years old"),
    "max_age": ("er {value} år", "is {value} years old"),
    "sex": ("er {value}", "is {value}"),
    "lives_alone": ("bor alene: {value}", "lives alone: {value}"),
    "civil_status": ("er {value}", "is {value}"),
    "home_help_hours": ("modtager {value} timers hjemmehjælp om ugen", "gets {value} hours of home help a week"),
    "daily_home_help": ("får hjælp hver dag: {value}", "gets help every day: {value}"),
    "personal_care": ("får personlig pleje: {value}", "gets personal care: {value}"),
    "walks_m": ("går {value} meter", "walks {value} metres"),
    "self_reliant": ("klarer sig selv: {value}", "is self-reliant: {value}"),
    "cognitive_impairment": ("har kognitive vanskeligheder: {value}", "has cognitive impairment: {value}"),
    "housing": ("bor i {value}", "lives in {value}"),
    "areas": ("bor i {value}", "lives in {value}"),
    "languages": ("taler {value}", "speaks {value}"),
    "feels_lonely": ("savner samvær: {value}", "misses company: {value}"),
    "wants_to_join": ("vil gerne være med: {value}", "wants to join: {value}"),
    "any_of": ("opfylder et af flere krav: {value}", "meets one of several criteria: {value}"),
}
# A trial's own limits: inside, outside, not known. {value} is what it is limited to.
_TRIAL = {
    "trial_units": (
        ("i forsøgets enheder: {value}", "in the trial's units: {value}"),
        ("uden for forsøgets enheder: {value}", "outside the trial's units: {value}"),
        ("det vides ikke, om borgeren hører til forsøgets enheder: {value}",
         "it is not known whether the person belongs to the trial's units: {value}"),
    ),
    "trial_area": (
        ("bor i forsøgets område: {value}", "lives in the trial's area: {value}"),
        ("uden for forsøgets område: {value}", "outside the trial's area: {value}"),
        ("det vides ikke, om borgeren bor i forsøgets område: {value}",
         "it is not known whether the person lives in the trial's area: {value}"),
    ),
}  # fmt: skip
_MISSING = {
    "min_age": ("alderen kendes ikke", "the age is not known"),
    "max_age": ("alderen kendes ikke", "the age is not known"),
    "sex": ("kønnet kendes ikke", "the sex is not known"),
    "lives_alone": ("det vides ikke, om borgeren bor alene", "it is not known whether the person lives alone"),
    "civil_status": ("civilstanden kendes ikke", "the civil status is not known"),
    "home_help_hours": ("timer med hjemmehjælp kendes ikke", "the hours of home help are not known"),
    "walks_m": ("det vides ikke, hvor langt borgeren går", "it is not known how far the person walks"),
    "feels_lonely": ("viser sig ved screeningen", "the screening will show"),
    "wants_to_join": ("borgeren er ikke spurgt endnu", "the person has not been asked yet"),
}
_LIMITS = {
    "at_least": ("mindst {0}", "at least {0}"),
    "more_than": ("over {0}", "more than {0}"),
    "at_most": ("højst {0}", "at most {0}"),
    "less_than": ("under {0}", "less than {0}"),
}
_VALUES = {
    "female": ("kvinde", "a woman"),
    "male": ("mand", "a man"),
    "other": ("andet", "other"),
    "married": ("gift", "married"),
    "widowed": ("enke eller enkemand", "widowed"),
    "cohabiting": ("samlevende", "cohabiting"),
    "partner_apart": ("i et forhold, men bor for sig", "in a relationship, living apart"),
    "single": ("enlig", "single"),
    "divorced": ("separeret eller fraskilt", "separated or divorced"),
    "house": ("hus", "a house"),
    "flat": ("lejlighed", "a flat"),
    "sheltered": ("beskyttet bolig", "sheltered housing"),
    "care_home": ("plejehjem", "a care home"),
}
_WORDS = {
    True: ("ja", "yes"),
    False: ("nej", "no"),
    "limit": ("grænsen er {0}", "the limit is {0}"),
    "and": (" og ", " and "),
    "or": (" eller ", " or "),
    "unknown": ("vides ikke", "not known"),
}


def sentence(code: str, params: Mapping[str, Any], met: bool | None, language: str) -> str:
    """What is known and what is asked for; without full stop, so that several can be listed."""
    which = 1 if language.lower().startswith("en") else 0
    if code in _TRIAL:
        inside, outside, unknown = _TRIAL[code]
        said = unknown if met is None else inside if met else outside
        return said[which].format(value=_shown(params["value"], which))
    if met is None and code in _MISSING:
        return _MISSING[code][which]
    name = _KNOWN.get(code)
    if name is None:  # a judged criterion brings its own words
        said = params["en" if which else "da"]
        return f"{said}: {_WORDS['unknown'][which] if met is None else _WORDS[met][which]}"
    value = met if code == "any_of" else params["value"]
    known = _WORDS["unknown"][which] if met is None else name[which].format(value=_shown(value, which))
    asked = _asked(code, params, which)
    return f"{known}; {asked}" if asked else known


def _asked(code: str, params: Mapping[str, Any], which: int) -> str:
    limits = [_LIMITS[key][which].format(_shown(params[key], which)) for key in _LIMITS if key in params]
    wanted = params.get("wanted")
    if code in ("min_age", "max_age"):
        limits = [_LIMITS["at_least" if code == "min_age" else "at_most"][which].format(wanted)]
    elif isinstance(wanted, tuple):
        limits = [_WORDS["or"][which].join(_shown(choice, which) for choice in wanted)]
    elif isinstance(wanted, str):
        limits = [_shown(wanted, which)]
    return _WORDS["limit"][which].format(_WORDS["and"][which].join(limits)) if limits else ""


def _shown(value: Any, which: int) -> str:
    if isinstance(value, bool):
        return _WORDS[value][which]
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(_shown(each, which) for each in value)
    if isinstance(value, str):
        return _VALUES[value][which] if value in _VALUES else value
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text if which else text.replace(".", ",")
