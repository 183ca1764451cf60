"""A smaller simulated year, through the real journeys and the real database: whatever happens, and in whatever order.

No host in two places, no task without somebody to do it, nothing to anybody who has died or moved, and everybody who
was missed is called the same day. `BROBYGGER_YEARS` makes it longer in the nightly mode.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import attend, gather, group_life, leave, night
from brobygger.pathway.attendance.meeting_rules import Facts
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db
YEARS = max(8, int(os.environ.get("BROBYGGER_YEARS", "500")) // 60)
WHO = ("aase", "villy", "gerda")
_acts = st.one_of(
    st.tuples(st.just("meet"), st.integers(0, 1), st.sets(st.sampled_from(WHO))),
    st.tuples(st.just("host"), st.integers(0, 1), st.sampled_from(("bent", "ole"))),
    st.tuples(st.just("move"), st.integers(0, 1), st.integers(-20, 20)),
    st.tuples(st.just("no"), st.integers(0, 1), st.sampled_from(WHO)),
    st.tuples(st.just("role"), st.integers(0, 1), st.sampled_from(WHO)),
    st.tuples(st.just("died"), st.sampled_from(WHO)),
    st.tuples(st.just("care_home"), st.sampled_from(WHO)),
    st.tuples(st.just("pause"), st.integers(0, 1)),
    st.tuples(st.just("end"), st.integers(0, 1)),
    st.tuples(st.just("night")),
)


class Undone(Exception):
    """Takes an example back."""


@contextmanager
def undone() -> Iterator[None]:
    """What the block does to the database is taken back, also when it fails."""
    from django.db import transaction

    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


@pytest.fixture
def groups(cast: Cast) -> list[Any]:
    """Two groups that meet every week at the same hour; all three are in both, and read mail."""
    from brobygger.registry.people.models import Person

    with acting_as(cast.mette):
        Person.objects.update(contact_way="email", email="post@example.org")
    starts = [cast.at + timedelta(days=7 * week) for week in range(1, 8)]
    made = [given_group(cast, name=name, starts=starts) for name in ("Koret", "Kortklubben")]
    for person in (cast.aase, cast.villy, cast.gerda):
        given_shared(cast, person, actor=cast.bent)
        for group in made:
            given_member(cast, person, group)
    return made


@settings(max_examples=YEARS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(_acts, min_size=3, max_size=12))
def test_whatever_happens_nobody_is_lost_and_nothing_is_taken_twice(cast: Cast, groups: list[Any], acts: Any) -> None:
    with undone():
        at = cast.at
        for act in acts:
            at += timedelta(days=4)
            try:
                with acting_as(cast.bent):
                    _do(cast, groups, act, at)
            except Refusal:
                pass  # said politely, and nothing was changed
            with acting_as(cast.system):
                _holds()


def _do(cast: Cast, groups: list[Any], act: tuple[Any, ...], at: Any) -> None:
    from brobygger.communities.groups import operations
    from brobygger.communities.groups.models import Group, Member
    from brobygger.pathway.attendance.models import Session
    from brobygger.pathway.followup.models import Task

    name, *told = act
    if name in ("died", "care_home"):
        with acting_as(cast.mette):
            person = getattr(cast, told[0])
            if name == "died":
                leave.died(person=person, on=at.date(), by=cast.mette, at=at)
            else:
                leave.to_care_home(person=person, by=cast.mette, at=at)
        return
    if name == "night":
        with acting_as(cast.system):
            night.pass_one(by=cast.system, at=at)
        return
    group = Group.objects.select_related("organisation", "host", "programme").get(id=groups[told[0]].id)
    sessions = Session.objects.select_related("group").filter(group=group, status="planned").order_by("starts_at")
    begun, ahead = sessions.filter(starts_at__lte=at).first(), sessions.filter(starts_at__gt=at).first()
    if name == "meet" and begun:
        expected = set(begun.attendances.values_list("person_id", flat=True))
        away = {getattr(cast, one).id for one in told[1]} & expected
        told_no = set(begun.attendances.filter(promised=False).values_list("person_id", flat=True))
        came = {person_id: person_id not in away for person_id in expected}
        attend.register(session=begun, came=came, by=cast.bent, at=at)
        with acting_as(cast.system):
            here = set(_reachable().values_list("id", flat=True))
            called = set(Task.objects.filter(kind="call_missed", status="open", key__contains=str(begun.id))
                         .values_list("person_id", flat=True))  # fmt: skip
        assert called == (away - told_no) & here
    elif name == "host" and ahead:
        host = getattr(cast, told[1]).membership_id
        gather.book(session=ahead, room_id=None, host_ids=[host], onward=True, by=cast.bent, at=at)
    elif name == "move" and ahead:
        facts = Facts(ahead.starts_at + timedelta(hours=told[1]), ahead.place)
        gather.alter(session=ahead, facts=facts, why="Vejret.", by=cast.bent, at=at)
    elif name == "no" and ahead:
        attend.promise(session=ahead, promised={getattr(cast, told[1]).id: False}, by=cast.bent, at=at)
    elif name == "role":
        member = Member.objects.filter(group=group, person=getattr(cast, told[1]), until=None).first()
        if member:
            operations.take_role(member=member, role="convener", since=at.date(), by=cast.bent, at=at)
    elif name == "pause":
        group_life.pause(group=group, resumes_on=None, why="Ferie.", by=cast.bent, at=at)
    elif name == "end":
        group_life.end(group=group, why="Slut.", by=cast.bent, at=at)


def _reachable() -> Any:
    from brobygger.registry.people.models import Person

    return Person.objects.filter(died_on=None, moved_on=None, never_contact=False)


def _holds() -> None:
    from django.db import connection

    from brobygger.communities.groups.models import GroupRole, Member
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.access.roles import Role
    from brobygger.registry.communication.models import Message

    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS)
        assert cursor.fetchall() == []
    living = set(_reachable().values_list("id", flat=True))
    opened = Task.objects.filter(status="open")
    assert all(task.role in set(Role) for task in opened)
    assert all(task.organisation_id or task.role in ("coordinator", "home_care_worker") for task in opened)
    assert {task.person_id for task in opened if task.person_id} <= living
    waiting = Message.objects.filter(delivery="queued", person__isnull=False)
    assert set(waiting.values_list("person_id", flat=True)) <= living
    there = set(Member.objects.filter(until=None).values_list("group_id", "person_id"))
    assert set(GroupRole.objects.filter(until=None).values_list("group_id", "person_id")) <= there
    assert {person for _group, person in there} <= living


_OVERLAPS = """
select a.id from attendance_booking a join attendance_booking b
  on a.id < b.id and a.host_id = b.host_id and a.starts_at < b.ends_at and b.starts_at < a.ends_at
"""
