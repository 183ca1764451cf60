"""The first time: a visit before it, whom one sits with, time with a balance and an approval, a check afterwards."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from brobygger.pathway.first_meeting.company_rules import Granted, Used, cost_ore, left
from brobygger.pathway.first_meeting.models import Fellow, Meeting, SpentTime
from brobygger.pathway.followup.models import Task
from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared


def shown(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_visit_at_home_makes_a_task_to_tidy_first_unless_that_is_done(cast, mette, post, told):
    episode = told(cast.aase, barriers=["home"], place="home", wants_companion=False)
    address = f"/forloeb/{episode.id}/foerste-tid/"
    page = shown(mette.get(address))
    assert "Vil helst gå selv. Det respekterer vi." in page
    assert re.search(r'value="home"[^>]* checked', page)  # her own choice of place stands chosen
    day = (cast.today + timedelta(days=4)).isoformat()
    meeting = {"kind": "intro_visit", "day": day, "time": "13:30", "who_comes": "Ole og Sonja", "place_kind": "home"}
    assert post(mette, address, meeting="1", **{**meeting, "who_comes": ""}).status_code == 422
    past = {**meeting, "day": (cast.today - timedelta(days=4)).isoformat()}
    assert post(mette, address, meeting="1", **past).status_code == 409
    assert post(mette, address, meeting="1", **meeting).status_code == 302
    with acting_as(cast.mette):
        task = Task.objects.get(kind="tidy_home")
        made = Meeting.objects.get()
    assert task.due == cast.today + timedelta(days=3)
    assert "Ole og Sonja" in shown(mette.get(address))
    assert (
        post(mette, address, held=str(made.id), **{f"note-{made.id}": "De fandt en fælles melodi."}).status_code == 302
    )
    assert "De fandt en fælles melodi." in shown(mette.get(address))
    assert post(mette, address, off=str(made.id)).status_code == 409
    post(mette, f"/forloeb/{episode.id}/i-vejen/", handled="home", **{"what-home": "Ryddet med datteren."})
    assert post(mette, address, meeting="1", **meeting).status_code == 302
    with acting_as(cast.mette):
        assert Task.objects.filter(kind="tidy_home").count() == 1


def test_whom_she_sits_with_is_said_in_the_hosts_call_and_how_it_went_is_kept(
    cast, mette, post, client_of, told, choir
):
    from brobygger.communities.groups import operations as groups
    from brobygger.journeys import meet
    from brobygger.pathway.first_meeting.models import FirstContact

    episode = told(cast.aase, interests=["sang", "snak"])
    told(cast.gerda, interests=["sang"])
    given_shared(cast, cast.aase, actor=cast.bent)
    with acting_as(cast.mette):
        group = groups.start(
            organisation=cast.association, name="Koret", size_min=2, size_max=9, offer=choir, by=cast.mette, at=cast.at
        )
        groups.join(group=group, person=cast.gerda, since=cast.today, by=cast.mette, at=cast.at)
        meet.plan_first_contact(
            episode=episode, organisation=cast.association, referral=None, host=None, host_name="Bent", group=group,
            first_session_on=None, by=cast.mette, at=cast.at,
        )  # fmt: skip
        contact = FirstContact.objects.get(episode=episode)
    address = f"/forloeb/{episode.id}/foerste-tid/"
    assert "Gerda Gram: sang og musik" in shown(mette.get(address))
    assert post(mette, address, fellow="1", kind="seat", name="Gerda Gram").status_code == 302
    assert post(mette, address, fellow="1", kind="tutor", name="Poul").status_code == 302
    call = shown(client_of(cast.bent).get(f"/foerste-kontakt/{contact.id}/"))
    assert "Hvem man sidder sammen med: Gerda Gram." in call
    assert "Hvem der er tutor: Poul." in call
    with acting_as(cast.mette):
        tutor = Fellow.objects.get(kind="tutor")
    assert (
        post(mette, address, over=str(tutor.id), **{f"went-{tutor.id}": "Godt, nu klarer hun sig."}).status_code == 302
    )
    assert "Godt, nu klarer hun sig." in shown(mette.get(address))
    assert "tutor" not in shown(client_of(cast.bent).get(f"/foerste-kontakt/{contact.id}/"))
    assert post(mette, address, over=str(tutor.id)).status_code == 404


def test_klippekort_has_a_balance_and_an_approval_and_the_last_companion_a_check(cast, mette, client_of, post, told):
    episode = told(cast.aase)
    karin = client_of(cast.karin)
    address = f"/forloeb/{episode.id}/foerste-tid/"
    until = (cast.today + timedelta(days=60)).isoformat()
    spent = {
        "kind": "klippekort",
        "on": cast.today.isoformat(),
        "minutes": "45",
        "what": "Gik en tur",
        "kroner_an_hour": "0",
    }
    assert post(karin, address, spend="1", **spent).status_code == 409  # nothing was approved
    assert post(karin, address, grant="1", minutes="60", until=until).status_code == 409  # not hers to approve
    assert post(mette, address, grant="1", minutes="60", until=until).status_code == 302
    assert "godkendt af Mette Madsen" in shown(karin.get(address))
    assert post(karin, address, spend="1", **spent).status_code == 302
    assert "15 minutter er tilbage på klippekortet." in shown(karin.get(address))
    assert post(karin, address, spend="1", **spent).status_code == 409  # only 15 are left
    with acting_as(cast.mette):
        assert SpentTime.objects.get().written_by_name == "Karin Krogh"
    along = {**spent, "kind": "companion", "minutes": "90", "kroner_an_hour": "400", "others": ["last_time"]}
    assert post(karin, address, spend="1", **along).status_code == 302
    with acting_as(cast.mette):
        assert SpentTime.objects.get(kind="companion").cost_ore == 60_000
        assert Task.objects.get(kind="after_companion").due == cast.today + timedelta(days=14)
    told_page = shown(client_of(cast.lone).get(f"/indsatser/{episode.programme_id}/selskab/"))
    assert "ledsager på vejen" in told_page
    assert "600" not in told_page  # one person's cost is not told
    assert client_of(cast.bent).get(address).status_code == 403
    assert client_of(cast.nina).get(address).status_code == 404


_DAY = some.integers(0, 30).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@settings(max_examples=60)
@given(some.lists(some.tuples(some.integers(1, 90), _DAY, _DAY), max_size=4), some.lists(_DAY, max_size=4), _DAY)
def test_never_more_is_left_than_was_granted_and_what_has_ended_is_lost(granted, days, on):
    pots = [Granted(minutes, min(one, other), max(one, other)) for minutes, one, other in granted]
    open_now = sum(pot.minutes for pot in pots if pot.since <= on <= pot.until)
    there = left(pots, [], on=on)
    assert there == open_now
    used: list[Used] = []
    for day in sorted(days):  # a use written late may be taken from time that has ended, and leave more than this
        before = left(pots, used, on=day)
        if before:
            used.append(Used(min(before, 20), day))
            assert left(pots, used, on=day) == before - min(before, 20)
    assert 0 <= left(pots, used, on=on) <= open_now


def test_a_volunteers_time_costs_nothing():
    assert cost_ore(90, 400, by_volunteer=False) == 60_000
    assert cost_ore(90, 400, by_volunteer=True) == 0
