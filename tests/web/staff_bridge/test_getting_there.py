"""Aase gets to the choir by bus, or somebody rings for a ride and the number of the booking comes back (R106)."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext
from datetime import timedelta

import pytest

from brobygger.config import cli
from brobygger.config.commands import timetable
from brobygger.journeys import leave
from brobygger.pathway.followup.models import Task
from brobygger.pathway.rides.models import BusLine, OrderedRide, Timetable
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from tests.cast import CODE, NEIGHBOUR_CODE
from tests.gtfs import files, packed


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def way(cast, told, choir):
    """The address of the page, with Aase's home and the choir on the map."""
    with acting_as(cast.mette):
        home = {"latitude": 56.2, "longitude": 10.9, "walks_m": 300, "walking_aid": "walker", "phone": "22 00 00 01",
                "address": "Nørregade 2", "postcode": "8990", "city": "Eksempelkøbing"}  # fmt: skip
        people.edit_person(person=cast.aase, facts=home, by=cast.mette, at=cast.at)
        choir.latitude, choir.longitude = 56.23, 10.9
        choir.save(update_fields=["latitude", "longitude"])
    return f"/forloeb/{told(cast.aase).id}/forslag/{choir.id}/vejen-derhen/"


@pytest.fixture
def load(monkeypatch, capsys, tmp_path, cast):
    """load(**changed files) → exit code and what was told."""
    monkeypatch.setattr(timetable, "ready_database", nullcontext)
    monkeypatch.setattr(cli, "stop_when_asked", lambda: None)

    def run(*options, municipality=CODE, **changed):
        path = packed(tmp_path, files(cast.today, **changed))
        ended = cli.main(("timetable", str(path), "--municipality", municipality, *options, "--json"))
        return ended, json.loads(capsys.readouterr().out)

    return run


def test_a_bus_is_found_there_and_home_with_price_and_walks(cast, mette, way, load, client_of):
    day = (cast.today + timedelta(days=2)).isoformat()
    asking = f"{way}?day={day}&time=14:00&home=16:00"
    assert "ingen køreplan" in shown(mette.get(asking))
    assert load("--price", "24 kr. for to zoner") == (0, {
        "stops": 2, "lines": 1, "trips": 2, "first_day": cast.today.isoformat(),
        "last_day": (cast.today + timedelta(days=60)).isoformat(), "price": "24 kr. for to zoner",
    })  # fmt: skip
    page = shown(mette.get(asking))
    assert "Bus 12: af sted kl. 13.28, fremme kl. 13.47" in page
    assert "Gå 73 m til stoppet Nørregade" in page
    assert "Bus 12: af sted kl. 16.08, fremme kl. 16.27" in page
    assert "24 kr. for to zoner" in page
    assert "Borgeren går 300 m" in page
    late = shown(mette.get(f"{way}?day={day}&time=13:40&home=16:00"))
    assert "Ingen bus passer" in late
    assert "Køreplanen dækker ikke den dag" in shown(mette.get(f"{way}?day=2099-01-01&time=14:00&home=16:00"))
    off = (cast.today + timedelta(days=3)).isoformat()
    assert "Ingen bus passer" in shown(mette.get(f"{way}?day={off}&time=14:00&home=16:00"))
    with acting_as(cast.mette):
        people.edit_person(person=cast.aase, facts={"walks_m": 50}, by=cast.mette, at=cast.at)
    assert "Ingen bus passer" in shown(mette.get(asking))
    assert "Vælg en dag" in shown(mette.get(f"{way}?day=x&time=14:00&home=16:00"))
    assert client_of(cast.bent).get(way).status_code == 403
    assert client_of(cast.nina).get(way).status_code == 404


