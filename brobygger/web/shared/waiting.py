"""Somebody who waits, in words and without a name: for the municipality's page and the associations'."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from brobygger.web.shared import words

WISHES_TO_BE = {
    "one_to_one": gettext_lazy("vil gerne have besøg"),
    "group": gettext_lazy("vil gerne i en gruppe"),
}


@dataclass(frozen=True)
class SaidOfSomebody:
    """wish: what is wished; more: days and place; waited: how long."""

    wish: str
    more: str
    waited: str


def said(one: Any) -> SaidOfSomebody:
    """A journeys.two_sides.Nameless in words."""
    interests = ", ".join(str(words.INTERESTS.get(each, each)) for each in one.interests)
    days = ", ".join(str(words.WEEKDAYS[day]) for day in one.weekdays)
    company = str(WISHES_TO_BE.get(one.company, _("vil gerne med i noget")))
    weeks = one.waited_days // 7
    waited = ngettext("har ventet %s uge", "har ventet %s uger", weeks) % weeks if weeks else _("ny på listen")
    return SaidOfSomebody(
        f"{company}: {interests}" if interests else company,
        " · ".join(part for part in (days, one.area) if part),
        waited,
    )
