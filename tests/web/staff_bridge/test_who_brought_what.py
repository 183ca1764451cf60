"""Which text and which channel brought participants and volunteers, on one page, honest about how many (R366)."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.communities.directory.models import SignUp
from brobygger.communities.offers import operations as offers
from brobygger.communities.volunteers import joining
from brobygger.communities.volunteers.models import Interest
from brobygger.journeys import find
from brobygger.pathway.occasions import operations as occasions
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.partners.test_text_pages import client_of, send


@pytest.fixture
def meal(cast):
    with acting_as(cast.mette):
        return offers.publish(organisation=cast.parish, name="Fællesspisning", kind="meal", by=cast.mette, at=cast.at)


def numbers(page: str, name: str) -> list[int]:
    """The four numbers of a row: heard, came, wants to help, became a volunteer."""
    row = re.search(rf'<th scope="row"[^>]*>{re.escape(name)}.*?</tr>', page, re.DOTALL)[0]
    return [int(found) for found in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", row)]


def heard(cast, person, *channels: str) -> None:
    with acting_as(cast.mette):
        occasions.heard(person=person, channels=channels, by=cast.mette, at=cast.at)


def interest(cast, channel: str, note: str = "", *, became: bool = False) -> None:
    facts = {"name": "Sonja", "phone": "21000000", "role_wanted": "open", "channel": channel, "channel_note": note}
    with acting_as(cast.mette):
        joining.tell_interest(shared_id=uuid4(), organisations=[None], facts=facts, by=cast.mette, at=cast.at)
        if became:
            Interest.objects.filter(channel_note=note).update(status="approved")


def wrote(cast, meal, code: str, whom: str, status: str = "new") -> None:
    with acting_as(cast.mette):
        SignUp.objects.create(
            offer=meal, organisation=cast.parish, for_whom=whom, name="Inger", phone="12345678", receipt="1",
            channel=code, consent_text="…", same="x", wrote_at=cast.at, last_wrote_at=cast.at, status=status,
        )  # fmt: skip


def test_both_stand_beside_each_other_with_radio_and_word_of_mouth_and_how_many_we_know_of(cast):
    programme = given_programme(cast)
    with acting_as(cast.mette):
        for person in (cast.aase, cast.villy, cast.gerda):
            find.begin(person=person, programme=programme, found_by="register", by=cast.mette, at=cast.at)
    heard(cast, cast.aase, "neighbour", "relative")  # twice by word of mouth: one person
    heard(cast, cast.villy, "radio_tv", "neighbour")
    for channel in ("friend", "colleague", "radio"):
        interest(cast, channel)
    page = " ".join(client_of("mette").get(reverse("reach_brought")).content.decode().split())
    assert "Vi ved, hvor 2 af 3 borgere har hørt om os, og 3 kommende frivillige har fortalt det." in page
    assert "Om 1 borger ved vi det ikke." in page
    assert "Få svar" in page
    assert numbers(page, "Mund til mund") == [2, 0, 2, 0]
    assert numbers(page, "Radio eller tv") == [1, 0, 1, 0]
    assert page.index("Mund til mund") < page.index("Radio eller tv") < page.index("Lokalavisen")


def test_a_text_is_named_and_brings_both(cast, meal):
    mette = client_of("mette")
    made = send(
        mette, reverse("reach_new"), name="Kom og spis", medium="poster", audience="participant", offer=str(meal.id),
        words="Vi spiser.", owner="Mette",
    )  # fmt: skip
    send(mette, made.url, place="Biblioteket", put_up_on=cast.today.strftime("%d.%m.%Y"), until="")
    wrote(cast, meal, "biblioteket", "self", status="joined")
    wrote(cast, meal, "biblioteket", "volunteer")
    interest(cast, "poster", "Biblioteket", became=True)
    interest(cast, "radio", "P4 om morgenen")
    page = " ".join(mette.get(reverse("reach_brought")).content.decode().split())
    assert numbers(page, "Kom og spis, Biblioteket") == [1, 1, 2, 1]
    assert numbers(page, "P4 om morgenen") == [0, 0, 1, 0]
    assert "Hvem bragte hvad?" in mette.get(reverse("reach")).content.decode()


def test_nothing_is_said_calmly_and_who_may_look(cast):
    page = client_of("lone").get(reverse("reach_brought")).content.decode()
    assert "Ingen har skrevet med en kode endnu." in page
    for name, status in (("mette", 200), ("bent", 403), ("karin", 403), ("nina", 200)):
        assert client_of(name).get(reverse("reach_brought")).status_code == status
    assert reverse("reach_brought") not in client_of("bent").get(reverse("reach")).content.decode()
