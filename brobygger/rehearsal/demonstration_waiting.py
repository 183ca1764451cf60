"""Those who wait in the demonstration municipality: men for groups, seven for a visitor, and what Mette has begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from brobygger.communities.offers.models import Offer
from brobygger.communities.volunteers import operations as volunteers
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import agree, find, form_groups, match_pairs, screen, wish
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching import operations as matching
from brobygger.registry.access.policy import Fields
from brobygger.registry.access.roles import Role
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.demonstration_cast import membership_of
from brobygger.rehearsal.folk import CENTRE, FAMILY, MALE, STREETS
from brobygger.rehearsal.moves import answers_for
from brobygger.rehearsal.stage import Stage, member, moment

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town

MEN = 24
SHARED = (Fields.NAME, Fields.CONTACT, Fields.WISHES)
_MENS_INTERESTS = ("værksted", "kort", "snak", "natur", "mad", "fodbold")


def fill(town: Town, stage: Stage) -> None:
    """Men who have said yes and told what they wish, some weeks ago; two thirds agree that the association may know."""
    random = Random("waiting")  # noqa: S311 (invented people)
    with acting_as(town.actors["mette"]) as mette:
        men = [_man(town, random, number) for number in range(MEN)]
        episodes = _to_wishes(town, stage, men, random)
        offer = Offer.objects.select_related("organisation").get(name="Mandeværkstedet")
        assert offer.organisation is not None  # the association's
        for episode in episodes[: MEN * 2 // 3]:
            agree.agree_to_share(
                episode=episode, receiver=offer.organisation, data=SHARED, how="spoken", by=mette, at=town.now
            )
        for (one, other), together in (((0, 5), True), ((2, 9), True), ((3, 7), False)):
            matching.wish_company(person=men[one], other=men[other], together=together, by=mette, at=town.now)
        terms = matching.ChosenTerms(size_min=6, size_max=8, host_needed=False)
        form_groups.begin(programme=stage.programme, offer=offer, terms=terms, by=mette, at=town.now)
    _fill_pairs(town, stage)


def _man(town: Town, random: Random, number: int) -> Person:
    """One of them; every sixth uses a walker, one speaks Arabic."""
    return people.add_person(
        by=town.actors["karin"],
        at=moment(town.today - timedelta(days=80), 10),
        given_name=MALE[(number * 7 + 3) % len(MALE)],
        family_name=FAMILY[(number * 11 + 5) % len(FAMILY)],
        found_by="home_care",
        born=date(town.today.year - random.randint(66, 88), random.randint(1, 12), random.randint(1, 28)),
        sex="male",
        address=f"{STREETS[number % len(STREETS)]} {number + 21}",
        postcode="9998",
        city="Eksempelkøbing",
        latitude=round(CENTRE[0] + random.gauss(0, 0.015), 5),
        longitude=round(CENTRE[1] + random.gauss(0, 0.025), 5),
        phone=f"21 10 {number:02} 00",
        household="alone",
        unit_id=town.units["north"].id,
        walks_m=random.choice((150, 400, 800, 1500, 3000)),
        walking_aid="walker" if number % 6 == 4 else "none",
        languages=["arabisk"] if number == 13 else ["dansk"],
    )


def _to_wishes(town: Town, stage: Stage, men: Sequence[Person], random: Random) -> list[Episode]:
    """Found, screened and said yes between two and ten weeks ago; wishes a week later."""
    episodes, yeses, said = [], [], []
    for number, man in enumerate(men):
        at = moment(town.today - timedelta(days=14 + 2 * number), 10)
        episode = _screened(town, stage, man, at=at, score=5 + number % 3)
        episodes.append(episode)
        yeses.append((episode, at))
        said.append((episode, _wishes(random, number), at + timedelta(days=7)))
    agree.say_yes_many(yeses=yeses, how="spoken", by=town.actors["karin"])
    wish.map_wishes_many(said=said, mode="visit", by=town.actors["mette"])
    return episodes


def _screened(town: Town, stage: Stage, person: Person, *, at: datetime, score: int) -> Episode:
    karin = town.actors["karin"]
    episode = find.begin(person=person, programme=stage.programme, found_by="home_care", by=karin, at=at)
    screen.screen(
        episode=episode, screening_id=new_id(), instrument="t-ils@2", answered_by="person", mode="visit",
        answers=answers_for("t-ils@2", score), by=karin, at=at,
    )  # fmt: skip
    return episode


def _wishes(random: Random, number: int) -> dict[str, Any]:
    return {
        "interests": random.sample(_MENS_INTERESTS, 2),
        "company": "one_to_one" if number in (8, 20) else "group",
        "weekdays": [0, 3] if number == 11 else [],
        "resources": "Kan reparere det meste." if number % 5 == 0 else "",
    }


_VOLUNTEERS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Sonja Storm", "association", {"interests": ["snak", "bøger"], "weekdays": [1, 3]}),
    ("Jørn Jensen", "association", {"interests": ["kort", "gåtur"], "weekdays": [0, 2], "meets_sex": "male"}),
    ("Amal Aziz", "association", {"interests": ["mad", "snak"], "languages": ["dansk", "arabisk"]}),
    ("Tove Tang", "parish", {"interests": ["sang", "kirke"], "weekdays": [4], "meets_at_most": 2}),
    ("Finn Fisker", "parish", {"interests": ["natur", "gåtur"], "weekdays": [5, 6]}),
)
_WAITING_FOR_ONE: tuple[tuple[str, str, int, str, tuple[str, ...], dict[str, Any]], ...] = (
    ("Rigmor", "Rasmussen", 86, "female", ("snak", "bøger"), {"walking_aid": "walker"}),
    ("Alfred", "Ask", 79, "male", ("kort",), {"walks_m": 800}),
    ("Fatima", "Farah", 74, "female", ("mad", "snak"), {"languages": ["arabisk"]}),
    ("Else", "Elkjær", 90, "female", ("sang", "kirke"), {"walking_aid": "wheelchair"}),
    ("Helge", "Have", 81, "male", ("natur", "gåtur"), {"walks_m": 2000}),
    ("Grethe", "Gade", 83, "female", ("håndarbejde",), {"latitude": 56.6}),
    ("Lis", "Lassen", 77, "female", ("snak",), {}),
)


def _fill_pairs(town: Town, stage: Stage) -> None:
    """Volunteers who have told what they like, seven who wait for a visitor, and a proposal."""
    random = Random("pairs")  # noqa: S311
    with acting_as(town.system):
        since = moment(town.today - timedelta(days=200))
        for name, organisation, told in _VOLUNTEERS:
            email = f"volunteer.{name.split()[0].lower()}@example.org"
            made = member(name, Role.VOLUNTEER, town.organisations[organisation], since, email=email)
            wishes = {"languages": ["dansk"], **_home(random), **told}
            volunteers.tell_wishes(volunteer=membership_of(made), wishes=wishes, by=town.system, at=since)
    with acting_as(town.actors["mette"]) as mette:
        said = []
        for number, (given, family, age, sex, interests, facts) in enumerate(_WAITING_FOR_ONE):
            told = {"walks_m": 300, "languages": ["dansk"], **_home(random), **facts}
            person = people.add_person(
                by=town.actors["karin"], at=moment(town.today - timedelta(days=60), 10), given_name=given,
                family_name=family, found_by="home_care", born=date(town.today.year - age, 3, 4), sex=sex,
                postcode="9998", city="Eksempelkøbing", address=f"Havnevej {number + 31}", household="alone",
                phone=f"21 20 {number:02} 00", unit_id=town.units["south"].id, **told,
            )  # fmt: skip
            at = moment(town.today - timedelta(days=50 - 5 * number), 10)
            episode = _screened(town, stage, person, at=at, score=7)
            agree.say_yes(episode=episode, how="spoken", by=town.actors["karin"], at=at)
            said.append((episode, {"interests": list(interests), "company": "one_to_one", "place": "home"}, at))
        wish.map_wishes_many(said=said, mode="visit", by=mette)
        match_pairs.propose(programme=stage.programme, seen=0, by=mette, at=town.now)


def _home(random: Random) -> dict[str, Any]:
    return {
        "latitude": round(CENTRE[0] + random.gauss(0, 0.015), 5),
        "longitude": round(CENTRE[1] + random.gauss(0, 0.025), 5),
    }
