"""R340: one page tells how much attention each unit gives, and a unit's manager sees the own unit only."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from brobygger.journeys import find
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.screening.models import Screening
from brobygger.programmes.presence import operations as presence
from brobygger.programmes.presence.models import UnitMeeting
from brobygger.programmes.training import operations as training
from brobygger.programmes.training.models import Attendee
from brobygger.registry.access import operations as access
from brobygger.registry.access import queries as access_queries
from brobygger.registry.access.models import Membership
from brobygger.registry.access.roles import Role
from brobygger.registry.organisations import operations as organisations
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.receiving import given_offer, given_referred
from tests.web.programme_office.test_training_pages import given_course, given_day
from tests.web.staff_office.conftest import reads, send, text_of


def asked(cast, programme, unit, *, days_ago: int) -> None:
    """Villy, of one unit, has been asked with an instrument so many days ago."""
    with acting_as(cast.mette):
        episode = find.begin(person=cast.villy, programme=programme, found_by="home_care", by=cast.mette, at=cast.at)
        Episode.objects.filter(id=episode.id).update(unit_id=unit.id)
        Screening.objects.create(
            person=cast.villy, episode=episode, instrument="t-ils@2", answers={}, answered_by="person", mode="visit",
            taken_at=cast.at - timedelta(days=days_ago), recorded_at=cast.at,
        )  # fmt: skip


def row_of(page: str, unit: str) -> str:
    """The unit's own line of the table."""
    table = page[page.index("<table") :]
    return table[table.index(unit) :].split("</tr>")[0]


