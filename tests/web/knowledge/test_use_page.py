"""How much a group was used in a half-year that has ended, with one to four hidden."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.insight.evaluation import use_queries
from brobygger.insight.evaluation.losses_rules import days_of, ended_half_years
from brobygger.pathway.attendance.models import Attendance, Session
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, text_of


@pytest.fixture
def half_year(cast, programme):
    """The last half-year that has ended; the programme began before it."""
    programme.starts_on = cast.today - timedelta(days=700)
    with acting_as(cast.lone):
        programme.save(update_fields=["starts_on"])
    return ended_half_years(programme.starts_on, cast.today)[0]


def given_group(cast, programme, half_year, *, name, persons, twice=0, women=0):
    """So many persons came once, some of them twice; born so that they are 75."""
    first, _after = days_of(half_year)
    moment = datetime.combine(first + timedelta(days=20), datetime.min.time(), DENMARK) + timedelta(hours=13)
    with acting_as(cast.mette):
        group = Group.objects.create(
            organisation=cast.association, programme=programme, name=name, size_min=2, size_max=20
        )
        came = [
            Person(given_name=name, family_name=str(number), search_name=f"{name} {number}".lower(), unit=cast.north,
                   created_at=cast.at, sex="female" if number < women else "male", born=date(first.year - 75, 1, 1))
            for number in range(persons)
        ]  # fmt: skip
        Person.objects.bulk_create(came)
        for number, at in enumerate((moment, moment + timedelta(days=7))):
            session = Session.objects.create(
                group=group, organisation=cast.association, starts_at=at, number=number + 1, status="held"
            )
            Attendance.objects.bulk_create(
                Attendance(session=session, person=person, organisation=cast.association, came=True)
                for person in (came if number == 0 else came[:twice])
            )


def test_a_group_is_counted_as_by_hand(cast, programme, half_year, lone):
    given_group(cast, programme, half_year, name="Torsdagsholdet", persons=12, twice=7, women=6)
    with acting_as(cast.lone):
        (one,) = use_queries.use(cast.lone, programme, half_year)
    assert (one.sessions, one.visits, one.persons, one.returned) == (2, 19, 12, 7)
    assert (one.sex["female"], one.sex["male"], one.age["65_79"]) == (6, 6, 12)
    shown = text_of(lone.get(reverse("use_of_groups", args=[programme.id])))
    assert "12 borgere har været der, 19 gange i alt på 2 mødegange. Kommet igen: 7." in shown


def test_the_one_who_came_back_alone_is_not_told(cast, programme, half_year, lone):
    given_group(cast, programme, half_year, name="Sang", persons=9, twice=1, women=2)
    given_group(cast, programme, half_year, name="Skak", persons=3)
    shown = text_of(lone.get(reverse("use_of_groups", args=[programme.id])))
    assert "9 borgere har været der, mindst 9 gange i alt" in shown
    assert "Kommet igen: skjult." in shown
    assert shown.count(">skjult</td>") == 2  # two women, and so the men
    assert "Færre end 5 har været der, så tallene vises ikke: Skak." in shown


def test_a_half_year_that_runs_is_not_shown(cast, programme, half_year, lone):
    address = reverse("use_of_groups", args=[programme.id])
    assert lone.get(address, {"halvaar": f"{cast.today.year + 1}-1"}).status_code == 404
    before = reads(lone, "use_of_groups", programme.id)
    given_group(cast, programme, half_year, name="Sang", persons=9)
    assert reads(lone, "use_of_groups", programme.id) == before
