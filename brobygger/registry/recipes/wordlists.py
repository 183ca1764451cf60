"""Finding the word somebody meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """In Danish: the one known word that is near, or all of them when none is."""
    words = sorted(known)
    close = get_close_matches(word, words, n=1, cutoff=0.6)
    if close:
        return f"Mente du `{close[0]}`?"
    return f"Skriv et af disse: {', '.join(f'`{name}`' for name in words)}." if words else ""
