"""Starting programs that live and die together: the web server and the worker of one installation.

Each child gets a process group of its own, so that Ctrl-C in the terminal reaches only the supervisor, and stopping a
child takes whatever it has started with it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

GRACE_SECONDS = 10.0  # a request in progress may end; then the group is killed
LINES_OF_LOG = 15
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG (Linux)


class Stopped(KeyboardInterrupt):
    """Somebody asked the program to stop. A KeyboardInterrupt, so that libraries tidy up as they do for Ctrl-C."""


class ChildDied(Exception):
    """A child ended by itself; the message is Danish and holds the end of its log."""


@dataclass(frozen=True)
class Child:
    """A running child: what people call it, its process, and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


_asked: list[int] = []  # the signals that have come; a list, because a handler must not wait for a lock


def stop_when_asked() -> None:
    """Turn the first Ctrl-C, SIGTERM or SIGHUP into `Stopped`, wherever the program is. Later ones change nothing."""

    def stop(number: int, _frame: FrameType | None) -> None:
        _asked.append(number)
        if len(_asked) == 1:  # what follows is tidying up, and must not be interrupted
            raise Stopped

    for number in STOPPING:
        signal.signal(number, stop)


def stop_if_asked() -> None:
    """Raise Stopped if a signal came where Python could not let it through (while it removed an object)."""
    if _asked:
        raise Stopped


@contextmanager
def signals_held() -> Iterator[None]:
    """Let signals wait until the block has ended: nothing is half started, and nothing half noted."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def running(commands: Mapping[str, Sequence[str]], *, logs: Path) -> Iterator[list[Child]]:
    """Children (name → command) that run while the block does; none is left afterwards, however it ends."""
    logs.mkdir(parents=True, exist_ok=True)
    children: list[Child] = []
    try:
        for name, command in commands.items():
            with signals_held():  # a child is started and noted, or neither
                children.append(_start(name, command, logs / f"{name}.log"))
        yield children
    finally:
        _stop(children)


def watch(children: Sequence[Child]) -> None:
    """Wait until somebody stops the program. Raises ChildDied as soon as a child has ended."""
    while True:
        stop_if_asked()
        raise_if_dead(children)
        time.sleep(0.3)


def raise_if_dead(children: Sequence[Child]) -> None:
    """Raise ChildDied if a child has ended by itself, with the reason from its log."""
    for child in children:
        code = child.process.poll()
        if code is not None:
            said = "\n".join(f"    {line}" for line in _end_of(child.log))
            raise ChildDied(f"{child.name} er stoppet (kode {code}). Det sidste, den skrev i {child.log}:\n{said}")


def _start(name: str, command: Sequence[str], log: Path) -> Child:
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 (the commands are this program's own)
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_become_a_child,
        )
    return Child(name, process, log)


def _become_a_child() -> None:
    """In the child, before its program: signals as they were born, and one more if the supervisor is killed."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    if sys.platform == "linux":  # kill -9 cannot be caught: the kernel tells the child
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def _stop(children: Sequence[Child]) -> None:
    for child in children:
        _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
    for child in children:
        _signal_group(child, signal.SIGKILL)  # also whatever the child has left behind
        child.process.wait()


def _signal_group(child: Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)


def _end_of(log: Path) -> list[str]:
    return log.read_text(errors="replace").splitlines()[-LINES_OF_LOG:] if log.exists() else []
