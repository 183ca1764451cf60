"""`brobygger register import`: previewed unless --commit, everything or nothing, and the same twice."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from brobygger.config import cli
from brobygger.config.commands import register
from brobygger.config.supervisor import Stopped
from brobygger.foundation.kernel import cpr
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import CODE, given_programme

KEYS = {"rows", "new", "known", "gone", "errors", "eligible", "committed"}


@pytest.fixture
def programme(cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Horsens' recipe (single men from 65), in the test's own transaction instead of a database of the command's."""
    monkeypatch.setattr(register, "ready_database", nullcontext)
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)
    return given_programme(cast, "000-horsens")


def extract(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "udtraek.csv"
    file.write_bytes("\n".join(["cpr;fornavn;efternavn;civilstand", *lines, ""]).encode(encoding))
    return file


def man(serial: int, name: str = "Søren") -> str:
    return f"{cpr.fake(date(1948, 3, 4), 'male', serial)};{name};Sørensen;ugift"


def run(file: Path, *more: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any, str]:
    code = cli.main(
        ["register", "import", str(file), "--programme", "000-horsens", "--municipality", CODE, "--json", *more]
    )
    told = capsys.readouterr()
    return code, json.loads(told.out), told.err


def persons_of(cast) -> int:
    with acting_as(cast.mette):
        return Person.objects.count()


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_without_commit_it_tells_and_stores_nothing(cast, programme, tmp_path, capsys, encoding):
    before = persons_of(cast)
    code, told, err = run(extract(tmp_path, man(1), man(2), encoding=encoding), capsys=capsys)
    assert (code, err) == (0, "")
    assert told.keys() == KEYS
    assert (told["rows"], told["new"], told["errors"], told["committed"]) == (2, 2, [], False)
    assert persons_of(cast) == before


def test_with_commit_it_stores_and_the_second_time_it_knows_them(cast, programme, tmp_path, capsys):
    before = persons_of(cast)
    file = extract(tmp_path, man(1), man(2), man(3))
    code, told, _err = run(file, "--commit", capsys=capsys)
    assert (code, told["committed"], told["new"]) == (0, True, 3)
    assert persons_of(cast) == before + 3
    code, told, _err = run(file, "--commit", capsys=capsys)
    assert (code, told["new"], told["known"], told["eligible"]) == (0, 0, 3, 0)
    assert persons_of(cast) == before + 3


def test_one_wrong_line_stores_nothing_and_is_named(cast, programme, tmp_path, capsys):
    before = persons_of(cast)
    code, told, err = run(extract(tmp_path, man(1), "310248-0000;Bo;Bro;ugift"), "--commit", capsys=capsys)
    assert code == 1
    assert told.keys() >= KEYS
    assert told["committed"] is False
    assert [(one["line"], one["column"]) for one in told["errors"]] == [(3, "cpr")]
    assert "Linje 3" in err
    assert persons_of(cast) == before


def test_a_file_that_is_no_extract_is_refused(cast, programme, tmp_path, capsys):
    file = tmp_path / "billede.csv"
    file.write_bytes(b"PK\x03\x04" + b"\0" * 100)
    code, told, err = run(file, capsys=capsys)
    assert code == 1
    assert len(told["errors"]) == 1
    assert err


def test_an_unknown_programme_names_those_that_run(cast, programme, tmp_path, capsys):
    file = extract(tmp_path, man(1))
    assert cli.main(["register", "import", str(file), "--programme", "x", "--municipality", CODE]) == 1
    assert programme.name in capsys.readouterr().err


def test_it_says_how_far_it_is(cast, programme, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(register, "PATIENCE", 0.0)
    _code, _told, err = run(extract(tmp_path, man(1), man(2)), "--commit", capsys=capsys)
    assert "Sammenligner 2 linjer" in err
    assert "Gemmer 2 linjer" in err
    assert "Ctrl-C stopper, og intet er gemt" in err


def test_stopped_in_the_middle_it_has_stored_nothing(cast, programme, tmp_path, capsys, monkeypatch):
    """Somebody presses Ctrl-C when all persons are written and the episodes are not."""
    before = persons_of(cast)

    def stop(self: Any, step: str, done: int, of: int) -> None:
        if step == "store" and done:
            raise Stopped

    monkeypatch.setattr(register.Progress, "__call__", stop)
    arguments = ["register", "import", str(extract(tmp_path, man(1))), "--programme", "000-horsens", "--commit"]
    assert cli.main([*arguments, "--municipality", CODE]) == 1
    assert "Stoppet. Intet er gemt." in capsys.readouterr().err
    assert persons_of(cast) == before