def test_lone_sees_the_units_side_by_side_with_dates_and_what_misses(cast, programme, lone):
    asked(cast, programme, cast.south, days_ago=100)
    given_referred(cast, cast.aase, programme=programme, offer=given_offer(cast))  # Aase is of the north
    given_day(cast, given_course(cast, programme, "Tegn på ensomhed"), ["Nanna"], unit=cast.north)
    for title, form in (("Hold et kursus selv", "train_the_trainer"), ("Ny frivillig", "volunteer_start")):
        with acting_as(cast.lone):  # for those who are to teach, and for volunteers: no unit misses them
            training.plan(programme=programme, title=title, form=form, municipal=True, by=cast.lone, at=cast.at)
    with acting_as(cast.karin):
        karin = access_queries.get_membership(cast.karin, cast.karin.membership_id)
        training.spend(
            programme=programme, membership=karin, code="screening", spent_on=cast.today, minutes=90, by=cast.karin,
            at=cast.at,
        )  # fmt: skip
    sent = send(
        lone, "unit_meeting_new", programme.id, unit=str(cast.north.id), held_on=cast.today.isoformat(),
        point="Hvem har vi ikke spurgt?",
    )  # fmt: skip
    assert sent.status_code == 302
    before = (cast.today - timedelta(days=400)).isoformat()  # before the period
    sent = send(lone, "unit_meeting_new", programme.id, unit=str(cast.south.id), held_on=before, point="Sidste år")
    assert sent.status_code == 302
    page = text_of(lone.get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/"))
    north, south = row_of(page, "Hjemmeplejen Nord"), row_of(page, "Hjemmeplejen Syd")
    assert "1 time 30 min." in north
    assert 'data-title="Møder">1<' in north
    assert 'data-title="Møder">0<' in south
    assert 'data-title="Henvist">1<' in north
    assert 'data-title="Henvist">0<' in south
    assert "Tegn på ensomhed" not in north
    assert "Hold et kursus selv" not in page
    assert "Ny frivillig" not in page
    assert 'data-title="Spurgt">1<br>' in south
    assert "Tegn på ensomhed" in south
    assert page.count("<figure>") == 4
    assert "Hjemmeplejen Nord: 1 time 30 min." in page  # read aloud
    page = text_of(lone.get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/?maaneder=3"))
    assert 'data-title="Spurgt">0<' in row_of(page, "Hjemmeplejen Syd")
    assert reads(lone, "attention", programme.id) <= 15
    assert "Opmærksomhed" in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/"))


def test_a_unit_beyond_the_fortieth_is_there_and_its_manager_sees_it(cast, programme, lone, gitte):
    with acting_as(cast.admin):
        for number in range(41):
            organisations.add_unit(organisation=cast.kommune, name=f"A{number:02}", by=cast.admin, at=cast.at)
    for client in (gitte, lone):
        assert "Hjemmeplejen Syd" in text_of(client.get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/"))


def test_a_second_meeting_on_a_day_does_not_write_over_the_first(cast, programme, lone):
    told = {"unit": str(cast.north.id), "held_on": cast.today.isoformat()}
    assert send(lone, "unit_meeting_new", programme.id, point="Klippekort", **told).status_code == 302
    sent = send(lone, "unit_meeting_new", programme.id, point="Aftenvagterne", **told)
    assert sent.status_code == 422
    assert "Der er allerede skrevet et møde ned i enheden den dag." in text_of(sent)
    assert "Aftenvagterne" in text_of(sent)
    with acting_as(cast.lone):
        assert [one.point for one in UnitMeeting.objects.all()] == ["Klippekort"]


def test_a_units_manager_sees_and_writes_for_the_own_unit_only(cast, programme, lone, gitte):
    send(lone, "unit_meeting_new", programme.id, unit=str(cast.north.id), held_on=cast.today.isoformat(), point="Nord")
    home = text_of(gitte.get("/mit-arbejde/"))
    assert f"/indsatser/{programme.id}/kontoret/opmaerksomhed/" in home
    page = text_of(gitte.get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/"))
    assert "Hjemmeplejen Syd" in page
    assert "Hjemmeplejen Nord" not in page
    wrong = send(gitte, "unit_meeting_new", programme.id, unit=str(cast.north.id), held_on=cast.today.isoformat(),
                 point="Ikke min")  # fmt: skip
    assert wrong.status_code == 422
    with acting_as(cast.lone):
        (theirs,) = UnitMeeting.objects.all()
    assert send(gitte, "unit_meeting_off", theirs.id).status_code == 404
    assert send(gitte, "unit_meeting_new", programme.id, unit=str(cast.south.id), held_on=cast.today.isoformat(),
                point="Vores").status_code == 302  # fmt: skip
    with acting_as(cast.lone):
        ours = UnitMeeting.objects.get(unit_id=cast.south.id)
    assert send(gitte, "unit_meeting_off", ours.id).status_code == 302
    assert gitte.get(f"/indsatser/{programme.id}/kontoret/").status_code == 403
    assert gitte.get(f"/indsatser/{programme.id}/").status_code == 403
    assert gitte.get("/borgere/").status_code == 403


def test_a_units_manager_is_told_numbers_and_reaches_no_row_of_another_unit(cast, programme, gitte):
    """The database holds it too: what the page counts lifted, she could not read herself."""
    asked(cast, programme, cast.south, days_ago=1)  # Villy is of the south
    given_day(cast, given_course(cast, programme, "Tegn på ensomhed"), ["Nanna"], unit=cast.south)
    with acting_as(cast.lone):
        for unit in (cast.north, cast.south):
            presence.met(programme=programme, unit=unit, held_on=cast.today, point="Nyt", by=cast.lone, at=cast.at)
        everybody = set(Person.objects.values_list("id", flat=True))
    south = row_of(text_of(gitte.get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/")), "Hjemmeplejen Syd")
    assert 'data-title="Spurgt">1<br>' in south
    assert 'data-title="Møder">1<' in south
    assert "Tegn på ensomhed" not in south  # somebody of the unit was there
    with acting_as(cast.system):
        actor = access_queries.actor_for(membership=Membership.objects.get(role=Role.UNIT_MANAGER))
    with acting_as(actor):
        assert {one.unit_id for one in UnitMeeting.objects.all()} == {cast.south.id}
        assert Attendee.objects.count() == 0
        reached = set(Person.objects.values_list("unit_id", flat=True))
    assert cast.aase.id in everybody  # of the north
    assert reached <= {cast.south.id}


def test_an_associations_coordinator_sees_no_unit_of_the_municipality(cast, programme, lone):
    """Nothing is counted lifted for anybody but the unit's manager."""
    asked(cast, programme, cast.south, days_ago=1)
    with acting_as(cast.system):
        added = access.add_member(
            organisation=cast.association, email="rita@example.org", name="Rita Ravn", phone="", role=Role.COORDINATOR,
            unit=None, secrecy_signed_on=None, by=cast.admin, at=cast.at,
        )  # fmt: skip
    rita = Client()
    rita.force_login(added.membership.user)
    where = f"/indsatser/{programme.id}/kontoret/opmaerksomhed/"
    assert "Hjemmeplejen Syd" in text_of(lone.get(where))
    seen = rita.get(where)
    assert seen.status_code == 200
    assert "Hjemmeplejen" not in text_of(seen)
    sent = send(
        rita, "unit_meeting_new", programme.id, unit=str(cast.south.id), held_on=cast.today.isoformat(), point="X"
    )
    assert sent.status_code == 422


def test_a_meeting_that_has_not_been_is_not_counted(cast, programme, lone):
    ahead = (cast.today + timedelta(days=1)).isoformat()
    sent = send(lone, "unit_meeting_new", programme.id, unit=str(cast.north.id), held_on=ahead, point="I morgen")
    assert sent.status_code == 422
    assert "Vælg en dag, der er kommet." in text_of(sent)


def test_karin_does_not_see_the_page(programme, as_user):
    assert as_user("karin").get(f"/indsatser/{programme.id}/kontoret/opmaerksomhed/").status_code == 403
