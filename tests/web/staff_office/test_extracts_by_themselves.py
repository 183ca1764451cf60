"""A file lies in the folder when its day has come: stored, waiting for a yes, missing, or not to be read."""

import os
from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.foundation.kernel.clock import now
from brobygger.journeys import take_in
from brobygger.pathway.detection.models import RegisterExtract
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.outreach.models import AgeSet, ExtractPlan
from brobygger.programmes.running.models import Programme
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import send, text_of
from tests.web.staff_office.extracts import HEADER, man, of_men


@pytest.fixture
def drop(settings, tmp_path):
    settings.REGISTER_DROP = tmp_path
    return tmp_path


@pytest.fixture
def due(cast, programme, mette, drop):
    """Mette has said: every month, from today, stored without anybody looking when there are no errors."""
    sent = send(mette, "extract_plan", programme.id, every="month", next_on=cast.today.isoformat(), by_itself="on")
    assert sent.status_code == 302
    with acting_as(cast.mette):
        return ExtractPlan.objects.select_related("programme").get(programme=programme)


def given_file(cast, plan, content, *, age=3600, name="udtraek.csv"):
    folder = take_in.drop(plan, cast.system)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    moment = now().timestamp() - age
    os.utime(folder / name, (moment, moment))
    return folder / name


def night(cast, capture, *, later=timedelta()):
    """The worker passes; what is done when the transaction is over is done."""
    with capture(execute=True), acting_as(cast.system):
        taken = take_in.take_due(by=cast.system, at=now() + later)
    with acting_as(cast.mette):
        plan = ExtractPlan.objects.get()
        kinds = sorted(Task.objects.filter(status="open", kind__contains="extract").values_list("kind", flat=True))
        return taken, plan, kinds


def test_a_clean_file_is_stored_and_removed_and_the_next_month_is_waited_for(
    cast, programme, mette, due, django_capture_on_commit_callbacks
):
    file = given_file(cast, due, of_men(30))
    taken, plan, tasks = night(cast, django_capture_on_commit_callbacks)
    assert (taken, plan.result, plan.result_rows, tasks) == (1, "stored", 30, [])
    assert plan.next_on > cast.today + timedelta(days=27)
    assert not file.exists()
    with acting_as(cast.mette):
        assert Episode.objects.filter(programme=programme).count() == 30
    assert night(cast, django_capture_on_commit_callbacks)[0] == 0
    assert "Det seneste udtræk er gemt" in text_of(mette.get(reverse("extract_plan", args=[programme.id])))


def test_next_month_tells_new_gone_and_already_offered_apart(cast, programme, due, django_capture_on_commit_callbacks):
    given_file(cast, due, of_men(30))
    night(cast, django_capture_on_commit_callbacks)
    given_file(cast, due, of_men(30, start=3))
    _taken, plan, _tasks = night(cast, django_capture_on_commit_callbacks, later=timedelta(days=40))
    assert plan.result == "stored"
    with acting_as(cast.mette):
        assert [one.rows_new for one in RegisterExtract.objects.order_by("committed_at")] == [30, 2]
        assert Episode.objects.filter(programme=programme).count() == 32


def test_a_file_left_behind_after_a_stop_is_not_taken_twice(cast, programme, due, django_capture_on_commit_callbacks):
    given_file(cast, due, of_men(5))
    night(cast, django_capture_on_commit_callbacks)
    left = given_file(cast, due, of_men(5))
    night(cast, django_capture_on_commit_callbacks, later=timedelta(days=40))
    assert not left.exists()
    with acting_as(cast.mette):
        assert RegisterExtract.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "content"),
    [(None, of_men(3, "999;Fejl;;;;;")), (of_men(30), of_men(5))],
    ids=["a line with an error", "most of the last one are gone"],
)
def test_what_somebody_should_look_at_waits_for_a_yes(
    cast, programme, mette, due, django_capture_on_commit_callbacks, first, content
):
    if first:
        given_file(cast, due, first)
        night(cast, django_capture_on_commit_callbacks)
    given_file(cast, due, content)
    _taken, plan, tasks = night(cast, django_capture_on_commit_callbacks, later=timedelta(days=40 if first else 0))
    assert (plan.result, tasks) == ("waiting", ["see_extract"])
    with acting_as(cast.mette):
        assert RegisterExtract.objects.filter(committed_at__isnull=True).count() == 1
        task = Task.objects.get(kind="see_extract")
    page = text_of(mette.get(reverse("task", args=[task.id])))
    assert "Se et nyt udtræk igennem" in page
    assert reverse("extract", args=[programme.id, task.key.partition(":")[2]]) in page


def test_no_file_is_told_once_and_read_when_it_comes(cast, programme, due, django_capture_on_commit_callbacks):
    for _twice in range(2):
        taken, plan, tasks = night(cast, django_capture_on_commit_callbacks)
        assert (taken, plan.result, tasks) == (0, "missing", ["extract_missing"])
    given_file(cast, due, of_men(5), age=2)
    assert night(cast, django_capture_on_commit_callbacks)[0] == 0, "it may not be whole yet"
    given_file(cast, due, of_men(5))
    assert night(cast, django_capture_on_commit_callbacks)[1].result == "stored"


