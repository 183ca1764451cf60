"""A name written on a screen: the line itself, as an SVG path of whole numbers. Plain rules."""

from __future__ import annotations

import re

LONGEST_SIGNATURE = 20_000
SIGNATURE = r"^(M[0-9]{1,3} [0-9]{1,3}(L[0-9]{1,3} [0-9]{1,3})*)*$"
WIDTH, HEIGHT = 600, 200

_SIGNATURE = re.compile(SIGNATURE)


def is_signature(path: str) -> bool:
    """Whether a text is a written line and nothing else: only moves and lines between whole numbers."""
    return len(path) <= LONGEST_SIGNATURE and "L" in path and _SIGNATURE.fullmatch(path) is not None
