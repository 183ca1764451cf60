"""Those who can refer hear from us again and again, in other words each time, and stop it themselves (R360)."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brobygger.journeys import ask_to_refer, by_link, find
from brobygger.pathway.episodes.models import MoveRow
from brobygger.pathway.followup.models import Task
from brobygger.programmes.presence.models import Greeting, Rhythm
from brobygger.registry.communication.models import Message
from brobygger.registry.communication.refer_texts import REFER
from brobygger.registry.links import operations as links
from brobygger.registry.links.queries import holder
from brobygger.registry.links.rules import Opens
from brobygger.registry.organisations.models import Organisation, Unit
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.partners.test_text_pages import client_of, send


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()


@pytest.fixture
def addresses(cast):
    """The unit in home care has an address of its own; the pharmacy-like firm a mobile; the parish nothing."""
    with acting_as(cast.system):
        Unit.objects.filter(id=cast.north.id).update(email="nord@example.org")
        Organisation.objects.filter(id=cast.firm.id).update(email="", phone="21 34 56 78")
        Organisation.objects.filter(id=cast.parish.id).update(email="", phone="")


def begin(cast, whom: str, way: str = "email", weeks: str = "6") -> Rhythm:
    sent = send(client_of("mette"), reverse("referring"), whom=whom, way=way, every_weeks=weeks)
    assert sent.status_code == 302
    with acting_as(cast.mette):
        return Rhythm.objects.order_by("-made_at", "-id")[0]


def night(cast, days: int = 0) -> int:
    with acting_as(cast.system):
        return ask_to_refer.watch(by=cast.system, at=cast.at + timedelta(days=days))


def karin_refers(cast, *, days: int = 0, begun: bool = False) -> None:
    """Karin writes about Aase, who perhaps begins."""
    with acting_as(cast.karin):
        find.send_tip(
            tip_id=uuid4(), about_name="Aase", worry="Kommer ikke ud", sender_kind="home_care", person=cast.aase,
            by=cast.karin, at=cast.at + timedelta(days=days),
        )  # fmt: skip
    if begun:
        programme = given_programme(cast)
        with acting_as(cast.mette):
            way = find.begin(person=cast.aase, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
            MoveRow.objects.create(
                episode=way, person=cast.aase, programme=programme, number=99, kind="reached", step="first_time",
                at=cast.at + timedelta(days=days, hours=1),
            )  # fmt: skip


def messages(cast) -> list[Message]:
    with acting_as(cast.mette):
        return list(Message.objects.filter(text_code__startswith="refer_").order_by("queued_at", "id"))


def test_a_unit_hears_again_and_again_in_other_words_and_less_often_when_it_refers(cast, addresses):
    rhythm = begin(cast, f"{cast.kommune.id}/{cast.north.id}")
    assert night(cast) == 1
    assert night(cast) == 0  # the same night again
    assert night(cast, 41) == 0
    karin_refers(cast, days=20, begun=True)
    assert night(cast, 42) == 1
    first, second = messages(cast)
    assert (first.to, first.channel, first.digest) == ("nord@example.org", "email", True)
    assert (first.text_code, second.text_code) == ("refer_1", "refer_2")
    assert first.body != second.body
    assert "Hjemmeplejen Nord" in first.body
    assert "I har henvist 1 det sidste halve år. Personen er begyndt." in second.body
    assert "Aase" not in second.body
    with acting_as(cast.mette):
        rhythm.refresh_from_db()
        assert rhythm.next_on == cast.today + timedelta(days=42 + 84)  # twice as long: they have referred


def test_what_was_referred_around_a_greeting_is_counted_and_no_cause_is_claimed(cast, addresses):
    rhythm = begin(cast, f"{cast.kommune.id}/{cast.north.id}")
    night(cast, -60)
    with acting_as(cast.system):
        Rhythm.objects.update(next_on=cast.today - timedelta(days=60))
    assert night(cast, -60) == 1
    karin_refers(cast, days=-50)
    page = client_of("mette").get(reverse("referring")).content.decode()
    assert "1 henvist på 30 dage efter, 0 på 30 dage før" in page
    assert "viser ikke, at det var hilsenen" in page
    one = client_of("mette").get(reverse("rhythm", args=[rhythm.id])).content.decode()
    assert "I har henvist 1 det sidste halve år." in one
    assert "tekst nr. 1" in one


def test_two_units_at_one_address_that_began_on_different_days_get_one_letter_between_them(cast, addresses):
    with acting_as(cast.system):
        Unit.objects.filter(id=cast.north.id).update(
            email=""
        )  # read at the municipality's own address, as the south is
    north = begin(cast, f"{cast.kommune.id}/{cast.north.id}")
    assert night(cast) == 1
    south = begin(cast, f"{cast.kommune.id}/{cast.south.id}", weeks="9")
    with acting_as(cast.mette):
        Rhythm.objects.filter(id=south.id).update(next_on=cast.today + timedelta(days=10))
    assert [night(cast, days) for days in (9, 10, 42, 51, 52, 73)] == [0, 1, 0, 0, 1, 0]
    assert len(messages(cast)) == 3
    assert all(name in messages(cast)[1].body for name in ("Hjemmeplejen Nord", "Hjemmeplejen Syd"))
    with acting_as(cast.mette):
        told = {one.id: one.next_on - cast.today for one in Rhythm.objects.all()}
    assert told == {north.id: timedelta(days=52 + 42), south.id: timedelta(days=52 + 63)}


def test_another_way_or_rhythm_is_counted_as_the_greeting_was_from_those_referred_since_the_one_before(cast, addresses):
    rhythm = begin(cast, f"{cast.kommune.id}/{cast.north.id}")
    where = reverse("rhythm", args=[rhythm.id])

    def next_day(**told: str) -> int:
        assert send(client_of("mette"), where, **told).status_code == 302
        with acting_as(cast.mette):
            rhythm.refresh_from_db()
        return (rhythm.next_on - cast.today).days

    karin_refers(cast, days=-150)  # counts in the half year that the letter tells of, but not since a greeting
    night(cast)
    assert next_day(way="phone", every_weeks="6") == 42
    assert next_day(answer="seldom") == 63
    karin_refers(cast, days=20)
    assert night(cast, 63) == 1
    assert next_day(way="email", every_weeks="6") == 63 + 84


def test_who_shares_an_address_gets_one_and_who_has_none_is_rung(cast, addresses):
    for whom in (cast.kommune, cast.association, cast.housing):  # the cast's organisations share an address
        begin(cast, str(whom.id))
    begin(cast, str(cast.parish.id))
    assert night(cast) == 2
    (mail,) = messages(cast)
    assert "Boligforeningen Søparken" in mail.body
    with acting_as(cast.mette):
        assert Greeting.objects.count() == 4
        (task,) = Task.objects.filter(kind="ask_to_refer")
    assert (task.role, task.status) == ("coordinator", "open")
    assert "Eksempelkøbing Sogn" in task.why["about"]
    assert "Ring, og tal om at henvise" in client_of("mette").get(reverse("my_day")).content.decode()


def test_by_sms_it_is_short_and_says_where_to_stop(cast, addresses):
    begin(cast, str(cast.firm.id), way="sms")
    night(cast)
    (sms,) = messages(cast)
    assert (sms.channel, sms.to) == ("sms", "+4521345678")
    assert "/l/" in sms.body
    assert len(sms.body) < 320


def test_they_pause_and_stop_it_themselves_and_may_begin_again(cast, addresses):
    rhythm = begin(cast, f"{cast.kommune.id}/{cast.north.id}")
    night(cast)
    path = re.search(r"(/l/[0-9A-Z-]+/)", messages(cast)[0].body)[1]
    page = Client().get(path).content.decode()
    assert "I hører fra os hver 6. uge" in page
    with acting_as(cast.mette):
        rhythm.refresh_from_db()
        assert rhythm.paused_until is None  # opening it changes nothing

    def answered(answer: str) -> str:
        weeks = re.search(r'name="seen" value="(\d+)"', Client().get(path).content.decode())
        fields = {"answer": answer, "seen": weeks[1] if weeks else ""}
        sent = Client().post(path, fields)
        Client().post(path, fields)  # pressed twice
        assert sent.status_code == 302
        assert "Det gør vi" in Client().get(sent.url).content.decode()
        return client_of("mette").get(reverse("referring")).content.decode()

    assert "pause" in answered("pause")
    assert night(cast, 43) == 0
    assert "de har sagt stop" in answered("stop")
    assert night(cast, 2000) == 0
    answered("go_on")
    assert night(cast, 43) == 1
    answered("seldom")
    with acting_as(cast.mette):
        rhythm.refresh_from_db()
        assert rhythm.every_weeks == 9
    assert Client().post(path, {"answer": "x"}).status_code == 422


def test_staff_write_down_what_was_said_on_the_phone_and_change_the_way(cast, addresses):
    rhythm = begin(cast, str(cast.firm.id))
    mette, where = client_of("mette"), reverse("rhythm", args=[rhythm.id])
    assert "Vi mangler deres adresse" in mette.get(where).content.decode()
    assert send(mette, where, way="sms", every_weeks="12").status_code == 302
    assert send(mette, where, answer="stop").status_code == 302
    with acting_as(cast.mette):
        rhythm.refresh_from_db()
        assert (rhythm.way, rhythm.every_weeks, rhythm.stopped_by_them) == ("sms", 12, True)
    assert send(mette, where, way="due", every_weeks="12").status_code == 422
    assert send(mette, reverse("referring"), whom=str(cast.firm.id), way="sms", every_weeks="6").status_code == 422
    assert client_of("nina").get(where).status_code == 404
    assert client_of("karin").get(where).status_code == 403


def test_somebody_outside_is_not_told_of_so_few_that_one_could_be_known(cast, addresses):
    rhythm = begin(cast, str(cast.firm.id), way="sms")
    with acting_as(cast.mette):
        link = links.make(
            opens=Opens.SEND_TIP, organisation_id=cast.kommune.id, given_to=cast.firm.name, channel="shop",
            by=cast.mette, at=cast.at,
        )  # fmt: skip
    with acting_as(holder(link, cast.municipality)) as somebody:
        told = {"tip_id": uuid4(), "about_name": "Elna", "worry": "Henter ikke sin medicin"}
        by_link.send_tip(link=link, told=told, by=somebody, at=cast.at)
    with acting_as(cast.system):
        found = ask_to_refer.referred(cast.system, since=cast.at - timedelta(days=30))
        (theirs,) = ask_to_refer.by_them(found, [rhythm])
        assert ask_to_refer.told_begun([rhythm], [theirs]) is None
    night(cast, 1)
    assert "I har henvist 1 det sidste halve år. Tak for det." in messages(cast)[0].body


def test_six_texts_each_its_own():
    assert len(REFER) == 6
    assert len({body for _subject, body, _short in REFER.values()}) == 6


def test_as_many_queries_for_many_as_for_one(cast, addresses):
    from tests.web.staff_office.conftest import reads

    begin(cast, str(cast.firm.id))
    mette = client_of("mette")
    few = reads(mette, "referring")
    for unit in (cast.north, cast.south):
        begin(cast, f"{cast.kommune.id}/{unit.id}")
    assert reads(mette, "referring") == few <= 15
