"""A large extract is stored by the worker: the page says how far it is, and stopped it has stored nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from brobygger.journeys import find, store_extract, tasks
from brobygger.pathway.detection.models import RegisterEntry, RegisterExtract
from brobygger.pathway.episodes.models import Episode
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import send, text_of
from tests.web.staff_office.extracts import of_men
from tests.web.staff_office.steps import commit, given_staged


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(store_extract, "MOST_ON_A_PAGE", 10)
    yield
    cache.clear()


@pytest.fixture
def left_to_worker(monkeypatch):
    """What was left to the worker, to be done when the test says so."""
    left = []

    class Task:
        def defer(self, **values):
            left.append(values)

    monkeypatch.setattr(store_extract.app, "configure_task", lambda name, **how: Task())
    return left


@pytest.fixture
def extract_id(cast, programme, mette):
    return given_staged(mette, programme, of_men(30))


def page(mette, programme, extract_id):
    return mette.get(reverse("extract_storing", args=[programme.id, extract_id]))


def stored(cast, programme):
    with acting_as(cast.system):
        return (
            Person.objects.filter(found_by="register").count(), Episode.objects.filter(programme=programme).count(),
            RegisterEntry.objects.count(), RegisterExtract.objects.get().committed_at is not None,
        )  # fmt: skip


NOTHING = (0, 0, 0, False)


def test_the_request_only_begins_it_and_the_worker_does_it(cast, programme, mette, extract_id, left_to_worker):
    sent = commit(mette, programme, extract_id)
    assert sent["Location"] == reverse("extract_storing", args=[programme.id, extract_id])
    assert stored(cast, programme) == NOTHING
    waits = text_of(page(mette, programme, extract_id))
    assert '<meta http-equiv="refresh" content="2">' in waits
    assert "Den venter på sin tur." in waits
    commit(mette, programme, extract_id)  # pressed once more, in another tab
    assert len(left_to_worker) == 1
    tasks.store_extract(**left_to_worker[0])
    assert stored(cast, programme) == (30, 30, 30, True)
    after = page(mette, programme, extract_id)
    assert after["Location"] == reverse("visits_plan", args=[programme.id])
    assert "Udtrækket er gemt." in text_of(mette.get(after["Location"]))


def test_a_small_one_is_stored_at_once(cast, programme, mette, left_to_worker):
    commit(mette, programme, given_staged(mette, programme, of_men(5)))
    assert left_to_worker == []
    assert stored(cast, programme) == (5, 5, 5, True)


def test_it_says_how_far_it_is_while_it_is_at_it(cast, programme, mette, extract_id, left_to_worker, monkeypatch):
    commit(mette, programme, extract_id)
    seen = []
    keep = store_extract._say

    def say(extract_id, storing):
        keep(extract_id, storing)
        seen.append((storing.step, text_of(page(mette, programme, extract_id)), storing.percent))

    monkeypatch.setattr(store_extract, "_say", say)
    tasks.store_extract(**left_to_worker[0])
    assert "Læser 30 linjer." in seen[0][1]
    assert any("Sammenligner 30 linjer" in html for step, html, _percent in seen if step == "compare")
    assert any("Gemmer: 30 af 30 nye borgere." in html for step, html, _percent in seen if step == "store")
    percents = [percent for _step, _html, percent in seen]
    assert percents == sorted(percents)
    assert percents[-1] == 99
    assert all("Stop" in html for _step, html, _percent in seen)


@pytest.mark.parametrize("step", ["read", "compare", "store"])
def test_stopped_anywhere_nothing_is_stored_and_it_can_be_begun_again(
    cast, programme, mette, extract_id, left_to_worker, monkeypatch, step
):
    commit(mette, programme, extract_id)
    keep = store_extract._say
    pressed = []

    def say(extract_id, storing):
        keep(extract_id, storing)
        if storing.state == "running" and storing.step == step and not pressed:
            pressed.append(True)
            send(mette, "extract_stop", programme.id, extract_id)

    monkeypatch.setattr(store_extract, "_say", say)
    if step == "store":  # the moment when all persons are written and the episodes are not
        monkeypatch.setattr(find, "STORED_AT_A_TIME", 7)
    tasks.store_extract(**left_to_worker[0])
    assert stored(cast, programme) == NOTHING
    after = text_of(page(mette, programme, extract_id))
    assert "Det blev stoppet. Intet er gemt." in after
    assert "http-equiv" not in after
    monkeypatch.setattr(store_extract, "_say", keep)
    commit(mette, programme, extract_id)
    assert len(left_to_worker) == 2
    tasks.store_extract(**left_to_worker[1])
    assert stored(cast, programme) == (30, 30, 30, True)


def test_stopped_while_it_waits_it_never_begins(cast, programme, mette, extract_id, left_to_worker):
    commit(mette, programme, extract_id)
    send(mette, "extract_stop", programme.id, extract_id)
    assert "Det blev stoppet. Intet er gemt." in text_of(page(mette, programme, extract_id))
    tasks.store_extract(**left_to_worker[0])
    assert stored(cast, programme) == NOTHING


def test_stopped_while_it_waits_and_begun_again_only_the_second_is_done(
    cast, programme, mette, extract_id, left_to_worker, monkeypatch
):
    """Mette says yes to a mass removal, stops it before its turn, and begins it without. Both jobs are in the queue."""
    asked = []
    commit_extract = find.commit_extract

    def kept(*, accept_mass_removal, **told):
        asked.append(accept_mass_removal)
        return commit_extract(accept_mass_removal=accept_mass_removal, **told)

    monkeypatch.setattr(find, "commit_extract", kept)
    commit(mette, programme, extract_id)
    send(mette, "extract_stop", programme.id, extract_id)
    commit(mette, programme, extract_id)
    first, second = left_to_worker
    tasks.store_extract(**{**first, "accept_mass_removal": True})
    assert asked == []
    assert stored(cast, programme) == NOTHING
    assert "Den venter på sin tur." in text_of(page(mette, programme, extract_id))
    tasks.store_extract(**second)
    assert asked == [second["accept_mass_removal"]]
    assert stored(cast, programme) == (30, 30, 30, True)


def test_begun_again_because_nothing_was_heard_a_stop_counts_for_both(
    cast, programme, mette, extract_id, left_to_worker, monkeypatch
):
    commit(mette, programme, extract_id)
    store_extract._say(extract_id, store_extract.Storing("running", cast.at, "compare", run=left_to_worker[0]["run"]))
    monkeypatch.setattr(store_extract, "now", lambda: cast.at + timedelta(minutes=30))
    commit(mette, programme, extract_id)
    send(mette, "extract_stop", programme.id, extract_id)
    for job in left_to_worker:
        tasks.store_extract(**job)
    assert len(left_to_worker) == 2
    assert stored(cast, programme) == NOTHING
    assert "Det blev stoppet. Intet er gemt." in text_of(page(mette, programme, extract_id))


def test_what_the_worker_may_not_do_is_told(cast, programme, mette, extract_id, left_to_worker):
    commit(mette, programme, extract_id)
    tasks.store_extract(**left_to_worker[0])
    tasks.store_extract(**left_to_worker[0])  # a second delivery of the same job
    assert stored(cast, programme) == (30, 30, 30, True)


def test_one_that_waits_behind_another_is_not_told_as_dead(
    cast, programme, mette, extract_id, left_to_worker, monkeypatch
):
    commit(mette, programme, extract_id)
    monkeypatch.setattr(store_extract, "now", lambda: cast.at + timedelta(minutes=30))
    waits = text_of(page(mette, programme, extract_id))
    assert "Den venter på sin tur." in waits
    assert 'action="' + reverse("extract_stop", args=[programme.id, extract_id]) in waits
    send(mette, "extract_stop", programme.id, extract_id)
    assert "Det blev stoppet. Intet er gemt." in text_of(page(mette, programme, extract_id))
    tasks.store_extract(**left_to_worker[0])
    assert stored(cast, programme) == NOTHING


def given_to_a_worker():
    """What the queue gives the next worker that asks, as the worker asks: the job's id and what it is called with."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = null")  # the test's own now() stands still
        cursor.execute("select worker_id from procrastinate_register_worker_v1()")
        cursor.execute("select id, args from procrastinate_fetch_job_v2(null, %s)", cursor.fetchone())
        job_id, args = cursor.fetchone()
    return job_id, args if isinstance(args, dict) or args is None else json.loads(args)


