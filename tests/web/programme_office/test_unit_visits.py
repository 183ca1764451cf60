"""The leader's visits to units: arranged, held, what came up, and which units nobody has seen for long (R358)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.journeys import find, see_units
from brobygger.pathway.followup.models import Task
from brobygger.programmes.presence.models import UnitVisit
from brobygger.registry.access import operations as access
from brobygger.registry.access.roles import Role
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of


def held(cast, **changed: str) -> dict[str, str]:
    return {
        "unit": str(cast.north.id), "held_on": cast.today.isoformat(), "visitor": "Lone Lund",
        "who_was_there": "Karin og tre til", "came_up": "Vi har ikke tid om morgenen",
        "next_step": "Fem minutter på onsdagsmødet", "whose": "unit", "due": "",
    } | changed  # fmt: skip


def night(cast) -> list[str]:
    """The visits that are to be arranged, after the night."""
    with acting_as(cast.system):
        see_units.watch(by=cast.system, at=cast.at)
        return [task.why["about"] for task in Task.objects.filter(kind="visit_unit", status="open")]


def page(lone, programme, query: str = "") -> str:
    return text_of(lone.get(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/{query}"))


def test_a_visit_is_arranged_held_and_what_was_agreed_is_the_units_task(cast, programme, lone, as_user):
    with acting_as(cast.system):
        added = access.add_member(
            organisation=cast.kommune, email="amalie@example.org", name="Amalie Ager", phone="", role=Role.AMBASSADOR,
            unit=cast.north, secrecy_signed_on=None, by=cast.admin, at=cast.at,
        )  # fmt: skip
    ahead = (cast.today + timedelta(days=6)).isoformat()
    sent = send(lone, "unit_visit_new", programme.id, unit=str(cast.north.id), planned_on=ahead, visitor="Lone Lund")
    assert sent.status_code == 302
    assert "Aftalt" in page(lone, programme)
    with acting_as(cast.lone):
        (visit,) = UnitVisit.objects.all()
    assert send(lone, "unit_visit", visit.id, **held(cast)).status_code == 302
    shown = page(lone, programme)
    for said in ("Karin og tre til", "Vi har ikke tid om morgenen", "Fem minutter på onsdagsmødet"):
        assert said in shown, said
    with acting_as(cast.lone):
        (task,) = Task.objects.filter(kind="after_unit_visit")
    assert (task.role, task.due) == ("ambassador", cast.today + timedelta(days=7))
    client = Client()
    client.force_login(added.membership.user)
    assert "Aftalt på et besøg i en enhed" in text_of(client.get("/min-dag/"))
    # Corrected: the task says what is written now, and the form begins with what stands.
    form = text_of(lone.get(f"/indsatser/kontoret/enhedsbesoeg/{visit.id}/"))
    assert f'value="{(cast.today + timedelta(days=7)).isoformat()}"' in form
    assert "checked" in form
    soon = cast.today + timedelta(days=2)
    changed = {"next_step": "Ti minutter på fredagsmødet", "whose": "coordinator", "due": soon.isoformat()}
    send(lone, "unit_visit", visit.id, **held(cast, **changed))
    assert "Aftalt på et besøg i en enhed" not in text_of(client.get("/min-dag/"))
    with acting_as(cast.lone):
        task = Task.objects.get(kind="after_unit_visit")
    assert (task.role, task.owner_user_id, task.due) == ("coordinator", None, soon)
    assert task.why["about"].endswith("Ti minutter på fredagsmødet")
    mette = as_user("mette")
    send(mette, "task_take_over", task.id)
    send(lone, "unit_visit", visit.id, **held(cast, **{**changed, "next_step": "Et kvarter"}))
    with acting_as(cast.lone):
        task = Task.objects.get(kind="after_unit_visit")
    assert task.owner_user_id == cast.mette.user_id  # she has taken it
    send(lone, "unit_visit", visit.id, **held(cast, next_step=""))
    with acting_as(cast.lone):
        assert Task.objects.get(kind="after_unit_visit").status == "cancelled"
    send(lone, "unit_visit", visit.id, **held(cast))
    with acting_as(cast.lone):
        assert Task.objects.get(kind="after_unit_visit").status == "open"


def test_units_nobody_came_to_come_first_and_a_visit_is_to_be_arranged_where_the_leader_chose_how_often(
    cast, programme, lone
):
    assert send(lone, "unit_visit_been", programme.id, **held(cast)).status_code == 302
    shown = page(lone, programme)
    assert shown.index("Hjemmeplejen Syd") < shown.index("Hjemmeplejen Nord")
    assert "28 uger uden besøg" in shown  # the effort began 200 days ago
    assert "Besøg i enhederne" in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/"))
    assert night(cast) == []  # nobody has chosen how often
    assert send(lone, "unit_visits", programme.id, every_weeks="26").status_code == 302
    assert night(cast) == ["Hjemmeplejen Syd, Nye naboer"]
    assert night(cast) == ["Hjemmeplejen Syd, Nye naboer"]  # once
    soon = (cast.today + timedelta(days=3)).isoformat()
    send(lone, "unit_visit_new", programme.id, unit=str(cast.south.id), planned_on=soon, visitor="Lone")
    assert night(cast) == []
    with acting_as(cast.lone):
        visit = UnitVisit.objects.get(held_on__isnull=True)
    send(lone, "unit_visit_off", visit.id)
    assert night(cast) == ["Hjemmeplejen Syd, Nye naboer"]


def test_visits_stand_beside_what_the_unit_has_found_and_claim_nothing(cast, programme, lone):
    with acting_as(cast.karin):
        find.send_tip(
            tip_id=uuid4(), about_name="Aase", worry="Kommer ikke ud", sender_kind="home_care", person=cast.aase,
            by=cast.karin, at=cast.at,
        )  # fmt: skip
    send(lone, "unit_visit_been", programme.id, **held(cast))
    shown = page(lone, programme, f"?enhed={cast.north.id}")
    assert "Henvist eller fundet: først 0, nu 1. Besøg af lederen: først 0, nu 1." in shown
    assert "De viser ikke, at det ene kommer af det andet" in shown


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"held_on": "2099-01-01"}, "Vælg en dag, der er kommet."),
        ({"held_on": ""}, "Vælg en dag."),
        ({"unit": str(uuid4())}, "Vælg et af svarene."),
        ({"unit": ""}, "Vælg et af svarene."),  # the page as it opens: nobody was visited
        ({"came_up": "x" * 1001}, "Skriv højst 1000 tegn."),
    ],
)
def test_a_wrong_visit_is_told_and_not_kept(cast, programme, lone, wrong, message):
    sent = send(lone, "unit_visit_been", programme.id, **held(cast, **wrong))
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert not UnitVisit.objects.exists()


def test_one_visit_a_day_to_a_unit_within_two_years_and_one_by_mistake_can_be_erased(cast, programme, lone, mette):
    ahead = {"unit": str(cast.north.id), "planned_on": (cast.today + timedelta(days=6)).isoformat(), "visitor": "Lone"}
    assert send(lone, "unit_visit_new", programme.id, **ahead).status_code == 302
    twice = send(lone, "unit_visit_new", programme.id, **ahead)
    assert twice.status_code == 422
    assert "Der er allerede et besøg i enheden den dag." in text_of(twice)
    far = send(lone, "unit_visit_new", programme.id, **ahead | {"planned_on": "2099-01-01"})
    assert "Vælg en dag inden for to år." in text_of(far)
    assert send(lone, "unit_visit_been", programme.id, **held(cast)).status_code == 302
    assert send(lone, "unit_visit_been", programme.id, **held(cast)).status_code == 422
    assert "Slet besøget" not in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/nyt/"))
    with acting_as(cast.lone):
        visit = UnitVisit.objects.get(held_on__isnull=False)
    assert "Slet besøget" in text_of(lone.get(f"/indsatser/kontoret/enhedsbesoeg/{visit.id}/"))
    assert send(mette, "unit_visit_erase", visit.id).status_code == 403
    assert send(lone, "unit_visit_erase", visit.id).status_code == 302
    assert "Karin og tre til" not in page(lone, programme)
    with acting_as(cast.lone):
        assert UnitVisit.objects.count() == 1
        assert Task.objects.get(kind="after_unit_visit").status == "cancelled"
    assert '<figure class="curve">' in page(lone, programme)  # as wide as the telephone


def test_who_may(cast, programme, lone, mette, as_user):
    assert mette.get(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/").status_code == 200
    assert send(mette, "unit_visit_been", programme.id, **held(cast)).status_code == 403
    assert as_user("karin").get(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/").status_code == 403
    gone = (cast.today - timedelta(days=1)).isoformat()
    sent = send(lone, "unit_visit_new", programme.id, unit=str(cast.north.id), planned_on=gone, visitor="L")
    assert sent.status_code == 422
    few = reads(lone, "unit_visits", programme.id)
    for days in range(3):
        day = (cast.today - timedelta(days=days)).isoformat()
        assert send(lone, "unit_visit_been", programme.id, **held(cast, held_on=day)).status_code == 302
    assert reads(lone, "unit_visits", programme.id) == few <= 15
