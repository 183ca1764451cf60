"""A group's way: habits, rules, roles that grow, ideas, what is hard, a pause, a split, an end, and standing alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_programme, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db
HABITS = {"kind": "group", "needs": ["agenda", "duties"], "agenda": "Ugen, der er gået", "duties": "Kaffe\nKaffe\nKage",
          "price_dkk": "0", "late": "free", "rules": "Det, der bliver sagt, bliver i rummet."}  # fmt: skip


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def men(cast: Cast) -> Any:
    """Roskilde's men's community: Aase (who is welcome), Villy and Gerda are in it; two sessions ahead."""
    starts = [cast.at + timedelta(days=days) for days in (3, 17)]
    programme = given_programme(cast, "000-roskilde")
    group = given_group(cast, programme=programme, name="Mandefællesskab øst", starts=starts)
    for person in (cast.aase, cast.villy, cast.gerda):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, group)
    return group


def roles(cast: Cast, group: Any) -> list[tuple[str, str, bool]]:
    from brobygger.communities.groups.models import GroupRole

    with acting_as(cast.system):
        rows = GroupRole.objects.filter(group=group).select_related("person").order_by("since", "id")
        return [(row.person.given_name, row.role, row.until is None) for row in rows]


def place_of(cast: Cast, group: Any, person: Any) -> str:
    """The address of a person's place in a group."""
    from brobygger.communities.groups.models import Member

    with acting_as(cast.bent):
        return f"/gruppemedlemmer/{Member.objects.get(group=group, person=person, until=None).id}/"


def test_the_aim_and_the_standing_item_come_from_the_recipe(cast: Cast, bent: Any, men: Any) -> None:
    page = text(bent.get(f"/grupper/{men.id}/vej/"))
    assert "Mændene lærer hinanden at kende" in page
    assert "Gruppen er lille. Der er plads til flere." in page  # three of at least four
    assert "har ikke skrevet sine egne regler" in page
    assert "Ugen, der er gået" in text(bent.get(f"/grupper/{men.id}/vaner/"))


def test_rules_are_agreed_by_each_and_again_when_they_change(cast: Cast, bent: Any, men: Any) -> None:
    assert bent.post(f"/grupper/{men.id}/vaner/", **HABITS).status_code == 302
    page = text(bent.get(f"/grupper/{men.id}/vej/"))
    assert "0 af 3 har sagt ja til reglerne." in page
    bent.post(f"/grupper/{men.id}/regler/", agreed=[str(cast.aase.id), str(cast.ruth.id)])
    assert "1 af 3 har sagt ja til reglerne." in text(bent.get(f"/grupper/{men.id}/vej/"))
    bent.post(f"/grupper/{men.id}/vaner/", **{**HABITS, "bring": "Sangbog"})  # the rules are the same
    assert "1 af 3 har sagt ja til reglerne." in text(bent.get(f"/grupper/{men.id}/vej/"))
    bent.post(f"/grupper/{men.id}/vaner/", **{**HABITS, "rules": "Vi lytter til hinanden."})
    assert "0 af 3 har sagt ja til reglerne." in text(bent.get(f"/grupper/{men.id}/vej/"))
    wrong = bent.post(f"/grupper/{men.id}/vaner/", **{**HABITS, "price_dkk": "mange"})
    assert wrong.status_code == 422


def test_habits_reach_the_sessions_ahead(cast: Cast, bent: Any, men: Any) -> None:
    bent.post(f"/grupper/{men.id}/vaner/", **{**HABITS, "sign_off_hours": "24", "bring": "Varmt tøj"})
    with acting_as(cast.bent):
        for session in men.sessions.all():
            assert session.agenda == "Ugen, der er gået"
            assert session.bring == "Varmt tøj"
            assert session.starts_at - session.closes_at == timedelta(hours=24)


def test_roles_grow_with_dates_and_the_group_runs_itself_when_two_are_ready(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.pathway.followup.models import Task

    refused = bent.post(f"/grupper/{men.id}/selv/")
    assert refused.status_code == 409
    assert "Vælg en tovholder først" in text(refused)
    full = {"taking_part": "active", "pays": "self"}
    bent.post(place_of(cast, men, cast.villy), **full, roles=["instructor"])
    bent.post(place_of(cast, men, cast.villy), **full, roles=["instructor", "convener"], carries="on")
    bent.post(place_of(cast, men, cast.aase), **full, roles=["successor"])
    assert "Gruppen kører selv fra nu af" in text(bent.get(f"/grupper/{men.id}/vej/"))
    assert bent.post(f"/grupper/{men.id}/selv/").status_code == 302
    page = text(bent.get(f"/grupper/{men.id}/vej/"))
    assert "Foreningen har overtaget gruppen" in page
    bent.post(place_of(cast, men, cast.aase), **full, roles=["convener"])
    assert sorted(roles(cast, men)) == [
        ("Aase", "convener", True), ("Aase", "successor", False), ("Villy", "convener", False),
        ("Villy", "instructor", True),
    ]  # fmt: skip
    assert "Hvem har gjort det før?" in text(bent.get(f"/grupper/{men.id}/vej/"))
    bent.post(f"/grupper/{men.id}/selv/", anchored="1")
    with acting_as(cast.system):
        men.refresh_from_db()
        assert men.phase == "anchored"
        assert not Task.objects.filter(kind="choose_convener").exists()


def test_staff_come_back_within_three_weeks_when_the_recipe_says_so(cast: Cast, bent: Any) -> None:
    from brobygger.communities.groups import operations as groups
    from brobygger.communities.groups.models import Member
    from brobygger.pathway.followup.models import Task

    training = given_group(cast, programme=given_programme(cast, "000-slagelse"), name="Træning")
    for person, role in ((cast.aase, "convener"), (cast.villy, "successor")):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, training)
        with acting_as(cast.bent):
            member = Member.objects.get(group=training, person=person)
            groups.take_role(member=member, role=role, since=cast.today, by=cast.bent, at=cast.at)
    assert bent.post(f"/grupper/{training.id}/selv/").status_code == 302
    with acting_as(cast.system):
        (visit,) = Task.objects.filter(kind="visit_group", status="open")
        assert cast.today < visit.due <= cast.today + timedelta(days=21)


