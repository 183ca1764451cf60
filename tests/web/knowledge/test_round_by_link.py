"""A person answers a round at home: asked by the outbox, answered once, and closed the moment it should be."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brobygger.journeys import agree, ask_by_link, leave
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.rules import Round
from brobygger.pathway.followup.models import Task
from brobygger.pathway.measurement import operations as measurement
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.communication.models import Message
from brobygger.registry.communication.operations import deliver_queued
from brobygger.registry.links.models import Link
from brobygger.registry.links.queries import address_of
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.people.purposes import ConsentPurpose
from tests.web.staff_office.conftest import reads, send, text_of

ANSWERS = {"item_0_1": "2", "item_0_2": "1", "item_1_1": "1", "item_1_2": "2", "item_1_3": "3", "who": "together"}


@pytest.fixture(autouse=True)
def _nobody_has_tried_before():
    cache.clear()


def planned(cast, programme, person, *, way="email", email="", consent=True, instruments=("phq-2@1", "t-ils@2")):
    """Somebody with a round of two instruments that is open now."""
    with acting_as(cast.mette):
        (episode,) = episodes.open_many(
            persons=[person], programme=programme, found_by="home_care", by=cast.mette, at=cast.at
        )
        measurement.plan_rounds(
            episode=episode, at=cast.at,
            rounds=[
                Round(id="after_90", instrument=name, due=cast.today, opens=cast.today - timedelta(days=7),
                      closes=cast.today + timedelta(days=14)) for name in instruments
            ],
        )  # fmt: skip
        if consent:
            people.give_consent(
                person=person, purpose=ConsentPurpose.PARTICIPATION, receiver=None, data=[], how="spoken",
                given_on=cast.today - timedelta(days=90), expires_on=cast.today + timedelta(days=200), by=cast.mette,
                at=cast.at,
            )  # fmt: skip
        Person.objects.filter(id=person.id).update(contact_way=way, email=email)
    return episode


def ester(cast):
    with acting_as(cast.system):
        return people.add_person(
            given_name="Ester", family_name="Ege", found_by="register", phone="21 00 00 91", by=cast.system, at=cast.at
        )


def asked(cast, programme):
    with acting_as(cast.mette):
        found = ask_by_link.to_ask(programme=programme, by=cast.mette, at=cast.at)
        return ask_by_link.send(asked=found, by=cast.mette, at=cast.at)


@pytest.fixture
def path(cast, programme):
    """The address in the e-mail that Aase gets, the whole way through the outbox."""
    planned(cast, programme, cast.aase, email="aase@example.org")
    assert dict(asked(cast, programme).ways) == {"email": 1}
    assert deliver_queued(by=cast.system, at=cast.at)["sent"] == 0  # it can be taken back for ten minutes
    assert deliver_queued(by=cast.system, at=cast.at + timedelta(minutes=11))["sent"] == 1
    (letter,) = mail.outbox
    assert letter.to == ["aase@example.org"]
    found = re.search(r"https?://[^/\s]+(/l/[0-9A-Z-]+/)", str(letter.body))
    assert found, letter.body
    return found[1]


def rows(cast):
    with acting_as(cast.system):
        return list(Measurement.objects.order_by("instrument"))


def test_aase_answers_with_her_daughter_once_and_a_professional_is_called(cast, programme, path, mette):
    shown = text_of(Client().get(path))
    assert "1. Lille interesse" in shown
    assert "5. Hvor ofte føler du dig udenfor?" in shown
    for never in ("Aase", "ensom", "T-ILS", "PHQ", "Mænd mødes"):
        assert never not in shown
    assert {one.status for one in rows(cast)} == {"planned"}  # reading changes nothing
    sent = Client().post(path, ANSWERS | {"idempotency_key": "a"})
    assert sent.status_code == 302, text_of(sent)
    thanks = text_of(Client().get(sent.headers["Location"]))
    assert "Tak for dine svar" in thanks
    assert "70 201 201" in thanks
    assert [(one.score, one.mode, one.answered_by) for one in rows(cast)] == [
        (3, "link", "together"), (6, "link", "together"),
    ]  # fmt: skip
    with acting_as(cast.system):
        assert Task.objects.get(kind="needs_professional").due == cast.today
    assert Client().post(path, ANSWERS | {"item_0_1": "0"}).status_code == 410
    assert rows(cast)[0].score == 3
    assert "link, som borgeren selv åbnede" in text_of(mette.get(reverse("rounds", args=[programme.id])))


def test_below_the_limit_nobody_is_called_and_paper_that_is_typed_in_is_kept_as_paper(cast, programme, path):
    assert Client().post(path, ANSWERS | {"item_0_1": "1", "item_0_2": "1", "who": "paper"}).status_code == 302
    assert {(one.mode, one.answered_by) for one in rows(cast)} == {("paper", "person")}
    with acting_as(cast.system):
        assert not Task.objects.filter(kind="needs_professional").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"item_1_3": "4"}, "Svaret på spørgsmål 5 er ikke et af dem, der kan vælges."),
        ({"item_0_1": "-1"}, "Svaret på spørgsmål 1 er ikke"),
        ({"item_0_2": ""}, "Spørgsmål 2 mangler et svar."),
        ({"who": "mette"}, "Vælg, hvem der svarer."),
    ],
)
def test_what_is_no_answer_is_told_and_nothing_is_kept(cast, path, changed, told):
    refused = Client().post(path, ANSWERS | changed)
    assert refused.status_code == 422
    assert told in text_of(refused)
    assert {one.status for one in rows(cast)} == {"planned"}
    assert Client().post(path, ANSWERS).status_code == 302


def test_somebody_would_rather_be_called_and_the_coordinator_gets_the_task(cast, path):
    assert Client().post(path, {"answer": "call"}).status_code == 302
    with acting_as(cast.system):
        task = Task.objects.get(kind="call_for_answers")
        assert (task.role, task.person_id) == ("coordinator", cast.aase.id)
    assert Client().post(path, ANSWERS).status_code == 410
    assert {one.status for one in rows(cast)} == {"planned"}


def _consent_withdrawn(cast):
    with acting_as(cast.mette):
        (consent,) = cast.aase.consents.all()
        agree.withdraw(consent=consent, how="phone", by=cast.mette, at=cast.at)


def _died(cast):
    with acting_as(cast.mette):
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=cast.at)


def _expired(cast):
    with acting_as(cast.system):
        Link.objects.update(expires_at=cast.at)


def _taken(cast):
    with acting_as(cast.mette):
        for one, answers in zip(Measurement.objects.order_by("instrument"), ([0, 0], [1, 1, 1]), strict=True):
            measurement.take(measurement=one, answers=answers, mode="phone", by=cast.mette, at=cast.at)


@pytest.mark.parametrize("meanwhile", [_consent_withdrawn, _died, _expired, _taken])
def test_between_sending_and_answering_something_happened_and_the_link_is_closed(cast, path, meanwhile):
    assert Client().get(path).status_code == 200  # the control
    meanwhile(cast)
    before = [(one.status, one.score) for one in rows(cast)]
    assert Client().get(path).status_code == Client().post(path, ANSWERS).status_code == 410
    assert [(one.status, one.score) for one in rows(cast)] == before
    assert not any(one.mode == "link" for one in rows(cast))


def test_a_changed_address_opens_nothing_and_another_purposes_answer_does_nothing(cast, path):
    changed = path[:-2] + ("0" if path[-2] != "0" else "1") + "/"
    assert Client().get(changed).status_code == Client().post(changed, ANSWERS).status_code == 404
    assert Client().post(path, {"answer": "still_right", "reason": "never_again"}).status_code == 422
    assert {one.status for one in rows(cast)} == {"planned"}


def test_a_yes_taken_back_before_it_leaves_stops_the_message(cast, programme):
    planned(cast, programme, cast.aase, email="aase@example.org")
    asked(cast, programme)
    _consent_withdrawn(cast)
    assert deliver_queued(by=cast.system, at=cast.at + timedelta(minutes=11))["cancelled"] == 1
    assert not mail.outbox


def test_mette_sends_to_all_who_can_be_reached_is_told_who_cannot_and_takes_it_back(cast, programme, mette):
    planned(cast, programme, cast.aase, email="aase@example.org")
    planned(cast, programme, cast.villy, way="sms")
    planned(cast, programme, cast.gerda, way="phone")
    planned(cast, programme, ester(cast), way="sms", consent=False)
    page = reverse("rounds", args=[programme.id])
    assert "Spørgsmålene kan sendes: 1 på SMS, 1 på e-mail. 2 skal ringes op i stedet." in text_of(mette.get(page))
    assert send(mette, "rounds_send", programme.id).status_code == 302
    shown = mette.get(page)
    assert "går af sted tidligst om ti minutter: " in text_of(shown)
    assert "2 skal ringes op i stedet." in text_of(shown)
    with acting_as(cast.system):
        assert Message.objects.filter(text_code="answer_round").count() == 2
    send(mette, "rounds_send", programme.id)  # pressed once more: nobody gets it twice
    undo = re.search(r'action="(/[^"]*fortryd[^"]*)"', shown.content.decode())
    assert undo
    assert mette.post(undo[1], {"idempotency_key": str(uuid4())}).status_code == 302
    with acting_as(cast.system):
        assert Message.objects.count() == 2
        assert set(Message.objects.values_list("delivery", "why_cancelled")) == {("cancelled", "taken_back")}
        assert Link.objects.filter(withdrawn_at__isnull=False).count() == Link.objects.count() == 2


def test_one_gets_a_sheet_of_paper_and_its_code_opens_the_same_page(cast, programme, mette, lone):
    planned(cast, programme, cast.gerda, way="phone")
    first = rows(cast)[0]
    assert mette.get(reverse("round_sheet", args=[first.id])).status_code == 302  # a GET makes none
    with acting_as(cast.system):
        assert not Link.objects.exists()
    made = send(mette, "round_sheet", first.id)
    assert mette.get(made.headers["Location"]).content.startswith(b"%PDF")
    with acting_as(cast.system):
        (link,) = Link.objects.all()
        path = "/" + address_of(link).split("/", 3)[3]
    assert Client().get(path).status_code == 200
    assert lone.get(reverse("round_sheet", args=[first.id])).status_code == 403


def test_the_page_asks_as_often_for_many_as_for_one(cast, programme, mette):
    planned(cast, programme, cast.aase, email="aase@example.org")
    one = reads(mette, "rounds", programme.id)
    for person in (cast.villy, cast.gerda, ester(cast)):
        planned(cast, programme, person, way="sms")
    assert reads(mette, "rounds", programme.id) == one


def test_sent_again_one_message_leaves_and_the_first_link_still_opens(cast, programme, mette):
    planned(cast, programme, cast.aase, email="aase@example.org")
    for _twice in range(2):
        assert send(mette, "rounds_send", programme.id, measurement=str(rows(cast)[0].id)).status_code == 302
    assert deliver_queued(by=cast.system, at=cast.at + timedelta(minutes=30))["sent"] == 1
    with acting_as(cast.system):
        first, second = ("/" + address_of(one).split("/", 3)[3] for one in Link.objects.order_by("made_at"))
    assert second in str(mail.outbox[0].body)
    assert Client().post(first, ANSWERS).status_code == 302
    assert Client().post(second, ANSWERS).status_code == 410
