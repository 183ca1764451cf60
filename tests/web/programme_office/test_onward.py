"""Others take the effort over: everybody is asked again, and what we know goes along only after a yes (R194)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.communities.groups import operations as groups
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import agree
from brobygger.journeys import onward as journey
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.pathway.referrals import onward
from brobygger.programmes.anchoring import operations as anchoring
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.policy import Fields
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of


@pytest.fixture
def there(cast, programme):
    """Aase, Villy and Gerda are in the effort; Bent's association is asked to take over."""
    then = cast.at - timedelta(days=90)
    with acting_as(cast.mette):
        found = episodes.open_many(
            persons=[cast.aase, cast.villy, cast.gerda], programme=programme, found_by="tip", by=cast.mette, at=then
        )
        path = recipe_of(programme).path
        moves = [Made(MoveKind.REACHED, step, then) for step in path[1 : path.index("consented") + 1]]
        episodes.record_many(changes=[(episode, moves) for episode in found], by=cast.mette)
    with acting_as(cast.lone):
        anchoring.choose(programme=programme, model="association", settled=False, by=cast.lone, at=cast.at)
    return found


def says(client, programme, episode, **fields):
    address = reverse("onward_answer", args=[programme.id]) + f"?forloeb={episode.id}"
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


def test_the_coordinator_asks_each_and_only_a_yes_lets_anything_go_along(cast, programme, there, lone, mette, as_user):
    aase, villy, gerda = there
    sent = send(lone, "onward_holder", programme.id, holder=str(cast.association.id))
    assert sent["Location"] == reverse("onward", args=[programme.id])
    page = text_of(lone.get(reverse("onward", args=[programme.id])))
    assert "3 borgere mangler at blive spurgt eller at svare." in page
    assert "Aase" not in page
    assert lone.get(reverse("onward_list", args=[programme.id])).status_code == 403
    asked = text_of(mette.get(reverse("onward_list", args=[programme.id])))
    assert asked.count("ikke spurgt endnu") == 3
    assert "Aase Andersen" in text_of(mette.get(reverse("onward_answer", args=[programme.id])))  # the first to ask
    assert mette.get(reverse("onward_answer", args=[programme.id]), {"forloeb": str(uuid4())}).status_code == 404
    wrong = says(mette, programme, aase, answer="yes", expires_on=_in_a_year(cast))
    assert wrong.status_code == 422
    assert "Vælg, hvad borgeren siger ja til." in text_of(wrong)
    says(mette, programme, aase, answer="yes", data=["name", "contact"], how="spoken",
         expires_on=_in_a_year(cast))  # fmt: skip
    says(mette, programme, villy, answer="no", expires_on=_in_a_year(cast))
    says(mette, programme, gerda, answer="asked", expires_on=_in_a_year(cast))
    bent = as_user("bent")
    assert "Aase" not in text_of(bent.get(reverse("received")))  # a yes alone lets nobody see anything
    asked = text_of(mette.get(reverse("onward_list", args=[programme.id])))
    for words in ("har sagt ja", "har sagt nej", "spurgt, har ikke svaret", "Send oplysninger om 1 borger med"):
        assert words in asked
    send(mette, "onward_give", programme.id)
    received = text_of(bent.get(reverse("received")))
    assert "Fulgt med fra kommunen" in received
    assert "Aase Andersen" in received
    assert "Villy" not in received
    assert "Gerda" not in received
    with acting_as(cast.mette):
        states = {one.person_id: one.state for one in journey.going(cast.mette, programme, on=cast.today).people}
    assert states == {cast.aase.id: "handed", cast.villy.id: "no", cast.gerda.id: "asked"}
    assert reads(mette, "onward_list", programme.id) <= 15
    assert reads(lone, "onward", programme.id) <= 15
    assert reads(bent, "received") <= 15


def test_a_yes_taken_back_is_a_no_and_another_holder_is_asked_about_anew(cast, programme, there):
    with acting_as(cast.mette):
        assert journey.going(cast.mette, programme, on=cast.today) is None
        older = agree.agree_to_share(
            episode=there[0], receiver=cast.parish, data=[Fields.NAME], how="spoken", by=cast.mette,
            at=cast.at - timedelta(days=30),
        )  # fmt: skip
    with acting_as(cast.lone):
        anchoring.name_holder(programme=programme, holder=cast.parish, by=cast.lone, at=cast.at)
    with acting_as(cast.mette):
        found = journey.going(cast.mette, programme, on=cast.today)
        assert onward.counted(found.people)["not_asked"] == 3  # a yes to something else, before, is no yes to this
        assert older.withdrawn_at is None
        given = journey.said_yes(
            episode=there[0], holder=cast.parish, data=[Fields.NAME], how="spoken", by=cast.mette, at=cast.at,
            expires_on=cast.today + timedelta(days=90),
        )  # fmt: skip
        assert journey.hand_on(programme=programme, by=cast.mette, at=cast.at) == 1
        with pytest.raises(Refusal, match="Ingen flere"):
            journey.hand_on(programme=programme, by=cast.mette, at=cast.at)
        agree.withdraw(consent=given, how="phone", by=cast.mette, at=cast.at)
        counts = onward.counted(journey.going(cast.mette, programme, on=cast.today).people)
        assert (counts["no"], counts["handed"]) == (1, 0)
    with acting_as(cast.lone):
        anchoring.name_holder(programme=programme, holder=cast.housing, by=cast.lone, at=cast.at)
    with acting_as(cast.mette):
        assert onward.counted(journey.going(cast.mette, programme, on=cast.today).people)["not_asked"] == 3


def test_the_package_holds_the_groups_rules_and_the_consents_as_numbers(cast, programme, there, lone):
    page = text_of(lone.get(reverse("package", args=[programme.id])))
    assert "Det er ikke besluttet, hvem der tager over." in page
    with acting_as(cast.bent):
        group = groups.start(
            name="Herrefrokost", organisation=cast.association, size_min=3, size_max=8, programme=programme,
            by=cast.bent, at=cast.at,
        )  # fmt: skip
        told = {"rules": "Vi siger farvel til alle\nTelefonen er slukket"}
        groups.keep_habits(group=group, facts=told, by=cast.bent, at=cast.at)
    with acting_as(cast.lone):
        anchoring.name_holder(programme=programme, holder=cast.association, by=cast.lone, at=cast.at)
    page = text_of(lone.get(reverse("package", args=[programme.id])))
    for said in (
        "Gruppernes egne regler",
        "Herrefrokost",
        "Telefonen er slukket",
        "Ikke spurgt endnu",
        "følger aldrig",
    ):
        assert said in page
    assert "skjult" in page  # three persons are too few to tell of
    for name in ("Aase", "Villy", "Gerda"):
        assert name not in page


def _in_a_year(cast):
    return (cast.today + timedelta(days=365)).isoformat()
