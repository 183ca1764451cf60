"""The handbook holds what another place needs to begin; what is published names nobody and can be adopted again."""

import io
from datetime import date

import pytest
from django.utils import translation
from pypdf import PdfReader

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import change, handbook, share
from brobygger.programmes.running import operations as running
from brobygger.programmes.running import queries, rules
from brobygger.programmes.running.models import OwnRecipe
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme

CHAPTERS = {"purpose", "for_whom", "found", "roles", "steps", "follow_up", "sessions", "anchoring"}
DAY = date(2026, 11, 21)


@pytest.fixture
def soroe(cast):
    return given_programme(cast, "001-soroe", name="Det rigtige match")


def published(cast, programme, **fields):
    told = {"title": "Match i Eksempelkøbing", "summary": "Kort", "lesson": "Begynd om foråret."} | fields
    with acting_as(cast.lone):
        return share.publish(programme=programme, by=cast.lone, at=cast.at, **told)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_every_recipe_prints_as_a_handbook(recipe_id, language):
    recipe = load.load(recipe_id)
    with translation.override(language):
        made = handbook.of_recipe(recipe, on=DAY)
        html = handbook.as_html(made).decode()
    assert {chapter.key for chapter in made.chapters} >= CHAPTERS
    headings = [block["text"] for chapter in made.chapters for block in chapter.blocks if block["kind"] == "heading"]
    for role in recipe.roles.values():
        assert (role.en if language == "en" else role.da) in headings
    assert ">None<" not in html


def test_the_paper_is_tagged_and_has_contents(soroe, cast):
    with acting_as(cast.lone):
        pdf = handbook.as_pdf(handbook.of_programme(cast.lone, soroe, on=DAY))
    reader = PdfReader(io.BytesIO(pdf))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    first = reader.pages[0].extract_text()
    assert "Det rigtige match" in first
    assert "Indhold" in first


def test_advice_stands_at_its_step_with_its_source():
    made = handbook.of_recipe(load.load("001-soroe"), on=DAY)
    (steps,) = [chapter for chapter in made.chapters if chapter.key == "steps"]
    kinds = [(block["kind"], block["text"]) for block in steps.blocks if block["kind"] in ("heading", "advice")]
    place = next(n for n, (_kind, text) in enumerate(kinds) if text.startswith("Begynd med det, borgeren holder af"))
    assert kinds[place - 1] == ("heading", "6. Taget imod")
    assert {block["source"] for block in steps.blocks if block["kind"] == "advice"} == {"seed 001, Sorø"}


def test_what_was_changed_on_the_way_is_a_lesson(soroe, cast):
    with acting_as(cast.mette):
        data = rules.with_values(load.as_data(queries.recipe_of(soroe)), {("steps", 2, "within_days"): 7})
        change.save(programme=soroe, recipe=data, reason="De ventede for længe", seen=1, by=cast.mette, at=cast.at)
        made = handbook.of_programme(cast.mette, soroe, on=DAY)
    told = str([chapter.blocks for chapter in made.chapters if chapter.key == "lessons"])
    assert "De ventede for længe" in told
    assert "14 dage → 7 dage" in told
    assert "Mette" not in str(made)  # nobody is named


def test_a_published_recipe_can_be_adopted_again(soroe, cast):
    made = published(cast, soroe)
    assert (made.slug, made.version) == ("match-i-eksempelkoebing", 1)
    with acting_as(cast.lone):
        recipe = queries.recipe(cast.lone, made.slug)
        assert recipe.owner.name == "Eksempelkøbing Kommune"
        assert recipe.seed is None
        assert recipe.scenario is None
        assert recipe.reported is None
        assert recipe.advice[-1].da == "Begynd om foråret."
        again = running.adopt(
            recipe=recipe, name="Igen", owner=cast.parish, starts_on=cast.today, by=cast.lone, at=cast.at
        )
        assert queries.recipe_of(again) == recipe
    assert published(cast, soroe).version == 2


def test_a_neighbour_does_not_see_it(soroe, cast):
    published(cast, soroe)
    with acting_as(cast.nina):
        assert queries.own_recipes(cast.nina) == []


@pytest.mark.parametrize(
    "lesson",
    ["Aase Andersen var glad.", "Ring 21 00 00 82", "Spørg Bent Birk", "Skriv til a@b.dk", "010203-1234 er nummeret"],
)
def test_nobody_is_named_in_what_is_published(soroe, cast, lesson):
    with pytest.raises(Refusal):
        published(cast, soroe, lesson=lesson)
    with acting_as(cast.lone):
        assert OwnRecipe.objects.count() == 0


@pytest.mark.parametrize("title", ["000 Horsens", "!!!", ""])
def test_a_name_in_use_or_of_nothing_is_refused(soroe, cast, title):
    with pytest.raises(Refusal):
        published(cast, soroe, title=title)


def test_another_programmes_recipe_keeps_its_name(soroe, cast):
    published(cast, soroe)
    other = given_programme(cast, "000-horsens")
    with pytest.raises(Refusal, match="En anden opskrift hedder sådan"):
        published(cast, other)
