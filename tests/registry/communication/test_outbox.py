"""The outbox against a real SMTP server and a gateway: once, and never to those it must not reach."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, given_shared
from tests.smtp_server import SmtpServer

pytestmark = [pytest.mark.django_db, pytest.mark.sockets]


@pytest.fixture(scope="module")
def server() -> Iterator[SmtpServer]:
    with SmtpServer() as running:
        yield running


@pytest.fixture
def smtp(settings: Any, server: SmtpServer) -> SmtpServer:
    """The running server, empty, and Django told to send through it."""
    server.taken.clear()
    server.read.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    return server


def queued(cast: Cast, to: str = "post@example.org", **facts: Any) -> Any:
    from brobygger.registry.communication import operations as outbox
    from brobygger.registry.people.acting import acting_as

    told: dict[str, Any] = {"key": str(uuid4()), "channel": "email", "subject": "Hej på dig", "body": "Æblegrød\n.\nø"}
    with acting_as(cast.system):
        return outbox.queue(to=to, at=cast.at, **(told | facts))


def emptied(cast: Cast, after: timedelta = timedelta(0)) -> dict[str, int]:
    from brobygger.registry.communication import operations as outbox

    counts = outbox.deliver_queued(by=cast.system, at=cast.at + after)
    return {state: number for state, number in counts.items() if number}


def again(cast: Cast, message: Any) -> Any:
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        message.refresh_from_db()
    return message


def test_what_the_server_took_is_what_was_written(cast: Cast, smtp: SmtpServer) -> None:
    message = queued(cast, signed="Fællesskabet Eksempelkøbing")
    assert emptied(cast) == {"sent": 1}
    assert emptied(cast) == {}
    (letter,) = smtp.taken
    assert letter["subject"] == "Hej på dig"
    assert letter.get_content().replace("\r\n", "\n").strip() == "Æblegrød\n.\nø"
    assert "Fællesskabet" in str(letter["from"])
    assert letter["message-id"].startswith(f"<{message.id}@")
    assert again(cast, message).delivery == "sent"


def test_the_same_key_is_one_letter(cast: Cast, smtp: SmtpServer) -> None:
    assert queued(cast, key="same").id == queued(cast, key="same", body="anden").id
    emptied(cast)
    assert len(smtp.taken) == 1


@pytest.mark.parametrize(
    ("to", "state", "failure"),
    [("later@x.dk", "queued", "later"), ("never@x.dk", "failed", "refused"), ("cut@x.dk", "unknown", "")],
)
def test_every_answer_of_the_server_is_understood(
    cast: Cast, smtp: SmtpServer, to: str, state: str, failure: str
) -> None:
    message = queued(cast, to)
    emptied(cast)
    again(cast, message)
    assert (message.delivery, message.failure) == (state, failure)
    assert smtp.taken == []
    assert emptied(cast) == {}  # nothing is tried again in the same minute, and what nobody knows never by itself
    assert len(smtp.read) == (to == "cut@x.dk")


def test_no_server_is_tried_again_further_and_further_apart_and_then_shown(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens
    message, after, tries = queued(cast), timedelta(0), 0
    while again(cast, message).delivery == "queued":
        tries += bool(emptied(cast, after))
        after += timedelta(minutes=30)
        assert after < timedelta(days=1)
    assert (message.delivery, message.failure, tries) == ("failed", "too_often", 6)


def test_the_dead_the_moved_and_the_withdrawn_get_nothing(cast: Cast, smtp: SmtpServer) -> None:
    """The negative control is Villy: the same message, and he gets it."""
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    def to(person: Any, **facts: Any) -> Any:
        return queued(cast, f"{person.given_name}@example.org", person=person, to_person=True, **facts)

    consent = given_shared(cast, cast.gerda, actor=cast.bent)
    with acting_as(cast.mette):
        for person in (cast.aase, cast.villy, cast.gerda):
            people.edit_person(
                person=person, facts={"email": f"{person.given_name}@example.org"}, by=cast.mette, at=cast.at
            )
    aase, villy = to(cast.aase), to(cast.villy)
    about = queued(cast, person=cast.gerda, consent=consent, organisation=cast.association)
    with acting_as(cast.mette):
        people.mark_dead(person=cast.aase, died_on=cast.today, by=cast.mette, at=cast.at)
        people.withdraw_consent(consent=consent, how="phone", by=cast.mette, at=cast.at)
    assert emptied(cast) == {"sent": 1, "cancelled": 2}
    assert [str(letter["to"]) for letter in smtp.taken] == ["Villy@example.org"]
    assert [again(cast, one).why_cancelled for one in (aase, about, villy)] == ["death", "no_consent", ""]


def test_a_volunteer_who_no_longer_meets_her_hears_nothing_about_her(cast: Cast, smtp: SmtpServer) -> None:
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    given_shared(cast, cast.aase, actor=cast.ole)
    with acting_as(cast.mette):
        ole = Membership.objects.select_related("user").get(id=cast.ole.membership_id)
    before = queued(cast, membership=ole, person=cast.aase)
    assert emptied(cast) == {"sent": 1}
    after = queued(cast, membership=ole, person=cast.aase)
    with acting_as(cast.mette):
        people.stop_sharing(person=cast.aase, organisation=cast.association, at=cast.at, user_id=cast.ole.user_id)
    assert emptied(cast) == {"cancelled": 1}
    assert (again(cast, before).delivery, again(cast, after).why_cancelled) == ("sent", "no_consent")


def test_the_address_is_the_one_of_the_day_it_leaves(cast: Cast, smtp: SmtpServer) -> None:
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"email": "gammel@example.org"}, by=cast.mette, at=cast.at)
        message = queued(cast, "gammel@example.org", person=cast.aase, to_person=True)
        people.edit_person(person=cast.aase, facts={"email": "ny@example.org"}, by=cast.mette, at=cast.at)
    emptied(cast)
    assert [str(letter["to"]) for letter in smtp.taken] == ["ny@example.org"]
    assert again(cast, message).to == "ny@example.org"


def test_ten_mails_are_one_at_once_and_one_digest(cast: Cast, smtp: SmtpServer) -> None:
    for number in range(10):
        queued(cast, digest=True, subject=f"Nr. {number}", body=f"Brev {number}")
        emptied(cast)
    assert [str(letter["subject"]) for letter in smtp.taken] == ["Nr. 0"]
    emptied(cast, timedelta(hours=16))
    assert [str(letter["subject"]) for letter in smtp.taken] == ["Nr. 0", "9 beskeder fra Brobygger"]
    assert all(f"Brev {number}" in smtp.taken[1].get_content() for number in range(1, 10))
    assert emptied(cast, timedelta(hours=40)) == {}


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_letter_once(committed_cast: Cast, smtp: SmtpServer) -> None:
    from django.db import connection

    cast, wanted = committed_cast, 24
    for number in range(wanted):
        queued(cast, "slow@example.org", subject=str(number))
    counts: list[dict[str, int]] = []

    def work() -> None:
        try:
            counts.append(emptied(cast))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sorted(int(str(letter["subject"])) for letter in smtp.taken) == list(range(wanted))
    assert sum(one.get("sent", 0) for one in counts) == wanted
    assert sum(bool(one) for one in counts) > 1, "one worker did it all, so nothing was shared"


# ---- SMS: the folder of a demonstration must behave as the gateway does


class Fake(BaseHTTPRequestHandler):
    """A gateway: the same reference twice is 409, a number ending on 00 cannot be served, 99 is busy."""

    seen: dict[str, Any] = {}

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = 202
        if self.headers["Authorization"] != "Bearer a-key":
            status = 401
        elif told["reference"] in self.seen:
            status = 409
        elif not told["to"].startswith("+") or not told["text"]:
            status = 400
        elif told["to"].endswith("99"):
            status = 503
        if status == 202:
            self.seen[told["reference"]] = told
        self.send_response(status)
        self.end_headers()

    def log_message(self, *told: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway_address() -> Iterator[str]:
    Fake.seen.clear()
    running = HTTPServer(("127.0.0.1", 0), Fake)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}/sms"
    running.shutdown()
    running.server_close()


@pytest.fixture(params=["http", "folder"])
def gateway(request: Any, gateway_address: str, tmp_path: Any) -> Any:
    from brobygger.registry.communication.carriers import FolderGateway, HttpGateway

    return HttpGateway(gateway_address, "a-key") if request.param == "http" else FolderGateway(tmp_path)


def test_a_gateway_takes_one_reference_once_and_refuses_what_is_no_number(gateway: Any, tmp_path: Any) -> None:
    key = uuid4()
    assert [gateway.send(to="+4521000082", text="Hej æøå", key=key) for _twice in (1, 2)] == ["sent", "sent"]
    assert gateway.send(to="21000082", text="Hej", key=uuid4()) == "refused"
    assert gateway.send(to="+4521000082", text="", key=uuid4()) == "refused"
    assert len(Fake.seen) + len(list(tmp_path.iterdir())) == 1


def test_a_busy_or_silent_gateway_is_tried_again(gateway_address: str) -> None:
    from brobygger.registry.communication.carriers import HttpGateway

    assert HttpGateway(gateway_address, "a-key").send(to="+4521000099", text="Hej", key=uuid4()) == "later"
    assert HttpGateway("http://127.0.0.1:1/sms", "a-key").send(to="+4521000082", text="Hej", key=uuid4()) == "later"
    assert HttpGateway(gateway_address, "wrong").send(to="+4521000082", text="Hej", key=uuid4()) == "refused"


def test_no_sms_leaves_at_night(cast: Cast, settings: Any, gateway_address: str) -> None:
    from brobygger.foundation.kernel.clock import DENMARK
    from brobygger.registry.communication import operations as outbox

    settings.SMS_URL, settings.SMS_KEY = gateway_address, "a-key"
    message = queued(cast, "+4521000082", channel="sms", body="Hej")
    night = cast.at.astimezone(DENMARK).replace(hour=22, minute=30)
    outbox.deliver_queued(by=cast.system, at=night)
    assert (again(cast, message).delivery, Fake.seen) == ("queued", {})
    outbox.deliver_queued(by=cast.system, at=night + timedelta(hours=9, minutes=31))
    assert again(cast, message).delivery == "sent"
    assert [one["text"] for one in Fake.seen.values()] == ["Hej"]
