"""One line to the user after a click, with a way back where there is one.

Undo instead of "are you sure": the page says what was done and carries a small POST form that takes it back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

LEVELS = {
    "success": messages.SUCCESS,
    "info": messages.INFO,
    "warning": messages.WARNING,
    "error": messages.ERROR,
}


@dataclass(frozen=True)
class Notice:
    """What `base.jinja` shows: kind (success, info, warning, error), text, and where to post an undo."""

    kind: str
    text: str
    undo_url: str = ""
    undo_label: str = ""


def say(request: HttpRequest, text: str, *, kind: str = "success", undo_url: str = "", undo_label: str = "") -> None:
    """Show `text` on the next page. KeyError for an unknown kind."""
    undo = json.dumps([undo_url, undo_label]) if undo_url else ""
    messages.add_message(request, LEVELS[kind], text, extra_tags=undo)


def notices(stored: Iterable[Message]) -> Iterator[Notice]:
    """Read Django's messages, each once."""
    for message in stored:
        kind = message.level_tag if message.level_tag in LEVELS else "info"
        extra = message.extra_tags or ""
        undo_url, undo_label = json.loads(extra) if extra.startswith("[") else ("", "")
        yield Notice(kind, str(message.message), undo_url, undo_label)
