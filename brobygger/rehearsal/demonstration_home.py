"""Times at home, others asked for a meal, a bus that is borrowed, and where an effort could go, in the town."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from brobygger.communities.volunteers.models import Pair
from brobygger.journeys import both_ways, come_home, order
from brobygger.pathway.attendance.models import Session
from brobygger.pathway.rides import operations as rides
from brobygger.pathway.rides.models import Vehicle
from brobygger.programmes.governance import operations as governance
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.demonstration_cast import membership_of
from brobygger.rehearsal.stage import moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town


def fill(town: Town, programme: Programme) -> None:
    """Ole eats with the one he meets, a hand is asked for; a kitchen and a speaker are asked; and the rest."""
    _at_home(town)
    _asked(town)
    _places(town, programme)


def _at_home(town: Town) -> None:
    with acting_as(town.actors["mette"]) as mette:
        ole = membership_of(town.actors["ole"])
        pair = Pair.objects.filter(until__isnull=True, volunteer=ole).select_related("person").order_by("id").first()
        if pair is None:
            return
        association = town.organisations["association"]
        facts: dict[str, Any] = {"kind": "meal", "minutes": 90, "menu": "Rugbrødsmadder og kaffe"}
        times = come_home.agree(
            person=pair.person, organisation=association, first=moment(town.today + timedelta(days=5), 12), times=3,
            every_days=7, facts=facts, by=mette, at=town.now,
        )  # fmt: skip
        come_home.put_on(times=times[:2], volunteer_id=ole.id, by=mette, at=town.now)
        hand = {"kind": "hand", "minutes": 30, "words": "Hænge en lampe op", "asked_by_person": True}
        come_home.agree(
            person=pair.person, organisation=association, first=moment(town.today + timedelta(days=3), 15), times=1,
            every_days=1, facts=hand, by=mette, at=town.now,
        )  # fmt: skip
        also = Person.objects.filter(died_on__isnull=True, moved_on__isnull=True).exclude(id=pair.person_id)
        both_ways.are_one(person=also.order_by("-id")[0], volunteer_id=ole.id, by=mette, at=town.now)


def _asked(town: Town) -> None:
    with acting_as(town.actors["bent"]) as bent:
        found = Session.objects.filter(group__name="Fællesspisning", status="planned", starts_at__gt=town.now)
        lunch = found.select_related("group__host").order_by("starts_at").first()
        if lunch is not None:
            kitchen = {"kind": "food", "name": "Køkkenet på Torvet", "phone": "22 00 00 31",
                       "words": "Stegt flæsk med persillesovs", "price_dkk": 640}  # fmt: skip
            made = order.ask(session=lunch, facts=kitchen, by=bent, at=town.now)
            order.answer(order=made, seen=1, yes=True, words="Klar klokken 12", how="phone", by=bent, at=town.now)
            speaker = {
                "kind": "speaker",
                "name": "Pernille Præst",
                "phone": "22 00 00 21",
                "words": "Salmer",
            }
            order.ask(session=lunch, facts=speaker, by=bent, at=town.now)
        bus = Vehicle.objects.filter(organisation_id=bent.home).order_by("name").first()
        if bus is not None:
            rides.borrow(
                vehicle=bus, starts_at=moment(town.today + timedelta(days=40), 10),
                ends_at=moment(town.today + timedelta(days=40), 14), driver="Bent Birk", what_for="Tur til skoven",
                by=bent, at=town.now,
            )  # fmt: skip


def _places(town: Town, programme: Programme) -> None:
    year = town.today.year
    with acting_as(town.actors["lone"]) as lone:
        governance.link_policy(
            programme=programme, title="Ældrepolitik", address="https://example.org/aeldrepolitik",
            asks="Færre er alene mod deres vilje, og flere er med i fællesskaber, hvor de bor.", by=lone, at=town.now,
        )  # fmt: skip
        for kind, name, when, status in (
            ("area", "Nordbyen", year, "running"), ("area", "Søparken", year, "asked"),
            ("area", "Søparken", year + 1, "agreed"), ("library", "Biblioteket", year, "agreed"),
            ("shop", "Købmanden på Nørregade", year, "idea"),
        ):  # fmt: skip
            governance.see_chance(
                programme=programme, kind=kind, name=name, year=when, status=status, by=lone, at=town.now
            )
