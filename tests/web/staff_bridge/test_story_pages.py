"""A good story is read by anybody after a yes, and by nobody from the moment the yes is taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.communities.reach.models import Story
from brobygger.registry.people.acting import acting_as
from tests.web.partners.test_text_pages import client_of, send

STORY = {
    "words": "Jeg kom for kaffen. Nu har jeg tre nye venner.", "told_by": "Inger", "consent_how": "spoken",
    "agreed": "on",
}  # fmt: skip


@pytest.fixture
def bents(cast) -> Offer:
    with acting_as(cast.mette):
        return operations.publish(
            organisation=cast.association, name="Torsdagskaffe", kind="café", by=cast.mette, at=cast.at
        )


def read(offer: Offer) -> str:
    return Client().get(f"/find/tilbud/{offer.id}/").content.decode()


def test_a_story_is_read_by_anybody_until_the_yes_is_taken_back(cast, bents):
    bent, where = client_of("bent"), reverse("offer_stories", args=[bents.id])
    assert STORY["words"] not in read(bents)
    assert send(bent, where, **STORY).status_code == 302
    assert STORY["words"] in read(bents)
    assert "Inger" in read(bents)
    with acting_as(cast.mette):
        story = Story.objects.get()
    assert (story.consent_how, story.consent_on, story.consent_taken_by) == ("spoken", cast.today, cast.bent.name)
    taken = reverse("offer_story_take_back", args=[bents.id, story.id])
    for _time in range(2):
        assert send(bent, taken).status_code == 302
    assert STORY["words"] not in read(bents)
    with connection.cursor() as cursor, acting_as(cast.mette):
        cursor.execute("select words, told_by, published from reach_story")
        assert cursor.fetchall() == [("", "", False)]  # erased, not hidden
    assert "En historie er slettet" in bent.get(where).content.decode()


def test_without_a_yes_nothing_is_kept_and_asking_how_it_reads_is_no_yes(cast, bents):
    bent, where = client_of("bent"), reverse("offer_stories", args=[bents.id])
    assert send(bent, where, **{**STORY, "agreed": ""}).status_code == 422
    seen = send(bent, where, **STORY | {"words": "Jeg var en ensom gammel mand."}, check="1").content.decode()
    assert "<mark>ensom</mark>" in seen
    for wrong in ({"words": ""}, {"told_by": ""}, {"consent_how": "x"}, {"words": "a" * 3000}):
        assert send(bent, where, **STORY | wrong).status_code == 422
    with acting_as(cast.mette):
        assert not Story.objects.exists()


def test_a_script_in_a_story_is_words(cast, bents):
    send(client_of("bent"), reverse("offer_stories", args=[bents.id]), **STORY | {"words": "<script>alert(1)</script>"})
    assert "<script>alert" not in read(bents)
    assert "&lt;script&gt;" in read(bents)


def test_it_is_nobody_elses_to_tell_or_to_take_back(cast, bents):
    where = reverse("offer_stories", args=[bents.id])
    send(client_of("bent"), where, **STORY)
    with acting_as(cast.mette):
        story = Story.objects.get()
    assert client_of("nina").get(where).status_code == 404
    assert send(client_of("nina"), reverse("offer_story_take_back", args=[bents.id, story.id])).status_code == 404
    assert client_of("karin").get(where).status_code == 403
    assert STORY["words"] in read(bents)
