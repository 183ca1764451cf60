"""Frederikshavn: an extract, some are asked, some say no; time passes, Dorte approves, and they are gone for good."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from brobygger.communities.volunteers.models import Interest
from brobygger.foundation.audit.models import Change, ReadEntry
from brobygger.foundation.kernel.clock import local_date
from brobygger.foundation.kernel.refusal import NotVisible, Refusal, Taken
from brobygger.insight.evaluation import queries as evaluation
from brobygger.journeys import ask, erase, find, join_in, leave, meet_offers, never, night, tasks
from brobygger.pathway.detection.models import RegisterEntry, Tip, Visit
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.followup.models import Task
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.communication.models import Message
from brobygger.registry.erasure import operations, queries
from brobygger.registry.erasure.models import DueErasure, ErasureReport, Tombstone
from brobygger.registry.erasure.rules import Rule, Terms
from brobygger.registry.organisations.models import Organisation
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from brobygger.registry.people.queries import read
from tests.cast import Cast, given_programme, given_shared
from tests.web.staff_office.extracts import of_men

MEN = 8


def taken_in(cast: Cast, programme, content: bytes, *, days: int = 0) -> list[Episode]:
    """An extract is stored by Mette on a day; the episodes it opened."""
    at = cast.at + timedelta(days=days)
    with acting_as(cast.mette):
        preview = find.preview_extract(programme=programme, content=content, by=cast.mette, at=at)
        told = {"programme": programme, "file_name": f"{days}.csv", "content": content, "preview": preview}
        extract = find.stage_extract(**told, by=cast.mette, at=at)
        find.commit_extract(extract=extract, by=cast.mette, at=at, accept_mass_removal=True)
        return list(Episode.objects.filter(programme=programme).select_related("programme", "person").order_by("id"))


def listed(cast: Cast, days: int) -> dict[str, int]:
    """The night has passed on a day: how many stand on the list, by rule."""
    with acting_as(cast.system):
        erase.prepare(by=cast.system, at=cast.at + timedelta(days=days))
        return {rule: number for rule, (number, _mark) in queries.as_listed(cast.system).items()}


def approved(cast: Cast, rule: Rule, seen: int, *, days: int) -> int:
    """Dorte approves the list as it stands, of so many."""
    with acting_as(cast.dorte):
        number, mark = queries.as_listed(cast.dorte)[rule]
        assert number == seen
        return operations.approve(rule=rule, seen=mark, by=cast.dorte, at=cast.at + timedelta(days=days))


def carried_out(cast: Cast, days: int) -> int:
    with acting_as(cast.system):
        return erase.carry_out(by=cast.system, at=cast.at + timedelta(days=days))


@pytest.fixture
def town(cast: Cast):
    """Only the men of the extract: the cast's own persons would be due too."""
    with acting_as(cast.system):
        operations.erase(
            leaving=[operations.Leaving(one.id, "on_request") for one in (cast.aase, cast.villy, cast.gerda)],
            ended=[], by=cast.system, at=cast.at,
        )  # fmt: skip
    programme = given_programme(cast)
    return cast, programme, taken_in(cast, programme, of_men(MEN))


