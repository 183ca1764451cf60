"""Heard: what somebody said is written down; words that name an older person or a colleague never leave the effort."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.voices import operations as voices
from brobygger.insight.voices.models import Statement
from brobygger.journeys.share import persons_named
from brobygger.programmes.running.models import Programme
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.queries import members_of
from brobygger.registry.people.acting import for_the_municipality


@transaction.atomic
def write(*, programme: Programme, by: Actor, at: datetime, **said: Any) -> Statement:
    """Keep a statement (voices.operations.write). Raises Refusal where one that may be told names somebody here."""
    if said.get("may_use", "nobody") != "nobody":
        for field in ("text", "called"):
            _names_nobody(said.get(field, ""), field, by, at)
    return voices.write(programme=programme, by=by, at=at, **said)


def _names_nobody(text: str, field: str, by: Actor, at: datetime) -> None:
    with for_the_municipality(by):
        colleagues = {member.name for member in members_of(by, on=local_date(at)) if member.name}
        named = set(persons_named(text)) | {name for name in colleagues if name.lower() in text.lower()}
    if named:
        raise Refusal(
            _("Teksten nævner et navn, der findes her. Skriv den om, eller vælg kun vores eget arbejde."), field=field
        )
