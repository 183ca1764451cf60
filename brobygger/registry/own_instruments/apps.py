"""Puts the municipality's own instruments beside the bundled ones when the program starts (decision 025)."""

from __future__ import annotations

from django.apps import AppConfig


class OwnInstruments(AppConfig):
    """The app of instruments made in a municipality."""

    name = "brobygger.registry.own_instruments"
    label = "own_instruments"

    def ready(self) -> None:
        """From here on a programme finds own and bundled instruments by the same kind of name."""
        from brobygger.registry.instruments.load import OwnShelf, stand_beside
        from brobygger.registry.own_instruments import queries

        stand_beside(OwnShelf(refs=queries.own_refs, read=queries.read))
