"""Mette changes what a programme runs by: a new version with a reason, never a lost person or a broken programme."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from brobygger.communities.groups import operations as groups
from brobygger.communities.groups.models import Group
from brobygger.journeys import ask, change, find
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.programmes.running import queries as running
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of

KINDS = (("low", "at_least"), ("high", "at_most"))
WHY = "For få borgere"
NOT_ASKED = ("csrfmiddlewaretoken", "idempotency_key", "language", "next")  # a page's own fields


@pytest.fixture
def soroe(cast):
    return given_programme(cast, "001-soroe", name="Det rigtige match")


def recipe_now(cast, programme):
    with acting_as(cast.lone):
        return running.recipe_of(Programme.objects.get(id=programme.id))


def limits(cast, **fields):
    kinds = {f"{key}_{end}_kind": kind for key in ("home_help_hours", "walks_m") for end, kind in KINDS}
    return {"seen": 1, "reason": WHY, "from_day": cast.today.isoformat()} | kinds | fields


def deadlines(client, programme, **changed):
    """The deadlines as the page shows them, some of them changed."""
    return as_shown(client, "change_deadlines", programme) | changed


def as_shown(client, name, programme):
    """A page's fields as they stand."""
    return fields_of(client.get(reverse(name, args=[programme.id])).content.decode())


def fields_of(html):
    """Every field of a page's last form with its value."""
    found: dict[str, str] = {}

    class Reader(HTMLParser):
        inside = ""
        select = ""

        def handle_starttag(self, tag, attrs):
            given = dict(attrs)
            if tag == "input" and given.get("type") not in ("checkbox", "radio") and given.get("name"):
                found[given["name"]] = given.get("value", "")
            if tag == "textarea":
                self.inside = given["name"]
                found[self.inside] = ""
            if tag == "select":
                self.select = given["name"]
            if tag == "option" and self.select and "selected" in given:
                found[self.select] = given["value"]

        def handle_endtag(self, tag):
            if tag == "textarea":
                self.inside = ""
            if tag == "select":
                self.select = ""

        def handle_data(self, data):
            if self.inside:
                found[self.inside] += data

    Reader().feed(html)
    return {name: value for name, value in found.items() if name not in NOT_ASKED}


# ---- Limits -------------------------------------------------------------------------------------------------


