"""The town's two bus lines, and a ride that Mette has asked a colleague to ring for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from brobygger.communities.offers import queries as offers
from brobygger.journeys import order_ride
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.rides import bus
from brobygger.pathway.rides.bus_rules import Stop
from brobygger.pathway.rides.gtfs_file import Line, Timetable
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.rehearsal.folk import CENTRE
from brobygger.rehearsal.stage import moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

_STREETS = ("Endestationen", "Skolen", "Kirken", "Stationen", "Biblioteket", "Åen", "Parken")
_MIDDLE = len(_STREETS) // 2


def fill(town: Town, programme: Programme) -> None:
    """Lines 1 (north and south) and 2 (east and west), every half hour from 7 to 22, every day for three months."""
    days = tuple(town.today + timedelta(days=number) for number in range(90))
    stops = [
        Stop(line * 10 + number, f"{street} {('syd', 'vest')[line]}" if number != _MIDDLE else street,
             CENTRE[0] + (0.0045 * (number - _MIDDLE) if line == 0 else 0.0),
             CENTRE[1] + (0.008 * (number - _MIDDLE) if line == 1 else 0.0))
        for line in (0, 1) for number, street in enumerate(_STREETS)
    ]  # fmt: skip
    lines = tuple(_line(stops[line * 7 : line * 7 + 7][:: 1 if out else -1], str(line + 1))
                  for line in (0, 1) for out in (True, False))  # fmt: skip
    with acting_as(town.system) as system:
        read = Timetable(stops=tuple(stops), days=(days,), lines=lines)
        bus.put(read=read, price="24 kr. for to zoner, 12 kr. med pensionistkort", today=town.today, by=system,
                at=town.now)  # fmt: skip
    with acting_as(town.actors["mette"]) as mette:
        active = Episode.objects.filter(programme=programme, status="active").select_related("person")
        episode = active.exclude(person__address="").order_by("-id").first()
        choir = next((one for one in offers.local_offers(mette) if one.address), None)
        if episode is None or choir is None:
            return
        there = moment(town.today + timedelta(days=6), 14)
        facts = {
            "there_at": there, "home_at": there + timedelta(hours=2), "from_address": episode.person.address,
            "to_address": f"{choir.name}, {choir.address}", "phone": episode.person.phone, "aids": "rollator",
            "passengers": 1, "words": "Ring på døren, når I er der.",
        }  # fmt: skip
        order_ride.ask(episode=episode, offer_id=choir.id, who="coordinator", facts=facts, by=mette, at=town.now)


def _line(stops: list[Stop], name: str) -> Line:
    each = tuple(3 * number for number in range(len(stops)))
    trips = tuple((0, tuple(start + more for more in each), tuple(start + more for more in each))
                  for start in range(7 * 60, 22 * 60, 30))  # fmt: skip
    yes = (True,) * len(stops)
    return Line(name, stops[-1].name, True, tuple(one.number for one in stops), yes, yes, trips)