def test_a_file_nobody_can_read_is_kept_aside_and_told(cast, due, django_capture_on_commit_callbacks):
    file = given_file(cast, due, b"%PDF-1.7")
    given_file(cast, due, of_men(1), name="billede.png")
    _taken, plan, tasks = night(cast, django_capture_on_commit_callbacks)
    assert (plan.result, plan.next_on, tasks) == ("unreadable", cast.today, ["extract_unreadable"])
    assert [one.name for one in file.parent.iterdir() if one.name.startswith("udt")] == [f"{file.name}.kan-ikke-laeses"]


def test_before_its_day_nothing_is_read(cast, programme, mette, due, django_capture_on_commit_callbacks):
    send(mette, "extract_plan", programme.id, every="year", next_on=(cast.today + timedelta(days=1)).isoformat())
    file = given_file(cast, due, of_men(5))
    assert night(cast, django_capture_on_commit_callbacks)[0] == 0
    assert file.exists()
    assert send(mette, "extract_plan_stop", programme.id).status_code == 302
    with acting_as(cast.mette):
        assert not ExtractPlan.objects.exists()


def test_a_programme_that_has_ended_reads_no_file_and_stops_nothing(
    cast, programme, mette, due, django_capture_on_commit_callbacks
):
    file = given_file(cast, due, of_men(5))
    with acting_as(cast.lone):
        Programme.objects.filter(id=programme.id).update(ends_on=cast.today - timedelta(days=1))
    taken, plan, tasks = night(cast, django_capture_on_commit_callbacks)
    assert (taken, plan.result, tasks, file.exists()) == (0, "", [], True)
    page = text_of(mette.get(reverse("extract_plan", args=[programme.id])))
    assert "Der bliver ikke læst flere udtræk. Ligger der en fil i mappen, så slet den." in page
    with acting_as(cast.lone):
        Programme.objects.filter(id=programme.id).update(ends_on=cast.today)
    assert night(cast, django_capture_on_commit_callbacks)[1].result == "stored", "on its last day it does"


def test_an_extract_that_is_refused_does_not_take_the_rest_of_the_night_along(
    cast, programme, due, monkeypatch, django_capture_on_commit_callbacks
):
    file = given_file(cast, due, of_men(5))
    due.programme.ends_on = cast.today - timedelta(days=1)
    monkeypatch.setattr(take_in.queries, "extracts_due", lambda by, on: [due])  # it ended while the worker read
    taken, plan, tasks = night(cast, django_capture_on_commit_callbacks)
    assert (taken, plan.result, tasks, file.exists()) == (1, "waiting", ["see_extract"], False)
    with acting_as(cast.mette):
        assert not Person.objects.filter(found_by="register").exists()
        assert RegisterExtract.objects.get().committed_at is None


# ---- Ages


def test_only_the_chosen_ages_of_this_year_are_offered_a_visit(cast, programme, mette):
    year = cast.today.year
    page = text_of(mette.get(reverse("extract_ages", args=[programme.id]) + "?saet=preventive_2025"))
    assert 'value="75, 80"' in page
    sent = send(mette, "extract_ages", programme.id, always="75, 80", alone="70", yearly_from="82",
                in_force_from=cast.today.isoformat(), reason="Som loven havde det")  # fmt: skip
    assert sent.status_code == 302
    lines = [man(n, born=cast.today.replace(year=year - age, month=6, day=1 + n)) for n, age in
             enumerate([75, 76, 80, 81, 82, 90, 70, 71])]  # fmt: skip
    from tests.web.staff_office.steps import given_staged

    extract = given_staged(mette, programme, ("\n".join([HEADER, *lines]) + "\n").encode())
    preview = text_of(mette.get(reverse("extract", args=[programme.id, extract])))
    assert "5 borgere er i målgruppen" in preview  # 75, 80, 82, 90, and 70 who lives alone
    assert "Alle, der i år fylder 75, 80; " in text_of(mette.get(reverse("extract_plan", args=[programme.id])))


@pytest.mark.parametrize(("fields", "message"), [({"always": "75-80"}, "Skriv aldre fra 50 til 110"),
                                                 ({"yearly_from": "7"}, "Skriv mindst 50."),
                                                 ({"reason": ""}, "Skriv hvorfor")])  # fmt: skip
def test_wrong_ages_are_told_and_nothing_is_kept(cast, programme, mette, fields, message):
    given = {"always": "75", "in_force_from": cast.today.isoformat(), "reason": "x", **fields}
    sent = send(mette, "extract_ages", programme.id, **given)
    assert sent.status_code == 422
    assert message in text_of(sent)
    with acting_as(cast.mette):
        assert not AgeSet.objects.exists()
