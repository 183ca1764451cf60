"""Where people are lost, half-year by half-year, and both queues month by month."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.communities.groups.models import Group
from brobygger.foundation.kernel.clock import local_date
from brobygger.insight.evaluation import over_time_queries, queries
from brobygger.insight.evaluation.losses_rules import CUTS, ended_half_years, month_ends
from brobygger.insight.evaluation.outcome_rules import half_year
from brobygger.pathway.episodes.models import MoveRow
from brobygger.pathway.screening.models import Screening
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, text_of
from tests.web.staff_office.office import given_a_year

SLUGS = ("trin", "vej", "enhed", "alder", "koen")


@pytest.fixture
def a_year(cast, programme):
    """The programme began when its people were found, so that a half-year has ended."""
    programme.starts_on = cast.today - timedelta(days=340)
    with acting_as(cast.lone):
        programme.save(update_fields=["starts_on"])
    return given_a_year(cast, programme)


def lost_by_hand(programme):
    """(half-year, reason) → how many, from the moves themselves."""
    last = {}
    for row in MoveRow.objects.filter(programme=programme, kind="lost").order_by("number"):
        last[half_year(local_date(row.at)), row.episode_id] = row.reason
    return Counter((period, reason) for (period, _episode), reason in last.items())


def test_the_losses_of_every_half_year_are_those_of_the_moves(cast, programme, a_year):
    with acting_as(cast.lone):
        by_hand = lost_by_hand(programme)
        counted = Counter()
        periods = [*ended_half_years(programme.starts_on, cast.today), half_year(cast.today)]
        for period in periods:
            for each in over_time_queries.losses(cast.lone, programme, period):
                counted[period, each.reason] += each.n
                assert (each.sex, each.channel) == ("male", "register")
                assert each.unit in ("Hjemmeplejen Nord", "Hjemmeplejen Syd")
                assert each.age in ("under_65", "65_79", "80_89", "over_90")
    assert counted == by_hand
    assert sum(by_hand.values()) == 90


def test_the_queue_of_persons_is_counted_from_the_moves(cast, programme, a_year):
    """48 said yes on day 11; 8 were lost and 40 came on day 37."""
    with acting_as(cast.lone):
        begin = min(local_date(row.at) for row in MoveRow.objects.filter(programme=programme))
        days = [begin + timedelta(days=number) for number in (0, 12, 36, 38)]
        told = over_time_queries.queues(cast.lone, programme, days)
    assert [each.persons for each in told] == [0, 48, 48, 0]
    assert {each.volunteers for each in told} == {1}  # Ole, who meets nobody yet


def test_places_nobody_has_written_down_are_unknown_and_not_nought(cast, programme, a_year, lone):
    with acting_as(cast.lone):
        (today,) = over_time_queries.queues(cast.lone, programme, [cast.today])
    assert (today.places, today.volunteers) == (None, 1)
    page = text_of(lone.get(reverse("over_time", args=[programme.id])))
    assert 'data-title="Ledige pladser">ukendt</td>' in page
    assert "Frivillige uden makker: 1</text>" in page
    assert "Ledige pladser: " not in page
    with acting_as(cast.mette):
        Group.objects.create(
            organisation=cast.association, programme=programme, name="Torsdag", size_min=3, size_max=8,
            started_on=cast.today,
        )  # fmt: skip
    with acting_as(cast.lone):
        (today,) = over_time_queries.queues(cast.lone, programme, [cast.today])
    assert today.places == 8


def test_the_wait_for_the_first_contact_is_in_the_report(cast, programme, a_year):
    """Everybody who said yes on day 11 was called on day 30: nobody waits after 28 days, all after 14."""
    with acting_as(cast.lone):
        spans = queries.spans(cast.lone, programme, until=cast.today)
    assert spans.first_contact == {(19, True): 48}


@pytest.mark.parametrize("slug", SLUGS)
def test_no_small_number_on_the_page(cast, programme, a_year, lone, slug):
    page = lone.get(reverse("over_time", args=[programme.id]), {"efter": slug})
    assert page.status_code == 200
    table = page.content.decode().split("<table")[1].split("</table>")[0]
    cells = [cell.split(">")[1].split("<")[0] for cell in table.split("<td")[1:]]
    numbers = [int(cell) for cell in cells if cell.strip().isdigit()]
    assert numbers
    assert not [number for number in numbers if 0 < number < 5]


def test_a_half_year_that_runs_is_not_shown(cast, programme, a_year, lone):
    running = half_year(cast.today)
    address = reverse("over_time", args=[programme.id])
    assert lone.get(address, {"halvaar": running}).status_code == 404
    assert lone.get(address, {"halvaar": "drop table"}).status_code == 404
    assert lone.get(address, {"efter": "navn"}).status_code == 404
    assert f"halvaar={running}" not in text_of(lone.get(address))


def test_a_programme_without_anybody_says_so(cast, programme, lone):
    page = text_of(lone.get(reverse("over_time", args=[programme.id])))
    assert not re.search(r"\bnan\b", page, re.IGNORECASE)
    assert "stoppede i" in page or "Den kommer, når det første halvår er slut" in page


def test_only_the_office_sees_it(programme, as_user):
    for name in ("karin", "bent", "dorte"):
        assert as_user(name).get(reverse("over_time", args=[programme.id])).status_code == 403


def test_as_many_questions_for_few_as_for_many(cast, programme, lone):
    given_a_year(cast, programme, found=12)
    few = reads(lone, "over_time", programme.id)
    given_a_year(cast, programme, found=90)
    assert reads(lone, "over_time", programme.id) == few <= 15
    assert len(CUTS) == len(SLUGS)
    assert month_ends(cast.today, cast.today) == [cast.today]
    with acting_as(cast.lone):
        assert Person.objects.count() > 90


def test_screenings_are_counted_apart_from_the_people_screened(cast, programme, a_year, lone):
    """Two men asked twice and one asked once: five answers, three people."""
    with acting_as(cast.mette):
        for episode, times in zip(a_year, (2, 2, 1), strict=False):
            for number in range(times):
                Screening.objects.create(
                    person_id=episode.person_id, episode=episode, instrument="t-ils@2", answers=[2, 3, 2], score=7,
                    answered_by="person", mode="visit", taken_at=cast.at - timedelta(days=number),
                    recorded_at=cast.at,
                )  # fmt: skip
    page = text_of(lone.get(reverse("over_time", args=[programme.id])))
    assert "Der er svaret på et måleredskab 5 gange, fordelt på 3 borgere." in page