def given_aase_is_turned_away(cast, programme):
    with acting_as(cast.mette):
        Person.objects.filter(id=cast.aase.id).update(home_help_hours="1.5")
        aase = Person.objects.get(id=cast.aase.id)
        episode = find.begin(person=aase, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        ask.said_no(episode=episode, reason="not_eligible", by=cast.mette, at=cast.at)
    return episode


def test_those_turned_away_are_found_again_when_a_limit_is_lowered(cast, soroe, mette):
    episode = given_aase_is_turned_away(cast, soroe)
    sent = send(mette, "change_criteria", soroe.id, **limits(cast, home_help_hours_low="1"))
    assert sent.status_code == 302, text_of(sent)
    page = text_of(mette.get(sent["Location"]))
    assert "1 borger, der før var uden for målgruppen, er fundet igen." in page
    assert WHY in page
    assert "mindst 1 timers hjemmehjælp" in page
    assert "Mette Madsen" in page

    listed = text_of(mette.get(reverse("found_again", args=[soroe.id])))
    assert "Aase Andersen" in listed
    assert "Aase" not in text_of(mette.get(reverse("programme", args=[soroe.id])))
    assert send(mette, "found_again", soroe.id).status_code == 302
    with acting_as(cast.mette):
        episode.refresh_from_db()
        assert (episode.status, episode.next_step) == ("active", "screened")
    assert "er der ingen" in text_of(mette.get(reverse("found_again", args=[soroe.id])))


def test_those_still_outside_stay_where_they_are(cast, soroe, mette):
    episode = given_aase_is_turned_away(cast, soroe)
    send(mette, "change_criteria", soroe.id, **limits(cast, home_help_hours_low="1.6"))
    with acting_as(cast.mette):
        episode.refresh_from_db()
        assert (episode.status, episode.ask_again_on) == ("lost", None)


def test_limits_of_next_month_hold_from_next_month(cast, soroe, mette):
    given_aase_is_turned_away(cast, soroe)
    day = cast.today + timedelta(days=30)
    send(mette, "change_criteria", soroe.id, **limits(cast, home_help_hours_low="1", from_day=day.isoformat()))
    with acting_as(cast.mette):
        assert Episode.objects.get(person_id=cast.aase.id).ask_again_on == day
        assert change.to_ask_again(cast.mette, soroe, on=cast.today).count() == 0
    assert recipe_now(cast, soroe).criteria[-1].from_ == day


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": ""}, "Skriv, hvorfor I ændrer det."),
        ({"reason": "x" * 301}, "Skriv højst 300 tegn."),
        ({"from_day": ""}, "Vælg en dag."),
        ({"from_day": "1900-01-01"}, "Vælg en dag inden for to år."),
        ({"from_day": "2026-04-06"}, "To udgaver af kriterierne har samme dato"),
        ({"home_help_hours_low": "9", "home_help_hours_high": "5"}, "Grænserne udelukker hinanden"),
        ({"min_age": "mange"}, "Skriv et helt tal."),
        ({"min_age": "90", "max_age": "60"}, "Ingen er både mindst 90 og højst 60 år."),
    ],
)
def test_wrong_limits_are_refused_with_advice_and_the_programme_runs_on(cast, soroe, mette, fields, message):
    before = recipe_now(cast, soroe)
    sent = send(mette, "change_criteria", soroe.id, **limits(cast, **fields))
    assert sent.status_code == 422
    assert message in text_of(sent)
    assert recipe_now(cast, soroe) == before


# ---- Values -------------------------------------------------------------------------------------------------


def test_a_deadline_is_changed_and_told_from_old_to_new(cast, soroe, mette):
    fields = deadlines(mette, soroe, reason="De venter for længe", **{"steps-2-within_days": "7"})
    sent = send(mette, "change_deadlines", soroe.id, **fields)
    assert sent.status_code == 302, text_of(sent)
    page = text_of(mette.get(sent["Location"]))
    assert "Trin »Sagt ja«: frist" in page
    assert page.index("14 dage") < page.index("7 dage")
    assert recipe_now(cast, soroe).step("consented").within_days == 7


def test_saving_without_a_change_says_so(soroe, mette):
    sent = send(mette, "change_deadlines", soroe.id, **deadlines(mette, soroe, reason="Ingenting"))
    assert sent.status_code == 422
    assert "Der er ikke ændret noget." in text_of(sent)


def test_colours_that_overlap_are_refused_at_the_field(cast, soroe, mette):
    before = recipe_now(cast, soroe)
    fields = {"seen": 1, "reason": WHY, "green_low": 0, "green_high": 2, "yellow_low": 2, "yellow_high": 4,
              "red_low": 5, "red_high": 9}  # fmt: skip
    sent = send(mette, "change_colours", soroe.id, **fields)
    assert sent.status_code == 422
    assert "gul (2) overlapper grøn" in text_of(sent)
    assert recipe_now(cast, soroe) == before
    fields |= {"yellow_low": 3}
    assert send(mette, "change_colours", soroe.id, **fields).status_code == 302
    assert recipe_now(cast, soroe).screening.colours.yellow == (3, 4)


