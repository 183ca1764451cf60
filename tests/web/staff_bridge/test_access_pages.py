"""Dorte sees who read whom and why, in sentences."""

from datetime import timedelta

import pytest
from django.conf import settings

from brobygger.foundation.audit.models import ReadEntry
from brobygger.registry.people.acting import acting_as
from tests.cast import given_shared


def shown(response):
    return response.content.decode()


@pytest.fixture
def dorte(cast, client_of):
    return client_of(cast.dorte)


def test_a_look_is_told_as_a_sentence(cast, mette, dorte):
    mette.get(f"/borgere/{cast.aase.id}/?fane=samtykker")
    page = shown(dorte.get("/adgang/"))
    for part in ("Mette Madsen", "samtykker", "Aase A.", "brobygning", "koordinator"):
        assert part in page
    assert "CPR-nummer" not in page  # that tab does not read it
    assert "Andersen" not in page.split("looks")[1]


def test_a_list_is_one_sentence_not_fifty(cast, mette, dorte, said_yes):
    for person in (cast.aase, cast.villy, cast.gerda):
        said_yes(person)
    with acting_as(cast.system):
        from brobygger.registry.people import operations as people

        extra = people.add_person(
            by=cast.system, at=cast.at, given_name="Inger", family_name="Iversen", found_by="self"
        )
    said_yes(extra)
    mette.get("/arbejdsliste/?fane=alle")
    page = shown(dorte.get("/adgang/"))
    assert page.count("<strong>Mette Madsen</strong>") == 1
    assert "og 1 anden" in page


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?borger=andersen", True), ("?borger=vang", False), ("?borger=findes-ikke", False), ("?laeser=METTE", True),
        ("?laeser=karin", False), ("?laeser=%25", False), ("?fra=2020-01-01", True), ("?til=2020-01-01", False),
        ("?fra=i+går", False), ("?foer=sludder", True), ("?borger=%00", True), ("?til=31-12-2100", True),
    ],
)  # fmt: skip
def test_looks_are_found_by_person_reader_and_day(cast, mette, dorte, query, there):
    mette.get(f"/borgere/{cast.aase.id}/")
    assert ("<strong>Mette Madsen</strong>" in shown(dorte.get(f"/adgang/{query}"))) is there


@pytest.mark.parametrize(
    ("query", "told"),
    [("til=9999-12-31", "Vælg en dag før år 2101."), ("fra=i+går", "Vælg en dag, fx 05-01-2027."),
     ("fra=2026-03-02&til=2026-03-01", "Den sidste dag ligger før den første.")],
)  # fmt: skip
def test_days_that_cannot_be_are_told_in_words(dorte, query, told):
    assert told in shown(dorte.get(f"/adgang/?{query}"))


def test_data_protections_own_looks_are_logged_too_and_can_be_seen(cast, mette, dorte):
    mette.get(f"/borgere/{cast.aase.id}/")
    dorte.get("/adgang/")
    assert "Dorte Dahl</strong> læste" not in shown(dorte.get("/adgang/"))
    assert "Dorte Dahl</strong> læste" in shown(dorte.get("/adgang/?alt=ja"))


def test_older_looks_are_on_the_next_page_and_none_is_lost(cast, dorte):
    from brobygger.foundation.audit.queries import looks
    from brobygger.foundation.kernel.ids import new_id

    with acting_as(cast.system):
        ReadEntry.objects.bulk_create(
            [
                ReadEntry(
                    at=cast.at - timedelta(minutes=number // 2), user_id=cast.mette.user_id, role="coordinator",
                    person_id=cast.aase.id, groups=["name"], purpose="bridging", request_id=new_id(),
                )
                for number in range(120)
            ]
        )  # fmt: skip
    with acting_as(cast.dorte):
        seen, place = [], None
        for _ in range(4):
            found = looks(before=place)
            seen += found.looks
            place = found.following
            if place is None:
                break
    assert len(seen) == 120  # two and two at the same moment: a page may end between them
    assert "Ældre opslag" in shown(dorte.get("/adgang/"))


def test_another_municipalitys_looks_are_not_there(cast, client_of, dorte):
    client_of(cast.nina).get(f"/borgere/{cast.ruth.id}/")
    assert "Nina" not in shown(dorte.get("/adgang/"))


def test_withdrawn_consents_can_be_seen_alone(cast, dorte, mette, post):
    consent = given_shared(cast, cast.aase, actor=cast.bent)
    assert "Fællesskabet Eksempelkøbing" in shown(dorte.get("/adgang/samtykker/"))
    assert "Aase Andersen" not in shown(dorte.get("/adgang/samtykker/?vis=tilbage"))
    post(mette, f"/samtykker/{consent.id}/traek-tilbage/", how="phone")
    page = shown(dorte.get("/adgang/samtykker/?vis=tilbage"))
    assert "Aase Andersen" in page
    assert "trukket tilbage" in page


def test_the_log_is_data_protections(cast, client_of):
    for who in ("mette", "karin", "bent", "ole", "lone", "admin"):
        for address in ("/adgang/", "/adgang/samtykker/", "/adgang/kontrol/"):
            assert client_of(cast.staff[who]).get(address).status_code == 403, (who, address)


def test_the_log_is_checked_and_a_break_is_told_in_plain_words(cast, dorte, mette, monkeypatch, tmp_path):
    from brobygger.foundation.kernel.clock import now
    from brobygger.journeys import audit

    monkeypatch.setattr(settings, "VAR", tmp_path)
    assert "ikke forseglet endnu" in shown(dorte.get("/adgang/kontrol/"))
    mette.get(f"/borgere/{cast.aase.id}/")
    audit.seal_all(var=tmp_path, at=now() + timedelta(minutes=10))
    assert "Loggen er hel" in shown(dorte.get("/adgang/kontrol/"))
    lines = next((tmp_path / "anchors").glob(f"{cast.municipality.id}.jsonl"))
    lines.write_text(lines.read_text() + lines.read_text().replace('"number": 1', '"number": 2'))
    page = shown(dorte.get("/adgang/kontrol/"))
    assert "Loggen er brudt" in page
    assert "Den nyeste del af loggen er fjernet" in page


def test_the_queries_do_not_grow_with_the_looks(cast, mette, dorte):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    mette.get(f"/borgere/{cast.aase.id}/")
    dorte.get("/adgang/")
    with CaptureQueriesContext(connection) as few:
        dorte.get("/adgang/")
    for person in (cast.villy, cast.gerda, cast.aase):
        mette.get(f"/borgere/{person.id}/")
    with CaptureQueriesContext(connection) as many:
        dorte.get("/adgang/")
    assert len(many) <= len(few)
