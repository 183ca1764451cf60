"""At home: Aase eats with Ole, cooks with two, asks for a hand; who comes instead; one person on both sides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, email_of, given_shared
from tests.receiving import given_pair

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def rita(cast: Cast) -> Any:
    """Another volunteer of Bent's association, secrecy signed. The membership."""
    from brobygger.registry.access.models import Membership, User
    from brobygger.registry.access.roles import Role

    with acting_as(cast.system):
        return Membership.objects.create(
            user=User.objects.create_user(email_of("rita"), "x"), organisation=cast.association, role=Role.VOLUNTEER,
            name="Rita Rask", since=cast.today - timedelta(days=90), secrecy_signed_on=cast.today,
        )  # fmt: skip


def agreed(cast: Cast, browser: Any, **more: Any) -> str:
    """Agree on a time with Aase in four days; the address of its page."""
    given = {
        "kind": "meal", "organisation": str(cast.association.id), "day": (cast.today + timedelta(days=4)).isoformat(),
        "time": "12:00", "minutes": "90", "times": "1", "every_days": "7",
    }  # fmt: skip
    answer = browser.post(f"/borgere/{cast.aase.id}/hjemme/", **{**given, **more})
    assert answer.status_code == 302, text(answer)
    return str(answer["Location"])


def tasks(cast: Cast, kind: str) -> list[Any]:
    from brobygger.pathway.followup.models import Task

    with acting_as(cast.system):
        return list(Task.objects.filter(kind=kind, status="open").order_by("due"))


def put_on(browser: Any, page: str, volunteer_id: Any, **more: str) -> Any:
    return browser.post(f"{page}frivillig/", volunteer=str(volunteer_id), **more)


def test_aase_eats_with_ole_every_week_and_somebody_stands_in(
    cast: Cast, bent: Any, ole: Any, browser_of: Any, rita: Any
) -> None:
    given_shared(cast, cast.aase, actor=cast.bent, data=("name", "contact", "address"))
    first = agreed(cast, bent, menu="Frikadeller", times="3")
    assert len(tasks(cast, "find_for_home")) == 3
    assert put_on(bent, first, cast.ole.membership_id, onward="on").status_code == 302
    assert not tasks(cast, "find_for_home")
    own = text(ole.get("/som-frivillig/"))
    assert own.count("spise sammen hjemme") == 3
    time_id = first.split("/")[2]
    page = text(ole.get(f"/som-frivillig/hjemme/{time_id}/"))
    assert "Aase Andersen" in page
    assert "Åvej 8" in page
    assert "Frikadeller" in page
    # Ole cannot come: the association looks for another, and Rita comes instead.
    assert ole.post(f"/som-frivillig/hjemme/{time_id}/", cannot="1").status_code == 302
    (find,) = tasks(cast, "find_for_home")
    assert find.organisation_id == cast.association.id
    assert put_on(bent, first, rita.id, instead=str(cast.ole.membership_id)).status_code == 302
    page = text(bent.get(first))
    assert "i stedet for Ole Olsen" in page
    assert not tasks(cast, "find_for_home")
    # The next time it is Ole again, whom she has not seen: nobody of the time before comes.
    following = next(row for row in times_of(cast) if str(row.id) != time_id)
    again = text(bent.get(f"/hjemme/{following.id}/"))
    assert "Det er en anden end sidst" in again
    assert "Aase Andersen" in text(browser_of("rita").get(f"/som-frivillig/hjemme/{time_id}/"))
    assert browser_of("rita").get(f"/som-frivillig/hjemme/{following.id}/").status_code == 404


def times_of(cast: Cast) -> list[Any]:
    from brobygger.pathway.at_home.models import HomeTime

    with acting_as(cast.system):
        return list(HomeTime.objects.order_by("starts_at"))


def test_a_new_face_is_told_of_the_day_before(cast: Cast, bent: Any, rita: Any) -> None:
    given_shared(cast, cast.aase, actor=cast.bent)
    agreed(cast, bent, kind="visit", times="2")
    first, second = times_of(cast)
    put_on(bent, f"/hjemme/{first.id}/", cast.ole.membership_id)
    put_on(bent, f"/hjemme/{second.id}/", rita.id)
    (call,) = tasks(cast, "tell_new_face")
    assert call.due == cast.today + timedelta(days=10)  # the day before the second
    put_on(bent, f"/hjemme/{second.id}/", cast.ole.membership_id)  # a face she knows comes along
    assert not tasks(cast, "tell_new_face")


def test_a_meal_is_cooked_by_two_with_a_packing_list_and_a_guest(cast: Cast, bent: Any, ole: Any, rita: Any) -> None:
    given_shared(cast, cast.aase, actor=cast.bent)
    page = agreed(cast, bent, kind="cooking", menu="Suppe", bring="Porrer, forklæde", guest="Gerda")
    put_on(bent, page, cast.ole.membership_id)
    assert "mangler 1" in text(bent.get(page))
    assert tasks(cast, "find_for_home")
    assert "Tag ikke alene af sted." in text(ole.get("/som-frivillig/hjemme/" + page.split("/")[2] + "/"))
    put_on(bent, page, rita.id)
    shown = text(bent.get(page))
    assert "mangler 1" not in shown
    assert "Porrer, forklæde" in shown
    assert "Gerda" in shown
    assert not tasks(cast, "find_for_home")


