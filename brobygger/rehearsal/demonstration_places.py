"""Words the demonstration's people use themselves, and an offer told in plain Danish and other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.other_words import PLAIN, say_otherwise
from brobygger.journeys import own_interests
from brobygger.pathway.matching.models import Wishes
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_OWN_WORDS = (
    "Jeg har altid quiltet", "Quilter hver aften", "Vil gerne quilte med andre", "At quilte, det er hyggen ved det",
    "Quilte og drikke kaffe", "Min mor lærte mig at quilte",
)  # fmt: skip
_TOLD = {
    PLAIN: "Vi synger sammen om torsdagen.\nDu kan også bare lytte.\nBent står ved døren. Han viser dig plads.",
    "de": "Wir singen jeden Donnerstag zusammen. Bent empfängt Sie an der Tür.",
    "ar": "نغني معًا كل يوم خميس. سيستقبلك أحدنا عند الباب.",
}


def fill(town: Town) -> None:
    """Six who say the same in their own way, two words somebody has decided about, and one offer in four languages."""
    with acting_as(town.actors["mette"]) as mette:
        silent = list(Wishes.objects.filter(own_words="").order_by("-mapped_at", "id")[: len(_OWN_WORDS)])
        for wishes, words in zip(silent, _OWN_WORDS, strict=False):
            wishes.own_words = words
        Wishes.objects.bulk_update(silent, ["own_words"])
        own_interests.take_in(word="modeltog", parent="værksted", synonyms=["tog"], by=mette, at=town.now)
        own_interests.refuse(word="fjernsyn", by=mette, at=town.now)
        song = Offer.objects.get(municipality_id=mette.municipality_id, name="Syng sammen om torsdagen")
        say_otherwise(offer=song, texts=_TOLD, by=mette)
