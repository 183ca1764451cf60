"""First a group in one's own language, then a broader one: bound together, and who is ready stands on a list."""

from __future__ import annotations

import re
from datetime import timedelta

from brobygger.pathway.attendance import operations as attendance
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme, given_shared
from tests.receiving import given_group, given_member, given_offer


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_two_groups_are_bound_and_who_has_come_three_times_is_ready(cast, mette, post, client_of):
    agents = given_programme(cast, "000-vi-senior")
    address = f"/venter/{agents.id}/videre/"
    assert "Indsatsen har ingen grupper endnu." in shown(mette.get(address))
    offer = given_offer(cast, name="Seniorcaféen")
    starts = [cast.at - timedelta(days=day) for day in (21, 14, 7)]
    small = given_group(cast, programme=agents, name="Tyrkisk kaffe")
    large = given_group(cast, offer=offer, name="Seniorcaféen torsdag")
    with acting_as(cast.bent):
        sessions = attendance.plan_sessions(group=small, starts=starts, by=cast.bent, at=cast.at - timedelta(days=30))
    for person, times in ((cast.aase, 3), (cast.villy, 2)):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, small)
        with acting_as(cast.bent):
            for session in sessions[:times]:
                attendance.register(session=session, came={person.id: True}, by=cast.bent, at=cast.at)
    pair = {"first": str(small.id), "second": str(large.id)}
    for wrong in ({"times": "0"}, {"times": "x"}, {"second": str(small.id)}):
        assert post(mette, address, **{**pair, "times": "3", **wrong}).status_code == 409
    assert post(mette, address, **pair, times="3").status_code == 302
    page = shown(mette.get(address))
    ready = page.split("Tyrkisk kaffe → Seniorcaféen torsdag")[1].split("Bind to grupper sammen")[0]
    assert "Aase Andersen" in ready
    assert "er kommet 3 gange" in ready
    assert "Villy" not in ready  # twice is not enough
    assert post(mette, address, **pair, times="2").status_code == 302
    assert "Villy" in shown(mette.get(address)).split("→")[1]
    given_member(cast, cast.aase, large)
    assert "Aase" not in shown(mette.get(address)).split("→")[1].split("Bind to grupper")[0]  # there already
    step = re.search(r'name="part" value="([^"]+)"', mette.get(address).content.decode())[1]
    assert post(mette, address, part=step).status_code == 302
    assert "→" not in shown(mette.get(address))
    for actor in (cast.bent, cast.karin, cast.ole):
        assert client_of(actor).get(address).status_code == 403
