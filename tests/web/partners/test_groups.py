"""Bent's groups: who is in them, when they meet, who came, and whom to call the same day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.journeys import agree, find
from brobygger.journeys import answer as answering
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_programme, given_shared
from tests.receiving import given_group, given_member, given_referred

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def begun(cast: Cast, bent: Any, offer: Any, favrskov: Any) -> Any:
    """A session that began an hour ago; Aase (by referral) and Villy are expected. The session."""
    from brobygger.pathway.attendance.models import Session

    group = given_group(cast, offer=offer, programme=favrskov, starts=[cast.at - timedelta(hours=1)])
    referral = given_referred(cast, cast.aase, programme=favrskov, offer=offer)
    with acting_as(cast.bent):
        answering.accept(
            referral=referral, host=None, host_name="Bent Birk", group=group, first_session_on=cast.today,
            by=cast.bent, at=cast.at,
        )  # fmt: skip
    given_shared(cast, cast.villy, actor=cast.bent)
    for person in (cast.aase, cast.villy):
        given_member(cast, person, group)
    with acting_as(cast.bent):
        return Session.objects.select_related("group").get(group=group)


def came_of(cast: Cast, session: Any) -> dict[str, Any]:
    from brobygger.pathway.attendance.models import Attendance

    with acting_as(cast.system):
        rows = Attendance.objects.filter(session=session).select_related("person")
        return {row.person.given_name: row.came for row in rows}


# ---- Groups ------------------------------------------------------------------------------------------------------


def test_an_empty_list_teaches(bent: Any) -> None:
    page = text(bent.get("/grupper/"))
    assert "I har ingen grupper endnu" in page
    assert "Ny gruppe" in page


def test_groups_with_size_and_next_session(cast: Cast, bent: Any, group: Any) -> None:
    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, group)
    page = text(bent.get("/grupper/"))
    assert "Torsdagsholdet" in page
    assert "1 af 15" in page
    assert "kl. 10.00" in page
    page = text(bent.get(f"/grupper/{group.id}/"))
    assert "Villy Vang" in page
    assert "tilmeldt" in page
    assert "Selvkørende" in page


def test_a_member_whose_yes_is_withdrawn_is_not_shown(cast: Cast, bent: Any, group: Any) -> None:
    consent = given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, group)
    with acting_as(cast.mette):
        agree.withdraw(consent=consent, how="phone", by=cast.mette, at=cast.at)
    for path in (f"/grupper/{group.id}/", f"/grupper/{group.id}/ark/"):
        assert "Villy" not in text(bent.get(path))


def test_bent_begins_a_group_and_plans_its_sessions(cast: Cast, bent: Any, favrskov: Any) -> None:
    from brobygger.communities.groups.models import Group
    from brobygger.pathway.attendance.models import Session

    given = {"name": "Mandeholdet", "place": "Værkstedet", "weekday": "2", "time": "10:00", "size_min": "4",
             "size_max": "12", "programme": str(favrskov.id)}  # fmt: skip
    assert bent.post("/grupper/ny/", **given).status_code == 302
    with acting_as(cast.bent):
        group = Group.objects.get()
    assert (group.organisation_id, group.programme_id, group.weekday) == (cast.association.id, favrskov.id, 2)
    first = cast.today + timedelta(days=1)
    plan = {"starts_on": first.isoformat(), "time": "10:00", "every_days": "14", "count": "4"}
    assert bent.post(f"/grupper/{group.id}/moedegange/", **plan).status_code == 302
    with acting_as(cast.bent):
        starts = list(Session.objects.order_by("number").values_list("starts_at", flat=True))
    from brobygger.foundation.kernel.clock import DENMARK

    assert [moment.astimezone(DENMARK).date() for moment in starts] == [
        first + timedelta(days=14 * n) for n in range(4)
    ]
    assert {moment.astimezone(DENMARK).hour for moment in starts} == {10}
    with acting_as(cast.bent):
        (kept,) = group.habits.all()
        assert (kept.kind, "agenda" in kept.needs) == ("group", True)
    twice = {**plan, "starts_on": (first + timedelta(days=70)).isoformat(), "every_days": "7", "also": "0"}
    assert bent.post(f"/grupper/{group.id}/moedegange/", **twice).status_code == 302
    with acting_as(cast.bent):
        later = [one.astimezone(DENMARK).date() for one in Session.objects.order_by("number").values_list(
            "starts_at", flat=True)][4:]  # fmt: skip
    assert len(later) == 4
    assert sum(day.weekday() == 0 for day in later) >= 2
    again = bent.post(f"/grupper/{group.id}/moedegange/", **plan)
    assert again.status_code == 422
    assert "Der er allerede en mødegang" in text(again)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Skriv et navn."),
        ({"name": "x" * 201}, "Navnet er for langt."),
        ({"size_max": "3"}, "Det højeste tal skal være mindst lige så stort"),
        ({"size_max": "99999"}, "Højst 200."),
        ({"weekday": "9"}, "Vælg en dag på listen."),
        ({"time": "klokken ti"}, "Skriv klokken som 10:00."),
        ({"programme": "0198c000-0000-7000-8000-000000000000"}, "Vælg en indsats på listen."),
    ],
)
def test_a_wrong_group_is_explained(bent: Any, changed: dict[str, str], told: str) -> None:
    given = {"name": "Mandeholdet", "place": "Værkstedet", "size_min": "4", "size_max": "12", **changed}
    answer = bent.post("/grupper/ny/", **given)
    assert answer.status_code == 422
    assert told in text(answer)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"starts_on": ""}, "Skriv dagen."),
        ({"starts_on": "2020-01-01"}, "Vælg en dag, der ikke er gået."),
        ({"count": "0"}, "Mindst 1 gang."),
        ({"count": "1000000"}, "Højst 52 gange."),
        ({"every_days": "0"}, "Vælg på listen."),
    ],
)
def test_a_wrong_plan_is_explained(cast: Cast, bent: Any, group: Any, changed: dict[str, str], told: str) -> None:
    plan = {"starts_on": (cast.today + timedelta(days=1)).isoformat(), "time": "10:00", "every_days": "7",
            "count": "2", **changed}  # fmt: skip
    answer = bent.post(f"/grupper/{group.id}/moedegange/", **plan)
    assert answer.status_code == 422
    assert told in text(answer)


def test_the_sheet_holds_names_and_nothing_else(cast: Cast, bent: Any, group: Any) -> None:
    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, group)
    page = text(bent.get(f"/grupper/{group.id}/ark/"))
    assert "Villy Vang" in page
    assert "21 00 00 76" not in page


# ---- Attendance --------------------------------------------------------------------------------------------------


def test_everybody_came_is_suggested_and_not_stored(cast: Cast, bent: Any, begun: Any) -> None:
    page = text(bent.get(f"/moedegange/{begun.id}/?alle=kom"))
    assert page.count('value="yes" checked') == 2
    assert came_of(cast, begun) == {"Aase": None, "Villy": None}


def test_aase_is_absent_and_is_called_today(cast: Cast, bent: Any, begun: Any) -> None:
    from brobygger.pathway.followup.models import Task

    fields = {f"came-{cast.aase.id}": "no", f"why-{cast.aase.id}": "ill", f"came-{cast.villy.id}": "yes"}
    assert bent.post(f"/moedegange/{begun.id}/", **fields).status_code == 302
    assert came_of(cast, begun) == {"Aase": False, "Villy": True}
    page = text(bent.get(f"/moedegange/{begun.id}/"))
    assert "Gemt. 1 af 2 kom." in page
    assert "Ring i dag" in page
    assert 'href="tel:21000082"' in page
    assert "Skriv, hvordan det gik" in page
    with acting_as(cast.bent):
        assert Task.objects.filter(person=cast.aase, kind="call_person", status="open").count() == 1


def test_a_correction_takes_the_task_back(cast: Cast, bent: Any, begun: Any) -> None:
    from brobygger.pathway.followup.models import Task

    bent.post(f"/moedegange/{begun.id}/", **{f"came-{cast.aase.id}": "no"})
    bent.post(f"/moedegange/{begun.id}/", **{f"came-{cast.aase.id}": "yes"})
    assert came_of(cast, begun)["Aase"] is True
    assert "Ring i dag" not in text(bent.get(f"/moedegange/{begun.id}/"))
    with acting_as(cast.bent):
        assert not Task.objects.filter(person=cast.aase, kind="call_person", status="open").exists()
    bent.post(f"/moedegange/{begun.id}/", **{f"came-{cast.aase.id}": "unknown"})
    assert came_of(cast, begun)["Aase"] is None


def test_made_up_answers_and_people_are_left_out(cast: Cast, bent: Any, begun: Any) -> None:
    fields = {f"came-{cast.gerda.id}": "yes", f"came-{cast.aase.id}": "måske", f"came-{cast.villy.id}": "no",
              f"why-{cast.villy.id}": "<script>"}  # fmt: skip
    assert bent.post(f"/moedegange/{begun.id}/", **fields).status_code == 302
    assert came_of(cast, begun) == {"Aase": None, "Villy": False}


def test_a_session_that_has_not_begun_cannot_be_registered(cast: Cast, bent: Any, group: Any) -> None:
    from brobygger.pathway.attendance.models import Session

    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, group)
    with acting_as(cast.bent):
        ahead = Session.objects.filter(group=group).first()
    assert "når mødegangen er begyndt" in text(bent.get(f"/moedegange/{ahead.id}/"))
    assert bent.post(f"/moedegange/{ahead.id}/", **{f"came-{cast.villy.id}": "yes"}).status_code == 409
    assert came_of(cast, ahead) == {"Villy": None}
    assert bent.post(f"/moedegange/{ahead.id}/tilsagn/", **{f"promised-{cast.villy.id}": "yes"}).status_code == 302
    page = text(bent.get(f"/grupper/{group.id}/"))
    assert "1 har lovet at komme" in page
    assert came_of(cast, ahead) == {"Villy": None}


def test_a_promise_after_the_start_is_refused(cast: Cast, bent: Any, begun: Any) -> None:
    answer = bent.post(f"/moedegange/{begun.id}/tilsagn/", **{f"promised-{cast.villy.id}": "yes"})
    assert answer.status_code == 409


# ---- Access and speed --------------------------------------------------------------------------------------------


def test_another_association_gets_404_everywhere(cast: Cast, browser_of: Any, begun: Any, other_leader: str) -> None:
    other = browser_of(other_leader)
    assert "Torsdagsholdet" not in text(other.get("/grupper/"))
    for path in (f"/grupper/{begun.group_id}/", f"/grupper/{begun.group_id}/ark/",
                 f"/grupper/{begun.group_id}/moedegange/", f"/moedegange/{begun.id}/",
                 f"/moedegange/{begun.id}/tilsagn/"):  # fmt: skip
        assert other.get(path).status_code == 404, path
    assert other.post(f"/moedegange/{begun.id}/", **{f"came-{cast.aase.id}": "yes"}).status_code == 404
    assert came_of(cast, begun)["Aase"] is None


def test_mette_sees_groups_but_writes_no_attendance(browser_of: Any, begun: Any) -> None:
    mette = browser_of("mette")
    page = text(mette.get(f"/grupper/{begun.group_id}/"))
    assert "Aase Andersen" in page
    assert "Skriv fremmøde" not in page
    assert "Torsdagsholdet" in text(mette.get("/grupper/"))
    assert mette.get(f"/moedegange/{begun.id}/").status_code == 403
    assert mette.get("/grupper/ny/").status_code == 403


@pytest.mark.parametrize("name", ["karin", "ole", "lone", "dorte", "admin"])
def test_other_roles_may_not_see_groups(browser_of: Any, begun: Any, name: str) -> None:
    for path in ("/grupper/", f"/grupper/{begun.group_id}/", f"/moedegange/{begun.id}/"):
        assert browser_of(name).get(path).status_code == 403


def test_group_pages_ask_the_database_the_same_for_any_size(cast: Cast, bent: Any, begun: Any, queries_of: Any) -> None:
    paths = (f"/grupper/{begun.group_id}/", f"/moedegange/{begun.id}/", "/grupper/", f"/grupper/{begun.group_id}/ark/")
    few = [queries_of(bent, path) for path in paths]
    given_shared(cast, cast.gerda, actor=cast.bent)
    given_member(cast, cast.gerda, begun.group)
    given_group(cast, name="Et hold til", starts=[cast.at + timedelta(days=2)])
    assert [queries_of(bent, path) for path in paths] == few
    assert max(few) <= 15


def test_a_no_in_time_asks_the_host_at_once_to_cancel_taxi_and_plate(cast: Cast, bent: Any, offer: Any) -> None:
    """Greve's lunch: who signs off is not absent, and the host is told the day it is said, not the day of the meal."""
    from brobygger.pathway.attendance.models import Session
    from brobygger.pathway.followup.models import Task

    greve = given_programme(cast, "001-greve")
    lunch = given_group(
        cast, offer=offer, programme=greve, starts=[cast.at.replace(hour=10, minute=0) + timedelta(days=3)]
    )
    given_shared(cast, cast.villy, actor=cast.bent)
    with acting_as(cast.mette):
        find.begin(person=cast.villy, programme=greve, found_by="home_care", by=cast.mette, at=cast.at)
    given_member(cast, cast.villy, lunch)
    with acting_as(cast.bent):
        ahead = Session.objects.get(group=lunch)
    bent.post(f"/moedegange/{ahead.id}/tilsagn/", **{f"promised-{cast.villy.id}": "no"})
    with acting_as(cast.mette):
        (task,) = Task.objects.filter(person=cast.villy, kind="cancel_taxi_and_plate", status="open")
        assert task.due == cast.today
    bent.post(f"/moedegange/{ahead.id}/tilsagn/", **{f"promised-{cast.villy.id}": "yes"})
    with acting_as(cast.mette):
        assert not Task.objects.filter(kind="cancel_taxi_and_plate", status="open").exists()
