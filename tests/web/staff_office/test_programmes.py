"""Lone sees the bridge of her programmes, where people are lost, and the report; she sees no names."""

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from brobygger.programmes.running import operations as running
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year

FILE, JSON = ("report_for_file", "evaluator", "pdf"), ("report_for_file", "evaluator", "json")


def test_an_empty_list_teaches(lone):
    assert "En indsats begynder med en opskrift" in text_of(lone.get(reverse("programmes")))


def test_the_list_says_each_programme_in_a_line(cast, programme, lone):
    given_a_year(cast, programme)
    page = text_of(lone.get(reverse("programmes")))
    assert "Mænd mødes" in page
    assert "120 fundet, 48 sagde ja, 40 er begyndt." in page


def test_the_programme_page_says_where_people_are_lost(cast, programme, lone):
    given_a_year(cast, programme)
    page = text_of(lone.get(reverse("programme", args=[programme.id])))
    assert "Af 120 spurgte sagde 48 ja" in page
    assert "Flest stopper ved »Spurgt«: 72. For 40 er grunden »har ikke kræfter«." in page
    assert "Det går bedst ved »Første gang«: 40 af 48 kom videre." in page
    assert "Flest venter ved »Målt«: 6." in page
    assert "<svg" in page
    assert "Nr 17" not in page


def test_gaps_in_roles_are_marked(cast, programme, lone):
    with acting_as(cast.lone):
        running.hold_role(
            programme=programme, role="group_organiser", organisation=cast.association, membership=None,
            by=cast.lone, at=cast.at,
        )  # fmt: skip
    page = text_of(lone.get(reverse("programme", args=[programme.id])))
    assert "Fællesskabet Eksempelkøbing" in page
    assert page.count("▲") == 4  # five roles, one held


def test_one_unit_at_a_time(cast, programme, lone):
    given_a_year(cast, programme)
    address = reverse("programme", args=[programme.id])
    page = text_of(lone.get(address, {"enhed": str(cast.north.id)}))
    assert "Af 60 spurgte sagde 24 ja" in page
    assert lone.get(address, {"enhed": str(uuid4())}).status_code == 404
    assert lone.get(address, {"enhed": "x' or 1=1"}).status_code == 404


def test_a_foreign_programme_is_as_unknown_as_none(cast, as_user, programme):
    nina = as_user("nina")
    for name, *rest in (("programme",), ("report",), FILE, JSON):
        assert nina.get(reverse(name, args=[programme.id, *rest])).status_code == 404
        assert nina.get(reverse(name, args=[uuid4(), *rest])).status_code == 404


@pytest.mark.parametrize("who", ["karin", "bent", "ole", "dorte", "admin"])
def test_others_may_not_see_programmes(programme, as_user, who):
    for name, args in (("programmes", []), ("programme", [programme.id]), ("report", [programme.id])):
        assert as_user(who).get(reverse(name, args=args)).status_code == 403


@pytest.mark.parametrize("name", ["programmes", "programme", "report", "recipes"])
def test_at_most_fifteen_queries_and_as_many_for_ten_as_for_seventy(cast, programme, lone, name):
    given_a_year(cast, programme, found=10)
    args = [programme.id] if name in ("programme", "report") else []
    reads(lone, name, *args)  # a process reads a programme's recipe once
    few = reads(lone, name, *args)
    given_a_year(cast, programme, found=60)
    given_programme(cast, name="En til")
    reads(lone, name, *args)
    assert reads(lone, name, *args) == few <= 15


def test_the_report_page_has_the_numbers_and_the_files(cast, programme, lone):
    given_a_year(cast, programme)
    page = text_of(lone.get(reverse("report", args=[programme.id])))
    assert "40 har været der første gang." in page
    assert "5. Hvad gav indsatsen deltagerne?" in page
    pdf = lone.get(reverse(FILE[0], args=[programme.id, *FILE[1:]]))
    assert pdf["Content-Disposition"] == 'attachment; filename="rapport-maend-moedes-evaluator-da.pdf"'
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(pdf.content)).trailer["/Root"]
    numbers = lone.get(reverse(JSON[0], args=[programme.id, *JSON[1:]])).json()
    assert numbers["participants"]["started"] == 40


def test_the_report_is_english_when_the_reader_is(cast, programme, lone):
    given_a_year(cast, programme)
    lone.cookies["sprog"] = "en"
    numbers = lone.get(reverse(JSON[0], args=[programme.id, *JSON[1:]])).json()
    assert numbers["language"] == "en"
    assert numbers["recipe"]["title"].startswith("We lift together")


def test_saving_twice_with_one_click_saves_once(cast, programme, lone):
    given_a_year(cast, programme)
    key = uuid4()
    first = send(lone, "report_save", programme.id, key=key)
    again = send(lone, "report_save", programme.id, key=key)
    assert (first.status_code, again.status_code, first["Location"]) == (302, 302, again["Location"])
    page = text_of(lone.get(reverse("report", args=[programme.id])))
    assert "Nummer 1</a>:" in page
    assert "Nummer 2</a>:" not in page


def test_a_coordinator_reads_the_report_but_does_not_save_it(programme, mette):
    assert "Gem rapporten" not in text_of(mette.get(reverse("report", args=[programme.id])))
    assert send(mette, "report_save", programme.id).status_code == 403


def test_a_unit_without_an_ambassador_is_marked(cast, lone):
    """R321: a recipe with ambassadors: every unit lacks one, until Karin becomes her unit's."""
    from brobygger.registry.access.models import Membership
    from brobygger.registry.organisations.models import Unit

    programme = given_programme(cast, _with_ambassadors())
    address = reverse("programme", args=[programme.id])
    page = text_of(lone.get(address))
    assert "Ambassadører i enhederne" in page
    with acting_as(cast.lone):
        units = Unit.objects.filter(organisation=cast.kommune).count()
    assert page.count("mangler en ambassadør") == units
    with acting_as(cast.system):
        Membership.objects.filter(id=cast.karin.membership_id).update(role="ambassador")
    page = text_of(lone.get(address))
    assert page.count("mangler en ambassadør") == units - 1
    assert cast.karin.name in page


def _with_ambassadors():
    return next(
        each for each in load.all_ids() if any(role.acts_as == "ambassador" for role in load.load(each).roles.values())
    )
