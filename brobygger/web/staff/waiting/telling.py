"""Groups in the making, in words: why somebody is in, what a group has, what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.web.shared import words
from brobygger.web.staff.matching.reasons import decimal, said_against

RULES = {
    "interests": gettext_lazy("fælles interesser"),
    "address": gettext_lazy("at bo tæt på hinanden"),
}
SEXES = {
    "": gettext_lazy("mænd og kvinder sammen"),
    "alike": gettext_lazy("hver gruppe for sig: mænd eller kvinder"),
    "male": gettext_lazy("kun mænd"),
    "female": gettext_lazy("kun kvinder"),
}
MOST_REASONS = 4
Names = Mapping[str, str]


def interests(codes: Iterable[str]) -> str:
    """ "kort og spil, gåture"."""
    return ", ".join(str(words.INTERESTS.get(each, each)) for each in codes)


def days(numbers: Iterable[int]) -> str:
    """ "tirsdag, torsdag"."""
    return ", ".join(str(words.WEEKDAYS[day]) for day in numbers)


def waited(count: int) -> str:
    """ "har ventet 12 dage"."""
    return ngettext("har ventet %s dag", "har ventet %s dage", count) % count


def why_in(reasons: Iterable[Any], names: Names) -> list[str]:
    """Why somebody sits in a group, at most four parts."""
    return [text for reason in reasons if (text := _for(reason.code, reason.params, names))][:MOST_REASONS]


def _for(code: str, told: Mapping[str, Any], names: Names) -> str:
    if code == "wished_company":
        return _("sammen med %s, som ønsket") % _named(told["ids"], names)
    if code == "shares":
        return ngettext("%(what)s (som %(n)s anden)", "%(what)s (som %(n)s andre)", told["with"]) % {
            "what": interests(told["interests"]), "n": told["with"],
        }  # fmt: skip
    if code == "life":
        return _("fra livet: %s") % ", ".join(told["words"])
    if code == "near" and "minutes" in told:
        return _("%(km)s km væk, %(minutes)s min. i bil") % {"km": decimal(told["km"]), "minutes": told["minutes"]}
    if code == "near":
        return _("%s km væk") % decimal(told["km"])
    if code == "neighbours":
        return str(ngettext("%s nabo inden for 1 km", "%s naboer inden for 1 km", told["count"]) % told["count"])
    if code == "weekday":
        return days(told["days"])
    if code == "waited":
        return waited(told["days"])
    return _("kan give en hånd")  # gives_a_hand


def why_out(reasons: Iterable[Any], names: Names) -> list[str]:
    """What keeps somebody out, all of it."""
    return [text for reason in reasons if (text := _against(reason, names))]


def _against(reason: Any, names: Names) -> str:
    code, told = reason.code, reason.params
    if code == "wrong_day":
        return _("kan ikke på dagen (%s)") % days(told["days"])
    if code == "beyond_km":
        return _("%(km)s km væk; højst %(at_most)s km er valgt") % {**told, "km": decimal(told["km"])}
    if code == "speaks_not":
        return str(_("taler ikke %s") % told["language"])
    if code == "room_apart":
        return _("vil ikke være sammen med %s, og der er ikke plads i andre grupper") % _named(told["ids"], names)
    if code in _NUMBERED:
        return str(str(_NUMBERED[code]) % next(iter(told.values())))
    return str(_PLAIN[code]) if code in _PLAIN else next(iter(said_against([reason])), "")


_PLAIN = {
    "wants_one": gettext_lazy("vil helst være sammen med én, ikke i en gruppe"),
    "sex_unknown": gettext_lazy("køn er ikke skrevet ned, og grupperne er delt efter køn"),
    "no_host": gettext_lazy("ingen vært er ledig"),
    "room_now": gettext_lazy("der er plads nu: flyt selv, eller foreslå igen"),
    "room_language": gettext_lazy("ingen i de grupper, der er plads i, taler samme sprog"),
    "hearing": gettext_lazy("hører dårligt, og der er ikke teleslynge: vælg et andet sted, eller rolige omgivelser"),
    "room_wheelchair": gettext_lazy("der er ikke plads til flere kørestole i de grupper"),
    "room_sex": gettext_lazy("de grupper, der er plads i, er for det andet køn"),
}
_NUMBERED = {
    "no_places": gettext_lazy("tilbuddet tager ikke flere (%s pladser), og andre har ventet længere"),
    "no_more_hosts": gettext_lazy("der er kun værter til %s grupper, og de er fyldt"),
    "later": gettext_lazy("de %s, der har ventet længst, kommer først"),
    "too_few": gettext_lazy("der er ikke nok til en gruppe på mindst %s"),
    "not_enough_more": gettext_lazy("grupperne er fyldt, og der er ikke nok til én mere på mindst %s"),
}


def nearer(reason: Any) -> str:
    """A place that the group lives nearer to."""
    return _("Et sted tættere på: %(place)s, %(km)s km i snit.") % {
        "place": reason.params["place"], "km": decimal(reason.params["km"]),
    }  # fmt: skip


_IF_SOLVED = {
    "steps": gettext_lazy("trapper"),
    "walk_too_long": gettext_lazy("vejen til fods"),
    "too_far": gettext_lazy("kørsel"),
    "beyond_km": gettext_lazy("den længste vej, der er valgt"),
    "price": gettext_lazy("prisen"),
    "wrong_day": gettext_lazy("dagen"),
    "hearing": gettext_lazy("hørelsen"),
    "speaks_not": gettext_lazy("sproget"),
    "only_sex": gettext_lazy("kun mænd eller kun kvinder"),
    "wants_one": gettext_lazy("ønsket om kun at være to"),
    "no_host": gettext_lazy("værter"),
    "no_more_hosts": gettext_lazy("værter"),
    "no_places": gettext_lazy("pladser"),
    "room_wheelchair": gettext_lazy("pladser til kørestole"),
}


def in_the_way(left: Iterable[Sequence[Any]]) -> list[str]:
    """ "kørsel: 3": what alone keeps how many out, most first. `left`: each one's reasons."""
    alone = Counter(reasons[0].code for reasons in left if len({reason.code for reason in reasons}) == 1)
    named: Counter[str] = Counter()
    for code, count in alone.items():
        if code in _IF_SOLVED:
            named[str(_IF_SOLVED[code])] += count
    return [f"{name}: {count}" for name, count in sorted(named.items(), key=lambda each: (-each[1], each[0]))]


