"""The pairs of a programme, and what both parties have answered at each round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.measurement.models import PairAnswer
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor

PARTIES = ("person", "volunteer")
DAYS = (30, 90, 180)  # after the pair began; ElderLearn asks both at ninety days (seed 000)
INSTRUMENT = "pair@1"
MOST_PAIRS = 200


@dataclass(frozen=True)
class PairRound:
    """One round of a pair. answered: party → the score; a party that is not there has not answered."""

    pair: Pair
    days: int
    due: date
    answered: dict[str, int | None]

    @property
    def missing(self) -> int:
        return len(PARTIES) - len(self.answered)


def rounds(actor: Actor, programme: Programme, *, today: date) -> list[PairRound]:
    """Every round that has come of the programme's pairs, the newest first; a pair that ended before it has none.

    Two queries.
    """
    episodes = Episode.objects.filter(programme=programme).values("person_id")
    pairs = list(
        Pair.objects.filter(person_id__in=episodes).select_related("volunteer").order_by("-since")[:MOST_PAIRS]
    )
    given: dict[tuple[UUID, date], dict[str, int | None]] = {}
    for one in PairAnswer.objects.filter(programme=programme, pair_id__in=[pair.id for pair in pairs]):
        given.setdefault((one.pair_id, one.due), {})[one.party] = one.score
    found = []
    for pair in pairs:
        for days in DAYS:
            due = pair.since + timedelta(days=days)
            if due <= today and (pair.until is None or pair.until >= due):
                found.append(PairRound(pair, days, due, given.get((pair.id, due), {})))
    return sorted(found, key=lambda one: (one.missing == 0, -one.due.toordinal()))


def pair(actor: Actor, pair_id: UUID) -> tuple[Pair, Programme]:
    """A pair and the programme the person is in, the newest. Raises NotVisible."""
    found = Pair.objects.select_related("volunteer").filter(id=pair_id).first()
    if found is None:
        raise NotVisible("pair")
    rows = Episode.objects.select_related("programme").filter(person_id=found.person_id)
    episode = rows.order_by("-found_on", "-id").first()
    if episode is None:
        raise NotVisible("pair")
    return found, episode.programme