def workers_die(silent="1 hour"):
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_workers set last_heartbeat = now() - %s::interval", (silent,))


def another_starts():
    """The first thing a worker does is to forget the dead ones, by the limit it was started with."""
    limit = tasks.app._worker().stalled_worker_timeout
    async_to_sync(tasks.app.job_manager.prune_stalled_workers)(limit)


def test_what_a_dead_worker_had_in_hand_is_done_by_the_next(cast, programme, mette, extract_id, monkeypatch):
    """The real queue: the worker dies in the middle; Mette reads so, tries again, and it is stored, once."""
    commit(mette, programme, extract_id)
    dead, _args = given_to_a_worker()
    store_extract._say(extract_id, store_extract.Storing("running", cast.at, "compare", 3, 30))
    workers_die()
    monkeypatch.setattr(store_extract, "now", lambda: cast.at + timedelta(minutes=30))
    assert "Vi har ikke hørt fra det i nogle minutter. Intet er gemt." in text_of(page(mette, programme, extract_id))
    commit(mette, programme, extract_id)
    assert given_to_a_worker() == (None, None)  # the dead one still has the lock
    async_to_sync(tasks.take_up_again.func)(timestamp=0)
    again, args = given_to_a_worker()
    assert again == dead
    tasks.store_extract(**args)
    assert stored(cast, programme) == (30, 30, 30, True)
    assert "Udtrækket er gemt." in text_of(mette.get(page(mette, programme, extract_id)["Location"]))


