"""A no is kept well: three times no and the fourth yes; who asks again; and never again, everywhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.journeys import ask, find, meet_offers, night
from brobygger.pathway.detection import queries as detection
from brobygger.pathway.detection.models import Visit
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.followup.models import Task
from brobygger.pathway.occasions import operations as occasions
from brobygger.pathway.occasions.models import Guest
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import Cast, given_programme


def asked(cast: Cast, programme, person, *, days: int = 0) -> Episode:
    with acting_as(cast.mette):
        at = cast.at + timedelta(days=days)
        return find.begin(person=person, programme=programme, found_by="home_care", by=cast.mette, at=at)


def fresh(episode: Episode) -> Episode:
    return Episode.objects.select_related("programme", "person").get(id=episode.id)


def test_a_person_says_no_three_times_and_yes_the_fourth(cast):
    """Each no has its reason and its day; nothing known is lost; the fourth time everything goes on."""
    episode = asked(cast, given_programme(cast), cast.villy)
    day = 0
    with acting_as(cast.mette):
        for reason in ("no_energy", "declined", "no_label"):
            at = cast.at + timedelta(days=day)
            again = cast.today + timedelta(days=day + 60)
            said = ask.said_no(
                episode=fresh(episode), reason=reason, ask_again_on=again, ask_again_by="me", by=cast.mette, at=at
            )
            assert (said.status, said.ask_again_on) == ("lost", again)
            (task,) = Task.objects.filter(episode=episode, kind="ask_again", status="open")
            assert (task.due, task.owner_user_id) == (again, cast.mette.user_id)
            day += 60
            at = cast.at + timedelta(days=day)
            ask.ask_again(episode=fresh(episode), by=cast.mette, at=at)
            Task.objects.filter(id=task.id).update(status="done")
        yes = ask.said_yes(episode=fresh(episode), by=cast.mette, at=cast.at + timedelta(days=day))
        assert yes.status == "active"
        assert yes.next_step != "asked"
        line = [(move.kind, move.reason) for move in MoveRow.objects.filter(episode=episode).order_by("number")]
    assert line == [
        ("reached", ""), ("lost", "no_energy"), ("returned", ""), ("lost", "declined"), ("returned", ""),
        ("lost", "no_label"), ("returned", ""), ("reached", ""),
    ]  # fmt: skip


def test_when_the_day_has_come_and_nobody_has_the_task_a_coordinator_gets_it_once(cast):
    episode = asked(cast, given_programme(cast), cast.villy)
    with acting_as(cast.system):
        ask.said_no(
            episode=fresh(episode), reason="declined", ask_again_on=cast.today + timedelta(days=30), by=cast.mette,
            at=cast.at,
        )  # fmt: skip
        Task.objects.filter(episode=episode).delete()  # a recipe without a rule for it
        assert night.pass_one(by=cast.system, at=cast.at + timedelta(days=29))["to_ask_again"] == 0
        assert [
            night.pass_one(by=cast.system, at=cast.at + timedelta(days=30))["to_ask_again"] for _night in range(2)
        ] == [1, 0]
        assert Task.objects.get(episode=episode, kind="ask_again").role == "coordinator"


def test_never_again_is_respected_in_every_list_letter_effort_and_invitation(cast):
    """The control is Aase, who has said nothing: everything still reaches her."""
    horsens, favrskov = given_programme(cast), given_programme(cast, "001-favrskov")
    first, elsewhere = asked(cast, horsens, cast.villy), asked(cast, favrskov, cast.villy)
    control = asked(cast, horsens, cast.aase)
    with acting_as(cast.mette):
        market = meet_offers.plan(
            name="Markedsdag", kind="market_day", day=cast.today + timedelta(days=9), by=cast.mette, at=cast.at
        )
        for person in (cast.villy, cast.aase):
            occasions.add_guest(occasion=market, person=person, invited_at=cast.at, by=cast.mette, at=cast.at)
        when = datetime.combine(cast.today + timedelta(days=21), cast.at.timetz())
        ask.offer_visits(
            episodes_to_ask=[fresh(first), fresh(control)], planned_at=[when, when], by=cast.mette, at=cast.at
        )
        ask.said_no(episode=fresh(first), reason="never_again", by=cast.mette, at=cast.at)

        assert Person.objects.get(id=cast.villy.id).never_contact
        assert (fresh(elsewhere).status, fresh(elsewhere).lost_reason) == ("lost", "never_again")
        assert fresh(control).status == "active"
        assert [one.person_id for one in Guest.objects.filter(invited_at__isnull=False)] == [cast.aase.id]
        assert {one.person_id for one in detection.planned_visits(cast.mette, horsens)} == {cast.aase.id}
        assert not Visit.objects.filter(person=cast.villy, status="planned").exists()
        assert not Task.objects.filter(person=cast.villy, status="open").exists()
        with pytest.raises(Refusal):
            occasions.add_guest(occasion=market, person=Person.objects.get(id=cast.villy.id), by=cast.mette, at=cast.at)
        tip = find.send_tip(
            tip_id=uuid4(),
            about_name="Villy Vang",
            worry="Sidder alene",
            sender_kind="other",
            by=cast.mette,
            at=cast.at,
        )
        with pytest.raises(Refusal, match="skal ikke kontaktes"):
            find.take_up_tip(
                tip=tip, programme=given_programme(cast, "001-soroe"), person=Person.objects.get(id=cast.villy.id),
                by=cast.mette, at=cast.at,
            )  # fmt: skip
    with acting_as(cast.system):
        assert night.pass_one(by=cast.system, at=cast.at + timedelta(days=900))["to_ask_again"] == 0


def test_what_has_been_agreed_is_not_taken_away_by_a_never_again(cast):
    """A coordinator looks at it with the person instead."""
    asking, agreed = (
        asked(cast, given_programme(cast, recipe), cast.villy) for recipe in ("000-horsens", "001-favrskov")
    )
    with acting_as(cast.mette):
        Episode.objects.filter(id=agreed.id).update(next_step="third_time")
        ask.said_no(episode=fresh(asking), reason="never_again", by=cast.mette, at=cast.at)
        assert fresh(agreed).status == "active"
        assert Task.objects.get(kind="never_again", status="open").episode_id == agreed.id
