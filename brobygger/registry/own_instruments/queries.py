"""Reading a municipality's own instruments. Row-level security decides whose they are."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from brobygger.foundation.kernel.context import NoContext, current_reach
from brobygger.foundation.kernel.digits import whole
from brobygger.foundation.kernel.refusal import NotVisible
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.own_instruments.models import InstrumentDraft, InstrumentWords, OwnInstrument
from brobygger.registry.own_instruments.words_rules import ENGLISH, LANGUAGES, in_english, missing, spoken


def drafts(actor: Actor) -> list[InstrumentDraft]:
    """Every draft, by name of file. One query."""
    return list(InstrumentDraft.objects.order_by("slug")[:200])


def draft(actor: Actor, draft_id: UUID) -> InstrumentDraft:
    """One draft. Raises NotVisible."""
    try:
        return InstrumentDraft.objects.get(id=draft_id)
    except InstrumentDraft.DoesNotExist:
        raise NotVisible("instrument") from None


def versions(actor: Actor) -> list[OwnInstrument]:
    """Every published version, by name, the newest first. One query."""
    return list(OwnInstrument.objects.order_by("slug", "-version")[:500])


def version(actor: Actor, own_instrument_id: UUID) -> OwnInstrument:
    """One published version. Raises NotVisible."""
    try:
        return OwnInstrument.objects.get(id=own_instrument_id)
    except OwnInstrument.DoesNotExist:
        raise NotVisible("instrument") from None


def instrument_in(row: OwnInstrument) -> Instrument:
    """The instrument in a published version."""
    return _parsed(row.definition)


def own_refs() -> tuple[str, ...]:
    """Every own instrument that the one who asks may use, as "own-x@2"; nothing without an actor's context."""
    if not _asked_by_somebody():
        return ()
    found = OwnInstrument.objects.order_by("slug", "version").values_list("slug", "version")
    return tuple(f"{slug}@{number}" for slug, number in found)


def read(ref: str) -> Instrument | None:
    """An own instrument by "own-x@2", or its newest by "own-x"; None where there is none. One query."""
    slug, _at, number = ref.partition("@")
    wanted = whole(number)
    if not _asked_by_somebody() or (number and wanted is None):
        return None
    found = OwnInstrument.objects.filter(slug=slug, **({"version": wanted} if number else {}))
    text = found.order_by("-version").values_list("definition", flat=True).first()
    return _parsed(text) if text else None


def words_in(actor: Actor, instrument: Instrument) -> dict[str, InstrumentWords]:
    """The newest words of an instrument in each language that somebody has begun. One query."""
    rows = InstrumentWords.objects.filter(instrument=instrument.ref).order_by("language", "-given_at", "-id")
    return {row.language: row for row in rows.distinct("language")}


def earlier_words(actor: Actor, instrument: Instrument, language: str) -> dict[str, str]:
    """Words of the instrument's other versions, the newest last: what a new version can begin with. One query."""
    found: dict[str, str] = {}
    others = InstrumentWords.objects.filter(instrument__startswith=f"{instrument.id}@", language=language)
    for row in others.exclude(instrument=instrument.ref).order_by("given_at", "id"):
        found |= row.words
    return found


def languages_of(actor: Actor, instrument: Instrument) -> list[str]:
    """The languages, beside Danish, that an instrument can be asked in: every text has its words. One query."""
    return [code for code, _spoken in all_spoken(actor, instrument)]


def all_spoken(actor: Actor, instrument: Instrument) -> list[tuple[str, Instrument]]:
    """The instrument in every language, beside Danish, that it can be asked in, by code. One query."""
    given = words_in(actor, instrument)
    ready = [(code, given[code].words) for code in LANGUAGES if code in given]
    whole = [(code, spoken(instrument, words)) for code, words in ready if not missing(instrument, words)]
    return [(ENGLISH, spoken(instrument, in_english(instrument))), *whole]


def in_language(actor: Actor, instrument: Instrument, language: str) -> Instrument:
    """The instrument as it is asked in a language; unchanged for "" (Danish). At most one query.

    Raises NotVisible for a language it cannot be asked in.
    """
    if not language:
        return instrument
    if language == ENGLISH:
        return spoken(instrument, in_english(instrument))
    row = words_in(actor, instrument).get(language)
    if row is None or missing(instrument, row.words):
        raise NotVisible("language")
    return spoken(instrument, row.words)


def _asked_by_somebody() -> bool:
    try:
        current_reach()
    except NoContext:
        return False
    return True


@lru_cache(maxsize=512)
def _parsed(text: str) -> Instrument:
    # By its whole text: what is read is what stands in the database for the one who asks, never somebody else's.
    return Instrument.model_validate_json(text)
