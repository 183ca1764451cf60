"""Ways by road from the municipality's own routing server (OSRM). Only coordinates leave, rounded to about a metre.

The answer is checked to its shape; anything else is no answer, and then ways are reckoned as the crow flies.
"""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Sequence
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from brobygger.pathway.matching.ride_rules import Roads

SECONDS = 4.0  # somebody waits in front of the page
MOST_BYTES = 20_000_000  # 1,000 places each way, with both tables


def between(points: Sequence[tuple[float, float]]) -> Roads | None:
    """Minutes and kilometres from each point (latitude, longitude) to each, by the configured server.

    None without a server (BROBYGGER_ROUTES_URL), without two points, and when no usable answer came in time.
    """
    if not settings.ROUTES_URL or len(points) < 2:
        return None
    try:
        return _read(_asked(points), len(points))
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError, RecursionError):
        return None


def _asked(points: Sequence[tuple[float, float]]) -> Any:
    """OSRM's table service: GET /table/v1/driving/{lon},{lat};…?annotations=duration,distance."""
    url = urlsplit(str(settings.ROUTES_URL))
    where = ";".join(f"{longitude:.5f},{latitude:.5f}" for latitude, longitude in points)
    give_up = monotonic() + SECONDS
    if url.scheme == "https":
        line: http.client.HTTPConnection = http.client.HTTPSConnection(
            url.hostname or "", url.port, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        line = http.client.HTTPConnection(url.hostname or "", url.port, timeout=SECONDS)
    try:
        line.request("GET", f"{url.path.rstrip('/')}/table/v1/driving/{where}?annotations=duration,distance")
        answer = line.getresponse()
        if answer.status != http.client.OK:
            raise ValueError(answer.status)
        told = bytearray()
        while part := answer.read1(65_536):
            told += part
            if len(told) > MOST_BYTES or monotonic() > give_up:
                raise ValueError("too long")
        return json.loads(told)
    finally:
        line.close()


def _read(told: Any, count: int) -> Roads:
    """Both tables, or ValueError: a way that the server does not know (null) makes the whole unusable."""
    if told["code"] != "Ok":
        raise ValueError(told["code"])
    return Roads(minutes=_table(told["durations"], count, 60.0), km=_table(told["distances"], count, 1000.0))


def _table(rows: Any, count: int, unit: float) -> tuple[tuple[float, ...], ...]:
    if len(rows) != count or any(len(row) != count for row in rows):
        raise ValueError("not a square")
    if any(type(cell) not in (int, float) or not 0 <= cell < 1e8 for row in rows for cell in row):
        raise ValueError("not a number")
    return tuple(tuple(cell / unit for cell in row) for row in rows)
