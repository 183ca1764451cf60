"""Identifiers."""

from __future__ import annotations

import secrets
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and sorted by the time it was made, so that indexes stay compact."""
    return uuid7()


# No I, O, 0 or 1: a receipt is read aloud over the phone.
_RECEIPT_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_receipt() -> str:
    """Six letters and digits that somebody can say in the telephone. A thousand million of them; not a secret."""
    return "".join(secrets.choice(_RECEIPT_LETTERS) for _number in range(6))
