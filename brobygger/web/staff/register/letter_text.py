"""The letter that offers a visit. Danish only: it is sent to a home, not shown on a screen.

It speaks of the good life and of what the reader can do for others, never of what is wrong (facts.md § 5). A test
keeps it at LIX 35 or below and free of the words that repel.
"""

from __future__ import annotations

from django.conf import settings

from brobygger.web.shared.jinja import EXAMPLE_PHONE

LETTER = (
    "Kære {given_name}",
    "Vi vil gerne besøge dig {day} {time}.",
    "Vi kommer fra {municipality}. Vi vil gerne tale med dig om det gode liv. Hvad er du glad for? Hvad vil du gerne "
    "have mere af? Du hører også, hvad der sker tæt på dig. Mange mødes om mad, sang, gåture og snak.",
    "Du kan noget, som andre har brug for. Måske vil du vise vej, lave kaffe eller lære andre det, du ved. Det taler "
    "vi også om.",
    "Besøget tager en time. Det er gratis. Du bestemmer, hvad vi taler om.",
    "Passer tiden ikke? Så ring til os på {phone}, og vi finder en ny. Du må også gerne sige nej tak.",
    "Vi glæder os til at møde dig.",
    "Venlig hilsen",
)


def lines(*, given_name: str, day: str, time: str, municipality: str, phone: str) -> tuple[str, ...]:
    """The letter's paragraphs for one person."""
    return tuple(
        line.format(given_name=given_name, day=day, time=time, municipality=municipality, phone=phone)
        for line in LETTER
    )


def phone() -> str:
    """The number people call; the same as in the head of every page."""
    return str(getattr(settings, "BROBYGGER_PHONE", EXAMPLE_PHONE))