def test_another_instrument_from_a_day_leaves_earlier_results_alone(cast, soroe, mette):
    day = cast.today + timedelta(days=14)
    fields = {"seen": 1, "reason": "Kortere", "from_day": day.isoformat(), "instrument": "t-ils@2",
              "answered_by": "person", "green_low": 3, "green_high": 3, "yellow_low": 4, "yellow_high": 6,
              "red_low": 7, "red_high": 9}  # fmt: skip
    assert send(mette, "change_instrument", soroe.id, **fields).status_code == 302
    plan = recipe_now(cast, soroe).screening
    assert plan.instrument == "signs@1"
    assert (plan.replaced[-1].instrument, plan.replaced[-1].from_) == ("t-ils@2", day)
    assert "Tre spørgsmål om samvær" in text_of(mette.get(reverse("change_history", args=[soroe.id])))
    again = send(mette, "change_instrument", soroe.id, **(fields | {"seen": 2}))
    assert "skiftet to gange på samme dag" in text_of(again)


def test_words_are_changed(cast, soroe, mette):
    fields = as_shown(mette, "change_texts", soroe) | {"reason": "Nemmere at læse", "title": "Det gode match"}
    assert send(mette, "change_texts", soroe.id, **fields).status_code == 302
    title = recipe_now(cast, soroe).title
    assert (title.da, title.en) == ("Det gode match", "Det gode match")
    assert recipe_now(cast, soroe).summary.en.startswith("Signs in early detection")


def test_two_who_change_at_once_do_not_overwrite_each_other(cast, soroe, mette, lone):
    fields = deadlines(mette, soroe, reason="Først", **{"steps-2-within_days": "7"})
    others = fields | {"reason": "Bagefter", "steps-2-within_days": "9"}
    assert send(mette, "change_deadlines", soroe.id, **fields).status_code == 302
    late = send(lone, "change_deadlines", soroe.id, **others)
    assert late.status_code == 409
    assert "En anden har ændret indsatsen imens." in text_of(late)
    assert recipe_now(cast, soroe).step("consented").within_days == 7


def test_the_way_back_is_a_new_version(cast, soroe, mette):
    send(mette, "change_deadlines", soroe.id, **deadlines(mette, soroe, reason="x", **{"steps-2-within_days": "7"}))
    assert send(mette, "change_go_back", soroe.id, 1).status_code == 302
    with acting_as(cast.lone):
        soroe.refresh_from_db()
        assert soroe.recipe_version == 3
    assert recipe_now(cast, soroe).step("consented").within_days == 14
    assert send(mette, "change_go_back", soroe.id, 77).status_code == 404


# ---- Groups, roles and people -------------------------------------------------------------------------------


def test_a_maximum_below_those_who_are_there_asks_first_and_sends_nobody_home(cast, programme, mette):
    recipe = recipe_now(cast, programme)
    place = next(n for n, activity in enumerate(recipe.activities) if activity.size and activity.size[1] > 2)
    low, high = recipe.activities[place].size
    with acting_as(cast.system):
        group = groups.start(
            organisation=cast.association, name="Torsdagsmændene", size_min=low, size_max=high, by=cast.bent,
            at=cast.at, programme=programme,
        )  # fmt: skip
        for person in (cast.aase, cast.villy, cast.gerda):
            groups.join(group=group, person=person, since=cast.today, by=cast.bent, at=cast.at)
    fields = as_shown(mette, "change_groups", programme) | {
        "reason": "Mindre stue", f"activity-{place}-size-0": 2, f"activity-{place}-size-1": 2}  # fmt: skip
    asked = send(mette, "change_groups", programme.id, **fields)
    assert asked.status_code == 422
    assert "Torsdagsmændene: 3 er med" in text_of(asked)
    assert send(mette, "change_groups", programme.id, **fields, accept_crowded="on").status_code == 302
    with acting_as(cast.system):
        group = Group.objects.get(id=group.id)
        assert (group.size_min, group.size_max, group.members.filter(until__isnull=True).count()) == (2, 3, 3)
    assert recipe_now(cast, programme).activities[place].size == (2, 2)


