"""The demonstration municipality: an invented town with a year of history, made by playing recipes through the real
journeys with a fixed seed. Only the day it ends on differs: it always ends today.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.clock import local_date, now
from brobygger.pathway.followup import operations as followup
from brobygger.pathway.followup.models import Task
from brobygger.programmes.running import operations as running
from brobygger.registry.access.actor import Actor, the_system
from brobygger.registry.access.roles import Role
from brobygger.registry.communication.models import Delivery, Message
from brobygger.registry.organisations.models import Municipality, Organisation, Unit
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from brobygger.registry.recipes.play import Scenario
from brobygger.rehearsal import (
    demonstration_alike,
    demonstration_arranged,
    demonstration_bridge,
    demonstration_bus,
    demonstration_cast,
    demonstration_erasing,
    demonstration_field,
    demonstration_find,
    demonstration_home,
    demonstration_kept,
    demonstration_knowledge,
    demonstration_life,
    demonstration_offers,
    demonstration_office,
    demonstration_people,
    demonstration_places,
    demonstration_priced,
    demonstration_reports,
    demonstration_taught,
    demonstration_told,
    demonstration_waiting,
    demonstration_words,
)
from brobygger.rehearsal.scenario import Play
from brobygger.rehearsal.stage import Stage, fill_roles, member, moment, offer_of

CODE = "0998"  # the national register gives it to nobody
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Town:
    """The municipality, its six organisations, its units, and everybody with an account."""

    municipality: Municipality
    system: Actor
    organisations: dict[str, Organisation]
    units: dict[str, Unit]
    actors: dict[str, Actor]
    today: date

    @property
    def now(self) -> datetime:
        return moment(self.today, 8)


@dataclass(frozen=True)
class Wave:
    """One round of a recipe: when it began, how many of the scenario's crowd, and where they live."""

    recipe: str
    receiver: str
    days_ago: int
    scale: float
    unit: str


WAVES = (
    Wave("001-favrskov", "association", 345, 0.55, "south"),
    Wave("000-horsens", "parish", 330, 0.07, "south"),
    Wave("001-soroe", "association", 320, 0.55, "firm"),
    Wave("001-favrskov", "association", 38, 0.25, "north"),
    Wave("000-horsens", "parish", 24, 0.02, "north"),
)
LEFT_OPEN_DAYS = 9  # older tasks have been done by somebody; what is newer is still on the lists


def fill(progress: Progress) -> None:
    """Make the whole town. `progress` is told the share done, 0 to 1. Takes an empty, migrated database."""
    today = local_date(now())
    with_town = _town(today)
    progress(0.03)
    offers.load_national(at=with_town.now)
    demonstration_offers.publish(with_town)
    progress(0.08)
    stages: dict[str, Stage] = {}
    for number, wave in enumerate(WAVES):
        stages[wave.recipe] = _play(with_town, wave, stages.get(wave.recipe), serial=number * 60)
        progress(0.1 + 0.8 * (number + 1) / len(WAVES))
    demonstration_cast.set_the_scene(with_town, stages)
    demonstration_life.fill(with_town)
    demonstration_waiting.fill(with_town, stages["001-favrskov"])
    demonstration_alike.fill(with_town)
    demonstration_bridge.fill(with_town, stages["001-favrskov"])
    demonstration_office.furnish(with_town, stages["001-favrskov"].programme)
    demonstration_told.fill(with_town, stages["001-favrskov"].programme)
    demonstration_taught.fill(with_town, stages["001-favrskov"].programme)
    demonstration_arranged.fill(with_town, stages["001-favrskov"].programme)
    demonstration_kept.fill(with_town, stages["001-favrskov"].programme)
    demonstration_words.fill(with_town)
    demonstration_places.fill(with_town)
    demonstration_people.fill(with_town)
    demonstration_home.fill(with_town, stages["001-favrskov"].programme)
    demonstration_field.fill(with_town, stages["001-favrskov"].programme, stages["000-horsens"].programme)
    demonstration_bus.fill(with_town, stages["001-favrskov"].programme)
    demonstration_priced.fill(with_town, stages["000-horsens"].programme)
    _tidy(with_town)
    programmes = [stage.programme for stage in stages.values()]
    demonstration_reports.tell(with_town, programmes)
    demonstration_knowledge.gather(with_town, programmes)
    demonstration_erasing.prepare(with_town)
    demonstration_find.open_the_doors(with_town)
    progress(1.0)


