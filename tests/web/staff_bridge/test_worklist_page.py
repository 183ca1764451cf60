"""Mette's worklist: saved tabs, overdue first, a preview at the side, and taking over."""

from datetime import timedelta

import pytest

from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as


def shown(response):
    return response.content.decode()


def make_late(cast, episode, days=3):
    with acting_as(cast.system):
        Episode.objects.filter(id=episode.id).update(due=cast.today - timedelta(days=days))


def test_yellow_aase_with_a_yes_stands_among_those_to_be_visited(cast, mette, said_yes):
    said_yes(cast.aase)
    page = shown(mette.get("/arbejdsliste/?fane=besoeg"))
    assert "Aase Andersen" in page
    assert "Besøg, og tal om ønsker" in page
    assert "gul" in page
    assert "Aktivitetsmedarbejder" in page  # the recipe's own word for who does it
    assert "Aase" not in shown(mette.get("/arbejdsliste/?fane=henvis"))


def test_the_most_overdue_comes_first_and_is_said_to_be_late(cast, mette, said_yes):
    make_late(cast, said_yes(cast.villy), days=2)
    make_late(cast, said_yes(cast.aase), days=9)
    page = shown(mette.get("/arbejdsliste/"))  # opens at what is late
    assert page.index("Aase Andersen") < page.index("Villy Vang")
    assert "over tid" in page
    assert "Forfaldne" in page


def test_what_is_not_late_is_not_among_the_late(cast, mette, said_yes):
    said_yes(cast.aase)
    assert "Aase Andersen" not in shown(mette.get("/arbejdsliste/?fane=forfaldne"))


def test_the_preview_shows_the_bridge_without_leaving_the_list(cast, mette, said_yes):
    said_yes(cast.aase)
    said_yes(cast.villy)
    page = shown(mette.get(f"/arbejdsliste/?fane=alle&vis={cast.aase.id}"))
    assert "Villy Vang" in page
    assert "21 00 00 82" in page
    assert "næste skridt" in page
    assert "21 00 00 76" not in page  # nobody else's number is opened


def test_a_preview_of_somebody_elsewhere_shows_the_list_only(cast, mette, said_yes):
    said_yes(cast.aase)
    page = shown(mette.get(f"/arbejdsliste/?fane=alle&vis={cast.ruth.id}"))
    assert "Ruth" not in page
    assert "Aase Andersen" in page


def test_mette_takes_two_over_and_gives_them_back(cast, mette, said_yes, post):
    keys = [f"episode-{said_yes(person).id}" for person in (cast.aase, cast.villy)]
    post(mette, "/arbejdsliste/tag-over/", valgt=keys, fane="alle")
    page = shown(mette.get("/arbejdsliste/?fane=alle"))
    assert "Du har taget 2 over." in page
    assert page.count("Mette Madsen") >= 3  # in the head of the page and as owner of both
    post(mette, "/arbejdsliste/slip/")
    with acting_as(cast.system):
        assert not Episode.objects.filter(owner_user_id__isnull=False).exists()


def test_taking_nothing_over_is_refused_in_words(cast, mette, post):
    answer = post(mette, "/arbejdsliste/tag-over/", fane="alle")
    assert answer.status_code == 409
    assert "Sæt flueben" in shown(answer)


def test_what_stands_elsewhere_cannot_be_taken_over(cast, mette, post, favrskov):
    from brobygger.pathway.episodes import operations as episodes
    from brobygger.programmes.running import operations as running
    from brobygger.registry.recipes import load

    with acting_as(cast.neighbour_system):
        owner = type(cast.kommune).objects.get(name="Nabokøbing Kommune")
        there = running.adopt(
            recipe=load.load("001-favrskov"), name="Der", owner=owner, by=cast.neighbour_system, at=cast.at,
            starts_on=cast.today,
        )  # fmt: skip
        foreign = episodes.open_episode(
            person=cast.ruth, programme=there, found_by="home_care", by=cast.neighbour_system, at=cast.at
        )
    assert post(mette, "/arbejdsliste/tag-over/", valgt=[f"episode-{foreign.id}"]).status_code == 409
    with acting_as(cast.neighbour_system):
        assert Episode.objects.get(id=foreign.id).owner_user_id is None


@pytest.mark.parametrize(
    "query", ["?fane=findes-ikke", "?side=0", "?side=-4", f"?side={'9' * 5000}", "?vis=x", "?side=99"]
)
def test_a_strange_address_still_shows_a_list(mette, query):
    assert mette.get(f"/arbejdsliste/{query}").status_code == 200


def test_the_worklist_is_the_coordinators(cast, client_of):
    for who in ("karin", "bent", "ole", "lone", "dorte", "admin"):
        assert client_of(cast.staff[who]).get("/arbejdsliste/").status_code == 403, who


def test_an_empty_list_teaches(mette):
    assert "Her kommer borgere, der har sagt ja til et besøg" in shown(mette.get("/arbejdsliste/?fane=besoeg"))


@pytest.mark.parametrize("tab", ["forfaldne", "besoeg", "alle"])
def test_the_queries_do_not_grow_with_the_rows(cast, mette, said_yes, tab, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_late(cast, said_yes(cast.aase))
    mette.get("/arbejdsliste/?fane=alle")  # recipes are read once
    with CaptureQueriesContext(connection) as one:
        mette.get(f"/arbejdsliste/?fane={tab}")
    for person in (cast.villy, cast.gerda):
        make_late(cast, said_yes(person))
    with CaptureQueriesContext(connection) as three:
        page = shown(mette.get(f"/arbejdsliste/?fane={tab}"))
    assert page.count("row-link") == 3
    assert len(three) <= len(one)
