"""Where an effort could go: areas, shops and neighbours year by year; and a network that leads itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brobygger.programmes.governance.rules import CHANCE_STATES, CHANCES, by_place
from tests.web.staff_office.conftest import send, text_of

LINES = st.lists(
    st.tuples(st.sampled_from(CHANCES), st.sampled_from(["Nord", "Syd"]), st.integers(2024, 2028),
              st.sampled_from(CHANCE_STATES)),
    unique_by=lambda line: line[:3],
)  # fmt: skip


@given(LINES)
def test_every_line_stands_once_in_its_place_and_year(lines: list[tuple[str, str, int, str]]) -> None:
    years, places = by_place(lines)
    assert years == sorted({line[2] for line in lines})
    told = [(kind, name, year, state) for kind, name, states in places for year, state in states.items()]
    assert sorted(told) == sorted(lines)


def chance(cast: Any, **more: Any) -> dict[str, Any]:
    return {"kind": "area", "name": "Nordbyen", "year": "2027", "status": "idea", "next_on": "", "note": ""} | more


def test_lone_follows_areas_and_neighbours_over_years(cast: Any, programme: Any, lone: Any, mette: Any) -> None:
    new = ("chance_new", programme.id)
    page = reverse("chances", args=[programme.id])
    assert "år for år" in text_of(lone.get(page))
    assert send(lone, *new, **chance(cast, note="Bydelsrådet er spurgt")).status_code == 302
    due = (cast.today - timedelta(days=1)).isoformat()
    send(lone, *new, **chance(cast, kind="shop", name="Købmanden", status="asked", next_on=due))
    send(lone, *new, **chance(cast, year="2028", status="agreed"))
    twice = send(lone, *new, **chance(cast))
    assert twice.status_code == 409
    shown = text_of(lone.get(page))
    assert "Tal med dem igen" in shown
    assert ": Købmanden</p>" in shown
    assert "Bydelsrådet er spurgt" in shown
    from brobygger.programmes.governance.models import Chance
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.lone):
        first = Chance.objects.get(name="Nordbyen", year=2027)
    changed = send(lone, "chance_change", first.id, **chance(cast, status="running"))
    assert changed.status_code == 302
    assert "i gang" in text_of(lone.get(page))
    assert mette.get(page).status_code == 200
    assert mette.get(reverse("chance_new", args=[programme.id])).status_code == 403


def test_a_network_that_leads_itself_has_its_own_page(cast: Any, programme: Any, lone: Any) -> None:
    told = {"name": "Besøgsvennernes netværk", "kind": "network", "task": "Mødes selv", "begins_on": str(cast.today),
            "ends_on": "", "meets_every_days": "", "link": "https://netvaerk.example/besoeg"}  # fmt: skip
    wrong = send(lone, "council_new", programme.id, **(told | {"link": "netværket"}))
    assert wrong.status_code == 422
    assert send(lone, "council_new", programme.id, **told).status_code == 302
    from brobygger.programmes.governance.models import Council
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.lone):
        council = Council.objects.get(name="Besøgsvennernes netværk")
    page = text_of(lone.get(reverse("council", args=[council.id])))
    assert 'href="https://netvaerk.example/besoeg"' in page
    assert "Netværk" in page