def test_a_bad_file_leaves_the_old_timetable_and_the_price_is_remembered(cast, load, choir, way):
    assert load("--price", "24 kr.")[0] == 0
    ended, told = load(trips="route_id\nR\n")
    assert ended == 1
    assert told["error"].startswith("trips.txt mangler kolonnen")
    assert told["error"].endswith("Den gamle køreplan står, som den stod.")
    with acting_as(cast.system):
        assert BusLine.objects.count() == 2
    assert load()[1]["price"] == "24 kr."
    with acting_as(cast.system):
        assert BusLine.objects.count() == 2
        assert Timetable.objects.count() == 1
    assert load(municipality=NEIGHBOUR_CODE)[0] == 1  # no offers on the map there
    assert load("--price", "x" * 201)[0] == 1


def test_one_press_makes_the_task_and_the_booking_comes_back(cast, mette, way, post, client_of, choir):
    page = shown(mette.get(way))
    assert "Nørregade 2, 8990 Eksempelkøbing" in page
    assert "rollator" in page
    day = (cast.today + timedelta(days=9)).isoformat()
    order = {"day": day, "time": "14:00", "home": "16:00", "from_address": "Nørregade 2", "to_address": "Syng sammen",
             "phone": "22 00 00 01", "aids": "rollator", "passengers": "2", "who": "coordinator"}  # fmt: skip
    assert post(mette, way, **order | {"from_address": "", "passengers": "0"}).status_code == 422
    assert post(mette, way, **order | {"day": "2001-01-01"}).status_code == 422
    assert post(mette, way, **order | {"home": "13:00"}).status_code == 422
    assert post(mette, way, **order).status_code == 302
    assert post(mette, way, **order).status_code in (409, 422)  # once at a time
    with acting_as(cast.mette):
        ride, task = OrderedRide.objects.get(), Task.objects.get(kind="order_ride")
        assert task.due == cast.today + timedelta(days=7)
    here = f"/koersel/bestilt/{ride.id}/"
    assert here in shown(mette.get(f"/opgaver/{task.id}/"))
    page = shown(mette.get(here))
    assert all(text in page for text in ("Nørregade 2", "22 00 00 01", "rollator", "kl. 14"))
    assert post(mette, here, answer="booked", reference="").status_code == 422
    assert post(mette, here, answer="booked", reference="FT-4711", price_dkk="60", words="").status_code == 302
    assert post(mette, here, answer="no", words="x").status_code == 409
    assert "FT-4711" in shown(mette.get(way))
    with acting_as(cast.mette):
        assert Task.objects.get(kind="order_ride").status == "done"
    assert client_of(cast.bent).get(here).status_code == 403
    assert client_of(cast.nina).get(here).status_code == 404
    assert post(mette, here, answer="off").status_code == 302
    assert post(mette, here, answer="off").status_code == 409
    with acting_as(cast.mette):
        assert Task.objects.get(kind="call_off_ride").due == cast.today
    assert post(mette, way, **order).status_code == 302  # the time is free again
    with acting_as(cast.mette):
        again = OrderedRide.objects.get(status="asked")
    assert post(mette, f"/koersel/bestilt/{again.id}/", answer="no", words="Ingen vogne").status_code == 302
    with acting_as(cast.mette):
        assert Task.objects.get(kind="find_other_ride").status == "open"


def test_no_car_comes_for_somebody_who_has_died(cast, mette, way, post):
    day = (cast.today + timedelta(days=9)).isoformat()
    order = {"day": day, "time": "14:00", "home": "", "from_address": "Nørregade 2", "to_address": "Syng sammen",
             "passengers": "1", "who": "me"}  # fmt: skip
    assert post(mette, way, **order).status_code == 302
    with acting_as(cast.mette):
        ride = OrderedRide.objects.get()
        assert Task.objects.get(kind="order_ride").owner_user_id == cast.mette.user_id
    assert post(mette, f"/koersel/bestilt/{ride.id}/", answer="booked", reference="FT-1").status_code == 302
    with acting_as(cast.mette):
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=cast.at)
        task = Task.objects.get(kind="call_off_ride")
        assert (task.person_id, task.status) == (None, "open")
        assert task.why["about"].startswith("FT-1, ")
        assert OrderedRide.objects.get().status == "called_off"
