"""Identifiers."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and sorted by the time it was made, so that indexes stay compact."""
    return uuid7()
