"""Dorte sees who is due, holds one back, approves, undoes, erases one on request; nobody else opens it."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.journeys import both_ways, erase, find
from brobygger.pathway.detection.models import Visit
from brobygger.registry.erasure.models import DueErasure
from brobygger.registry.people import operations as people
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year


@pytest.fixture
def dorte(as_user):
    return as_user("dorte")


@pytest.fixture
def due(cast, programme):
    """Men of the year before: 72 have said no, in all sorts of ways. The night has passed."""
    given_a_year(cast, programme)
    with acting_as(cast.system):
        erase.prepare(by=cast.system, at=cast.at + timedelta(days=100))
        return list(DueErasure.objects.order_by("due_on", "id"))


def seen_by(dorte, group="nej-tak") -> str:
    """The mark of the list on the page that asks her whether they are to be erased."""
    found = re.search(
        r'name="seen" value="([^"]+)"', dorte.get(reverse("erasing_approve", args=[group])).content.decode()
    )
    assert found
    return found[1]


def standing() -> Counter[tuple[str, str]]:
    """How many there are of each status and rule."""
    return Counter(DueErasure.objects.values_list("status", "rule"))


def approved(dorte, group="nej-tak"):
    """She has looked at the list, and says yes."""
    return send(dorte, "erasing_approve", group, seen=seen_by(dorte, group))


def shown(dorte, side="", page="erasing", *args) -> list[str]:
    """The families on a page of a list, with the year of birth."""
    return re.findall(r'data-title="Borger">([^<]*)<span class="quiet">født (\d+)', text_of(
        dorte.get(reverse(page, args=args) + side)
    ))  # fmt: skip


def sure_of(page) -> str:
    """Whom the page asks about."""
    found = re.search(r'name="person" value="([^"]+)"', page.content.decode())
    assert found, text_of(page)
    return found[1]


def test_dorte_sees_counts_by_rule_and_who_they_are(dorte, due):
    page = text_of(dorte.get(reverse("erasing")))
    assert f"Se og godkend: {len(due)} har sagt nej tak" in page
    assert "Fristerne er Brobyggers forslag fra" in page
    assert page.count("Hold tilbage<span") == 50
    assert "?til=2#til-godkendelse" in page
    assert len(set(shown(dorte)) | set(shown(dorte, "?til=2"))) == len(due), "everybody can be seen, and told apart"
    assert reverse("erasing") in text_of(dorte.get(reverse("read_log")))


def test_she_approves_what_she_saw_and_can_undo_one(cast, dorte, due):
    asked = text_of(dorte.get(reverse("erasing_approve", args=["nej-tak"])))
    assert f"Ja, slet {len(due)} borgere: har sagt nej tak" in asked
    assert "slettet om 14 dage: " in asked
    everybody = {
        *shown(dorte, "", "erasing_approve", "nej-tak"),
        *shown(dorte, "?side=2", "erasing_approve", "nej-tak"),
    }
    assert len(everybody) == len(due)
    with acting_as(cast.dorte):
        assert set(standing()) == {("listed", "declined")}, "she has only looked"
    wrong = send(dorte, "erasing_approve", "nej-tak", seen=str(len(due)))
    assert wrong.status_code == 409
    assert "Listen har ændret sig" in text_of(wrong)
    assert approved(dorte).status_code == 302
    page = text_of(dorte.get(reverse("erasing")))
    assert f"{len(due)} borgere (har sagt nej tak) bliver slettet om 14 dage" in page
    assert "Ingen skal slettes nu" in page
    assert send(dorte, "erasing_undo", due[0].id).status_code == 302
    page = text_of(dorte.get(reverse("erasing")))
    assert "Fortrudt. Borgeren står på listen igen. Hold borgeren tilbage, hvis" in page
    assert "Borgeren bliver ikke slettet" not in page
    with acting_as(cast.dorte):
        assert standing() == {("listed", "declined"): 1, ("approved", "declined"): len(due) - 1}


def test_a_whole_approval_is_undone_in_one_step(cast, dorte, due):
    approved(dorte)
    asked = {"who": "Mand Nr 119", "why": "Brev"}
    send(dorte, "erasing_one", **asked, person=sure_of(send(dorte, "erasing_one", **asked)))
    page = text_of(dorte.get(reverse("erasing")))
    assert shown(dorte)[0][0] == "Mand Nr 119", "the newest first, also the one who asked for it"
    assert len(set(shown(dorte)) | set(shown(dorte, "?slettes=2"))) == len(due)
    press = dict(re.findall(r'name="(rule|at)" value="([^"]+)"', page))
    for wrong in ({}, {**press, "rule": "on"}, {**press, "at": "i går"}):
        assert send(dorte, "erasing_undo_approval", **wrong).status_code == 404
    assert f"Fortryd alle {len(due) - 1}<span" in page
    assert send(dorte, "erasing_undo_approval", **press).status_code == 302
    assert f"{len(due) - 1} borgere står på listen igen" in text_of(dorte.get(reverse("erasing")))
    with acting_as(cast.dorte):
        counts = {("listed", "declined"): len(due) - 1, ("approved", "on_request"): 1}
        assert standing() == counts
    assert send(dorte, "erasing_undo_approval", **press).status_code == 409


def test_one_is_one(cast, dorte, due):
    with acting_as(cast.dorte):
        DueErasure.objects.exclude(id=due[0].id).delete()
    approved(dorte)
    page = text_of(dorte.get(reverse("erasing")))
    assert "1 borger (har sagt nej tak) bliver slettet" in page
    assert "Fortryd alle" not in page
    assert dorte.get(reverse("erasing_approve", args=["nej-tak"])).url == reverse("erasing")


def test_somebody_is_found_by_name_on_every_list(dorte, due):
    send(dorte, "erasing_hold", due[60].id, until=str(date.today() + timedelta(days=900)), why="En klage")
    page = text_of(dorte.get(reverse("erasing")))
    (held,) = re.findall(
        r'data-title="Borger">(Mand Nr \d+)<span class="quiet">født \d+</span></th> <td data-title="Hvorfor">En', page
    )
    found = text_of(dorte.get(reverse("erasing"), {"navn": held.lower().removeprefix("mand ")}))
    assert "En klage" in found
    assert "har sagt nej tak: " not in found
    assert held in found
    assert len(shown(dorte, "?navn=nr")) == 51
    assert "?navn=nr&amp;til=2#til-godkendelse" in text_of(dorte.get(reverse("erasing") + "?navn=nr"))
    assert "Ingen på listerne har «gerda%» i navnet." in text_of(dorte.get(reverse("erasing"), {"navn": "gerda%"}))


def test_a_hold_stands_until_it_is_let_go_of(cast, dorte, due):
    """Who is held back for a complaint is not erased because somebody writes that he has asked for it."""
    until = cast.today + timedelta(days=30)
    with acting_as(cast.dorte):
        person = Person.objects.get(id=due[0].person_id)
    name = f"{person.given_name} {person.family_name}"
    send(dorte, "erasing_hold", due[0].id, until=until.isoformat(), why="Klagesag 7 er ikke afgjort")
    asked = {"who": name, "why": "Brev"}
    page = text_of(send(dorte, "erasing_one", **asked))
    assert "Klagesag 7 er ikke afgjort" in page
    assert "Ja, slet" not in page
    assert send(dorte, "erasing_one", **asked, person=str(person.id)).status_code == 409
    with acting_as(cast.dorte):
        kept = DueErasure.objects.get(person_id=person.id)
        assert (kept.status, kept.rule, kept.why) == ("held", "declined", "Klagesag 7 er ikke afgjort")
    send(dorte, "erasing_undo", due[0].id)
    assert send(dorte, "erasing_one", **asked, person=sure_of(send(dorte, "erasing_one", **asked))).status_code == 302
    assert f"{name} bliver slettet om 14 dage" in text_of(dorte.get(reverse("erasing")))


def test_she_holds_one_back_with_a_reason_and_a_day(cast, dorte, due):
    empty = send(dorte, "erasing_hold", due[0].id, until="", why="")
    assert empty.status_code == 422
    past = send(dorte, "erasing_hold", due[0].id, until=cast.today.isoformat(), why="Klage")
    assert "Vælg en dag, der ligger forude" in text_of(past)
    told = {"until": (cast.today + timedelta(days=30)).isoformat(), "why": "En klage er ikke afgjort"}
    assert send(dorte, "erasing_hold", due[0].id, **told).status_code == 302
    page = text_of(dorte.get(reverse("erasing")))
    assert "En klage er ikke afgjort" in page
    assert send(dorte, "erasing_undo", due[0].id).status_code == 302
    assert "En klage er ikke afgjort" not in text_of(dorte.get(reverse("erasing")))


def test_one_is_erased_on_request_and_lone_still_sees_how_many(cast, programme, dorte, lone, due):
    asked = {"who": "Mand Nr 119", "why": "Brev af 3. marts"}
    person = sure_of(send(dorte, "erasing_one", **asked))
    assert send(dorte, "erasing_one", **asked, person=person).status_code == 302
    assert "Mand Nr 119 bliver slettet om 14 dage" in text_of(dorte.get(reverse("erasing")))
    approved(dorte)
    with acting_as(cast.system):
        before = Person.objects.count()
        assert erase.carry_out(by=cast.system, at=cast.at + timedelta(days=114)) == len(due)
        assert Person.objects.count() == before - len(due)
    page = text_of(dorte.get(reverse("erasing")))
    assert f"{len(due)} borgere" in page
    assert "1 efter anmodning." in page
    assert "Mænd mødes" in page
    bridge = text_of(lone.get(reverse("programme", args=[programme.id])))
    assert f"Desuden slettet, og derfor ikke i broen: {len(due)} forløb" in bridge
    assert "<li>Har ikke kræfter (før «Spurgt»): 40</li>" in bridge


def test_dorte_types_hans_and_hansen_is_not_touched(cast, programme, dorte):
    """Nothing is written before she has seen whom it is about, and an old page confirms nobody else."""
    told = {"given_name": "Ole", "family_name": "Hansen", "found_by": "visitation", "by": cast.mette, "at": cast.at}
    with acting_as(cast.mette):
        hansen = people.add_person(born=date(1944, 5, 1), **told)
        episode = find.begin(person=hansen, programme=programme, found_by="visitation", by=cast.mette, at=cast.at)
        planned = {"person": hansen, "episode": episode, "planned_at": cast.at + timedelta(days=2)}
        visit = Visit.objects.create(**planned)
        namesake = {**told, "born": date(1950, 5, 1)}

    def untouched() -> bool:
        with acting_as(cast.dorte):
            assert not Person.objects.get(id=hansen.id).never_contact
            return Visit.objects.get(id=visit.id).status == "planned" and not DueErasure.objects.exists()

    told = {"why": "Brev", "never_again": "on"}
    for who in ("hans", "hansen", "hansen o", " "):
        wrong = send(dorte, "erasing_one", who=who, **told)
        assert wrong.status_code == 422
        assert untouched()
    page = send(dorte, "erasing_one", who="ole hansen", **told)
    assert "<dd>Ole Hansen</dd>" in text_of(page)
    assert "<dd>1944</dd>" in text_of(page)
    assert "bliver aflyst med det samme. Det kan ikke fortrydes." in text_of(page)
    assert "også frivillig" not in text_of(page)
    assert untouched()
    with acting_as(cast.mette):
        both_ways.are_one(person=hansen, volunteer_id=cast.ole.membership_id, by=cast.mette, at=cast.at)
    assert "Borgeren er også frivillig" in text_of(send(dorte, "erasing_one", who="hansen ole", **told))
    assert send(dorte, "erasing_one", who="hansen ole", person=str(cast.aase.id), **told).status_code == 200
    assert untouched()
    assert send(dorte, "erasing_one", who="hansen ole", person=sure_of(page), **told).status_code == 302
    with acting_as(cast.dorte):
        assert Visit.objects.get(id=visit.id).status == "declined"
        due = DueErasure.objects.get(person_id=hansen.id)
    send(dorte, "erasing_undo", due.id)
    assert "bliver ikke slettet, men bliver stadig ladt i fred" in text_of(dorte.get(reverse("erasing")))
    with acting_as(cast.mette):
        people.add_person(**namesake)
    assert "Flere borgere hedder sådan" in text_of(send(dorte, "erasing_one", who="hansen ole", **told))


def test_the_whole_name_as_a_page_shows_it_is_the_whole_name(cast, dorte):
    with acting_as(cast.mette):
        for given, family in (("Ole", "Bech Jensen"), ("Ingrid", "von Holm"), ("Anna Maria", "Lund")):
            people.add_person(given_name=given, family_name=family, found_by="visitation", by=cast.mette, at=cast.at)
    for typed, shown_as in (
        ("Ole Bech Jensen", "Ole Bech Jensen"),
        ("bech jensen  ole", "Ole Bech Jensen"),
        ("Bech Jensen, Ole", "Ole Bech Jensen"),
        ("Ingrid von Holm", "Ingrid von Holm"),
        ("Lund, Anna Maria", "Anna Maria Lund"),
        ("Anna Maria Lund", "Anna Maria Lund"),
    ):
        assert f"<dd>{shown_as}</dd>" in text_of(send(dorte, "erasing_one", who=typed, why="Brev")), typed
    for typed in ("Bech Jensen", "Ole Jensen", "Jensen Bech Ole", "Ole Bech Jensen Holm", ","):
        assert send(dorte, "erasing_one", who=typed, why="Brev").status_code == 422, typed
    with acting_as(cast.mette):
        people.add_person(given_name="Ole Bech", family_name="Jensen", found_by="visitation", by=cast.mette, at=cast.at)
    assert "Flere borgere hedder sådan" in text_of(send(dorte, "erasing_one", who="Ole Bech Jensen", why="Brev"))


def test_the_municipalitys_own_days_are_written_down(dorte):
    days = {"never_contacted": "90", "no_answer": "200", "declined": "200", "ended": "300", "grace": "7"}
    assert send(dorte, "erasing_terms", **days, reason="").status_code == 422
    assert send(dorte, "erasing_terms", **{**days, "declined": "3"}, reason="Hurtigt").status_code == 422
    assert send(dorte, "erasing_terms", **days, reason="Besluttet i ældreudvalget").status_code == 302
    page = text_of(dorte.get(reverse("erasing")))
    assert "Borgere slettes 90 dage efter, at de er fundet" in page
    assert "300 dage efter, at det sluttede af en anden grund" in page
    assert "den er Brobyggers forslag" not in page
    assert "Besluttet i ældreudvalget" in page


def test_nobody_else_erases(as_user, due):
    for name in ("karin", "mette", "lone", "admin", "bent", "ole"):
        client = as_user(name)
        for page in ("erasing", "erasing_terms", "erasing_one"):
            assert client.get(reverse(page)).status_code == 403
        assert client.get(reverse("erasing_approve", args=["nej-tak"])).status_code == 403
        assert send(client, "erasing_approve", "nej-tak", seen=str(len(due))).status_code == 403
        assert send(client, "erasing_undo_approval").status_code == 403


def test_what_is_not_there_is_404_and_nonsense_changes_nothing(cast, dorte, due):
    assert dorte.get(reverse("erasing_hold", args=[uuid4()])).status_code == 404
    assert send(dorte, "erasing_undo", uuid4()).status_code == 404
    for group, seen, status in (
        ("on_request", "1", 404),
        ("declined", "", 404),
        ("nej-tak", "²", 409),
        ("nej-tak", "", 409),
    ):
        assert send(dorte, "erasing_approve", group, seen=seen).status_code == status
    with acting_as(cast.dorte):
        assert set(standing()) == {("listed", "declined")}


def test_the_page_asks_as_often_for_many_as_for_one(cast, dorte, due):
    many = reads(dorte, "erasing")
    many_to_approve = reads(dorte, "erasing_approve", "nej-tak")
    with acting_as(cast.dorte):
        DueErasure.objects.exclude(id=due[0].id).delete()
    assert reads(dorte, "erasing") == many <= 15
    assert reads(dorte, "erasing_approve", "nej-tak") == many_to_approve <= 15
