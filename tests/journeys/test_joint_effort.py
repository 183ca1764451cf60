"""Eksempelkøbing and Nabokøbing run one effort as two programmes: they see each other's counts, never each other."""

import json

import pytest

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import joint
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running import operations as running
from brobygger.programmes.running.models import JointCount
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme
from tests.web.staff_office.office import given_a_year


@pytest.fixture
def ours(cast):
    programme = given_programme(cast, name="Mænd mødes")
    given_a_year(cast, programme)
    return programme


@pytest.fixture
def theirs(cast):
    with acting_as(cast.neighbour_system):
        return running.adopt(
            recipe=load.load("000-horsens"), name="Mænd mødes hos naboen", owner=Organisation.objects.get(),
            starts_on=cast.today, by=cast.neighbour_system, at=cast.at,
        )  # fmt: skip


def begun(cast, programme):
    with acting_as(cast.lone):
        return joint.begin(programme=programme, name="Mænd mødes på øerne", by=cast.lone, at=cast.at)


def test_a_neighbour_joins_by_code_and_sees_counts_only(cast, ours, theirs):
    code = begun(cast, ours).code
    with acting_as(cast.neighbour_system):
        told = code.lower()[:5] + " " + code.lower()[5:]
        joint.join(programme=theirs, code=told, by=cast.neighbour_system, at=cast.at)
        taking_part = joint.of_programme(cast.neighbour_system, theirs)
        assert [one.programme_name for one in taking_part] == ["Mænd mødes hos naboen", "Mænd mødes"]
        lines = {line.step: line for line in joint.steps_of_all(taking_part)}
        assert (lines["found"].total, lines["found"].reached, lines["found"].at_least) == (120, (None, 120), True)
        assert Episode.objects.count() == 0  # none of ours
    with acting_as(cast.lone):
        assert len(joint.of_programme(cast.lone, ours)) == 2


def test_no_small_number_and_no_id_of_a_person_leaves_the_municipality(cast, ours):
    made = begun(cast, ours)
    with acting_as(cast.lone):
        persons = {str(person_id) for person_id in Episode.objects.values_list("person_id", flat=True)}
    kept = json.dumps(JointCount.objects.get(id=made.id).figures)
    assert not any(person in kept for person in persons)
    numbers = [step[key] for step in made.figures for key in ("entered", "passed") if step[key]]
    numbers += [number for step in made.figures for number in step["lost"].values()]
    assert numbers
    assert all(number >= 5 for number in numbers)


def test_leaving_takes_the_counts_back(cast, ours, theirs):
    code = begun(cast, ours).code
    with acting_as(cast.neighbour_system):
        joint.join(programme=theirs, code=code, by=cast.neighbour_system, at=cast.at)
    with acting_as(cast.lone):
        joint.leave(programme=ours, by=cast.lone, at=cast.at)
        assert joint.of_programme(cast.lone, ours) == []
    assert JointCount.objects.count() == 1


def test_the_counts_are_those_of_the_day_they_were_sent(cast, ours):
    made = begun(cast, ours)
    JointCount.objects.filter(id=made.id).update(figures=[])
    with acting_as(cast.lone):
        joint.send_counts(programme=ours, by=cast.lone, at=cast.at)
        (own,) = joint.of_programme(cast.lone, ours)
    assert own.figures == made.figures


@pytest.mark.parametrize("code", ["", "AAAAAAAAAA", "' or 1=1 --", "x" * 500])
def test_an_unknown_code_lets_nobody_in(cast, ours, code):
    with acting_as(cast.lone), pytest.raises(Refusal, match="Koden kendes ikke"):
        joint.join(programme=ours, code=code, by=cast.lone, at=cast.at)


def test_one_programme_is_in_one_joint_effort(cast, ours):
    begun(cast, ours)
    with pytest.raises(Refusal, match="allerede med"):
        begun(cast, ours)
