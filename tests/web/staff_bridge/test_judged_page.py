"""What no register knows is answered by staff, with a name, and counts in who an effort is for (R037, R041)."""

from __future__ import annotations

import pytest

from brobygger.journeys import facts
from brobygger.pathway.episodes.rules import criteria_on
from brobygger.pathway.observations.models import Known
from brobygger.programmes.running.models import Programme
from brobygger.programmes.running.queries import recipe_of
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme

ILLNESS = "001-odense/lasting_illness"


@pytest.fixture
def address(cast):
    """Aase has one hour of help: too little for Odense, unless she is in a course of lasting illness."""
    with acting_as(cast.system):
        Person.objects.filter(id=cast.aase.id).update(home_help_hours=1)
    given_programme(cast, "001-odense", name="Odense")
    return f"/borgere/{cast.aase.id}/maalgruppe/"


def shown(client, address):
    return " ".join(client.get(address).content.decode().split())


def kept(cast):
    with acting_as(cast.system):
        return list(Known.objects.order_by("said_at").values_list("fact", "answer", "said_by_name"))


def test_mette_answers_that_aase_is_in_a_course_of_illness_and_she_is_in_the_target_group(cast, mette, post, address):
    before = shown(mette, address)
    assert "Noget vides ikke endnu" in before
    assert f"{address}svar/" in before
    page = shown(mette, f"{address}svar/")
    assert "Er i forløbet vedvarende sygdomsudvikling" in page
    assert "Spørger: Odense." in page
    assert post(mette, f"{address}svar/", svar_0="yes").status_code == 302
    assert "✓ Er i målgruppen" in shown(mette, address)
    assert "Sidst svaret af Mette Madsen" in shown(mette, f"{address}svar/")
    assert "✓ Er i målgruppen" in shown(mette, f"/borgere/{cast.aase.id}/indsats/")
    assert post(mette, f"{address}svar/", svar_0="yes").status_code == 302
    assert kept(cast) == [(ILLNESS, "yes", "Mette Madsen")], "said twice, kept once"
    assert post(mette, f"{address}svar/", svar_0="no").status_code == 302
    assert "✕ Er ikke i målgruppen" in shown(mette, address)
    assert post(mette, f"{address}svar/", svar_0="unknown").status_code == 302
    assert "Noget vides ikke endnu" in shown(mette, address)
    assert [answer for _fact, answer, _who in kept(cast)] == ["yes", "no", ""]


def test_wrong_answers_and_who_may_not(cast, mette, post, client_of, address):
    assert post(mette, f"{address}svar/", svar_0="maybe").status_code == 422
    assert post(mette, f"{address}svar/").status_code == 422
    assert client_of(cast.bent).get(f"{address}svar/").status_code == 403
    assert client_of(cast.karin).get(f"/borgere/{cast.gerda.id}/maalgruppe/svar/").status_code == 404
    assert kept(cast) == []


def test_residence_daily_help_and_self_reliance_are_asked_once_for_all_and_count(cast, address):
    with acting_as(cast.mette):
        recipe = recipe_of(Programme.objects.get())
        criteria = criteria_on(recipe, cast.today).model_copy(
            update={"daily_home_help": False, "self_reliant": True, "areas": ("Skagen", "Sæby"), "any_of": ()}
        )
        asked = facts.questions(recipe, criteria)
        assert [(one.fact, one.areas) for one in asked] == [
            ("daily_home_help", ()), ("self_reliant", ()), ("area", ("Skagen", "Sæby")),
        ]  # fmt: skip
        said = {"daily_home_help": "no", "self_reliant": "yes", "area": "Skagen", "000-slagelse/at_risk": "yes"}
        facts.answer(person=cast.aase, answers=said, by=cast.mette, at=cast.at)
        counting = facts.counting_in(recipe, facts.answers_of(cast.mette, [cast.aase.id])[cast.aase.id])
        assert counting == {"daily_home_help": False, "self_reliant": True, "area": "Skagen"}, "no other recipe's words"
        known = facts.facts_of(cast.aase, on=cast.today, answered=counting)
    assert (known["self_reliant"], known["area"], known["age"]) == (True, "Skagen", 82)
