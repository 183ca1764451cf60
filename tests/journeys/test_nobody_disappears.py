"""Nobody disappears: who is missed today, who twice, the silent group, the lone host, and those who have gone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from brobygger.foundation.kernel.clock import DENMARK
from brobygger.journeys import attend, gather, group_life, leave, missed, night, quiet
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import given_group, given_member, given_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> Any:
    """A group of no programme: three sessions have been, one is ahead. Aase and Villy are in it."""
    midnight = datetime.combine(cast.today, time(), DENMARK)
    lately = max(cast.at - timedelta(minutes=30), midnight)  # today also when the tests run just after midnight
    made = given_group(cast, starts=[lately + timedelta(days=7 * n) for n in (-2, -1, 0, 1)])
    for person in (cast.aase, cast.villy):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, made)
    return made


def sessions_of(cast: Cast, group: Any) -> list[Any]:
    from brobygger.pathway.attendance.models import Session

    return list(Session.objects.select_related("group").filter(group=group).order_by("starts_at"))


def came(cast: Cast, session: Any, **who: bool) -> None:
    people = {"aase": cast.aase, "villy": cast.villy}
    with acting_as(cast.bent):
        attend.register(
            session=session, came={people[name].id: there for name, there in who.items()}, by=cast.bent, at=cast.at
        )


def open_tasks(**wanted: Any) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    return list(Task.objects.filter(status="open", **wanted).order_by("due", "key"))


def test_aase_is_missed_today_without_any_recipe_and_a_correction_takes_it_back(cast: Cast, group: Any) -> None:
    with acting_as(cast.bent):
        _old, _older, today, _next = sessions_of(cast, group)
    came(cast, today, aase=False, villy=True)
    with acting_as(cast.bent):
        (task,) = open_tasks(kind=missed.CALL)
        assert (task.person_id, task.due, task.organisation_id) == (cast.aase.id, cast.today, cast.association.id)
    came(cast, today, aase=True)
    with acting_as(cast.bent):
        assert open_tasks(kind=missed.CALL) == []
    came(cast, today, aase=False)
    with acting_as(cast.bent):
        assert len(open_tasks(kind=missed.CALL)) == 1


def test_who_said_no_is_not_called_and_the_second_time_away_is_the_coordinators(cast: Cast, group: Any) -> None:
    from brobygger.pathway.attendance.models import Attendance

    with acting_as(cast.bent):
        first, second, third, _next = sessions_of(cast, group)
        Attendance.objects.filter(session=second, person=cast.aase).update(promised=False)
    came(cast, first, aase=True, villy=True)
    came(cast, second, aase=False, villy=True)
    with acting_as(cast.mette):
        assert open_tasks(kind=missed.CALL) == []
    came(cast, third, aase=False, villy=True)
    with acting_as(cast.mette):
        (talk,) = open_tasks(kind=missed.TALK)
        assert (talk.person_id, talk.role) == (cast.aase.id, "coordinator")
        assert len(open_tasks(kind=missed.CALL, person=cast.aase)) == 1


def test_a_silent_group_a_silent_pair_and_whom_nobody_has_asked_for_half_a_year(cast: Cast, group: Any) -> None:
    from brobygger.communities.groups.models import Group, Member
    from brobygger.communities.volunteers.models import Pair

    given_pair(cast, cast.gerda)
    with acting_as(cast.mette):
        assert set(quiet.hear(at=cast.at).values()) == {0}
        Group.objects.update(started_on=cast.today - timedelta(days=22))
        Pair.objects.update(since=cast.today - timedelta(days=22))
        Member.objects.filter(person=cast.aase).update(since=cast.today - timedelta(days=182))
        told = quiet.hear(at=cast.at)
        assert {name: count for name, count in told.items() if count} == {
            "quiet_groups": 1, "quiet_pairs": 1, "asked_again": 1,
        }  # fmt: skip
        assert set(quiet.hear(at=cast.at).values()) == {0}
        assert {task.role for task in open_tasks()} == {"coordinator"}
        (pair_task,) = open_tasks(kind="quiet_pair")
        assert pair_task.person_id == cast.gerda.id


def test_a_group_with_one_host_is_asked_for_a_deputy_until_it_has_one(cast: Cast, group: Any) -> None:
    from brobygger.pathway.attendance.models import Session
    from brobygger.registry.access.models import Membership

    with acting_as(cast.bent):
        ole = Membership.objects.get(id=cast.ole.membership_id)
        given = sessions_of(cast, group)[0]
        Session.objects.filter(id=given.id).update(starts_at=cast.at - timedelta(days=21))
        given.refresh_from_db()
        gather.book(session=given, room_id=None, host_ids=[ole.id], onward=True, by=cast.bent, at=cast.at)
        Session.objects.filter(group=group).update(status="held", starts_at=cast.at - timedelta(days=1))
    with acting_as(cast.mette):
        assert quiet.hear(at=cast.at)["hang_on_one"] == 1
        (task,) = open_tasks(kind="find_deputy")
        assert task.organisation_id == cast.association.id
    with acting_as(cast.bent):
        group_life.keep_habits(group=group, facts={"deputy": ole}, by=cast.bent, at=cast.at)
        assert group_life.ways.habits_of(group).deputy == ole


def test_the_host_is_asked_to_invite_as_many_days_before_as_the_group_has_chosen(cast: Cast, group: Any) -> None:
    with acting_as(cast.bent):
        group_life.keep_habits(group=group, facts={"invite_days": 6}, by=cast.bent, at=cast.at)
    with acting_as(cast.mette):
        assert quiet.hear(at=cast.at)["invited"] == 0
        assert quiet.hear(at=cast.at + timedelta(days=1))["invited"] == 1
        (task,) = open_tasks(kind="invite_members")
        assert (task.due, task.organisation_id) == (cast.today + timedelta(days=1), cast.association.id)


def test_the_host_orders_food_when_the_last_moment_to_say_no_has_passed(cast: Cast, group: Any) -> None:
    facts = {"needs": ["menu", "sign_off"], "sign_off_hours": 48}
    with acting_as(cast.bent):
        group_life.keep_habits(group=group, facts=facts, by=cast.bent, at=cast.at)
    with acting_as(cast.mette):
        assert quiet.hear(at=cast.at + timedelta(days=4))["food_ordered"] == 0
        assert quiet.hear(at=cast.at + timedelta(days=5))["food_ordered"] == 1
        (task,) = open_tasks(kind="order_food")
        assert (task.due, task.organisation_id) == (cast.today + timedelta(days=5), cast.association.id)


def test_a_pause_calls_off_tells_once_and_keeps_in_touch(cast: Cast, group: Any) -> None:
    with acting_as(cast.bent):
        stopped = group_life.pause(group=group, resumes_on=None, why="Huset males.", by=cast.bent, at=cast.at)
        assert [session.status for session in stopped] == ["cancelled"]
        assert len(open_tasks(kind="tell_change")) == 1
        attendees = [cast.aase.id, cast.villy.id]
        assert gather.told(session=stopped[0], person_ids=attendees, by=cast.bent, at=cast.at) == 2
        assert open_tasks(kind="tell_change") == []
    later = cast.at + timedelta(days=15)
    with acting_as(cast.mette):
        assert night.pass_one(by=cast.mette, at=later)["called_in_pause"] == 2
        assert night.pass_one(by=cast.mette, at=later)["called_in_pause"] == 0
        assert quiet.hear(at=cast.at + timedelta(days=90))["quiet_groups"] == 0  # a pause is not silence
        assert {task.kind for task in open_tasks(person=cast.villy)} >= {"call_in_pause"}


def test_death_ends_every_place_role_task_and_message(cast: Cast, group: Any) -> None:
    from brobygger.communities.groups import operations as groups
    from brobygger.communities.groups.models import Member
    from brobygger.registry.communication import operations as outbox
    from brobygger.registry.communication.models import Channel, Message

    with acting_as(cast.bent):
        _old, _older, today, _next = sessions_of(cast, group)
        member = Member.objects.get(group=group, person=cast.aase)
        groups.take_role(member=member, role="convener", since=cast.today, by=cast.bent, at=cast.at)
    came(cast, today, aase=False)
    with acting_as(cast.mette):
        outbox.queue(key="x", channel=Channel.SMS, to="1", subject="s", body="b", at=cast.at, person=cast.aase)
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=cast.at)
        assert open_tasks(person=cast.aase) == []
        assert Message.objects.get(key="x").delivery == "cancelled"
        (choose,) = open_tasks(kind="choose_convener")
        assert choose.organisation_id == cast.association.id
    with acting_as(cast.bent):  # written in later, or corrected: nobody calls the dead
        missed.after_session(session=today, changed=list(today.attendances.filter(person=cast.aase)), at=cast.at)
        assert open_tasks(person=cast.aase) == []


def test_a_care_home_stops_everything_and_the_way_back_stays_open(cast: Cast, group: Any) -> None:
    from brobygger.communities.groups.models import Member

    with acting_as(cast.mette):
        leave.to_care_home(person=cast.villy, by=cast.mette, at=cast.at)
        assert not Member.objects.filter(person=cast.villy, until__isnull=True).exists()
        cast.villy.refresh_from_db()
        assert cast.villy.died_on is None
        assert not cast.villy.never_contact


def test_an_end_asks_everybody_what_they_would_like_next(cast: Cast, group: Any) -> None:
    with acting_as(cast.bent):
        assert group_life.end(group=group, why="Vi flytter sammen med koret.", by=cast.bent, at=cast.at) == 2
    with acting_as(cast.mette):
        tasks = open_tasks(kind="propose_next")
        assert {task.person_id for task in tasks} == {cast.aase.id, cast.villy.id}
        assert {task.due for task in tasks} == {cast.today + timedelta(days=7)}
