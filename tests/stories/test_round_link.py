"""The questions of a round, read on a telephone by somebody who is 82, without a script; and where Mette sends them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest


@pytest.fixture(scope="module")
def path(stories: Any) -> str:
    """Agnete's link; Mette has sent it."""
    from brobygger.journeys import ask_by_link
    from brobygger.pathway.episodes.rules import Round
    from brobygger.pathway.measurement import operations as measurement
    from brobygger.registry.links.models import Link
    from brobygger.registry.links.queries import address_of
    from brobygger.registry.people import operations as people
    from brobygger.registry.people.acting import acting_as
    from brobygger.registry.people.models import Person
    from brobygger.registry.people.purposes import ConsentPurpose

    with stories.database():
        cast, programme = stories.cast, stories.programmes.horsens
        persons = [
            stories.given_person(name, "Ager", phone=f"21 00 01 0{n}") for n, name in enumerate(("Agnete", "Jens"))
        ]
        with acting_as(cast.mette):
            for person in persons:
                episode = stories.given_episode(person, programme)
                rounds = [
                    Round(
                        id="after_90", instrument=name, due=cast.today, opens=cast.today - timedelta(days=7),
                        closes=cast.today + timedelta(days=14),
                    )
                    for name in ("t-ils@2", "who-5@1")
                ]  # fmt: skip
                measurement.plan_rounds(episode=episode, rounds=rounds, at=cast.at)
                people.give_consent(
                    person=person, purpose=ConsentPurpose.PARTICIPATION, receiver=None, data=[], how="spoken",
                    given_on=cast.today, expires_on=cast.today + timedelta(days=200), by=cast.mette, at=cast.at,
                )  # fmt: skip
                Person.objects.filter(id=person.id).update(contact_way="sms")
            found = ask_by_link.to_ask(programme=programme, by=cast.mette, at=cast.at)
            mine = [one for one in found if one.first.person_id == persons[0].id]
            ask_by_link.send(asked=mine, by=cast.mette, at=cast.at)
            return urlsplit(address_of(Link.objects.get(subject_id=mine[0].first.id))).path


def test_answered_on_a_phone_without_a_script(stories: Any, as_user: Any, axe: Any, look: Any, path: str) -> None:
    axe_page = as_user(None, width="desktop")
    axe_page.goto(path)
    axe(axe_page)
    look(axe_page, "round-1-desktop")
    page = as_user(None, width="phone", scripts=False)
    page.goto(path)
    look(page, "round-2-phone")
    page.get_by_role("button", name="Send mine svar").click()
    page.get_by_role("link", name="Spørgsmål 1 mangler et svar.").wait_for()
    look(page, "round-3-missing")
    for group in page.get_by_role("group").all():
        group.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Send mine svar").click()
    page.get_by_role("heading", name="Modtaget").wait_for()
    look(page, "round-4-thanks")
    mette = as_user("mette", width="desktop")
    mette.goto(f"/indsatser/{stories.programmes.horsens.id}/viden/maalinger/")
    axe(mette)
    look(mette, "round-5-mette")
    mette.get_by_role("button", name="Send spørgsmålene til alle").click()
    mette.get_by_text("går af sted tidligst om ti minutter: 1 på SMS").wait_for()
    look(mette, "round-6-sent")
