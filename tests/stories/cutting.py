"""A line between browser and server that is cut at a random byte, in either direction."""

from __future__ import annotations

import random
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

PIECE = 4096
LONGEST = 5  # a cut connection carries 1 to 10^5 bytes: some die in the request, some in the answer, some after both
VISIT = 5000  # more than a visit and its receipt together: every other visit is cut somewhere


class Cutter:
    """`with Cutter(server) as line:` serves the server at line.address; while line.cutting, connections are cut."""

    def __init__(self, server: str, *, seed: int = 4) -> None:
        place = urlsplit(server)
        self.server = (place.hostname, place.port)
        self.chance = random.Random(seed)
        self.cutting, self.down = False, False  # down: no coverage at all, for pages and service workers alike
        self.cuts, self.visits_cut = 0, 0  # all, and those while a visit was on its way
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def __enter__(self) -> Cutter:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_why: object) -> None:
        self.listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _where = self.listening.accept()
                if self.down:
                    near.close()
                    continue
                far = socket.create_connection(self.server)
                fate = _Fate()
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other, fate), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, fate: _Fate) -> None:
        with suppress(OSError):
            while (piece := one.recv(PIECE)) and not self.down:
                if self.cutting and fate.left is None:
                    fate.left = int(10 ** self.chance.uniform(0, LONGEST))
                if self.cutting and piece.startswith(b"POST "):
                    fate.left, fate.carries_visit = self.chance.randrange(VISIT), True
                if fate.left is not None and len(piece) >= fate.left:
                    other.sendall(piece[: fate.left])
                    self.cuts += 1
                    self.visits_cut += fate.carries_visit
                    break
                other.sendall(piece)
                if fate.left is not None:
                    fate.left -= len(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()


@dataclass
class _Fate:
    """How much a connection may still carry (None: as much as it likes), and whether a visit has been on it."""

    left: int | None = None
    carries_visit: bool = False
