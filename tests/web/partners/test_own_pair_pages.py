"""A language pair with both as users: each has the same page by a link, and nobody signs in (R130)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast
from tests.receiving import given_pair

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


def open_tasks(cast: Cast) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(status="open"))


def next_on(cast: Cast, pair: Any) -> date | None:
    from brobygger.communities.volunteers.models import Pair

    with acting_as(cast.system):
        return Pair.objects.get(id=pair.id).next_on


@pytest.fixture
def pair(cast: Cast, browser_of: Any) -> Any:
    """Aase and Ole practise Danish at the library every week at ten, and both have their page."""
    made = given_pair(cast, cast.aase)
    mette = browser_of("mette")
    agreed = {
        "every_days": "7", "next_on": (cast.today + timedelta(days=3)).isoformat(), "meets_at": "10:00",
        "place": "Biblioteket", "agreed": "Vi taler dansk en time og drikker te.", "stand_in": "",
    }  # fmt: skip
    assert mette.post(f"/makkerpar/{made.id}/aftale/", **agreed).status_code == 302
    assert mette.post(f"/makkerpar/{made.id}/egne-sider/").status_code == 302
    assert "Send siderne igen" in text(mette.get(f"/makkerpar/{made.id}/aftale/"))
    return made


def both(cast: Cast) -> tuple[str, str]:
    """Aase's address and Ole's."""
    (hers,), (his,) = letters(cast, "own_pair"), letters(cast, "own_pair_volunteer")
    return link_in(hers), link_in(his)


def test_both_read_the_same_and_neither_page_names_anybody(cast: Cast, pair: Any) -> None:
    for address in both(cast):
        page = text(Client().get(address))
        for said in ("kl. 10.00", "Biblioteket", "drikker te", "hver uge"):
            assert said in page
        assert "Andersen" not in page
        assert "Olsen" not in page
        assert "tel:" in page  # whom to ring


def test_aase_moves_a_day_and_ole_hears(cast: Cast, pair: Any) -> None:
    hers, _his = both(cast)
    aase = Client()
    to = cast.today + timedelta(days=5)
    assert aase.post(hers, {"answer": "moved", "to": "2020-01-01"}).status_code == 422
    assert aase.post(hers, {"answer": "moved", "to": "i morgen"}).status_code == 422
    assert aase.post(hers, {"answer": "moved", "to": to.isoformat()}).status_code == 302
    assert next_on(cast, pair) == to
    (told,) = letters(cast, "pair_moved")
    assert f"I mødes nu den {to.day}.{to.month}." in told.body
    assert told.to.startswith("ole@")


def test_aase_calls_off_and_the_week_after_is_as_usual(cast: Cast, pair: Any) -> None:
    hers, _his = both(cast)
    before = next_on(cast, pair)
    assert before
    assert Client().post(hers, shown(hers)).status_code == 302
    assert next_on(cast, pair) == before + timedelta(days=7)
    assert len(letters(cast, "pair_moved")) == 1


def shown(address: str) -> dict[str, str]:
    """What the page's own button sends."""
    found = re.search(r'name="seen" value="([^"]+)"', text(Client().get(address)))
    assert found
    return {"answer": "off", "seen": found[1]}


def test_a_day_that_both_call_off_or_one_twice_is_one_day(cast: Cast, pair: Any) -> None:
    hers, his = both(cast)
    before = next_on(cast, pair)
    assert before
    from_before = shown(hers)
    assert Client().post(his, shown(his)).status_code == 302
    for stale in (from_before, from_before, {"answer": "off"}, {"answer": "off", "seen": "den 5."}):
        again = Client().post(hers, stale)
        assert again.status_code == 409
        assert "Den dag er allerede meldt fra eller flyttet." in text(again)
    assert next_on(cast, pair) == before + timedelta(days=7)
    assert len(letters(cast, "pair_moved")) == 1


def test_ole_cannot_and_the_association_looks_for_another(cast: Cast, pair: Any) -> None:
    _hers, his = both(cast)
    assert Client().post(his, shown(his)).status_code == 302
    kinds = {task.kind for task in open_tasks(cast)}
    assert "find_for_home" in kinds
    assert len(letters(cast, "pair_moved")) == 1
    assert "call_person" in kinds  # a letter would come too late: Aase is rung


def test_how_it_goes_is_told_from_both_sides_and_a_no_is_a_task(cast: Cast, pair: Any, browser_of: Any) -> None:
    hers, his = both(cast)
    assert Client().post(hers, {"answer": "said", "goes_on": "perhaps"}).status_code == 422
    assert Client().post(hers, {"answer": "said", "goes_on": "yes", "words": "Han er så sød"}).status_code == 302
    assert Client().post(his, {"answer": "said", "goes_on": "no", "words": "Jeg flytter"}).status_code == 302
    assert "Han er så sød" not in text(Client().get(his))
    assert "Tak, fordi du har fortalt" in text(Client().get(hers))
    assert Client().post(hers, {"answer": "said", "goes_on": "no"}).status_code == 422  # once a day
    page = text(browser_of("mette").get(f"/makkerpar/{pair.id}/"))
    assert "Han er så sød" in page
    assert "på sin egen side" in page
    assert any(task.key.startswith("pair-no:") for task in open_tasks(cast))


def test_the_pages_close_with_the_pair_by_hand_and_when_sent_again(
    cast: Cast, pair: Any, browser_of: Any, other_leader: str
) -> None:
    from brobygger.communities.volunteers import operations as volunteers
    from brobygger.communities.volunteers.models import Pair

    hers, his = both(cast)
    own = f"/makkerpar/{pair.id}/egne-sider/"
    assert browser_of(other_leader).post(own).status_code == 404
    assert browser_of("ole").post(own).status_code == 403
    assert browser_of("mette").post(own).status_code == 302  # new ones: the old are closed
    assert Client().get(hers).status_code == 410
    newest = link_in(letters(cast, "own_pair")[-1])
    assert Client().get(newest).status_code == 200
    with acting_as(cast.system):
        found = Pair.objects.get(id=pair.id)
        volunteers.part(pair=found, until=cast.today, why="agreed", by=cast.system, at=cast.at)
    assert Client().get(newest).status_code == 404
    assert Client().get(his).status_code == 410
