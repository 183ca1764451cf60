"""One night's planning: everybody once, then only those about whom something new is known, and nobody who has gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from brobygger.journeys import agree, find, follow, leave, plan_again
from brobygger.pathway.episodes.queries import going, happened
from brobygger.pathway.episodes.rules import happenings_of
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_programme, given_shared
from tests.receiving import given_group, given_member, given_offer, given_referred

pytestmark = pytest.mark.django_db


@pytest.fixture
def ways(cast: Cast) -> dict[str, Any]:
    """Aase is referred in Favrskov's effort and in a group of it; Villy and Gerda are found."""
    programme = given_programme(cast, "001-favrskov")
    offer = given_offer(cast)
    referral = given_referred(cast, cast.aase, programme=programme, offer=offer)
    group = given_group(cast, offer=offer, programme=programme, starts=[cast.at - timedelta(days=n) for n in (8, 1)])
    given_shared(cast, cast.aase, actor=cast.bent)
    given_member(cast, cast.aase, group)
    with acting_as(cast.mette):
        others = {
            name: find.begin(
                person=getattr(cast, name), programme=programme, found_by="home_care", by=cast.mette, at=cast.at
            )
            for name in ("villy", "gerda")
        }
    return {"programme": programme, "referral": referral, "aase": referral.episode, "group": group, **others}


def tasks() -> list[tuple[Any, ...]]:
    from brobygger.pathway.followup.models import Task

    return sorted(Task.objects.values_list("key", "due", "status", "role", "organisation_id", "owner_user_id"))


def tonight(cast: Cast) -> int:
    """How many are planned; whoever plans everybody afterwards finds nothing left to do."""
    from brobygger.pathway.episodes.models import Episode

    with acting_as(cast.system):
        planned = plan_again.plan_changed(at=cast.at)
        left = tasks()
        everybody = Episode.objects.select_related("programme", "person")
        follow.plan_many(episodes=[(episode, cast.at) for episode in everybody])
        assert tasks() == left
    return planned


def test_what_the_journeys_have_planned_stands_and_the_second_night_plans_nobody(cast: Cast, ways: Any) -> None:
    with acting_as(cast.system):
        before = tasks()
    assert tonight(cast) == 3
    with acting_as(cast.system):
        assert tasks() == before
    assert tonight(cast) == 0


