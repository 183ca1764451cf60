"""An own instrument as a file: YAML like the bundled ones, so that another municipality can take it in."""

from __future__ import annotations

from io import StringIO
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from brobygger.registry.instruments.schema import Instrument
from brobygger.registry.own_instruments.rules import copied
from brobygger.registry.recipes.reading import Broken, read

LARGEST = 200_000  # bytes; the largest bundled one is under 8,000


class BadFile(ValueError):
    """A file that no instrument can be read from. `message_da` can be shown to a user."""

    def __init__(self, message_da: str) -> None:
        self.message_da = message_da
        super().__init__(message_da)


def as_yaml(instrument: Instrument) -> str:
    """The whole instrument as YAML text; `draft_from` reads it again, here or elsewhere."""
    writer: Any = YAML(typ="safe", pure=True)  # its own types know only some of its settings
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.sort_base_mapping_type_on_output = False
    writer.width = 120
    writer.representer.ignore_aliases = lambda _data: True
    text = StringIO()
    writer.dump(instrument.model_dump(mode="json", by_alias=True, exclude_none=True), text)
    return text.getvalue()


def draft_from(content: bytes) -> dict[str, Any]:
    """The draft in an instrument file. Raises BadFile; anchors and aliases are refused (reading.py)."""
    if len(content) > LARGEST:
        raise BadFile("Filen er for stor. Et måleredskab fylder højst 200 kB.")
    try:
        source = read(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise BadFile("Filen er ikke tekst i UTF-8. Gem den igen som YAML i UTF-8.") from None
    except Broken as broken:
        raise BadFile(f"Linje {broken.line}: {broken.message}") from None
    try:
        return copied(Instrument.model_validate(source.data))
    except ValidationError as error:
        first = error.errors()[0]
        line, key = source.place(tuple(first["loc"]))
        raise BadFile(f"Linje {line}: “{key or 'filen'}” passer ikke i et måleredskab.") from None
