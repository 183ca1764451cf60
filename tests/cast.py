"""The fixed cast of every story: Eksempelkøbing, its organisations and people, and the neighbour nobody may look into.

    def test_bent_does_not_see_aase_before_she_says_yes(cast):
        with acting_as(cast.bent):
            ...

`cast` stands inside the test's own transaction. A story in a browser takes `committed_cast` instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # models can be imported only when Django stands ready
    from brobygger.programmes.running.models import Programme
    from brobygger.registry.access.actor import Actor
    from brobygger.registry.organisations.models import Municipality, Organisation, Unit
    from brobygger.registry.people.models import Consent, Person

PASSWORD = "hånd-i-hånd-over-broen"  # everybody's, in tests
CODE, NEIGHBOUR_CODE = "0998", "0999"  # the national register gives neither to a municipality


@dataclass(frozen=True)
class Cast:
    """Who there is. Names of people without account are persons; the others are actors, ready for `acting_as`."""

    at: datetime  # now, when the story begins
    today: date
    # Eksempelkøbing
    municipality: Municipality
    kommune: Organisation  # the municipality's own organisation
    association: Organisation  # Bent's and Ole's
    parish: Organisation
    housing: Organisation
    firm: Organisation  # private home care
    north: Unit  # Karin's
    south: Unit
    system: Actor
    karin: Actor  # home-care worker
    mette: Actor  # coordinator
    lone: Actor  # programme manager
    dorte: Actor  # data protection
    admin: Actor
    bent: Actor  # association leader
    ole: Actor  # volunteer, secrecy signed
    aase: Person  # 82, lives alone, in Karin's unit
    villy: Person  # 76, single man, in Karin's unit
    gerda: Person  # 88, in the other unit
    # Nabokøbing
    neighbour: Municipality
    neighbour_system: Actor
    nina: Actor  # coordinator there
    ruth: Person  # there

    @property
    def staff(self) -> dict[str, Actor]:
        """Everybody with an account, by name."""
        names = ("karin", "mette", "lone", "dorte", "admin", "bent", "ole", "nina")
        return {name: getattr(self, name) for name in names}


def email_of(name: str) -> str:
    """The address somebody of the cast signs in with."""
    return f"{name}@demo.brobygger.dk"


def build_cast(at: datetime | None = None) -> Cast:
    """Make the whole cast in the database that Django is connected to. `at`: when the story begins (default: now)."""
    from brobygger.foundation.kernel.clock import local_date, now

    at = at or now()
    here = _municipality(CODE, "Eksempelkøbing")
    there = _municipality(NEIGHBOUR_CODE, "Nabokøbing")
    return Cast(at=at, today=local_date(at), **_here(here, at), **_there(there, at))


def given_shared(cast: Cast, person: Person, *, actor: Actor, data: tuple[str, ...] = ("name", "contact")) -> Consent:
    """The person has said yes, and the actor's organisation (or the volunteer) sees the named fields. The consent."""
    from brobygger.registry.access.roles import Role
    from brobygger.registry.organisations.models import Organisation
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.purposes import ConsentPurpose

    with acting_as(cast.mette):
        receiver = Organisation.objects.get(id=actor.organisation_id)
        consent = people.give_consent(
            person=person, purpose=ConsentPurpose.REFERRAL, receiver=receiver, data=data, how="spoken",
            given_on=cast.today, expires_on=cast.today + timedelta(days=365), by=cast.mette, at=cast.at,
        )  # fmt: skip
        people.share_with(
            person=person, consent=consent, organisation=receiver, why="referral", by=cast.mette, at=cast.at,
            user_id=actor.user_id if actor.role is Role.VOLUNTEER else None,
        )  # fmt: skip
    return consent


def given_programme(cast: Cast, recipe_id: str = "000-horsens", *, name: str = "") -> Programme:
    """Eksempelkøbing has adopted the recipe; it began 200 days ago, so that every round of measuring has come."""
    from brobygger.programmes.running import operations as running
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.recipes import load

    recipe = load.load(recipe_id)
    with acting_as(cast.lone):
        return running.adopt(
            recipe=recipe, name=name or recipe.title.da, owner=cast.kommune, by=cast.lone, at=cast.at,
            starts_on=cast.today - timedelta(days=200),
        )  # fmt: skip


def _municipality(code: str, name: str) -> Municipality:
    from brobygger.registry.organisations.models import Municipality

    return Municipality.objects.create(code=code, name=name, phone="12 34 56 78")


