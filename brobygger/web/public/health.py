"""Is the program awake? Asked by `make demo`, and by whatever watches an installation."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse


def health(request: HttpRequest) -> HttpResponse:
    """200 "ok" once the database has answered; shows nothing else, so anybody may ask."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")
