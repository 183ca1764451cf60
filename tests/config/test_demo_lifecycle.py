"""`make demo` is one thing to whoever starts it: it comes up whole, and goes away whole, however it is stopped."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from brobygger.config import database

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90.0  # a start makes every table and the whole town, and others may use the machine
pytestmark = [pytest.mark.sockets, pytest.mark.slow]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose municipality is there already: filling it is another test's subject."""
    folder = tmp_path_factory.mktemp("var")
    made = subprocess.run(
        [sys.executable, "-m", "brobygger.config.cli", "migrate"],
        cwd=ROOT, env=surroundings(folder), capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    with database.embedded(folder / "postgres") as server, psycopg.connect(server, dbname="brobygger") as connection:
        connection.execute(
            "insert into organisations_municipality (id, code, name, phone) "
            "values (gen_random_uuid(), '0998', 'Eksempelkøbing', '12 34 56 78')"
        )
    assert not processes_of(folder)
    return folder


def test_it_comes_up_tells_the_logins_and_leaves_no_process(var: Path):
    port = free_port()
    with demonstration(var, port) as process:
        said = until_ready(process)
        assert said[-1] == f"Brobygger kører på http://127.0.0.1:{port}"
        password = (var / "demo-password").read_text().strip()
        for name in ("karin", "mette", "bent", "ole", "lone", "dorte", "admin"):
            assert any(f"{name}@demo.brobygger.dk" in line and password in line for line in said)
        assert ask(f"http://127.0.0.1:{port}/helbred") == (200, "ok")
        programs = {Path(command).name for command in processes_of(var).values()}
        assert {"postgres"} < programs, "nothing was found, so finding nothing below would prove nothing"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=SECONDS) == 0
    assert not processes_of(var)


def test_the_password_is_its_own_and_readable_by_its_owner_only(var: Path):
    from brobygger.config.demo import password_of

    first, made = password_of(var / "one")
    again, made_again = password_of(var / "one")
    other, _made = password_of(var / "two")
    assert (first, made, made_again) == (again, True, False)
    assert first != other
    assert len(first) >= 12
    assert stat.S_IMODE((var / "one" / "demo-password").stat().st_mode) == 0o600


@pytest.mark.parametrize("seconds", [0.5, 1.5])
def test_stopped_half_way_up_it_leaves_no_process_either(var: Path, seconds: float):
    with demonstration(var, free_port()) as process:
        time.sleep(seconds)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=SECONDS)
    assert not processes_of(var)


def test_when_the_web_server_dies_everything_stops_and_the_reason_is_told(var: Path):
    with demonstration(var, free_port()) as process:
        until_ready(process)
        (web,) = [
            pid
            for pid, command in processes_of(var).items()
            if "gunicorn" in arguments_of(pid) and parent_of(pid) == process.pid
        ]
        os.kill(web, signal.SIGKILL)
        assert process.wait(timeout=SECONDS) == 1
        assert "web er stoppet" in process.stderr.read()
    assert not processes_of(var)


def test_a_killed_supervisor_takes_its_children_along_and_the_next_start_puts_the_rest_right(var: Path):
    with demonstration(var, free_port()) as process:
        until_ready(process)
        process.kill()
        process.wait()
        wait_until(lambda: not any("gunicorn" in arguments_of(pid) for pid in processes_of(var)))
    with demonstration(var, free_port()) as process:
        until_ready(process)
        process.send_signal(signal.SIGINT)  # Ctrl-C
        assert process.wait(timeout=SECONDS) == 0
    assert not processes_of(var)


def test_a_taken_port_is_told_before_anything_heavy_begins(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demonstration(tmp_path, port) as process:
            assert process.wait(timeout=SECONDS) == 1
            assert f"Port {port} er optaget" in process.stderr.read()
    assert not (tmp_path / "postgres").exists()


def test_with_json_stdout_holds_one_document_and_nothing_else(var: Path):
    port = free_port()
    with demonstration(var, port, "-c", "from brobygger.config.cli import main; main(['demo', '--json'])") as process:
        read = ""
        document = None
        while document is None:
            line = process.stdout.readline()
            assert line, f"it ended before it was ready: {read} {process.stderr.read()}"
            read += line
            with suppress(json.JSONDecodeError):
                document = json.loads(read)
        assert document["url"] == f"http://127.0.0.1:{port}"
        assert {login["role"] for login in document["logins"]} >= {"home_care_worker", "coordinator", "volunteer"}
        assert document["logins"][0].keys() == {"email", "password", "role"}
        process.send_signal(signal.SIGHUP)
        assert process.wait(timeout=SECONDS) == 0
        assert not process.stdout.read()
    assert not processes_of(var)


# ---- how it is seen from outside


@contextmanager
def demonstration(var: Path, port: int, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, *(arguments or ("-m", "brobygger.config.demo"))]
    process = subprocess.Popen(
        command, cwd=ROOT, env=surroundings(var) | {"PORT": str(port)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=SECONDS)
        process.stdout.close()
        process.stderr.close()


def surroundings(var: Path) -> dict[str, str]:
    """What a user's shell holds: none of the tests' own settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BROBYGGER_", "DJANGO_"))}
    return kept | {"BROBYGGER_VAR": str(var)}


def until_ready(process: subprocess.Popen[str]) -> list[str]:
    """The lines it has printed when it says that it runs."""
    said: list[str] = []
    while not (said and said[-1].startswith("Brobygger kører på ")):
        line = process.stdout.readline()
        assert line, f"it ended before it was ready: {said} {process.stderr.read()}"
        said.append(line.rstrip("\n"))
    return said


def ask(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.status, answer.read().decode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(var: Path) -> dict[int, str]:
    """Every living process that works on this installation: pid → program. By /proc, as an administrator would look."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(folder.name) == os.getpid() or "\nState:\tZ" in (folder / "status").read_text():
                continue
            told = (folder / "cmdline").read_bytes() + b"\0" + (folder / "environ").read_bytes()
            if str(var).encode() in told:
                found[int(folder.name)] = os.readlink(folder / "exe")
    return found


def arguments_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def parent_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("\nPPid:\t")[1].split("\n")[0])


def wait_until(holds, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.1)