def _here(municipality: Municipality, at: datetime) -> dict[str, Any]:
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as

    system = the_system(municipality_id=municipality.id)
    with acting_as(system):
        kommune = _organisation("Eksempelkøbing Kommune", "municipality")
        association = _organisation("Fællesskabet Eksempelkøbing", "association")
        made = {
            "municipality": municipality,
            "system": system,
            "kommune": kommune,
            "association": association,
            "parish": _organisation("Eksempelkøbing Sogn", "parish"),
            "housing": _organisation("Boligforeningen Søparken", "housing_association"),
            "firm": _organisation("Hjemmeplejen Solsiden", "firm"),
            "north": _unit(kommune, "Hjemmeplejen Nord"),
            "south": _unit(kommune, "Hjemmeplejen Syd"),
        }
        north, south = made["north"], made["south"]
        made |= {
            "karin": _actor("karin", "Karin Krogh", Role.HOME_CARE_WORKER, kommune, at, unit=north),
            "mette": _actor("mette", "Mette Madsen", Role.COORDINATOR, kommune, at),
            "lone": _actor("lone", "Lone Lund", Role.PROGRAMME_MANAGER, kommune, at),
            "dorte": _actor("dorte", "Dorte Dahl", Role.DATA_PROTECTION, kommune, at),
            "admin": _actor("admin", "Anker Adler", Role.ADMINISTRATOR, kommune, at),
            "bent": _actor("bent", "Bent Birk", Role.ASSOCIATION_LEADER, association, at),
            "ole": _actor("ole", "Ole Olsen", Role.VOLUNTEER, association, at, secrecy=True),
            "aase": _person(
                system, at, "Aase", "Andersen", 82, "female", north, household="alone", housing="flat",
                civil_status="widowed", phone="21 00 00 82", address="Åvej 8", postcode="9998",
                city="Eksempelkøbing", home_help_hours="2.5", walks_m=300, walking_aid="walker",
            ),
            "villy": _person(
                system, at, "Villy", "Vang", 76, "male", north, household="alone", housing="house",
                civil_status="single", phone="21 00 00 76", walks_m=2000, walking_aid="none",
            ),
            "gerda": _person(system, at, "Gerda", "Gram", 88, "female", south, household="alone", phone="21 00 00 88"),
        }  # fmt: skip
    return made


def _there(municipality: Municipality, at: datetime) -> dict[str, Any]:
    from brobygger.registry.access.actor import the_system
    from brobygger.registry.access.roles import Role
    from brobygger.registry.people.acting import acting_as

    system = the_system(municipality_id=municipality.id)
    with acting_as(system):
        kommune = _organisation("Nabokøbing Kommune", "municipality")
        unit = _unit(kommune, "Hjemmeplejen Nabo")
        return {
            "neighbour": municipality,
            "neighbour_system": system,
            "nina": _actor("nina", "Nina Nørgaard", Role.COORDINATOR, kommune, at),
            "ruth": _person(system, at, "Ruth", "Ravn", 79, "female", unit, household="alone", phone="21 00 00 79"),
        }


def _organisation(name: str, kind: str) -> Organisation:
    from brobygger.registry.organisations.models import Organisation

    return Organisation.objects.create(name=name, kind=kind, email="post@example.org", phone="12 34 56 78")


def _unit(organisation: Organisation, name: str) -> Unit:
    from brobygger.registry.organisations.models import Unit

    return Unit.objects.create(organisation=organisation, name=name)


def _actor(
    name: str, full_name: str, role: str, organisation: Organisation, at: datetime, *,
    unit: Unit | None = None, secrecy: bool = False,
) -> Actor:  # fmt: skip
    from brobygger.registry.access.models import Membership, User
    from brobygger.registry.access.queries import actor_for

    since = at.date() - timedelta(days=400)
    user = User.objects.create_user(email_of(name), PASSWORD)
    membership = Membership.objects.create(
        user=user, organisation=organisation, unit=unit, role=role, name=full_name, phone="12 34 56 78", since=since,
        secrecy_signed_on=since if secrecy else None,
    )  # fmt: skip
    return actor_for(membership=membership)


def _person(
    by: Actor, at: datetime, given_name: str, family_name: str, age: int, sex: Any, unit: Unit, **facts: object
) -> Person:
    from brobygger.foundation.kernel import cpr
    from brobygger.registry.people import operations as people

    born = date(at.year - age, 1, 2)  # on 1 January everybody is a year younger
    number = cpr.parse(cpr.fake(born, sex, serial=age), allow_test=True, today=at.date())
    return people.add_person(
        by=by, at=at, given_name=given_name, family_name=family_name, found_by="home_care", cpr=number,
        unit_id=unit.id, **facts,
    )  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, gone again after the test."""
    return build_cast()


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast for a story in a browser: committed, so that the server's own connections see it."""
    return build_cast()
