"""What is asked of somebody who would like to come along, on a page and on paper, and what the yes says."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.communities.directory.writing_rules import KEPT_DAYS_AFTER_ANSWER

TIMES = (
    ("any", gettext_lazy("Når som helst")), ("morning", gettext_lazy("Om formiddagen")),
    ("afternoon", gettext_lazy("Om eftermiddagen")), ("evening", gettext_lazy("Tidligt på aftenen")),
)  # fmt: skip


def consent_to_any() -> str:
    """The same on a slip that may be about any offer."""
    return _(
        "Vi gemmer det, du skriver her, så kommunen eller den, der har tilbuddet, kan ringe. Kun de kan se det. "
        "Vi sletter det senest %(days)s dage efter, at I har talt sammen. Du kan altid ringe og få det slettet."
    ) % {"days": KEPT_DAYS_AFTER_ANSWER}


def consent_to(organisation: str) -> str:
    """What one says yes to, in plain words; the words are kept with the yes. Without an organisation: a call only."""
    days = {"organisation": organisation, "days": KEPT_DAYS_AFTER_ANSWER}
    if organisation:
        return (
            _(
                "Vi gemmer det, du skriver her, så %(organisation)s kan ringe. "
                "%(organisation)s og kommunen kan se det. "
                "Vi sletter det senest %(days)s dage efter, at I har talt sammen. Du kan altid ringe og få det slettet."
            )
            % days
        )
    return _(
        "Vi gemmer det, du skriver her, så kommunens brobygger kan ringe. Kun kommunen kan se det. "
        "Du kan altid ringe og få det slettet."
    )
