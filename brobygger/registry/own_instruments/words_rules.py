"""An instrument in another language: the words a person meets, and nothing else. Scoring never looks at words.

Each Danish text is given once, however often the instrument says it. A language can be used when every text has its
words; a new version of the instrument needs only what is new in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from brobygger.registry.instruments.schema import Instrument, Item, Text
from brobygger.registry.wording.tongues import TONGUES, Tongue

ENGLISH = "en"  # every instrument has it, in its own file
LANGUAGES: Mapping[str, Tongue] = {
    one.code: one for one in sorted(TONGUES.values(), key=lambda one: one.danish) if one.code != ENGLISH
}
LONGEST = 600


def name_of(code: str) -> str:
    """The language's Danish name; Danish for an empty or unknown code."""
    return TONGUES[code].danish if code in TONGUES else "dansk"


def from_the_right(code: str) -> bool:
    """Whether the language is written from the right."""
    return code in TONGUES and TONGUES[code].direction == "rtl"


def texts_of(instrument: Instrument) -> list[str]:
    """Every Danish text that a person meets in an instrument, once each, in the order it is met."""
    said: list[str] = [instrument.opener.da]
    parts = {part.id: part.title.da for part in instrument.parts}
    for item in instrument.items:
        said += [parts[item.part]] if item.part else []
        said += [item.text.da, *(option.label.da for option in item.options)]
    return list(dict.fromkeys(said))


def missing(instrument: Instrument, words: Mapping[str, str]) -> list[str]:
    """The texts that have no words yet; empty when the language can be used."""
    return [text for text in texts_of(instrument) if not words.get(text, "").strip()]


def kept(texts: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """The words that were given for these texts, without spaces around and not too long."""
    found = {text: " ".join(given.get(text, "").split())[:LONGEST] for text in texts}
    return {text: words for text, words in found.items() if words}


def spoken(instrument: Instrument, words: Mapping[str, str]) -> Instrument:
    """The instrument with these words where the person meets it; ids, points, limits and rule stay as they are.

    Raises KeyError for a text without words: half a language is asked of nobody.
    """

    def said(text: Text) -> Text:
        return Text(da=words[text.da], en=words[text.da])

    def asked(item: Item) -> Item:
        options = tuple(option.model_copy(update={"label": said(option.label)}) for option in item.options)
        return item.model_copy(update={"text": said(item.text), "options": options})

    used = {item.part for item in instrument.items}
    parts = tuple(
        part.model_copy(update={"title": said(part.title)}) if part.id in used else part for part in instrument.parts
    )
    items = tuple(asked(item) for item in instrument.items)
    return instrument.model_copy(update={"opener": said(instrument.opener), "items": items, "parts": parts})


def in_english(instrument: Instrument) -> dict[str, str]:
    """The English words of the instrument's own file."""
    said: list[Text] = [instrument.opener, *(part.title for part in instrument.parts)]
    for item in instrument.items:
        said += [item.text, *(option.label for option in item.options)]
    return {text.da: text.en for text in said}
