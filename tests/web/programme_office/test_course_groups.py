"""Groups within a course by language or background as people wish, with help in the mother tongue (R233)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from brobygger.programmes.training import course_groups
from brobygger.programmes.training.models import CourseGroupMember
from brobygger.registry.people.acting import acting_as
from tests.web.programme_office.test_training_pages import given_course, given_day
from tests.web.staff_office.conftest import reads, send, text_of


def told(**changed):
    return {
        "name": "Søstrene",
        "language": "so",
        "tongue_by": "",
        "names": "Amina Ali\nFatima Farah",
        "wished": "on",
    } | changed


def groups(cast, course):
    with acting_as(cast.lone):
        return course_groups.of_course(cast.lone, course)


def page_of(lone, course) -> str:
    return text_of(lone.get(reverse("course", args=[course.id])))


def test_those_who_wish_are_together_and_somebody_helps_in_the_mother_tongue(cast, programme, lone):
    course = given_course(cast, programme, "Agent i otte gange", sessions=8)
    assert "Alle er sammen." in page_of(lone, course)
    assert send(lone, "course_group_new", course.id, **told()).status_code == 302
    page = page_of(lone, course)
    assert "<strong>Søstrene</strong> · somali · 2 er med" in page
    assert "mangler en, der hjælper på modersmålet" in page
    (group,) = groups(cast, course)
    shown = text_of(lone.get(reverse("course_group", args=[group.id])))
    assert "Fatima Farah" in shown

    send(
        lone, "course_group", group.id, **told(tongue_by="Halima Hassan", names="Amina Ali")
    )  # Fatima wishes otherwise
    sent = send(lone, "course_group_new", course.id, **told(name="De unge", language="", names="Amina Ali"))
    assert sent.status_code == 422
    assert "Amina Ali står i en anden gruppe." in text_of(sent)
    send(lone, "course_group_new", course.id, **told(name="De unge", language="", names="Fatima Farah"))
    page = page_of(lone, course)
    assert "Hjælper på modersmålet: Halima Hassan" in page
    assert "mangler en, der hjælper" not in page  # who speak no other language together need nobody
    assert "<strong>De unge</strong> · 1 er med" in page


def test_when_a_group_is_dissolved_nothing_says_who_was_in_it(cast, programme, lone):
    course = given_course(cast, programme)
    send(lone, "course_group_new", course.id, **told())
    (group,) = groups(cast, course)
    assert send(lone, "course_group_dissolve", group.id).status_code == 302
    with acting_as(cast.lone):
        assert not CourseGroupMember.objects.exists()
    assert groups(cast, course) == []


@pytest.mark.parametrize(
    ("wrong", "message", "status"),
    [
        ({"wished": ""}, "Skriv kun dem, der selv har ønsket det", 422),
        ({"name": ""}, "Skriv noget her.", 422),
        ({"language": "xx"}, "Vælg et af svarene.", 422),
        ({"names": "x" * 201}, "Et navn må højst fylde 200 tegn.", 422),
        ({"names": "\n".join(f"N{number}" for number in range(301))}, "Skriv højst 300 navne ad gangen.", 422),
    ],
)
def test_what_is_wrong_is_told_and_nobody_is_grouped(cast, programme, lone, wrong, message, status):
    course = given_course(cast, programme)
    sent = send(lone, "course_group_new", course.id, **told(**wrong))
    assert sent.status_code == status
    assert message in text_of(sent)
    assert groups(cast, course) == []


def test_only_the_office_reads_who_is_in_which_group_and_how_much_is_asked(cast, programme, lone, mette, as_user):
    course = given_course(cast, programme)
    given_day(cast, course, ["Bo Bech"])
    send(lone, "course_group_new", course.id, **told())
    again = send(lone, "course_group_new", course.id, **told(names="Bo Bech"))  # the name is in use
    assert again.status_code == 422
    assert "Kurset har allerede en gruppe med det navn." in text_of(again)
    assert "Bo Bech" in text_of(again)  # what was typed still stands
    (group,) = groups(cast, course)
    seen = text_of(mette.get(reverse("course", args=[course.id])))
    assert "2 er med" in seen
    assert "Amina" not in seen
    assert send(mette, "course_group", group.id, **told()).status_code == 403
    assert as_user("nina").get(reverse("course_group", args=[group.id])).status_code in (403, 404)
    few = reads(lone, "course", course.id)
    for number in range(4):
        send(lone, "course_group_new", course.id, **told(name=f"G{number}", names=f"N{number}"))
    assert reads(lone, "course", course.id) == few <= 15
