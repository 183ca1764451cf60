"""Encryption at rest and blind look-up keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import date
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings


@cache
def _fernet(data_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"brobygger:encryption:" + data_key.encode()).digest()))


def encrypt(text: str) -> bytes:
    """Ciphertext of a short text (authenticated, AES-128-CBC + HMAC by Fernet)."""
    return _fernet(settings.DATA_KEY).encrypt(text.encode())


def decrypt(ciphertext: bytes) -> str:
    """The text again. Raises cryptography.fernet.InvalidToken when key or bytes are wrong."""
    return _fernet(settings.DATA_KEY).decrypt(bytes(ciphertext)).decode()


def blind(text: str, *, municipality_id: UUID) -> str:
    """HMAC-SHA-256 (hex) for equality look-up within one municipality.

    The municipality is part of the key: equal numbers in two municipalities give different
    values, so a unique index never tells that a person exists elsewhere (security.md).
    """
    return hmac.digest(_blind_key(municipality_id), text.encode(), "sha256").hex()


def blind_many(texts: Iterable[str], *, municipality_id: UUID) -> list[str]:
    """The same for many."""
    key = _blind_key(municipality_id)
    return [hmac.digest(key, text.encode(), "sha256").hex() for text in texts]


def _blind_key(municipality_id: UUID) -> bytes:
    return hashlib.sha256(b"brobygger:blind:" + settings.DATA_KEY.encode() + municipality_id.bytes).digest()


def pseudonym(text: str, *, municipality_id: UUID, receiver: str) -> str:
    """A name (16 hex marks of HMAC-SHA-256) for what leaves to one receiver: the same each time for that receiver.

    The receiver is part of the key, however it was spaced or capitalised, so two receivers' files cannot be joined.
    """
    named = " ".join(receiver.casefold().split())
    secret = b"brobygger:pseudonym:" + settings.DATA_KEY.encode() + municipality_id.bytes
    key = hmac.new(secret, named.encode(), hashlib.sha256).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:16]


def encrypt_bytes(content: bytes) -> bytes:
    """Ciphertext of a file's content."""
    return _fernet(settings.DATA_KEY).encrypt(content)


def decrypt_bytes(ciphertext: bytes) -> bytes:
    """The content again."""
    return _fernet(settings.DATA_KEY).decrypt(ciphertext)


def phone_key(*, municipality_id: UUID, user_id: UUID, day: date) -> tuple[str, str]:
    """The two halves (64 hexadecimal digits each) of the key to what one user's phone keeps of one day.

    Nothing is stored: the same user gets the same halves again, so that answers sealed before a battery went flat are
    opened after the next sign-in (docs/decisions/016).
    """
    whose = municipality_id.bytes + user_id.bytes + day.isoformat().encode()
    halves = (hashlib.sha256(f"brobygger:phone:{half}:{settings.DATA_KEY}".encode()).digest() for half in "12")
    base, salt = (hmac.new(half, whose, hashlib.sha256).hexdigest() for half in halves)
    return base, salt
