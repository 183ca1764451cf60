"""Pages from outside: a real server, real sign-in, real rows; an empty page of the same Django as the anchor."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.lines import Line
from bench.town import PASSWORD, Town

ROUNDS = 7
PER_ROUND = 30
EMPTY_TARGET = "≤ 4 × the empty page"


@dataclass
class Visitor:
    """A browser without a screen: cookies and forms."""

    port: int
    cookies: dict[str, str]

    def get(self, path: str) -> str:
        return self._send("GET", path, None)[1]

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        csrf = self.cookies.get("csrftoken", "")
        return self._send("POST", path, urlencode({"csrfmiddlewaretoken": csrf, **fields}))

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, value = header.split(";")[0].split("=", 1)
            self.cookies[name] = value
        connection.close()
        location = answer.headers.get("Location", "")
        if answer.status >= 400 or location.startswith("/login/") or (method == "GET" and location):
            raise RuntimeError(f"{method} {path}: {answer.status} {location} {text[:300]}")  # no figure for an error
        return answer.status, location or text


def signed_in(port: int, email: str) -> Visitor:
    """Sign in the way a user does."""
    visitor = Visitor(port, {})
    visitor.get("/login/")
    visitor.post("/login/", {"login": email, "password": PASSWORD})
    if "sessionid" not in visitor.cookies:
        raise RuntimeError(f"{email} could not sign in")
    return visitor


def measure(port: int, town: Town, persons: int) -> list[Line]:
    """p95 of each page, the median of rounds that alternate with the empty page."""
    karin, mette = signed_in(port, "karin@bench.example"), signed_in(port, "mette@bench.example")
    waiting = iter(town.episode_ids)
    pages: dict[str, Callable[[], float]] = {
        "board": lambda: _timed(lambda: karin.get(f"/tavle/{town.unit_id}/")),
        "worklist": lambda: _timed(lambda: mette.get("/arbejdsliste/")),
        "person page": lambda: _timed(lambda: mette.get(f"/borgere/{town.person_id}/")),
        "my day": lambda: _timed(lambda: karin.get("/min-dag/")),
        "screening submit": lambda: _screening(karin, next(waiting)),
    }
    return [_one(name, page, mette, persons) for name, page in pages.items()]


def _one(name: str, page: Callable[[], float], visitor: Visitor, persons: int) -> Line:
    each = 6 if name == "screening submit" else PER_ROUND  # every submission needs somebody who waits
    ours, empty = [], []
    for _round in range(ROUNDS):
        times = [(page(), _timed(lambda: visitor.get("/maaling/tom/"))) for _n in range(each)]
        ours.append(_p95([mine for mine, _empty in times]))
        empty.append(_p95([theirs for _mine, theirs in times]))
    return Line(
        f"p95 {name}", persons, statistics.median(ours), min(ours), max(ours), statistics.median(empty),
        "empty Django page, signed in", EMPTY_TARGET,
    )  # fmt: skip


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def _screening(karin: Visitor, episode_id: UUID) -> float:
    """Open the visit, answer three items, and time only the answer that stores the screening."""
    base = f"/besoeg/{episode_id}"
    _form(karin, f"{base}/", {"mode": "visit"})
    for number in (1, 2):
        _form(karin, f"{base}/{number}/", {"answer": "2"})
    page = karin.get(f"{base}/3/")
    fields = {**_hidden(page), "answer": "2"}
    return _timed(lambda: karin.post(_action(page, f"{base}/3/"), fields))


def _form(visitor: Visitor, path: str, fields: dict[str, str]) -> None:
    page = visitor.get(path)
    visitor.post(_action(page, path), {**_hidden(page), **fields})


def _hidden(page: str) -> dict[str, str]:
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {**{"idempotency_key": str(uuid4())}, **dict(inputs)}


def _action(page: str, path: str) -> str:
    main = page[page.find("<main") :]
    found = re.search(r'<form method="post" action="([^"]+)"', main)
    return found.group(1) if found else path
