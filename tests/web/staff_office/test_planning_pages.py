"""Lone plans on paper before she plans with people: what a recipe may show, and what one change would do."""

import re

import pytest
from django.urls import reverse

from tests.web.staff_office.conftest import reads, text_of
from tests.web.staff_office.office import given_a_year

SOROE = "001-soroe"


def address(recipe_id=SOROE):
    return reverse("plan_recipe", args=[recipe_id])


def test_the_form_says_where_each_number_comes_from(lone):
    page = text_of(lone.get(address()))
    assert "Hvad regner I med?" in page
    assert "opskriftens scenarie" in page
    assert "antagelse" in page
    assert "Sådan kan det gå" not in page  # nothing is counted before somebody asks


def test_lone_sees_what_may_happen(lone):
    page = text_of(lone.get(address(), {"regn": "1"}))
    assert re.search(r"Opskriften er spillet \d+ gange i 52 uger", page)
    assert "medarbejdertimer" in page
    assert "kroner for hver, der stadig er med" in page
    assert "fra ja til første kontakt" in page
    assert "<svg" in page
    read_aloud = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(r"yes_rate|no_place|per_week|key_worker", read_aloud)  # codes are for the address


def test_a_change_stands_beside_today(lone):
    page = text_of(lone.get(address(), {"regn": "1", "hvis.yes_rate": "90", "nu.yes_rate": "40"}))
    assert "Tallene ved siden af hinanden" in page
    assert page.count("Sådan kan det gå") == 1
    assert "valgt af dig" in page


def test_the_same_address_shows_the_same_numbers(lone):
    pages = [text_of(lone.get(address(), {"regn": "1", "hvis.volunteers.at_start": "40"})) for _time in range(2)]
    results = [page[page.index("Sådan kan det gå") : page.index("Hvad regner I med?")] for page in pages]
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("field", "written", "said"),
    [
        ("nu.yes_rate", "140", "mellem 0 og 100"),
        ("hvis.yes_rate", "-1", "mellem 0 og 100"),
        ("nu.yes_rate", "nan", "mellem 0 og 100"),
        ("nu.arrivals.per_week", "mange", "Skriv et tal"),
        ("hvis.volunteers.at_start", "2,5", "helt tal"),
        ("nu.volunteers.at_start", "9" * 500, "mellem 0 og 2.000"),
        ("hvis.activity.kind", "fest", "Vælg en af mulighederne"),
        ("nu.arrivals.per_week", "5000", "for mange borgere"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_kept(lone, field, written, said):
    answer = lone.get(address(), {"regn": "1", field: written})
    page = text_of(answer)
    assert answer.status_code == 422
    assert said in page
    assert written[:40] in page
    assert "Sådan kan det gå" not in page


def test_nobody_at_all_is_a_sentence(lone):
    page = text_of(lone.get(address(), {"regn": "1", "nu.arrivals.per_week": "0"}))
    assert "ingen er med til sidst" in page
    assert "nan" not in page.lower().replace("finans", "")


def test_unknown_fields_and_weeks_change_nothing(lone):
    page = text_of(lone.get(address(), {"regn": "1", "uger": "100000", "nu.findes.ikke": "7"}))
    assert "gange i 52 uger" in page


def test_a_programme_plans_with_its_own_numbers_when_there_are_enough(cast, programme, lone):
    plan = reverse("plan_programme", args=[programme.id])
    assert "jeres egne tal" not in text_of(lone.get(plan))
    given_a_year(cast, programme)
    page = text_of(lone.get(plan, {"regn": "1"}))
    assert "jeres egne tal" in page
    assert "Sådan kan det gå" in page


def test_only_the_office_plans(cast, as_user, programme):
    pages = (address(), reverse("plan_programme", args=[programme.id]))
    assert [as_user("mette").get(page).status_code for page in pages] == [200, 200]
    assert [as_user("admin").get(page).status_code for page in pages] == [200, 403]
    for name in ("karin", "bent", "ole", "dorte"):
        assert [as_user(name).get(page).status_code for page in pages] == [403, 403]
    assert [as_user("nina").get(page).status_code for page in pages] == [200, 404]
    assert as_user("lone").get(address("000-findes-ikke")).status_code == 404
    assert as_user("lone").post(address()).status_code == 405


def test_the_page_asks_the_database_as_little_whatever_is_planned(cast, programme, lone):
    before = reads(lone, "plan_programme", programme.id)
    given_a_year(cast, programme)
    assert reads(lone, "plan_programme", programme.id) <= before <= 15


def test_the_ways_in(cast, programme, lone):
    assert address(SOROE) in text_of(lone.get(reverse("recipe", args=[SOROE])))
    assert reverse("plan_programme", args=[programme.id]) in text_of(
        lone.get(reverse("programme", args=[programme.id]))
    )
