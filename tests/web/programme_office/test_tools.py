"""Sheets to teach from, and the folder in the staff room: read by whoever works there (R237, R243, R244, R245)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from brobygger.programmes.training import materials
from brobygger.programmes.training.models import ToolFolder
from brobygger.programmes.training.sheets import sheets
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme
from tests.web.programme_office.test_training_pages import given_course
from tests.web.staff_office.conftest import reads, send, text_of

OF_RECIPES = [
    ("001-lyngby-taarbaek", "grief_loneliness_depression", "sorg-ensomhed-depression"),
    ("000-horsens", "younger_men", "yngre-maend"),
    ("001-favrskov", "working_with_volunteers", "sammen-med-frivillige"),
]


@pytest.fixture
def karin(as_user):
    return as_user("karin")


def on_paper(response) -> str:
    reader = PdfReader(BytesIO(response.content))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    return " ".join(" ".join(one.extract_text() for one in reader.pages).split())


@pytest.mark.parametrize(("recipe", "part", "code"), OF_RECIPES)
def test_a_course_of_the_recipe_brings_its_sheet_and_karin_reads_it_too(cast, lone, karin, recipe, part, code):
    assert part in {one.id for one in load.load(recipe).training}
    programme = given_programme(cast, recipe, name="En indsats")
    course = given_course(cast, programme, title="Fra opskriften", recipe_part=f"training.{part}")
    address = reverse("teaching_sheet", args=[code])
    assert address in text_of(lone.get(reverse("course", args=[course.id])))
    other = given_course(cast, programme, title="Et andet kursus")
    assert address not in text_of(lone.get(reverse("course", args=[other.id])))
    shown = text_of(karin.get(address))
    paper = on_paper(karin.get(reverse("teaching_sheet_pdf", args=[code])))
    sheet = sheets()[code]
    said = [
        sheet.aim.da,
        *(line.da for one in sheet.lessons for line in one.say),
        *(one.think.da for one in sheet.stories),
    ]
    for sentence in (*said, *(line.da for line in sheet.keep)):
        assert sentence in shown
        assert sentence.replace("-", "").replace(" ", "") in paper.replace("-", "").replace(" ", "")


def test_a_sheet_is_read_in_english_and_one_that_is_not_there_is_told(karin):
    karin.cookies["sprog"] = "en"
    assert "Man må gerne" not in text_of(karin.get(reverse("teaching_sheet", args=["sorg-ensomhed-depression"])))
    assert karin.get(reverse("teaching_sheet", args=["noget-andet"])).status_code == 404


def test_the_folder_stands_in_the_staff_room_and_tells_what_is_old(cast, programme, lone, karin):
    where = reverse("tool_folder", args=[programme.id])
    filled_on = (cast.today - timedelta(days=3)).isoformat()
    assert (
        send(lone, "tool_folder_new", programme.id, place="Personalerummet, Nord", filled_on=filled_on).status_code
        == 302
    )
    again = send(lone, "tool_folder_new", programme.id, place=" Personalerummet,  Nord ", filled_on=filled_on)
    assert again.status_code == 422
    assert "Der står allerede en mappe det sted." in text_of(again)
    early = (cast.today + timedelta(days=1)).isoformat()
    assert send(lone, "tool_folder_new", programme.id, place="Syd", filled_on=early).status_code == 422
    with acting_as(cast.lone):
        (folder,) = ToolFolder.objects.all()
        ToolFolder.objects.update(filled_on=cast.today + timedelta(days=1))
    assert "skal skiftes" not in text_of(lone.get(where))  # everything in it is from before
    with acting_as(cast.lone):
        ToolFolder.objects.update(filled_on=cast.today - timedelta(days=1))
        materials.keep(
            programme=programme, name="Kort at tale sammen om", course=None, link="https://eksempel.dk/kort", file=None,
            what_is_new="", used_from=cast.today, by=cast.lone, at=cast.at,
        )  # fmt: skip
    old = text_of(lone.get(where))
    assert "skal skiftes" in old
    assert "Kort at tale sammen om" in old.partition("skal skiftes")[2].partition("</p>")[0]
    seen = text_of(karin.get(where))
    assert "Personalerummet, Nord" in seen
    assert "Jeg har set efter i dag" not in seen
    for name in ("tool_folder_filled", "tool_folder_in"):
        assert send(karin, name, folder.id).status_code == 403
    assert send(lone, "tool_folder_filled", folder.id).status_code == 302
    assert "alt er det nyeste" in text_of(lone.get(where))
    front = on_paper(karin.get(reverse("tool_folder_front", args=[programme.id])))
    assert "Kort at tale sammen om" in front
    assert "Håndbog" in front
    mine = on_paper(lone.get(reverse("tool_folder_front", args=[programme.id])))
    assert "Samtalekort" in mine  # hers to lay in the folder, though she visits nobody
    assert reverse("talk_cards") not in old
    send(lone, "tool_folder_in", folder.id)
    assert "Ingen har skrevet endnu, hvor der står en mappe." in text_of(lone.get(where))


def test_karin_finds_the_folder_from_her_own_work_and_reads_all_that_is_in_it(cast, programme, lone, karin):
    with acting_as(cast.lone):
        materials.keep(
            programme=programme, name="Ark", course=None, link="", file=("ark.pdf", b"%PDF-1.7 ark"), what_is_new="",
            used_from=cast.today, by=cast.lone, at=cast.at,
        )  # fmt: skip
        (one,) = materials.in_use(cast.lone, programme, today=cast.today)
    where = reverse("tool_folder", args=[programme.id])
    assert where in text_of(karin.get(reverse("own_work")))
    shown = text_of(karin.get(where))
    inside = [reverse("handbook", args=[programme.id]), reverse("talk_cards"), reverse("consent_paper"),
              reverse("teaching_file", args=[one.id]), reverse("apart")]  # fmt: skip
    for address in inside:
        assert f'href="{address}"' in shown
        assert karin.get(address).status_code == 200, address
    handbook = text_of(karin.get(inside[0]))
    assert f'href="{where}"' in handbook  # the way back is one she may go
    assert reads(karin, "tool_folder", programme.id) <= 15
