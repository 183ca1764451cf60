"""A chosen group gets the first times; the others keep their order (R054)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.pathway.detection import queries as detected
from brobygger.pathway.detection.models import Visit
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import send, text_of
from tests.web.staff_office.extracts import man, of_men
from tests.web.staff_office.steps import commit, given_staged


def given_waiting(cast, programme, mette, alone):
    """Six men in the order of the extract; those numbered live alone."""
    lines = [man(number) if number in alone else f"{man(number)[:-2]}nej" for number in range(1, 7)]
    assert commit(mette, programme, given_staged(mette, programme, of_men(0, *lines))).status_code == 302


def planned_names(cast, programme):
    with acting_as(cast.mette):
        visits = Visit.objects.filter(episode__programme=programme).select_related("person").order_by("planned_at")
        return [visit.person.family_name for visit in visits]


@pytest.mark.parametrize(("first", "order"), [("", [1, 2, 3, 4, 5, 6]), ("alone", [3, 5, 1, 2, 4, 6])])
def test_those_chosen_get_the_first_letters(cast, programme, mette, first, order):
    given_waiting(cast, programme, mette, alone={3, 5})
    page = text_of(mette.get(reverse("visits_plan", args=[programme.id])))
    assert "Hvem skal have de første tider?" in page
    day = cast.today + timedelta(days=21)
    sent = send(mette, "visits_plan", programme.id, day=day.isoformat(), time="09:00", per_day="2", put_first=first)
    assert sent.status_code == 302
    assert planned_names(cast, programme) == [f"Nr{number}" for number in order]


def test_a_group_nobody_knows_is_refused_and_the_oldest_are_eighty(cast, programme, mette):
    given_waiting(cast, programme, mette, alone=set())
    day = cast.today + timedelta(days=21)
    sent = send(mette, "visits_plan", programme.id, day=day.isoformat(), time="09:00", per_day="2", put_first="rige")
    assert sent.status_code == 422
    with acting_as(cast.mette):
        born = [one.person.born for one in detected.to_offer(cast.mette, programme, put_first="eighty", on=cast.today)]
        old = [day.year + 80 <= cast.today.year - 1 for day in born]
        assert old == sorted(old, reverse=True)
