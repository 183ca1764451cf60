"""What no database can keep is taken out where requests come in, once for every page.

A NUL is no text in PostgreSQL: a link cut badly (`?q=Ruth%00`) or a strange paste would else end in a broken page
wherever a page searches or saves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"
NOBODYS = "\ufffd"  # no address of ours has it: what was asked for is not there, told as each kind of page tells it


class StorableWordsMiddleware:
    """Query and form without NULs; an address with one in its path is nobody's. Stands after the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path_info:
            request.path = request.path.replace(NUL, NOBODYS)
            request.path_info = request.path_info.replace(NUL, NOBODYS)
        if _has_nul(request.GET):
            request.GET = _without(request.GET)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Forms: only where the CSRF check has read them already, so that nobody's raw body is read here first."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False) and _has_nul(request.POST):
            request.POST = _without(request.POST)


def _has_nul(told: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in told.lists())


def _without(told: QueryDict) -> Any:  # immutable, as what it replaces: a class the types know by a private name
    return QueryDict(told.urlencode().replace("%00", ""), encoding=told.encoding)
