"""Wishes and reasons in words: what speaks for an offer, what stands in its way, what it would take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from brobygger.web.shared import words
from brobygger.web.shared.dates import number_in_words_of

COMPANY = {
    "one_to_one": gettext_lazy("sammen med én"),
    "group": gettext_lazy("i en gruppe"),
    "either": gettext_lazy("begge dele"),
}
ONLY = {"male": gettext_lazy("kun mænd"), "female": gettext_lazy("kun kvinder")}
PLACES = {"home": gettext_lazy("hjemme"), "public": gettext_lazy("ude"), "either": gettext_lazy("begge dele")}
_AIDS = {"walker": gettext_lazy("rollator"), "wheelchair": gettext_lazy("kørestol")}
MOST_REASONS = 4
# What a person asks about first.
_ORDER = ("interest", "near", "walks", "free", "costs", "transport", "step_free", "language", "company", "weekday")
# If this one thing were solved, so many more offers would be possible.
_IF_SOLVED = {
    "too_far": gettext_lazy("hvis kørsel: %s mere"),
    "price": gettext_lazy("hvis det måtte koste mere: %s mere"),
    "full": gettext_lazy("hvis der var plads: %s mere"),
    "steps": gettext_lazy("hvis der var elevator eller rampe: %s mere"),
    "walk_too_long": gettext_lazy("hvis der var hjælp til at gå: %s mere"),
}


def said_for(reasons: Iterable[Any]) -> list[str]:
    """What speaks for an offer, at most four: what the person asks about first comes first."""
    asked = sorted(reasons, key=lambda reason: _ORDER.index(reason.code) if reason.code in _ORDER else len(_ORDER))
    return [text for reason in asked if (text := _for(reason.code, reason.params))][:MOST_REASONS]


def said_against(blocks: Iterable[Any]) -> list[str]:
    """What stands in the way, all of it."""
    return [text for block in blocks if (text := _against(block.code, block.params))]


def said_if_solved(counts: Mapping[str, int]) -> list[str]:
    """ "hvis kørsel: 4 mere", largest first; what nobody can solve (age, sex) is left out."""
    largest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [str(_IF_SOLVED[code]) % count for code, count in largest if code in _IF_SOLVED]


def _for(code: str, told: Mapping[str, Any]) -> str:
    if code == "interest":
        interests = ", ".join(str(words.INTERESTS.get(each, each)) for each in told["interests"])
        return _("interesse: %s") % interests
    if code == "near":
        return _("%s km væk") % decimal(told["km"])
    if code == "walks":
        return str(_("går %s m") % told["m"])
    if code == "company":
        return str(COMPANY.get(told["company"], ""))
    if code == "weekday":
        return ", ".join(str(words.WEEKDAYS[day]) for day in told["days"])
    if code == "costs":
        return str(_("%s kr. pr. gang") % told["price"])
    if code == "language":
        return str(_("taler %s") % ", ".join(told["languages"]))
    plain = {
        "free": _("gratis"),
        "step_free": _("uden trapper"),
        "transport": _("kørsel kan ordnes"),
    }
    return plain.get(code, "")


def _against(code: str, told: Mapping[str, Any]) -> str:
    if code == "only_sex":
        return _("kun for mænd") if told["sex"] == "male" else _("kun for kvinder")
    if code == "wants_only":
        return _("borgeren vil kun være sammen med mænd") if told["sex"] == "male" else _(
            "borgeren vil kun være sammen med kvinder"
        )  # fmt: skip
    if code == "too_young":
        return str(_("fra %s år") % told["min_age"])
    if code == "too_old":
        return str(_("til og med %s år") % told["max_age"])
    if code == "full":
        return _("ingen ledig plads")
    if code == "steps":
        return str(_("trappe, ingen elevator (%s)") % _AIDS.get(told["aid"], told["aid"]))
    if code == "walk_too_long":
        return str(_("man skal kunne gå %(needed)s m; borgeren går %(walks)s m") % told)
    if code == "price":
        return str(_("koster %(price)s kr.; højst %(at_most)s kr.") % told)
    if code == "too_far":
        return _("%s km væk, og ingen kørsel") % decimal(told["km"])
    return ""


def wishes_in_words(wishes: Any) -> list[tuple[str, str]]:
    """What a person has told beside the interests, as pairs; what was not asked is left out."""
    days = ", ".join(str(words.WEEKDAYS[day]) for day in wishes.weekdays)
    barriers = ", ".join(str(words.BARRIERS.get(each, each)) for each in wishes.barriers)
    price = wishes.price_at_most_dkk
    companion = {True: _("ja"), False: _("nej"), None: ""}[wishes.wants_companion]
    told = [
        (_("Vil helst være"), str(COMPANY.get(wishes.company, ""))),
        (_("Mænd eller kvinder"), str(ONLY.get(wishes.only_sex, ""))),
        (_("Hvor"), str(PLACES.get(wishes.place, ""))),
        (_("Dage, der passer"), days),
        (_("Kommer sammen med"), wishes.comes_with),
        (_("Vil følges med nogen"), companion),
        (_("Må højst koste"), _("%s kr. pr. gang") % price if price is not None else ""),
        (_("Står i vejen"), barriers),
        (_("Kan og har"), wishes.resources),
        (_("Fra livet"), wishes.life_story),
        (_("Ord fra livet"), ", ".join(wishes.life_words)),
    ]
    return [pair for pair in told if pair[1]]


_HOW = {
    "walk": gettext_lazy("til fods"),
    "bus": gettext_lazy("bus"),
    "driven": gettext_lazy("kørt af familie, nabo eller en frivillig"),
    "taxi": gettext_lazy("taxa"),
    "with_us": gettext_lazy("foreningen henter"),
}
_WHY_NOT = {
    "wheelchair": gettext_lazy("svært med kørestol"),
    "too_far_to_walk": gettext_lazy("længere, end borgeren går"),
}


def way_in_words(way: Any) -> str:
    """ "bus: omkring 20 minutter, 24 kr."."""
    minutes = ngettext("omkring %s minut", "omkring %s minutter", way.minutes) % way.minutes
    price = "" if way.dkk is None else _("gratis") if way.dkk == 0 else _("omkring %s kr.") % way.dkk
    told = [minutes, str(price), str(_WHY_NOT.get(way.why_not, ""))]
    return f"{_HOW[way.how]}: {', '.join(part for part in told if part)}"


def places_left(count: int) -> str:
    """ "2 ledige pladser"."""
    return ngettext("%s ledig plads", "%s ledige pladser", count) % count


def decimal(value: float) -> str:
    """A number in the marks of the page's language: 1,5 or 1.5."""
    return number_in_words_of("en" if (get_language() or "da").startswith("en") else "da", value)
