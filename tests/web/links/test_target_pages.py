"""Criteria live: each with what is known and what is asked for, a change on a day, and another effort that suits."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from brobygger.journeys import change, find
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.access.models import User
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def post(client: Client, page: str, /, *ids: object, **fields: object):
    return client.post(reverse(page, args=ids), {"idempotency_key": str(uuid4()), **fields})


def with_limit(programme, hours: float, on) -> dict:
    """The programme's recipe with a newer limit of home help from a day."""
    data = load.as_data(recipe_of(programme))
    newest = {**data["for"]} if isinstance(data["for"], dict) else {**data["for"][-1]}
    newest |= {"home_help_hours": {"at_least": hours}, "from": on, "reason": {"da": "Flere skal med", "en": "More"}}
    earlier = [data["for"]] if isinstance(data["for"], dict) else list(data["for"])
    return {**data, "for": [*earlier, newest]}


def test_mette_reads_what_is_known_what_the_limit_is_and_when_it_changes(cast, django_assert_max_num_queries):
    favrskov = given_programme(cast, "001-favrskov")
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"home_help_hours": 1.5}, by=cast.mette, at=cast.at)
    soon = cast.today + timedelta(days=10)
    with acting_as(cast.lone):
        change.save(
            programme=favrskov,
            recipe=with_limit(favrskov, 2, cast.today),
            reason="Grænse",
            seen=1,
            by=cast.lone,
            at=cast.at,
        )
        favrskov.refresh_from_db()
        change.save(
            programme=favrskov, recipe=with_limit(favrskov, 1, soon), reason="Sænket", seen=favrskov.recipe_version,
            by=cast.lone, at=cast.at, in_force_from=cast.today,
        )  # fmt: skip
    mette = client_of("mette")
    with django_assert_max_num_queries(15):
        shown = mette.get(reverse("person_target", args=[cast.aase.id])).content.decode()
    assert "modtager 1,5 timers hjemmehjælp om ugen; grænsen er mindst 2" in shown
    assert "så er borgeren i målgruppen." in shown
    assert client_of("bent").get(reverse("person_target", args=[cast.aase.id])).status_code == 403
    assert client_of("nina").get(reverse("person_target", args=[cast.aase.id])).status_code == 404


def test_somebody_turned_away_is_shown_another_effort(cast):
    given_programme(cast, "001-favrskov", name="Hjemmehjælp")
    horsens = given_programme(cast, name="Mandegrupper")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=horsens, found_by="home_care", by=cast.mette, at=cast.at)
        Episode.objects.filter(id=episode.id).update(status="lost", lost_reason="not_eligible")
    shown = client_of("mette").get(reverse("person", args=[cast.aase.id])).content.decode()
    assert "Prøv en anden indsats" in shown
    assert reverse("person_target", args=[cast.aase.id]) in shown


def test_a_tip_about_somebody_who_wants_to_be_left_alone_says_so_and_can_only_be_closed(cast):
    programme = given_programme(cast)
    with acting_as(cast.mette):
        people.edit_person(person=cast.villy, facts={"never_contact": True}, by=cast.mette, at=cast.at)
        tip = find.send_tip(
            tip_id=uuid4(), about_name="Villy Vang", worry="Er alene", sender_kind="other", by=cast.mette, at=cast.at
        )
    mette, address = client_of("mette"), reverse("tip", args=[tip.id]) + f"?borger={cast.villy.id}"
    shown = mette.get(address).content.decode()
    assert "Borgeren vil ikke kontaktes" in shown
    assert "Luk beskeden" in shown
    forced = mette.post(address, {"idempotency_key": str(uuid4()), "programme": str(programme.id), "anyway": "1"})
    assert forced.status_code == 409
    assert post(mette, "close_tip", tip.id).status_code == 302