def test_an_association_can_ask_for_two_at_every_visit_and_as_hosts(cast: Cast, bent: Any) -> None:
    from brobygger.journeys import group_life
    from tests.receiving import given_group

    asked = {"kinds": ["talk"], "valid_months": "24", "warn_weeks": "6", "grace_days": "30"}
    assert bent.post("/frivillige/krav/", **asked, two_for=["visit", "hosting"]).status_code == 302
    given_shared(cast, cast.aase, actor=cast.bent)
    page = agreed(cast, bent, kind="visit")
    put_on(bent, page, cast.ole.membership_id)
    assert "mangler 1" in text(bent.get(page))
    group = given_group(cast)
    with acting_as(cast.bent):
        (session,) = group_life.plan_sessions(
            group=group, starts=[cast.at + timedelta(days=2)], by=cast.bent, at=cast.at
        )
    alone = bent.post(f"/moedegange/{session.id}/vaerter/", hosts=[str(cast.bent.membership_id)], room="")
    assert alone.status_code == 422
    assert "Der skal være to værter" in text(alone)


def test_aase_asks_for_a_hand_and_would_like_more(cast: Cast, browser_of: Any, bent: Any, ole: Any) -> None:
    mette = browser_of("mette")
    page = text(mette.get(f"/borgere/{cast.aase.id}/hjemme/"))
    assert "Spørg først borgeren" in page  # nobody comes before she has said yes to an association
    given_shared(cast, cast.aase, actor=cast.bent)
    wrong = {"kind": "hand", "organisation": str(cast.association.id), "day": cast.today.isoformat(), "time": "23:59",
             "minutes": "30", "times": "1", "every_days": "7"}  # fmt: skip
    assert mette.post(f"/borgere/{cast.aase.id}/hjemme/", **wrong).status_code == 422
    address = agreed(cast, mette, kind="hand", words="Skifte en pære i gangen", asked_by_person="on")
    listed = text(bent.get("/hjemme/"))
    assert "borgerens eget ønske" in listed
    assert "Aase Andersen" in listed
    put_on(bent, address, cast.ole.membership_id)
    moved(cast, days=5)
    done = ole.post("/som-frivillig" + address, note="Pæren lyser.", wants_more="Vil gerne spille kort")
    assert done.status_code == 302
    (task,) = tasks(cast, "wants_more")
    assert task.person_id == cast.aase.id
    person = text(mette.get(f"/borgere/{cast.aase.id}/hjemme/"))
    assert "Pæren lyser." in person
    assert "Vil gerne spille kort" in person
    assert ole.get("/som-frivillig" + address).status_code == 404  # Ole sees her no more
    with acting_as(cast.ole):
        from brobygger.registry.people.models import Person

        assert not Person.objects.filter(id=cast.aase.id).exists()


def moved(cast: Cast, days: int) -> None:
    """Time passes: everything agreed is so much nearer."""
    from brobygger.pathway.at_home.models import Comer, HomeTime

    with acting_as(cast.system):
        for row in HomeTime.objects.all():
            HomeTime.objects.filter(id=row.id).update(starts_at=row.starts_at - timedelta(days=days))
        for comer in Comer.objects.all():
            nearer = {
                "starts_at": comer.starts_at - timedelta(days=days),
                "ends_at": comer.ends_at - timedelta(days=days),
            }
            Comer.objects.filter(id=comer.id).update(**nearer)


def test_a_drive_has_a_place_and_nobody_drives_two_at_once(cast: Cast, bent: Any) -> None:
    for person in (cast.aase, cast.villy):
        given_shared(cast, person, actor=cast.bent)
    first = agreed(cast, bent, kind="drive", where="Havnen")
    assert "Havnen" in text(bent.get(first))
    put_on(bent, first, cast.ole.membership_id)
    given = {"kind": "visit", "organisation": str(cast.association.id), "time": "12:30", "minutes": "60", "times": "1",
             "day": (cast.today + timedelta(days=4)).isoformat(), "every_days": "7"}  # fmt: skip
    second = str(bent.post(f"/borgere/{cast.villy.id}/hjemme/", **given)["Location"])
    refused = put_on(bent, second, cast.ole.membership_id)
    assert refused.status_code == 409
    assert "er et andet sted på det tidspunkt" in text(refused)


