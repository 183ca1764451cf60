"""Writing how the directory is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import rules
from brobygger.communities.upkeep.models import OfferCare, OfferWord, PrincipleAnswer
from brobygger.communities.upkeep.principles_rules import BY_CODE, FROM_PEOPLE, Answer
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.registry.access.actor import Actor


@transaction.atomic
def ask_every(*, offer: Offer, days: int, by: Actor, at: datetime) -> OfferCare:
    """How often those who run the offer are asked. Raises Refusal for an interval that is not among the choices."""
    if days not in rules.CHOICES:
        raise Refusal(_("Vælg, hvor tit I vil spørges."), field="every_days")
    care, _made = OfferCare.objects.update_or_create(offer=offer, defaults={"every_days": days})
    return care


@transaction.atomic
def asked(*, offer: Offer, by: Actor, at: datetime) -> OfferCare:
    """Note that the question has been put in the outbox."""
    care, _made = OfferCare.objects.update_or_create(
        offer=offer, defaults={"asked_at": at}, create_defaults={"asked_at": at, "every_days": rules.EVERY_DAYS}
    )
    return care


@transaction.atomic
def said(*, offer: Offer, said_by: str, way: str, answer: str, at: datetime) -> OfferWord:
    """Keep who said what of an offer. answer: still_right, corrected, gone."""
    return OfferWord.objects.create(offer=offer, said_by=said_by[:200], way=way, answer=answer, at=at)


@transaction.atomic
def answer_principles(*, offer: Offer, answers: Mapping[str, Answer], by: Actor, at: datetime) -> int:
    """Write what people answer to the questions of the four principles; an earlier answer is written over. How many.

    Raises Refusal for a question that is not among the 26, or an answer that people do not give.
    """
    if not set(answers) <= set(BY_CODE) or not set(answers.values()) <= set(FROM_PEOPLE):
        raise Refusal(_("Vælg et af svarene på listen."))
    said = {row.question: row.answer for row in PrincipleAnswer.objects.filter(offer=offer)}
    new = {code: answer for code, answer in answers.items() if said.get(code) != answer}
    for code, answer in new.items():
        PrincipleAnswer.objects.update_or_create(
            offer=offer, question=code,
            defaults={"answer": answer, "answered_at": at, "answered_by": f"{by.name}, {by.organisation_name}"[:200]},
        )  # fmt: skip
    return len(new)
