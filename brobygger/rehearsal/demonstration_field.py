"""What the field sees in the demonstration town: an own instrument, hours for visits, an extract that is waited for."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from brobygger.journeys import at_the_door, observe
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.outreach import operations as outreach
from brobygger.pathway.outreach.age_rules import KNOWN_SETS
from brobygger.pathway.outreach.operations import Employee
from brobygger.programmes.running.models import Programme
from brobygger.registry.instruments import load
from brobygger.registry.own_instruments import operations as instruments
from brobygger.registry.own_instruments import rules
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

OWN_SIGNS = "Tegn på mistrivsel i Eksempelkøbing"


def fill(town: Town, home_care: Programme, letters: Programme) -> None:
    """home_care: the programme that home care finds people in; letters: the one that writes to them."""
    lone, mette, karin = (town.actors[name] for name in ("lone", "mette", "karin"))
    with acting_as(lone):
        signs = rules.copied(load.load("signs@1"), OWN_SIGNS)
        draft = instruments.begin(definition=signs, by=lone, at=town.now - timedelta(days=40))
        published = instruments.publish(draft=draft, seen=draft.edition, by=lone, at=town.now - timedelta(days=39))
        instruments.again(of=published, by=lone, at=town.now - timedelta(days=2))
    with acting_as(mette):
        for one in (karin, mette):
            if one.user_id:
                outreach.set_hours(
                    employee=Employee(one.user_id, one.name), week={day: (time(9), time(14)) for day in (0, 1, 3)},
                    by=mette, at=town.now,
                )  # fmt: skip
        outreach.plan_extracts(
            programme=letters, every="quarter", next_on=town.today + timedelta(days=20), by_itself=False, by=mette,
            at=town.now,
        )  # fmt: skip
        ages = next(each for each in KNOWN_SETS if each.code == "copenhagen_65")
        outreach.set_ages(
            programme=letters, ages=ages.ages, in_force_from=town.today + timedelta(days=30), reason=ages.source,
            by=mette, at=town.now,
        )  # fmt: skip
        ways = Episode.objects.filter(programme=home_care, status="active").select_related("person")
        person = ways.order_by("-id")[0].person
        observe.observe(
            person=person, seen_on=town.today - timedelta(days=3), area="company", level="yellow",
            usual="Drikker kaffe i gården hver formiddag", now="Har holdt sig inde i over en uge", by=mette,
            at=town.now - timedelta(days=3),
        )  # fmt: skip
        observe.judge(
            person=person, level="yellow", participation="seldom", by=mette, at=town.now - timedelta(days=2),
            why="Savner naboerne, efter at bænken i gården er væk. Vi spørger til en gåtur sammen.",
        )  # fmt: skip
        observe.observe(
            person=person, seen_on=town.today - timedelta(days=1), area="mood", level="",
            usual="Spøger gerne", now="Var glad for besøget og ville høre mere om koret", by=mette, at=town.now,
        )  # fmt: skip
        at_the_door.came_by(
            person=person, came_on=town.today - timedelta(days=6), came_by_name=mette.name, opened=False, answer="",
            said="Lyset var tændt", next_way="later", next_on=town.today - timedelta(days=3), by=mette, at=town.now,
        )  # fmt: skip
        at_the_door.came_by(
            person=person, came_on=town.today - timedelta(days=3), came_by_name="Ole Olsen", opened=True,
            answer="talked", said="Ville gerne høre om koret", next_way="phone",
            next_on=town.today + timedelta(days=4), by=mette, at=town.now,
        )  # fmt: skip
