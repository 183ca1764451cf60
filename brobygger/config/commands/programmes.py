"""`brobygger report`: what a programme has done, in the form a fund asks for."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from brobygger.config.commands.base import DONE, Groups, Refused, command, ready_database, the_system_of

FORMATS = ("json", "html", "pdf", "xlsx")
READERS = ("evaluation", "fund", "committee", "staff", "volunteers", "public")
NOT_TEXT = {"pdf": "En PDF", "xlsx": "Et regneark"}


def add(groups: Groups) -> None:
    report = command(groups, "report", write_report, help="indsatsens rapport")
    report.add_argument("programme", metavar="INDSATS", help="indsatsens navn, opskrift eller id")
    report.add_argument("--format", choices=FORMATS, default="json")
    report.add_argument("--reader", choices=READERS, default="evaluation", help="hvem den er til")
    report.add_argument("--language", choices=("da", "en"), default="da")
    report.add_argument("--out", type=Path, metavar="FIL", help="uden: standard output")
    report.add_argument("--municipality", metavar="KODE", help="kommunens kode, når der er flere")


def write_report(chosen: Namespace) -> int:
    """Write the report as one document."""
    from brobygger.config.commands.register import programme_named

    if chosen.format in NOT_TEXT and chosen.out is None and sys.stdout.isatty():
        raise Refused(f"{NOT_TEXT[chosen.format]} kan ikke vises her. Skriv til en fil med --out FIL.{chosen.format}.")
    with ready_database():
        from brobygger.foundation.kernel.clock import now
        from brobygger.foundation.kernel.refusal import Refusal
        from brobygger.journeys import report
        from brobygger.registry.people.acting import acting_as

        by = the_system_of(chosen.municipality)
        try:
            with acting_as(by):
                programme = programme_named(by, chosen.programme)
                content = report.render(programme, chosen.format, now(), reader=chosen.reader, language=chosen.language)
        except Refusal as refusal:
            raise Refused(str(refusal.message)) from refusal
    if chosen.out:
        chosen.out.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return DONE
