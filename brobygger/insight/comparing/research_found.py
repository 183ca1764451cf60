"""What research has found of efforts against loneliness, to stand beside one's own numbers; never as a promise.

Read in November 2026 (facts.md § 2). A newer review is a new line with its year; the old one is taken out when the
new one covers it (R312).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from brobygger.registry.recipes.words import Words


@dataclass(frozen=True)
class Study:
    """One review or trial. strategies: seed 003's four strategies it speaks of; empty: all of them together."""

    source: str
    found: Words
    certainty: Words
    strategies: tuple[str, ...] = ()


MODERATE = Words("moderat", "moderate")
LOW = Words("lav eller meget lav", "low or very low")
NOT_GRADED = Words("ikke bedømt", "not graded")
FOUND: tuple[Study, ...] = (
    Study(
        "Lasgaard m.fl. 2025 (280 undersøgelser)",
        Words(
            "122 forsøg med lodtrækning: −0,50 standardafvigelser (fra −0,60 til −0,39). 118 uden sammenligning: "
            "−0,38. Psykologiske indsatser viste mest.",
            "122 randomised trials: −0.50 standard deviations (from −0.60 to −0.39). 118 without comparison: −0.38. "
            "Psychological programmes showed most.",
        ),
        LOW,
        ("social_kognition",),
    ),
    Study(
        "Duffner m.fl. 2024 (65 år og ældre)",
        Words("−0,47 (fra −0,62 til −0,32) i 27 undersøgelser.", "−0.47 (from −0.62 to −0.32) in 27 studies."),
        NOT_GRADED,
    ),
    Study(
        "Shekelle m.fl. 2024 (grupper i lokalsamfundet)",
        Words("−0,27 (fra −0,48 til −0,08).", "−0.27 (from −0.48 to −0.08)."),
        MODERATE,
        ("social_kontakt",),
    ),
    Study(
        "Siette m.fl. 2017 (besøgsvenner)",
        Words("Ingen sikker forskel i det, der blev målt.", "No firm difference in what was measured."),
        NOT_GRADED,
        ("social_stoette",),
    ),
    Study(
        "Dickens m.fl. 2011",
        Words(
            "79 % af undersøgelser af grupper viste en bedring, og 55 % af dem med én til én.",
            "79% of studies of groups showed an improvement, and 55% of those one to one.",
        ),
        NOT_GRADED,
        ("social_kontakt", "social_stoette"),
    ),
    Study(
        "Foster m.fl. 2021 (henvisning til fællesskaber)",
        Words(
            "−1,84 point på UCLA-3 hos de 2.250 af 10.643, der blev målt igen.",
            "−1.84 points on UCLA-3 among the 2,250 of 10,643 who were measured again.",
        ),
        NOT_GRADED,
    ),
)


def about(strategies: Iterable[str]) -> tuple[Study, ...]:
    """What is known of these of seed 003's strategies: reviews that speak of one of them, then those of them all."""
    wanted = set(strategies)
    named = [study for study in FOUND if wanted & set(study.strategies)]
    return (*named, *(study for study in FOUND if not study.strategies)) if wanted else ()
