"""What people said in their own words about what they like: counted across persons, and tied to interests (R162).

Nobody's words are shown here with a name: only words that several persons used leave this module, with how many did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from uuid import UUID

from django.db import transaction

from brobygger.foundation.kernel.several import rows
from brobygger.pathway.matching.models import Wishes
from brobygger.registry.access.actor import Actor

MOST_FORMS = 20_000  # forms of words looked at, the most used first
_FORMS = """
select word, array_agg(distinct person_id)
from (select distinct on (episode_id) person_id, own_words from matching_wishes
      order by episode_id, mapped_at desc) as newest,
     regexp_split_to_table(lower(own_words), '[^[:alpha:]]+') as word
where length(word) between 3 and 40 and word <> all(%(besides)s)
group by word
order by count(distinct person_id) desc, word limit %(most)s
"""


def forms_used(actor: Actor, *, besides: Collection[str]) -> list[tuple[str, frozenset[UUID]]]:
    """Words as they are written in the newest wishes, most used first, and whose. One query.

    `besides`: words in small letters that say nothing and are not counted.
    """
    values = {"most": MOST_FORMS, "besides": list(besides)}
    return [(word, frozenset(people)) for word, people in rows(_FORMS, values)]


@transaction.atomic
def tie(*, codes_in: Callable[[str], tuple[str, ...]], by: Actor) -> int:
    """Add to the newest wishes of everybody the interests their own words name. Returns how many persons' are new.

    `codes_in`: the interests that a text names. The words stay as they were said; again changes nothing.
    """
    changed = []
    for wishes in _newest():
        new = [code for code in codes_in(wishes.own_words) if code not in wishes.interests]
        if new:
            wishes.interests = [*wishes.interests, *new]
            changed.append(wishes)
    Wishes.objects.bulk_update(changed, ["interests"], batch_size=500)
    return len({wishes.person_id for wishes in changed})


def _newest() -> Iterator[Wishes]:
    found = Wishes.objects.order_by("episode_id", "-mapped_at").distinct("episode_id")
    return (wishes for wishes in found.only("id", "person_id", "own_words", "interests") if wishes.own_words)
