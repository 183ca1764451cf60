"""Alike: the person wishes to meet somebody of the same language or background, and only then does it count (R048)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.volunteers import queries as volunteers
from brobygger.communities.volunteers.queries import Alike
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree
from brobygger.registry.access.actor import Actor
from brobygger.registry.people import operations, queries
from brobygger.registry.people.models import Person, WishedBackground
from brobygger.registry.people.purposes import ConsentPurpose

ALL_SPEAK = "dansk"  # what everybody speaks here tells nobody apart


@dataclass(frozen=True)
class Fitting:
    """Somebody who can come or receive, and what they share with the person."""

    one: Alike
    languages: tuple[str, ...]
    background: tuple[str, ...]


@transaction.atomic
def wish(
    *,
    person: Person,
    background: Sequence[str],
    same_language: bool,
    languages: Sequence[str],
    how: str,
    by: Actor,
    at: datetime,
) -> WishedBackground:
    """Keep the person's wish with a yes of its own. languages: what the person speaks, kept as the person's fact.

    Raises Refusal when nothing is wished, and when a language is wished that nobody has written down.
    """
    if not background and not same_language and set(languages) - {ALL_SPEAK} - set(person.languages or ()):
        raise Refusal(_("Sæt kryds her, hvis borgeren gerne vil møde en, der taler sproget."), field="same_language")
    if not background and not same_language:
        raise Refusal(_("Skriv, hvad borgeren ønsker, eller gå tilbage."), field="background")
    if same_language and not set(languages) - {ALL_SPEAK}:
        raise Refusal(_("Skriv, hvilket sprog borgeren gerne vil tale."), field="languages")
    consent = queries.valid_consent(
        person_id=person.id, purpose=ConsentPurpose.BACKGROUND, receiver_id=None, on=local_date(at)
    ) or agree.agree_also(person=person, purpose=ConsentPurpose.BACKGROUND, how=how, by=by, at=at)
    operations.edit_person(person=person, facts={"languages": list(languages)}, by=by, at=at)
    return operations.wish_background(
        person=person, consent=consent, background=background, same_language=same_language, by=by, at=at
    )


def fitting(
    *, wished: WishedBackground, languages: Sequence[str], by: Actor, on: date
) -> list[Fitting]:  # fmt: skip
    """Hosts, volunteers and those who find people who share what the person wishes; those who share most first."""
    spoken = set(languages) - {ALL_SPEAK} if wished.same_language else set()
    found = [
        Fitting(
            one,
            tuple(word for word in one.languages if word in spoken),
            tuple(word for word in one.background if word in wished.background),
        )
        for one in volunteers.alike(by, languages=sorted(spoken), background=wished.background, on=on)
    ]
    return sorted(found, key=lambda each: -len(each.languages) - len(each.background))
