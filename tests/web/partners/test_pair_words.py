"""Both in a pair are asked how it goes, each in their own way; and a day is agreed with Aase."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast
from tests.receiving import given_pair

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind).order_by("made_at"))


def test_both_are_asked_and_neither_reads_the_other(cast: Cast, ole: Any, browser_of: Any) -> None:
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.acting import acting_as

    mette, pair = browser_of("mette"), given_pair(cast, cast.aase)
    address = f"/makkerpar/{pair.id}/"
    for _twice in (1, 2):
        assert mette.post(address).status_code == 302
    with acting_as(cast.system):
        told = sorted(Message.objects.values_list("channel", "text_code", "to_person"))
    assert told == [("email", "pair_word", False), ("phone", "how_is_it", True)]
    own = f"/min-borger/{cast.aase.id}/hvordan-gaar-det/"
    assert "Svar på, hvordan det går" in text(ole.get(f"/min-borger/{cast.aase.id}/"))
    assert ole.post(own).status_code == 422
    assert ole.post(own, goes_on="yes", words="Hun er sød.").status_code == 302
    assert ole.post(own, goes_on="no").status_code == 404  # answered, and nothing more is asked
    (hers,) = re.findall(r"/makkerpar/svar/([0-9a-f-]{36})/", text(mette.get(address)))
    assert mette.post(f"/makkerpar/svar/{hers}/", goes_on="maybe").status_code == 422
    assert mette.post(f"/makkerpar/svar/{hers}/", goes_on="no", words="Han er træt.", how="paper").status_code == 302
    page = text(mette.get(address))
    assert "Hun er sød." in page
    assert "på papir" in page
    for path in (f"/min-borger/{cast.aase.id}/", own):
        assert "Han er træt." not in text(ole.get(path))
    (task,) = tasks(cast, "call_person")  # a no is somebody's today
    assert (task.role, task.due) == ("coordinator", cast.today)
    assert ole.post(f"/makkerpar/svar/{hers}/", goes_on="yes", how="phone").status_code == 403


def test_row_level_security_keeps_her_word_from_ole(cast: Cast, ole: Any, browser_of: Any) -> None:
    from brobygger.communities.volunteers.models import PairWord
    from brobygger.registry.people.acting import acting_as

    browser_of("mette").post(f"/makkerpar/{given_pair(cast, cast.aase).id}/")
    with acting_as(cast.ole):
        assert [one.side for one in PairWord.objects.all()] == ["volunteer"]
    with acting_as(cast.system):
        assert PairWord.objects.count() == 2  # the negative control: both are there


def test_a_day_is_agreed_with_aase_and_stands_in_both_calendars(cast: Cast, browser_of: Any) -> None:
    karin, address = browser_of("karin"), f"/borgere/{cast.aase.id}/aftal-dag/"
    day, same = cast.today + timedelta(days=17), str(uuid4())
    assert karin.post(address, agreed_id=same, on="2020-01-01", about="Kaffe").status_code == 422
    for _twice in (1, 2):
        assert karin.post(address, agreed_id=same, on=day.isoformat(), about="Om hun vil med igen").status_code == 302
    (task,) = tasks(cast, "agreed_call")
    assert (task.due, task.owner_user_id) == (day, cast.karin.user_id)
    assert "Om hun vil med igen" in text(karin.get(f"/opgaver/{task.id}/"))
    made = text(browser_of("mette").post(f"/borgere/{cast.aase.id}/kalender/"))
    (path,) = re.findall(r"http://testserver(/kalender/[\w-]+\.ics)", made)
    assert "Vi ringer\\, som vi har aftalt" in text(karin.get(path))
