"""The interests a municipality has beside the common ones: words of its own people, as somebody decided (R162)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from brobygger.communities.offers.models import InterestWord
from brobygger.foundation.kernel.context import as_anybody
from brobygger.registry.access.actor import Actor

MOST = 500  # words a municipality has decided about; beyond it nobody reads the list


@dataclass(frozen=True)
class OwnInterest:
    """A new interest: its code, which is its Danish word, what it is a kind of, and what else people call it."""

    code: str
    parent: str
    synonyms: tuple[str, ...]


def decided(actor: Actor) -> list[InterestWord]:
    """Every word that somebody has decided about, the newest first. One query."""
    return list(InterestWord.objects.order_by("-decided_at", "word")[:MOST])


def new_ones(actor: Actor) -> list[str]:
    """The codes of the municipality's own interests, as its people say them, in order of the alphabet. One query."""
    return sorted({one.interest for one in decided(actor) if one.known and one.interest == one.word})


def codes_by_word(rows: Sequence[InterestWord]) -> dict[str, tuple[str, ...]]:
    """Which interests a word or its synonyms stand for: itself and what it is a kind of. Without those refused."""
    found: dict[str, tuple[str, ...]] = {}
    parents = {row.interest: row.parent for row in rows if row.interest == row.word}
    for row in rows:
        if row.known:
            codes = tuple(code for code in (row.interest, parents.get(row.interest)) if code)
            found |= dict.fromkeys([row.word, *row.synonyms], codes)
    return found


def published() -> dict[tuple[UUID, str], OwnInterest]:
    """Every municipality's own interests as anybody may read them, for the search and the open data. One query."""
    with as_anybody():
        rows = list(InterestWord.objects.order_by("word"))
    others: dict[tuple[UUID, str], list[str]] = {}
    for row in rows:
        said = [*row.synonyms, *([] if row.word == row.interest else [row.word])]
        others.setdefault((row.municipality_id, row.interest), []).extend(said)
    parents = {(row.municipality_id, row.interest): row.parent for row in rows if row.word == row.interest}
    return {key: OwnInterest(key[1], parents.get(key, ""), tuple(said)) for key, said in others.items()}


@transaction.atomic
def decide(
    *, word: str, interest: str, by: Actor, at: datetime, parent: str = "", synonyms: Sequence[str] = ()
) -> InterestWord:
    """Keep what a word is. Deciding again about the same word changes it; every change is kept in its history."""
    made, _created = InterestWord.objects.update_or_create(
        word=word,
        defaults={
            "interest": interest, "parent": parent, "synonyms": list(synonyms), "known": bool(interest),
            "decided_at": at, "decided_by": by.name,
        },
    )  # fmt: skip
    return made
