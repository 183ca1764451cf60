"""Working with others: it does not hang on one person, questions are answered, and nobody is forgotten or forced."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import Cast

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def mette(browser_of: Any) -> Any:
    return browser_of("mette")


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind).order_by("made_at"))


def watched(cast: Cast) -> int:
    from brobygger.journeys import cooperate
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        return cooperate.watch(by=cast.system, at=cast.at)


def test_every_kind_of_organisation_can_be_let_in(browser_of: Any, mette: Any) -> None:
    admin = browser_of("admin")
    for number, kind in enumerate(("library", "pharmacy", "doctor", "school", "shop", "kitchen", "restaurant", "taxi")):
        made = admin.post("/organisationer/ny/", name=f"Sted {number}", kind=kind)
        assert made.status_code == 302, kind
    page = text(mette.get("/samarbejde/"))
    for said in ("bibliotek", "apotek", "taxa eller kørsel", "køkken eller madservice"):
        assert said in page, said


def test_when_the_one_who_burns_leaves_the_deputy_stands_in_and_mette_finds_the_next(cast: Cast, mette: Any) -> None:
    address = f"/samarbejde/{cast.association.id}/"
    assert mette.post(f"{address}ildsjael/", name="").status_code == 422
    mette.post(f"{address}ildsjael/", name="Bent Birk", email="bent@demo.brobygger.dk", deputy_name="Birthe Borg",
               supports="yes")  # fmt: skip
    assert "stedfortræder: Birthe Borg" in " ".join(text(mette.get(address)).split())
    assert watched(cast) == 0
    from brobygger.registry.access import operations as access
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.admin):
        bent = Membership.objects.get(id=cast.bent.membership_id)
        access.end_membership(membership=bent, by=cast.admin, at=cast.at)
    assert [watched(cast), watched(cast)] == [1, 0]
    (task,) = tasks(cast, "find_new_contact")
    assert (task.role, task.due) == ("coordinator", cast.today + timedelta(days=7))
    page = text(mette.get(address))
    assert "ingen stedfortræder" in page  # Birthe has none yet
    assert "stoppede" in page
    assert "Find en ny kontakt" in text(mette.get("/min-dag/"))


def test_a_question_waits_and_the_answer_time_is_counted_by_branch(cast: Cast, mette: Any) -> None:
    from brobygger.registry.organisations import operations
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.admin):
        branch = operations.add_unit(organisation=cast.parish, name="Østkirken", by=cast.admin, at=cast.at)
    mette.post(f"/samarbejde/afdeling/{branch.id}/", contact_name="Pia Præst", phone="12 34 56 02", email="")
    address = f"/samarbejde/{cast.parish.id}/"
    asked = {"kind": "call", "on": (cast.today - timedelta(days=9)).isoformat(), "about": "Vil I tage imod nye?",
             "unit": str(branch.id)}  # fmt: skip
    assert mette.post(f"{address}samtale/", **(asked | {"on": "2099-01-01"})).status_code == 422
    assert mette.post(f"{address}samtale/", **asked, attitude="hesitant", targets="Enker").status_code == 302
    assert "venter på svar" in text(mette.get("/samarbejde/"))
    page = text(mette.get(address))
    assert "Pia Præst" in page
    (talk,) = re.findall(r"/samarbejde/samtale/([0-9a-f-]{36})/svar/", page)
    assert mette.post(f"/samarbejde/samtale/{talk}/svar/", result="Ja, på onsdage").status_code == 302
    assert mette.post(f"/samarbejde/samtale/{talk}/svar/", result="Igen").status_code == 409
    assert "svarer efter 9 dage" in " ".join(text(mette.get(address)).split())
    overview = text(mette.get("/samarbejde/"))
    assert "venter på svar" not in overview
    assert "tøver" in overview


def test_expectations_are_talked_through_again_when_it_is_time(cast: Cast, mette: Any) -> None:
    told = {"kind": "expectations", "on": cast.today.isoformat(), "answered_on": cast.today.isoformat(),
            "about": "Hvem gør hvad", "next_on": (cast.today + timedelta(days=5)).isoformat()}  # fmt: skip
    mette.post(f"/samarbejde/{cast.association.id}/samtale/", **told)
    for _twice in (1, 2):
        watched(cast)
    (task,) = tasks(cast, "align_expectations")
    assert task.due == cast.today + timedelta(days=5)


def test_an_organisation_is_set_aside_with_its_history_and_taken_back(cast: Cast, mette: Any) -> None:
    from brobygger.registry.organisations import queries
    from brobygger.registry.people.acting import acting_as

    mette.post(f"/samarbejde/{cast.parish.id}/samtale/", kind="call", on=cast.today.isoformat(), about="Sang")

    def offered() -> bool:
        with acting_as(cast.mette):
            return cast.parish.id in {one.id for one in queries.every(cast.mette)}

    for kept in (False, True):
        mette.post(f"/samarbejde/{cast.parish.id}/til-side/")
        assert offered() is kept
        assert "Sang" in text(mette.get(f"/samarbejde/{cast.parish.id}/"))
    assert mette.post(f"/samarbejde/{cast.kommune.id}/til-side/").status_code == 409


def test_a_neighbours_organisation_is_not_there(cast: Cast, mette: Any) -> None:
    from brobygger.registry.organisations.models import Organisation
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.neighbour_system):
        theirs = Organisation.objects.get()
    assert mette.get(f"/samarbejde/{theirs.id}/").status_code == 404
    assert mette.post(f"/samarbejde/{theirs.id}/til-side/").status_code == 404
