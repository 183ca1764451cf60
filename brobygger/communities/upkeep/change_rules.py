"""What has changed for those who take part in an offer, as sentences one can send. Plain Python.

The sentences are Danish, as letters and SMS are, short (LIX under 35), and say only what is so from now on (R369).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What people must hear of at once: when, where, what it costs, whom it is for.
WATCHED = ("weekdays", "time", "address", "price_dkk", "sex", "min_age", "max_age", "published")
_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
_SEXES = {"male": "mænd", "female": "kvinder"}


def said(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Sentences on what is new. Both map the names of WATCHED to values as `stored` gives them. Empty: nothing is."""
    new = {name for name in WATCHED if before.get(name) != after.get(name)}
    if "published" in new and not after["published"]:
        return ["Vi holder det ikke mere."]
    found = []
    if new & {"weekdays", "time"}:
        told = days_and_time(after)
        found.append(f"Vi mødes nu {told}." if told else "")
    if "address" in new and after["address"]:
        found.append(f"Vi mødes nu her: {after['address']}.")
    if "price_dkk" in new and after["price_dkk"] is not None:
        price = after["price_dkk"]
        found.append(f"Det koster nu {price} kroner hver gang." if price else "Det er nu gratis.")
    if "sex" in new:
        who = _SEXES.get(after["sex"])
        found.append(f"Det er nu kun for {who}." if who else "Det er nu for alle.")
    if new & {"min_age", "max_age"}:
        found.append(_ages(after["min_age"], after["max_age"]))
    return [one for one in found if one]


def stored(offer: Any) -> dict[str, Any]:
    """The watched facts of an offer (a row or facts), as JSON keeps them."""
    facts = {name: getattr(offer, name) for name in WATCHED}
    return facts | {
        "weekdays": sorted(offer.weekdays),
        "time": f"{offer.time:%H.%M}" if offer.time else "",
    }


def days_and_time(facts: Mapping[str, Any]) -> str:
    """ "torsdag kl. 14.00"; empty when neither is known."""
    days = [_DAYS[day] for day in facts["weekdays"] if 0 <= day < len(_DAYS)]
    on = " og ".join(filter(None, [", ".join(days[:-1]), *days[-1:]]))
    at = f"kl. {facts['time']}" if facts["time"] else ""
    return " ".join(filter(None, [on, at]))


def _ages(youngest: int | None, oldest: int | None) -> str:
    if youngest and oldest:
        return f"Det er nu for dem fra {youngest} til {oldest} år."
    if youngest:
        return f"Det er nu for dem fra {youngest} år."
    return f"Det er nu for dem op til {oldest} år." if oldest else "Det er nu for alle aldre."
