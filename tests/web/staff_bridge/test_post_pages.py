"""Mette's post: what waits, what failed, what nobody knows; letters to print, people to ring, answers to read."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast
from tests.pdf_reading import pdf_of, words_of

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def messages(cast: Cast, **filters: Any) -> list[Any]:
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return list(Message.objects.filter(**filters).order_by("queued_at", "id"))


def wrote(cast: Cast, mette: Any, post: Any, person: Any, channel: str, words: str = "Vi ses på torsdag.") -> Any:
    address = f"/borgere/{person.id}/skriv/"
    return post(mette, address, words=words, channel=channel, message_id=str(uuid4()))


def test_a_letter_is_written_printed_in_large_type_and_posted(cast: Cast, mette: Any, post: Any) -> None:
    way = f"/borgere/{cast.aase.id}/skrivemaade/"
    answer = post(mette, way, contact_way="letter", large="on", sender=str(cast.association.id))
    assert answer.status_code == 302
    assert wrote(cast, mette, post, cast.aase, "letter", "Vi glæder os.\n\nDu sidder ved Bent.").status_code == 302
    page = text(mette.get("/post/"))
    assert "1 besked venter på dig." in page
    assert "Aase Andersen" in page
    assert post(mette, "/post/print/").headers["Location"] == "/post/bunke/"
    read = pdf_of(mette.get("/post/bunke/breve.pdf"))
    words = words_of(read)
    for said in ("Aase Andersen", "Åvej 8", "9998 Eksempelkøbing", "Kære Aase", "Du sidder ved Bent.", "Fællesskabet"):
        assert said in words, said
    assert sizes(read) >= {20.0}
    assert [one.delivery for one in messages(cast)] == ["unknown"]
    post(mette, "/post/bunke/sendt/")
    assert [one.delivery for one in messages(cast)] == ["sent"]
    assert mette.get("/post/bunke/").status_code == 302


def sizes(read: Any) -> set[float]:
    found: set[float] = set()
    read.pages[0].extract_text(visitor_text=lambda said, cm, tm, font, size: found.add(round(size * abs(tm[0]), 1)))
    return found


def test_no_letter_is_printed_to_the_dead(cast: Cast, mette: Any, post: Any) -> None:
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    wrote(cast, mette, post, cast.aase, "letter")
    with acting_as(cast.mette):
        people.mark_dead(person=cast.aase, died_on=cast.today, by=cast.mette, at=cast.at)
    assert post(mette, "/post/print/").headers["Location"] == "/post/"
    (letter,) = messages(cast)
    assert (letter.delivery, letter.why_cancelled) == ("cancelled", "death")
    assert "personen er død" in text(mette.get("/post/?vis=stopped"))
    assert wrote(cast, mette, post, cast.aase, "letter").status_code == 409


def test_words_that_repel_are_told_before_anything_is_sent(cast: Cast, mette: Any, post: Any) -> None:
    answer = wrote(cast, mette, post, cast.aase, "phone", "Er du ensom?")
    assert answer.status_code == 422
    assert "Har du lyst til selskab?" in text(answer)
    assert messages(cast) == []


def test_people_are_rung_and_after_three_tries_another_way_is_proposed(cast: Cast, mette: Any, post: Any) -> None:
    wrote(cast, mette, post, cast.aase, "phone")
    page = text(mette.get("/post/?vis=to_call"))
    assert 'href="tel:21000082"' in page
    assert "Hej Aase. Vi ses på torsdag." in page
    assert "21 00 00 82" in words_of(pdf_of(mette.get("/post/ringeliste.pdf")))
    (call,) = messages(cast)
    for _try in range(3):
        assert post(mette, f"/post/besked/{call.id}/ringet/", reached="no").status_code == 302
    assert "ringet tre gange" in text(mette.get("/post/?vis=failed"))
    assert post(mette, f"/post/besked/{call.id}/ringet/", reached="yes").status_code == 409
    post(mette, f"/post/besked/{call.id}/ordnet/", what="again")
    post(mette, f"/post/besked/{call.id}/ringet/", reached="yes")
    assert [one.delivery for one in messages(cast)] == ["sent"]


@pytest.mark.parametrize(("what", "state"), [("arrived", "sent"), ("again", "queued"), ("stop", "cancelled")])
def test_what_nobody_knows_is_settled_by_a_person(cast: Cast, mette: Any, post: Any, what: str, state: str) -> None:
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        lost = Message.objects.create(
            key="lost", channel="email", to="bent@example.org", subject="Nyt", body="…", queued_at=cast.at,
            delivery="unknown", claimed_at=cast.at - timedelta(hours=1), organisation=cast.association,
        )  # fmt: skip
    page = text(mette.get("/post/"))
    assert "Den kom frem" in page
    post(mette, f"/post/besked/{lost.id}/ordnet/", what=what)
    assert messages(cast)[0].delivery == state
    assert "Den kom frem" not in text(mette.get("/post/?vis=unknown"))


# ---- answers


@pytest.fixture
def asked(cast: Cast, settings: Any, tmp_path: Any) -> Any:
    """Aase is expected at a session in three days, and was asked by SMS. The session."""
    from brobygger.journeys import tell
    from brobygger.registry.communication import operations as outbox
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as
    from tests.cast import given_shared
    from tests.receiving import given_group, given_member

    settings.SMS_KEY, settings.VAR = "the key", tmp_path
    given_shared(cast, cast.aase, actor=cast.bent)
    group = given_group(cast, starts=[cast.at + timedelta(days=3)])
    given_member(cast, cast.aase, group)
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"contact_way": "sms"}, by=cast.mette, at=cast.at)
    with acting_as(cast.bent):
        session = group.sessions.select_related("group", "organisation").get()
        for _twice in (1, 2):
            (_message,) = tell.of_session(session=session, by=cast.bent, at=cast.at)
    noon = cast.at.replace(hour=11)
    outbox.deliver_queued(by=cast.system, at=noon)
    (sms,) = (tmp_path / "sms").iterdir()
    assert json.loads(sms.read_text())["to"] == "+4521000082"
    assert "Torsdagsholdet" in json.loads(sms.read_text())["text"]
    return session


def sent_in(words: str, *, key: str = "the key", reference: str = "", sender: str = "+4521000082") -> int:
    told = {"from": sender, "text": words, "reference": reference or str(uuid4())}
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client(enforce_csrf_checks=True).post("/sms/0998/", json.dumps(told), "application/json", headers=headers)
    return answer.status_code


def promised(cast: Cast, session: Any) -> bool | None:
    from brobygger.pathway.attendance.models import Attendance
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.bent):
        return Attendance.objects.get(session=session).promised


@pytest.mark.parametrize(("words", "kept"), [("Jaa tak", True), ("nej desværre", False), ("Måske", None)])
def test_yes_and_no_are_kept_and_the_rest_is_read_by_mette(
    cast: Cast, asked: Any, mette: Any, post: Any, words: str, kept: bool | None
) -> None:
    assert [sent_in(words, reference="one") for _twice in (1, 2)] == [204, 204]
    assert promised(cast, asked) is kept
    page = text(mette.get("/post/?vis=replies"))
    assert (f"“{words}”" in page) == (kept is None)
    if kept is None:
        from brobygger.registry.communication.models import Reply
        from brobygger.registry.people.acting import acting_as

        with acting_as(cast.mette):
            reply = Reply.objects.get()
        post(mette, f"/post/svar/{reply.id}/", meant="yes")
        assert promised(cast, asked) is True
        assert "Måske" not in text(mette.get("/post/?vis=replies"))


def test_bent_sees_what_will_be_sent_and_sends_it(cast: Cast, asked: Any, client_of: Any, post: Any) -> None:
    bent, address = client_of(cast.bent), f"/moedegange/{asked.id}/skriv-til-alle/"
    page = text(bent.get(address))
    assert "SMS 1" in page
    assert "til Torsdagsholdet" in page
    assert "Andersen" not in page
    assert post(bent, address).headers["Location"] == f"/grupper/{asked.group_id}/"
    assert len(messages(cast)) == 1  # she was asked already


def test_stop_is_respected_at_once(cast: Cast, asked: Any, mette: Any, post: Any) -> None:
    wrote(cast, mette, post, cast.aase, "sms")
    assert sent_in("STOP") == 204
    assert [one.why_cancelled for one in messages(cast, delivery="cancelled")] == ["stop"]
    assert promised(cast, asked) is None


def test_a_stranger_cannot_answer_for_aase(cast: Cast, asked: Any) -> None:
    assert sent_in("ja", key="guessed") == 403
    assert sent_in("ja", sender="+4599999999") == 204
    assert promised(cast, asked) is None


@pytest.mark.parametrize("body", [b"", b"[]", b'{"from": 1}', b"\xff", b"{" * 9000, b"x" * 30_000,
                                  b'{"from":"a","text":"\\ud800","reference":"b"}'])  # fmt: skip
def test_nonsense_from_a_gateway_is_refused_calmly(cast: Cast, settings: Any, body: bytes) -> None:
    settings.SMS_KEY = "the key"
    headers = {"Authorization": "Bearer the key"}
    assert Client().post("/sms/0998/", body, "application/json", headers=headers).status_code == 400


# ---- texts


def test_mettes_own_words_are_used_from_the_next_letter(cast: Cast, mette: Any, post: Any) -> None:
    address = "/post/tekster/ret/?tekst=own_words"
    post(mette, address, subject="Nyt", body="Kære {navn}\n\n{tekst}\n\nKnus", short="{tekst}")
    wrote(cast, mette, post, cast.aase, "letter")
    assert messages(cast)[0].body == "Kære Aase\n\nVi ses på torsdag.\n\nKnus"
    post(mette, address, back="1")
    wrote(cast, mette, post, cast.aase, "letter")
    assert "Knus" not in messages(cast)[1].body


@pytest.mark.parametrize(("body", "told"), [("Du er udsat, {navn}", "kan holde folk væk"), ("{cpr}", "{cpr}")])
def test_a_text_that_repels_or_asks_for_what_is_not_there_is_not_kept(
    cast: Cast, mette: Any, post: Any, body: str, told: str
) -> None:
    answer = post(mette, "/post/tekster/ret/?tekst=own_words", subject="Nyt", body=body, short="")
    assert answer.status_code == 422
    assert told in text(answer)


def test_bents_association_has_words_of_its_own(cast: Cast, mette: Any, client_of: Any, post: Any) -> None:
    bent = client_of(cast.bent)
    post(bent, "/post/tekster/ret/?tekst=session_soon", subject="Hej", body="Kom, {navn}", short="Kom, {navn}")
    assert "jeres egne ord, fra" in text(bent.get("/post/tekster/"))
    assert "jeres egne ord, fra" not in text(mette.get("/post/tekster/"))
    assert bent.get("/post/").status_code == 403


def test_the_post_asks_as_much_for_fifty_as_for_one(cast: Cast, mette: Any, post: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert mette.get("/post/?vis=to_call").status_code == 200
        return len([one for one in captured if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "select set_"))])

    wrote(cast, mette, post, cast.aase, "phone")
    mette.get("/post/")
    before = asked()
    for person in (cast.villy, cast.gerda, cast.aase):
        wrote(cast, mette, post, person, "phone")
    assert asked() == before
    assert before <= 24
