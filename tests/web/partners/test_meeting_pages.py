"""A session whole: what belongs to it, a late no, a change that is told, duties, help, hosts, faces, tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_programme, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def lunch(cast: Cast) -> Any:
    """A lunch of Greve's recipe in three days, 60 kroner, half when one says no too late. Aase and Villy are expected.

    The session.
    """
    from brobygger.journeys import group_life

    group = given_group(cast, programme=given_programme(cast, "001-greve"), name="Fællesspisning i nord")
    for person in (cast.aase, cast.villy):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, group)
    with acting_as(cast.bent):
        facts = {"price_dkk": 60, "late": "half", "sign_off_hours": 48, "duties": ["Kaffe"], "seats": 3}
        group_life.keep_habits(group=group, facts=facts, by=cast.bent, at=cast.at)
        starts = [cast.at + timedelta(days=3), cast.at + timedelta(days=17)]
        return group_life.plan_sessions(group=group, starts=starts, by=cast.bent, at=cast.at)[0]


def moved(session: Any, cast: Cast, **change: timedelta) -> None:
    """Time passes: the session is so much nearer."""
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.bent):
        nearer = {
            "starts_at": session.starts_at - timedelta(**change),
            "closes_at": session.closes_at - timedelta(**change),
        }
        Session.objects.filter(id=session.id).update(**nearer)


def open_tasks(cast: Cast, **wanted: Any) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(status="open", **wanted))


def test_a_meal_comes_from_the_recipe_with_menu_seats_and_a_last_moment(cast: Cast, bent: Any, lunch: Any) -> None:
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Der skal bestilles mad til 2." in page
    assert "1 plads er ledig." in page
    assert "Meld fra senest" in page
    assert "60" in page
    form = text(bent.get(f"/moedegange/{lunch.id}/ret/"))
    assert "Menu" in form
    assert "Hvem fortæller" not in form  # a meal needs no speaker
    given = {
        "menu": "Stegt flæsk",
        "agenda": "Velkomst\nSang",
        "minutes": "90",
        "seats": "12",
        "closes_hours": "24",
        "bring": "",
    }
    assert bent.post(f"/moedegange/{lunch.id}/ret/", **given).status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Stegt flæsk" in page
    assert "<li>Sang</li>" in page
    assert bent.post(f"/moedegange/{lunch.id}/ret/", **{**given, "minutes": "-1"}).status_code == 422


def test_a_no_in_time_costs_nothing_and_a_late_one_half(cast: Cast, bent: Any, lunch: Any, browser_of: Any) -> None:
    by_phone = browser_of("mette").post(f"/moedegange/{lunch.id}/tilsagn/", **{f"promised-{cast.aase.id}": "no"})
    assert by_phone.status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Der skal bestilles mad til 1." in page
    moved(lunch, cast, days=2)
    page = text(bent.get(f"/moedegange/{lunch.id}/tilsagn/"))
    assert "Fristen er gået" in page
    answer = bent.post(f"/moedegange/{lunch.id}/tilsagn/", **{f"promised-{cast.villy.id}": "no"})
    assert answer.status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Det koster 30 kr. efter jeres egen regel." in page
    assert "Der er bestilt mad til 1." in page  # Villy's plate is cooked, Aase's is not
    assert "Villy Vang, skal betale 30 kr." in page
    again = bent.post(f"/moedegange/{lunch.id}/tilsagn/", **{f"promised-{cast.aase.id}": "yes"})
    assert again.status_code == 409
    assert "Fristen er gået, og maden er bestilt" in text(again)


def test_each_pays_by_the_rule_and_a_guest_is_counted(cast: Cast, bent: Any, lunch: Any) -> None:
    from brobygger.communities.groups.models import Member

    with acting_as(cast.bent):
        Member.objects.filter(person=cast.villy).update(pays="scheme")
    brings = {f"promised-{cast.aase.id}": "yes", f"guests-{cast.aase.id}": "1"}
    assert bent.post(f"/moedegange/{lunch.id}/tilsagn/", **brings).status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Der skal bestilles mad til 3." in page
    assert "Aase Andersen: 120 kr." in page
    assert "Villy Vang: 0 kr." in page
    too_many = bent.post(f"/moedegange/{lunch.id}/tilsagn/", **{**brings, f"guests-{cast.aase.id}": "4"})
    assert too_many.status_code == 409
    assert "ikke pladser nok" in text(too_many)


def test_a_fixed_time_is_not_changed_silently(cast: Cast, bent: Any, lunch: Any) -> None:
    from brobygger.foundation.kernel.clock import DENMARK
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.models import Person

    with acting_as(cast.mette):
        Person.objects.filter(id=cast.villy.id).update(contact_way="email", email="villy@example.org")
    there = lunch.starts_at.astimezone(DENMARK)
    change = {
        "day": (there.date() + timedelta(days=1)).isoformat(),
        "time": "13:00",
        "place": "Biblioteket",
        "mode": "usual",
    }
    silent = bent.post(f"/moedegange/{lunch.id}/aendr/", **change, why="")
    assert silent.status_code == 422
    assert bent.post(f"/moedegange/{lunch.id}/aendr/", **change, why="Salen males.").status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Ændret: tiden og stedet" in page
    assert "Salen males." in page
    assert "1 mangler at få besked" in page
    assert f'value="{cast.aase.id}"' in page
    with acting_as(cast.system):
        (letter,) = Message.objects.filter(person=cast.villy)
        assert "13.00" in letter.body
        assert lunch.group.name not in letter.subject + letter.body
    assert len(open_tasks(cast, kind="tell_change")) == 1
    bent.post(f"/moedegange/{lunch.id}/besked/", told=[str(cast.aase.id), str(cast.gerda.id)])
    assert "Alle har fået besked." in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert open_tasks(cast, kind="tell_change") == []
    assert "Salen males." in text(bent.get(f"/grupper/{lunch.group_id}/"))


def test_called_off_stands_on_the_page_and_the_room_is_free_again(cast: Cast, bent: Any, lunch: Any) -> None:
    assert bent.post(f"/moedegange/{lunch.id}/vaerter/", hosts=[str(cast.bent.membership_id)]).status_code == 302
    off = {"off": "1", "why": "Kokken er syg."}
    assert bent.post(f"/moedegange/{lunch.id}/aendr/", **{**off, "why": ""}).status_code == 422
    assert bent.post(f"/moedegange/{lunch.id}/aendr/", **off).status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Aflyst" in page
    assert "Kokken er syg." in page
    assert "Ingen er skrevet på endnu" in page


def test_nobody_hosts_in_two_places_at_once(cast: Cast, bent: Any, lunch: Any) -> None:
    other = given_group(cast, name="Koret", starts=[lunch.starts_at + timedelta(minutes=60)])
    with acting_as(cast.bent):
        choir = other.sessions.get()
    both = {"hosts": [str(cast.bent.membership_id)]}
    assert bent.post(f"/moedegange/{lunch.id}/vaerter/", **both, onward="on").status_code == 302
    refused = bent.post(f"/moedegange/{choir.id}/vaerter/", **both)
    assert refused.status_code == 422
    assert "En af værterne er vært et andet sted" in text(refused)
    with acting_as(cast.bent):
        assert choir.bookings.count() == 0
        assert lunch.bookings.count() == 1


def test_two_groups_cannot_have_the_same_room(cast: Cast, bent: Any, lunch: Any) -> None:
    from brobygger.pathway.attendance.models import Session
    from brobygger.programmes.governance import operations as governance

    with acting_as(cast.lone):
        room = governance.keep(
            programme=lunch.group.programme, kind="room", name="Salen", place="Kulturhuset", keeper="Pedellen",
            by=cast.lone, at=cast.at,
        )  # fmt: skip
    other = given_group(cast, name="Fællesspisning i syd", programme=lunch.group.programme, starts=[lunch.starts_at])
    with acting_as(cast.bent):
        same_time = Session.objects.get(group=other)
    assert "nøgle: Pedellen" in text(bent.get(f"/moedegange/{lunch.id}/vaerter/"))
    assert bent.post(f"/moedegange/{lunch.id}/vaerter/", room=str(room.id)).status_code == 302
    assert "Salen" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    refused = bent.post(f"/moedegange/{same_time.id}/vaerter/", room=str(room.id))
    assert refused.status_code == 422
    assert "Lokalet er optaget" in text(refused)


def test_duties_go_in_turn_and_can_be_changed_by_hand(cast: Cast, bent: Any, lunch: Any) -> None:
    from brobygger.pathway.attendance.models import SessionDuty

    with acting_as(cast.bent):
        later = lunch.group.sessions.get(number=2)
    for session in (lunch, later):
        assert bent.post(f"/moedegange/{session.id}/tjanser/", share="1").status_code == 302
    with acting_as(cast.bent):
        persons = list(SessionDuty.objects.order_by("number").values_list("person_id", flat=True))
    assert sorted(persons, key=str) == sorted([cast.aase.id, cast.villy.id], key=str)  # not the same twice
    bent.post(f"/moedegange/{lunch.id}/tjanser/", **{"duty-0": str(cast.aase.id)})
    assert "<strong>Kaffe</strong>: Aase Andersen" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))


def test_help_with_the_toilet_is_home_cares_task_that_day(cast: Cast, bent: Any, lunch: Any) -> None:
    asked = {"person": str(cast.aase.id), "what": "toilet"}
    assert bent.post(f"/moedegange/{lunch.id}/hjaelp/", **asked).status_code == 302
    (task,) = open_tasks(cast, kind="help_at_session")
    assert (task.role, task.unit_id, task.person_id) == ("home_care_worker", cast.north.id, cast.aase.id)
    assert "hjælp til at komme på toilettet" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    for wrong in ({"what": "toilet"}, {"person": str(cast.gerda.id), "what": "toilet"}, {**asked, "what": "x"}):
        assert bent.post(f"/moedegange/{lunch.id}/hjaelp/", **wrong).status_code == 409


def test_faces_are_pressed_or_counted_and_an_idea_is_kept(cast: Cast, bent: Any, lunch: Any) -> None:
    assert bent.post(f"/moedegange/{lunch.id}/ansigter/", face="glad").status_code == 409  # it has not begun
    moved(lunch, cast, days=4)
    for face in ("glad", "glad", "sad"):
        assert bent.post(f"/moedegange/{lunch.id}/ansigter/", face=face).status_code == 302
    assert "3 har trykket." in text(bent.get(f"/moedegange/{lunch.id}/ansigter/"))
    given = {"glad": "5", "so_so": "1", "sad": "0", "idea": "Vi vil se havet"}
    assert bent.post(f"/moedegange/{lunch.id}/ansigter/", **given).status_code == 302
    assert "5 glade, 1 midt imellem" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Vi vil se havet" in text(bent.get(f"/grupper/{lunch.group_id}/vej/"))
    assert bent.post(f"/moedegange/{lunch.id}/ansigter/", **{**given, "glad": "999"}).status_code == 422


def test_a_gathering_across_groups_and_tables(cast: Cast, bent: Any, lunch: Any) -> None:
    from brobygger.communities.groups.models import Member
    from brobygger.journeys import group_life

    other = given_group(cast, name="Koret")
    given_shared(cast, cast.gerda, actor=cast.bent)
    given_member(cast, cast.gerda, other)
    assert bent.post(f"/moedegange/{lunch.id}/alle-grupper/").status_code == 302
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Alle vores grupper er inviteret." in page
    assert "3 er tilmeldt" in page
    assert bent.post(f"/moedegange/{lunch.id}/borde/", tables="0").status_code == 409
    assert bent.post(f"/moedegange/{lunch.id}/borde/", tables="2").status_code == 302
    with acting_as(cast.bent):
        assert sorted(lunch.attendances.values_list("seat_at", flat=True)) == [1, 1, 2]
        group_life.keep_habits(group=lunch.group, facts={"needs": ["tables"]}, by=cast.bent, at=cast.at)
        Member.objects.filter(group=lunch.group, person=cast.villy).update(taking_part="passive")
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert page.count("skal også have ordet") == 1
    assert "Bord 2" in page


def test_another_organisations_session_does_not_exist(lunch: Any, browser_of: Any, other_leader: str) -> None:
    sara = browser_of(other_leader)
    for path in ("plan", "ret", "aendr", "vaerter", "ansigter"):
        assert sara.get(f"/moedegange/{lunch.id}/{path}/").status_code == 404
    assert sara.post(f"/moedegange/{lunch.id}/tjanser/", share="1").status_code == 404
    ole = browser_of("ole")
    assert ole.get(f"/moedegange/{lunch.id}/plan/").status_code == 403


def test_the_page_asks_the_same_questions_however_many_come(cast: Cast, bent: Any, lunch: Any, queries_of: Any) -> None:
    few = queries_of(bent, f"/moedegange/{lunch.id}/plan/")
    given_shared(cast, cast.gerda, actor=cast.bent)
    given_member(cast, cast.gerda, lunch.group)
    assert queries_of(bent, f"/moedegange/{lunch.id}/plan/") == few
    assert few <= 23


def test_everybody_is_told_two_days_before_each_time_when_the_group_has_chosen_it(cast: Cast, lunch: Any) -> None:
    """Each in the own way, once, and whoever signs up late the next night. Without the choice nobody is told."""
    from brobygger.journeys import group_life, tell
    from brobygger.registry.communication.models import Message

    def told(days: float) -> list[tuple[str, str]]:
        with acting_as(cast.system):
            tell.before_sessions(by=cast.system, at=cast.at + timedelta(days=days))
            return sorted(Message.objects.filter(text_code="session_soon").values_list("person__given_name", "channel"))

    with acting_as(cast.bent):
        kept = {**group_life.ways.stored(group_life.ways.habits_of(lunch.group))}
    assert told(2) == []
    with acting_as(cast.bent):
        needs = [*kept["needs"], "told_before"]
        group_life.keep_habits(group=lunch.group, facts={**kept, "needs": needs}, by=cast.bent, at=cast.at)
    assert told(0.5) == []  # two and a half days before: not yet
    first = told(1.5)
    assert len(first) == 2
    assert told(2) == first  # once
    given_shared(cast, cast.gerda, actor=cast.bent)
    given_member(cast, cast.gerda, lunch.group)
    with acting_as(cast.bent):
        from brobygger.communities.groups.models import Member
        from brobygger.pathway.attendance import operations as attendance

        attendance.sign_up(member=Member.objects.get(person=cast.gerda), sessions=[lunch])
    assert len(told(2.2)) == 3


def test_the_host_reads_what_each_needs_for_getting_about_and_no_more_than_agreed(
    cast: Cast, bent: Any, lunch: Any
) -> None:
    from brobygger.registry.people import operations as people

    with acting_as(cast.mette):
        facts = {"walking_aid": "walker", "walks_m": 100, "hearing": "reduced"}
        for person in (cast.aase, cast.villy):
            people.edit_person(person=person, facts=facts, by=cast.mette, at=cast.at)
    address = f"/moedegange/{lunch.id}/plan/"
    assert "rollator" not in text(bent.get(address))  # name and phone is all they have said yes to
    given_shared(cast, cast.aase, actor=cast.bent, data=("name", "contact", "walking"))
    page = text(bent.get(address))
    about = page.split("Godt at vide om at komme rundt")[1].split("</section>")[0]
    assert "Aase Andersen: bruger rollator, går højst 100 meter uden hvil" in about
    assert "Villy" not in about
    assert "hører dårligt" not in about
