"""One cell of a register extract: from what stands in the file to a value we know, or a Danish reason.

Each reader takes the cell without surrounding blanks, never empty. Words and codes: the CPR register's civil
status letters and what Danish care systems and spreadsheets write.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeVar

from brobygger.foundation.kernel.digits import plain_digits

CivilStatus = Literal["married", "widowed", "cohabiting", "single", "divorced"]
Household = Literal["alone", "with_spouse", "with_others"]
Sex = Literal["female", "male"]

HOURS_IN_A_WEEK = 168
LONGEST = {"navn": 200, "fornavn": 100, "efternavn": 100, "adresse": 200, "by": 100, "sprog": 120}
LONGEST_LANGUAGE = 30

SEX: dict[str, Sex] = {
    **dict.fromkeys(("k", "kvinde", "kvinder", "f", "female", "pige"), "female"),
    **dict.fromkeys(("m", "mand", "mænd", "male", "dreng"), "male"),
}
CIVIL_STATUS: dict[str, CivilStatus] = {
    **dict.fromkeys(("u", "ugift", "enlig", "single"), "single"),
    **dict.fromkeys(("g", "gift", "p", "registreret partnerskab", "registreret partner"), "married"),
    **dict.fromkeys(("f", "fraskilt", "skilt", "o", "ophævet partnerskab", "opløst partnerskab"), "divorced"),
    **dict.fromkeys(("e", "enke", "enkemand", "enke/enkemand", "enkestand", "l", "længstlevende partner"), "widowed"),
    **dict.fromkeys(("samlevende", "samboende", "samlever"), "cohabiting"),
}
DEAD = ("d", "død", "afdød")
YES = ("ja", "j", "1", "sand", "true", "x", "yes")
NO = ("nej", "n", "0", "falsk", "false", "no")
HOUSEHOLD: dict[str, Household] = {
    **dict.fromkeys(("alene", "bor alene", "enlig", "enlig husstand"), "alone"),
    **dict.fromkeys(("ægtefælle", "med ægtefælle", "med partner", "med samlever", "par"), "with_spouse"),
    **dict.fromkeys(("andre", "med andre", "med familie", "flere"), "with_others"),
}


T = TypeVar("T", bound=str)


class BadCell(ValueError):
    """What is wrong with a cell, in Danish; never repeats what stands in it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def text(cell: str, *, longest: int) -> str:
    """Words as they stand, with runs of blanks made one."""
    if len(cell) > longest:
        raise BadCell(f"Teksten er længere end {longest} tegn.")
    return " ".join(cell.split())


def given_and_family_name(cell: str) -> tuple[str, str]:
    """Given and family name of "Aase Marie Holm" or "Holm, Aase Marie"; a single word is the family name."""
    name = text(cell, longest=LONGEST["navn"])
    if name.count(",") == 1:
        family, given = (part.strip() for part in name.split(","))
    else:
        given, _, family = name.rpartition(" ")
    if max(len(given), len(family)) > LONGEST["fornavn"]:
        raise BadCell(f"Fornavn og efternavn kan hver være højst {LONGEST['fornavn']} tegn.")
    if not (given or family):
        raise BadCell("Navnet mangler.")
    return given, family


def sex(cell: str) -> Sex:
    return _known(SEX, cell, "Køn skal være K, M, kvinde eller mand.")


def civil_status(cell: str) -> CivilStatus:
    """The code or word of the CPR register. The dead are refused: nobody writes to them."""
    if cell.casefold() in DEAD:
        raise BadCell("Borgeren er registreret som død og får ikke noget tilbud.")
    return _known(
        CIVIL_STATUS,
        cell,
        "Civilstanden er ukendt. Skriv ugift, gift, fraskilt, enke, enkemand eller samlevende, "
        "eller CPR-registerets bogstav.",
    )


def yes_no(cell: str) -> bool:
    word = cell.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell("Skriv ja eller nej.")


def household(cell: str) -> tuple[Household | None, bool]:
    """Who the person lives with (None = not said), and whether alone. A number is how many live there."""
    if re.fullmatch(r"[0-9]{1,2}", cell):
        if int(cell) == 0:
            raise BadCell("Der bor mindst én i husstanden.")
        return ("alone", True) if int(cell) == 1 else (None, False)
    found = _known(HOUSEHOLD, cell, "Husstand skal være et antal personer, alene, ægtefælle eller andre.")
    return found, found == "alone"


def hours(cell: str) -> Decimal:
    """Hours a week, "2,5" or "2.5", 0–168, kept with one decimal. "1.250" is refused: it could mean two things."""
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,2})?", cell):
        raise BadCell("Timer skal være et tal med komma, for eksempel 2,5.")
    number = Decimal(cell.replace(",", "."))
    if number > HOURS_IN_A_WEEK:
        raise BadCell(f"Der er kun {HOURS_IN_A_WEEK} timer på en uge.")
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def postcode(cell: str) -> str:
    if not re.fullmatch(r"[0-9]{4}", cell):
        raise BadCell("Postnummeret skal have fire cifre. Gem kolonnen som tekst, hvis nullet forrest mangler.")
    return cell


def phone(cell: str) -> str:
    """A Danish number as eight digits, a foreign one as "+" and digits."""
    number = re.sub(r"[\s.\-/()]", "", plain_digits(cell))
    number = re.sub(r"^(\+45|0045)(?=[0-9]{8}$)", "", number)
    if not re.fullmatch(r"[1-9][0-9]{7}|\+[1-9][0-9]{6,14}", number):
        raise BadCell("Telefonnummeret skal have otte cifre, eller begynde med + og landekode.")
    return number


def languages(cell: str) -> tuple[str, ...]:
    """Languages in lower case, divided by comma, slash or "og"."""
    found = [word.strip().casefold() for word in re.split(r"[,/;+]| og ", text(cell, longest=LONGEST["sprog"]))]
    if any(len(word) > LONGEST_LANGUAGE for word in found):
        raise BadCell(f"Et sprog er længere end {LONGEST_LANGUAGE} tegn. Skriv et komma mellem sprogene.")
    return tuple(dict.fromkeys(word for word in found if word))


def _known(table: dict[str, T], cell: str, reason: str) -> T:
    found = table.get(" ".join(cell.casefold().split()))
    if found is None:
        raise BadCell(reason)
    return found
