"""The first line of a register extract: what divides the columns, and which of them we know."""

from __future__ import annotations

import re
from collections.abc import Mapping

from brobygger.pathway.detection.register_file import DELIMITERS, BadFile, Line, Problem, lines

_TOP = 1_000_000  # letters looked at for the heading; a field may not be an eighth of it

# Our name of a column, and what municipalities call it (compared without case, blanks, _ - and .).
COLUMNS: dict[str, tuple[str, ...]] = {
    "cpr": ("cprnr", "cprnummer", "personnummer", "personnr", "pnr"),
    "navn": ("fuldenavn", "fuldtnavn", "adresseringsnavn", "borger", "borgernavn"),
    "fornavn": ("fornavne", "fornavnogmellemnavn"),
    "efternavn": ("slægtsnavn",),
    "adresse": ("vejadresse", "gadeadresse", "bopæl", "bopælsadresse", "vejnavnoghusnummer"),
    "postnr": ("postnummer",),
    "by": ("postdistrikt", "bynavn", "postby"),
    "køn": ("koen",),
    "civilstand": ("civilstatus", "ægteskabeligstilling", "ægteskabsstatus"),
    "bor_alene": ("alene", "aleneboende", "enlig", "borenlig"),
    "husstand": (
        "husstandsstørrelse",
        "antalihusstand",
        "personerihusstand",
        "antalpersoner",
        "borsammenmed",
    ),
    "personlig_pleje": ("pleje", "fårpersonligpleje", "modtagerpersonligpleje"),
    "hjemmehjælp_timer": (
        "hjemmehjælp",
        "hjemmehjælpstimer",
        "timerhjemmehjælp",
        "timerprugehjemmehjælp",
        "hjemmehjælptimerpruge",
        "hjemmeplejetimer",
    ),
    "sprog": ("modersmål", "talesprog"),
    "telefon": ("telefonnummer", "tlf", "tlfnr", "telefonnr", "mobil", "mobilnummer", "mobiltelefon"),
}


def find_header(text: str) -> tuple[str, Line]:
    """The delimiter under which the first line names most columns we know, and that line."""
    found: list[tuple[int, int, str, Line]] = []
    broken: BadFile | None = None
    for delimiter in DELIMITERS:
        try:
            # A first line "sep=;" is Excel's note to itself.
            line = next(line for line in lines(text[:_TOP], delimiter) if not line.fields[0].startswith("sep="))
        except StopIteration:
            continue
        except BadFile as bad:
            broken = broken or bad
            continue
        known = sum(_column(name) is not None for name in line.fields)
        found.append((known, len(line.fields), delimiter, line))
    if not found:
        raise broken or BadFile("Filen er tom.")
    best = max(found, key=lambda candidate: candidate[:2])
    return best[2], best[3]


def _column(name: str) -> str | None:
    """Our name of a column heading, or None."""
    return _BY_HEADING.get(_plain(name))


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-./:]+", "", name.casefold())


_BY_HEADING = {_plain(name): column for column, names in COLUMNS.items() for name in (column, *names)}


def find_columns(header: Line) -> tuple[dict[str, int], tuple[Problem, ...]]:
    """Where each known column stands, and what makes the first line unusable."""
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for place, name in enumerate(header.fields):
        column = _column(name)
        if column in columns:
            problems.append(Problem(header.first, column, "Kolonnen står der to gange."))
        elif column is not None:
            columns[column] = place
    if not columns and any(_looks_like_cpr(name) for name in header.fields):
        return {}, (Problem(header.first, "", "Den første linje skal have kolonnernes navne, ikke en borger."),)
    if "cpr" not in columns:
        problems.append(Problem(header.first, "cpr", "Kolonnen mangler. Kald den cpr eller personnummer."))
    if "navn" not in columns and not {"fornavn", "efternavn"} <= columns.keys():
        problems.append(Problem(header.first, "navn", "Kolonnen mangler. Brug navn, eller både fornavn og efternavn."))
    return columns, tuple(problems)


def _looks_like_cpr(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*[0-9]{6}[\s-]?[0-9]{4}\s*", cell))


def ignored(header: Line, columns: Mapping[str, int]) -> tuple[str, ...]:
    used = set(columns.values())
    names = (name.strip()[:40] for place, name in enumerate(header.fields) if place not in used)
    return tuple(name for name in names if name and not re.search(r"[0-9]{4}", name))