def test_frederikshavn_forgets_those_who_were_never_asked_and_those_who_said_no(town):
    """Eight are found. Three say no, one of them may be asked in a year and a half; one says yes; four wait in vain."""
    cast, programme, episodes = town
    assert len(episodes) == MEN
    refusing, welcome_later, saying_yes, waiting = episodes[:2], episodes[2], episodes[3], episodes[4:]
    at = cast.at + timedelta(days=10)
    with acting_as(cast.mette):
        for one in refusing:
            ask.said_no(episode=one, reason="no_need", by=cast.mette, at=at)
        ask.said_no(
            episode=welcome_later, reason="no_energy", ask_again_on=cast.today + timedelta(days=540), by=cast.mette,
            at=at,
        )  # fmt: skip
        ask.said_yes(episode=saying_yes, by=cast.mette, at=at)
        Task.objects.filter(kind="ask_again").delete()  # what the recipe plans is another story
        before = evaluation.step_counts(cast.mette, programme)

    assert listed(cast, 179) == {}
    assert listed(cast, 180) == {"never_contacted": 4}
    assert listed(cast, 375) == {"never_contacted": 4, "declined": 2}
    assert carried_out(cast, 400) == 0, "nobody is erased who was not approved"

    assert approved(cast, Rule.NEVER_CONTACTED, 4, days=400) == 4
    assert approved(cast, Rule.DECLINED, 2, days=400) == 2
    assert carried_out(cast, 413) == 0, "the days of grace"
    assert carried_out(cast, 414) == 6
    assert carried_out(cast, 414) == 0

    with acting_as(cast.mette):
        left = set(Person.objects.values_list("id", flat=True))
        assert left == {welcome_later.person_id, saying_yes.person_id}
        assert not MoveRow.objects.exclude(person_id__in=left).exists()
        assert not RegisterEntry.objects.exclude(person_id__in=left).exists()
        assert not Change.objects.filter(row_id__in=[one.person_id for one in (*refusing, *waiting)]).exists()
        # The figures do not lie: what the bridge no longer counts stands beside it, and the two make what there was.
        after = evaluation.step_counts(cast.mette, programme)
        erased = queries.erased_standing(cast.mette, programme.id)
        assert erased == {("lost", "asked", "no_need"): 2, ("reached", "found", ""): 4}
        assert after[0].entered + sum(erased.values()) == before[0].entered == MEN
        report = ErasureReport.objects.order_by("-at").first()
        assert (report.persons, report.by_rule) == (6, {"never_contacted": 4, "declined": 2})
        assert report.rows["people_person"] == 6
    assert listed(cast, 600) == {"declined": 1}, "the day to ask again has passed, and nobody asked"


def test_who_was_met_and_then_died_or_moved_is_kept_no_longer_than_the_others(town):
    """Four are visited: one dies, one moves, one is outside the target group; the fourth is still to be asked."""
    cast, _programme, episodes = town
    met, at = episodes[:4], cast.at + timedelta(days=10)
    with acting_as(cast.mette):
        for one in met:
            visit = {"episode": one, "person": one.person, "planned_at": at, "status": "held"}
            Visit.objects.create(**visit)
        leave.died(person=met[0].person, on=local_date(at), by=cast.mette, at=at)
        leave.moved_away(person=met[1].person, on=local_date(at), by=cast.mette, at=at)
        leave.stop(episode=met[2], reason="not_eligible", by=cast.mette, at=at)
    assert listed(cast, 374) == {"never_contacted": MEN - 4}
    assert listed(cast, 375) == {"never_contacted": MEN - 4, "ended": 3}
    with acting_as(cast.dorte):
        operations.set_terms(terms=Terms(3650, 365, 365, 30, 7), reason="Udvalget", by=cast.dorte, at=at)
    assert listed(cast, 39) == {}
    assert listed(cast, 40) == {"ended": 3}, "also where it is the shortest of them all"
    assert approved(cast, Rule.ENDED, 3, days=40) == 3
    assert carried_out(cast, 47) == 3


def test_whoever_is_met_in_the_days_of_grace_stays(town):
    cast, _programme, episodes = town
    assert listed(cast, 200) == {"never_contacted": MEN}
    approved(cast, Rule.NEVER_CONTACTED, MEN, days=200)
    with acting_as(cast.mette):
        ask.said_yes(episode=episodes[0], by=cast.mette, at=cast.at + timedelta(days=205))
        find.send_tip(
            tip_id=cast.kommune.id, about_name="Mand Nr2", worry="Han virker trist", sender_kind="relative",
            person=episodes[1].person, by=cast.mette, at=cast.at + timedelta(days=206),
        )  # fmt: skip
    assert carried_out(cast, 214) == MEN - 2
    with acting_as(cast.system):
        assert set(Person.objects.values_list("id", flat=True)) == {one.person_id for one in episodes[:2]}
        assert Tip.objects.exists()