def _town(today: date) -> Town:
    municipality = Municipality.objects.create(code=CODE, name="Eksempelkøbing", phone="12 34 56 78")
    system = the_system(municipality_id=municipality.id)
    since = moment(today - timedelta(days=400))
    with acting_as(system):
        organisations = {key: Organisation.objects.create(**facts) for key, facts in _ORGANISATIONS.items()}
        units = {
            "north": Unit.objects.create(organisation=organisations["kommune"], name="Hjemmeplejen Nord"),
            "south": Unit.objects.create(organisation=organisations["kommune"], name="Hjemmeplejen Syd"),
            "firm": Unit.objects.create(organisation=organisations["firm"], name="Solsiden, gruppe 1"),
        }
        actors = {
            name: member(
                full_name,
                role,
                organisations[organisation],
                since,
                unit=units.get(unit),
                email=f"{name}@demo.brobygger.dk",
            )
            for name, full_name, role, organisation, unit in _ACCOUNTS
        }
    return Town(municipality, system, organisations, units, actors, today)


_ORGANISATIONS: dict[str, dict[str, Any]] = {
    "kommune": {"name": "Eksempelkøbing Kommune", "kind": "municipality", "phone": "12 34 56 78"},
    "association": {
        "name": "Fællesskabet Eksempelkøbing", "kind": "association", "email": "bent@demo.brobygger.dk",
        "phone": "12 34 56 01", "contact_name": "Bent Birk",
    },
    "parish": {
        "name": "Sankt Nikolaj Sogn", "kind": "parish", "email": "sogn@demo.brobygger.dk", "phone": "12 34 56 02",
        "contact_name": "Pernille Præst",
    },
    "housing": {
        "name": "Boligforeningen Søparken", "kind": "housing_association", "email": "bolig@demo.brobygger.dk",
        "phone": "12 34 56 03", "contact_name": "Viggo Vicevært",
    },
    "firm": {"name": "Hjemmeplejen Solsiden", "kind": "firm", "phone": "12 34 56 04", "contact_name": "Sanne Sol"},
    "care_home": {
        "name": "Plejehjemmet Lindely", "kind": "care_home", "phone": "12 34 56 05", "contact_name": "Lis Lind",
    },
}  # fmt: skip
_ACCOUNTS = (
    ("karin", "Karin Krogh", Role.HOME_CARE_WORKER, "kommune", "north"),
    ("mette", "Mette Madsen", Role.COORDINATOR, "kommune", ""),
    ("bent", "Bent Birk", Role.ASSOCIATION_LEADER, "association", ""),
    ("ole", "Ole Olsen", Role.VOLUNTEER, "association", ""),
    ("lone", "Lone Lund", Role.PROGRAMME_MANAGER, "kommune", ""),
    ("dorte", "Dorte Dahl", Role.DATA_PROTECTION, "kommune", ""),
    ("admin", "Anker Adler", Role.ADMINISTRATOR, "kommune", ""),
    ("gitte", "Gitte Gade", Role.UNIT_MANAGER, "kommune", "south"),
    ("fatma", "Fatma Demir", Role.FINDER, "association", ""),
    ("pernille", "Pernille Præst", Role.ASSOCIATION_LEADER, "parish", ""),
)


def _play(town: Town, wave: Wave, earlier: Stage | None, *, serial: int) -> Stage:
    """One wave. A second wave of a recipe runs in the programme that the first one started."""
    recipe = load.load(wave.recipe)
    assert recipe.scenario is not None  # the bundled recipes each have one
    starts = town.today - timedelta(days=wave.days_ago)
    stage = earlier or _stage(town, wave, starts)
    stage.unit = town.units[wave.unit]
    scenario = _without_cast(recipe.scenario).model_copy(update={"starts": starts})
    Play(stage, scenario, until=town.today, scale=wave.scale, serial=serial).run()
    return stage


