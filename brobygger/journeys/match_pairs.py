"""Pairs from both lists at once: proposed with reasons, changed by people, and made with the person's own consent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from brobygger.communities.volunteers import operations as volunteers
from brobygger.communities.volunteers import queries as meeting
from brobygger.communities.volunteers.models import Pair
from brobygger.communities.volunteers.queries import Ready
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import Refusal, Taken
from brobygger.journeys import both_ways, meet
from brobygger.journeys.two_sides import Nameless, nameless
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind, path
from brobygger.pathway.matching import duos, pairing, places, queries
from brobygger.pathway.matching.models import PairList, ProposedPair, VolunteerDuo
from brobygger.pathway.matching.pair_rules import (
    MOST_ON_A_PAGE,
    PairsAsked,
    PairsFound,
    Volunteer,
    match_all,
    pair_weights,
    take_in,
)
from brobygger.pathway.matching.queries import Waiting
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.actor import Actor
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import for_the_municipality
from brobygger.registry.people.models import WishedBackground
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import valid_consent, wished_backgrounds

SOLVER = "brobygger.journeys.tasks.match_pairs_again"
_NOBODY = UUID(int=0)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BothLists:
    """A programme's two lists as they stand: who waits, which volunteers there are, and what is proposed."""

    programme: Programme
    pair_list: PairList | None
    people: Mapping[UUID, Waiting]
    volunteers: Mapping[UUID, Ready]
    rows: Sequence[ProposedPair]
    knows: Mapping[UUID, frozenset[str]] = field(default_factory=dict)  # volunteer → those they have visited before
    seconds: Mapping[UUID, UUID] = field(default_factory=dict)  # the other of two who go together
    duos: Sequence[VolunteerDuo] = ()
    alone: Sequence[Ready] = ()  # volunteers who go with nobody
    year: int = 0
    asked_now: int = 0  # those a place is held for: they are asked about it, and about nothing else meanwhile

    @property
    def version(self) -> int:
        return self.pair_list.version if self.pair_list else 0

    @property
    def proposed(self) -> list[ProposedPair]:
        """Pairs that can be decided on: the person still waits and the volunteer is still there."""
        return [
            row
            for row in self.rows
            if row.status == "proposed" and row.episode_id in self.people and row.volunteer_id in self.volunteers
        ]

    def by_rules(self, volunteer: Ready) -> Volunteer:
        """A volunteer of this list as the pair rules see one."""
        return replace(
            seen_by_rules(volunteer, self.year),
            knows=self.knows.get(volunteer.id, frozenset())
            | self.knows.get(self.seconds.get(volunteer.id, _NOBODY), _NONE),
            wants_giver=bool(self.pair_list and self.pair_list.giver_needed),
        )

    @property
    def newcomers(self) -> list[Waiting]:
        """Those who have come to wait since the last proposal."""
        known = set(self.pair_list.asked.get("left", ())) if self.pair_list else set()
        return [one for one in self.people.values() if one.waiter.id not in known]


def both_lists(*, programme: Programme, by: Actor, on: date) -> BothLists:
    """Read both lists of a programme. Each reading of a person is logged."""
    kept = queries.pair_list(by, programme.id)
    waiting = queries.waiting_people(by, programme.id, on=on)
    promised = places.of_programme(by, programme.id)
    held = {place.episode_id for place in promised}
    people = _as_wished({key: one for key, one in waiting.items() if key not in held}, by, on)
    together = duos.all_duos(by)
    taken = Counter(place.volunteer_id for place in promised if place.volunteer_id)
    ready = [
        one._replace(places=max(0, one.places - taken[one.id]) if one.visits else 0) for one in meeting.ready(by, on=on)
    ]
    return BothLists(
        programme,
        kept,
        people,
        duos.joined(
            ready,
            together,
            two_needed=bool(kept and kept.two_needed),
        ),
        queries.proposed_pairs(by, kept) if kept else (),
        duos.met_before(by, {one.person.id: episode_id for episode_id, one in people.items()}),
        {duo.first_id: duo.second_id for duo in together},
        together,
        [one for one in ready if one.id not in {each for duo in together for each in (duo.first_id, duo.second_id)}],
        on.year,
        len(waiting) - len(people),
    )


