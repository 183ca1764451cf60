"""Writing without a sign-in: for oneself, for a mother, twice, by a program, too often; and who sees it."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from brobygger.communities.directory import limits, sign_ups, writing_rules
from brobygger.communities.directory.models import Count, SignUp
from brobygger.foundation.kernel.clock import now
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.followup.models import Task
from brobygger.registry.communication.models import Message
from brobygger.registry.people.acting import acting_as
from brobygger.registry.wording.reading import HARD, lix, sentences
from brobygger.registry.wording.repelling import repelling
from brobygger.web.public import limits as reading_limits
from tests.cast import email_of

SELF = {"name": "Asta Skov", "phone": "20 30 40 50", "best_time": "morning", "yes": "on"}
RELATIVE = {
    "name": "Asta Skov", "relation": "child", "knows": "yes", "relative_name": "Sofie Skov", "phone": "+45 20304051",
    "best_time": "evening", "yes": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    reading_limits.MINUTES.forget()


@pytest.fixture
def sang(directory):
    return directory["Syng sammen om torsdagen"]


def write(address: str, said: dict[str, str], client: Client | None = None, **more: str):
    return (client or Client()).post(address, {"form_id": str(uuid4()), **said, **more})


def join(offer, said=SELF, *, query: str = "", **more):
    return write(f"/find/tilbud/{offer.id}/med/{query}", said, **more)


def client_of(name: str) -> Client:
    from brobygger.registry.access.models import User

    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def kept(cast):
    with acting_as(cast.mette):
        return list(SignUp.objects.order_by("wrote_at"))


def tips(cast):
    with acting_as(cast.mette):
        return list(Tip.objects.order_by("sent_at"))


def test_somebody_signs_up_and_bent_calls(sang, cast):
    response = join(sang, query="?k=bibliotek")
    assert response.status_code == 302
    receipt = Client().get(response.headers["Location"]).content.decode()
    (one,) = kept(cast)
    assert (one.name, one.phone, one.channel) == ("Asta Skov", "20304050", "bibliotek")
    assert one.receipt in receipt
    assert "Fællesskabet Eksempelkøbing" in receipt or cast.association.name in receipt
    assert "Vi gemmer det, du skriver her" in one.consent_text
    bent = client_of("bent")
    page = bent.get("/nye-til-os/").content.decode()
    assert "Asta Skov" in page
    assert "20304050" in page
    assert "Ring til en, der selv har skrevet" in bent.get("/min-dag/").content.decode()
    answered = bent.post(f"/nye-til-os/selv/{one.id}/", {"status": "joined", "idempotency_key": str(uuid4())})
    assert answered.status_code == 302
    assert "Asta Skov" not in bent.get("/nye-til-os/").content.decode()
    with acting_as(cast.mette):
        assert not Task.objects.filter(kind="answer_sign_up", status="open").exists()


def test_the_organisation_is_told_without_a_name(sang, cast):
    with acting_as(cast.mette):
        type(cast.association).objects.filter(id=cast.association.id).update(email="bent@forening.example")
    join(sang)
    with acting_as(cast.mette):
        (message,) = Message.objects.all()
    assert message.to == "bent@forening.example"
    for personal in ("Asta", "Skov", "2030"):
        assert personal not in message.body + message.subject
    assert mail.outbox == []


def test_writing_twice_is_one_and_the_page_does_not_tell(sang, cast):
    first, second = join(sang), join(sang, SELF | {"name": "asta  skov", "phone": "+45 20304050", "best_time": "any"})
    (one,) = kept(cast)
    assert (one.times, one.best_time) == (2, "any")
    pages = [Client().get(response.headers["Location"]).content.decode() for response in (first, second)]
    one_page, the_other = (re.sub(r'\?b=[^"]+', "", page) for page in pages)  # the address tells the second it was made
    assert one_page == the_other
    assert one.receipt in one_page
    form_id = str(uuid4())
    for _time in range(2):  # a double click
        join(sang, SELF | {"name": "En Anden", "form_id": form_id})
    assert [row.times for row in kept(cast)] == [2, 1]


def test_the_same_person_may_want_something_else_too(directory, cast):
    for name in ("Syng sammen om torsdagen", "Havelauget"):
        join(directory[name])
    assert len(kept(cast)) == 2


def test_for_a_mother_who_knows_the_association_calls_the_daughter_first(sang, cast):
    join(sang, RELATIVE, query="?for=paaroerende")
    (one,) = kept(cast)
    assert (one.for_whom, one.name, one.relative_name, one.phone) == ("relative", "Asta Skov", "Sofie Skov", "20304051")
    page = client_of("bent").get("/nye-til-os/").content.decode()
    assert "Sofie Skov har skrevet og vil gerne ringes op først" in page


def test_for_a_mother_who_does_not_know_the_association_learns_nothing(sang, cast):
    response = join(sang, RELATIVE | {"knows": "no"}, query="?for=paaroerende")
    assert kept(cast) == []
    (tip,) = tips(cast)
    assert (tip.about_name, tip.sender_kind, tip.about_phone) == ("Asta Skov", "relative", "")
    assert "Asta Skov ved det ikke endnu" in tip.worry
    assert "Asta" not in client_of("bent").get("/nye-til-os/").content.decode()
    assert "Asta Skov" in client_of("mette").get("/beskeder/").content.decode()
    assert "Kun kommunens brobygger kan se det" in Client().get(response.headers["Location"]).content.decode()


def test_ring_til_mig_is_a_tip_with_a_task_and_once(sang, cast):
    for address in (f"/find/ring-til-mig/?tilbud={sang.id}", "/find/ring-til-mig/"):
        more = {} if "tilbud" in address else {"municipality": str(cast.municipality.id)}
        assert write(address, SELF, **more).status_code == 302
    (tip,) = tips(cast)
    assert (tip.about_name, tip.about_phone, tip.sent_by_name) == ("Asta Skov", "20304050", "Find et fællesskab")
    assert "Syng sammen om torsdagen" in tip.worry
    with acting_as(cast.mette):
        assert Task.objects.filter(kind="handle_tip", status="open").count() == 1
    page = client_of("mette").get("/beskeder/").content.decode()
    assert "Fra Find et fællesskab, borgeren selv" in page


def test_the_neighbours_get_what_is_theirs_only(cast, directory):
    write("/find/ring-til-mig/", SELF, municipality=str(cast.neighbour.id))
    assert tips(cast) == []
    with acting_as(cast.nina):
        assert Tip.objects.count() == 1


def test_another_association_sees_nothing_and_cannot_answer(sang, cast):
    join(sang)
    (one,) = kept(cast)
    from brobygger.communities.offers.models import Offer

    with acting_as(cast.mette):
        Offer.objects.filter(id=sang.id).update(organisation=cast.parish)
        SignUp.objects.update(organisation=cast.parish)
    bent = client_of("bent")
    assert "Asta" not in bent.get("/nye-til-os/").content.decode()
    for status in ("joined", "nonsense"):
        answered = bent.post(f"/nye-til-os/selv/{one.id}/", {"status": status, "idempotency_key": str(uuid4())})
        assert answered.status_code == 404


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (SELF | {"name": ""}, "Skriv et navn."),
        (SELF | {"phone": "12345"}, "otte tal"),
        (SELF | {"phone": "hej"}, "otte tal"),
        (SELF | {"yes": ""}, "Sæt kryds"),
        (SELF | {"best_time": "midnight"}, "Vælg et af svarene."),
        (SELF | {"website": "http://spam.example"}, "Lad feltet nederst stå tomt"),
        (SELF | {"name": "x" * 5000}, "Skriv højst 100 tegn."),
        (SELF | {"form_id": "nonsense"}, "Der mangler noget"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(sang, cast, said, wrong):
    response = join(sang, said)
    assert response.status_code == 422
    assert wrong in response.content.decode()
    assert kept(cast) == []


def test_nothing_personal_stands_in_an_address_or_a_log(sang, cast, caplog):
    with caplog.at_level(logging.DEBUG):
        response = join(sang)
        page = Client().get(response.headers["Location"])
    from django.core import signing

    told = signing.loads(response.headers["Location"].split("b=")[1], salt="find-receipt")
    assert not {"Asta", "Skov", "Asta Skov", "20304050", "20 30 40 50"} & set(map(str, told.values()))
    for place in (response.headers["Location"], caplog.text, page.content.decode(), str(told)):
        assert "Asta" not in place
        assert "20304050" not in place


def test_a_flood_of_writing_is_stopped_and_others_are_not(sang, cast, monkeypatch):
    monkeypatch.setattr(limits, "WRITES_AN_HOUR", 3)
    flood, somebody = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    statuses = [join(sang, SELF | {"name": f"Nr {number}"}, client=flood).status_code for number in range(5)]
    assert statuses == [302, 302, 302, 429, 429]
    assert join(sang, client=somebody).status_code == 302
    assert len(kept(cast)) == 4
    assert not Count.objects.filter(key__contains="203").exists()
    assert limits.forget_counts(at=now()) == 0


def test_there_is_a_limit_for_all_together_too(sang, cast, monkeypatch):
    monkeypatch.setattr(limits, "WRITES_AN_HOUR_IN_ALL", 2)
    clients = [Client(REMOTE_ADDR=f"203.0.113.{number}") for number in range(3)]
    statuses = [join(sang, SELF | {"name": f"Nr {n}"}, client=one).status_code for n, one in enumerate(clients)]
    assert statuses == [302, 302, 429]


def test_without_the_limit_all_would_be_kept(sang, cast, monkeypatch):
    monkeypatch.setattr(limits, "WRITES_AN_HOUR", 10**6)
    flood = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(writing_rules.WRITES_AN_HOUR + 2):
        join(sang, SELF | {"name": f"Nr {number}"}, client=flood)
    assert len(kept(cast)) == writing_rules.WRITES_AN_HOUR + 2


def test_what_was_answered_is_forgotten_as_promised(sang, cast):
    from datetime import timedelta

    join(sang)
    (one,) = kept(cast)
    with acting_as(cast.bent):
        sign_ups.answer(sign_up=one, status="declined", by=cast.bent, at=cast.at)
    with acting_as(cast.system):
        assert sign_ups.forget_old(by=cast.system, at=cast.at + timedelta(days=89)) == 0
        assert sign_ups.forget_old(by=cast.system, at=cast.at + timedelta(days=91)) == 1
    assert kept(cast) == []


def test_nobody_there_to_call_then_the_coordinator_does(directory, cast):
    join(directory["Fællesspisning i sognegården"])  # nobody in the parish has a sign-in
    with acting_as(cast.mette):
        assert Task.objects.get(kind="answer_sign_up").role == "coordinator"
    mette = client_of("mette")
    assert "Asta Skov" in mette.get("/beskeder/").content.decode()
    (one,) = kept(cast)
    mette.post(f"/beskeder/selv/{one.id}/", {"status": "no_answer", "idempotency_key": str(uuid4())})
    assert "tog ikke telefonen" in mette.get("/beskeder/").content.decode()
    mette.post(f"/beskeder/selv/{one.id}/", {"status": "declined", "idempotency_key": str(uuid4())})
    assert "Asta Skov" not in mette.get("/beskeder/").content.decode()


def test_somebody_wants_to_give_a_hand(sang, cast):
    page = Client().get(f"/find/tilbud/{sang.id}/med/?for=frivillig").content.decode()
    assert "<h1>Bliv frivillig</h1>" in page
    join(sang, query="?for=frivillig")
    join(sang)  # and wants to join as well: that is something else
    assert sorted(one.for_whom for one in kept(cast)) == ["self", "volunteer"]
    assert client_of("bent").get("/nye-til-os/").content.decode().count("Vil gerne hjælpe til som frivillig.") == 1


def test_the_papers_that_brought_people_are_counted(sang, directory, cast):
    for number, code in enumerate(["Bibliotek i Nørby", "bibliotek-i-noerby", "laegehus", "", "<script>"]):
        join(sang, SELF | {"name": f"Nr {number}"}, query=f"?k={code}")
    with acting_as(cast.mette):
        assert sign_ups.by_channel(cast.mette) == [("bibliotek-i-noerby", 2), ("laegehus", 1), ("script", 1)]
    for name, address in (("mette", "/beskeder/"), ("bent", "/nye-til-os/")):
        assert "bibliotek i noerby: 2" in client_of(name).get(address).content.decode()
    write(f"/find/ring-til-mig/?tilbud={sang.id}&k=avisen", SELF)
    assert "Så det her: avisen." in tips(cast)[0].worry


def test_another_sites_page_cannot_write_with_its_readers_browsers(sang, cast):
    assert join(sang, client=Client(headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403
    assert kept(cast) == []
    assert join(sang, client=Client(headers={"Sec-Fetch-Site": "same-origin"})).status_code == 302


def test_what_people_read_before_they_write_is_easy_and_repels_nobody():
    said = []
    for path in (Path(reading_limits.__file__).parents[1] / "templates" / "public" / "find").glob("*.jinja"):
        said += [text for text in re.findall(r'_\("([^"]+)"', path.read_text(encoding="utf-8")) if text.endswith(".")]
    assert len(said) > 20
    read = [sentence for text in said for sentence in sentences(text)]
    assert [sentence.text for sentence in read if repelling(sentence)] == []
    assert lix(" ".join(said)) <= HARD


def test_a_forged_receipt_is_no_page():
    assert Client().get("/find/kvittering/?b=eyJudW1iZXIiOiJYIn0:abc:def").status_code == 404
    assert Client().get("/find/kvittering/").status_code == 404


def test_no_cookie_is_needed_nor_set(sang, cast):
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(f"/find/tilbud/{sang.id}/med/").status_code == 200
    assert join(sang, client=strict).status_code == 302
    assert strict.cookies == {}
