"""Reading who waits for what no offer meets: places and interests, never who."""

from __future__ import annotations

from dataclasses import dataclass

from brobygger.communities.offers.queries import local_offers, places_free
from brobygger.foundation.kernel.several import rows
from brobygger.pathway.matching import gap_rules
from brobygger.pathway.matching.gap_rules import Centre, Gap, Place, Wisher
from brobygger.registry.access.actor import Actor

# Who has told of wishes and has nothing under way, or stopped because nothing suited or had room.
_WISHERS = """
select coalesce(nullif(trim(p.postcode || ' ' || p.city), ''), ''), w.interests, p.latitude, p.longitude
from episodes_episode e
join people_person p on p.municipality_id = e.municipality_id and p.id = e.person_id
join lateral (
  select interests from matching_wishes
  where municipality_id = e.municipality_id and episode_id = e.id order by mapped_at desc limit 1
) w on cardinality(w.interests) > 0
where p.died_on is null and p.moved_on is null and not p.never_contact
  and ((e.status = 'active' and e.next_step in ('wishes', 'referred'))
       or (e.status = 'lost' and e.lost_reason in ('no_offer', 'no_place')))
  and not exists (
    select 1 from groups_member i
    where i.municipality_id = e.municipality_id and i.person_id = e.person_id and i.until is null)
"""


@dataclass(frozen=True)
class Picture:
    """Unmet wishes, where those who have them live taken together, and the offers beside them."""

    gaps: list[Gap]
    centres: list[Centre]
    places: list[Place]


def picture(actor: Actor) -> Picture:
    """The unmet wishes of the actor's municipality, and the offers they are held against. Three queries."""
    free = places_free(actor)
    places = [
        Place(
            name=offer.name, interests=frozenset(offer.interests), weekdays=frozenset(offer.weekdays),
            latitude=offer.latitude, longitude=offer.longitude,
            comes_home=bool(offer.transport) or offer.kind == "one_to_one", free=free.get(offer.id),
        )
        for offer in local_offers(actor)
    ]  # fmt: skip
    wishers = [Wisher(area, tuple(interests), *where) for area, interests, *where in rows(_WISHERS, {})]
    return Picture(gap_rules.gaps(wishers, places), gap_rules.centres(wishers, places), places)