def test_it_stops_at_once_when_she_dies_or_says_no(cast: Cast, bent: Any, ole: Any) -> None:
    from brobygger.journeys import agree, leave

    consent = given_shared(cast, cast.aase, actor=cast.bent)
    given_shared(cast, cast.villy, actor=cast.bent)
    agreed(cast, bent, kind="visit", times="2")
    for row in times_of(cast):
        put_on(bent, f"/hjemme/{row.id}/", cast.ole.membership_id)
    with acting_as(cast.mette):
        agree.withdraw(consent=consent, how="spoken", by=cast.mette, at=cast.at)
    assert {row.status for row in times_of(cast)} == {"cancelled"}
    assert "spise" not in text(ole.get("/som-frivillig/"))
    assert not tasks(cast, "find_for_home")
    with acting_as(cast.mette):
        leave.died(person=cast.aase, on=cast.today, by=cast.mette, at=cast.at)
    assert bent.get(f"/hjemme/{times_of(cast)[0].id}/").status_code == 404


def test_others_do_not_see_it(cast: Cast, bent: Any, browser_of: Any, other_leader: str, queries_of: Any) -> None:
    given_shared(cast, cast.aase, actor=cast.bent)
    page = agreed(cast, bent, kind="visit")
    assert browser_of(other_leader).get(page).status_code == 404
    assert browser_of("lone").get("/hjemme/").status_code == 403
    assert browser_of("ole").get(page).status_code == 403
    few = queries_of(bent, "/hjemme/")
    agreed(cast, bent, kind="visit", times="4")
    assert queries_of(bent, "/hjemme/") == few


def test_aase_takes_part_and_volunteers(cast: Cast, browser_of: Any, bent: Any) -> None:
    from brobygger.communities.volunteers.models import Interest

    mette = browser_of("mette")
    address = f"/borgere/{cast.aase.id}/frivillig/"
    form = text(mette.get(address))
    assert "Borgeren er ikke frivillig." in form
    key = {"shared_id": "01890a5d-ac96-774b-bcce-b302099a8057"}
    would = mette.post(address, **key, role="cook", organisation=str(cast.association.id))
    assert would.status_code == 302
    assert "Vil gerne: lave mad sammen, Fællesskabet Eksempelkøbing" in text(mette.get(address))
    assert "Aase Andersen" in text(bent.get("/frivillige/"))  # as everybody who would like to
    with acting_as(cast.system):
        interest = Interest.objects.get(name="Aase Andersen")
        Interest.objects.filter(id=interest.id).update(membership_id=cast.ole.membership_id)  # she became Ole's like
    assert "Frivillig i Fællesskabet Eksempelkøbing" in text(mette.get(address))
    assert browser_of("bent").get(address).status_code == 403


def test_nobody_is_paired_with_oneself(cast: Cast, browser_of: Any) -> None:
    from brobygger.journeys import both_ways

    address = f"/borgere/{cast.villy.id}/frivillig/"
    mette = browser_of("mette")
    assert mette.post(address, volunteer=str(cast.ole.membership_id)).status_code == 302
    with acting_as(cast.mette):
        assert both_ways.is_one(person_id=cast.villy.id, volunteer_id=cast.ole.membership_id)
        assert (cast.villy.id, cast.ole.membership_id) in both_ways.all_who_are_one()
    given_pair(cast, cast.aase)
    two = mette.post(f"/borgere/{cast.aase.id}/frivillig/", volunteer=str(cast.ole.membership_id))
    assert two.status_code == 422
    assert "to forskellige mennesker" in text(two)


def test_whoever_is_passed_on_is_the_same_person_where_the_interest_is_now(cast: Cast, browser_of: Any) -> None:
    """Aase asks the municipality, two associations get to know, and one of them lets her in."""
    from brobygger.communities.volunteers import joining
    from brobygger.journeys import both_ways, join_in
    from brobygger.registry.access.models import Membership
    from brobygger.registry.organisations.models import Organisation

    mette = browser_of("mette")
    address = f"/borgere/{cast.aase.id}/frivillig/"
    key = {"shared_id": "01890a5d-ac96-774b-bcce-b302099a8058"}
    assert mette.post(address, **key, role="cook", organisation="").status_code == 302
    with acting_as(cast.mette):
        interest = joining.Interest.objects.get(name="Aase Andersen")
        others = Organisation.objects.filter(kind="association")
        rows = join_in.pass_on_to(interest=interest, organisations=list(others), by=cast.mette, at=cast.at)
        new = [row for row in rows if row.organisation_id]
        assert len(new) == others.count() > 0
        assert not both_ways.is_volunteer(person_id=cast.aase.id, by=cast.mette)
        (own,) = [row for row in new if row.organisation == cast.association]
        ole = Membership.objects.get(id=cast.ole.membership_id)
        joining.let_in(interest=own, membership=ole, at=cast.at)
        assert both_ways.is_one(person_id=cast.aase.id, volunteer_id=ole.id)
        assert both_ways.is_volunteer(person_id=cast.aase.id, by=cast.mette)
        assert both_ways.all_who_are_one().count((cast.aase.id, ole.id)) == 1
    page = text(mette.get(address))
    assert page.count("Vil gerne: ") == len(new) - 1, "the row that was passed on says nothing any more"
