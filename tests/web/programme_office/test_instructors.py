"""Local instructors: who may teach what, and a course that outlives the effort it began in (R216, R234)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.programmes.training import instructors, queries
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.cast import given_programme
from tests.web.programme_office.test_training_pages import given_course, given_day
from tests.web.staff_office.conftest import reads, send, text_of


def given_course_of(cast, programme, title, **facts):
    with acting_as(cast.lone):
        return next((one for one in queries.courses(cast.lone, programme) if one.title == title), None) or given_course(
            cast, programme, title, **facts
        )


def put_on(cast, lone, programme, which, **changed):
    told = {"name": "Rita Ravn", "comes_from": "Foreningen", "course": str(which.id), "trained_by": "",
            "since": (cast.today - timedelta(days=20)).isoformat()} | changed  # fmt: skip
    return send(lone, "instructor_new", programme.id, **told)


def test_a_start_for_volunteers_is_taught_by_those_on_the_list_in_every_effort_and_after_the_first(
    cast, programme, lone
):
    for title, form in (("Hold et kursus selv", "train_the_trainer"), ("Ny frivillig", "volunteer_start")):
        sent = send(lone, "course_new", programme.id, title=title, form=form, municipal="on", minutes="120")
        assert sent.status_code == 302
    trainers = given_course_of(cast, programme, "Hold et kursus selv")
    start = given_course_of(cast, programme, "Ny frivillig")
    given_day(cast, trainers, ["rita  ravn"], days_ago=30)
    assert put_on(cast, lone, programme, start, trained_by=str(trainers.id)).status_code == 302
    assert put_on(cast, lone, programme, start, name="Sanne Sø", trained_by=str(trainers.id)).status_code == 302
    assert "Vælg et af svarene." in text_of(put_on(cast, lone, programme, start, trained_by=str(start.id)))
    again = put_on(cast, lone, programme, start)  # Rita stands there already
    assert again.status_code == 422
    assert "Navnet står allerede på listen til det kursus." in text_of(again)
    assert 'value="Rita Ravn"' in text_of(again)
    with acting_as(cast.lone):
        rita = next(one for one in instructors.of_course(cast.lone, start) if one.name == "Rita Ravn")

    held = {"minutes": "120", "names": "Nanna Ny\nMads Mark", "taught_by": str(rita.id)}
    early = (cast.today - timedelta(days=25)).isoformat()
    sent = send(lone, "course_day_new", start.id, held_on=early, **held)
    assert sent.status_code == 422
    assert "Rita Ravn kunne ikke undervise den dag." in text_of(sent)
    assert send(lone, "course_day_new", start.id, held_on=cast.today.isoformat(), **held).status_code == 302
    assert "underviser: Rita Ravn" in text_of(lone.get(reverse("course", args=[start.id])))

    programme.ends_on = cast.today
    with acting_as(cast.lone):
        programme.save(update_fields=["ends_on"])
    other = given_programme(cast, "001-nordfyns", name="Naboerne")
    own = given_course(cast, programme, "Kun her")
    page = text_of(lone.get(reverse("courses", args=[other.id])))
    assert "Ny frivillig" in page
    assert "hele kommunens" in page
    assert "2 har været med" in page  # who was at the municipality's course counts here too
    assert own.title not in page
    listed = text_of(lone.get(reverse("instructors", args=[other.id])))
    assert f"Siden {exact_day(cast.today - timedelta(days=20))} · uddannet på Hold et kursus selv" in listed
    rita_at, sanne_at = listed.index("<strong>Rita Ravn"), listed.index("<strong>Sanne Sø")
    assert "Har undervist 1 dag, sidst" in listed[rita_at:sanne_at]
    assert "står ikke som deltager" not in listed[rita_at:sanne_at]
    assert "står ikke som deltager" in listed[sanne_at:]
    assert "Har ikke undervist endnu" in listed[sanne_at:]


def test_two_courses_of_one_title_are_two_and_one_goes_back_to_the_effort_one_came_from(cast, programme, lone):
    other = given_programme(cast, "001-nordfyns", name="Naboerne")
    for effort, name in ((programme, "Rita Ravn"), (other, "Sanne Sø")):
        put_on(cast, lone, effort, given_course(cast, effort, "Hold en samtale"), name=name)
    shared = given_course(cast, programme, "Ny frivillig", municipal=True)
    put_on(cast, lone, other, shared, name="Tage Toft")
    listed = text_of(lone.get(reverse("instructors", args=[other.id])))
    ours, theirs = listed.index("Hold en samtale (Nye naboer)</a>"), listed.index("Hold en samtale (Naboerne)</a>")
    rita, sanne = listed.index("<strong>Rita Ravn"), listed.index("<strong>Sanne Sø")
    assert sorted([ours, theirs, rita, sanne]) in ([ours, rita, theirs, sanne], [theirs, sanne, ours, rita])
    assert ">Ny frivillig</a>" in listed  # the municipality's own needs no effort's name

    carried = f"{reverse('course', args=[shared.id])}?indsats={other.id}"
    assert f'href="{carried}"' in listed
    assert f'href="{carried}"' in text_of(lone.get(reverse("courses", args=[other.id])))
    page = text_of(lone.get(carried))
    assert reverse("courses", args=[other.id]) in page
    assert reverse("courses", args=[programme.id]) not in page
    day = reverse("course_day_new", args=[shared.id]) + f"?indsats={other.id}"
    assert f'href="{day}"' in page
    told = {"idempotency_key": str(uuid4()), "held_on": cast.today.isoformat(), "minutes": "60", "names": "Nanna"}
    assert lone.post(day, told).url == carried
    with acting_as(cast.lone):
        (tage,) = instructors.of_course(cast.lone, shared)
    off = f"{reverse('instructor_off', args=[tage.id])}?indsats={other.id}"
    assert f'action="{off}"' in listed
    assert lone.post(off, {"idempotency_key": str(uuid4())}).url == reverse("instructors", args=[other.id])
    for wrong in ("x", ""):
        assert lone.get(carried.split("=")[0] + f"={wrong}").status_code == 200
    assert lone.get(carried.split("=")[0] + f"={uuid4()}").status_code == 404


def test_who_stops_leaves_the_list_and_keeps_the_days(cast, programme, lone):
    course = given_course(cast, programme)
    put_on(cast, lone, programme, course)
    with acting_as(cast.lone):
        (rita,) = instructors.of_course(cast.lone, course)
    send(lone, "course_day_new", course.id, held_on=cast.today.isoformat(), minutes="60", taught_by=str(rita.id))
    assert send(lone, "instructor_off", rita.id).status_code == 302
    lone.get(reverse("office", args=[programme.id]))  # the sentence of what happened is read
    assert "Rita Ravn" not in text_of(lone.get(reverse("instructors", args=[programme.id])))
    page = text_of(lone.get(reverse("course", args=[course.id])))
    assert "underviser: Rita Ravn" in page
    assert "Ingen står på listen over dem, der må holde kurset." in page
    assert put_on(cast, lone, programme, course).status_code == 302  # and may come again


@pytest.mark.parametrize(
    ("wrong", "message"), [({"name": " "}, "Skriv noget her."), ({"course": ""}, "Vælg et af svarene."),
                           ({"since": ""}, "Vælg en dag.")],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nobody_is_listed(cast, programme, lone, wrong, message):
    course = given_course(cast, programme)
    sent = put_on(cast, lone, programme, course, **wrong)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert instructors.listed(cast.lone, on=cast.today) == []


def test_who_may_and_how_much_is_asked(cast, programme, lone, mette, as_user):
    course = given_course(cast, programme)
    put_on(cast, lone, programme, course)
    assert mette.get(reverse("instructors", args=[programme.id])).status_code == 200
    assert put_on(cast, mette, programme, course, name="X").status_code == 403
    assert as_user("karin").get(reverse("instructors", args=[programme.id])).status_code == 403
    with acting_as(cast.lone):
        (rita,) = instructors.of_course(cast.lone, course)
    assert send(as_user("nina"), "instructor_off", rita.id).status_code in (403, 404)
    given_day(cast, course, ["M"])
    few = [reads(lone, "instructors", programme.id), reads(lone, "course", course.id)]
    for number in range(4):
        put_on(cast, lone, programme, course, name=f"N{number}")
        given_day(cast, course, [f"M{number}"])
    assert [reads(lone, "instructors", programme.id), reads(lone, "course", course.id)] == few
    assert max(few) <= 15
