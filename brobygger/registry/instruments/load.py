"""Reads the instrument files that come with Brobygger.

A reference is "id@version" ("t-ils@2"); the id alone means the newest version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from brobygger.registry.instruments.schema import HelpPlace, Instrument

DATA = Path(__file__).parent / "data"
HELP_FILE = Path(__file__).parent / "help.yaml"


class UnknownInstrument(LookupError):
    """No such instrument or version. `message_da` can be shown to a user."""

    def __init__(self, ref: str) -> None:
        self.ref = ref
        self.message_da = f"Måleredskabet “{ref[:60]}” findes ikke. Brug et af disse: {', '.join(all_refs())}."
        super().__init__(self.message_da)


class BadInstrumentFile(ValueError):
    """A file that is not an instrument; the text names the file and the first wrong key."""


@cache
def all_refs() -> tuple[str, ...]:
    """Every bundled instrument as "id@version", by id, oldest version first."""
    return tuple(sorted((path.stem for path in DATA.glob("*@*.yaml")), key=_by_id_and_version))


OWN = "own-"  # begins the id of every instrument that a municipality has made itself


@dataclass(frozen=True)
class OwnShelf:
    """Where a municipality's own instruments stand. refs: every one that the reader may use; read: one, or None."""

    refs: Callable[[], tuple[str, ...]]
    read: Callable[[str], Instrument | None]


_shelf = OwnShelf(refs=tuple, read=lambda _ref: None)


def stand_beside(shelf: OwnShelf) -> None:
    """Let the municipality's own instruments be found by the same names. Called once, when the program starts.

    Definitions know no database: whoever keeps the own ones says here how they are read (decision 025).
    """
    global _shelf  # one shelf a process, put up before the first request
    _shelf = shelf


def usable_refs() -> tuple[str, ...]:
    """The bundled instruments, and then the own ones of the municipality that asks."""
    return (*all_refs(), *_shelf.refs())


def exists(ref: str) -> bool:
    """Whether `load(ref)` will find an instrument."""
    return _found(ref) is not None


def load(ref: str) -> Instrument:
    """The instrument named by "t-ils@2", or the newest by "t-ils"; "own-…" is the municipality's own.

    Raises UnknownInstrument for any other text. Cached: the same object every time.
    """
    found = _found(ref)
    if found is None:
        raise UnknownInstrument(ref)
    return found


def _found(ref: str) -> Instrument | None:
    if ref.startswith(OWN):
        return _shelf.read(ref)
    exact = _resolve(ref)
    return _load_exact(exact) if exact else None


def read_file(path: Path) -> Instrument:
    """Read and check one instrument file. Raises BadInstrumentFile with the file and the reason (English)."""
    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return Instrument.model_validate(_with_parts(data))
    except YAMLError as error:
        raise BadInstrumentFile(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadInstrumentFile(f"{path.name}: {key}: {first['msg']}") from error


def _with_parts(data: Any) -> Any:
    """A part that is another instrument ({id, title, of: "t-ils@2"}) gets its questions, rule and limits from there.

    A licensed scale stands in one file only. One that calls a professional by its number is no part of another: the
    number that calls would be lost.
    """
    named = [part for part in (data.get("parts") or [] if isinstance(data, dict) else []) if "of" in part]
    for part in named:
        other = load(part["of"])
        if other.safety or other.parts or other.missing.allowed or other.scoring.rule == "any_yes":
            raise BadInstrumentFile(f"{data['id']}: {part['of']} cannot be a part of another instrument")
        taken = other.model_dump(mode="json", by_alias=True)
        part |= {"scoring": taken["scoring"], "bands": taken["bands"]}
        place = next(n for n, item in enumerate(data["items"]) if item == {"part": part["id"]})
        data["items"][place : place + 1] = [item | {"part": part["id"]} for item in taken["items"]]
    return data


def as_contract(instrument: Instrument) -> dict[str, Any]:
    """One element of `brobygger instruments list --json` (contracts.md)."""
    return {
        "id": instrument.id,
        "version": instrument.version,
        "title": {"da": instrument.title.da, "en": instrument.title.en},
        "items": len(instrument.items),
        "range": list(instrument.range) if instrument.range else None,
        "answered_by": list(instrument.answered_by),
        "source": instrument.source,
        "licence": instrument.licence,
    }


@cache
def help_places() -> dict[str, HelpPlace]:
    """Where to get help in Denmark, most urgent first, by id. Also named HELP below."""
    data = YAML(typ="safe", pure=True).load(HELP_FILE.read_text(encoding="utf-8"))
    places = [HelpPlace.model_validate(place) for place in data["places"]]
    return {place.id: place for place in places}


def _by_id_and_version(ref: str) -> tuple[str, int]:
    name, _, version = ref.partition("@")
    return name, int(version)


def _resolve(ref: str) -> str | None:
    if ref in all_refs():
        return ref
    versions = [known for known in all_refs() if known.partition("@")[0] == ref]
    return versions[-1] if versions else None


@cache
def _load_exact(ref: str) -> Instrument:
    return read_file(DATA / f"{ref}.yaml")


HELP = help_places()
