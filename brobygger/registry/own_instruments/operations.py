"""Making an instrument: begin, change, publish, throw a draft away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.registry.access.actor import Actor
from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.own_instruments import rules, words_rules
from brobygger.registry.own_instruments.models import InstrumentDraft, InstrumentWords, OwnInstrument
from brobygger.registry.own_instruments.queries import instrument_in


@transaction.atomic
def begin(*, definition: Mapping[str, Any], by: Actor, at: datetime) -> InstrumentDraft:
    """A new draft (rules.blank, rules.copied or a file) under a name of its own."""
    taken = {
        *InstrumentDraft.objects.values_list("slug", flat=True),
        *OwnInstrument.objects.values_list("slug", flat=True),
    }
    slug = rules.slug_of(definition["title"]["da"], taken)
    return InstrumentDraft.objects.create(
        slug=slug, definition=dict(definition), changed_at=at, changed_by_id=by.user_id
    )


@transaction.atomic
def again(*, of: OwnInstrument, by: Actor, at: datetime) -> InstrumentDraft:
    """The draft of an instrument's next version: the one somebody works on, or a new one that begins as `of`."""
    draft, _made = InstrumentDraft.objects.get_or_create(
        slug=of.slug,
        defaults={
            "definition": rules.copied(instrument_in(of)),
            "changed_at": at,
            "changed_by_id": by.user_id,
        },
    )
    return draft


@transaction.atomic
def save(
    *, draft: InstrumentDraft, definition: Mapping[str, Any], seen: int, by: Actor, at: datetime
) -> InstrumentDraft:
    """Keep a changed draft. seen: the edition that was read. Raises Taken when a colleague saved meanwhile."""
    changed = InstrumentDraft.objects.filter(id=draft.id, edition=seen).update(
        definition=dict(definition), edition=F("edition") + 1, changed_at=at, changed_by_id=by.user_id
    )
    if not changed:
        raise Taken(_("En kollega har ændret måleredskabet imens. Åbn det igen, og se, hvad der står nu."))
    draft.refresh_from_db()
    return draft


@transaction.atomic
def publish(*, draft: InstrumentDraft, seen: int, by: Actor, at: datetime) -> OwnInstrument:
    """Make a draft the instrument's next version; from then on programmes can choose it, and nobody can change it.

    Raises Refusal for a draft with problems or one that says the same as the newest version, Taken as `save`.
    """
    if not InstrumentDraft.objects.select_for_update().filter(id=draft.id, edition=seen).exists():
        raise Taken(_("En kollega har ændret måleredskabet imens. Åbn det igen, og se, hvad der står nu."))
    if rules.problems(draft.definition):
        raise Refusal(_("Der er noget, der mangler. Ret det, før måleredskabet tages i brug."))
    newest = OwnInstrument.objects.filter(slug=draft.slug).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    made = rules.finished(draft.definition, slug=draft.slug, version=version)
    if newest and instrument_in(newest).model_copy(update={"version": version}) == made:
        raise Refusal(_("Der er ikke ændret noget siden den udgave, der er i brug."))
    published = OwnInstrument.objects.create(
        slug=draft.slug,
        version=version,
        definition=made.model_dump_json(by_alias=True),
        made_at=at,
        made_by_id=by.user_id,
        made_by_name=by.name,
    )
    draft.delete()
    return published


@transaction.atomic
def throw_away(*, draft: InstrumentDraft, seen: int, by: Actor) -> None:
    """Remove a draft; published versions stay. Raises Taken when a colleague saved meanwhile."""
    removed, _tables = InstrumentDraft.objects.filter(id=draft.id, edition=seen).delete()
    if not removed:
        raise Taken(_("En kollega har ændret måleredskabet imens. Åbn det igen, og se, hvad der står nu."))


@transaction.atomic
def give_words(
    *, instrument: Instrument, language: str, words: Mapping[str, str], by: Actor, at: datetime
) -> InstrumentWords:
    """Keep an instrument's words in a language. What is missing can be given later; earlier words stay as history.

    Raises Refusal for a language that is not on the list, and where nothing is given.
    """
    if language not in words_rules.LANGUAGES:
        raise Refusal(_("Vælg et sprog på listen."))
    kept = words_rules.kept(words_rules.texts_of(instrument), words)
    if not kept:
        raise Refusal(_("Skriv mindst én af teksterne på sproget."))
    return InstrumentWords.objects.create(
        instrument=instrument.ref, language=language, words=kept, given_at=at, given_by_id=by.user_id,
        given_by_name=by.name,
    )  # fmt: skip
