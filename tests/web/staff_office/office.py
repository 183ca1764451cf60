"""A year of a programme in Eksempelkøbing, made by the real operations, for the programme manager's pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, Round
from brobygger.pathway.measurement import operations as measurement
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.people.operations import search_name

# Of 120 men 48 say yes, 40 come, 30 are there after six months; 24 are measured again.
FOUND, YES, CAME, STAYED, AGAIN = 120, 48, 40, 30, 24
WHY_NOT = ["no_energy"] * 40 + ["declined"] * 18 + ["transport_time"] * 8 + ["health"] * 6


def given_a_year(cast, programme, *, found=FOUND):
    """Fill a Horsens programme; returns its episodes, in order: first those who got furthest."""
    begin = datetime.combine(cast.today - timedelta(days=330), datetime.min.time(), DENMARK) + timedelta(hours=10)
    with acting_as(cast.mette):
        people = [_man(number, cast, begin) for number in range(found)]
        Person.objects.bulk_create(people)
        all_found = episodes.open_many(
            persons=people, programme=programme, found_by="register", by=cast.mette, at=begin
        )
        changes = [(episode, _moves(number, begin)) for number, episode in enumerate(all_found)]
        episodes.record_many(changes=changes, by=cast.mette)
        for number, episode in enumerate(all_found[:CAME]):
            _measure(cast, episode, number, begin + timedelta(days=37))
    return all_found


def _man(number, cast, begin):
    return Person(
        given_name="Mand", family_name=f"Nr {number}", search_name=search_name("Mand", f"Nr {number}"),
        created_at=begin, unit=cast.north if number % 2 else cast.south, sex="male",
        born=date(1944, 1, 1) + timedelta(days=90 * number),
        housing="house" if number % 3 else "flat", civil_status=["widowed", "single", "divorced"][number % 3],
        cognitive_impairment=None if number % 4 else False,
    )  # fmt: skip


def _moves(number, begin):
    def at(day):
        return begin + timedelta(days=day)

    def reached(*steps_and_days):
        return [Made(MoveKind.REACHED, step, at(day)) for step, day in steps_and_days]

    if number >= YES:
        return [Made(MoveKind.LOST, "asked", at(9), WHY_NOT[(number - YES) % len(WHY_NOT)])]
    made = reached(("asked", 9), ("consented", 11), ("first_contact", 30))
    if number >= CAME:
        return [*made, Made(MoveKind.LOST, "first_time", at(37), "wrong_time")]
    made += reached(("first_time", 37), ("third_time", 65))
    if number >= STAYED:
        return [*made, Made(MoveKind.LOST, "six_months", at(100), "no_benefit")]
    made += reached(("six_months", 219))
    return made + reached(("measured", 245)) if number < AGAIN else made


def _measure(cast, episode, number, started):
    day = started.date()
    rounds = [
        Round(id=name, instrument=ref, due=day + timedelta(days=days), opens=day, closes=day + timedelta(days=400))
        for name, days in (("start", 0), ("after_180_days", 180))
        for ref in ("t-ils@2", "who-5@1")
    ]
    measurement.plan_rounds(episode=episode, rounds=rounds, at=started)
    for row in Measurement.objects.filter(episode=episode):
        again = row.round != "start"
        if again and number >= AGAIN:
            continue
        if row.instrument == "t-ils@2":
            answers = [2, 2, 1 + number % 2] if again and number % 4 else [2, 3, 2]
        else:
            answers = [3, 3, 3, 3, 2] if again and number % 3 else [2, 2, 2, 2, 2]
        measurement.take(
            measurement=row, answers=answers, mode="visit", by=cast.mette,
            at=started + timedelta(days=180 if again else 0),
        )  # fmt: skip
