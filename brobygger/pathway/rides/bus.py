"""The municipality's bus timetable: put in place of the old one, and asked for ways. No address leaves this program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from brobygger.pathway.rides import bus_rules, gtfs_file
from brobygger.pathway.rides.bus_rules import Asked, Journey, Stop, Trip
from brobygger.pathway.rides.models import BusDays, BusLine, BusStop, Timetable
from brobygger.registry.access.actor import Actor


@dataclass(frozen=True)
class Buses:
    """The ways there and home on a day, with what the timetable says of itself."""

    there: list[Journey]
    home: list[Journey]
    price: str
    known: bool  # False: the day is before or after what the timetable covers


@transaction.atomic
def put(*, read: gtfs_file.Timetable, price: str | None, today: date, by: Actor, at: datetime) -> Timetable:
    """All of it instead of all of the old. price None: what was said before stands."""
    before = Timetable.objects.select_for_update().first()
    for model in (BusStop, BusLine, BusDays):
        model.objects.all().delete()
    BusStop.objects.bulk_create(
        (BusStop(number=one.number, name=one.name, latitude=one.latitude, longitude=one.longitude)
         for one in read.stops), batch_size=2000,
    )  # fmt: skip
    BusLine.objects.bulk_create(
        (BusLine(line=one.line, towards=one.towards, wheelchair=one.wheelchair, stops=list(one.stops),
                 boards=list(one.boards), alights=list(one.alights), trips=one.trips)
         for one in read.lines), batch_size=500,
    )  # fmt: skip
    BusDays.objects.bulk_create(BusDays(number=number, days=list(days)) for number, days in enumerate(read.days))
    kept = before.price if before is not None and price is None else price or ""
    told = {"read_at": at, "first_day": today, "last_day": read.last_day, "price": kept, "trips": read.trips}
    made, _new = Timetable.objects.update_or_create(defaults=told)
    return made


def buses(
    actor: Actor,
    *,
    day: date,
    home: bus_rules.Place,
    place: bus_rules.Place,
    starts: int,
    ends: int,
    walks_m: int | None,
    wheelchair: bool,
) -> Buses | None:
    """Ways by bus from home to a session and back; minutes after midnight. None without a timetable. Four queries."""
    timetable = Timetable.objects.first()
    if timetable is None:
        return None
    if not timetable.first_day <= day <= timetable.last_day:
        return Buses([], [], timetable.price, known=False)
    walk = bus_rules.UNKNOWN_WALK_M if walks_m is None else walks_m
    stops = {
        one[0]: Stop(*one) for one in BusStop.objects.values_list("number", "name", "latitude", "longitude").iterator()
    }
    there = bus_rules.to_a_session(home, place, starts=starts, walks_m=walk, wheelchair=wheelchair)
    back = bus_rules.home_again(home, place, ends=ends, walks_m=walk, wheelchair=wheelchair)
    near = [bus_rules.near(stops, point, walk) for point in (home, place)]
    if not all(near):
        return Buses([], [], timetable.price, known=True)
    running = frozenset(BusDays.objects.filter(days__contains=[day]).values_list("number", flat=True))
    touching = Q(stops__overlap=list(near[0])) | Q(stops__overlap=list(near[1]))
    lines = list(BusLine.objects.filter(touching).order_by("line", "id").values_list(*_LINE))
    found = [bus_rules.journeys(stops, _trips(lines, running, asked), asked) for asked in (there, back)]
    return Buses(found[0], found[1], timetable.price, known=True)


_LINE = ("line", "towards", "wheelchair", "stops", "boards", "alights", "trips")


def _trips(lines: list[Any], running: frozenset[int], asked: Asked) -> list[Trip]:
    """Those that run on the day, in the time that is asked about."""
    return [
        Trip(line, towards, wheelchair, tuple(stops), tuple(arrives), tuple(leaves), tuple(boards), tuple(alights))
        for line, towards, wheelchair, stops, boards, alights, trips in lines
        for number, arrives, leaves in trips
        if number in running and leaves[-1] >= asked.after and arrives[0] <= asked.by
    ]
