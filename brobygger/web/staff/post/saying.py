"""Danish words for the states of a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from brobygger.registry.access.actor import Actor
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people.queries import PersonView, read_many

# The tabs, in the order of what somebody must do.
TABS = {
    "to_print": _("Breve at printe"),
    "to_call": _("Ring"),
    "replies": _("Svar at læse"),
    "unknown": _("Uvis"),
    "failed": _("Kom ikke frem"),
    "waiting": _("Venter"),
    "sent": _("Sendt"),
    "stopped": _("Stoppet"),
}
WHY_STOPPED = {
    "death": _("personen er død"),
    "no_contact": _("personen skal ikke kontaktes"),
    "no_consent": _("samtykket gælder ikke længere"),
    "left": _("modtageren er ikke med mere"),
    "stop": _("modtageren har svaret STOP"),
    "taken_back": _("den, der skrev, fortrød"),
    "by_hand": _("stoppet af en kollega"),
}
FAILURES = {
    "no_address": _("Der mangler en adresse. Skriv den på borgeren, og send igen."),
    "refused": _("Modtagerens server sagde nej. Er adressen skrevet rigtigt?"),
    "too_often": _("Der er prøvet seks gange. Send igen, eller ring."),
    "not_reached": _("Der er ringet tre gange uden svar. Skriv et brev, eller prøv igen."),
    "later": _("Serveren tog ikke imod endnu. Vi prøver selv igen."),
}
TEXT_TITLES = {
    "session_soon": _("Om næste mødegang, til borgere"),
    "offer_changed": _("Når tid, sted eller pris er ny, til borgere"),
    "own_words": _("Et brev med egne ord, til borgere"),
    "how_is_it": _("Hvordan går det? Til begge i et makkerpar"),
    "answer_round": _("Spørgsmål, som borgeren selv svarer på, til borgere"),
    "pair_word": _("Hvordan går det? Til den frivillige i et makkerpar"),
    "interest_received": _("Tak for interessen, til kommende frivillige"),
    "volunteer_welcome": _("Velkommen, til nye frivillige"),
    "volunteer_declined": _("Vi har ikke en plads nu, til kommende frivillige"),
    "approval_ends": _("Noget skal fornyes, til frivillige"),
    "volunteer_meeting": _("Indbydelse til møde, til frivillige"),
    "volunteer_thanks": _("Tak, til frivillige"),
    "worry_waiting": _("En bekymring har ventet for længe, til kolleger"),
    "worry_answered": _("Der er svar på en bekymring, til frivillige"),
    "order_asked": _("Bestilling, til køkken, taxa eller oplægsholder"),
    "order_changed": _("Bestilling er ændret"),
    "order_called_off": _("Bestilling er aflyst"),
    "order_agreed": _("Dagen er valgt, til dem, der kan"),
    "days_asked": _("Hvilken dag passer? Til dem, der skal sige ja"),
    "days_over": _("Hvad dagen blev, til dem, der ikke kan"),
    "own_pair": _("En side til borgeren om at mødes"),
    "own_pair_volunteer": _("En side til den frivillige om at mødes"),
    "pair_moved": _("Dagen, de to mødes, er flyttet"),
    "arrange": _("En side til den, der ordner noget for gruppen"),
    "referral_received": _("En ny person, til foreninger"),
    "consent_withdrawn": _("Et samtykke er trukket tilbage, til foreninger"),
    "onward_ended": _("En anden tager en indsats over, til foreninger"),
    "refer_1": _("Hilsen 1 til dem, der kan henvise"),
    "refer_2": _("Hilsen 2 til dem, der kan henvise"),
    "refer_3": _("Hilsen 3 til dem, der kan henvise"),
    "refer_4": _("Hilsen 4 til dem, der kan henvise"),
    "refer_5": _("Hilsen 5 til dem, der kan henvise"),
    "refer_6": _("Hilsen 6 til dem, der kan henvise"),
}
FIELD_WORDS = {
    "name": _("modtagerens fornavn"),
    "sender": _("hvem der skriver"),
    "phone": _("nummeret, man kan ringe til"),
    "what": _("hvad det handler om"),
    "day": _("dagen"),
    "time": _("klokken"),
    "place": _("stedet"),
    "words": _("det, du selv skriver"),
    "other": _("den anden i parret"),
    "due": _("seneste dag for svar"),
    "link": _("adressen, hvor man svarer"),
}


@dataclass(frozen=True)
class Line:
    """A message as the list shows it. `who`: the person's name, as far as the reader may see it."""

    id: UUID
    who: str
    person_id: UUID | None
    to: str
    channel: str
    subject: str
    body: str
    queued_at: datetime
    delivered_at: datetime | None
    not_before: datetime | None
    attempts: int
    why_cancelled: str
    failure: str


def lines(actor: Actor, messages: Iterable[object]) -> list[Line]:
    """Messages with names, read and logged once for all of them."""
    shown = list(messages)
    ids = {one.person_id for one in shown if one.to_person and one.person_id}  # type: ignore[attr-defined]
    names = read_many(actor, ids, purpose=Purpose.BRIDGING, only={Fields.NAME}) if ids else {}
    return [_line(one, names) for one in shown]


def _line(one: object, names: dict[UUID, PersonView]) -> Line:
    given = {name: getattr(one, name) for name in Line.__annotations__ if name != "who"}
    person = names.get(given["person_id"])
    who = person.name if person and one.to_person else ""  # type: ignore[attr-defined]
    membership, organisation = getattr(one, "membership", None), getattr(one, "organisation", None)
    return Line(
        who=who or (membership.name if membership else organisation.name if organisation else given["to"]),
        **(given | ({} if who else {"person_id": None})),
    )
