"""What participants said after a course: counted without names, kept by course, held together by kind (R249)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.programmes.training import afterwards, operations
from brobygger.programmes.training.afterwards_rules import Answered, together
from brobygger.registry.people.acting import acting_as
from tests.web.programme_office.test_training_pages import given_course, given_day
from tests.web.staff_office.conftest import reads, send, text_of


def test_what_was_said_after_two_courses_of_a_kind_is_kept_by_course_and_held_together(cast, programme, lone):
    first = given_day(cast, given_course(cast, programme, "Tegn"), ["Bo Bech"])
    second = given_day(cast, given_course(cast, programme, "Samtalen"), ["Ib Iversen"], days_ago=3)
    with acting_as(cast.lone):
        lecture = operations.plan(programme=programme, title="Oplæg", form="lecture", by=cast.lone, at=cast.at)
    third = given_day(cast, lecture, ["Ib Iversen"])
    sent = send(
        lone, "day_afterwards", first.id, useful_yes="3", useful_no="1", words="Mere af det\n\nVi nåede ikke det sidste"
    )
    assert sent.status_code == 302
    send(lone, "day_afterwards", second.id, useful_yes="1", useful_partly="3", surer_partly="4", words="Godt tempo")
    send(lone, "day_afterwards", third.id, useful_no="5", words="For langt")

    own = text_of(lone.get(reverse("course", args=[first.course_id])))
    assert "Jeg kan bruge det. <strong>75 % ja, 0 % delvis, 25 % nej</strong>" in own
    assert "“Mere af det”" in own
    assert "Godt tempo" not in own
    page = text_of(lone.get(reverse("said_afterwards", args=[programme.id])))
    courses, lectures = page.split("<h2>Foredrag</h2>")
    in_all = courses.split("<h3>")[0]
    assert "Jeg kan bruge det. <strong>50 % ja, 38 % delvis, 12 % nej</strong>" in in_all  # 4, 3, 1 of 8
    assert "(8 svar)" in in_all
    assert "Jeg er mere sikker nu. <strong>0 % ja, 100 % delvis, 0 % nej</strong>" in in_all
    assert all(words in courses for words in ("“Vi nåede ikke det sidste”", "“Godt tempo”"))
    assert "Jeg kan bruge det. <strong>0 % ja, 0 % delvis, 100 % nej</strong>" in lectures

    send(lone, "day_afterwards", first.id, useful_yes="4", words="Mere af det")  # written again, it is corrected
    with acting_as(cast.lone):
        assert afterwards.of_course(cast.lone, first.course) == (Answered("useful", 4, (4, 0, 0)),)
    assert "Vi nåede ikke" not in text_of(lone.get(reverse("course", args=[first.course_id])))


@pytest.mark.parametrize(
    "wrong", [{"useful_yes": "-1"}, {"surer_no": "501"}, {"clear_yes": "mange"}, {"words": "x" * 4001}]
)
def test_what_is_wrong_is_told_and_nothing_is_kept(cast, programme, lone, wrong):
    day = given_day(cast, given_course(cast, programme), ["Bo Bech"])
    assert send(lone, "day_afterwards", day.id, **{"useful_yes": "1"} | wrong).status_code == 422
    with acting_as(cast.lone):
        assert afterwards.of_course(cast.lone, day.course) == ()


def test_nobody_has_said_anything_of_a_day_that_has_not_come(cast, programme, lone):
    course = given_course(cast, programme)
    with acting_as(cast.lone):
        day = operations.hold(
            course=course, held_on=cast.today + timedelta(days=2), minutes=60, members=[], names=[], unit=None,
            by=cast.lone, at=cast.at,
        )  # fmt: skip
    assert send(lone, "day_afterwards", day.id, useful_yes="1").status_code == 409
    day.held_on = cast.today
    with acting_as(cast.lone), pytest.raises(ValueError, match="fun"):
        afterwards.keep(day=day, numbers={("fun", "yes"): 1}, words=[], by=cast.lone, at=cast.at)


def test_a_question_nobody_answered_is_left_out_and_shares_are_of_those_who_answered():
    rows = [("surer", "yes", 1), ("surer", "no", 2), ("surer", "yes", 1), ("clear", "no", 0)]
    (only,) = together(rows)
    assert (only.question, only.people, only.numbers, only.shares) == ("surer", 4, (2, 0, 2), (50, 0, 50))
    assert together([]) == ()


def test_who_may_and_how_much_is_asked(cast, programme, lone, mette, as_user):
    def more(number):
        day = given_day(cast, given_course(cast, programme, f"K{number}"), ["Bo Bech"])
        assert send(lone, "day_afterwards", day.id, useful_yes="2", words="Godt").status_code == 302
        return day

    day = more(0)
    few = reads(lone, "said_afterwards", programme.id)
    for number in range(1, 5):
        more(number)
    assert reads(lone, "said_afterwards", programme.id) == few <= 15
    assert mette.get(reverse("said_afterwards", args=[programme.id])).status_code == 200
    assert send(mette, "day_afterwards", day.id, useful_yes="1").status_code == 403
    assert as_user("karin").get(reverse("said_afterwards", args=[programme.id])).status_code == 403
    assert as_user("nina").get(reverse("day_afterwards", args=[day.id])).status_code in (403, 404)
