"""Pairs in the making, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from brobygger.pathway.matching.pair_rules import Volunteer, judge_pair
from brobygger.web.staff.matching.reasons import decimal
from brobygger.web.staff.waiting.telling import days, interests, waited

__all__ = ["against", "waited", "why", "why_none"]


def why(reasons: Iterable[Any]) -> list[str]:
    """What two have in common."""
    return [_for(reason.code, reason.params) for reason in reasons]


def _for(code: str, told: Mapping[str, Any]) -> str:
    if code == "interest":
        return _("begge: %s") % interests(told["interests"])
    if code == "near":
        return _("%s km fra hinanden") % decimal(told["km"])
    if code == "weekday":
        return _("kan begge %s") % days(told["days"])
    if code == "life":
        return _("fra livet: %s") % ", ".join(told["words"])
    if code == "car":
        return _("den frivillige har bil")
    if code == "age":
        return _("omtrent lige gamle")
    if code == "known":
        return _("de har mødtes før")
    if code == "language":
        return _("taler begge %s") % ", ".join(told["languages"])
    if code == "own_language":
        return _("borgeren ønsker en, der taler det")
    if code == "background":
        return _("samme baggrund, som borgeren ønsker: %s") % ", ".join(told["words"])
    return _("borgeren kan selv give en hånd")  # resourceful


def against(blocks: Iterable[Any]) -> list[str]:
    """What stands between two."""
    return [_against(block.code, block.params) for block in blocks]


def _against(code: str, told: Mapping[str, Any]) -> str:
    if code == "wants_group":
        return _("vil helst være i en gruppe")
    if code == "no_language":
        return _("taler ikke samme sprog")
    if code == "wants_sex":
        return _("borgeren vil kun være sammen med mænd") if told["sex"] == "male" else _(
            "borgeren vil kun være sammen med kvinder"
        )  # fmt: skip
    if code == "no_giver":
        return _("kan ikke selv give en hånd, og det er valgt som krav")
    if code == "no_day":
        return _("har ingen fælles dag")
    if code == "meets_sex":
        return _("vil helst besøge mænd") if told["sex"] == "male" else _("vil helst besøge kvinder")
    return _("bor %s km fra hinanden") % decimal(told["km"])  # far_from_each_other


def why_none(one: Any, volunteers: Sequence[Volunteer], refused: Collection[str]) -> list[str]:
    """Why somebody has no proposal: what stands between them and every volunteer, commonest first."""
    if one.waiter.seeker.company == "group":
        return [_("vil helst være i en gruppe")]
    able = [volunteer for volunteer in volunteers if volunteer.places]
    if not able:
        return [_("ingen frivillig har plads")]
    found: dict[str, int] = {}
    for volunteer in able:
        told = judge_pair(one.waiter, volunteer)
        reasons = against(told.blocks) or ([_("der er sagt nej til de to")] if volunteer.id in refused else [])
        for text in reasons or [""]:
            found[text] = found.get(text, 0) + 1
    if "" in found:
        return [_("der er flere, end de frivillige kan nå; andre har ventet længere eller passer bedre")]
    commonest = sorted(found, key=lambda text: (-found[text], text))
    return [_("af de frivillige, der har plads: %s") % "; ".join(commonest[:3])]
