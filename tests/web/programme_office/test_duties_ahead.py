"""A duty is taken, or given to another, from a day ahead; until then everything is as it was (R206)."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from brobygger.programmes.governance import operations, queries
from brobygger.registry.access import queries as access
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import send, text_of


def held(cast, programme, days):
    with acting_as(cast.lone):
        on = cast.today + timedelta(days=days)
        return [(duty.owner.name, duty.what) for duty in queries.duties(cast.lone, programme, on=on)]


def test_a_duty_changes_hands_by_itself_on_its_day(cast, programme, lone, mette):
    with acting_as(cast.lone):
        owner = access.get_membership(cast.lone, cast.mette.membership_id)
        duty = operations.take_on(
            programme=programme, owner=owner, what="Sparring om ensomhed", by=cast.lone, at=cast.at
        )
    address = ("duty_hand_over", duty.id)
    past = (cast.today - timedelta(days=1)).isoformat()
    assert send(lone, *address, on=past, successor=str(cast.lone.membership_id)).status_code == 422
    tenth = (cast.today + timedelta(days=10)).isoformat()
    assert send(lone, *address, on=tenth, successor=str(cast.mette.membership_id)).status_code == 422  # to herself
    assert send(lone, *address, on=tenth, successor=str(cast.lone.membership_id)).status_code == 302
    assert held(cast, programme, 0) == held(cast, programme, 9) == [("Mette Madsen", "Sparring om ensomhed")]
    assert held(cast, programme, 10) == [("Lone Lund", "Sparring om ensomhed")]
    page = text_of(lone.get(reverse("councils", args=[programme.id])))
    assert "Fra en senere dag" in page
    # Another day is said: the first one is forgotten.
    twentieth = (cast.today + timedelta(days=20)).isoformat()
    assert send(lone, *address, on=twentieth, successor=str(cast.lone.membership_id)).status_code == 302
    assert held(cast, programme, 19) == [("Mette Madsen", "Sparring om ensomhed")]
    assert held(cast, programme, 20) == [("Lone Lund", "Sparring om ensomhed")]
    assert mette.get(reverse("duty_hand_over", args=[duty.id])).status_code == 403
    # Or it is laid down today after all.
    assert send(lone, "duty_lay_down", duty.id).status_code == 302
    assert held(cast, programme, 1) == []


def test_a_new_duty_may_begin_later(cast, programme, lone):
    told = {"owner": str(cast.mette.membership_id), "what": "Ensomhedskoordinator"}
    past = (cast.today - timedelta(days=1)).isoformat()
    assert send(lone, "duty_new", programme.id, since=past, **told).status_code == 422
    fifth = (cast.today + timedelta(days=5)).isoformat()
    assert send(lone, "duty_new", programme.id, since=fifth, **told).status_code == 302
    assert held(cast, programme, 4) == []
    assert held(cast, programme, 5) == [("Mette Madsen", "Ensomhedskoordinator")]
