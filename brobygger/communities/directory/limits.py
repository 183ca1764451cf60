"""How much may be written from one address, and in all. Counted in the database, so every worker counts the same."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import connection

from brobygger.communities.directory.models import Count
from brobygger.communities.directory.writing_rules import WRITES_AN_HOUR, WRITES_AN_HOUR_IN_ALL

_ONE_MORE = """
insert into directory_count (key, "window", times) values (%s, %s, 1)
on conflict (key, "window") do update set times = directory_count.times + 1 returning times
"""
EVERYBODY = "everybody"


def may_write(*, address: str, at: datetime) -> bool:
    """Count one more writing from an address and say whether it may be kept.

    The address is kept as a hash whose key changes every day, for two hours: it cannot be told afterwards who wrote.
    """
    window = int(at.timestamp() // 3600)
    key = f"brobygger:address:{window // 24}:{settings.SECRET_KEY}".encode()
    mark = hmac.new(key, address.encode(), hashlib.sha256).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_ONE_MORE, [mark, window])
        (own,) = cursor.fetchone()
        if own > WRITES_AN_HOUR:  # a flood from one address must not use up what is everybody's
            return False
        cursor.execute(_ONE_MORE, [EVERYBODY, window])
        (every,) = cursor.fetchone()
    return bool(every <= WRITES_AN_HOUR_IN_ALL)


def forget_counts(*, at: datetime) -> int:
    """Erase the counts of hours that have passed. Returns how many."""
    erased, _by_model = Count.objects.filter(window__lt=int(at.timestamp() // 3600) - 1).delete()
    return erased
