"""What one can be together about: the interests everybody has, and the municipality's own (R162)."""

from __future__ import annotations

from django import forms

from brobygger.communities.offers.interests import new_ones
from brobygger.registry.access.actor import Actor
from brobygger.web.shared import words
from brobygger.web.shared.choices import choose_among


def interests_of(actor: Actor) -> list[tuple[str, object]]:
    """Code and words. An own interest's code is its Danish word. One query."""
    return [*words.INTERESTS.items(), *((one, one) for one in new_ones(actor))]


def choose_interests(form: forms.BaseForm, actor: Actor, *, name: str = "interests", none: str | None = None) -> None:
    """Let a form's field choose among them. `none`: words for choosing none of them."""
    first = [] if none is None else [("", none)]
    choose_among(form, name, [*first, *interests_of(actor)])
