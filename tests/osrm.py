"""A routing server on loopback that answers OSRM's table service as it is published, and only a question put right."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PLACE = r"-?\d+\.\d{1,7},-?\d+\.\d{1,7}"
ASKED = re.compile(rf"/table/v1/driving/({_PLACE}(?:;{_PLACE})+)\?annotations=duration,distance")


class Osrm(ThreadingHTTPServer):
    """`asked`: the paths that came. `spoil`: changes an answer before it is sent; text is sent as it is."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[str] = []
        self.status = 200
        self.spoil: Any = lambda told: told

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Answering(BaseHTTPRequestHandler):
    server: Osrm

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        found = ASKED.fullmatch(self.path)
        told = table(found[1].split(";")) if found else {"code": "InvalidQuery", "message": "Query string malformed"}
        sent = self.server.spoil(told)
        body = (sent if isinstance(sent, str) else json.dumps(sent)).encode()
        self.send_response(self.server.status if found else 400)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *told: Any) -> None:
        """Say nothing."""


def table(places: list[str]) -> dict[str, Any]:
    """Each place lies a street of 600 m from the one asked about before it; a minute forth, two minutes back."""
    count = range(len(places))
    points = [[float(number) for number in place.split(",")] for place in places]
    ways = [{"hint": "x", "distance": 3.1, "name": "Byvej", "location": point} for point in points]
    return {
        "code": "Ok",
        "durations": [[60.0 * (b - a) if b > a else 120.0 * (a - b) for b in count] for a in count],
        "distances": [[600.0 * abs(a - b) for b in count] for a in count],
        "sources": ways,
        "destinations": ways,
    }


@contextmanager
def running() -> Iterator[Osrm]:
    """The server, until the story is over."""
    server = Osrm()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