def _as_wished(people: dict[UUID, Waiting], by: Actor, on: date) -> dict[UUID, Waiting]:
    """Language and background count for those who have said that they wish it, and for nobody else (R048)."""
    wished = wished_backgrounds(by, [one.person.id for one in people.values()], on=on)
    return {key: _wishes(one, wished[one.person.id]) if one.person.id in wished else one for key, one in people.items()}


def _wishes(one: Waiting, wish: WishedBackground) -> Waiting:
    seeker = replace(
        one.waiter.seeker, background=tuple(wish.background), same_language=wish.same_language
    )  # fmt: skip
    return replace(one, waiter=replace(one.waiter, seeker=seeker))


def seen_by_rules(volunteer: Ready, year: int) -> Volunteer:
    """A volunteer as the pair rules see one."""
    return Volunteer(
        id=str(volunteer.id),
        interests=tuple(volunteer.interests),
        weekdays=tuple(volunteer.weekdays),
        languages=tuple(volunteer.languages),
        sex=volunteer.sex,
        meets_sex=volunteer.meets_sex,
        latitude=volunteer.latitude,
        longitude=volunteer.longitude,
        places=volunteer.places,
        skills=tuple(volunteer.skills),
        has_car=bool(volunteer.has_car),
        age=year - volunteer.born_year if volunteer.born_year else None,
        own_languages=tuple(volunteer.own_languages),
        background=tuple(volunteer.background),
    )


@transaction.atomic
def propose(*, programme: Programme, seen: int, by: Actor, at: datetime) -> PairList:
    """Match everybody who waits with every volunteer at once; what people have decided stays. Raises Taken.

    Many are left to the worker (solve_waiting): the pairs stand as they are until it has found others.
    """
    kept = pairing.change_list(programme=programme, seen=seen, by=by, at=at)
    lists = both_lists(programme=programme, by=by, on=local_date(at))
    if by.membership_id is not None and twos(lists, len(lists.people)) > MOST_ON_A_PAGE:
        pairing.left_to_worker(pair_list=kept, at=at)
        app.configure_task(SOLVER).defer(
            municipality_id=str(by.municipality_id), membership_id=str(by.membership_id),
            programme_id=str(programme.id), seen=kept.version,
        )  # fmt: skip
        return kept
    return _keep(kept, lists, match_all(_asked(lists, by)))


@transaction.atomic
def solve_waiting(*, programme: Programme, seen: int, by: Actor, at: datetime) -> bool:
    """What the worker does for many. False when somebody has changed the list since: theirs stands."""
    lists = both_lists(programme=programme, by=by, on=local_date(at))
    found = match_all(_asked(lists, by))
    locked = pairing.still_solving(programme=programme, seen=seen)
    if locked is None:
        return False
    _keep(locked, lists, found)
    return True


def twos(lists: BothLists, people: int) -> int:
    """How many persons beside how many places with volunteers: what finding pairs costs grows with it."""
    return people * sum(one.places for one in lists.volunteers.values())


def _asked(lists: BothLists, by: Actor) -> PairsAsked:
    return PairsAsked(
        [one.waiter for one in lists.people.values()],
        [lists.by_rules(one) for one in lists.volunteers.values()],
        [(str(row.episode_id), str(row.volunteer_id)) for row in lists.proposed if row.pinned],
        _refused(lists),
        pair_weights(queries.weights(by)),
    )


@transaction.atomic
def take_newcomers(*, programme: Programme, seen: int, by: Actor, at: datetime) -> PairList:
    """Let those who have come since join, changing as little as possible. Raises Taken."""
    lists = both_lists(programme=programme, by=by, on=local_date(at))
    stands = _stands(lists)
    if stands is None:
        return propose(programme=programme, seen=seen, by=by, at=at)
    new = [one.waiter for one in lists.newcomers]
    if twos(lists, len(new)) > MOST_ON_A_PAGE:
        return propose(programme=programme, seen=seen, by=by, at=at)
    known = {str(one.id): lists.by_rules(one) for one in lists.volunteers.values()}
    try:
        found = take_in(stands, new, known, _refused(lists), pair_weights(queries.weights(by)))
    except ValueError:  # a newcomer beyond the numbers of the standing question
        return propose(programme=programme, seen=seen, by=by, at=at)
    return _keep(pairing.change_list(programme=programme, seen=seen, by=by, at=at), lists, found)


