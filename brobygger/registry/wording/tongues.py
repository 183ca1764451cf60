"""Other languages than Danish: one list for offers, instruments and open data, with one Danish name for each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """A language: its code (BCP 47), its own name, its Danish name, and the script it is written in."""

    code: str
    name: str
    danish: str
    script: str = "LATIN"

    @property
    def direction(self) -> str:
        """Which way it is read, as HTML says it."""
        return "rtl" if self.script == "ARABIC" else "ltr"

    @property
    def sentence(self) -> str:
        """What somebody can say in Danish when we answer the telephone."""
        return f"Jeg taler {self.danish}. Vil I ringe til mig?"


# Spoken by many in Denmark; an offer's text and an instrument's questions can be written in any of them.
TONGUES = {
    one.code: one
    for one in (
        Tongue("en", "English", "engelsk"), Tongue("de", "Deutsch", "tysk"), Tongue("tr", "Türkçe", "tyrkisk"),
        Tongue("ar", "العربية", "arabisk", "ARABIC"), Tongue("uk", "Українська", "ukrainsk", "CYRILLIC"),
        Tongue("pl", "Polski", "polsk"), Tongue("bs", "Bosanski", "bosnisk"), Tongue("so", "Soomaali", "somali"),
        Tongue("fa", "فارسی", "farsi", "ARABIC"), Tongue("ur", "اردو", "urdu", "ARABIC"),
        Tongue("kl", "Kalaallisut", "grønlandsk"), Tongue("fo", "Føroyskt", "færøsk"),
        Tongue("ku", "Kurdî", "kurdisk"), Tongue("ta", "தமிழ்", "tamil", "TAMIL"),
        Tongue("vi", "Tiếng Việt", "vietnamesisk"),
    )
}  # fmt: skip
