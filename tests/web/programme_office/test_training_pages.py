"""Courses, attendance, what people are unsure of, and hours."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.journeys import find
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.training import operations, queries
from brobygger.programmes.training.rules import ITEMS
from brobygger.registry.access import queries as access
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of


def given_course(cast, programme, title="Tegn på ensomhed", **facts):
    with acting_as(cast.lone):
        return operations.plan(programme=programme, title=title, form="course", by=cast.lone, at=cast.at, **facts)


def given_day(cast, course, names, *, unit=None, minutes=120, days_ago=0):
    with acting_as(cast.lone):
        return operations.hold(
            course=course, held_on=cast.today - timedelta(days=days_ago), minutes=minutes, members=[], names=names,
            unit=unit, by=cast.lone, at=cast.at,
        )  # fmt: skip


def test_the_recipes_courses_are_the_starting_plan(programme, lone):
    page = text_of(lone.get(reverse("courses", args=[programme.id])))
    assert "Opskriften foreslår" in page
    page = text_of(lone.get(reverse("course_new", args=[programme.id]) + "?fra=training.signs_of_loneliness"))
    for said in ('value="Tegn på ensomhed og dens former"', 'value="120"', 'value="90"', "Ekstern underviser"):
        assert said in page


def test_a_course_is_planned_held_and_counted(cast, programme, lone):
    sent = lone.post(
        reverse("course_new", args=[programme.id]) + "?fra=training.signs_of_loneliness",
        {"idempotency_key": str(uuid4()), "title": "Tegn på ensomhed", "form": "course", "minutes": "120"},
    )
    assert sent.status_code == 302
    with acting_as(cast.lone):
        (course,) = queries.courses(cast.lone, programme)
    sent = send(
        lone, "course_day_new", course.id, held_on=cast.today.isoformat(), minutes="120", unit=str(cast.north.id),
        names="Karin Krogh\nBo Bech\n\nBo Bech",
    )  # fmt: skip
    assert sent.status_code == 302
    page = text_of(lone.get(reverse("courses", args=[programme.id])))
    assert "2 medarbejdere og frivillige har lært noget: i gennemsnit 2 timer hver." in page
    assert "Ingen har været med fra: Hjemmeplejen Syd." in page
    assert "Karin Krogh, Hjemmeplejen Nord" not in page  # she has a sign-in, and has been there
    with acting_as(cast.lone):
        (day,) = queries.days(cast.lone, course)
    send(lone, "course_attend", day.id, unit=str(cast.south.id), names="Bo Bech\nIb Iversen")
    page = text_of(lone.get(reverse("course", args=[course.id])))
    assert "4 var med" in page
    assert "Ib Iversen, Hjemmeplejen Syd" in page


def test_the_colleague_without_a_course_is_named(cast, programme, lone):
    given_day(cast, given_course(cast, programme), ["Bo Bech"], unit=cast.south)
    page = text_of(lone.get(reverse("courses", args=[programme.id])))
    assert "Karin Krogh, Hjemmeplejen Nord" in page


def test_the_warnings_are_on_the_office_page(cast, programme, lone):
    given_course(cast, programme, "Måltidet", must_before_start=True)
    assert "Uden det kan borgere ikke begynde." not in text_of(lone.get(reverse("programme", args=[programme.id])))
    page = text_of(lone.get(reverse("office", args=[programme.id])))
    assert "Ingen fra Hjemmeplejen Nord og Hjemmeplejen Syd har været på »Måltidet«." in page
    early = given_course(cast, programme, "Tegn")
    given_day(cast, early, ["Bo Bech"], days_ago=200 + 365)
    assert "»Tegn« lå 365 dage, før indsatsen begyndte." in text_of(lone.get(reverse("courses", args=[programme.id])))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"held_on": ""}, "Vælg en dag."),
        ({"minutes": "0"}, "Skriv et helt tal mellem 1 og 1440."),
        ({"names": "x" * 201}, "Et navn må højst fylde 200 tegn."),
        ({"names": "\n".join(f"N{n}" for n in range(301))}, "Skriv højst 300 navne ad gangen."),
        ({"unit": str(uuid4())}, "Vælg et af svarene."),
        ({"held_on": "2099-01-01", "names": "Bo"}, "Dagen er ikke kommet endnu."),
    ],
)
def test_a_wrong_day_is_told_and_nobody_has_been_there(cast, programme, lone, fields, message):
    course = given_course(cast, programme)
    good = {"held_on": cast.today.isoformat(), "minutes": "60", "names": "Bo Bech"}
    sent = send(lone, "course_day_new", course.id, **good | fields)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert queries.days(cast.lone, course) == []


def test_karin_says_what_she_is_unsure_of_and_lone_talks_with_her(cast, programme, lone, as_user):
    karin = as_user("karin")
    sure = dict.fromkeys(ITEMS, "4") | {"dementia": "1", "grief_or_depression": "2"}
    assert send(karin, "own_rating", programme.id, **sure).status_code == 302
    page = text_of(lone.get(reverse("competences", args=[programme.id])))
    assert "1 har svaret." in page
    assert page.index("skelne mellem sorg") < page.index("Jeg ser tegn på")
    assert "Karin Krogh" in page
    assert send(lone, "spar", programme.id, cast.karin.membership_id).status_code == 302
    lone.get(reverse("office", args=[programme.id]))
    assert "Tal med" not in text_of(lone.get(reverse("competences", args=[programme.id])))
    send(karin, "own_rating", programme.id, **sure | {"dementia": "3"})
    with acting_as(cast.lone):
        assert queries.ratings(cast.lone, programme).count() == len(ITEMS)


def test_an_answer_that_is_missing_is_asked_for(programme, as_user):
    sent = send(as_user("karin"), "own_rating", programme.id, signs="7")
    assert sent.status_code == 422
    assert "Vælg et af svarene." in text_of(sent)


def test_karin_writes_her_time_and_takes_it_back_and_lone_sees_the_sum(cast, programme, lone, as_user):
    karin = as_user("karin")
    for code, minutes in (("loneliness_time", "45"), ("coordination", "15")):
        assert send(karin, "own_time", programme.id, code=code, minutes=minutes, spent_on=cast.today.isoformat()
                    ).status_code == 302  # fmt: skip
    page = text_of(lone.get(reverse("time", args=[programme.id])))
    assert "1 time på. 15 min. gik med at koordinere: 25 %." in page
    assert "Hjemmeplejen Nord" in page
    with acting_as(cast.karin):
        entry = queries.my_time(cast.karin, programme)[0]
    assert send(as_user("mette"), "time_take_back", entry.id).status_code == 404  # not hers
    assert send(karin, "time_take_back", entry.id).status_code == 302
    with acting_as(cast.karin):
        assert queries.my_time(cast.karin, programme).count() == 1


def test_screening_has_its_own_time_and_a_unit_that_is_late_is_seen(cast, programme, lone, as_user):
    """R056: time for screening beside what waits, so that lack of time is seen."""
    with acting_as(cast.mette):
        late = find.begin(person=cast.aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        assert late.due
        Episode.objects.filter(id=late.id).update(due=cast.today - timedelta(days=3), unit_id=cast.south.id)
    karin = as_user("karin")
    for code, minutes in (("screening", "90"), ("coordination", "15")):
        send(karin, "own_time", programme.id, code=code, minutes=minutes, spent_on=cast.today.isoformat())
    page = text_of(lone.get(reverse("time", args=[programme.id])))
    assert "Opsporing og screening" in page
    cells = re.sub(r"<[^>]+>", "|", page)
    assert re.search(r"Hjemmeplejen Syd\W+0 min\.\W+0 min\.\W+0\W+1\W+1\W", cells)  # 1 waits, 1 of them too long
    assert re.search(r"Hjemmeplejen Nord\W+1 time 45 min\.\W+1 time 30 min\.\W+1\W+0\W+0\W", cells)


def test_karin_does_not_see_what_others_wrote(cast, programme):
    with acting_as(cast.mette):
        mette = access.get_membership(cast.mette, cast.mette.membership_id)
        operations.spend(
            programme=programme, membership=mette, code="coordination", spent_on=cast.today, minutes=60, by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    with acting_as(cast.karin):
        assert queries.time_by_code(cast.karin, programme, since=cast.today).total == 0


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"minutes": "1441"}, "Skriv et helt tal mellem 1 og 1440."),
        ({"code": "coffee"}, "Vælg et af svarene."),
        ({"spent_on": "2099-01-01"}, "Dagen er ikke kommet endnu."),
        ({"spent_on": "2020-01-01"}, "Skriv højst tid for de sidste tre måneder."),
    ],
)
def test_wrong_time_is_told(cast, programme, as_user, fields, message):
    good = {"code": "companion", "minutes": "30", "spent_on": cast.today.isoformat()}
    sent = send(as_user("karin"), "own_time", programme.id, **good | fields)
    assert sent.status_code == 422
    assert message in text_of(sent)


def test_who_may(cast, programme, as_user):
    course = given_course(cast, programme)
    for who in ("karin", "bent", "ole", "dorte", "admin"):
        for name in ("courses", "competences", "time"):
            assert as_user(who).get(reverse(name, args=[programme.id])).status_code == 403
    for who in ("bent", "ole", "dorte", "admin"):
        assert as_user(who).get(reverse("own_work")).status_code == 403
    for name in ("course_new",):
        assert as_user("mette").get(reverse(name, args=[programme.id])).status_code == 403
    assert as_user("karin").get(reverse("own_work")).status_code == 200
    nina = as_user("nina")
    assert nina.get(reverse("course", args=[course.id])).status_code == 404
    assert nina.get(reverse("own_time", args=[programme.id])).status_code == 404


@pytest.mark.parametrize("name", ["office", "courses", "competences", "time"])
def test_as_many_queries_for_one_course_as_for_nine(cast, programme, lone, as_user, name):
    def more(first, last):
        for number in range(first, last):
            course = given_course(cast, programme, f"K{number}")
            given_day(cast, course, [f"N{number}", f"M{number}"], unit=cast.north)
        with acting_as(cast.karin):
            karin = access.get_membership(cast.karin, cast.karin.membership_id)
            told = {"programme": programme, "membership": karin, "by": cast.karin, "at": cast.at}
            operations.spend(code="companion", spent_on=cast.today, minutes=last, **told)
            operations.rate(sure=dict.fromkeys(ITEMS[:last], 1), **told)

    more(0, 1)
    reads(lone, name, programme.id)
    few = reads(lone, name, programme.id)
    more(1, 9)
    assert reads(lone, name, programme.id) == few <= 15
