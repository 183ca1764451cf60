"""A visit that is not finished: kept in the reader's own session, encrypted, so that going back never loses an answer.

Answers are about health and never stand in an address. What is stored for good is stored by the journeys.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.http import HttpRequest

from brobygger.foundation.kernel.secrecy import decrypt, encrypt

KEY = "visits"
AT_MOST = 20  # unfinished visits in one session; the oldest are forgotten


@dataclass
class Draft:
    """What has been said so far. `screening_id` is made when the visit begins, so that sending twice stores once."""

    screening_id: str
    instrument: str
    mode: str
    answers: list[int | None] = field(default_factory=list)
    note: str = ""
    language: str = ""  # the questions are asked in; empty: Danish


def load(request: HttpRequest, episode_id: UUID) -> Draft | None:
    """The unfinished visit; None when there is none (or the key has changed since)."""
    kept = request.session.get(KEY, {}).get(str(episode_id))
    if kept is None:
        return None
    try:
        return Draft(**json.loads(decrypt(kept.encode())))
    except (InvalidToken, TypeError, ValueError):
        return None


def next_number(draft: Draft) -> int:
    """The number, from 1, of the first question without an answer; the last one when all have one."""
    return draft.answers.index(None) + 1 if None in draft.answers else max(1, len(draft.answers))


def keep(request: HttpRequest, episode_id: UUID, draft: Draft) -> None:
    """Remember the visit as it stands."""
    kept = {name: text for name, text in request.session.get(KEY, {}).items() if name != str(episode_id)}
    kept[str(episode_id)] = encrypt(json.dumps(asdict(draft))).decode()
    request.session[KEY] = dict(list(kept.items())[-AT_MOST:])


def forget(request: HttpRequest, episode_id: UUID) -> None:
    """The visit is stored for good."""
    request.session[KEY] = {
        name: text for name, text in request.session.get(KEY, {}).items() if name != str(episode_id)
    }
