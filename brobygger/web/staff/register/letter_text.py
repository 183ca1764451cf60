"""The letter that offers a visit. Danish only: it is sent to a home, not shown on a screen.

It speaks of the good life and of what the reader can do for others, never of what is wrong (facts.md § 5). A test
keeps it at LIX 35 or below and free of the words that repel.
"""

from __future__ import annotations

from django.conf import settings

from brobygger.registry.recipes.schema import Recipe
from brobygger.web.shared.jinja import EXAMPLE_PHONE

LETTER = (
    "Kære {given_name}",
    "Vi vil gerne besøge dig {day} {time}.",
    "Vi kommer fra {municipality}. {why} Du hører også, hvad der sker tæt på dig.",
    "Du kan noget, som andre har brug for. Måske vil du vise vej, lave kaffe eller lære andre det, du ved. Det taler "
    "vi også om.",
    "Besøget tager en time. Det er gratis. Du bestemmer, hvad vi taler om.",
    "Passer tiden ikke? Så ring til os på {phone}, og vi finder en ny. Du må også gerne sige nej tak.",
    "Vi glæder os til at møde dig.",
    "Venlig hilsen",
)
WHY = (
    "Vi vil gerne tale med dig om det gode liv. Hvad er du glad for? Hvad vil du gerne have mere af? "
    "Mange mødes om mad, sang, gåture og snak."
)


def lines(*, given_name: str, day: str, time: str, municipality: str, phone: str, why: str = "") -> tuple[str, ...]:
    """The letter's paragraphs for one person. why: the recipe's own words about what the visit is for."""
    given = {"given_name": given_name, "day": day, "time": time, "municipality": municipality, "phone": phone}
    return tuple(line.format(**given, why=why or WHY) for line in LETTER)


def why_of(recipe: Recipe) -> str:
    """What the recipe's letter says, in Danish; empty when it says nothing of its own."""
    letters = (way.letter for way in recipe.found_by if way.letter is not None)
    return next((letter.text.da for letter in letters if letter.text), "")


def phone() -> str:
    """The number people call; the same as in the head of every page."""
    return str(getattr(settings, "BROBYGGER_PHONE", EXAMPLE_PHONE))
