"""Somebody comes forward on the public pages: wants a call, wants to join, or writes for a relative."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.communities.directory import sign_ups
from brobygger.communities.directory.models import SignUp
from brobygger.communities.directory.writing_rules import ForWhom, Way, Written, call_by, way
from brobygger.communities.offers import queries as offers
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import local_date
from brobygger.journeys import find
from brobygger.pathway.detection import operations as detection
from brobygger.pathway.detection import queries as found
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.pathway.followup.operations import Holder, Planned
from brobygger.registry.access import queries as access
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.access.roles import Role
from brobygger.registry.communication import operations as outbox
from brobygger.registry.communication.models import Channel
from brobygger.registry.people.acting import acting_as
from brobygger.registry.wording.tongues import TONGUES

NAME = "Find et fællesskab"  # who the sender is in lists and logs: the page, not a person
TIMES = {
    "any": "på et hvilket som helst tidspunkt",
    "morning": "om formiddagen",
    "afternoon": "om eftermiddagen",
    "evening": "tidligt på aftenen",
}
RELATIONS = {
    "child": "barn", "partner": "ægtefælle", "family": "familie", "friend": "ven", "neighbour": "nabo",
    "other": "en anden",
}  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """What the one who wrote may count on: the number to say, who calls, and by when. Nothing about the person."""

    receipt: str
    who: str
    calls_by: date
    way: Way


def the_page(municipality_id: UUID) -> Actor:
    """The actor of what is written on the public pages."""
    return replace(the_system(municipality_id=municipality_id), name=NAME)


@transaction.atomic
def join(*, written: Written, offer_id: UUID, municipality_id: UUID, at: datetime) -> Promise:
    """Join an offer, or help there: the organisation that has it calls. For who does not know, a coordinator calls.

    Written twice within two weeks it is one, and the answer is the same both times: a page for anybody must not tell
    whether somebody has written before. Raises NotVisible for an offer that is not published.
    """
    with acting_as(the_page(municipality_id)) as page:
        offer = offers.anybodys_offer(offer_id)
        if way(written, has_receiver=offer.organisation_id is not None) is Way.TIP:
            return _tip(written, offer, by=page, at=at)
        kept = sign_ups.keep(written=written, offer=offer, by=page, at=at)
        _task(kept, by=page, at=at)
        _tell_organisation(kept, offer, at=at)
        return Promise(kept.receipt, offer.organisation.name, call_by(local_date(at)), Way.SIGN_UP)


@transaction.atomic
def ask_to_be_called(*, written: Written, municipality_id: UUID, at: datetime, offer_id: UUID | None = None) -> Promise:
    """Somebody wants to be called, about an offer or about anything: a tip for the municipality's coordinators."""
    with acting_as(the_page(municipality_id)) as page:
        offer = offers.get(page, offer_id) if offer_id else None
        return _tip(written, offer, by=page, at=at)


@transaction.atomic
def answer(*, sign_up: SignUp, status: str, by: Actor, at: datetime) -> SignUp:
    """Somebody has called the one who signed up. Raises Taken when a colleague was first."""
    answered = sign_ups.answer(sign_up=sign_up, status=status, by=by, at=at)
    if status != "no_answer":
        for task in Task.objects.filter(key__startswith=f"sign_up:{sign_up.id}", status="open"):
            followup.complete(task=task, outcome="done", by=by, at=at)
    return answered


def _tip(written: Written, offer: Offer | None, *, by: Actor, at: datetime) -> Promise:
    sign_ups.one_at_a_time(f"{by.municipality_id}:{written.phone}")
    worry = _told(written, offer)
    tip = found.written_before(by, tip_id=written.id, name=written.name, phone=written.phone, at=at)
    if tip is None:
        tip = find.send_tip(
            tip_id=written.id,
            about_name=written.name,
            about_phone="" if written.for_whom is ForWhom.RELATIVE else written.phone,
            worry=worry,
            sender_kind="relative" if written.for_whom is ForWhom.RELATIVE else "self",
            by=by,
            at=at,
        )
    elif tip.id != written.id and worry not in tip.worry:
        detection.add_to_tip(tip=tip, words=worry, by=by, at=at)
    return Promise(tip.receipt, by.municipality_name, call_by(local_date(at)), Way.TIP)


def _told(written: Written, offer: Offer | None) -> str:
    """What the coordinator reads, in Danish whatever language the page was in."""
    when = TIMES[written.best_time]
    if written.for_whom is not ForWhom.RELATIVE:
        tongue = TONGUES.get(written.language)
        speaks = f" på {tongue.danish}" if tongue else ""
        said = f"Har skrevet{speaks} på Find et fællesskab og vil gerne ringes op {when}."
    else:
        relation = RELATIONS.get(written.relation, "en pårørende")
        knows = "ved det" if written.knows else "ved det ikke endnu"
        said = (
            f"{written.relative_name} ({relation}) har skrevet på Find et fællesskab. "
            f"Ring først til {written.relative_name} på {written.phone}, helst {when}. {written.name} {knows}."
        )
    about = f" Det handler om: {offer.name}." if offer else ""
    seen = f" Så det her: {written.channel}." if written.channel else ""
    return f"{said}{about}{seen}"


def _task(kept: SignUp, *, by: Actor, at: datetime) -> None:
    """Somebody in the organisation calls; where nobody there has a sign-in, the coordinator does."""
    today = local_date(at)
    receives = access.receiving_in(by, kept.organisation_id, on=today)
    holder = Holder(Role.ASSOCIATION_LEADER, organisation_id=kept.organisation_id) if receives else None
    followup.add(
        plan=Planned(
            key=f"sign_up:{kept.id}:{kept.times}",
            rule="answer_sign_up",
            kind="answer_sign_up",
            due=call_by(today),
            holder=holder or Holder(Role.COORDINATOR),
            why={"offer": kept.offer.name, "receipt": kept.receipt},
        ),
        at=at,
    )


def _tell_organisation(kept: SignUp, offer: Offer, *, at: datetime) -> None:
    """An e-mail that names nobody: who it is stands behind the sign-in."""
    if not offer.organisation.email:
        return
    with override("da"):
        body = _(
            "Hej\n\nEn person vil gerne med til %(offer)s. Log ind, og se under «Nye til os», hvem I skal ringe til. "
            "Vi har lovet, at I ringer inden for to hverdage.\n\nVenlig hilsen\nBrobygger"
        ) % {"offer": offer.name}
        subject = _("En ny vil gerne med hos jer")
    outbox.queue(
        key=f"sign_up:{kept.id}", channel=Channel.EMAIL, to=offer.organisation.email, subject=subject, body=body,
        at=at, organisation=offer.organisation,
    )  # fmt: skip
