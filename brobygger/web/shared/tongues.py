"""Other languages than the page's own: their own names, which way they are read, and what is said in them (R353).

Each file of languages/ says the same eleven things in one language, one a line. `faults` is the check that nothing is
missing and that the letters are that language's. No program can tell whether it is said as people say it: a native
reader has to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "languages"
KEYS = ("title", "what", "cost", "call", "say", "helper", "write", "speaks", "every", "kept", "offer")
PHONE = "{phone}"
LONGEST = 400  # letters of one thing that is said


@dataclass(frozen=True)
class Tongue:
    """A language: its code (BCP 47), its own name, its Danish name, and the script it is written in."""

    code: str
    name: str
    danish: str
    script: str = "LATIN"

    @property
    def direction(self) -> str:
        """Which way it is read, as HTML says it."""
        return "rtl" if self.script == "ARABIC" else "ltr"

    @property
    def sentence(self) -> str:
        """What somebody can say in Danish when we answer the telephone."""
        return f"Jeg taler {self.danish}. Vil I ringe til mig?"


# Spoken by many in Denmark; an offer's text can be written in any of them. Danish names as offers tell them.
TONGUES = {
    one.code: one
    for one in (
        Tongue("en", "English", "engelsk"), Tongue("de", "Deutsch", "tysk"), Tongue("tr", "Türkçe", "tyrkisk"),
        Tongue("ar", "العربية", "arabisk", "ARABIC"), Tongue("uk", "Українська", "ukrainsk", "CYRILLIC"),
        Tongue("pl", "Polski", "polsk"), Tongue("bs", "Bosanski", "bosnisk"), Tongue("so", "Soomaali", "somali"),
        Tongue("fa", "فارسی", "farsi", "ARABIC"), Tongue("ur", "اردو", "urdu", "ARABIC"),
        Tongue("kl", "Kalaallisut", "grønlandsk"),
    )
}  # fmt: skip


def written() -> list[Tongue]:
    """The languages that have a page of their own."""
    return [tongue for tongue in TONGUES.values() if (FOLDER / f"{tongue.code}.txt").exists()]


@cache
def said_in(code: str) -> Mapping[str, str]:
    """What is said in one language, by key; empty for a language nobody has written."""
    if code not in {tongue.code for tongue in written()}:
        return {}
    return read((FOLDER / f"{code}.txt").read_text(encoding="utf-8"))


def read(text: str) -> dict[str, str]:
    """The lines of a file as key and words."""
    pairs = (line.partition(":") for line in text.splitlines() if line.strip())
    return {key.strip(): words.strip() for key, _colon, words in pairs}


def faults(tongue: Tongue, said: Mapping[str, str]) -> list[str]:
    """What is wrong with a file: keys, the place of the number, length, and letters of another script."""
    found = [f"{key}: mangler" for key in KEYS if not said.get(key)]
    found += [f"{key}: kender vi ikke" for key in said if key not in KEYS]
    for key, words in said.items():
        if words.count(PHONE) != (key == "call") or re.search(r"[{}<>]", words.replace(PHONE, "")):
            found.append(f"{key}: {PHONE} skal stå i call og kun der")
        if len(words) > LONGEST:
            found.append(f"{key}: for lang")
        if strange := {letter for letter in words.replace(PHONE, "") if not _belongs(letter, tongue.script)}:
            found.append(f"{key}: hører ikke til skriften: {' '.join(sorted(strange))}")
    return found


def _belongs(letter: str, script: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith(script)