def _refused(lists: BothLists) -> frozenset[tuple[str, str]]:
    refused = {(str(row.episode_id), str(row.volunteer_id)) for row in lists.rows if row.status == "refused"}
    ways = {one.person.id: str(episode_id) for episode_id, one in lists.people.items()}
    oneself = both_ways.all_who_are_one()
    return frozenset(refused | {(ways[person], str(volunteer)) for person, volunteer in oneself if person in ways})


def _stands(lists: BothLists) -> PairsFound | None:
    """The standing question, when it still is the one that people see: nothing was decided since, nobody has left."""
    if lists.pair_list is None or not (lists.pair_list.optimal and lists.pair_list.asked):
        return None
    kept = lists.pair_list.asked
    answer = {(one, other) for one, other in kept["pairs"]}
    now = {(str(row.episode_id), str(row.volunteer_id)) for row in lists.proposed}
    here = {one.waiter.id for one in lists.people.values()}
    places = sorted(str(one.id) for one in lists.volunteers.values() for _place in range(one.places))
    if answer != now or not set(kept["left"]) <= here or places != kept["places"]:
        return None
    return PairsFound(
        (),
        True,
        tuple(kept["left"]),
        tuple(kept["places"]),
        tuple((one, place, worth) for one, place, worth in kept["edges"]),
        tuple((one, place) for one, place in kept["pins"]),
    )


def _keep(kept: PairList, lists: BothLists, found: PairsFound) -> PairList:
    asked = {
        "left": found.left,
        "places": found.places,
        "edges": found.edges,
        "pins": found.pins,
        "pairs": found.pairs,
    }
    pairing.propose_pairs(
        pair_list=kept,
        pairs={UUID(one): UUID(other) for one, other in found.pairs},
        persons={episode_id: one.person.id for episode_id, one in lists.people.items()},
        volunteers=lists.volunteers.keys(),
        seconds=lists.seconds,
        asked=asked,
        optimal=found.optimal,
    )
    return kept


@transaction.atomic
def change(*, pair: ProposedPair, seen: int, what: str, volunteer_id: UUID | None, by: Actor, at: datetime) -> None:
    """One change by a person: pin, unpin, refuse, admit again, or another volunteer. Raises Taken or Refusal."""
    pairing.change_list(programme=pair.pair_list.programme, seen=seen, by=by, at=at)
    if what == "refuse":
        pairing.decide_pair(pair=pair, status="refused", by=by, at=at)
    elif what == "admit":
        pairing.take_back_refusal(pair=pair)
    elif what == "another":
        lists = both_lists(programme=pair.pair_list.programme, by=by, on=local_date(at))
        if volunteer_id not in {one.id for one in lists.volunteers.values() if one.places}:
            raise Refusal(_("Vælg en frivillig, der har plads."))
        second = lists.seconds.get(volunteer_id)
        pairing.give_another(pair=pair, volunteer_id=volunteer_id, second_id=second, by=by, at=at)
    else:
        pairing.pin_pair(pair=pair, pinned=what == "pin")


@transaction.atomic
def accept(*, pair: ProposedPair, seen: int, next_on: date | None, by: Actor, at: datetime) -> Pair:
    """The two become a pair: the volunteer sees this person and nobody else, and calls before the first time.

    Raises Refusal without the person's yes to the volunteer's organisation, Taken when the list has changed or the
    person no longer waits.
    """
    pairing.change_list(programme=pair.pair_list.programme, seen=seen, by=by, at=at)
    today = local_date(at)
    episode, volunteer = pair.episode, pair.volunteer
    if episode.id not in {row.episode_id for row in queries.waiting(by, pair.pair_list.programme_id)}:
        raise Taken(_("Borgeren venter ikke længere. Se siden igen."))
    if not places.free(by, volunteer, on=today, besides=episode.id):
        raise Taken(_("Den frivillige har ikke plads længere. Se siden igen."))
    if pair.pair_list.association_agrees and pair.agreed != "yes":
        raise Refusal(_("%s skal sige ja til parret først.") % volunteer.organisation.name)
    pairing.decide_pair(pair=pair, status="accepted", by=by, at=at)
    if pair.second is not None:
        if not places.free(by, pair.second, on=today, besides=episode.id):
            raise Taken(_("Den frivillige har ikke plads længere. Se siden igen."))
        _join(episode=episode, volunteer=pair.second, next_on=next_on, by=by, at=at)
    return become_pair(episode=episode, volunteer=volunteer, next_on=next_on, by=by, at=at)


