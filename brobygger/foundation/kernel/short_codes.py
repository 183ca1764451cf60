"""A short code for a sheet of paper: what one types when a telephone cannot read the square.

It is the end of the thing's own identifier (40 random bits) in letters that cannot be mistaken for each other when
written by hand. It opens nothing by itself: who types it must be signed in, and reaches only what he or she reaches.
"""

from __future__ import annotations

from uuid import UUID

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's 32: no I, L, O or U
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
LENGTH = 8


def short_code(id: UUID) -> str:
    """The code of an identifier, as printed: "K7QF-3MPD"."""
    number = id.int & ((1 << 5 * LENGTH) - 1)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"{letters[:4]}-{letters[4:]}"


def tail_of(code: str) -> str:
    """The last ten hexadecimal digits of the identifier that a typed code names.

    Small letters, spaces, a missing hyphen and the usual misreadings (O for 0, I or L for 1) are understood.
    Raises ValueError for anything else.
    """
    letters = code.upper().translate(_MISREAD)
    if len(letters) != LENGTH or any(letter not in LETTERS for letter in letters):
        raise ValueError("not a short code")
    number = 0
    for letter in letters:
        number = number << 5 | LETTERS.index(letter)
    return f"{number:010x}"
