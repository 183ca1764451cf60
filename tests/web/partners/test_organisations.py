"""The administrator lets organisations, units and people in, and takes a role back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from brobygger.registry.people.acting import acting_as
from tests.cast import Cast

pytestmark = pytest.mark.django_db

ONLY_ADMIN = ["karin", "mette", "lone", "dorte", "bent", "ole"]
NEW = {"name": "Korforeningen", "kind": "association", "contact_name": "Ida", "email": "post@kor.example",
       "phone": "12 34 56 78"}  # fmt: skip
SARA = {"name": "Sara Sand", "email": "sara@kor.example", "role": "association_leader"}


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def admin(browser_of: Any) -> Any:
    return browser_of("admin")


def test_the_list_names_kind_units_and_roles(cast: Cast, admin: Any) -> None:
    page = text(admin.get("/organisationer/"))
    for seen in ("Fællesskabet Eksempelkøbing", "forening", "Hjemmeplejen Nord, Hjemmeplejen Syd"):
        assert seen in page
    assert "Nabokøbing" not in page


@pytest.mark.parametrize("name", ONLY_ADMIN)
def test_nobody_else_may(cast: Cast, browser_of: Any, name: str) -> None:
    browser = browser_of(name)
    for path in ("/organisationer/", "/organisationer/ny/", f"/organisationer/{cast.parish.id}/",
                 f"/organisationer/{cast.parish.id}/medlem/"):  # fmt: skip
        assert browser.get(path).status_code == 403
    assert browser.post(f"/organisationer/rolle/{cast.karin.membership_id}/slut/").status_code == 403


def test_an_organisation_a_unit_and_its_first_member(cast: Cast, admin: Any) -> None:
    made = admin.post("/organisationer/ny/", **NEW)
    assert made.status_code == 302
    home = made.headers["Location"]
    assert "Ingen kan logge ind herfra endnu" in text(admin.get(home))
    assert admin.post(f"{home}enhed/", name="Lokalafdeling Øst").status_code == 302
    welcome = admin.post(f"{home}medlem/", **SARA)
    assert welcome.status_code == 200
    assert welcome.headers["Cache-Control"] == "no-store"
    password = re.search(r'class="secret-word">([^<]+)<', text(welcome))[1]
    assert len(password) == 24
    page = text(admin.get(home))
    assert "Sara Sand" in page
    assert "leder i forening" in page
    assert "Lokalafdeling Øst" in page
    assert password not in page
    stranger = Client()
    assert stranger.post("/login/", {"login": SARA["email"], "password": password}).status_code == 302
    assert "Der er ingen nye lige nu" in text(stranger.get("/nye-til-os/"))


def test_sending_twice_makes_one_member(cast: Cast, admin: Any) -> None:
    from brobygger.registry.access.models import Membership

    key = "0198c000-0000-7000-8000-000000000002"
    for status in (200, 302):
        assert admin.post(f"/organisationer/{cast.parish.id}/medlem/", key=key, **SARA).status_code == status
    with acting_as(cast.admin):
        assert Membership.objects.filter(organisation=cast.parish).count() == 1


def test_somebody_with_a_sign_in_keeps_the_password(cast: Cast, admin: Any) -> None:
    from brobygger.registry.access.models import User

    before = User.objects.get(id=cast.bent.user_id).password
    answer = admin.post(f"/organisationer/{cast.parish.id}/medlem/", name="Bent Birk", role="host",
                        email="BENT@demo.brobygger.dk")  # fmt: skip
    assert "har allerede et login" in text(answer)
    assert "secret-word" not in text(answer)
    assert User.objects.get(id=cast.bent.user_id).password == before


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Skriv et navn."),
        ({"email": "sara"}, "Skriv en e-mailadresse som"),
        ({"email": f"sara@{'kor.' * 80}dk"}, "Skriv"),
        ({"role": ""}, "Vælg en rolle."),
        ({"role": "data_protection"}, "Vælg en rolle på listen."),
        ({"role": "system"}, "Vælg en rolle på listen."),
        ({"phone": "ring bare"}, "Skriv nummeret med otte cifre."),
        ({"role": "home_care_worker"}, "Vælg en rolle på listen."),
        ({"email": "bent@demo.brobygger.dk"}, "Personen har allerede den rolle her."),
    ],
)
def test_a_wrong_member_is_explained(cast: Cast, admin: Any, changed: dict[str, str], told: str) -> None:
    answer = admin.post(f"/organisationer/{cast.association.id}/medlem/", **SARA | changed)
    assert answer.status_code == 422
    assert told in text(answer)


def test_a_foreign_unit_is_no_choice(cast: Cast, admin: Any) -> None:
    from brobygger.registry.organisations.models import Unit

    with acting_as(cast.system):
        Unit.objects.create(organisation=cast.firm, name="Vagtholdet")
    answer = admin.post(f"/organisationer/{cast.firm.id}/medlem/", name="Per", email="per@firm.example",
                        role="home_care_worker", unit=str(cast.north.id))  # fmt: skip
    assert answer.status_code == 422
    assert "Vælg en enhed på listen." in text(answer)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Skriv et navn."),
        ({"name": "Eksempelkøbing Sogn"}, "Der findes allerede en organisation med det navn."),
        ({"kind": "municipality"}, "Vælg på listen."),
        ({"email": "@"}, "Skriv en e-mailadresse som"),
    ],
)
def test_a_wrong_organisation_is_explained(cast: Cast, admin: Any, changed: dict[str, str], told: str) -> None:
    answer = admin.post("/organisationer/ny/", **NEW | changed)
    assert answer.status_code == 422
    assert told in text(answer)


def test_two_units_of_one_name_are_one_too_many(cast: Cast, admin: Any) -> None:
    answer = admin.post(f"/organisationer/{cast.kommune.id}/enhed/", name="Hjemmeplejen Nord")
    assert answer.status_code == 422
    assert "har allerede en enhed" in text(answer)


def test_a_role_taken_back_opens_nothing_and_can_be_given_again(cast: Cast, admin: Any, bent: Any) -> None:
    assert bent.get("/nye-til-os/").status_code == 200
    assert admin.post(f"/organisationer/rolle/{cast.bent.membership_id}/slut/").status_code == 302
    assert bent.get("/nye-til-os/").status_code == 403
    admin.post(f"/organisationer/{cast.association.id}/medlem/", name="Bent Birk", role="association_leader",
               email="bent@demo.brobygger.dk")  # fmt: skip
    assert bent.get("/nye-til-os/").status_code == 200


def test_what_is_changed_is_kept(cast: Cast, admin: Any) -> None:
    from brobygger.foundation.audit.models import Change

    admin.post(f"/organisationer/rolle/{cast.bent.membership_id}/slut/")
    with acting_as(cast.system):
        change = Change.objects.get(row_id=cast.bent.membership_id, operation="update")
    assert change.user_id == cast.admin.user_id


def test_the_last_door_is_not_locked_from_outside(cast: Cast, admin: Any) -> None:
    assert admin.post(f"/organisationer/rolle/{cast.admin.membership_id}/slut/").status_code == 409
    assert admin.get("/organisationer/").status_code == 200


def test_the_neighbours_are_not_there(cast: Cast, admin: Any) -> None:
    assert admin.get(f"/organisationer/{cast.nina.organisation_id}/").status_code == 404
    assert admin.post(f"/organisationer/rolle/{cast.nina.membership_id}/slut/").status_code == 404


def test_the_list_asks_the_database_the_same_for_any_size(cast: Cast, admin: Any, queries_of: Any) -> None:
    few = queries_of(admin, "/organisationer/")
    for n in range(3):
        admin.post("/organisationer/ny/", **NEW | {"name": f"Forening {n}"})
    assert queries_of(admin, "/organisationer/") == few <= 15
