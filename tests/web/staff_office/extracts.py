"""Register extracts for the stories: men of Eksempelkøbing, with numbers that exist only in tests."""

from __future__ import annotations

from datetime import date, timedelta

from brobygger.foundation.kernel import cpr

HEADER = "cpr;navn;adresse;postnr;by;civilstand;bor_alene"


def man(number: int, *, civil_status: str = "enke", born: date | None = None) -> str:
    """One line: a man of 70 to 92, another for each number up to 340."""
    born = born or date(1935, 1, 1) + timedelta(days=23 * number)
    digits = cpr.fake(born, "male", serial=number % 50)
    return f"{digits};Mand Nr{number};Åvej {number};9998;Eksempelkøbing;{civil_status};ja"


def of_men(how_many: int, *extra: str, start: int = 1) -> bytes:
    """An extract of so many single men, and whatever lines come after."""
    lines = [HEADER, *(man(number) for number in range(start, start + how_many)), *extra]
    return ("\n".join(lines) + "\n").encode()
