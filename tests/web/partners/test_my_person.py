"""Ole meets one person. He sees what she agreed to, says when he is worried, and loses sight when they part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.communities.volunteers import operations as volunteers
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast
from tests.receiving import given_pair

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def pair(cast: Cast) -> Any:
    return given_pair(cast, cast.aase)


def test_ole_sees_his_one_person(cast: Cast, ole: Any, pair: Any) -> None:
    page = text(ole.get(f"/min-borger/{cast.aase.id}/"))
    for seen in ("Aase Andersen", 'href="tel:21000082"', "Åvej 8", "Mette Madsen", "tavshedspligt"):
        assert seen in page, seen
    for hidden in ("82 år", "rollator", "enke"):
        assert hidden not in page, hidden


def test_only_what_the_consent_names(cast: Cast, ole: Any) -> None:
    given_pair(cast, cast.aase, data=["name"])
    page = text(ole.get(f"/min-borger/{cast.aase.id}/"))
    assert "Aase Andersen" in page
    assert "21 00 00 82" not in page
    assert "Åvej" not in page
    assert "ikke delt" in page


@pytest.mark.parametrize("page", ["", "bekymret/"])
def test_nobody_else_is_there(cast: Cast, ole: Any, pair: Any, page: str) -> None:
    for person in (cast.villy, cast.ruth):
        assert ole.get(f"/min-borger/{person.id}/{page}").status_code == 404


def test_the_page_is_gone_when_they_part(cast: Cast, ole: Any, pair: Any) -> None:
    assert ole.get(f"/min-borger/{cast.aase.id}/").status_code == 200
    with acting_as(cast.mette):
        volunteers.part(pair=pair, until=cast.today, why="other", by=cast.mette, at=cast.at)
    assert_all_closed(cast, ole)


def test_the_page_is_gone_when_the_yes_is_taken_back(cast: Cast, ole: Any, pair: Any) -> None:
    with acting_as(cast.mette):
        people.withdraw_consent(consent=pair.consent, how="phone", by=cast.mette, at=cast.at)
    assert_all_closed(cast, ole)


def assert_all_closed(cast: Cast, ole: Any) -> None:
    day = cast.today.isoformat()
    for path in ("", "bekymret/"):
        answer = ole.get(f"/min-borger/{cast.aase.id}/{path}")
        assert answer.status_code == 404
        assert "Aase" not in text(answer)
    for path, fields in (("vi-moedtes/", {"met_on": day}), ("naeste-gang/", {"next_on": day}), ("bekymret/", WORRY)):
        assert ole.post(f"/min-borger/{cast.aase.id}/{path}", **fields).status_code == 404


WORRY = {"worry_id": "0198c000-0000-7000-8000-0000000000aa", "words": "Hun spiser næsten ikke mere."}


def test_a_worry_reaches_mette_and_ole_is_told_when(cast: Cast, ole: Any, pair: Any) -> None:
    from brobygger.pathway.followup.models import Task

    assert ole.post(f"/min-borger/{cast.aase.id}/bekymret/", **WORRY).status_code == 302
    assert "Mette svarer senest i morgen." in text(ole.get(f"/min-borger/{cast.aase.id}/"))
    ole.post(f"/min-borger/{cast.aase.id}/bekymret/", **WORRY)  # the same page sent again
    with acting_as(cast.mette):
        task = Task.objects.get(person=cast.aase, kind="answer_worry")
    assert (task.role, task.due) == ("coordinator", cast.today + timedelta(days=1))


def test_words_about_not_wanting_to_live_show_help_at_once(cast: Cast, ole: Any, pair: Any) -> None:
    from brobygger.pathway.followup.models import Task

    answer = ole.post(
        f"/min-borger/{cast.aase.id}/bekymret/",
        worry_id=WORRY["worry_id"],
        words="Hun siger, hun vil tage sit eget liv",
    )
    page = text(answer)
    assert answer.status_code == 200
    assert "70 201 201" in page
    assert "112" in page
    with acting_as(cast.mette):
        task = Task.objects.get(person=cast.aase, kind="needs_professional")
    assert (task.role, task.due) == ("coordinator", cast.today)


@pytest.mark.parametrize(("words", "told"), [("", "Skriv med et par ord"), ("æ" * 2001, "Højst 2.000 tegn")])
def test_a_worry_without_words_is_asked_again(cast: Cast, ole: Any, pair: Any, words: str, told: str) -> None:
    answer = ole.post(f"/min-borger/{cast.aase.id}/bekymret/", worry_id=WORRY["worry_id"], words=words)
    assert answer.status_code == 422
    assert told in text(answer)


def test_they_met_and_the_next_time_is_suggested(cast: Cast, ole: Any, pair: Any) -> None:
    with acting_as(cast.ole):
        volunteers.set_next(pair=pair, next_on=cast.today, by=cast.ole, at=cast.at)
    for _click in range(2):
        answer = ole.post(f"/min-borger/{cast.aase.id}/vi-moedtes/", met_on=cast.today.isoformat())
        assert answer.status_code == 302
    page = text(ole.get(f"/min-borger/{cast.aase.id}/"))
    assert "I mødtes <time" in page
    with acting_as(cast.ole):
        pair.refresh_from_db()
    assert pair.next_on == cast.today + timedelta(days=7)


def test_ole_moves_the_next_time(cast: Cast, ole: Any, pair: Any) -> None:
    day = cast.today + timedelta(days=5)
    assert ole.post(f"/min-borger/{cast.aase.id}/naeste-gang/", next_on=day.isoformat()).status_code == 302
    with acting_as(cast.ole):
        pair.refresh_from_db()
    assert pair.next_on == day


@pytest.mark.parametrize(
    ("path", "field", "away", "told"),
    [
        ("vi-moedtes/", "met_on", 1, "Vælg en dag, der er kommet."),
        ("vi-moedtes/", "met_on", -61, "Det er for længe siden."),
        ("naeste-gang/", "next_on", -1, "Vælg en dag, der ikke er gået."),
    ],
)
def test_a_wrong_day_is_explained(cast: Cast, ole: Any, pair: Any, path: str, field: str, away: int, told: str) -> None:
    day = (cast.today + timedelta(days=away)).isoformat()
    answer = ole.post(f"/min-borger/{cast.aase.id}/{path}", **{field: day})
    assert answer.status_code == 422
    assert told in text(answer)
    empty = ole.post(f"/min-borger/{cast.aase.id}/{path}", **{field: ""})
    assert empty.status_code == 422
    assert "Vælg en dag." in text(empty)


@pytest.mark.parametrize("name", ["karin", "mette", "bent", "lone", "dorte", "admin"])
def test_other_roles_have_their_own_pages(cast: Cast, browser_of: Any, pair: Any, name: str) -> None:
    assert browser_of(name).get(f"/min-borger/{cast.aase.id}/").status_code == 403


def test_the_page_asks_the_database_little(cast: Cast, ole: Any, pair: Any, queries_of: Any) -> None:
    assert queries_of(ole, f"/min-borger/{cast.aase.id}/") <= 18