def test_dorte_holds_one_back_undoes_another_and_a_list_that_changed_is_not_approved(town):
    cast, _programme, episodes = town
    at = cast.at + timedelta(days=200)
    assert listed(cast, 200) == {"never_contacted": MEN}
    with acting_as(cast.dorte):
        first, second = (queries.listed(cast.dorte, "listed").get(person_id=one.person_id) for one in episodes[:2])
        _number, yesterday = queries.as_listed(cast.dorte)[Rule.NEVER_CONTACTED]
        with pytest.raises(Refusal):
            operations.hold(due=first, until=cast.today + timedelta(days=300), why=" ", by=cast.dorte, at=at)
        with pytest.raises(Refusal):
            operations.hold(due=first, until=cast.today, why="Klage", by=cast.dorte, at=at)
        operations.hold(due=first, until=cast.today + timedelta(days=300), why="Klage", by=cast.dorte, at=at)
        with pytest.raises(Taken):
            operations.approve(rule=Rule.NEVER_CONTACTED, seen=yesterday, by=cast.dorte, at=at)
        # One leaves the list and another comes: as many as before, and somebody nobody saw.
        DueErasure.objects.create(
            person_id=cast.karin.user_id, rule=Rule.NEVER_CONTACTED, since=cast.today, due_on=cast.today, listed_at=at
        )
        with pytest.raises(Taken):
            operations.approve(rule=Rule.NEVER_CONTACTED, seen=yesterday, by=cast.dorte, at=at)
        DueErasure.objects.get(person_id=cast.karin.user_id).delete()
    approved(cast, Rule.NEVER_CONTACTED, MEN - 1, days=200)
    with acting_as(cast.dorte):
        operations.undo(due=second, by=cast.dorte, at=at)
    assert carried_out(cast, 214) == MEN - 2
    assert listed(cast, 299) == {"never_contacted": 1}, "the one who was undone; the other is still held back"
    assert listed(cast, 301) == {"never_contacted": 2}
    with acting_as(cast.dorte), pytest.raises(Taken):
        operations.release(due=second, by=cast.dorte, at=at)


def test_one_whose_hold_runs_out_after_a_yes_is_not_on_the_list_that_night(town):
    cast, _programme, episodes = town
    assert listed(cast, 200) == {"never_contacted": MEN}
    with acting_as(cast.dorte):
        for one in episodes[:2]:
            due, until = DueErasure.objects.get(person_id=one.person_id), cast.today + timedelta(days=230)
            operations.hold(due=due, until=until, why="Klage", by=cast.dorte, at=cast.at + timedelta(days=200))
    with acting_as(cast.mette):
        ask.said_yes(episode=episodes[0], by=cast.mette, at=cast.at + timedelta(days=210))
    assert listed(cast, 230) == {"never_contacted": MEN - 2}
    assert listed(cast, 231) == {"never_contacted": MEN - 1}, "and who has said nothing is due again"


def test_the_municipality_decides_its_own_days(town):
    cast, _programme, _episodes = town
    with acting_as(cast.dorte):
        assert queries.terms(cast.dorte).decided is None
        with pytest.raises(Refusal):
            operations.set_terms(terms=Terms(1, 365, 365, 365, 14), reason="Hurtigt", by=cast.dorte, at=cast.at)
        operations.set_terms(terms=Terms(60, 90, 90, 90, 7), reason="Ældreudvalget", by=cast.dorte, at=cast.at)
        assert queries.terms(cast.dorte).decided.made_by_name == "Dorte Dahl"
    assert listed(cast, 59) == {}
    assert listed(cast, 60) == {"never_contacted": MEN}
    approved(cast, Rule.NEVER_CONTACTED, MEN, days=60)
    assert carried_out(cast, 66) == 0
    assert carried_out(cast, 67) == MEN


def test_the_night_only_prepares_and_the_list_is_the_same_all_day(town):
    """The worker comes every hour. What changes at noon is on the list tomorrow, as the page about terms says."""
    cast, _programme, _episodes = town
    midnight = cast.at.replace(hour=0, minute=7) + timedelta(days=179)
    with acting_as(cast.system):
        told = [
            night.pass_one(by=cast.system, at=midnight + timedelta(days=1, hours=hour))["to_erase"] for hour in (0, 1)
        ]
        assert told == [MEN, 0]
        DueErasure.objects.all().delete()
        for hours, number in ((23, 0), (24, MEN), (47, 0), (24 * 3 + 9, 0)):  # and two nights without a worker
            at = midnight + timedelta(days=1, hours=hours)
            assert night.pass_one(by=cast.system, at=at)["to_erase"] == number
        assert queries.made_at(cast.system) == at
        assert Person.objects.count() == MEN


