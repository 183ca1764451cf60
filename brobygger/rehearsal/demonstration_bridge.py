"""What has been promised and given in the demonstration municipality: a place that waits for its answer and one that is
late, a first time with company, a question to visitation, and vehicles to book.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from brobygger.communities.groups.models import Group
from brobygger.journeys import ask_visitation, first_time, offer_place
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.first_meeting import company
from brobygger.pathway.matching import places, queries
from brobygger.pathway.matching.models import HeldPlace
from brobygger.pathway.rides import operations as rides
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import acting_as

if TYPE_CHECKING:
    from brobygger.rehearsal.demonstration import Town
    from brobygger.rehearsal.stage import Stage


def fill(town: Town, stage: Stage) -> None:
    """Mette has asked two: one by the volunteer Finn, and one a week ago who has not been heard from."""
    with acting_as(town.actors["mette"]):
        _places(town, stage)
        _first_times(town, stage)
    with acting_as(town.actors["bent"]) as bent:
        for facts in _VEHICLES:
            rides.add_vehicle(facts=facts, by=bent, at=town.now)


_VEHICLES: tuple[dict[str, Any], ...] = (
    {
        "name": "Foreningens minibus",
        "seats": 7,
        "wheelchairs": 2,
        "phone": "12 34 56 01",
        "km_ore": 450,
        "co2_g_km": 210,
    },
    {
        "name": "Taxa efter aftale",
        "seats": 3,
        "phone": "12 34 56 09",
        "start_ore": 5000,
        "km_ore": 1800,
        "co2_g_km": 140,
    },
)


def _first_times(town: Town, stage: Stage) -> None:
    """One is to meet two volunteers at home, has time on a klippekort, and visitation is asked about training."""
    mette = town.actors["mette"]
    rows = [row for row in queries.waiting(mette, stage.programme.id) if row.company == "one_to_one"]
    told: dict[str, Any] = {"by": mette, "at": town.now}
    episode = Episode.objects.select_related("programme", "person").get(id=rows[0].episode_id)
    meeting = {
        "kind": "intro_visit", "starts_at": town.now + timedelta(days=4), "place_kind": "home",
        "who_comes": "Sonja Storm og Tove Tang",
    }  # fmt: skip
    first_time.plan_meeting(episode=episode, facts=meeting, **told)
    company.set_beside(episode=episode, kind="go_along", name="Sonja Storm", **told)
    company.grant(episode=episode, minutes=240, until=town.today + timedelta(days=90), **told)
    first_time.spend(
        episode=episode, kind="klippekort", on=town.today, minutes=45, what="En tur til havnen.", by_volunteer=False,
        kroner_an_hour=350, last_time=False, **told,
    )  # fmt: skip
    ask_visitation.ask(episode=episode, wanted="training", words="Vil gerne styrke sine ben.", **told)


def _places(town: Town, stage: Stage) -> None:
    mette = town.actors["mette"]
    waiting = queries.waiting(mette, stage.programme.id)
    alone = [row for row in waiting if row.company == "one_to_one"]
    volunteer = Membership.objects.select_related("organisation").get(name="Finn Fisker")
    episodes = Episode.objects.select_related("programme", "programme__owner", "person").in_bulk(
        [row.episode_id for row in waiting]
    )
    offer_place.offer(
        episode=episodes[alone[-1].episode_id], target=volunteer, answer_by=town.today + timedelta(days=3), by=mette,
        at=town.now,
    )  # fmt: skip
    group = Group.objects.filter(programme=stage.programme, offer__isnull=False).select_related("offer").first()
    in_groups = [row for row in waiting if row.company == "group"]
    if group is not None and places.free(mette, group, on=town.today):
        late = offer_place.offer(
            episode=episodes[in_groups[-1].episode_id], target=group, answer_by=town.today, by=mette, at=town.now
        )
        HeldPlace.objects.filter(id=late.id).update(
            answer_by=town.today - timedelta(days=2), offered_at=town.now - timedelta(days=7)
        )
