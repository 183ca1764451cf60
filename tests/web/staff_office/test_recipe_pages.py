"""Lone finds a recipe, takes it into use in calm steps, and loses nothing when something is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of

STEPS = ("prepare_name", "prepare_parties", "prepare_limits", "prepare_people", "prepare")
OTHER_KINDS = {"home_help_hours_high_kind": "at_most", "walks_m_low_kind": "at_least", "walks_m_high_kind": "at_most"}


def adopted(cast, lone, recipe_id="001-soroe", **fields):
    """Lone has taken the first step."""
    sent = send(lone, "recipe_adopt", recipe_id, **(first_step(cast) | fields))
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.lone):
        return Programme.objects.get(name=fields.get("name", "Det rigtige match her"))


def first_step(cast):
    day = (cast.today + timedelta(days=30)).isoformat()
    return {"name": "Det rigtige match her", "starts_on": day, "owner": str(cast.kommune.id)}


# ---- The gallery --------------------------------------------------------------------------------------------


def test_the_gallery_shows_every_recipe(lone):
    page = text_of(lone.get(reverse("recipes")))
    assert "Horsens Kommune" in page
    assert "Borgere, der er fyldt 65 år, er mænd" in page
    number = len(load.all_ids())
    assert f"{number} af {number} opskrifter" in page


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ({"omraade": "detection"}, "001-soroe", None),
        ({"maalgruppe": "male"}, "000-horsens", "001-soroe"),
        ({"hvem": "municipality"}, "001-soroe", None),
        ({"stoerrelse": "two"}, "001-soroe", None),
        ({"maalgruppe": "male", "omraade": "bridging"}, "000-horsens", "001-soroe"),
    ],
)
def test_the_gallery_is_narrowed_by_what_is_asked(lone, asked, there, gone):
    page = text_of(lone.get(reverse("recipes"), asked))
    assert reverse("recipe", args=[there]) in page
    assert gone is None or reverse("recipe", args=[gone]) not in page


@pytest.mark.parametrize("asked", [{"omraade": "x"}, {"maalgruppe": "' or 1=1"}, {"hvem": "z" * 5000}])
def test_an_answer_nobody_knows_leaves_nothing(lone, asked):
    page = lone.get(reverse("recipes"), asked)
    assert page.status_code == 200
    assert "Ingen opskrifter svarer til det." in text_of(page)


def test_a_recipe_is_a_picture_and_a_page_of_danish(lone):
    page = text_of(lone.get(reverse("recipe", args=["000-horsens"])))
    for words in ("Kalenderen", "calendar-strip", "senest dag 14", "Hvem den er for", "Trin for trin",
                  "inden 14 dage", "Gode råd", "Det har vi selv valgt"):  # fmt: skip
        assert words in page
    assert "within" not in page


def test_every_recipe_can_be_read_downloaded_and_printed(lone):
    for recipe_id in load.all_ids():
        assert lone.get(reverse("recipe", args=[recipe_id])).status_code == 200
        file = lone.get(reverse("recipe_yaml", args=[recipe_id]))
        again, problems = load.parse(file.content.decode())
        assert problems == []
        assert again == load.load(recipe_id)


def test_an_unknown_recipe_is_not_found(lone):
    for name in ("recipe", "recipe_yaml", "recipe_adopt", "recipe_handbook", "recipe_handbook_pdf"):
        assert lone.get(reverse(name, args=["999-atlantis"])).status_code == 404


def test_the_gallery_asks_the_database_as_often_for_one_programme_as_for_three(cast, lone):
    reads(lone, "recipes")
    few = reads(lone, "recipes")
    for number in range(3):
        given_programme(cast, name=f"Indsats {number}")
    assert reads(lone, "recipes") == few <= 15
    assert reads(lone, "recipe", "000-horsens") <= 15


# ---- Taking one into use ------------------------------------------------------------------------------------


def test_lone_takes_a_recipe_into_use_step_by_step(cast, lone):
    programme = adopted(cast, lone)
    assert programme.preparing
    with acting_as(cast.lone):
        assert not running.running(cast.lone, on=programme.starts_on).filter(id=programme.id).exists()

    sent = send(lone, "prepare_parties", programme.id, **{
        "party-aeldre_sagen": str(cast.association.id), "units": [str(cast.north.id), str(cast.south.id)]})  # fmt: skip
    assert sent["Location"] == reverse("prepare_limits", args=[programme.id])

    page = text_of(lone.get(reverse("prepare_limits", args=[programme.id])))
    assert "Timer hjemmehjælp om ugen" in page
    sent = send(lone, "prepare_limits", programme.id, seen=1, home_help_hours_low="4",
                home_help_hours_low_kind="more_than", **OTHER_KINDS)  # fmt: skip
    assert sent["Location"] == reverse("prepare_people", args=[programme.id])

    mette = f"{cast.kommune.id}:{cast.mette.membership_id}"
    sent = send(lone, "prepare_people", programme.id, volunteer_coordinator=[mette])
    assert sent["Location"] == reverse("prepare", args=[programme.id])

    page = text_of(lone.get(reverse("prepare", args=[programme.id])))
    assert "over 4 timers hjemmehjælp" in page
    assert "Hvem er leder af indsatsen?" in page
    assert "Hvem er frivillighedstovholder?" not in page
    asked = send(lone, "prepare", programme.id)
    assert asked.status_code == 422
    assert "Sæt kryds, hvis I vil starte alligevel." in text_of(asked)

    assert send(lone, "prepare", programme.id, with_gaps="on").status_code == 302
    with acting_as(cast.lone):
        programme.refresh_from_db()
        assert not programme.preparing
        assert set(running.parties(cast.lone, programme)) == {"aeldre_sagen"}
        assert len(running.unit_ids(cast.lone, programme)) == 2
        assert running.recipe_of(programme).criteria[-1].home_help_hours.more_than == 4
        assert running.recipe_of(programme).scenario is None
        assert running.running(cast.lone, on=programme.starts_on).filter(id=programme.id).exists()


def test_a_prepared_programme_waits_in_the_list(cast, lone):
    programme = adopted(cast, lone)
    page = text_of(lone.get(reverse("programmes")))
    assert "gøres klar" in page
    assert lone.get(reverse("programme", args=[programme.id]))["Location"] == reverse("prepare", args=[programme.id])


def test_a_started_programme_is_no_longer_prepared(programme, lone):
    for name in STEPS:
        assert lone.get(reverse(name, args=[programme.id]))["Location"] == reverse("programme", args=[programme.id])


def test_adopting_twice_asks_first(cast, programme, lone):
    page = text_of(lone.get(reverse("recipe_adopt", args=["000-horsens"])))
    assert "I har taget opskriften i brug før" in page
    assert "Mænd mødes" in page
    asked = send(lone, "recipe_adopt", "000-horsens", **(first_step(cast) | {"name": "En til"}))
    assert asked.status_code == 422
    assert "Sæt kryds, hvis I vil begynde en til." in text_of(asked)
    with acting_as(cast.lone):
        assert Programme.objects.count() == 1
    adopted(cast, lone, "000-horsens", name="En til", once_more="on")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": ""}, "Skriv et navn."),
        ({"name": "x" * 201}, "Skriv højst 200 tegn."),
        ({"name": "mænd MØDES"}, "I har allerede en indsats med det navn."),
        ({"starts_on": ""}, "Vælg en dag."),
        ({"starts_on": "31-02-2026"}, "Vælg en dag, fx 05-01-2027."),
        ({"starts_on": "1900-01-01"}, "Vælg en dag inden for to år."),
        ({"ends_on": "2020-01-01"}, "Sidste dag skal ligge efter første dag"),
        ({"owner": "11111111-1111-4111-8111-111111111111"}, "Vælg på listen."),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_begins(cast, programme, lone, fields, message):
    sent = send(lone, "recipe_adopt", "001-soroe", **(first_step(cast) | fields))
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.lone):
        assert Programme.objects.count() == 1


def test_limits_that_shut_everybody_out_are_refused_at_the_field(cast, lone):
    programme = adopted(cast, lone)
    sent = send(
        lone,
        "prepare_limits",
        programme.id,
        seen=1,
        min_age="90",
        max_age="70",
        home_help_hours_low_kind="at_least",
        **OTHER_KINDS,
    )
    assert sent.status_code == 422
    assert "Ingen er både mindst 90 og højst 70 år." in text_of(sent)
    with acting_as(cast.lone):
        programme.refresh_from_db()
        assert programme.recipe_version == 1


def test_any_kind_of_organisation_can_own_a_programme(cast, lone):
    programme = adopted(cast, lone, owner=str(cast.parish.id))
    assert programme.owner_id == cast.parish.id


@pytest.mark.parametrize("who", ["mette", "admin", "karin", "bent"])
def test_only_a_programme_manager_takes_a_recipe_into_use(cast, lone, as_user, who):
    programme = adopted(cast, lone)
    client = as_user(who)
    assert client.get(reverse("recipe_adopt", args=["000-horsens"])).status_code == 403
    for name in STEPS:
        assert client.get(reverse(name, args=[programme.id])).status_code == 403


def test_the_steps_ask_the_database_a_few_times(cast, lone):
    programme = adopted(cast, lone)
    for name in STEPS:
        reads(lone, name, programme.id)
        assert reads(lone, name, programme.id) <= 15