def test_after_an_upgrade_of_the_rules_everybody_is_planned_once(
    cast: Cast, ways: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tonight(cast)
    written = plan_again.rules_as_written()
    monkeypatch.setattr(plan_again, "rules_as_written", lambda: written + 1)
    assert tonight(cast) == 3
    assert tonight(cast) == 0


def test_the_sum_of_the_rules_follows_their_text(monkeypatch: pytest.MonkeyPatch) -> None:
    before = plan_again.rules_as_written.__wrapped__()
    assert plan_again.rules_as_written.__wrapped__() == before
    read = Path.read_bytes
    for changed in ("followup_rules.py", "schema.py", "follow.py"):
        monkeypatch.setattr(Path, "read_bytes", lambda path, it=changed: read(path) + b"#" * (path.name == it))
        assert plan_again.rules_as_written.__wrapped__() != before


def test_the_line_is_heard_as_its_moves_are(cast: Cast, ways: Any) -> None:
    from brobygger.pathway.episodes.operations import lines_of

    with acting_as(cast.mette):
        leave.stop(episode=ways["gerda"], reason="declined", by=cast.mette, at=cast.at)
        ids = [ways[name].id for name in ("aase", "villy", "gerda")]
        lines = lines_of([ways[name] for name in ("aase", "villy", "gerda")])
        assert dict(happened(ids)) == {each: list(happenings_of(lines[each])) for each in ids}
        assert {each.id for each in going(ids)} == set(ids)


def _waits(cast: Cast, ways: Any) -> Any:
    from brobygger.pathway.episodes import operations

    return operations.wait_from(episode=ways["villy"], day=cast.today)


def _meets(came: bool) -> Any:
    def act(cast: Cast, ways: Any) -> Any:
        from brobygger.pathway.attendance.models import Attendance, Session

        session = Session.objects.filter(group=ways["group"]).order_by("starts_at").last()
        return Attendance.objects.filter(session=session, person=cast.aase).update(came=came, registered_at=cast.at)

    return act


def _is_told_of_a_first_day(cast: Cast, ways: Any) -> Any:
    from brobygger.pathway.first_meeting.models import FirstContact

    return FirstContact.objects.create(
        person=cast.aase, episode=ways["aase"], organisation=cast.association, host_name="Bent",
        first_session_on=cast.today + timedelta(days=9), due=cast.today, status="planned",
    )  # fmt: skip


def _worries(cast: Cast, ways: Any) -> Any:
    from brobygger.pathway.detection.models import Tip

    return Tip.objects.create(
        receipt="ABCDEF", person=cast.villy, about_name="Villy", worry="Han spiser ikke.", sender_kind="association",
        sent_at=cast.at, status="worry",
    )  # fmt: skip


def _recipe_changes(cast: Cast, ways: Any) -> Any:
    from brobygger.programmes.running.models import Programme, Snapshot

    old = Snapshot.objects.get(programme=ways["programme"])
    Snapshot.objects.create(
        programme=ways["programme"], version=2, recipe=old.recipe, in_force_from=cast.today, made_at=cast.at
    )
    return Programme.objects.filter(id=ways["programme"].id).update(recipe_version=2)


def _a_task_is_too_old(cast: Cast, ways: Any) -> Any:
    from brobygger.pathway.followup.models import Task

    return Task.objects.create(
        key=f"{ways['villy'].id}:call:move-1", rule="call", kind="call_person", person=cast.villy, role="coordinator",
        episode=ways["villy"], due=cast.today - timedelta(days=follow.KEPT_DAYS + 1), made_at=cast.at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "planned"),
    [(_waits, 1), (_meets(True), 1), (_meets(False), 1), (_is_told_of_a_first_day, 1), (_worries, 1),
     (_a_task_is_too_old, 1), (_recipe_changes, 3)],
    ids=["waits", "came", "was away", "first day", "worry", "too old", "recipe"],
)  # fmt: skip
def test_what_no_journey_planned_is_planned_the_next_night_and_only_that(
    cast: Cast, ways: Any, happens: Any, planned: int
) -> None:
    """Written straight into the tables, as an import, a correction or a crash between two steps would leave it."""
    tonight(cast)
    with acting_as(cast.system):
        assert happens(cast, ways)
    assert tonight(cast) == planned
    assert tonight(cast) == 0


def test_nobody_who_has_died_is_planned_and_what_was_closed_stays_closed(cast: Cast, ways: Any) -> None:
    """Villy said no, so he is to be asked again; then he dies: his no is no reason to ring his widow."""
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.mette):
        leave.stop(episode=ways["villy"], reason="declined", by=cast.mette, at=cast.at)
        assert Task.objects.filter(person=cast.villy, status="open").exists()
        leave.died(person=cast.villy, on=cast.today, by=cast.mette, at=cast.at)
        villy = find_again(ways["villy"])
        follow.plan(episode=villy, at=cast.at)
        assert not Task.objects.filter(person=cast.villy, status="open").exists()
    assert tonight(cast) == 2


def find_again(episode: Any) -> Any:
    from brobygger.pathway.episodes.models import Episode

    return Episode.objects.select_related("programme", "person").get(id=episode.id)


def test_a_consent_taken_back_closes_the_associations_tasks_for_good(cast: Cast, ways: Any) -> None:
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.models import Consent

    with acting_as(cast.system):
        _meets(False)(cast, ways)
        follow.plan(episode=find_again(ways["aase"]), at=cast.at)
        Task.objects.filter(episode=ways["aase"], status="open").update(organisation_id=cast.association.id)
        held = set(
            Task.objects.filter(organisation_id=cast.association.id, status="open").values_list("key", flat=True)
        )
        assert held
    with acting_as(cast.mette):
        consent = Consent.objects.filter(person=cast.aase, receiver=cast.association, withdrawn_at=None).first()
        agree.withdraw(consent=consent, how="phone", by=cast.mette, at=cast.at)
    tonight(cast)
    with acting_as(cast.system):
        assert not Task.objects.filter(key__in=held, status="open").exists()


def test_a_night_takes_the_same_statements_for_one_and_for_many(
    cast: Cast, ways: Any, django_assert_max_num_queries: Any
) -> None:
    with acting_as(cast.system), django_assert_max_num_queries(14):
        plan_again.plan_changed(at=cast.at)
