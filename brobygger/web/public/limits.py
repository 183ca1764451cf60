"""Who asks too much is asked to wait, so that others are not. One address, one minute, one worker process.

Kept in memory and not in the database: a flood must not become writes. With n workers an address gets at most n times
the limit, which is still far from what one person does and far below what a flood needs.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

A_MINUTE = 600  # questions from one address: a whole library's readers behind one address stay far below it
MOST_ADDRESSES = 50_000  # remembered at a time; beyond it the oldest minute is forgotten
LOCAL = ("127.0.0.1", "::1", "")


class Minutes:
    """How often each address has asked in the present minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._times: dict[str, int] = {}
        self._lock = Lock()

    def one_more(self, address: str, at: float) -> int:
        """Count a question asked at `at` (seconds) and say the how manieth of its minute it is."""
        with self._lock:
            minute = int(at // 60)
            if minute != self._minute or len(self._times) >= MOST_ADDRESSES:
                self._minute, self._times = minute, {}
            self._times[address] = self._times.get(address, 0) + 1
            return self._times[address]

    def forget(self) -> None:
        """Begin again."""
        self._times = {}


MINUTES = Minutes()


def address_of(request: HttpRequest) -> str:
    """Who asks. Behind a proxy on the same machine: whom the proxy names last, which the sender cannot choose."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    named = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()[:60]
    return named if peer in LOCAL and named else peer


def anybodys(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page for anybody: limited, compressed, and without a cookie.

    No CSRF token: nobody is signed in here, so there is no right of the reader's that another page could borrow, and a
    token would need a cookie. What is written in is limited by operations.may_write and kept once by its own id.
    """
    allowed = methods or ("GET",)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @gzip_page
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else request.method
            if method not in allowed:
                return HttpResponseNotAllowed(allowed)
            if request.headers.get("Sec-Fetch-Site") == "cross-site" and method == "POST":
                return render(request, "403.html", status=403)  # another site's page made the browser send this
            if MINUTES.one_more(address_of(request), time.monotonic()) > A_MINUTE:
                return too_many(request)
            return view(request, *args, **named)

        answer.methods = allowed  # type: ignore[attr-defined]
        return answer

    return decorate


def too_many(request: HttpRequest) -> HttpResponse:
    """The calm page: wait a little, or call."""
    response = render(request, "public/find/wait.jinja", status=429)
    response.headers["Retry-After"] = "60"
    return response