def test_a_worker_that_is_silent_for_a_minute_keeps_its_job_though_another_starts(programme, mette, extract_id):
    commit(mette, programme, extract_id)
    in_hand, _args = given_to_a_worker()
    for silent, free in (("100 seconds", False), ("130 seconds", True)):
        workers_die(silent)
        another_starts()
        async_to_sync(tasks.take_up_again.func)(timestamp=0)
        assert given_to_a_worker()[0] == (in_hand if free else None)


def test_a_job_that_ends_its_worker_each_time_is_given_up_and_what_comes_by_the_clock_let_go(
    cast, programme, mette, extract_id
):
    commit(mette, programme, extract_id)
    for _time in range(tasks.MOST_ATTEMPTS + 1):
        assert given_to_a_worker()[0] is not None
        async_to_sync(tasks.take_up_again.func)(timestamp=0)  # while the worker lives nothing is taken from it
        assert given_to_a_worker()[0] is None
        workers_die()
        async_to_sync(tasks.take_up_again.func)(timestamp=0)
    assert given_to_a_worker()[0] is None
    tasks.empty_outboxes.defer(timestamp=0)
    assert given_to_a_worker()[0] is not None
    tasks.empty_outboxes.defer(timestamp=60)
    workers_die()
    async_to_sync(tasks.take_up_again.func)(timestamp=0)
    statuses = ProcrastinateJob.objects.filter(task_name__endswith="empty_outboxes").order_by("id")
    assert list(statuses.values_list("status", flat=True)) == ["failed", "todo"]


def test_another_may_not_see_or_stop_it(programme, mette, extract_id, as_user, left_to_worker):
    commit(mette, programme, extract_id)
    for name, status in (("lone", 403), ("karin", 403), ("nina", 404)):
        client = as_user(name)
        assert page(client, programme, extract_id).status_code == status
        assert send(client, "extract_stop", programme.id, extract_id).status_code == status


def test_what_is_left_lies_in_the_queue_as_soon_as_the_page_has_answered(cast, programme, mette, extract_id):
    """The real queue: one job, with the names of things and no line of the file."""
    commit(mette, programme, extract_id)
    (job,) = ProcrastinateJob.objects.filter(task_name=store_extract.STORER)
    assert job.lock == f"extract-{extract_id}"
    assert set(job.args) == {"municipality_id", "membership_id", "extract_id", "accept_mass_removal", "run"}
    tasks.store_extract(**job.args)
    assert stored(cast, programme) == (30, 30, 30, True)
