"""A group that grows: themes told, bad weather written beforehand, hosts one knows, notes, an invitation onward."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db
HABITS = {"kind": "group", "needs": ["theme"], "agenda": "", "duties": "", "price_dkk": "0", "late": "free"}


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def circle(cast: Cast) -> Any:
    """Aase and Villy are in a group that meets in three days, and in ten. The group."""
    group = given_group(cast, name="Livshistorier", starts=[cast.at + timedelta(days=days) for days in (3, 10)])
    for person in (cast.aase, cast.villy):
        given_shared(cast, person, actor=cast.bent, data=("name", "contact", "age"))
        given_member(cast, person, group)
    return group


def session_of(cast: Cast, group: Any, number: int = 1) -> Any:
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.system):
        return Session.objects.get(group=group, number=number)


def member_page(cast: Cast, group: Any, person: Any) -> str:
    from brobygger.communities.groups.models import Member

    with acting_as(cast.system):
        return f"/gruppemedlemmer/{Member.objects.get(group=group, person=person, until=None).id}/"


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind, status="open"))


def begun(cast: Cast, group: Any) -> None:
    """The first time is over, an hour ago; the next is where it was."""
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.system):
        Session.objects.filter(group=group, number=1).update(starts_at=cast.at - timedelta(hours=1))


def test_each_says_what_to_tell_of_and_what_is_told_goes(cast: Cast, bent: Any, circle: Any) -> None:
    bent.post(f"/grupper/{circle.id}/vaner/", **HABITS)
    page = member_page(cast, circle, cast.aase)
    told = {"taking_part": "active", "pays": "self", "themes": "Min første plads\nKøbenhavn i 1960\nMin første plads"}
    assert bent.post(page, **told).status_code == 302
    first, second = session_of(cast, circle), session_of(cast, circle, 2)
    assert "Aase Andersen: Min første plads, København i 1960" in text(bent.get(f"/moedegange/{first.id}/plan/"))
    given = {"theme": "min første plads", "agenda": "", "minutes": "90", "video": "https://film.example/plads"}
    assert bent.post(f"/moedegange/{first.id}/ret/", **given).status_code == 302
    assert 'href="https://film.example/plads"' in text(bent.get(f"/moedegange/{first.id}/plan/"))
    assert "Aase Andersen: København i 1960" in text(bent.get(f"/moedegange/{second.id}/plan/"))
    wrong = bent.post(f"/moedegange/{first.id}/ret/", **{**given, "video": "javascript:alert(1)"})
    assert wrong.status_code == 422


def test_a_course_is_put_off_with_a_reason_and_keeps_its_film(cast: Cast, bent: Any, circle: Any) -> None:
    from brobygger.foundation.kernel.clock import DENMARK

    bent.post(f"/grupper/{circle.id}/vaner/", **{**HABITS, "kind": "course", "needs": ["theme", "speaker"]})
    first = session_of(cast, circle)
    given = {"theme": "Søvn", "speaker": "", "agenda": "", "minutes": "90", "video": "https://film.example/soevn"}
    bent.post(f"/moedegange/{first.id}/ret/", **given)
    there = first.starts_at.astimezone(DENMARK)
    later = {"day": (there.date() + timedelta(days=2)).isoformat(), "time": "10:00", "place": "Biblioteket",
             "mode": "usual"}  # fmt: skip
    assert bent.post(f"/moedegange/{first.id}/aendr/", **later, why="").status_code == 422
    assert bent.post(f"/moedegange/{first.id}/aendr/", **later, why="Underviseren er syg.").status_code == 302
    page = text(bent.get(f"/moedegange/{first.id}/plan/"))
    assert "Underviseren er syg." in page
    assert "https://film.example/soevn" in page


def test_bad_weather_is_agreed_beforehand_and_stands_where_it_is_needed(cast: Cast, bent: Any, circle: Any) -> None:
    habits = {**HABITS, "kind": "training", "needs": ["weather"], "bad_weather": "Vi mødes i hallen"}
    bent.post(f"/grupper/{circle.id}/vaner/", **habits)
    session = session_of(cast, circle)
    assert "Vi mødes i hallen" in text(bent.get(f"/moedegange/{session.id}/plan/"))
    assert "Vi mødes i hallen" in text(bent.get(f"/moedegange/{session.id}/aendr/"))


def test_new_hosts_are_told_of_and_hosts_unlike_the_members_are_seen(
    cast: Cast, bent: Any, circle: Any, second_leader: str
) -> None:
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.registry.access.models import Membership

    with acting_as(cast.system):
        birthe = Membership.objects.get(name="Birthe Borg")
        wishes = {"sex": "male", "born_year": 1990}
        volunteers.tell_wishes(volunteer=birthe, wishes=wishes, by=cast.system, at=cast.at)
    bent.post(
        f"/grupper/{circle.id}/vaner/", **{**HABITS, "hosts_alike": "on", "support": "Terapeut Tina, 22 11 00 99"}
    )
    first, second = session_of(cast, circle), session_of(cast, circle, 2)
    form = text(bent.get(f"/moedegange/{first.id}/vaerter/"))
    assert "Birthe Borg · en anden alder end de fleste" in form
    assert "Terapeut Tina, 22 11 00 99" in form
    bent.post(f"/moedegange/{first.id}/vaerter/", hosts=[str(cast.bent.membership_id)])
    bent.post(f"/moedegange/{second.id}/vaerter/", hosts=[str(birthe.id)])
    (task,) = tasks(cast, "tell_new_hosts")
    assert task.due == cast.today + timedelta(days=9)
    assert "Nye værter" in text(bent.get(f"/moedegange/{second.id}/plan/"))
    bent.post(f"/moedegange/{second.id}/vaerter/", hosts=[str(birthe.id), str(cast.bent.membership_id)])
    assert not tasks(cast, "tell_new_hosts")
    assert "Nye værter" not in text(bent.get(f"/moedegange/{second.id}/plan/"))


def test_notes_on_progress_stand_with_the_time(cast: Cast, bent: Any, circle: Any) -> None:
    bent.post(f"/grupper/{circle.id}/vaner/", **{**HABITS, "kind": "pair", "needs": ["goals"]})
    session = session_of(cast, circle)
    note = {f"progress-{cast.aase.id}": "Kan selv ringe på video", f"progress-{cast.gerda.id}": "ikke med"}
    assert bent.post(f"/moedegange/{session.id}/fremad/", **note).status_code == 302
    assert "Kan selv ringe på video" in text(bent.get(f"/moedegange/{session.id}/plan/"))
    assert "ikke med" not in text(bent.get(f"/moedegange/{session.id}/plan/"))


def test_cafe_guests_are_invited_on_and_counted(cast: Cast, bent: Any, circle: Any) -> None:
    from brobygger.pathway.attendance import queries

    bent.post(f"/grupper/{circle.id}/vaner/", **{**HABITS, "kind": "cafe"})
    choir = given_group(cast, name="Koret", starts=[cast.at + timedelta(days=5)])
    cafe = session_of(cast, circle)
    nobody = bent.post(f"/moedegange/{cafe.id}/inviter/", group=str(choir.id))
    assert nobody.status_code == 409
    begun(cast, circle)
    bent.post(f"/moedegange/{cafe.id}/", **{f"came-{cast.aase.id}": "yes", f"came-{cast.villy.id}": "yes"})
    assert (
        bent.post(f"/moedegange/{cafe.id}/inviter/", group=str(choir.id), person=str(cast.aase.id)).status_code == 302
    )
    sung = session_of(cast, choir)
    assert "Aase Andersen" in text(bent.get(f"/moedegange/{sung.id}/plan/"))
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.system):
        Session.objects.filter(id=sung.id).update(starts_at=cast.at - timedelta(minutes=5))
    bent.post(f"/moedegange/{sung.id}/", **{f"came-{cast.aase.id}": "yes"})
    with acting_as(cast.bent):
        assert queries.went_on(cast.bent, circle.id) == (2, 1)
        assert queries.went_on(cast.bent, choir.id) == (1, 0)  # she came to the café before
    assert "For få til at tælle endnu." in text(bent.get(f"/grupper/{circle.id}/vej/"))


def test_a_newcomer_is_prepared_for_and_a_convener_is_seen(cast: Cast, bent: Any, circle: Any) -> None:
    from brobygger.communities.groups.models import Member
    from brobygger.pathway.attendance.models import Attendance, Session

    with acting_as(cast.system):
        Member.objects.filter(group=circle, person=cast.villy).update(since=cast.today + timedelta(days=3))
        for number in (3, 4, 5):
            held = Session.objects.create(
                group=circle, organisation=cast.association, number=number, status="held",
                starts_at=cast.at - timedelta(days=7 * number),
            )  # fmt: skip
            Attendance.objects.create(session=held, person=cast.aase, organisation=cast.association, came=True)
        Member.objects.filter(group=circle, person=cast.aase).update(carries=True)
    way = f"/grupper/{circle.id}/vej/"
    page = text(bent.get(way))
    assert "Vi har talt om det" in page
    assert "Kunne måske være tovholder: Aase Andersen." in page
    assert bent.post(f"/grupper/{circle.id}/klar/").status_code == 302
    page = text(bent.get(way))
    assert "Gruppen er forberedt" in page
    assert "Vi har talt om det" not in page


def test_hosts_step_back_and_begin_the_next(cast: Cast, bent: Any, circle: Any) -> None:
    full = {"taking_part": "active", "pays": "self"}
    bent.post(member_page(cast, circle, cast.aase), **full, roles=["convener"])
    bent.post(member_page(cast, circle, cast.villy), **full, roles=["successor"])
    bent.post(f"/grupper/{circle.id}/selv/")
    (task,) = tasks(cast, "start_next_group")
    assert task.organisation_id == cast.association.id
    assert bent.post(f"/grupper/{circle.id}/naeste/", name=" ").status_code == 409
    made = bent.post(f"/grupper/{circle.id}/naeste/", name="Livshistorier to")
    assert made.status_code == 302
    assert "Livshistorier to" in text(bent.get("/grupper/"))
    assert not tasks(cast, "start_next_group")


def test_writing_to_those_who_come_is_the_invitation(cast: Cast, bent: Any, circle: Any) -> None:
    from django.urls import reverse

    from brobygger.journeys import quiet
    from brobygger.registry.communication.models import Message

    bent.post(f"/grupper/{circle.id}/vaner/", **{**HABITS, "invite_days": "5"})
    with acting_as(cast.system):
        quiet.hear(at=cast.at)
    session = session_of(cast, circle)
    assert len(tasks(cast, "invite_members")) == 1
    assert bent.post(reverse("tell_session", args=[session.id])).status_code == 302
    assert not tasks(cast, "invite_members")
    with acting_as(cast.system):
        assert Message.objects.filter(text_code="session_soon").count() == 2
