"""`brobygger timetable`: a municipality's bus timetable (GTFS) in place of the old one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from brobygger.config.commands.base import DONE, Groups, Refused, command, print_json, ready_database, the_system_of

LONGEST_PRICE = 200


def add(groups: Groups) -> None:
    load = command(groups, "timetable", take_in, help="læs bussernes køreplan (GTFS), så ture kan slås op", json=True)
    load.add_argument("file", type=Path, metavar="FIL.zip")
    load.add_argument("--municipality", metavar="KODE", help="kommunens kode, når der er flere")
    load.add_argument(
        "--price", metavar="TEKST", help="hvad en tur koster, fx “24 kr. for to zoner”; huskes til næste gang"
    )


def take_in(chosen: Namespace) -> int:
    """All of the file, cut to the stops near the municipality's offers, or nothing."""
    if chosen.price is not None and len(chosen.price) > LONGEST_PRICE:
        raise Refused(f"Prisen i --price må højst være {LONGEST_PRICE} tegn.")
    with ready_database():
        from brobygger.communities.offers import queries as offers
        from brobygger.foundation.kernel.clock import local_date, now
        from brobygger.pathway.rides import bus, gtfs_file
        from brobygger.registry.people.acting import acting_as

        at = now()
        with acting_as(the_system_of(chosen.municipality)) as by:
            places = offers.places(by)
            if not places:
                raise Refused("Kommunens tilbud har ingen adresser på kortet, så ingen stoppesteder er i nærheden.")
            try:
                read = gtfs_file.read(chosen.file, near=places, today=local_date(at))
            except gtfs_file.BadTimetable as bad:
                raise Refused(f"{bad} Den gamle køreplan står, som den stod.") from bad
            made = bus.put(read=read, price=chosen.price, today=local_date(at), by=by, at=at)
        told = {
            "stops": len(read.stops), "lines": len({one.line for one in read.lines}), "trips": read.trips,
            "first_day": made.first_day.isoformat(), "last_day": made.last_day.isoformat(), "price": made.price,
        }  # fmt: skip
    if chosen.json:
        print_json(told)
    else:
        print(
            f"{told['trips']} ture med {told['lines']} linjer ved {told['stops']} stoppesteder, "
            f"til og med {read.last_day:%d.%m.%Y}."
        )
    return DONE