def broken(reasons: Iterable[Any], names: Names) -> list[str]:
    """The rules a group breaks as it stands, so that a person can decide."""
    return [_broken(reason, names) for reason in reasons]


def _broken(reason: Any, names: Names) -> str:
    code, told = reason.code, reason.params
    if code == "too_small":
        missing = told["missing"]
        said = ngettext("Mangler %s for at være stor nok.", "Mangler %s for at være stor nok.", missing)
        return str(said % missing)
    if code == "too_large":
        return str(_("Der er flere end %s i gruppen.") % told["most"])
    if code == "too_many_wheelchairs":
        return str(_("Der er kun plads til %s i kørestol.") % told["most"])
    if code == "no_giver":
        return str(_("Mindst %s skal kunne give en hånd.") % told["least"])
    if code == "member":
        return f"{names.get(told['id'], '')}: {'; '.join(why_out([told['block']], names))}."
    pair = _named(told["ids"], names)
    if code == "together_language":
        return _("%s taler ikke samme sprog.") % pair
    if code == "together_sex":
        return _("%s: grupperne er delt efter køn.") % pair
    return _("%s vil ikke være sammen.") % pair  # together_apart


def terms(proposal: Any) -> str:
    """ "6–8 i hver · fælles interesser · kun mænd"."""
    said = [
        _("%(least)s–%(most)s i hver") % {"least": proposal.size_min, "most": proposal.size_max},
        str(RULES[proposal.rule]),
        str(SEXES[proposal.sex]) if proposal.sex else "",
        _("højst %s km") % proposal.km_at_most if proposal.km_at_most is not None else "",
        _("alle taler %s") % proposal.language if proposal.language else "",
        _("rolige omgivelser") if proposal.quiet else "",
        ngettext("højst %s kørestol i hver", "højst %s kørestole i hver", proposal.wheelchairs) % proposal.wheelchairs
        if proposal.wheelchairs is not None
        else "",
        _("nogen i hver gruppe kan give en hånd") if proposal.balance else "",
        _("en vært til hver gruppe") if proposal.host_needed else _("uden krav om vært"),
    ]
    return " · ".join(text for text in said if text)


def _named(ids: Iterable[str], names: Names) -> str:
    known = [names[one] for one in ids if one in names]
    if len(known) < 2:
        return "".join(known)
    return _("%(first)s og %(last)s") % {"first": ", ".join(known[:-1]), "last": known[-1]}
