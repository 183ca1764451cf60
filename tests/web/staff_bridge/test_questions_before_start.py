"""What a person wants to know before starting: each question with its own answer, in the chosen way (R365)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.pathway.first_meeting.models import PersonQuestion
from brobygger.pathway.followup.models import Task
from brobygger.registry.communication.models import Message
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.web.partners.test_text_pages import client_of, send


def ask(cast, words: str, way: str = "letter", who: str = "karin", **changed: str):
    told = {"asked_on": cast.today.isoformat(), "due": (cast.today + timedelta(days=3)).isoformat()} | changed
    return send(client_of(who), reverse("person_questions", args=[cast.aase.id]), words=words, way=way, **told)


def answer(cast, question: PersonQuestion, words: str, way: str, who: str = "karin", **more: str):
    where = reverse("person_question", args=[question.id])
    return send(client_of(who), where, words=words, way=way, **more)


def questions(cast) -> list[PersonQuestion]:
    with acting_as(cast.mette):
        return list(PersonQuestion.objects.order_by("words"))


def task(cast) -> Task:
    with acting_as(cast.mette):
        return Task.objects.get(kind="answer_question")


def test_a_question_is_a_task_by_a_day_until_it_is_answered_in_the_chosen_way(cast):
    today = cast.today.isoformat()
    assert ask(cast, "Hvad koster det?", due=today).status_code == 302
    (asked,) = questions(cast)
    assert (asked.asked_to_name, asked.way, asked.due) == ("Karin Krogh", "letter", cast.today)
    assert (task(cast).status, task(cast).owner_user_id) == ("open", cast.karin.user_id)
    day = client_of("karin").get(reverse("my_day")).content.decode()
    assert "Svar på et spørgsmål, før borgeren begynder" in day
    assert reverse("person_questions", args=[cast.aase.id]) in day
    assert answer(cast, asked, "Det koster 20 kroner.", "letter", who="mette").status_code == 302
    (asked,) = questions(cast)
    assert (asked.answered_by_name, asked.answered_way) == ("Mette Madsen", "letter")
    assert task(cast).status == "done"
    with acting_as(cast.mette):
        (letter,) = Message.objects.all()
    assert (letter.channel, letter.person_id) == ("letter", cast.aase.id)
    assert "Det koster 20 kroner." in letter.body


def test_each_question_keeps_its_own_answer_and_what_was_said_sends_nothing(cast):
    ask(cast, "A. Hvem er der?", way="phone")
    ask(cast, "B. Er der trapper?", way="visit")
    first, second = questions(cast)
    assert answer(cast, second, "Nej, der er fladt.", "visit").status_code == 302
    page = client_of("karin").get(reverse("person_questions", args=[cast.aase.id])).content.decode()
    assert page.index("A. Hvem er der?") < page.index("B. Er der trapper?")  # what waits comes first
    assert "Nej, der er fladt." in page
    assert "når vi ses" in page
    with acting_as(cast.mette):
        assert not Message.objects.exists()
    assert answer(cast, second, "En gang til", "visit").status_code == 409
    assert answer(cast, first, "Bent.", "phone").status_code == 302


def test_a_written_answer_is_read_once_more_before_it_leaves(cast):
    ask(cast, "Hvem er der?")
    (asked,) = questions(cast)
    sent = answer(cast, asked, "Det er for ensomme.", "letter")
    assert sent.status_code == 422
    assert "Kan det siges bedre?" in sent.content.decode()
    with acting_as(cast.mette):
        assert not Message.objects.exists()
    assert answer(cast, asked, "Det er for ensomme.", "letter", anyway="1").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"words": ""}, {"way": "pigeon"}, {"asked_on": "2099-01-01"}, {"due": "2001-01-01"}, {"words": "x" * 2000}],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(cast, wrong):
    assert ask(cast, **{"words": "Hvad?"} | wrong).status_code == 422
    assert questions(cast) == []


def test_nobody_writes_to_who_wants_to_be_left_alone_and_the_other_unit_sees_nothing(cast):
    ask(cast, "Hvad koster det?")
    (asked,) = questions(cast)
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"never_contact": True}, by=cast.mette, at=cast.at)
    assert answer(cast, asked, "20 kroner", "letter").status_code == 409
    assert client_of("nina").get(reverse("person_question", args=[asked.id])).status_code == 404
    assert client_of("nina").get(reverse("person_questions", args=[cast.aase.id])).status_code == 404
    assert client_of("lone").get(reverse("person_questions", args=[cast.aase.id])).status_code == 403
