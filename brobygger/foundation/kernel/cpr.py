"""Danish personal numbers (CPR): DDMMYY-SSSS.

The century follows the seventh digit and the year, the last digit's parity is the sex, and modulus 11 is
*not* enforced: numbers without it have been given out since October 2007. Test numbers have the first digit
of the day + 6 (days 61–91); demonstration data uses nothing else. (facts.md, Danish standards.)

A number is never part of a message, a traceback or a `repr`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from stdnum.dk import cpr as century_rule
from stdnum.exceptions import ValidationError

Sex = Literal["female", "male"]
Code = Literal["empty", "not_digits", "length", "date", "future", "test_number"]

TEST_DAY = 60  # added to the day of the month
HIDDEN = "••••"

# Spaces and the dashes that word processors put in place of the plain one.
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")

MESSAGES: dict[Code, str] = {
    "empty": "CPR-nummeret mangler.",
    "not_digits": "CPR-nummeret må kun have cifre og en bindestreg.",
    "length": "CPR-nummeret skal have ti cifre.",
    "date": "CPR-nummeret begynder ikke med en dato, der findes.",
    "future": "CPR-nummerets fødselsdag ligger ude i fremtiden.",
    "test_number": "CPR-nummeret er et testnummer. Testnumre bruges kun i demonstration og test.",
}
NINE_DIGITS = (
    "CPR-nummeret skal have ti cifre, men her er ni. Et regneark har måske fjernet nullet forrest: "
    "gem kolonnen som tekst."
)


class BadCpr(ValueError):
    """Not a CPR number. `message_da` can be shown to a user and never holds the number."""

    def __init__(self, code: Code, message_da: str | None = None) -> None:
        self.code = code
        self.message_da = message_da or MESSAGES[code]
        super().__init__(self.message_da)


@dataclass(frozen=True)
class Cpr:
    """`number` is ten digits without dash and stays out of `repr`."""

    number: str = field(repr=False)
    born: date = field(repr=False)
    sex: Sex
    is_test: bool


def parse(text: str, *, allow_test: bool, today: date) -> Cpr:
    """Read "DDMMYY-SSSS", with dash, spaces or neither.

    Raises BadCpr. Test numbers are accepted only with `allow_test`; real ones always. `today` refuses people
    not yet born.
    """
    digits = _digits(text)
    is_test = digits[0] in "6789"
    born = _born(digits)
    if born > today:
        raise BadCpr("future")
    if is_test and not allow_test:
        raise BadCpr("test_number")
    return Cpr(number=digits, born=born, sex=_sex(digits), is_test=is_test)


def mask(number: str) -> str:
    """How a CPR number is shown on a screen: "010160-••••"; anything but ten digits is hidden altogether."""
    digits = _SEPARATORS.sub("", number)
    if not re.fullmatch(r"[0-9]{10}", digits):
        return f"••••••-{HIDDEN}"
    return f"{digits[:6]}-{HIDDEN}"


def fake(born: date, sex: Sex, serial: int) -> str:
    """The `serial`-th (from 0) test number of ten digits for that birth date and sex; always a test number.

    There are 2,000 to 3,000 for each date and sex. Raises ValueError outside them, and for years the CPR
    number cannot write (before 1858, after 2057).
    """
    start = f"{born.day + TEST_DAY:02d}{born:%m}{born.year % 100:02d}"
    sevenths = [digit for digit in "0123456789" if _is_born(f"{start}{digit}000", born)]
    if not 0 <= serial < 500 * len(sevenths):
        raise ValueError(f"no test number {serial} for that birth date")
    seventh, place = sevenths[serial // 500], serial % 500
    return f"{start}{seventh}{place * 2 + (sex == 'male'):03d}"


def _digits(text: str) -> str:
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise BadCpr("empty")
    # str.isdigit alone would let Arabic and superscript digits through.
    if not (digits.isascii() and digits.isdigit()):
        raise BadCpr("not_digits")
    if len(digits) == 9:
        raise BadCpr("length", NINE_DIGITS)
    if len(digits) != 10:
        raise BadCpr("length")
    return digits


def _born(digits: str) -> date:
    day = int(digits[:2])
    if day > TEST_DAY:
        # The library reads real numbers only, so a test number becomes the real one of the same day first.
        digits = f"{day - TEST_DAY:02d}{digits[2:]}"
    try:
        return century_rule.get_birth_date(digits)
    except ValidationError:
        # "from None": the library's own error may carry the number into a log.
        raise BadCpr("date") from None


def _is_born(digits: str, born: date) -> bool:
    try:
        return _born(digits) == born
    except BadCpr:  # 29 February exists in 2000 but not in 1900
        return False


def _sex(digits: str) -> Sex:
    return "male" if int(digits[9]) % 2 else "female"
