"""Dates and numbers as people say them, in Danish and English. Plain Python: `today` is an argument."""

from __future__ import annotations

from datetime import date, time

DANISH_DAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DANISH_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni",
    "juli", "august", "september", "oktober", "november", "december",
)  # fmt: skip
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NEAR = {
    "da": {0: "i dag", 1: "i morgen", 2: "i overmorgen", -1: "i går", -2: "i forgårs"},
    "en": {0: "today", 1: "tomorrow", 2: "the day after tomorrow", -1: "yesterday", -2: "two days ago"},
}
SHORT_MONTHS = {
    "da": ("jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
LONGEST_WEEKS_AGO = 8  # beyond eight weeks a date is easier to place than a count of weeks


def as_people_say(day: date, today: date, language: str = "da") -> str:
    """Say `day` as one would in speech on `today`: "på torsdag", "for 3 uger siden", "5. marts".

    `language` is "da" or "en"; any other language is said in Danish.
    """
    away = (day - today).days
    near = NEAR["en" if language == "en" else "da"].get(away)
    if near:
        return near
    if language == "en":
        return _english(day, today, away)
    return _danish(day, today, away)


def in_a_narrow_place(said: str, language: str = "da") -> str:
    """What `as_people_say` said, with the month's name cut short: "11. december 2025" becomes "11. dec. 2025"."""
    whole = ENGLISH_MONTHS if language == "en" else DANISH_MONTHS
    for name, short in zip(whole, SHORT_MONTHS["en" if language == "en" else "da"], strict=True):
        said = said.replace(name, short)
    return said


def exact_day(day: date, language: str = "da") -> str:
    """The whole date, for hover and print: "torsdag den 5. marts 2026"."""
    if language == "en":
        return f"{ENGLISH_DAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{DANISH_DAYS[day.weekday()]} den {day.day}. {DANISH_MONTHS[day.month - 1]} {day.year}"


def clock(at: time, language: str = "da") -> str:
    """A time of day: "kl. 13.30" in Danish, "at 13:30" in English."""
    return f"at {at:%H:%M}" if language == "en" else f"kl. {at:%H.%M}"


def number_in_words_of(language: str, value: float, decimals: int | None = None) -> str:
    """A number with the language's own marks: 1.234,5 in Danish, 1,234.5 in English.

    Without `decimals`, whole numbers have none and others at most one.
    """
    places = decimals if decimals is not None else (0 if round(value, 1) == round(value) else 1)
    text = f"{value:,.{places}f}"
    text = text.removeprefix("-") if not text.strip("-0.,") else text  # "-0" is nobody's number
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def _danish(day: date, today: date, away: int) -> str:
    weekday = DANISH_DAYS[day.weekday()]
    if 2 < away < 7:
        return f"på {weekday}"
    if -7 < away < -2:
        return f"i {weekday}s"
    if away >= 7 and _weeks_between(day, today) == 1:
        return f"{weekday} i næste uge"
    if -14 < away <= -7:
        return "for en uge siden"
    if -7 * (LONGEST_WEEKS_AGO + 1) < away <= -14:
        return f"for {-away // 7} uger siden"
    return f"{day.day}. {DANISH_MONTHS[day.month - 1]}" + _year_unless_this(day, today)


def _english(day: date, today: date, away: int) -> str:
    weekday = ENGLISH_DAYS[day.weekday()]
    if 2 < away < 7:
        return f"on {weekday}"
    if -7 < away < -2:
        return f"last {weekday}"
    if away >= 7 and _weeks_between(day, today) == 1:
        return f"{weekday} next week"
    if -14 < away <= -7:
        return "a week ago"
    if -7 * (LONGEST_WEEKS_AGO + 1) < away <= -14:
        return f"{-away // 7} weeks ago"
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]}" + _year_unless_this(day, today)


def _weeks_between(day: date, today: date) -> int:
    """Whole calendar weeks (Monday first) from today's week to the day's."""
    return ((day.toordinal() - day.weekday()) - (today.toordinal() - today.weekday())) // 7


def _year_unless_this(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"
