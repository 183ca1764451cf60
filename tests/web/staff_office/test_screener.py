"""Another role screens from a day on: people, visits and tasks go to it, or are finished by the old one (R207)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.refusal import Taken
from brobygger.journeys import ask, find, screener
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode
from brobygger.programmes.running import rules, screener_rules
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from brobygger.web.staff.my_day.day import waiting_for
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of


@pytest.fixture
def syddjurs(cast):
    """The network's coordinators screen; home care does not. Aase and Villy wait, and Mette has a day with Aase."""
    programme = given_programme(cast, "001-syddjurs", name="Netværket")
    with acting_as(cast.mette):
        for person in (cast.aase, cast.villy):
            episode = find.begin(person=person, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
            ask.said_yes(episode=episode, by=cast.mette, at=cast.at)
        Visit.objects.create(
            person=cast.aase, episode=Episode.objects.get(person=cast.aase), employee_user_id=cast.mette.user_id,
            employee_name="Mette Madsen", planned_at=cast.at + timedelta(days=20),
        )  # fmt: skip
    return programme


def change(client, programme, day, waiting="pass_on", role="home_care_worker", seen=1):
    told = {"seen": seen, "reason": "Alle kan spørge", "from_day": day.isoformat(), "role": role, "waiting": waiting}
    return send(client, "change_screener", programme.id, **told)


def sees(cast):
    with acting_as(cast.karin):
        return {episode.person_id for episode in waiting_for(cast.karin)}


def test_from_the_day_those_who_wait_and_their_visits_are_home_cares(cast, syddjurs, mette, lone):
    page = text_of(mette.get(reverse("change_screener", args=[syddjurs.id])))
    assert "Borgere, der venter på at blive screenet</dt><dd>2" in page
    assert "Aftalte besøg hos dem</dt><dd>1" in page
    assert "Hvem screener" in text_of(lone.get(reverse("change", args=[syddjurs.id])))
    assert change(mette, syddjurs, cast.today + timedelta(days=14), role="").status_code == 422
    assert change(mette, syddjurs, cast.today + timedelta(days=14)).status_code == 302
    assert sees(cast) == set()
    with acting_as(cast.system):
        assert screener.carry_out(by=cast.system, at=cast.at + timedelta(days=13)) == 0
    assert sees(cast) == set()
    later = text_of(mette.get(reverse("change_screener", args=[syddjurs.id])))
    assert "Fra " in later
    with acting_as(cast.system):
        assert screener.carry_out(by=cast.system, at=cast.at + timedelta(days=14)) == 1
        assert screener.carry_out(by=cast.system, at=cast.at + timedelta(days=15)) == 0
    assert sees(cast) == {cast.aase.id, cast.villy.id}
    with acting_as(cast.karin):
        [visit] = Visit.objects.filter(person=cast.aase)
    assert (visit.employee_user_id, visit.status) == (None, "planned")  # the day that was promised stands
    assert reads(mette, "change_screener", syddjurs.id) <= 15


def test_a_programme_that_is_changed_at_the_same_moment_stops_nobody_else(cast, syddjurs, mette, monkeypatch):
    assert change(mette, syddjurs, cast.today + timedelta(days=1)).status_code == 302

    def taken(**_told):
        raise Taken("En kollega har ændret indsatsen.")

    with acting_as(cast.system):
        with monkeypatch.context() as patch:
            patch.setattr(screener.change, "save", taken)
            assert screener.carry_out(by=cast.system, at=cast.at + timedelta(days=1)) == 0
        assert screener.carry_out(by=cast.system, at=cast.at + timedelta(days=1)) == 1


def test_the_old_role_may_finish_its_own_and_only_new_ones_go_to_the_other(cast, syddjurs, mette):
    assert change(mette, syddjurs, cast.today, waiting="finish").status_code == 302
    assert sees(cast) == set()
    with acting_as(cast.mette):
        assert Visit.objects.get(person=cast.aase).employee_user_id == cast.mette.user_id
        programme = Programme.objects.get(id=syddjurs.id)
        new = find.begin(person=cast.gerda, programme=programme, found_by="tip", by=cast.mette, at=cast.at)
        ask.said_yes(episode=new, by=cast.mette, at=cast.at)
        assert Episode.objects.get(id=new.id).owner_role == "home_care_worker"


def test_the_copenhagen_recipe_turns_on_its_own_day_and_an_instrument_later_keeps_who_screens():
    recipe = load.load("001-koebenhavn")
    assert screener_rules.screens(recipe) == "ambassador"
    assert screener_rules.due(recipe, on=date(2027, 1, 3)) is None
    stage = screener_rules.due(recipe, on=date(2027, 1, 4))
    assert stage is not None
    assert stage.by == ("home_care_worker",)
    assert not screener_rules.told_apart(recipe, on=date(2027, 1, 3))  # until then both see who waits
    assert screener_rules.told_apart(recipe, on=date(2027, 1, 4))
    data = screener_rules.turned(load.as_data(recipe), "home_care_worker")
    turned = load.from_data(rules.without_play(data))
    assert screener_rules.screens(turned) == "home_care_worker"
    assert screener_rules.due(turned, on=date(2028, 1, 1)) is None
    assert screener_rules.last_said(data) == ["home_care_worker"]


def test_where_the_words_and_the_step_disagree_the_step_says_who_screens_until_the_day():
    recipe = load.load("001-soroe")  # the key worker answers for the step; the words name home care
    told = {"da": "Prøve", "en": "Trial"}
    data = screener_rules.with_screener(
        load.as_data(recipe), role="home_care_worker", from_=date(2026, 5, 1), reason=told, waiting="pass_on"
    )
    changed = load.from_data(rules.without_play(data))
    assert screener_rules.due(changed, on=date(2026, 4, 30)) is None
    assert screener_rules.due(changed, on=date(2026, 5, 1)).by == ("home_care_worker",)
    assert changed.screening.replaced[-1].instrument == recipe.screening.instrument