def _stage(town: Town, wave: Wave, starts: date) -> Stage:
    recipe = load.load(wave.recipe)
    receiver = town.organisations[wave.receiver]
    as_known = _NAMES[wave.recipe]
    actors = {
        "front": town.actors["karin"],
        "bridge": town.actors["mette"],
        "receiving": town.actors["pernille" if wave.receiver == "parish" else "bent"],
        "office": town.actors["lone"],
    }
    at = moment(starts - timedelta(days=20))
    with acting_as(town.system):
        programme = running.adopt(
            recipe=recipe,
            name=as_known.programme,
            owner=town.organisations["kommune"],
            starts_on=starts,
            by=actors["office"],
            at=at,
            area="Eksempelkøbing",
        )
        fill_roles(recipe, programme, town.organisations["kommune"], receiver, actors, at)
        offer = offer_of(
            recipe,
            receiver,
            town.system,
            at,
            name=as_known.offer,
            description=as_known.description,
            latitude=56.203,
            longitude=10.905,
            step_free=True,
        )
    return Stage(
        recipe, programme, town.municipality, town.organisations["kommune"], receiver, town.units[wave.unit],
        town.system, actors["front"], actors["bridge"], actors["receiving"], actors["office"], offer,
        pairs_together=12, meets_at=as_known.meets_at,
    )  # fmt: skip


@dataclass(frozen=True)
class AsKnown:
    """What the town calls a recipe's programme and its offer, and what the offer says to the one who reads it."""

    programme: str
    offer: str
    meets_at: str
    description: dict[str, str]


_NAMES = {
    "001-favrskov": AsKnown("Sammen i Eksempelkøbing", "Besøgsvenner", "Hjemme hos hinanden", {
        "da": "En frivillig kommer forbi en time om ugen. I hygger jer sammen med kaffe, en gåtur eller kort. I "
              "aftaler selv dag og klokkeslæt hjemme hos dig. Det koster ikke noget. Tøj: det, du har på. Bent Birk "
              "følger den frivillige ind første gang. Ring til ham på 12 34 56 01.",
        "en": "A volunteer comes by for an hour a week, for coffee, a walk or a game of cards. You agree on the day "
              "and the time at your home. It costs nothing. Wear what you like. Bent Birk comes along the first "
              "time. Call him on 12 34 56 01.",
    }),
    "000-horsens": AsKnown("Mandegrupper på tværs", "Mandegruppen ved kirken", "Sognegården, Kirkevej 1", {
        "da": "Mænd over 65 mødes hver torsdag kl. 10–12 i Sognegården, Kirkevej 1. Vi laver det, vi selv finder "
              "på, og drikker kaffe sammen. Det koster 10 kr. Kom i dit daglige tøj. Pernille Præst tager imod ved "
              "døren, og kirkebilen henter, hvis du ringer på 12 34 56 02.",
        "en": "Men over 65 meet every Thursday 10–12 in the parish house, Kirkevej 1. We do what we like and have "
              "coffee together. It costs DKK 10. Come as you are. Pernille Præst meets you at the door, and the "
              "church car fetches you if you call 12 34 56 02.",
    }),
    "001-soroe": AsKnown("Det rette match", "En makker med samme interesser", "Foreningshuset, Nørregade 4", {
        "da": "Du får en makker, som holder af det samme som dig. I mødes hver uge på en dag, I selv vælger, hjemme "
              "hos dig eller i Foreningshuset, Nørregade 4. Det er gratis. Kom i det tøj, du plejer. Bent Birk er "
              "med første gang og henter dig gerne. Ring på 12 34 56 01.",
        "en": "You get a companion who likes what you like. You meet every week on a day you choose, at your home "
              "or in Foreningshuset, Nørregade 4. It is free. Wear what you usually do. Bent Birk is there the "
              "first time and gladly fetches you. Call 12 34 56 01.",
    }),
}  # fmt: skip


def _without_cast(scenario: Scenario) -> Scenario:
    """The crowd alone: the town has its own people with names."""
    rows = tuple(row.model_copy(update={"cast": (), "cast_lost": {}, "cast_returned": ()}) for row in scenario.play)
    return scenario.model_copy(update={"cast": {}, "cast_play": (), "play": rows})


def _tidy(town: Town) -> None:
    """What a year leaves done: old tasks were carried out, old letters were sent."""
    before = town.today - timedelta(days=LEFT_OPEN_DAYS)
    with acting_as(town.actors["mette"]) as mette:
        for task in Task.objects.filter(status="open", due__lt=before).order_by("due"):
            followup.complete(task=task, outcome="done", by=mette, at=moment(task.due, 11))
        for number, offer in enumerate(Offer.objects.filter(name__in=[known.offer for known in _NAMES.values()])):
            offers.confirm(offer=offer, by=mette, at=town.now - timedelta(days=10 + 30 * number))
        queued = Message.objects.filter(delivery=Delivery.QUEUED, queued_at__lt=town.now)
        queued.update(delivery=Delivery.SENT, delivered_at=town.now)