def test_a_role_with_open_tasks_is_given_on_whole(cast, soroe, mette):
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=soroe, found_by="home_care", by=cast.mette, at=cast.at)
        ask.said_no(episode=episode, reason="declined", by=cast.mette, at=cast.at)
        Task.objects.create(
            key="t1", rule="plan_companion", kind="plan_companion", role="home_care_worker", due=cast.today,
            person=cast.aase, episode=episode, programme=soroe, why={"recipe_role": "key_worker"}, made_at=cast.at,
        )  # fmt: skip
    address = reverse("change_remove_role", args=[soroe.id])
    assert "Nøglemedarbejder" in text_of(mette.get(address))
    page = text_of(mette.get(address, {"rolle": "key_worker"}))
    assert "Der ligger noget hos rollen" in page
    assert "1 åben opgave" in page
    fields = {"seen": "1", "reason": "Lone gik på pension", "taken_over_by": "volunteer_coordinator"}
    key = "7d4c5f0e-0000-4000-8000-000000000001"
    asked = mette.post(f"{address}?rolle=key_worker", fields | {"idempotency_key": key})
    assert asked.status_code == 422
    assert "Sæt kryds, hvis det hele skal gives videre." in text_of(asked)
    sent = mette.post(f"{address}?rolle=key_worker", fields | {"idempotency_key": key, "sure": "on"})
    assert sent.status_code == 302
    with acting_as(cast.mette):
        task = Task.objects.get(key="t1")
        assert (task.role, task.status, task.why["recipe_role"]) == ("coordinator", "open", "volunteer_coordinator")
    recipe = recipe_now(cast, soroe)
    assert "key_worker" not in recipe.roles
    assert recipe.step("consented").by == ("volunteer_coordinator",)


def test_people_come_and_go_in_roles_and_stay_on_record(cast, soroe, mette):
    mette_key = f"{cast.kommune.id}:{cast.mette.membership_id}"
    lone_key = f"{cast.kommune.id}:{cast.lone.membership_id}"
    send(mette, "change_people", soroe.id, volunteer_coordinator=[mette_key], programme_manager=[lone_key])
    with acting_as(cast.lone):
        held = running.holders(soroe)
        assert [row.membership.name for row in held["volunteer_coordinator"]] == ["Mette Madsen"]
    send(mette, "change_people", soroe.id, programme_manager=[lone_key])
    with acting_as(cast.lone):
        assert "volunteer_coordinator" not in running.holders(soroe)
        assert soroe.role_holders.get(role="volunteer_coordinator").until == cast.today
    assert send(mette, "change_people", soroe.id, programme_manager=["x:y"]).status_code == 422


# ---- Who may ------------------------------------------------------------------------------------------------

PAGES = ("change", "change_criteria", "change_instrument", "change_colours", "change_deadlines", "change_groups",
         "change_texts", "change_people", "change_remove_role", "change_history", "found_again", "handbook",
         "compare", "change_trial")  # fmt: skip


@pytest.mark.parametrize("who", ["karin", "bent", "ole", "dorte", "admin"])
def test_others_may_not_change_a_programme(soroe, as_user, who):
    hers = {"handbook"} if who == "karin" else set()  # it lies in the folder in her staff room
    for name in PAGES:
        expected = 200 if name in hers else 403
        assert as_user(who).get(reverse(name, args=[soroe.id])).status_code == expected, name


def test_a_neighbour_does_not_find_it(soroe, as_user):
    for name in PAGES:
        assert as_user("nina").get(reverse(name, args=[soroe.id])).status_code == 404
    assert send(as_user("nina"), "change_go_back", soroe.id, 1).status_code == 404


def test_pages_ask_a_few_times_and_as_often_for_ten_versions_as_for_two(cast, soroe, mette, lone):
    for name in PAGES:
        client = mette if name == "found_again" else lone
        reads(client, name, soroe.id)
        assert reads(client, name, soroe.id) <= 15, name
    few = reads(lone, "change_history", soroe.id)
    for days in range(1, 9):
        fields = deadlines(mette, soroe, reason="Igen", **{"steps-2-within_days": str(days)})
        send(mette, "change_deadlines", soroe.id, **fields)
    reads(lone, "change_history", soroe.id)
    assert reads(lone, "change_history", soroe.id) == few
