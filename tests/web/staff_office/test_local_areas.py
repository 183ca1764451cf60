"""Local groups and the units of their area: figures, next meeting, and all of them beside each other (R343)."""

from datetime import timedelta
from types import SimpleNamespace

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.evaluation.area_queries import protected
from brobygger.programmes.governance import areas, queries
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year


def a_group(client, cast, programme, name, *units, kind="local", **more):
    told = {"name": name, "kind": kind, "begins_on": cast.today.isoformat(), "units": [str(one.id) for one in units]}
    return send(client, "council_new", programme.id, **told | more)


def groups(cast, programme):
    with acting_as(cast.lone):
        return {one.name: one for one in queries.councils(cast.lone, programme, on=cast.today)}


def test_lone_gives_each_area_its_group_and_reads_their_figures_side_by_side(cast, programme, lone):
    given_a_year(cast, programme)
    meets = (cast.today + timedelta(days=9)).isoformat()
    assert a_group(lone, cast, programme, "Hinnerup", cast.north, next_meets_on=meets).status_code == 302
    assert a_group(lone, cast, programme, "Hadsten", cast.south).status_code == 302
    lone.get(reverse("office", args=[programme.id]))  # says that they are set up
    page = text_of(lone.get(reverse("areas", args=[programme.id])))
    assert page.index("Hadsten") < page.index("Hinnerup")
    assert "intet møde aftalt" in page  # Hadsten
    found = groups(cast, programme)
    own = text_of(lone.get(reverse("council", args=[found["Hinnerup"].id])))
    assert "Området" in own
    assert cast.north.name in own
    assert '<td class="number" data-title="Hinnerup">60</td>' in own
    assert '<td class="number" data-title="Hinnerup">24</td>' in own  # said yes
    assert 'data-title="Hadsten"' not in own
    unit = text_of(lone.get(reverse("programme", args=[programme.id]), {"enhed": str(cast.north.id)}))
    assert f'Lokal gruppe: <a href="{reverse("council", args=[found["Hinnerup"].id])}">Hinnerup</a>' in unit
    assert "Mødes næste gang" in unit
    later = (cast.today + timedelta(days=30)).isoformat()
    send(lone, "meeting_new", found["Hadsten"].id, held_on=cast.today.isoformat(), next_meets_on=later)
    assert "intet møde aftalt" not in text_of(lone.get(reverse("areas", args=[programme.id])))
    whole = text_of(lone.get(reverse("programme", args=[programme.id])))
    assert "Lokal gruppe" not in whole
    assert reads(lone, "areas", programme.id) <= 15
    assert reads(lone, "council", found["Hinnerup"].id) <= 15


def test_a_unit_has_one_local_group_and_only_a_local_group_has_units(cast, programme, lone):
    a_group(lone, cast, programme, "Hinnerup", cast.north)
    again = a_group(lone, cast, programme, "Hadsten", cast.north)
    assert again.status_code == 422
    assert f"{cast.north.name} hører allerede til Hinnerup." in text_of(again)
    steering = a_group(lone, cast, programme, "Styregruppe", cast.north, kind="steering")
    assert "Kun en lokal gruppe kan have sine egne enheder." in text_of(steering)
    [group] = groups(cast, programme).values()
    assert group.name == "Hinnerup"
    told = {"name": "Hinnerup", "kind": "local", "begins_on": cast.today.isoformat(), "units": [str(cast.south.id)]}
    assert send(lone, "council_change", group.id, **told).status_code == 302
    with acting_as(cast.lone):
        assert [name for _id, name in areas.units_of(cast.lone, group)] == [cast.south.name]
    send(lone, "council_close", group.id)
    assert a_group(lone, cast, programme, "Hadsten", cast.south).status_code == 302  # the closed one let go of it


def test_a_meeting_that_was_is_not_the_next_one(cast):
    group = SimpleNamespace(next_meets_on=cast.today - timedelta(days=1))
    assert areas.meets_next(group, today=cast.today) is None
    group.next_meets_on = cast.today
    assert areas.meets_next(group, today=cast.today) == cast.today


@given(st.lists(st.lists(st.integers(0, 40), min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_small_number_is_told_of_an_area_nor_left_over_from_the_total(some):
    reached = {place: sorted(numbers, reverse=True) for place, numbers in enumerate(some)}
    told = protected(reached)
    for step in range(3):
        hidden = [place for place in told if told[place][step] is None]
        assert all(told[place][step] in (None, reached[place][step]) for place in told)
        assert not any(0 < (told[place][step] or 0) < 5 for place in told)
        here = [place for place in reached if reached[place][step]]
        assert len(hidden) != 1 or len(here) == 1  # else the total less the others would tell it
    for numbers in told.values():
        shown = [number for number in numbers if number is not None]
        assert all(abs(one - other) not in range(1, 5) for one in shown for other in shown)
