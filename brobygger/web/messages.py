"""The words of the pages in English: `python -m brobygger.web.messages extract|update|compile|check`.

Danish is written in the code and is the message id, so only English has a catalogue. Places are left out and the
entries sorted, so that two people adding words rarely meet in the same lines.
    extract  how many messages the code and the pages hold
    update   add new messages (untranslated) and drop those nobody uses
    compile  write the .mo file Django reads (not in git)
    check    fail when a message lacks a translation, is fuzzy, is missing here, or is used nowhere
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CODE = Path(__file__).resolve().parents[1]
PO = Path(__file__).resolve().parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
PAGES = [f"web/templates/**.{ending}" for ending in ("jinja", "html", "txt")]  # html, txt: the sign-in library's names
METHODS = [*((page, "jinja2") for page in PAGES), ("**.py", "python")]
JINJA_OPTIONS = {  # as in shared/jinja.py
    "extensions": "jinja2.ext.i18n",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "newstyle_gettext": "true",
    "silent": "false",
}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extract() -> Catalog:
    """Every message in the code and the pages, without translations."""
    found = Catalog(locale="en", charset="utf-8")
    for _file, _line, message, _comments, context in extract_from_dir(
        CODE, method_map=METHODS, options_map=dict.fromkeys(PAGES, JINJA_OPTIONS), keywords=KEYWORDS
    ):
        found.add(message, context=context)
    return found


def stored() -> Catalog:
    """The catalogue in git; an empty one when there is none yet."""
    if not PO.is_file():
        return Catalog(locale="en")
    return read_po(io.BytesIO(PO.read_bytes()), locale="en", abort_invalid=True)


def merged(found: Catalog, old: Catalog) -> Catalog:
    """What is used now, with the translations there are. Nothing is guessed, so nothing becomes fuzzy."""
    new = Catalog(locale="en", project="Brobygger", charset="utf-8")
    for message in _used(found):
        known = old.get(message.id, message.context)
        new.add(message.id, known.string if known else "", context=message.context, flags=_flags(message))
    return new


def problems(found: Catalog, old: Catalog) -> list[str]:
    """Why the English pages are not complete, one line each; empty when they are."""
    lines = []
    used = {(_name(message), message.context) for message in _used(found)}
    for message in _used(found):
        known = old.get(message.id, message.context)
        if known is None:
            lines.append(f"not in the catalogue: {_name(message)!r}")
        elif not all(known.string if isinstance(known.string, tuple | list) else [known.string]):
            lines.append(f"not translated: {_name(message)!r}")
        else:
            lines += [f"{error}: {_name(message)!r}" for error in known.check(old)]
        if known is not None and known.fuzzy:
            lines.append(f"fuzzy: {_name(message)!r}")
    lines += [
        f"used nowhere: {_name(message)!r}" for message in _used(old) if (_name(message), message.context) not in used
    ]
    return lines


def as_text(catalog: Catalog) -> bytes:
    """The catalogue as it lies in git: sorted, without places, dates or names of people."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER + out.getvalue()


HEADER = (
    b'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
    b'"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


def _used(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _flags(message: Message) -> set[str]:
    return {flag for flag in message.flags if flag == "python-format"}


def _extract() -> int:
    print(f"{len(_used(extract()))} messages")
    return 0


def _update() -> int:
    new = merged(extract(), stored())
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_text(new))
    waiting = [line for line in problems(new, new) if line.startswith("not translated")]
    print("\n".join([*waiting, f"{len(_used(new))} messages, {len(waiting)} to translate"]))
    return 0


def _compile() -> int:
    fresh = PO.with_suffix(".mo.new")
    with fresh.open("wb") as out:
        write_mo(out, stored())
    fresh.replace(PO.with_suffix(".mo"))  # a running server never reads half a file
    return 0


def _check() -> int:
    wrong = problems(extract(), stored())
    print("\n".join(wrong) or "English is complete.", file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0


COMMANDS: dict[str, Callable[[], int]] = {
    "extract": _extract,
    "update": _update,
    "compile": _compile,
    "check": _check,
}


def main(arguments: list[str]) -> int:
    """Run one command; 2 when it is unknown."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print("usage: python -m brobygger.web.messages " + "|".join(COMMANDS), file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
