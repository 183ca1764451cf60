"""Post, volunteers and cooperation in the demonstration municipality: something for every page to show."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from brobygger.communities.volunteers import joining, upkeep
from brobygger.communities.volunteers.models import Expense, Pair
from brobygger.communities.volunteers.rules import StepKind
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import care_for_volunteers, cooperate, join_in, pair_words, tell
from brobygger.registry.communication import by_hand, writing
from brobygger.registry.communication.models import Channel, Delivery, Message
from brobygger.registry.organisations import cooperation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.demonstration_cast import membership_of

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town


def fill(town: Town) -> None:
    """Everything these pages show, made by the same operations as on any day."""
    _volunteers(town)
    _pair(town)
    _cooperation(town)
    _post(town)


def _interest(town: Town, number: int, organisation: str, facts: dict[str, Any]) -> Any:
    usual = {"role_wanted": "visitor", "channel": "poster", "languages": ["dansk"], "weekdays": [1]}
    return join_in.interested(
        shared_id=UUID(int=number + 1, version=4), organisation=town.organisations.get(organisation),
        facts={**usual, **facts}, by=town.system, at=town.now - timedelta(days=3 * number + 1),
    )  # fmt: skip


def _volunteers(town: Town) -> None:
    bent, association = town.actors["bent"], town.organisations["association"]
    with acting_as(town.system):
        _interest(town, 0, "", {"name": "Grethe Gade", "phone": "22 00 00 11", "channel": "paper"})
        told = {"name": "Karl Kvist", "phone": "22 00 00 12", "email": "karl@example.org", "with_friend": "Yrsa"}
        karl = _interest(town, 1, "association", {**told, "has_car": True})
        ole = membership_of(town.actors["ole"])
    with acting_as(bent):
        demands = {"kinds": ["talk", "references", "criminal_record", "agreement"], "km_oere": 228,
                   "contact": membership_of(bent), "role_text": "Du kommer på besøg en time om ugen."}  # fmt: skip
        joining.demand(organisation=association, told=demands, by=bent, at=town.now)
        join_in.step_taken(
            interest=karl, kind=StepKind.TALK, done_on=town.today - timedelta(days=2), note="Vil gerne køre ture.",
            by=bent, at=town.now,
        )  # fmt: skip
        joining.take_step(
            organisation=association, volunteer=ole, kind=StepKind.CRIMINAL_RECORD,
            done_on=town.today - timedelta(days=705), note="", by=bent, at=town.now,
        )  # fmt: skip
        care_for_volunteers.gather(
            organisation=association, kind="supervision", said_kind="supervision",
            starts_at=town.now + timedelta(days=8, hours=9), place="Kulturhuset, Torvet 2",
            agenda="Når det er svært at sige farvel.", by=bent, at=town.now,
        )  # fmt: skip
    with acting_as(town.actors["ole"]) as actor:
        for days, km, what in ((3, "12.5", "Kørt til Mandeværkstedet"), (10, "8", "Kørt på besøg")):
            upkeep.lay_out(
                volunteer=ole, on=town.today - timedelta(days=days), km=Decimal(km), oere=None, what=what, by=actor,
                at=town.now,
            )  # fmt: skip
    with acting_as(bent):
        oldest = Expense.objects.order_by("on").first()
        assert oldest is not None
        upkeep.decide(expense=oldest, approved=True, by=bent, at=town.now)
        upkeep.pay(by=bent, at=town.now)


def _pair(town: Town) -> None:
    """Ole and the one he meets are asked how it goes; a day is agreed with her."""
    with acting_as(town.actors["mette"]) as mette:
        first = Pair.objects.filter(until__isnull=True, volunteer=membership_of(town.actors["ole"])).first()
        if first is not None:
            pair_words.ask_both(pair=pair_words.pair(mette, first.id), by=mette, at=town.now)
            pair_words.agree_day(
                person=first.person, on=town.today + timedelta(days=12), about="Hvordan det går med at komme ud",
                agreed_id=UUID(int=1, version=4), by=mette, at=town.now,
            )  # fmt: skip


def _cooperation(town: Town) -> None:
    mette = town.actors["mette"]
    with acting_as(mette):
        for key, name, deputy in (("association", "Bent Birk", "Birthe Borg"), ("parish", "Pernille Præst", "")):
            told = {"name": name, "deputy_name": deputy, "manager_supports": True}
            cooperation.name_key_person(organisation=town.organisations[key], told=told, by=mette, at=town.now)
        for key, days, answered, attitude, about in (
            ("parish", 30, 26, "willing", "Kan I tage imod to til om onsdagen?"),
            ("housing", 9, None, "hesitant", "Må vi hænge en plakat i opgangene?"),
        ):
            told = {
                "kind": "call", "on": town.today - timedelta(days=days), "about": about, "attitude": attitude,
                "answered_on": town.today - timedelta(days=answered) if answered else None,
                "result": "Ja, fra næste måned." if answered else "",
            }  # fmt: skip
            cooperation.note_conversation(organisation=town.organisations[key], told=told, by=mette, at=town.now)
        cooperate.watch(by=mette, at=town.now)


def _post(town: Town) -> None:
    """Two letters in a printed pile, two to print, a call, one that failed, one nobody knows, and an answer to read."""
    with acting_as(town.actors["mette"]) as mette:
        here = Person.objects.filter(died_on__isnull=True, moved_on__isnull=True, never_contact=False)
        people = list(here.exclude(address="").exclude(phone="").order_by("family_name", "given_name", "id")[:8])
        words = ("Tak for snakken. Vi ses til kaffe på torsdag.", "Vi har fundet et hold, der synger hver mandag.")
        for number, person in enumerate(people):
            channel = (Channel.LETTER, Channel.LETTER, Channel.LETTER, Channel.PHONE)[number % 4]
            if number == 4:
                by_hand.choose_way(person=person, large=True, no_sms=False, sender=None, by=mette, at=town.now)
            writing.to_person(
                person=person, code="own_words", values={"words": words[number % 2]}, key=f"demo:{number}", by=mette,
                at=town.now, channel=channel,
            )  # fmt: skip
            if number == 1:
                by_hand.print_letters(by=mette, at=town.now)
        for delivery, failure in ((Delivery.FAILED, "refused"), (Delivery.UNKNOWN, "")):
            Message.objects.create(
                key=f"demo:{delivery}", channel=Channel.EMAIL, delivery=delivery, failure=failure,
                organisation=town.organisations["housing"], to="bolig@demo.brobygger.dk", subject="Tak for sidst",
                body="Hej Viggo\n\nTak for mødet i går.", queued_at=town.now, claimed_at=town.now - timedelta(hours=2),
            )  # fmt: skip
    with acting_as(town.system):
        tell.answered(
            sender="+4521000082", body="Ja, men kan jeg tage min datter med?", external_id=str(new_id()),
            by=town.system, at=town.now,
        )  # fmt: skip
