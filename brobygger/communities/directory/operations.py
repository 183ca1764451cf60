"""Keeping the search's index equal to the published offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from brobygger.communities.directory.entry_rules import (
    at_home,
    lexemes,
    listed_on,
    places_of,
    postcode_of,
    street_of,
    written,
)
from brobygger.communities.directory.models import Changed, Entry, Word
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import parts, shortened, stem
from brobygger.communities.offers import interests
from brobygger.communities.offers import queries as offers
from brobygger.communities.offers.facts import OfferFacts
from brobygger.communities.offers.freshness_rules import last_sign
from brobygger.communities.offers.interests import OwnInterest
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.context import as_anybody

AT_ONCE = 500

_COLUMNS = (
    "id", "municipality_id", "name", "vector", "strong", "kind", "age_group", "sex", "weekdays", "price_dkk",
    "walks_needed_m", "step_free", "hearing_loop", "transport", "languages", "at_home", "latitude", "longitude",
    "nationwide", "postcode", "street", "places", "interventions", "strategies", "confirmed_on", "listed_on",
)  # fmt: skip


def catch_up(*, most: int | None = None) -> int:
    """Make the entries of offers that were written since last time. Returns how many offers were looked at.

    An offer that is not published any more loses its entry. Two at a time share the work; repeating it changes nothing.
    """
    if not Entry.objects.exists():
        _note_everything()
    done = 0
    while most is None or done < most:
        taken = _some()
        done += taken
        if taken < AT_ONCE:
            break
    return done


def _note_everything() -> None:
    """The first time there are no entries: every published offer is one that has changed."""
    with transaction.atomic():
        with as_anybody():
            ids = list(offers.anybodys().order_by().values_list("id", flat=True))
        Changed.objects.bulk_create([Changed(id=one) for one in ids], ignore_conflicts=True, batch_size=5000)


@transaction.atomic
def _some() -> int:
    """A batch in one transaction; a batch that fails is taken again."""
    waiting = Changed.objects.select_for_update(skip_locked=True).order_by("id")[:AT_ONCE]
    ids = [one.id for one in waiting]
    if not ids:
        return 0
    own = interests.published()
    with as_anybody():
        rows = list(offers.anybodys().filter(id__in=ids))
        found = [(row.municipality_id, offers.facts_of(row)) for row in rows]
    found = [(municipality_id, _as_called(municipality_id, facts, own)) for municipality_id, facts in found]
    index(found)
    there = {facts.id for _municipality, facts in found}
    Entry.objects.filter(id__in=[one for one in ids if one not in there]).delete()
    Changed.objects.filter(id__in=ids).delete()
    return len(ids)


def look_again(*, interest: str) -> None:
    """Make the entries of offers with this interest again: it has got new words. Of the municipality at hand."""
    ids = Offer.objects.filter(interests__contains=[interest]).values_list("id", flat=True)
    Changed.objects.bulk_create([Changed(id=one) for one in ids], ignore_conflicts=True, batch_size=5000)


def _as_called(municipality_id: UUID, offer: OfferFacts, own: Mapping[tuple[UUID, str], OwnInterest]) -> OfferFacts:
    """The offer with what else people call its interests, and what they are a kind of."""
    told = [own[municipality_id, code] for code in offer.interests if (municipality_id, code) in own]
    more = [word for one in told for word in (*one.synonyms, one.parent) if word]
    return replace(offer, interests=(*offer.interests, *more)) if more else offer


@transaction.atomic
def index(found: Sequence[tuple[UUID, OfferFacts]]) -> None:
    """Make the entries of these published offers (municipality, facts), and keep the words they use."""
    _keep_words(vocabulary().forms)
    _keep_words({word for _municipality, facts in found for word in written(facts)})
    split = _splitter(set(Word.objects.values_list("word", flat=True)))
    made = [_entry(municipality_id, facts, split) for municipality_id, facts in found]
    update = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    values = ", ".join("%s::tsvector" if name in ("vector", "strong") else "%s" for name in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"insert into directory_entry ({', '.join(_COLUMNS)}) values ({values}) "  # noqa: S608 (our own names)
            f"on conflict (id) do update set {update}",
            made,
        )


def _splitter(there: set[str]) -> Callable[[str], tuple[str, ...]]:
    """Takes compounds apart by the vocabulary and by words that some offer writes; each word once."""
    own = vocabulary()

    @cache
    def split(word: str) -> tuple[str, ...]:
        return parts(word, lambda part: own.is_part(part) or (len(part) > 3 and part in there))

    return split


def _entry(municipality_id: UUID, offer: OfferFacts, split: Callable[[str], tuple[str, ...]]) -> list[Any]:
    said = lexemes(offer, split)
    checked = last_sign(offer.confirmed_on, offer.seen_on)
    return [
        offer.id, municipality_id, offer.name, said.vector, said.strong, offer.kind, offer.age_group, offer.sex,
        list(offer.weekdays), offer.price_dkk, offer.walks_needed_m, offer.step_free, offer.hearing_loop,
        offer.transport, list(offer.languages), at_home(offer), offer.latitude, offer.longitude, offer.nationwide,
        postcode_of(offer.address), street_of(offer.address)[:200], places_of(offer), list(offer.interventions),
        list(offer.strategies), checked, listed_on(offer, checked),
    ]  # fmt: skip


def _keep_words(found: Iterable[str]) -> None:
    wanted = set(found)
    new = wanted - set(Word.objects.filter(word__in=wanted).values_list("word", flat=True))
    rows = [Word(word=word, stem=stem(word), shortened=sorted(shortened(word))) for word in sorted(new)]
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
