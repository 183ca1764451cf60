"""R322: released time is asked for, answered by the manager with a reason, and seen in the figures of time."""

from __future__ import annotations

from datetime import date, timedelta

from brobygger.programmes.training import release
from brobygger.programmes.training.models import ReleaseAsk
from brobygger.programmes.training.rules import Released, released_now
from brobygger.registry.access import operations as access
from brobygger.registry.access import queries as access_queries
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of

WHY = "Jeg følger fire med den første gang."


def ask(client, programme, **changed: str):
    return send(client, "own_release", programme.id, **({"hours": "6", "why": WHY} | changed))


def only(cast) -> ReleaseAsk:
    with acting_as(cast.lone):
        (one,) = ReleaseAsk.objects.all()
    return one


def test_karin_asks_lone_gives_a_part_with_a_reason_and_the_figures_show_it(cast, programme, lone, as_user):
    karin = as_user("karin")
    assert "Bed om mere fritaget tid" in text_of(karin.get("/mit-arbejde/"))
    assert ask(karin, programme).status_code == 302
    assert ask(karin, programme).status_code == 409  # not twice
    assert "1 har bedt om mere fritaget tid." in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/"))
    waiting = text_of(lone.get(f"/indsatser/{programme.id}/kontoret/tid/"))
    assert WHY in waiting
    assert "venter på svar" in waiting
    told = {"answer": "part", "given": "4", "from_on": cast.today.isoformat(), "reason": "Resten tages op til januar."}
    assert send(lone, "release_answer", only(cast).id, **told).status_code == 302
    shown = text_of(lone.get(f"/indsatser/{programme.id}/kontoret/tid/"))
    assert 'data-title="Fritaget om ugen">4 timer<' in shown[shown.index("Hjemmeplejen Nord") :]
    hers = text_of(karin.get(f"/mit-arbejde/{programme.id}/fritaget/"))
    for said in ("ja til noget af det", "4 timer om ugen fra", "Resten tages op til januar.", "Lone Lund"):
        assert said in hers, said
    assert reads(lone, "time", programme.id) <= 15
    assert send(lone, "release_answer", only(cast).id, **told | {"answer": "no", "given": ""}).status_code == 302
    assert "4 timer" not in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/tid/"))
    assert reads(lone, "office", programme.id) <= 15


def test_a_part_is_fewer_hours_than_asked_for_and_a_reason_is_given(cast, programme, lone, as_user):
    ask(as_user("karin"), programme)
    told = {"answer": "part", "given": "6", "from_on": cast.today.isoformat(), "reason": "Ja"}
    sent = send(lone, "release_answer", only(cast).id, **told)
    assert sent.status_code == 422
    assert "færre end der er bedt om" in text_of(sent)
    assert send(lone, "release_answer", only(cast).id, **told | {"answer": "yes", "reason": ""}).status_code == 422
    assert only(cast).answer == ""


def test_others_neither_read_nor_answer(cast, programme, as_user):
    ask(as_user("karin"), programme)
    assert WHY not in text_of(as_user("mette").get(f"/mit-arbejde/{programme.id}/fritaget/"))
    figures = text_of(as_user("mette").get(f"/indsatser/{programme.id}/kontoret/tid/"))
    assert WHY not in figures
    assert "Bedt om mere fritaget tid" not in figures
    hub = text_of(as_user("mette").get(f"/indsatser/{programme.id}/kontoret/"))
    assert "har bedt om mere fritaget tid" not in hub  # it would lead her to a list she does not see
    assert as_user("mette").get(f"/indsatser/kontoret/fritaget/{only(cast).id}/").status_code == 403
    sent = ask(as_user("lone"), programme, whole_unit="on")
    assert sent.status_code == 422  # she is in no unit
    with acting_as(cast.karin):
        assert len(release.mine(cast.karin, programme)) == 1


def test_who_has_left_has_no_released_time_and_the_unanswered_come_first(cast, programme, lone, as_user):
    ask(as_user("karin"), programme)
    karins = only(cast)
    told = {"answer": "yes", "given": "", "from_on": cast.today.isoformat(), "reason": "Ja"}
    assert send(lone, "release_answer", karins.id, **told).status_code == 302
    with acting_as(cast.lone):
        assert release.agreed_by_unit(cast.lone, programme, on=cast.today) == {"Hjemmeplejen Nord": 360}
        who = {"membership_id": karins.membership_id, "user_id": karins.user_id}
        again = who | {"programme": programme, "minutes": 60}
        old, newer = cast.at - timedelta(days=400), cast.at + timedelta(days=1)
        waits = ReleaseAsk.objects.create(**again, why="Venter", asked_at=old)
        ReleaseAsk.objects.bulk_create(
            ReleaseAsk(**again, why="Sagt", asked_at=newer, answer="no", answered_at=newer) for _one in range(50)
        )
        shown = release.asks(cast.lone, programme)
        assert (shown[0].id, len(shown)) == (waits.id, 50)
    with acting_as(cast.admin):
        karin = access_queries.get_membership(cast.admin, cast.karin.membership_id)
        access.end_membership(membership=karin, by=cast.admin, at=cast.at)
    with acting_as(cast.lone):
        assert release.agreed_by_unit(cast.lone, programme, on=cast.today + timedelta(days=1)) == {}


def test_a_newer_answer_replaces_and_one_from_a_day_ahead_waits():
    first = date(2026, 3, 1)
    rows = [Released("a", "Nord", 120, first), Released("a", "Nord", 240, first + timedelta(days=30)),
            Released("unit:1", "Nord", 60, first), Released("b", "", 30, first)]  # fmt: skip
    assert released_now(rows, today=first) == {"Nord": 180, "": 30}
    assert released_now(rows, today=first + timedelta(days=30)) == {"Nord": 300, "": 30}
    assert released_now(rows, today=first - timedelta(days=1)) == {}
