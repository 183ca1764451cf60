"""Several days laid before everybody at once (R150); a member arranges by a link of his own (R154)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def letters(cast: Cast, code: str) -> list[Any]:
    from brobygger.registry.communication.models import Message

    with acting_as(cast.system):
        return list(Message.objects.filter(text_code=code).order_by("queued_at", "id"))


def link_in(message: Any) -> str:
    found = re.search(r"/l/[0-9A-Z-]+/", message.body)
    assert found, message.body
    return found[0]


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind, status="open"))


@pytest.fixture
def men(cast: Cast) -> Any:
    """A group with Villy in it."""
    group = given_group(cast, name="Mændene", starts=[cast.at + timedelta(days=5)])
    given_shared(cast, cast.villy, actor=cast.bent)
    given_member(cast, cast.villy, group)
    return group


def lay(bent: Any, cast: Cast, group: Any, **more: str) -> Any:
    days = [cast.today + timedelta(days=n) for n in (8, 9, 10)]
    given = {
        "what": "Besøg på museet", "answer_by": (cast.today + timedelta(days=4)).isoformat(),
        "day_0": days[0].isoformat(), "time_0": "10:00", "place_0": "Museet",
        "day_1": days[1].isoformat(), "time_1": "10:00", "place_1": "Museet",
        "day_2": days[2].isoformat(), "time_2": "13:30", "place_2": "Salen",
        "name_0": "Museet", "kind_0": "visit", "email_0": "vis@museet.example",
        "name_1": "Byens Taxa", "kind_1": "taxi", "email_1": "bil@taxa.example",
        "name_2": "Guide Gerda", "kind_2": "speaker", "phone_2": "22 33 44 55",
    }  # fmt: skip
    return bent.post(f"/grupper/{group.id}/find-en-dag/", **{**given, **more})


def test_three_are_asked_about_three_days_and_one_is_chosen(cast: Cast, bent: Any, men: Any) -> None:
    sent = lay(bent, cast, men)
    assert sent.status_code == 302, text(sent)
    page = str(sent["Location"])
    told = text(bent.get(page))
    assert "Mangler svar fra Museet, Byens Taxa, Guide Gerda" in told
    assert "De andre er spurgt. Ring til Guide Gerda: de har ingen e-mail." in told
    assert "Alle er spurgt" not in told
    museum, taxi = letters(cast, "days_asked")
    assert "Villy" not in museum.body
    assert len(tasks(cast, "ring_about_days")) == 1  # Gerda has no address
    assert len(tasks(cast, "choose_day")) == 1
    outside = Client()
    half = outside.post(link_in(museum), {"day-0": "yes"})
    assert half.status_code == 422
    assert outside.post(link_in(museum), {"day-0": "no", "day-1": "yes", "day-2": "perhaps"}).status_code == 302
    # A link can be used again until a day is chosen.
    again = outside.post(link_in(museum), {"day-0": "no", "day-1": "yes", "day-2": "yes", "words": "Helst før middag"})
    assert again.status_code == 302
    assert outside.post(link_in(taxi), {"day-0": "yes", "day-1": "yes", "day-2": "no"}).status_code == 302
    shown = text(bent.get(page))
    assert "Mangler svar fra Guide Gerda" in shown
    assert "Helst før middag" in shown
    assert "ingen har sagt nej" in shown  # the second day
    from brobygger.pathway.orders.models import DayAnswer, DayChoice

    with acting_as(cast.system):
        gerda = DayAnswer.objects.get(name="Guide Gerda")
        (choice,) = DayChoice.objects.all()
    assert bent.post(f"/dage/svar/{gerda.id}/", words="?").status_code == 422
    assert bent.post(f"/dage/svar/{gerda.id}/", **{"day-0": "yes", "day-1": "no"}).status_code == 302
    assert not tasks(cast, "ring_about_days")
    chosen = bent.post(f"/dage/{choice.id}/vaelg/", number="1")
    assert chosen.status_code == 302
    meeting = text(bent.get(str(chosen["Location"])))
    assert "Besøg på museet" in meeting
    assert "Alle har sagt ja" in meeting  # the museum and the taxi; Gerda cannot and is not asked
    (told,) = [one for one in letters(cast, "order_agreed") if one.to == "vis@museet.example"]
    assert "kl. 10.00" in told.body
    assert not tasks(cast, "choose_day")
    assert len(tasks(cast, "ring_about_days")) == 1  # Gerda hears that it was another day
    assert outside.get(link_in(museum)).status_code == 410
    assert bent.post(f"/dage/{choice.id}/vaelg/", number="0").status_code == 409
    # Who has said yes can still say no, from the letter.
    seen = re.search(r'name="seen" value="(\d+)"', text(outside.get(link_in(told))))
    assert seen
    assert outside.post(link_in(told), {"answer": "no", "seen": seen[1]}).status_code == 302
    assert "Mangler ja fra Museet" in text(bent.get(str(chosen["Location"])))


def test_a_perhaps_is_asked_as_usual_and_nothing_came_of_it_is_told(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.pathway.orders.models import DayChoice

    lay(bent, cast, men, name_2="")
    museum, _taxi = letters(cast, "days_asked")
    Client().post(link_in(museum), {"day-0": "perhaps", "day-1": "no", "day-2": "no"})
    with acting_as(cast.system):
        (choice,) = DayChoice.objects.all()
    unsure = bent.post(f"/dage/{choice.id}/vaelg/", number="0")  # one perhaps, and nobody's yes
    assert unsure.status_code == 422
    assert "Ingen har sagt ja til" in text(unsure)
    assert not letters(cast, "order_asked")
    assert bent.post(f"/dage/{choice.id}/vaelg/", number="0", anyway="1").status_code == 302
    assert {one.to for one in letters(cast, "order_asked")} == {"vis@museet.example", "bil@taxa.example"}
    lay(bent, cast, men, what="En tur til", name_2="")
    with acting_as(cast.system):
        second = DayChoice.objects.get(what="En tur til")
    assert bent.post(f"/dage/{second.id}/vaelg/", number="none").status_code == 302
    assert {one.to for one in letters(cast, "days_over")} == {"vis@museet.example", "bil@taxa.example"}
    assert "En tur til" not in text(bent.get(f"/grupper/{men.id}/"))


def test_what_is_wrong_is_told_and_others_see_nothing(
    cast: Cast, bent: Any, men: Any, browser_of: Any, other_leader: str
) -> None:
    from brobygger.pathway.orders.models import DayChoice

    assert lay(bent, cast, men, day_1="").status_code == 422
    same = {"day_1": (cast.today + timedelta(days=8)).isoformat(), "day_2": ""}
    assert "Skriv mindst to forskellige dage" in text(lay(bent, cast, men, **same))
    assert "Skriv klokken." in text(lay(bent, cast, men, time_0=""))
    which = text(lay(bent, cast, men, day_1="", email_1="x"))
    assert "Dato, dag 2: Vælg en dag." in which
    assert "E-mail, nummer 2: Skriv en e-mailadresse" in which
    late = {"answer_by": (cast.today + timedelta(days=8)).isoformat()}
    assert "Vælg en dag før den første af dagene." in text(lay(bent, cast, men, **late))
    assert "Vælg en dag inden for to år." in text(lay(bent, cast, men, day_2="2099-01-01"))
    assert "Skriv en e-mail eller et telefonnummer." in text(lay(bent, cast, men, email_0=""))
    with acting_as(cast.system):
        assert not DayChoice.objects.exists()
    nobody = lay(bent, cast, men, name_0="", name_1="", name_2="")
    assert "Skriv mindst en, der skal sige ja." in text(nobody)
    lay(bent, cast, men)
    with acting_as(cast.system):
        (choice,) = DayChoice.objects.all()
    for rubbish in ("", "²", "7", "9" * 5000):
        assert bent.post(f"/dage/{choice.id}/vaelg/", number=rubbish).status_code == 409
    tables = f"/moedegange/{session_of(cast, men).id}/borde/"
    assert [bent.post(tables, tables=many).status_code for many in ("²", "0", "31", "2")] == [409, 409, 409, 302]
    other = browser_of(other_leader)
    assert other.get(f"/dage/{choice.id}/").status_code == 404
    assert other.post(f"/dage/{choice.id}/vaelg/", number="0").status_code == 404
    assert browser_of("mette").get(f"/dage/{choice.id}/").status_code == 403


def session_of(cast: Cast, group: Any) -> Any:
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.system):
        return Session.objects.get(group=group)


def test_villy_arranges_a_visit_by_a_link_of_his_own(cast: Cast, bent: Any, men: Any, browser_of: Any) -> None:
    from brobygger.communities.groups.models import Member
    from brobygger.pathway.orders.models import Arrangement, Order

    session = session_of(cast, men)
    with acting_as(cast.system):
        member = Member.objects.get(group=men)
    plan = f"/moedegange/{session.id}/plan/"
    address = f"/moedegange/{session.id}/en-ordner-det/"
    assert bent.post(address, member="x", about="Museet").status_code == 409
    assert bent.post(address, member=str(member.id), about="Et besøg på museet").status_code == 302
    assert "Et besøg på museet" in text(bent.get(plan))
    (letter,) = letters(cast, "arrange")
    villys, own = Client(), link_in(letter)
    shown = text(villys.get(own))
    day = session.starts_at.astimezone(DENMARK)
    assert f"{day:%H.%M}" in shown
    assert "Villy" not in shown
    assert villys.post(own, {"answer": "ask", "kind": "visit", "name": ""}).status_code == 422
    number = re.search(r'name="order_id" value="([^"]+)"', shown)
    assert number
    asked = {
        "order_id": number[1],
        "answer": "ask",
        "kind": "visit",
        "name": "Museet",
        "email": "vis@museet.example",
        "words": "Om krigen",
    }
    assert villys.post(own, asked).status_code == 302
    assert villys.post(own, asked).status_code == 302  # pressed twice: the museum has one letter
    rung = {"order_id": str(uuid4()), "kind": "speaker", "name": "Præsten", "email": "", "phone": "22334455"}
    assert villys.post(own, {**asked, **rung}).status_code == 302
    (question,) = letters(cast, "order_asked")
    assert "et besøg: Om krigen" in question.body
    with acting_as(cast.system):
        rang = Order.objects.get(name="Præsten")
    heard = {"answer": "yes", "order": str(rang.id), "seen": str(rang.version), "words": "Hun kommer kl. 14"}
    assert villys.post(own, {**heard, "seen": "²"}).status_code == 422
    assert villys.post(own, heard).status_code == 302
    assert villys.post(own, {**heard, "order": str(session.id)}).status_code == 404
    assert "Hun kommer kl. 14" in text(villys.get(own))
    hosts = text(bent.get(plan))
    assert "Hun kommer kl. 14" in hosts
    assert "Villy Vang har ordnet det" in hosts
    assert "Mangler ja fra Museet" in hosts
    assert villys.post(own, {"answer": "said", "words": "Nu mangler kun museet"}).status_code == 302
    assert "Nu mangler kun museet" in text(bent.get(plan))
    assert browser_of("ole").post(address, member=str(member.id), about="x").status_code == 403
    with acting_as(cast.system):
        (arrangement,) = Arrangement.objects.all()
    assert bent.post(f"/ordnes/{arrangement.id}/tag-tilbage/").status_code == 302
    assert villys.get(own).status_code == 410
    hosts = text(bent.get(plan))
    assert "I ordner det selv" in hosts  # taken back undone: it is not in place for that
    assert "på plads" not in hosts
    assert "i gang" not in hosts
    assert "/tag-tilbage/" not in hosts
    assert "Nu mangler kun museet" in hosts
    assert bent.post(address, member=str(member.id), about="Et besøg på museet").status_code == 302
    assert "i gang" in text(bent.get(plan))
    assert Client().post(link_in(letters(cast, "arrange")[-1]), {"answer": "done", "words": ""}).status_code == 302
    assert "på plads" in text(bent.get(plan))


def test_who_has_left_the_group_arranges_no_more(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.communities.groups.models import Member

    session = session_of(cast, men)
    with acting_as(cast.system):
        member = Member.objects.get(group=men)
    bent.post(f"/moedegange/{session.id}/en-ordner-det/", member=str(member.id), about="En guide")
    (letter,) = letters(cast, "arrange")
    with acting_as(cast.system):
        Member.objects.filter(id=member.id).update(until=datetime.now(DENMARK).date())
    assert Client().get(link_in(letter)).status_code == 404
