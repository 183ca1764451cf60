"""The two programs that an installation runs, as command lines."""

from __future__ import annotations

import os
import sys


def web_server(port: int, *, host: str = "127.0.0.1") -> list[str]:
    """gunicorn with one plain worker for each core: nothing is shared between requests that could leak.

    No access log: addresses of pages tell whom somebody looked at; the read log is where that is kept.
    """
    return [
        *(sys.executable, "-m", "gunicorn", "brobygger.config.wsgi:application"),
        *("--bind", f"{host}:{port}"),
        *("--workers", str(os.cpu_count() or 1)),
        *("--worker-class", "sync"),
        "--preload",  # the code is read once, and the workers share it: half the wait, and half the memory
        *("--log-level", "warning"),
        "--no-control-socket",
    ]


def worker() -> list[str]:
    """Procrastinate's worker: jobs stand in the database, so there can be many, on many machines."""
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"]