def test_sitting_quietly_is_a_way_of_taking_part_and_asks_for_no_duty(cast: Cast, bent: Any, men: Any) -> None:
    bent.post(f"/grupper/{men.id}/vaner/", **HABITS)
    for person in (cast.aase, cast.gerda):
        bent.post(place_of(cast, men, person), taking_part="passive", pays="self")
    assert "Er med på sin egen stille måde" in text(bent.get(f"/grupper/{men.id}/vej/"))
    with acting_as(cast.bent):
        session = men.sessions.get(number=1)
    bent.post(f"/moedegange/{session.id}/tjanser/", share="1")
    with acting_as(cast.bent):
        assert set(session.duties.values_list("person_id", flat=True)) == {cast.villy.id}


def test_a_group_for_one_unit_takes_nobody_from_another(cast: Cast, bent: Any) -> None:
    from brobygger.communities.groups import operations as groups
    from brobygger.foundation.kernel.refusal import Refusal
    from brobygger.journeys import group_life

    group = given_group(cast, name="Stue 2")
    given_shared(cast, cast.gerda, actor=cast.bent)
    with acting_as(cast.bent):
        group_life.keep_habits(group=group, facts={"only_unit": cast.north}, by=cast.bent, at=cast.at)
        with pytest.raises(Refusal, match="én afdeling"):
            groups.join(group=group, person=cast.gerda, since=cast.today, by=cast.bent, at=cast.at)
        groups.join(group=group, person=cast.aase, since=cast.today, by=cast.bent, at=cast.at)


