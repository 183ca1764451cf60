"""A register extract of invented people, as the register would send it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from brobygger.rehearsal.folk import Made

_CIVIL = {
    "married": "gift",
    "widowed": "enke/enkemand",
    "cohabiting": "samlevende",
    "single": "ugift",
    "divorced": "fraskilt",
    "partner_apart": "ugift",
}

_HEADINGS = (
    "cpr", "fornavn", "efternavn", "adresse", "postnr", "by", "civilstand", "bor_alene", "telefon", "personlig_pleje",
)  # fmt: skip


def csv_of(people: Iterable[Made]) -> bytes:
    """UTF-8, semicolons, Danish headings."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(_HEADINGS)
    for person in people:
        facts = person.facts
        writer.writerow(
            [
                person.number.number,
                facts["given_name"],
                facts["family_name"],
                facts["address"],
                facts["postcode"],
                facts["city"],
                _CIVIL.get(facts.get("civil_status") or "", ""),
                {"alone": "ja", "with_spouse": "nej"}.get(facts.get("household") or "", ""),
                facts["phone"],
                {True: "ja", False: "nej", None: ""}[facts.get("personal_care")],
            ]
        )
    return text.getvalue().encode()
