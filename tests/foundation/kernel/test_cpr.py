"""CPR numbers: read, refused without being repeated, masked, and made up for the demonstration."""

from __future__ import annotations

import traceback
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.foundation.kernel.cpr import BadCpr, Cpr, Sex, fake, mask, parse

TODAY = date(2026, 11, 21)
BIRTHS = st.dates(date(1858, 1, 1), TODAY)
SEXES: st.SearchStrategy[Sex] = st.sampled_from(["female", "male"])


def read(text: str, *, allow_test: bool = True) -> Cpr:
    return parse(text, allow_test=allow_test, today=TODAY)


def code_of(text: str, *, allow_test: bool = True) -> str:
    with pytest.raises(BadCpr) as refused:
        read(text, allow_test=allow_test)
    return refused.value.code


def test_aase_is_82_and_a_woman() -> None:
    aase = read("630244-0002")
    assert aase == Cpr(number="6302440002", born=date(1944, 2, 3), sex="female", is_test=True)


@pytest.mark.parametrize(
    "text",
    ["6302440002", "630244-0002", "630244 0002", " 630244 - 0002\t", "630244–0002", "630244\u00a00002"],
)
def test_dashes_and_spaces_do_not_matter(text: str) -> None:
    assert read(text).number == "6302440002"


# The century by the seventh digit and the year; born, seventh digit and year as the rule's table lists them.
@pytest.mark.parametrize(
    ("start", "seventh", "year"),
    [
        ("610100", "0", 1900),
        ("610100", "3", 1900),
        ("610199", "3", 1999),
        ("610100", "4", 2000),
        ("610136", "4", None),
        ("610126", "4", 2026),
        ("610137", "4", 1937),
        ("610199", "4", 1999),
        ("610100", "5", 2000),
        ("610126", "8", 2026),
        ("610158", "5", 1858),
        ("610199", "8", 1899),
        ("610126", "9", 2026),
        ("610137", "9", 1937),
    ],
)
def test_the_century_follows_the_seventh_digit(start: str, seventh: str, year: int | None) -> None:
    if year is None:
        assert code_of(f"{start}-{seventh}000") == "future"
    else:
        assert read(f"{start}-{seventh}000").born == date(year, 1, 1)


def test_29_february_1900_never_was_but_2000_had_one() -> None:
    assert code_of("890200-0000") == "date"
    assert read("890200-4000").born == date(2000, 2, 29)
    assert read("890244-0000").born == date(1944, 2, 29)
    assert code_of("890243-0000") == "date"
    assert read(fake(date(2000, 2, 29), "male", 0)).born == date(2000, 2, 29)


@pytest.mark.parametrize("text", ["000144-0000", "320144-0000", "010044-0000", "011344-0000", "600144-0000"])
def test_a_day_that_never_was_is_refused(text: str) -> None:
    assert code_of(text) == "date"


@pytest.mark.parametrize("text", ["920144-0000", "990144-0000", "910244-0000", "910444-0000"])
def test_a_test_day_that_never_was_is_refused(text: str) -> None:
    assert code_of(text) == "date"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("  -  ", "empty"),
        ("630244-000", "length"),
        ("630244-00020", "length"),
        ("630244-000x", "not_digits"),
        ("630244/0002", "not_digits"),
        ("٦٣٠٢٤٤٠٠٠٢", "not_digits"),
        ("63024400²2", "not_digits"),
        ("'6302440002", "not_digits"),
    ],
)
def test_what_is_no_number_is_refused_with_a_code(text: str, code: str) -> None:
    assert code_of(text) == code


def test_a_zero_lost_in_a_spreadsheet_is_explained() -> None:
    with pytest.raises(BadCpr) as refused:
        read("302440002")
    assert refused.value.code == "length"
    assert "regneark" in refused.value.message_da


def test_today_is_born_and_tomorrow_is_not() -> None:
    assert read(fake(TODAY, "female", 0)).born == TODAY
    assert code_of(fake(TODAY + timedelta(days=1), "female", 0)) == "future"


def test_a_test_number_is_refused_in_a_real_installation() -> None:
    assert code_of("630244-0002", allow_test=False) == "test_number"


def test_a_real_number_is_read_in_both_and_modulus_11_is_not_asked() -> None:
    # 1 January 1960 with serial 0000 fails modulus 11 and belongs to nobody.
    for allow_test in (True, False):
        plain = read("010160-0000", allow_test=allow_test)
        assert (plain.born, plain.sex, plain.is_test) == (date(1960, 1, 1), "female", False)


@pytest.mark.parametrize("text", ["890243-1234", "630244-123", "920144-1234", "6302441234x", "610136-4123"])
def test_the_number_is_in_no_message_and_no_traceback(text: str) -> None:
    with pytest.raises(BadCpr) as refused:
        read(text)
    told = refused.value.message_da + repr(refused.value)
    told += "".join(traceback.format_exception_only(refused.value))
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert not any(char.isdigit() for char in told)


def test_the_number_is_not_in_a_repr() -> None:
    shown = repr(read("630244-0002"))
    assert "6302440002" not in shown
    assert "1944" not in shown


def test_a_screen_sees_the_birth_date_only() -> None:
    assert mask("0101600000") == "010160-••••"
    assert mask("630244-0002") == "630244-••••"


@given(st.text(max_size=20))
def test_masking_never_shows_a_serial(text: str) -> None:
    assert mask(text).endswith("-••••")
    assert len(mask(text)) == 11


def test_there_is_an_end_to_the_test_numbers_of_a_day() -> None:
    # Born 1944: seventh digits 0–3, 4 and 9 write the 1900s.
    last = fake(date(1944, 2, 3), "male", 2999)
    assert read(last).born == date(1944, 2, 3)
    for serial in (-1, 3000):
        with pytest.raises(ValueError, match="no test number"):
            fake(date(1944, 2, 3), "male", serial)


def test_years_the_number_cannot_write_are_refused() -> None:
    for born in (date(1857, 12, 31), date(2058, 1, 1)):
        with pytest.raises(ValueError, match="no test number"):
            fake(born, "female", 0)


@given(BIRTHS, SEXES, st.integers(0, 499), st.sampled_from(["", "-", " "]))
def test_what_is_made_up_is_read_back(born: date, sex: Sex, serial: int, between: str) -> None:
    number = fake(born, sex, serial)
    found = read(number[:6] + between + number[6:])
    assert found == Cpr(number=number, born=born, sex=sex, is_test=True)


@given(BIRTHS, SEXES, st.integers(0, 499), st.integers(0, 499))
def test_two_serials_are_two_people(born: date, sex: Sex, first: int, second: int) -> None:
    assert (fake(born, sex, first) == fake(born, sex, second)) == (first == second)


@given(BIRTHS, st.integers(0, 499))
def test_made_up_numbers_never_look_real(born: date, serial: int) -> None:
    assert 61 <= int(fake(born, "male", serial)[:2]) <= 91
    assert code_of(fake(born, "male", serial), allow_test=False) == "test_number"


@given(st.one_of(st.text(max_size=15), st.from_regex(r"[0-9]{6}[- ]?[0-9]{4}", fullmatch=True)))
def test_any_text_is_a_number_or_a_refusal_that_does_not_repeat_it(text: str) -> None:
    try:
        outcome: Cpr | str = read(text)
    except BadCpr as refused:
        outcome = refused.message_da
    if isinstance(outcome, str):
        assert outcome.startswith("CPR-nummeret")
        assert len(text.strip()) < 6 or text.strip() not in outcome
    else:
        assert date(1858, 1, 1) <= outcome.born <= TODAY