def test_who_asked_never_to_be_contacted_is_not_brought_back_by_an_extract_and_the_others_may_be(town):
    cast, programme, episodes = town
    left_alone, never_met = episodes[0].person, episodes[1].person
    with acting_as(cast.mette):
        never.respect(person_ids=[left_alone.id], by=cast.mette, at=cast.at)
    with acting_as(cast.dorte):
        for person in (left_alone, never_met):
            erase.ask_for_one(person_id=person.id, why="Bedt om det", never_again=False, by=cast.dorte, at=cast.at)
    assert carried_out(cast, 14) == 2
    again = taken_in(cast, programme, of_men(MEN + 1), days=30)
    with acting_as(cast.system):
        names = set(Person.objects.values_list("family_name", flat=True))
        assert never_met.family_name in names, "somebody merely erased may be found anew"
        assert left_alone.family_name not in names
        assert len(again) == MEN, "six who were there, the one found anew, and a new one"
        marks = list(Tombstone.objects.exclude(cpr_blind=None))
        assert [mark.cpr_blind for mark in marks] == [left_alone.cpr_blind]
        # By hand, because he rang himself: he is taken in, and still nobody rings him before somebody has said so.
        from brobygger.foundation.kernel import cpr
        from brobygger.foundation.kernel.secrecy import decrypt

        number = cpr.parse(decrypt(left_alone.cpr_encrypted), allow_test=True, today=cast.today)
        back = people.add_person(
            by=cast.mette, at=cast.at, given_name="Mand", family_name="Selv", found_by="self", cpr=number
        )
        assert back.never_contact
        with pytest.raises(Refusal):
            find.begin(person=back, programme=programme, found_by="self", by=cast.mette, at=cast.at)


def test_one_who_takes_part_can_ask_to_be_erased_and_the_read_log_stays_whole(cast):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    with acting_as(cast.mette):
        read(cast.mette, cast.aase.id, purpose=Purpose.BRIDGING, only={Fields.NAME})
    assert listed(cast, 900).get("declined") is None
    with acting_as(cast.dorte):
        with pytest.raises(Refusal):
            erase.ask_for_one(person_id=cast.aase.id, why="", never_again=False, by=cast.dorte, at=cast.at)
        due = erase.ask_for_one(person_id=cast.aase.id, why="Brev", never_again=True, by=cast.dorte, at=cast.at)
        operations.undo(due=due, by=cast.dorte, at=cast.at)
        assert not DueErasure.objects.filter(person_id=cast.aase.id).exists()
        erase.ask_for_one(person_id=cast.aase.id, why="Brev", never_again=True, by=cast.dorte, at=cast.at)
    with acting_as(cast.mette):  # two tips that name no person: the second has another phone, so it is somebody else
        for receipt, phone in (("A", "+45 21000082"), ("B", "21 00 00 83")):
            Tip.objects.create(
                receipt=receipt, about_name="aase andersen", about_phone=phone, worry="Går ikke ud", sender_kind="shop",
                sent_by_name="Kiosken", sent_at=cast.at,
            )  # fmt: skip
    assert carried_out(cast, 14) == 1
    with acting_as(cast.dorte):
        assert [tip.receipt for tip in Tip.objects.all()] == ["B"]
        assert not Person.objects.filter(id=cast.aase.id).exists()
        assert not Change.objects.filter(row_id=consent.id).exists()
        assert ReadEntry.objects.filter(person_id=cast.aase.id).exists()
        assert Tombstone.objects.get().cpr_blind == cast.aase.cpr_blind


def test_one_who_would_also_like_to_be_a_volunteer_is_gone_there_too(cast):
    """Aase says it at an occasion, gets another phone, and is passed on to two associations before she asks."""
    with acting_as(cast.mette):
        day = meet_offers.plan(name="Torvedag", kind="market_day", day=cast.today, by=cast.mette, at=cast.at)
        line = {"name": "", "phone": "", "wants": "volunteer", "person": cast.aase}
        meet_offers.write_on_list(occasion=day, **line, by=cast.mette, at=cast.at)
        people.edit_person(person=cast.aase, facts={"phone": "", "given_name": "Åse"}, by=cast.mette, at=cast.at)
        (interest,) = Interest.objects.all()
        Interest.objects.update(email="aase@example.dk")
        interest.refresh_from_db()
        associations = Organisation.objects.filter(kind="association")
        join_in.pass_on_to(interest=interest, organisations=associations, by=cast.mette, at=cast.at)
        join_in.decline(interest=Interest.objects.get(status="new"), why="other", by=cast.mette, at=cast.at)
        erase.ask_for_one(person_id=cast.aase.id, why="Brev", never_again=False, by=cast.dorte, at=cast.at)
    with acting_as(cast.system):
        assert Task.objects.filter(why__contains={"about": "Aase Andersen"}).count() == 2
        assert Message.objects.filter(to="aase@example.dk").count() == 1
    assert carried_out(cast, 14) == 1
    with acting_as(cast.system):
        assert not Interest.objects.exists()
        assert not Task.objects.filter(kind="call_interested").exists()
        assert not Message.objects.filter(to="aase@example.dk").exists()