@transaction.atomic
def ask_association(*, pair: ProposedPair, seen: int, by: Actor, at: datetime) -> None:
    """Ask the volunteer's organisation whether it agrees; it sees the volunteer and the wishes, and no name."""
    pairing.change_list(programme=pair.pair_list.programme, seen=seen, by=by, at=at)
    pairing.set_agreed(pair=pair, seen="", agreed="asked", by=by, at=at)


def to_agree(*, by: Actor, at: datetime) -> list[tuple[ProposedPair, Nameless]]:
    """The pairs an association is asked about, with what is wished and for how long; no name."""
    with for_the_municipality(by):
        asked = pairing.asked_of(by, by.home)
        waiting = {row.episode_id: row for row in queries.waiting(by)}
        today = local_date(at)
        return [
            (pair, nameless(waiting[pair.episode_id], today, area=False))
            for pair in asked
            if pair.episode_id in waiting
        ]


@transaction.atomic
def agree(*, pair_id: UUID, yes: bool, by: Actor, at: datetime) -> None:
    """The association's yes or no. After a no the two are not proposed again, and the person still waits.

    Raises NotVisible for another's pair, Taken when it has been answered or the coordinator has changed it.
    """
    with for_the_municipality(by):
        pair = next((one for one in pairing.asked_of(by, by.home) if one.id == pair_id), None)
        if pair is None:
            raise Taken(_("Der er svaret på det, eller koordinatoren har ændret det. Se siden igen."))
        pairing.set_agreed(pair=pair, seen="asked", agreed="yes" if yes else "no", by=by, at=at)
        if not yes:
            pairing.decide_pair(pair=pair, status="refused", by=by, at=at)
        pairing.touch(pair_list_id=pair.pair_list_id, by=by, at=at)


@transaction.atomic
def become_pair(*, episode: Episode, volunteer: Membership, next_on: date | None, by: Actor, at: datetime) -> Pair:
    """The two are a pair from now on, and the volunteer calls before the first time.

    Raises Refusal without the person's yes to the volunteer's organisation.
    """
    made = _join(episode=episode, volunteer=volunteer, next_on=next_on, by=by, at=at)
    if episode.next_step in ("wishes", "referred", "accepted"):
        steps: list[Any] = [step for step in path(recipe_of(episode.programme)) if step in _AGREED]
        reached = [step for step in steps if steps.index(step) >= steps.index(episode.next_step)]
        episodes.record(episode=episode, moves=[Made(MoveKind.REACHED, step, at) for step in reached], by=by)
    meet.plan_first_contact(
        episode=episode, organisation=volunteer.organisation, referral=None, host=volunteer, host_name=volunteer.name,
        group=None, first_session_on=next_on, by=by, at=at,
    )  # fmt: skip
    return made


def _join(*, episode: Episode, volunteer: Membership, next_on: date | None, by: Actor, at: datetime) -> Pair:
    if both_ways.is_one(person_id=episode.person_id, volunteer_id=volunteer.id):
        raise Refusal(_("Borgeren og den frivillige er det samme menneske."))
    today = local_date(at)
    consent = valid_consent(
        person_id=episode.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=volunteer.organisation_id, on=today
    )
    if consent is None:
        raise Refusal(_("Borgeren har ikke sagt ja til, at %s får besked.") % volunteer.organisation.name)
    return volunteers.pair(
        person=episode.person, volunteer=volunteer, consent=consent, since=today, next_on=next_on, by=by, at=at
    )


_AGREED = ("wishes", "referred", "accepted")
