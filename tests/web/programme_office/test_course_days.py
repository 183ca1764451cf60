"""A course day written wrong: put right, or deleted while nobody hangs on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.programmes.training import queries
from brobygger.registry.people.acting import acting_as
from tests.web.programme_office.test_training_pages import given_course
from tests.web.staff_office.conftest import send, text_of


@pytest.fixture
def course(cast, programme):
    return given_course(cast, programme, "Tegn", sessions=1)


@pytest.fixture
def day(cast, course, lone):
    """What an untouched press of Gem writes."""
    assert send(lone, "course_day_new", course.id, held_on=cast.today.isoformat(), minutes="60").status_code == 302
    with acting_as(cast.lone):
        (found,) = queries.days(cast.lone, course)
    return found


def days_of(cast, course):
    with acting_as(cast.lone):
        return queries.days(cast.lone, course)


def test_a_day_is_put_right(cast, course, day, lone):
    page = lone.get(reverse("course", args=[course.id])).content.decode()
    assert reverse("course_day", args=[day.id]) in page
    assert "1 gang<" in page or "1 gang " in page
    yesterday = (cast.today - timedelta(days=1)).strftime("%d.%m.%Y")
    assert send(lone, "course_day", day.id, held_on=yesterday, minutes="45", place="Salen").status_code == 302
    (now,) = days_of(cast, course)
    assert (now.held_on, now.minutes, now.place) == (cast.today - timedelta(days=1), 45, "Salen")


def test_a_day_nobody_was_at_is_deleted_and_one_with_people_never(cast, course, day, lone, mette):
    change = reverse("course_day", args=[day.id])
    send(lone, "course_attend", day.id, names="Bo Bech")
    assert "Slet dagen" not in text_of(lone.get(change))
    assert send(lone, "course_day_remove", day.id).status_code == 409
    ahead = send(lone, "course_day", day.id, held_on=(cast.today + timedelta(days=3)).isoformat(), minutes="60")
    assert ahead.status_code == 422
    assert "Dagen er ikke kommet endnu" in text_of(ahead)
    send(lone, "course_day_new", course.id, held_on=cast.today.isoformat(), minutes="30")
    (wrong,) = [one for one in days_of(cast, course) if one.minutes == 30]
    assert "Slet dagen" in text_of(lone.get(reverse("course_day", args=[wrong.id])))
    assert send(mette, "course_day_remove", wrong.id).status_code == 403
    assert send(lone, "course_day_remove", wrong.id).status_code == 302
    assert [one.id for one in days_of(cast, course)] == [day.id]