def test_a_suggestion_is_answered(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.communities.groups.models import Idea

    assert bent.post(f"/grupper/{men.id}/ideer/", words="Besøg på museet").status_code == 302
    with acting_as(cast.bent):
        idea = Idea.objects.get()
    for words, told in (("", "Skriv noget her."), ("å" * 301, "Skriv lidt kortere.")):
        sent = bent.post(f"/grupper/{men.id}/ideer/", words=words, decided="on")
        assert sent.status_code == 422
        page = sent.content.decode()
        assert f'<a href="#id_words">Hvad blev foreslået eller besluttet? {told}</a>' in page
        assert not words or f'value="{words}"' in page  # what was typed stands where it was typed
        assert re.search(r"<details[^>]* open[^>]*>\s*<summary[^>]*>\s*Skriv en idé", page)
    sent = bent.post(f"/grupper/{men.id}/ideer/svar/", idea=str(idea.id), outcome="", came_of_it="De har åbent i juni")
    assert sent.status_code == 422
    page = sent.content.decode()
    assert f'<a href="#outcome-{idea.id}">Vælg, hvad der kom ud af det.</a>' in page
    assert f'id="outcome-{idea.id}' in page
    assert 'value="De har åbent i juni"' in page
    long = "æ" * 301
    sent = bent.post(f"/grupper/{men.id}/ideer/svar/", idea=str(idea.id), outcome="done", came_of_it=long)
    assert sent.status_code == 422
    assert long in sent.content.decode()
    given = {"idea": str(idea.id), "outcome": "planned", "came_of_it": "Den 3. juni"}
    assert bent.post(f"/grupper/{men.id}/ideer/svar/", **given).status_code == 302
    page = text(bent.get(f"/grupper/{men.id}/vej/"))
    assert "Besøg på museet" in page
    assert "Det er planlagt: Den 3. juni" in page
    assert bent.post(f"/grupper/{men.id}/ideer/svar/", idea="x", outcome="done").status_code == 409


def test_what_is_hard_reaches_the_coordinator_and_nobody_else(cast: Cast, bent: Any, men: Any, browser_of: Any) -> None:
    from brobygger.communities.groups.models import Trouble

    words = "To sidder altid alene."
    assert bent.post(f"/grupper/{men.id}/svaert/", kind="left_out", words=words).status_code == 302
    assert words not in text(bent.get(f"/grupper/{men.id}/vej/"))
    mette = browser_of("mette")
    page = text(mette.get(f"/grupper/{men.id}/vej/"))
    assert words in page
    with acting_as(cast.mette):
        trouble = Trouble.objects.get()
    assert (
        bent.post(f"/grupper/{men.id}/svaert/hjulpet/", trouble=str(trouble.id), what_was_done="x").status_code == 403
    )
    done = {"trouble": str(trouble.id), "what_was_done": "Faste makkere ved bordet."}
    empty = mette.post(f"/grupper/{men.id}/svaert/hjulpet/", **done | {"what_was_done": " "})
    assert empty.status_code == 422
    assert f'<a href="#what_was_done-{trouble.id}">Skriv, hvad der er gjort.</a>' in empty.content.decode()
    assert mette.post(f"/grupper/{men.id}/svaert/hjulpet/", **done).status_code == 302
    assert "Faste makkere ved bordet." in text(mette.get(f"/grupper/{men.id}/vej/"))


def test_a_pause_and_the_way_back(cast: Cast, bent: Any, men: Any) -> None:
    again = (cast.today + timedelta(days=10)).isoformat()
    assert bent.post(f"/grupper/{men.id}/pause/", why="").status_code == 422
    assert bent.post(f"/grupper/{men.id}/pause/", why="Sygdom i huset.", resumes_on=again).status_code == 302
    with acting_as(cast.bent):
        assert [one.status for one in men.sessions.order_by("number")] == ["cancelled", "planned"]
    assert "Gruppen holder pause" in text(bent.get(f"/grupper/{men.id}/"))
    assert bent.post(f"/grupper/{men.id}/pause/", resume="1").status_code == 302
    assert "Gruppen holder pause" not in text(bent.get(f"/grupper/{men.id}/"))


def test_a_group_is_parted_joined_and_ended_and_nobody_is_lost(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.communities.groups.models import Group, Member
    from brobygger.pathway.followup.models import Task

    two = [str(cast.aase.id), str(cast.villy.id)]
    assert bent.post(f"/grupper/{men.id}/del/", name="Vest", people=two).status_code == 409  # one would be left alone
    given_shared(cast, cast.gerda, actor=cast.bent)
    with acting_as(cast.mette):
        from brobygger.registry.people import operations as people

        kaj = people.add_person(by=cast.mette, at=cast.at, given_name="Kaj", family_name="Kjær", found_by="self")
    given_shared(cast, kaj, actor=cast.bent)
    given_member(cast, kaj, men)
    assert bent.post(f"/grupper/{men.id}/del/", name="Vest", people=two).status_code == 302
    with acting_as(cast.bent):
        west = Group.objects.get(name="Vest")
        assert set(Member.objects.filter(group=west, until=None).values_list("person_id", flat=True)) == {
            cast.aase.id, cast.villy.id,
        }  # fmt: skip
        assert Member.objects.filter(group=men, until=None).count() == 2
    assert bent.post(f"/grupper/{west.id}/slut/", why="Vi savnede de andre.", into=str(men.id)).status_code == 302
    with acting_as(cast.bent):
        assert Member.objects.filter(group=men, until=None).count() == 4
        west.refresh_from_db()
        assert west.phase == "ended"
    assert bent.post(f"/grupper/{men.id}/slut/", why="Foråret er kommet.").status_code == 302
    with acting_as(cast.system):
        assert Task.objects.filter(kind="propose_next", status="open").count() == 4
        assert not Member.objects.filter(until=None).exists()


def test_pages_of_another_organisation_do_not_exist(cast: Cast, men: Any, browser_of: Any, other_leader: str) -> None:
    sara = browser_of(other_leader)
    for path in ("vej", "vaner", "pause", "del", "slut", "svaert"):
        assert sara.get(f"/grupper/{men.id}/{path}/").status_code == 404
    assert sara.get(place_of(cast, men, cast.aase)).status_code == 404
    assert browser_of("karin").get(f"/grupper/{men.id}/vej/").status_code == 403


def test_the_way_asks_the_same_questions_however_many_are_in_it(
    cast: Cast, bent: Any, men: Any, queries_of: Any
) -> None:
    three = queries_of(bent, f"/grupper/{men.id}/vej/")
    with acting_as(cast.mette):
        from brobygger.registry.people import operations as people

        kaj = people.add_person(by=cast.mette, at=cast.at, given_name="Kaj", family_name="Kjær", found_by="self")
    given_shared(cast, kaj, actor=cast.bent)
    given_member(cast, kaj, men)
    assert queries_of(bent, f"/grupper/{men.id}/vej/") == three
    assert three <= 24


def test_a_newcomer_is_prepared_for(cast: Cast, bent: Any, men: Any) -> None:
    from brobygger.communities.groups.models import Member

    assert "Der kommer en ny" not in text(bent.get(f"/grupper/{men.id}/vej/"))
    with acting_as(cast.bent):
        Member.objects.filter(group=men, person=cast.gerda).update(since=cast.today + timedelta(days=3))
    page = text(bent.get(f"/grupper/{men.id}/vej/"))
    assert "Der kommer en ny" in page
    assert "Gerda. Tal om det i gruppen inden" in page
