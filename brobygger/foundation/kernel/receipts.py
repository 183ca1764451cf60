"""Once is enough: the memory of what was sent in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.context import current_reach
from brobygger.foundation.kernel.models import Receipt
from brobygger.foundation.kernel.refusal import Refusal


class OtherPayload(Refusal):
    """The same key came with another content: answered with 422."""


@dataclass(frozen=True)
class Earlier:
    """What the first of two equal requests was answered."""

    location: str


def hash_of(parts: Iterable[tuple[str, str]]) -> str:
    """A hash of what was sent, the same for the same fields in any order."""
    digest = hashlib.sha256()
    for name, value in sorted(parts):
        digest.update(f"{len(name)}:{name}={len(value)}:{value};".encode())
    return digest.hexdigest()


def claim(*, key: UUID, payload_hash: str, at: datetime) -> Earlier | None:
    """Claim a key for this transaction, or learn what the earlier request was answered.

    A second request with the same key waits in the database until the first has committed. Raises OtherPayload.
    """
    try:
        with transaction.atomic():
            Receipt.objects.create(
                key=key, payload_hash=payload_hash, user_id=current_reach().user_id, location="", accepted_at=at
            )
    except IntegrityError:
        earlier = Receipt.objects.filter(key=key).first()
        if earlier is None or earlier.payload_hash != payload_hash:
            raise OtherPayload(_("Siden er allerede sendt ind med andre oplysninger. Åbn den igen.")) from None
        return Earlier(earlier.location)
    return None


def settle(*, key: UUID, location: str) -> None:
    """Remember the answer, in the same transaction as what was done."""
    Receipt.objects.filter(key=key).update(location=location)


def release(*, key: UUID) -> None:
    """Forget a claim: the request was answered with questions, and will come again with the same key."""
    Receipt.objects.filter(key=key).delete()


def accepted_at(*, key: UUID) -> datetime | None:
    """When a request with this key was accepted, for whoever asks for its receipt; None when it never was."""
    return Receipt.objects.filter(key=key).values_list("accepted_at", flat=True).first()
