"""What has come in from the public pages: two who signed up by themselves, one for a mother, one who wants a call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.directory import operations as directory
from brobygger.communities.directory.writing_rules import ForWhom, Written
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import come_forward
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

CONSENT = "Vi gemmer det, du skriver her, så foreningen kan ringe. Foreningen og kommunen kan se det."


def open_the_doors(town: Town) -> None:
    """Put every offer in the search, and let a few people write. The last thing that is done in the town."""
    directory.catch_up()
    with acting_as(town.actors["mette"]):
        offers = {offer.name: offer.id for offer in Offer.objects.filter(municipality_id=town.municipality.id)}
    for number, (offer, written) in enumerate(_written()):
        come_forward.join(
            written=written, offer_id=offers[offer], municipality_id=town.municipality.id,
            at=town.now - timedelta(hours=5 + 19 * number),
        )  # fmt: skip
    come_forward.ask_to_be_called(
        written=_one("Hanne Holm", "51 00 00 04", "evening"), municipality_id=town.municipality.id,
        at=town.now - timedelta(hours=3),
    )  # fmt: skip


def _written() -> list[tuple[str, Written]]:
    daughter = {
        "for_whom": ForWhom.RELATIVE, "relative_name": "Sofie Skov", "relation": "child", "channel": "bibliotek",
    }  # fmt: skip
    return [
        ("Syng sammen om torsdagen", _one("Asta Skov", "51 00 00 01", "afternoon", **daughter)),
        ("Torsdagsherrerne", _one("Niels Nord", "51 00 00 02", "morning")),
        ("Fællesspisning i sognegården", _one("Kirsten Kær", "51 00 00 03", "any", channel="apoteket-paa-torvet")),
    ]


def _one(name: str, phone: str, best_time: str, **more: object) -> Written:
    said = {"for_whom": ForWhom.SELF, "consent_text": CONSENT} | more
    return Written(id=new_id(), name=name, phone=phone.replace(" ", ""), best_time=best_time, **said)  # type: ignore[arg-type]
