"""The tabs of data protection's pages."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _


def tabs(current: str) -> list[tuple[str, str, bool, None]]:
    """Title, address, whether it is the page shown."""
    titles = {
        "read_log": _("Opslag"), "consent_log": _("Samtykker"), "check_log": _("Er loggen hel?"),
        "research_to_decide": _("Til forskning"), "erasing": _("Sletning"),
    }  # fmt: skip
    return [(title, reverse(name), name == current, None) for name, title in titles.items()]
