"""What stands in the way is ticked off with what was done; and what counts most is the municipality's own to say."""

from __future__ import annotations

import re

from brobygger.pathway.matching.models import BarrierHandled
from brobygger.pathway.matching.pair_rules import WEIGHTS as PAIR_WEIGHTS
from brobygger.pathway.matching.pair_rules import pair_weights
from brobygger.registry.people.acting import acting_as
from tests.waiting import given_workshop


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_barrier_is_ticked_off_with_what_was_done_and_stops_counting(cast, mette, post, told):
    with acting_as(cast.mette):
        type(cast.aase).objects.filter(id=cast.aase.id).update(latitude=56.25, longitude=10.9, walking_aid="stick")
    episode = told(cast.aase, barriers=["transport", "price"], comes_with="Naboen Gudrun")
    given_workshop(cast)  # 7 km away, and nobody fetches
    suggestions, barriers = f"/forloeb/{episode.id}/forslag/", f"/forloeb/{episode.id}/i-vejen/"
    page = shown(mette.get(suggestions))
    assert "hvis kørsel: 1 mere" in page
    assert "Naboen Gudrun" in page
    assert post(mette, barriers, handled="transport", **{"what-transport": " "}).status_code == 409
    assert post(mette, barriers, handled="x", **{"what-x": "y"}).status_code == 409
    said = {"what-transport": "Datteren kører om torsdagen."}
    assert post(mette, barriers, handled="transport", **said).status_code == 302
    assert "Datteren kører om torsdagen." in shown(mette.get(barriers))
    assert "hvis kørsel" not in shown(mette.get(suggestions))
    with acting_as(cast.karin):
        assert BarrierHandled.objects.get().handled_by_name == "Mette Madsen"
    assert post(mette, barriers, again="transport").status_code == 302
    assert "hvis kørsel: 1 mere" in shown(mette.get(suggestions))


def test_the_municipality_sets_what_counts_most(cast, mette, client_of, post, told, choir):
    episode = told(cast.aase)
    near = given_workshop(cast, name="Naboværkstedet", price_dkk=0)
    with acting_as(cast.mette):
        type(near).objects.filter(id=near.id).update(step_free=True)
    suggestions = f"/forloeb/{episode.id}/forslag/"
    page = shown(mette.get(suggestions))
    assert page.index("Syng sammen") < page.index("Naboværkstedet")  # she likes singing
    points = dict.fromkeys(("near", "company", "weekday", "free", "step_free", "transport", "language"), "0")
    lone = client_of(cast.lone)
    assert post(lone, "/venter/point/", interest="101", **points).status_code == 422
    assert post(lone, "/venter/point/", interest="0", **{**points, "step_free": "0"}).status_code == 302
    with acting_as(cast.mette):
        from brobygger.pathway.matching import queries

        assert queries.weights(cast.mette)["interest"] == 0
        assert pair_weights(queries.weights(cast.mette))["interest"] == 0
    with acting_as(cast.nina):
        assert pair_weights(queries.weights(cast.nina)) == PAIR_WEIGHTS  # the neighbour's own are as usual
    assert post(lone, "/venter/point/", usual="1").status_code == 302
    with acting_as(cast.mette):
        assert queries.weights(cast.mette)["interest"] == 30
    assert client_of(cast.bent).get("/venter/point/").status_code == 403