def test_a_failure_in_the_middle_leaves_the_person_the_mark_and_the_figures_as_they_were(cast, monkeypatch):
    with acting_as(cast.dorte):
        erase.ask_for_one(person_id=cast.aase.id, why="Brev", never_again=False, by=cast.dorte, at=cast.at)

    def full(**told):
        raise OSError("the disk is full")

    monkeypatch.setattr(ErasureReport.objects, "create", full)
    with pytest.raises(OSError, match="full"), transaction.atomic():
        carried_out(cast, 14)
    with acting_as(cast.dorte):
        assert Person.objects.filter(id=cast.aase.id).exists()
        assert not Tombstone.objects.exists()
        assert DueErasure.objects.get().status == "approved"


def test_what_a_restore_brings_back_is_erased_again(town, tmp_path: Path):
    """The backup is older than the erasing: persons, marks and counts are as they were before."""
    cast, programme, episodes = town
    with acting_as(cast.system):
        never.respect(person_ids=[episodes[0].person_id], by=cast.system, at=cast.at)
    assert listed(cast, 200) == {"never_contacted": MEN - 1}
    approved(cast, Rule.NEVER_CONTACTED, MEN - 1, days=200)
    with acting_as(cast.dorte):
        told = {"why": "Brev", "never_again": False, "by": cast.dorte}
        erase.ask_for_one(person_id=episodes[0].person_id, at=cast.at + timedelta(days=200), **told)

    backup = transaction.savepoint()
    assert carried_out(cast, 214) == MEN
    marks = 3 + MEN
    assert erase.keep_outside(municipality_id=cast.municipality.id, var=tmp_path) == marks
    assert erase.keep_outside(municipality_id=cast.municipality.id, var=tmp_path) == 0
    (file,) = (tmp_path / "erased").iterdir()
    whole = file.read_text()
    file.write_text(whole.rstrip()[:-30])  # the machine stopped in the middle of a line
    assert erase.keep_outside(municipality_id=cast.municipality.id, var=tmp_path) == 1
    assert erase.keep_outside(municipality_id=cast.municipality.id, var=tmp_path) == 0
    file.write_text(whole)
    lines = [json.loads(line) for line in whole.splitlines() if line]
    assert sum(line["cpr"] is not None for line in lines) == 1
    assert "Mand" not in file.read_text()
    transaction.savepoint_rollback(backup)

    assert erase.come_back(var=tmp_path) == MEN
    at = cast.at + timedelta(days=220)
    assert erase.again(var=tmp_path, at=at) == MEN
    assert erase.again(var=tmp_path, at=at) == 0
    assert erase.come_back(var=tmp_path) == 0
    with acting_as(cast.system):
        assert not Person.objects.exists()
        assert Tombstone.objects.count() == marks
        assert sum(queries.erased_standing(cast.system, programme.id).values()) == MEN
        assert ErasureReport.objects.get(again=True).persons == MEN
    # The control: without the file outside, the restored database knows nothing of them.
    transaction.savepoint_rollback(backup)
    assert erase.come_back(var=tmp_path / "nothing") == 0
    with acting_as(cast.system):
        assert Person.objects.count() == MEN


def test_a_neighbours_person_is_nobody_here(cast):
    with pytest.raises(NotVisible), acting_as(cast.system):
        operations.erase(leaving=[operations.Leaving(cast.ruth.id, "on_request")], ended=[], by=cast.system, at=cast.at)
    with acting_as(cast.neighbour_system):
        assert Person.objects.filter(id=cast.ruth.id).exists()
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("brobygger_app",)


def test_the_workers_job_erases_and_writes_the_marks_outside(cast, settings, tmp_path: Path):
    settings.VAR = tmp_path
    with acting_as(cast.dorte):
        at = cast.at - timedelta(days=20)
        erase.ask_for_one(person_id=cast.aase.id, why="Brev", never_again=False, by=cast.dorte, at=at)
    tasks.pass_one_municipality(str(cast.municipality.id))
    with acting_as(cast.dorte):
        assert not Person.objects.filter(id=cast.aase.id).exists()
    (file,) = (tmp_path / "erased").iterdir()
    assert [json.loads(line)["rule"] for line in file.read_text().split("\n") if line] == ["on_request"]
