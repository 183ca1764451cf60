"""A meal ordered from the kitchen, changed when somebody signs off; a speaker, a taxi; whose yes is missing; SMS."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def kitchen(cast: Cast) -> Any:
    from brobygger.registry.organisations.models import Organisation

    with acting_as(cast.system):
        return Organisation.objects.create(
            name="Køkkenet på Torvet", kind="kitchen", email="mad@koekken.example", phone="22 33 44 55"
        )


@pytest.fixture
def lunch(cast: Cast) -> Any:
    """A lunch in three days for Aase and Villy, who may say no until the day before. The session."""
    from brobygger.journeys import group_life

    group = given_group(cast, name="Fællesspisning")
    for person in (cast.aase, cast.villy):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, group)
    with acting_as(cast.bent):
        facts = {"kind": "meal", "needs": ["menu", "sign_off"], "sign_off_hours": 24, "price_dkk": 60, "late": "half"}
        group_life.keep_habits(group=group, facts=facts, by=cast.bent, at=cast.at)
        (session,) = group_life.plan_sessions(
            group=group, starts=[cast.at + timedelta(days=3)], by=cast.bent, at=cast.at
        )
    return session


def ask(browser: Any, session: Any, **more: str) -> Any:
    given = {"kind": "food", "supplier": "", "name": "", "email": "", "phone": "", "words": "", "price_dkk": "",
             "arranged_by": ""}  # fmt: skip
    return browser.post(f"/moedegange/{session.id}/spoerg/", **{**given, **more})


def letters(cast: Cast, code: str) -> list[Any]:
    from brobygger.registry.communication.models import Message

    with acting_as(cast.system):
        return list(Message.objects.filter(text_code=code).order_by("queued_at", "id"))


def link_in(message: Any) -> str:
    found = re.search(r"/l/[0-9A-Z-]+/", message.body)
    assert found
    return found[0]


def press(client: Client, address: str, answer: str, **more: str) -> Any:
    page = text(client.get(address))
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    return client.post(address, {"answer": answer, "seen": seen[1], **more})


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind, status="open"))


def test_the_kitchen_answers_and_hears_when_somebody_signs_off(cast: Cast, bent: Any, lunch: Any, kitchen: Any) -> None:
    page = f"/moedegange/{lunch.id}/plan/"
    sent = ask(bent, lunch, supplier=str(kitchen.id), words="Stegt flæsk", price_dkk="240")
    assert sent.status_code == 302
    assert "Mangler ja fra Køkkenet på Torvet" in text(bent.get(page))
    (letter,) = letters(cast, "order_asked")
    assert letter.to == "mad@koekken.example"
    assert "mad til 2: Stegt flæsk" in letter.body
    assert "Aase" not in letter.body
    kitchens = Client()
    for rubbish in ("²", "9" * 5000):  # anybody with the link can send anything
        assert kitchens.post(link_in(letter), {"answer": "yes", "seen": rubbish}).status_code == 422
    assert press(kitchens, link_in(letter), "yes", words="Klar kl. 12").status_code == 302
    shown = text(bent.get(page))
    assert "Alle har sagt ja" in shown
    assert "Klar kl. 12" in shown
    assert kitchens.get(link_in(letter)).status_code == 410  # a link works once
    # Aase says no in time: the kitchen is told the new number. Villy says it too late: his plate is cooked.
    bent.post(f"/moedegange/{lunch.id}/tilsagn/", **{f"promised-{cast.aase.id}": "no"})
    (changed,) = letters(cast, "order_changed")
    assert "mad til 1" in changed.body
    later(cast, lunch, days=2, hours=5)
    bent.post(f"/moedegange/{lunch.id}/tilsagn/", **{f"promised-{cast.villy.id}": "no"})
    assert len(letters(cast, "order_changed")) == 1
    assert "Mad fra et køkken til 1" in text(bent.get(page))


def later(cast: Cast, session: Any, **change: float) -> None:
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.system):
        now = Session.objects.get(id=session.id)
        nearer = {"starts_at": now.starts_at - timedelta(**change)}
        if now.closes_at:
            nearer["closes_at"] = now.closes_at - timedelta(**change)
        Session.objects.filter(id=session.id).update(**nearer)


def test_a_no_finds_another_and_a_moved_session_asks_again(cast: Cast, bent: Any, lunch: Any, kitchen: Any) -> None:
    from brobygger.foundation.kernel.clock import DENMARK

    ask(bent, lunch, supplier=str(kitchen.id))
    ask(bent, lunch, kind="taxi", name="Byens Taxa", email="bil@taxa.example")
    first, second = letters(cast, "order_asked")
    assert press(Client(), link_in(first), "yes").status_code == 302
    assert press(Client(), link_in(second), "no", words="Alle biler er ude").status_code == 302
    assert "Mangler ja fra Byens Taxa" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    (find,) = tasks(cast, "find_another_supplier")
    assert "Byens Taxa" in find.why["about"]
    there = lunch.starts_at.astimezone(DENMARK)
    change = {"day": (there.date() + timedelta(days=1)).isoformat(), "time": "13:00", "place": "Biblioteket",
              "mode": "usual", "why": "Salen males."}  # fmt: skip
    assert bent.post(f"/moedegange/{lunch.id}/aendr/", **change).status_code == 302
    (again,) = letters(cast, "order_changed")  # who said no is not asked again
    assert "Biblioteket" in again.body
    assert "Mangler ja fra Køkkenet på Torvet, Byens Taxa" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    bent.post(f"/moedegange/{lunch.id}/aendr/", off="1", why="Værten er syg.")
    (off,) = letters(cast, "order_called_off")
    assert off.to == "mad@koekken.example"
    assert Client().get(link_in(again)).status_code in (404, 410)


def test_a_member_has_found_a_speaker_who_is_rung(cast: Cast, bent: Any, lunch: Any) -> None:
    nothing = ask(bent, lunch, kind="speaker")
    assert nothing.status_code == 422
    assert "Skriv, hvem I spørger." in text(nothing)
    ask(bent, lunch, kind="speaker", name="Præsten Sara", phone="23 45 67 89", words="Om salmer",
        arranged_by=member_id(cast, cast.villy), price_dkk="300")  # fmt: skip
    page = text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    assert "Præsten Sara" in page
    assert "Villy Vang har ordnet det" in page
    assert "Fortæller" in page  # it stands on the session at once
    assert len(tasks(cast, "ring_supplier")) == 1
    order = orders(cast)[0]
    bent.post(f"/bestillinger/{order.id}/svar/", answer="yes", seen="1", words="Hun glæder sig")
    assert not tasks(cast, "ring_supplier")
    assert "Hun glæder sig" in text(bent.get(f"/moedegange/{lunch.id}/plan/"))
    stale = bent.post(f"/bestillinger/{order.id}/svar/", answer="no", seen="7")
    assert stale.status_code == 409
    assert bent.post(f"/bestillinger/{order.id}/svar/", answer="perhaps", seen="1").status_code == 409
    assert bent.post(f"/bestillinger/{order.id}/svar/", answer="no", seen="²").status_code == 409
    # What a place has cost, afterwards.
    later(cast, lunch, days=4)
    bent.post(f"/moedegange/{lunch.id}/", **{f"came-{cast.aase.id}": "yes", f"came-{cast.villy.id}": "yes"})
    way = text(bent.get(f"/grupper/{lunch.group_id}/vej/"))
    assert "300 kr. i alt" in way
    assert "150 kr. for en plads" in way


def member_id(cast: Cast, person: Any) -> str:
    from brobygger.communities.groups.models import Member

    with acting_as(cast.system):
        return str(Member.objects.get(person=person).id)


def orders(cast: Cast) -> list[Any]:
    from brobygger.pathway.orders.models import Order

    with acting_as(cast.system):
        return list(Order.objects.order_by("asked_at"))


def test_others_neither_see_nor_answer(cast: Cast, bent: Any, browser_of: Any, lunch: Any, other_leader: str) -> None:
    ask(bent, lunch, kind="taxi", name="Byens Taxa", email="bil@taxa.example")
    (order,) = orders(cast)
    other = browser_of(other_leader)
    assert other.get(f"/moedegange/{lunch.id}/spoerg/").status_code == 404
    assert other.post(f"/bestillinger/{order.id}/svar/", answer="yes", seen="1").status_code == 404
    assert browser_of("ole").get(f"/moedegange/{lunch.id}/spoerg/").status_code == 403


def test_who_came_by_sms(cast: Cast, bent: Any, lunch: Any, settings: Any) -> None:
    from brobygger.communities.groups.models import Member
    from brobygger.pathway.attendance.models import Attendance
    from brobygger.registry.access.models import Membership
    from brobygger.registry.communication.models import Message, Reply

    with acting_as(cast.system):
        Membership.objects.filter(id=cast.bent.membership_id).update(phone="20 30 40 50")
    assert bent.post(f"/moedegange/{lunch.id}/til-telefonen/").status_code == 302
    with acting_as(cast.system):
        (message,) = Message.objects.filter(channel="sms")
        assert message.to == "+4520304050"
        assert "Svar ALLE, eller MANGLER og tallene." in message.body
        number = int(re.findall(r"(\d+) Villy", message.body)[0])
        Message.objects.update(delivery="sent", delivered_at=cast.at)
        assert Member.objects.count() == 2
    later(cast, lunch, days=4)
    settings.SMS_KEY = "gateway"
    for body, reference in (("Villy havde tandpine", "1"), (f"Mangler {number}", "2")):
        told = json.dumps({"from": "20304050", "text": body, "reference": reference})
        answer = Client().post(sms_address(), told, "application/json", headers={"Authorization": "Bearer gateway"})
        assert answer.status_code == 204
    with acting_as(cast.system):
        came = dict(Attendance.objects.filter(session=lunch).values_list("person_id", "came"))
        assert came == {cast.aase.id: True, cast.villy.id: False}
        assert [row.body for row in Reply.objects.filter(read_at=None)] == ["Villy havde tandpine"]
    assert len(tasks(cast, "call_missed")) == 1  # who was missed is called, as from a page


def sms_address() -> str:
    from django.urls import reverse

    return reverse("incoming_sms", args=["0998"])
