"""Writing how the directory is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep import change_rules, rules
from brobygger.communities.upkeep.models import OfferCare, OfferChange, OfferWord, PrincipleAnswer
from brobygger.communities.upkeep.principles_rules import BY_CODE, FROM_PEOPLE, Answer
from brobygger.foundation.kernel.refusal import Refusal, Taken
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
    """Keep who said what of an offer. answer: still_right, corrected, gone, not_right."""
    return OfferWord.objects.create(offer=offer, said_by=said_by[:200], way=way, answer=answer, at=at)


@transaction.atomic
def changed(*, offer: Offer, before: Mapping[str, Any], changed_by: str, at: datetime) -> OfferChange | None:
    """Note that an offer is not what it was (`before`: change_rules.stored), until somebody has told it on.

    Several changes are one to tell, from what people last knew. Changed back again, there is nothing to tell: None.
    """
    known, _made = OfferChange.objects.get_or_create(
        offer=offer, told_at=None,
        defaults={"before": dict(before), "changed_at": at, "changed_by": changed_by[:200]},
    )  # fmt: skip
    if not change_rules.said(known.before, change_rules.stored(offer)):
        known.delete()
        return None
    known.changed_at, known.changed_by = at, changed_by[:200]
    known.save(update_fields=["changed_at", "changed_by"])
    return known


@transaction.atomic
def told(*, change: OfferChange, words: str, many: int, by: Actor, at: datetime) -> None:
    """Note that it has been told to so many; without words: that nobody need be. Raises Taken when a colleague was."""
    seen = OfferChange.objects.filter(id=change.id, told_at__isnull=True)
    if not seen.update(told_at=at, told_by=f"{by.name}, {by.organisation_name}"[:200], words=words[:600], told=many):
        raise Taken(_("En kollega har allerede fortalt det."))


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
