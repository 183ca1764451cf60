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
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.communication.models import Message
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.purposes import ConsentPurpose
from brobygger.registry.people.queries import read, valid_consent
from tests.journeys.story import Story
from tests.receiving import given_pair
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


def test_what_goes_along_stands_beside_the_visits_and_the_usual_referral(cast, programme, there):
    """Ole visits Aase, and the association has had a referral; a narrower yes to going along takes nothing away."""
    pair = given_pair(cast, cast.aase)
    with acting_as(cast.mette):
        people.share_with(
            person=cast.aase, consent=pair.consent, organisation=cast.association, why="referral", by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    _named(cast, programme, cast.association)
    _yes(cast, there[0], cast.association, data=[Fields.NAME])
    with acting_as(cast.mette):
        journey.hand_on(programme=programme, by=cast.mette, at=cast.at)
        people.share_with(  # and a later referral leaves what went along as it was
            person=cast.aase, consent=pair.consent, organisation=cast.association, why="referral", by=cast.mette,
            at=cast.at,
        )  # fmt: skip
    with acting_as(cast.ole):
        assert _seen(cast.ole, cast.aase).name == "Aase Andersen"
    with acting_as(cast.bent):
        assert Fields.ADDRESS in _seen(cast.bent, cast.aase).fields
        assert onward.with_us(cast.bent, on=cast.today) == [cast.aase.id]
        assert onward.with_us(cast.bent, on=cast.today + timedelta(days=366)) == []


def test_no_to_one_referral_takes_away_neither_what_came_along_nor_the_volunteers_visits(cast):
    story = Story(cast).to_referred()
    given_pair(cast, cast.aase)
    with acting_as(cast.lone):
        anchoring.choose(programme=story.programme, model="association", settled=False, by=cast.lone, at=cast.at)
    _named(cast, story.programme, cast.association)
    with acting_as(cast.mette):
        episode = story.now()
    _yes(cast, episode, cast.association, data=[Fields.NAME])
    with acting_as(cast.mette):
        journey.hand_on(programme=story.programme, by=cast.mette, at=cast.at)
    with acting_as(cast.bent):
        assert Fields.CONTACT in _seen(cast.bent, cast.aase).fields
    story.declined()
    with acting_as(cast.ole):
        assert _seen(cast.ole, cast.aase).name == "Aase Andersen"
    with acting_as(cast.bent):
        seen = _seen(cast.bent, cast.aase)
        assert seen.name == "Aase Andersen"  # as far as the yes to going along goes, and no further
        assert Fields.CONTACT not in seen.fields


def test_a_yes_to_a_lunch_is_no_yes_to_going_along_and_the_other_way_round(cast, programme, there, mette):
    aase, villy, _gerda = there
    _named(cast, programme, cast.association)
    says(mette, programme, villy, answer="no", expires_on=_in_a_year(cast))
    with acting_as(cast.mette):
        lunch = {
            one: agree.agree_to_share(
                episode=one, receiver=cast.association, data=[Fields.NAME], how="spoken", by=cast.mette, at=cast.at
            )
            for one in there
        }
        states = _states(cast, programme)
        assert (states[villy.person_id], states[aase.person_id]) == ("no", "not_asked")
        with pytest.raises(Refusal, match="Ingen flere"):
            journey.hand_on(programme=programme, by=cast.mette, at=cast.at)
        agree.withdraw(consent=lunch[aase], how="phone", by=cast.mette, at=cast.at)
        assert _states(cast, programme)[aase.person_id] == "not_asked"
    _yes(cast, aase, cast.association)
    with acting_as(cast.mette):
        usual = valid_consent(
            person_id=aase.person_id, purpose=ConsentPurpose.REFERRAL, receiver_id=cast.association.id, on=cast.today
        )
        assert usual is None


def test_a_no_after_a_yes_takes_the_yes_back_and_nothing_else(cast, programme, there, mette):
    pair = given_pair(cast, cast.aase)
    _named(cast, programme, cast.association)
    given = _yes(cast, there[0], cast.association)
    with acting_as(cast.mette):
        journey.hand_on(programme=programme, by=cast.mette, at=cast.at)
    asks_first = text_of(mette.get(reverse("withdraw_consent", args=[given.id])))
    assert "Grupper, besøg og henvisninger går videre." in asks_first
    assert "tager indsatsen over" in text_of(mette.get(reverse("person", args=[cast.aase.id]), {"fane": "samtykker"}))
    thinking = says(mette, programme, there[0], answer="asked", expires_on=_in_a_year(cast))
    assert thinking.status_code == 409
    assert "Borgeren har sagt ja." in text_of(thinking)
    says(mette, programme, there[0], answer="no", expires_on=_in_a_year(cast))  # from a page that was left open
    with acting_as(cast.mette):
        given.refresh_from_db()
        pair.refresh_from_db()
        assert given.withdrawn_at is not None
        assert pair.until is None
        assert _states(cast, programme)[cast.aase.id] == "no"
    with acting_as(cast.bent):
        assert onward.with_us(cast.bent, on=cast.today) == []


def test_another_holder_ends_what_went_along_and_the_first_is_told_and_asked_about_anew(cast, programme, there):
    _named(cast, programme, cast.association)
    _yes(cast, there[0], cast.association)
    with acting_as(cast.mette):
        journey.said_no(episode=there[1], holder=cast.association, how="spoken", by=cast.mette, at=cast.at)
        journey.hand_on(programme=programme, by=cast.mette, at=cast.at)
    with acting_as(cast.bent):
        assert onward.with_us(cast.bent, on=cast.today) == [cast.aase.id]
    later = cast.at + timedelta(days=1)
    _named(cast, programme, cast.parish, at=later)
    with acting_as(cast.bent):
        assert onward.with_us(cast.bent, on=cast.today) == []
    with acting_as(cast.mette):
        told = Message.objects.get(text_code="onward_ended")
        assert told.to == cast.association.email
    _named(cast, programme, cast.association, at=later)
    with acting_as(cast.mette):
        assert set(_states(cast, programme).values()) == {"not_asked"}


def test_only_what_the_new_holder_can_see_is_asked_about(cast, programme, there, mette):
    _named(cast, programme, cast.association)
    asked = text_of(mette.get(reverse("onward_answer", args=[programme.id])))
    assert 'value="contact"' in asked
    for more in ("address", "age", "walking", "senses", "wishes"):
        assert f'value="{more}"' not in asked
    nameless = says(mette, programme, there[0], answer="yes", data=["contact"], how="spoken",
                    expires_on=_in_a_year(cast))  # fmt: skip
    assert "Navnet må følge med" in text_of(nameless)


def _named(cast, programme, holder, at=None):
    with acting_as(cast.lone):
        journey.name_holder(programme=programme, holder=holder, by=cast.lone, at=at or cast.at)


def _yes(cast, episode, holder, data=(Fields.NAME, Fields.CONTACT)):
    with acting_as(cast.mette):
        return journey.said_yes(
            episode=episode, holder=holder, data=data, how="spoken", by=cast.mette, at=cast.at,
            expires_on=cast.today + timedelta(days=365),
        )  # fmt: skip


def _states(cast, programme):
    return {one.person_id: one.state for one in journey.going(cast.mette, programme, on=cast.today).people}


def _seen(actor, person):
    return read(actor, person.id, purpose=Purpose.ACTIVITY)


def _in_a_year(cast):
    return (cast.today + timedelta(days=365)).isoformat()
