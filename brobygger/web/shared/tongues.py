"""Other languages than the page's own: what is said in them to somebody who reads no Danish (R353).

Each file of languages/ says the same things in one language, one a line: what this is, how to call, and the words of a
form to be called by. `faults` is the check that nothing is missing and that the letters are that language's. No program
can tell whether it is said as people say it: a native reader has to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from brobygger.registry.wording.tongues import TONGUES, Tongue

FOLDER = Path(__file__).parent / "languages"
TIMES = ("any", "morning", "afternoon", "evening")
KEYS = (
    *("title", "what", "cost", "call", "say", "helper", "write", "speaks", "every", "kept", "offer"),
    *("name", "number", "when", *TIMES, "where", "consent", "yes", "send"),
    *("missing", "no_name", "no_number", "no_choice", "no_yes", "thanks", "by", "unheard"),
)
PHONE, DAY = "{phone}", "{day}"
PLACES = {"call": PHONE, "unheard": PHONE, "by": DAY}  # what is put in, and where
LONGEST = 400  # letters of one thing that is said


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
        place = PLACES.get(key, "")
        bare = words.replace(place, "", 1) if place else words
        if place not in words or re.search(r"[{}<>]", bare):
            found.append(f"{key}: {place or 'intet'} skal stå her og kun én gang")
        if len(words) > LONGEST:
            found.append(f"{key}: for lang")
        if strange := {letter for letter in bare if not _belongs(letter, tongue.script)}:
            found.append(f"{key}: hører ikke til skriften: {' '.join(sorted(strange))}")
    return found


def _belongs(letter: str, script: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith(script)
