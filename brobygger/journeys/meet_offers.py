"""Met the offers: occasions where people see what there is, and what they want becomes a tip somebody answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import DENMARK, local_date
from brobygger.foundation.kernel.ids import new_id
from brobygger.foundation.kernel.refusal import NotVisible, Refusal
from brobygger.journeys import both_ways, find, join_in
from brobygger.pathway.occasions import operations as occasions
from brobygger.pathway.occasions.models import Guest, Occasion
from brobygger.registry.access.actor import Actor
from brobygger.registry.links import operations as links
from brobygger.registry.links.models import Link, LinkUse
from brobygger.registry.links.rules import LASTS, Opens
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import Person

SCANS_A_DAY = 400  # more than come to a market day
TIPS_FROM = "occasion"  # the sender's kind, and how the person was found


@transaction.atomic
def plan(*, by: Actor, at: datetime, **facts: Any) -> Occasion:
    """An occasion, and the link that its paper list carries as a code."""
    made = occasions.plan(by=by, at=at, **facts)
    end = datetime.combine(made.day, at.timetz()) + LASTS[Opens.COME_TO]
    links.make(
        opens=Opens.COME_TO, subject_id=made.id, organisation_id=made.organisation_id, given_to=made.name,
        channel=TIPS_FROM, expires_at=max(end, at + LASTS[Opens.COME_TO]), by=by, at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def again(*, occasion: Occasion, day: date, by: Actor, at: datetime) -> Occasion:
    """The same once more on another day: name, place, seats, stops and offers; the next birth year is invited.

    Raises Refusal for a day that has passed. Nobody is carried over: each time has its own list.
    """
    if day < local_date(at):
        raise Refusal(_("Vælg en dag, der ikke er gået."), field="day")
    same = ("name", "kind", "time", "place", "seats", "stops", "offers", "goes_along", "programme")
    facts = {name: getattr(occasion, name) for name in same}
    first = occasions.in_series(occasion=occasion)
    made = plan(by=by, at=at, day=day, again_of_id=first, **facts)
    if occasion.turns is not None:
        occasions.invite_birth_year(occasion=made, turns=occasion.turns, by=by, at=at)
    return made


@transaction.atomic
def came(
    *,
    guest: Guest,
    came: bool | None,
    wants: str,
    by: Actor,
    at: datetime,
    offer: Offer | None = None,
    note: str = "",
) -> Guest:
    """Somebody came and wanted something: the wish becomes a tip with the occasion as its channel. Once only.

    An evening that was made before is for everybody who wants something, also those written down after it was made.
    """
    noted = occasions.note(guest=guest, came=came, wants=wants, offer=offer, note=note, by=by, at=at)
    if wants in ("call", "more") and noted.tip_id is None:
        _become_tip(noted, by, at)
    if wants == "volunteer":
        _become_volunteer(noted, by, at)
    if wants in occasions.BRINGS:
        for later in occasions.evenings_to_come(day=noted.occasion, at=at):
            occasions.bring_along(day=noted.occasion, evening=later, by=by, at=at)
    return noted


def _become_volunteer(guest: Guest, by: Actor, at: datetime) -> None:
    """Somebody would like to help: received as those who write themselves, with the occasion as where it was heard.

    An association can only ring: without a number the wish goes to the coordinator, who can find one.
    """
    person, occasion = guest.person, guest.occasion
    name = f"{person.given_name} {person.family_name}" if person else guest.name
    if not name.strip():
        raise Refusal(_("Skriv et navn, så vi ved, hvem vi skal ringe til."), field="name")
    phone = (person.phone if person else guest.phone).strip()[:20]
    facts = {
        "name": name, "phone": phone, "role_wanted": "open", "channel": _HEARD_AT.get(occasion.kind, "event"),
        "channel_note": occasion.name, "words": " ".join(filter(None, (_liked(guest), guest.note))),
    }  # fmt: skip
    interest = join_in.interested(
        shared_id=guest.id, organisation=guest.offer.organisation if guest.offer and phone else None, facts=facts,
        by=by, at=at,
    )  # fmt: skip
    if person:
        both_ways.has_asked(person=person, interest=interest, by=by, at=at)


_HEARD_AT = {"follow_up": "evening"}


@transaction.atomic
def evening(*, day: Occasion, on: date, begins: time | None, place: str, by: Actor, at: datetime) -> Occasion:
    """An evening after a theme day, tied to it; those who wanted something there are on its list as invited (R362).

    Raises Refusal for an evening before its day.
    """
    if on < max(day.day, local_date(at)):
        raise Refusal(_("Aftenen kan ikke ligge før dagen, eller før i dag."), field="day")
    made = plan(
        name=_("Aften efter %(name)s") % {"name": day.name[:180]}, kind="follow_up", day=on, time=begins,
        place=place or day.place, offers=day.offers, programme=day.programme, follows=day, by=by, at=at,
    )  # fmt: skip
    occasions.bring_along(day=day, evening=made, by=by, at=at)
    return made


def _become_tip(guest: Guest, by: Actor, at: datetime) -> None:
    person = guest.person
    name = f"{person.given_name} {person.family_name}" if person else guest.name
    if not name.strip():
        raise Refusal(_("Skriv et navn, så vi ved, hvem vi skal ringe til."), field="name")
    wish = _("Vil gerne ringes op.") if guest.wants == "call" else _("Vil gerne høre mere.")
    about = _("Var med til %(occasion)s.") % {"occasion": guest.occasion.name}
    tip = find.send_tip(
        tip_id=guest.id,
        about_name=name,
        about_phone=(person.phone if person else guest.phone)[:20],
        worry=" ".join(part for part in (about, wish, _liked(guest), guest.note) if part),
        sender_kind=TIPS_FROM,
        person=person,
        by=by,
        at=at,
    )
    occasions.became(guest=guest, tip=tip)


def _liked(guest: Guest) -> str:
    return _("Så på %(offer)s.") % {"offer": guest.offer.name} if guest.offer else ""


@transaction.atomic
def write_on_list(
    *,
    occasion: Occasion,
    name: str,
    phone: str,
    wants: str,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    offer: Offer | None = None,
    pick_up: str = "",
    guest_id: UUID | None = None,
    has_come: bool = True,
) -> Guest:
    """A line of the list: typed in by staff, or by the guest who scanned its code.

    Raises Refusal for a new name who would like to help and has written no number.
    """
    if has_come and wants == "volunteer" and person is None and not phone.strip():
        raise Refusal(_("Skriv navn og telefon, så vi kan ringe om at være frivillig."), field="phone")
    guest = occasions.add_guest(
        occasion=occasion, person=person, guest_id=guest_id or new_id(), name="" if person else name.strip()[:200],
        phone="" if person else phone.strip()[:20], pick_up=pick_up, came=True if has_come else None, by=by, at=at,
    )  # fmt: skip
    if not has_come:
        return guest
    return came(guest=guest, came=True, wants=wants, offer=offer, by=by, at=at)


@transaction.atomic
def scanned(*, link: Link, told: Mapping[str, Any], by: Actor, at: datetime) -> Guest:
    """A guest has scanned the code of the list and written what he or she would like. Nothing is shown back."""
    with for_the_municipality(by):
        begin = datetime.combine(local_date(at), time(), DENMARK)
        if LinkUse.objects.filter(link=link, at__gte=begin).count() >= SCANS_A_DAY:
            raise Refusal(_("Mange har skrevet sig på i dag. Skriv dig på listen på bordet."))
        occasion = occasion_of(link)
        offer = Offer.objects.filter(id=told["offer"], id__in=occasion.offers).first() if told.get("offer") else None
        guest = write_on_list(
            occasion=occasion, name=told["name"], phone=told["phone"], wants=told["wants"], offer=offer,
            guest_id=told["guest_id"], by=by, at=at,
        )  # fmt: skip
        links.use(link=link, at=at, led_to=guest.id)
    return guest


def occasion_of(link: Link) -> Occasion:
    """The occasion a link is about. Raises NotVisible."""
    found = Occasion.objects.filter(id=link.subject_id).first() if link.subject_id else None
    if found is None:
        raise NotVisible("occasion")
    return found
