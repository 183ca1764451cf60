"""Those who wait in the demonstration municipality: twenty-four men for groups, and a proposal Mette has begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from brobygger.communities.offers.models import Offer
from brobygger.foundation.kernel.ids import new_id
from brobygger.journeys import agree, find, form_groups, screen, wish
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.matching import operations as matching
from brobygger.registry.access.policy import Fields
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.rehearsal.folk import CENTRE, FAMILY, MALE, STREETS
from brobygger.rehearsal.moves import answers_for
from brobygger.rehearsal.stage import Stage, moment

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
    karin, mette = town.actors["karin"], town.actors["mette"]
    episodes, yeses, said = [], [], []
    for number, man in enumerate(men):
        at = moment(town.today - timedelta(days=14 + 2 * number), 10)
        episode = find.begin(person=man, programme=stage.programme, found_by="home_care", by=karin, at=at)
        screen.screen(
            episode=episode, screening_id=new_id(), instrument="t-ils@2", answered_by="person", mode="visit",
            answers=answers_for("t-ils@2", 5 + number % 3), by=karin, at=at,
        )  # fmt: skip
        episodes.append(episode)
        yeses.append((episode, at))
        said.append((episode, _wishes(random, number), at + timedelta(days=7)))
    agree.say_yes_many(yeses=yeses, how="spoken", by=karin)
    wish.map_wishes_many(said=said, mode="visit", by=mette)
    return episodes


def _wishes(random: Random, number: int) -> dict[str, Any]:
    return {
        "interests": random.sample(_MENS_INTERESTS, 2),
        "company": "one_to_one" if number in (8, 20) else "group",
        "weekdays": [0, 3] if number == 11 else [],
        "resources": "Kan reparere det meste." if number % 5 == 0 else "",
    }
