"""The command `brobygger`. Exit codes: 0 done, 1 refused or invalid, 2 wrong usage (contracts.md).

Reading arguments must stay quick: nothing heavy is imported before a command needs it.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import NoReturn

from brobygger.config.commands import (
    access,
    instruments,
    match,
    offers,
    opening,
    programmes,
    recipes,
    records,
    register,
    running,
    simulation,
    timetable,
)
from brobygger.config.commands.base import DONE, REFUSED, WRONG_USAGE, Refused, print_json
from brobygger.config.supervisor import Stopped, stop_when_asked

COMMAND_GROUPS = (
    running,
    opening,
    recipes,
    instruments,
    offers,
    register,
    programmes,
    match,
    simulation,
    records,
    access,
    timetable,
)

# argparse speaks English; these are its sentences in ours.
_DANISH_ERRORS = (
    (r"the following arguments are required: (.*)", r"Der mangler: \1."),
    (r"unrecognized arguments: (.*)", r"Ukendt: \1."),
    (r"argument (.*): invalid choice: (\S+) \(choose from (.*)\)", r"\2 findes ikke. Vælg mellem \3."),
    (r"argument (.*): expected one argument", r"\1 mangler en værdi."),
    (r"argument (.*): invalid int value: (.*)", r"\1 skal være et helt tal, ikke \2."),
    (r"argument (.*): (“.*)", r"\1: \2."),  # our own
    (r"argument (.*): not allowed with argument (.*)", r"\1 kan ikke bruges sammen med \2."),
)
_DANISH_HELP = {
    "usage:": "brug:",
    "options:": "valg:",
    "positional arguments:": "kommandoer og oplysninger:",
    "show this help message and exit": "vis denne hjælp",
}


class DanishParser(ArgumentParser):
    """Help and errors in Danish."""

    def format_help(self) -> str:
        text = super().format_help()
        for english, danish in _DANISH_HELP.items():
            text = text.replace(english, danish)
        return text

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "brug:")

    def error(self, message: str) -> NoReturn:
        said = message
        for english, danish in _DANISH_ERRORS:
            said = re.sub(f"^{english}$", danish, said)
        self.exit(WRONG_USAGE, f"{self.format_usage()}{said}\n")


def parser() -> ArgumentParser:
    """All commands and their options."""
    whole = DanishParser(prog="brobygger", description="Brobygger: fra fundet til et fællesskab.", allow_abbrev=False)
    groups = whole.add_subparsers(dest="command", required=True, metavar="kommando")
    for module in COMMAND_GROUPS:
        module.add(groups)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    chosen = parser().parse_args(arguments)
    stop_when_asked()
    try:
        return int(chosen.run(chosen))
    except Refused as refusal:
        return _refuse(chosen, refusal)
    except Stopped:
        return REFUSED
    except BrokenPipeError:  # the reader had enough, e.g. `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _refuse(chosen: Namespace, refusal: Refused) -> int:
    print(refusal.message, file=sys.stderr)
    if chosen.json:
        print_json(refusal.document)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
