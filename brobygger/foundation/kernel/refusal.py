"""The one exception a user may meet: something was refused, and why."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An operation was refused and nothing was changed.

    `message` is a translatable Danish sentence: what was wrong and what to do. `field` names the
    form field it belongs to, if any. Pages show it with status 409 and keep what was typed.
    """

    def __init__(self, message: Any, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Taken(Refusal):
    """Somebody else changed the row first; the reader is told what stands there now."""


class NotVisible(Exception):
    """The row does not exist for this actor: answered with 404 exactly like a row that never was."""
