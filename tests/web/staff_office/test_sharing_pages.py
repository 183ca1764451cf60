"""Publishing back, comparing side by side, a joint effort, and the handbook's files."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from brobygger.journeys import bring_results, report
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import AGAIN, CAME, given_a_year

PAGES = ("publish", "programme_yaml", "joint")
SEEN = ("handbook", "handbook_pdf", "handbook_html", "compare")


@pytest.fixture
def other(cast, programme):
    return given_programme(cast, name="Mænd i vest")


def test_two_programmes_side_by_side_hide_small_numbers(cast, programme, other, lone):
    given_a_year(cast, programme, found=60)
    page = text_of(lone.get(reverse("compare", args=[programme.id]), {"med": str(other.id)}))
    assert "Mænd mødes og Mænd i vest" in page
    assert "De kører efter det samme." in page
    assert "under 5" in page
    fields = {"seen": 1, "reason": "Anderledes her", "green_low": 3, "green_high": 4, "yellow_low": 5,
              "yellow_high": 6, "red_low": 7, "red_high": 9}  # fmt: skip
    assert send(lone, "change_colours", other.id, **fields).status_code == 302
    page = text_of(lone.get(reverse("compare", args=[programme.id]), {"med": str(other.id)}))
    assert "grøn 3–4 point" in page


CONTENT = "år;svar;antal\n2026;meget tilfreds;{very}\n2026;tilfreds;40\n2026;hverken eller;10\n2026;utilfreds;{few}\n"


def given_content(cast, programme, *, very, few):
    """So many answered how content they are, brought in by a file as the coordinator does."""
    with acting_as(cast.mette):
        kept, seen = bring_results.stage(
            programme=programme, kind="content", file_name="tilfredse.csv", by=cast.mette, at=cast.at,
            content=CONTENT.format(very=very, few=few).encode(),
        )  # fmt: skip
        assert not seen.problems
        bring_results.store(score_file=kept, by=cast.mette, at=cast.at)


def test_contact_content_and_effect_stand_beside_each_other_as_numbers(cast, programme, other, lone):
    page = text_of(lone.get(reverse("compare", args=[programme.id]), {"med": str(other.id)}))
    assert page.count("ingen rapport endnu") == 6
    assert page.count("ikke spurgt, eller for få svar") == 2
    given_a_year(cast, programme)
    with acting_as(cast.lone):
        report.build(cast.lone, programme, cast.at)
    given_content(cast, programme, very=40, few=10)
    given_content(cast, other, very=10, few=40)
    page = text_of(lone.get(reverse("compare", args=[programme.id]), {"med": str(other.id)}))
    assert f'<td data-title="Mænd mødes">{CAME}</td>' in page
    assert "80 % (fra 71 til 87) af 100 svar i 2026" in page
    assert "50 % (fra 40 til 60) af 100 svar i 2026" in page
    assert "Tilfredse: Mænd mødes minus Mænd i vest er 30 procentpoint (fra 17 til 42)." in page
    assert "ikke valgt ved lodtrækning" in page
    assert f"{AGAIN} borgere" in page


def test_only_programmes_of_the_same_recipe_are_compared(cast, programme, lone):
    assert "I har kun denne ene." in text_of(lone.get(reverse("compare", args=[programme.id])))
    soroe = given_programme(cast, "001-soroe")
    given_programme(cast, name="Mænd i vest")
    for wanted in (soroe.id, "x", "11111111-1111-4111-8111-111111111111"):
        assert lone.get(reverse("compare", args=[programme.id]), {"med": str(wanted)}).status_code == 404


def test_comparing_asks_as_often_for_ten_people_as_for_seventy(cast, programme, other, lone):
    given_a_year(cast, programme, found=10)
    reads(lone, "compare", programme.id)
    few = reads(lone, "compare", programme.id)
    given_a_year(cast, programme, found=60)
    assert reads(lone, "compare", programme.id) == few <= 15


def test_what_is_published_stands_first_in_the_gallery_and_can_be_adopted(programme, lone):
    sent = send(lone, "publish", programme.id, title="Mænd ved havnen", summary="Kort", lesson="Begynd i maj.")
    assert sent["Location"] == reverse("recipe", args=["maend-ved-havnen"])
    page = text_of(lone.get(reverse("recipes")))
    assert page.index("Mænd ved havnen") < page.index("Vi løfter i flok")
    assert "jeres egen" in page
    for name in ("recipe", "recipe_adopt", "recipe_handbook"):
        assert lone.get(reverse(name, args=["maend-ved-havnen"])).status_code == 200
    file = lone.get(reverse("recipe_yaml", args=["maend-ved-havnen"])).content.decode()
    recipe, problems = load.parse(file)
    assert (problems, recipe.id, recipe.scenario) == ([], "maend-ved-havnen", None)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "Skriv et navn."),
        ({"title": "000 Horsens"}, "En anden opskrift hedder sådan."),
        ({"summary": ""}, "Skriv, hvad indsatsen går ud på."),
        ({"lesson": "Aase Andersen blev glad"}, "En tekst nævner et menneske"),
        ({"lesson": "x" * 601}, "Skriv lidt kortere."),
    ],
)
def test_what_may_not_be_published_is_told_at_the_field(programme, lone, fields, message):
    told = {"title": "Mænd ved havnen", "summary": "Kort", "lesson": ""} | fields
    sent = send(lone, "publish", programme.id, **told)
    assert sent.status_code == 422
    assert message in text_of(sent)


def test_the_programmes_own_file_is_a_recipe(programme, lone):
    recipe, problems = load.parse(lone.get(reverse("programme_yaml", args=[programme.id])).content.decode())
    assert problems == []
    assert recipe.id == "000-horsens"


def test_the_handbook_comes_as_page_file_and_paper(programme, lone):
    page = text_of(lone.get(reverse("handbook", args=[programme.id])))
    for words in ("Roller og opgaver", "Trin for trin", "Godt råd:", "Opfølgning", "Forankring", "Erfaringer"):
        assert words in page
    file = lone.get(reverse("handbook_html", args=[programme.id]))
    assert file["Content-Disposition"] == 'attachment; filename="haandbog-maend-moedes.html"'
    assert "<!doctype html>" in file.content.decode()
    pdf = lone.get(reverse("handbook_pdf", args=[programme.id]))
    assert "/StructTreeRoot" in PdfReader(io.BytesIO(pdf.content)).trailer["/Root"]
    assert lone.get(reverse("recipe_handbook_pdf", args=["000-horsens"])).status_code == 200


def test_a_joint_effort_begins_and_ends_on_one_page(programme, lone):
    assert send(lone, "joint", programme.id, goer="begynd", name="Mænd på øerne").status_code == 302
    page = text_of(lone.get(reverse("joint", args=[programme.id])))
    assert "Koden til en kommune mere:" in page
    assert send(lone, "joint", programme.id, goer="send").status_code == 302
    assert send(lone, "joint", programme.id, goer="forlad").status_code == 302
    assert "Begynd, og få en kode" in text_of(lone.get(reverse("joint", args=[programme.id])))
    wrong = send(lone, "joint", programme.id, goer="med", code="FORKERT")
    assert wrong.status_code == 422
    assert "Koden kendes ikke." in text_of(wrong)
    assert send(lone, "joint", programme.id, goer="noget andet").status_code == 422


@pytest.mark.parametrize("who", ["mette", "karin", "bent", "admin"])
def test_only_a_programme_manager_shares(programme, as_user, who):
    for name in PAGES:
        assert as_user(who).get(reverse(name, args=[programme.id])).status_code == 403


def test_a_foreign_programme_is_as_unknown_as_none(programme, as_user):
    for name in SEEN:
        assert as_user("nina").get(reverse(name, args=[programme.id])).status_code == 404


def test_pages_ask_a_few_times(cast, programme, lone):
    given_a_year(cast, programme)
    for name in ("publish", "joint", "handbook"):
        reads(lone, name, programme.id)
        assert reads(lone, name, programme.id) <= 15
