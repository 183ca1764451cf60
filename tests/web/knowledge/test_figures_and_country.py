"""Several figures of one thing with their sources, and the country's page made of what reports have told."""

import pytest
from django.urls import reverse

from brobygger.insight.comparing import operations, queries
from brobygger.insight.comparing.models import OtherFigure, ShownProgramme
from brobygger.insight.disclosure.rules import Divided
from brobygger.insight.evaluation.published_rules import Figure, Numbers, PublishedBox, PublishedChange
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year

ANNEX = {"what": "first_time", "number": "80", "definition": "borgere, der indtil nu har fundet ind i fællesskaber",
         "source": "Københavns budgetnotat, bilag 2"}  # fmt: skip


def test_tigerspring_has_seventy_and_eighty_and_three_hundred_and_two_hundred_and_fifty(cast, lone):
    """Seed 001 says 70 began and 300 were trained; seed 004 says 80 and 250. Both stand, with source and definition."""
    programme = given_programme(cast, "001-koebenhavn")
    assert send(lone, "other_figure_new", programme.id, **ANNEX).status_code == 302
    reported = {"source": "Projektets rapport", "definition": "som det står i rapporten"}
    for what, number in (("first_time", "70"), ("trained", "300")):
        assert send(lone, "other_figure_new", programme.id, what=what, number=number, **reported).status_code == 302
    trained = {"what": "trained", "number": "250", "definition": "medarbejdere i hjemmeplejen",
               "source": "Københavns budgetnotat"}  # fmt: skip
    assert send(lone, "other_figure_new", programme.id, **trained).status_code == 302
    shown = text_of(lone.get(reverse("other_figures", args=[programme.id])))
    for number in ("70", "80", "300", "250"):
        assert f'data-title="Tal">{number}</th>' in shown
    assert shown.count("tallene er ikke ens") == 2
    assert "Københavns budgetnotat, bilag 2" in shown
    again = send(lone, "other_figure_new", programme.id, **ANNEX)
    assert again.status_code == 409
    assert "står her allerede" in text_of(again)


def test_a_figure_that_is_taken_away_is_kept_with_its_day(cast, programme, lone):
    send(lone, "other_figure_new", programme.id, **ANNEX)
    with acting_as(cast.lone):
        figure = OtherFigure.objects.get()
    assert send(lone, "other_figure_away", figure.id).status_code == 302
    assert ANNEX["source"] not in text_of(lone.get(reverse("other_figures", args=[programme.id])))
    with acting_as(cast.lone):
        figure.refresh_from_db()
    assert figure.away_on == cast.today


def test_coverage_needs_a_target_group_and_then_stands_as_a_sentence(cast, programme, lone):
    given_a_year(cast, programme)
    address = reverse("other_figures", args=[programme.id])
    assert "Ingen har skrevet, hvor mange der er i målgruppen." in text_of(lone.get(address))
    lone.get(reverse("report", args=[programme.id]))
    sent = send(
        lone, "target_group", programme.id, size="800", definition="mænd, der bor alene", source="udtræk",
        counted_on=cast.today.isoformat(),
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    assert "40 af 800 i målgruppen har været med: 5 %." in text_of(lone.get(address))


@pytest.mark.parametrize(
    ("size", "told"), [("0", "Skriv et helt tal mellem 1"), ("mange", "Skriv et helt tal"), ("", "Skriv et tal.")]
)
def test_a_target_group_of_nobody_is_refused(cast, programme, lone, size, told):
    sent = send(lone, "target_group", programme.id, size=size, definition="alle", source="gæt",
                counted_on=cast.today.isoformat())  # fmt: skip
    assert sent.status_code == 422
    assert told in text_of(sent)


# ---- the country


def told_numbers(n, value, low, high):
    """What a neighbour's report has told."""
    change = PublishedChange(
        "loneliness", "t-ils", Divided(n, 20), 7.0, 6.0, value, (), 1, False, change=Figure(value, low, high)
    )
    return Numbers((), PublishedBox(60, 80.0, {}), {}, (change,))


def shown_by_a_neighbour(cast):
    """Nabokøbing shows a programme of the same recipe."""
    with acting_as(cast.neighbour_system):
        from brobygger.registry.organisations.models import Organisation

        programme = given_programme_there(cast, Organisation.objects.get())
        operations.show(
            programme=programme, numbers=told_numbers(35, -1.4, -2.0, -0.8), by=cast.neighbour_system, at=cast.at
        )
    return programme


def given_programme_there(cast, owner):
    from brobygger.programmes.running import operations as running
    from brobygger.registry.recipes import load

    return running.adopt(
        recipe=load.load("000-horsens"), name="Nabomænd", owner=owner, by=cast.neighbour_system, at=cast.at,
        starts_on=cast.today,
    )  # fmt: skip


def test_nothing_is_shown_before_a_report_has_told_it(cast, programme, lone, mette):
    given_a_year(cast, programme)
    sent = send(lone, "country_show", programme.id)
    assert sent.status_code == 409
    assert "Åbn rapporten først." in text_of(sent)
    lone.get(reverse("report", args=[programme.id]))
    assert send(mette, "country_show", programme.id).status_code == 409
    assert send(lone, "country_show", programme.id).status_code == 302
    with acting_as(cast.lone):
        shown = ShownProgramme.objects.get()
    assert (shown.figures["found"], shown.figures["first_time"], shown.figures["six_months"]) == (120, 40, 30)


def test_two_municipalities_stand_beside_each_other_drawn_towards_the_mean(cast, programme, lone):
    given_a_year(cast, programme)
    lone.get(reverse("report", args=[programme.id]))
    send(lone, "country_show", programme.id)
    before = reads(lone, "country")
    shown_by_a_neighbour(cast)
    page = text_of(lone.get(reverse("country")))
    assert "2 indsatser i 2 kommuner viser deres tal." in page
    assert "Nabomænd" in page
    assert "<svg" in page
    assert "−1,4 (fra −2 til −0,8)" in page
    assert "empirisk Bayes" in page
    assert "Lasgaard" in page
    assert reads(lone, "country") == before
    send(lone, "country_take_back", programme.id)
    page = text_of(lone.get(reverse("country")))
    assert "1 indsatser i 1 kommuner" in page
    assert "Mindst to indsatser med samme opskrift" in page


def test_an_empty_country_teaches(lone):
    assert "Her kommer indsatser fra de kommuner" in text_of(lone.get(reverse("country")))


def test_the_country_never_gets_a_number_that_is_hidden(cast, programme, lone):
    given_a_year(cast, programme, found=3)
    lone.get(reverse("report", args=[programme.id]))
    assert send(lone, "country_show", programme.id).status_code == 302
    with acting_as(cast.lone):
        figures = ShownProgramme.objects.get().figures
        assert queries.is_shown(cast.lone, programme) is not None
    assert figures == {"found": None, "first_time": None, "six_months": None, "changes": {}}
