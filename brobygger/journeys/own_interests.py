"""A person's own words become interests that everybody knows: proposed by the program, decided by people (R162)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.directory import operations as directory
from brobygger.communities.directory.vocabulary import vocabulary
from brobygger.communities.directory.word_rules import fold, stem, words
from brobygger.communities.offers import interests
from brobygger.communities.offers.models import InterestWord
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.pathway.matching import own_words
from brobygger.pathway.matching.gap_rules import TOLD_FROM
from brobygger.registry.access.actor import Actor

SHOWN = 30
LONGEST = 40
_COMMON = Path(__file__).parent / "data" / "common_words.txt"


@dataclass(frozen=True)
class Proposed:
    """A word that `people` persons used (at least TOLD_FROM). `like`: the interest it probably belongs to, or ""."""

    word: str
    people: int
    like: str


def proposed(actor: Actor, *, common: Sequence[str]) -> list[Proposed]:
    """Words nobody has decided about yet, the most used first. Two queries. `common`: the interests everybody has.

    Forms of one word are one, written as most write it. Words that say nothing of what one likes are left out.
    """
    rows = interests.decided(actor)
    passed = {stem(fold(one)) for row in rows for one in (row.word, *row.synonyms)} | _said_by_all()
    passed |= {stem(fold(code)) for code in common}
    people: dict[str, set[UUID]] = {}
    written: dict[str, str] = {}  # the first form of each is the most used one
    for form, who in own_words.forms_used(actor, besides=_common()):
        base = stem(fold(form))
        if base not in passed:
            written.setdefault(base, form)
            people.setdefault(base, set()).update(who)
    found = [
        Proposed(written[base], len(who), _like(base, common)) for base, who in people.items() if len(who) >= TOLD_FROM
    ]
    return sorted(found, key=lambda one: (-one.people, one.word))[:SHOWN]


def _like(base: str, common: Sequence[str]) -> str:
    """The common interest whose word means the same, as the search's vocabulary knows it."""
    same = vocabulary().same.get(base, frozenset())
    return next((code for code in common if stem(fold(code)) in same), "")


@cache
def _common() -> frozenset[str]:
    """Words that stand in any talk, and say nothing of what one likes."""
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


@cache
def _said_by_all() -> frozenset[str]:
    common = {stem(fold(word)) for word in _common()}
    return frozenset(common | {stem(word) for word in vocabulary().stop} | vocabulary().weak)


@transaction.atomic
def take_in(*, word: str, parent: str, synonyms: Iterable[str], by: Actor, at: datetime) -> int:
    """A new interest, under its own Danish word. Returns how many persons' own words were tied to it.

    From now on forms, matching, the search and the open data know it. Raises Refusal for what is no word.
    """
    code = plain(word)
    others = [one for one in dict.fromkeys(map(plain, synonyms)) if one != code]
    interests.decide(word=code, interest=code, parent=parent, synonyms=others, by=by, at=at)
    return _tie(code, by)


@transaction.atomic
def is_the_same(*, word: str, interest: str, by: Actor, at: datetime) -> int:
    """The word is another word for an interest we have. Returns how many persons' own words were tied to it."""
    interests.decide(word=plain(word), interest=interest, by=by, at=at)
    return _tie(interest, by)


@transaction.atomic
def refuse(*, word: str, by: Actor, at: datetime) -> None:
    """The word is no interest; it is not proposed again."""
    interests.decide(word=plain(word), interest="", by=by, at=at)


def named_in(actor: Actor, texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The municipality's own interests that each text names. One query for all; none where all are empty."""
    if not any(text.strip() for text in texts):
        return [()] * len(texts)
    known = _by_stem(interests.decided(actor))
    return [_named(text, known) for text in texts]


def plain(word: str) -> str:
    """A word as it is kept. Raises Refusal for none."""
    kept = " ".join(word.lower().replace("\0", "").split())
    if not words(kept) or len(kept) > LONGEST:
        raise Refusal(_("Skriv ordet med højst %(most)s bogstaver.") % {"most": LONGEST}, field="word")
    return kept


def _tie(code: str, by: Actor) -> int:
    directory.look_again(interest=code)
    known = _by_stem(interests.decided(by))
    return own_words.tie(codes_in=lambda text: _named(text, known), by=by)


def _by_stem(rows: Sequence[InterestWord]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(map(stem, words(word))): codes for word, codes in interests.codes_by_word(rows).items()}


def _named(text: str, known: dict[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
    """Interests whose words stand in the text, in whatever form and beside each other."""
    said = [stem(word) for word in words(text)]
    found = [
        code
        for asked, codes in known.items()
        if any(tuple(said[at : at + len(asked)]) == asked for at in range(len(said)))
        for code in codes
    ]
    return tuple(dict.fromkeys(found))
