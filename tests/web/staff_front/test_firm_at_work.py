"""A private home-care firm's own people at work, on the same pages and terms as the municipality's (R274)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.journeys import ask
from brobygger.pathway.detection.models import Tip
from brobygger.pathway.episodes.models import Episode
from brobygger.pathway.followup.models import Task
from brobygger.pathway.screening.models import Screening
from brobygger.registry.access.models import Membership, User
from brobygger.registry.access.queries import actor_for
from brobygger.registry.organisations.models import Unit
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.cast import email_of, given_programme


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def send(client: Client, address: str, **fields: object):
    return client.post(address, {"idempotency_key": str(uuid4()), **fields})


@dataclass
class Firm:
    """Hjemmeplejen Solsiden: Per visits people at home, Pia is the ambassador of the same unit."""

    unit: Unit
    per: Client
    pia: Client


@pytest.fixture
def firm(cast) -> Firm:
    """Made by the administrator on the pages; Gerda is one of the firm's."""
    admin = client_of(email_of("admin"))
    own = f"/organisationer/{cast.firm.id}/"
    assert send(admin, f"{own}enhed/", name="Solsiden Øst").status_code == 302
    with acting_as(cast.system):
        unit = Unit.objects.get(name="Solsiden Øst")
    for name, role in (("Per Poulsen", "home_care_worker"), ("Pia Pihl", "ambassador")):
        email = f"{name.split()[0].lower()}@firm.example"
        let_in = send(admin, f"{own}medlem/", name=name, email=email, role=role, unit=str(unit.id))
        assert let_in.status_code == 200, let_in.content.decode()  # the password, told once
    with acting_as(cast.system):
        Person.objects.filter(id=cast.gerda.id).update(unit=unit, home_help_hours=6)
    return Firm(unit, client_of("per@firm.example"), client_of("pia@firm.example"))


def membership(cast, email: str) -> Membership:
    with acting_as(cast.system):
        return Membership.objects.get(user__email=email)


def test_from_a_worry_to_a_yes_with_the_firms_own_people(cast, firm):
    programme = given_programme(cast, "001-favrskov")
    told = {"tip_id": str(uuid4()), "about_name": "Gerda Gram", "worry": "Sidder alene hele dagen",
            "sender_kind": "home_care"}  # fmt: skip
    sent = send(firm.per, "/besked/", **told)
    assert "Beskeden venter på at blive læst" in firm.per.get(sent.headers["Location"]).content.decode()
    with acting_as(cast.system):
        (task,) = Task.objects.filter(kind="handle_tip")
        (tip,) = Tip.objects.all()
    pias = membership(cast, "pia@firm.example")
    assert (task.owner_user_id, tip.unit_id) == (pias.user_id, firm.unit.id)  # the firm's own ambassador has it
    assert f"/beskeder/{tip.id}/" in firm.pia.get("/beskeder/").content.decode()
    assert "Sidder alene hele dagen" in firm.pia.get(f"/beskeder/{tip.id}/").content.decode()
    taken = send(firm.pia, f"/beskeder/{tip.id}/?borger={cast.gerda.id}", programme=str(programme.id))
    assert taken.status_code == 302, taken.content.decode()
    with acting_as(cast.system):
        episode = Episode.objects.get(person=cast.gerda)
    # A visit is put in Per's day by the coordinator, as in anybody's.
    with acting_as(cast.mette):
        ask.offer_visits(
            episodes_to_ask=[episode], planned_at=[cast.at + timedelta(minutes=5)],
            employee=actor_for(membership=membership(cast, "per@firm.example")), by=cast.mette, at=cast.at,
        )  # fmt: skip
    assert "Gerda Gram" in firm.per.get("/min-dag/").content.decode()
    begun = send(firm.per, f"/besoeg/{episode.id}/", mode="visit", instrument="t-ils@2")
    assert begun.headers["Location"] == f"/besoeg/{episode.id}/1/"
    for number, given in enumerate((3, 2, 2), start=1):
        assert send(firm.per, f"/besoeg/{episode.id}/{number}/", answer=given).status_code == 302
    html = firm.per.get(f"/besoeg/{episode.id}/gem/").content.decode()
    form = {
        name: re.search(rf'name="{name}" value="([^"]*)"', html)[1]
        for name in ("screening_id", "instrument", "mode", "answers")
    }
    assert send(firm.per, f"/besoeg/{episode.id}/gem/", **form, note="").status_code == 302
    with acting_as(cast.system):
        kept = Screening.objects.get()
        assert (kept.colour, kept.episode_id) == ("red", episode.id)
    assert "rød" in firm.per.get(f"/besoeg/{episode.id}/svar/").content.decode()
    html = firm.per.get(f"/besoeg/{episode.id}/ja/").content.decode()
    consent_id = re.search(r'name="consent_id" value="([^"]*)"', html)[1]
    said = send(firm.per, f"/besoeg/{episode.id}/ja/", consent_id=consent_id, how="spoken", signature="")
    assert said.headers["Location"] == f"/besoeg/{episode.id}/oensker/"
    assert firm.per.get(f"/besoeg/{episode.id}/oensker/").status_code == 200
    assert "Gerda" in firm.pia.get(reverse("board"), follow=True).content.decode()


def test_the_firm_sees_its_own_and_nobody_elses(cast, firm):
    karin = client_of(email_of("karin"))
    assert firm.per.get(f"/borgere/{cast.gerda.id}/").status_code == 200
    for somebody in (firm.per, firm.pia):
        assert somebody.get(f"/borgere/{cast.aase.id}/").status_code == 404
        assert f"/borgere/{cast.aase.id}/" not in somebody.get("/borgere/?q=Andersen").content.decode()
    assert karin.get(f"/borgere/{cast.gerda.id}/").status_code == 404
    assert f"/borgere/{cast.gerda.id}/" not in karin.get("/borgere/?q=Gram").content.decode()
    assert f"/borgere/{cast.gerda.id}/" in firm.per.get("/borgere/?q=Gram").content.decode()
    assert client_of(email_of("mette")).get(f"/borgere/{cast.gerda.id}/").status_code == 200


@pytest.mark.parametrize("page", ["my_day", "send_tip", "board", "people", "offers", "own_work"])
def test_every_page_of_the_front_line_opens_as_for_karin(cast, firm, page):
    theirs, ours = (who.get(reverse(page), follow=True) for who in (firm.per, client_of(email_of("karin"))))
    assert theirs.status_code == ours.status_code == 200


def test_a_firm_without_an_ambassador_reaches_the_coordinator(cast, firm):
    with acting_as(cast.system):
        Membership.objects.filter(user__email="pia@firm.example").update(until=cast.today - timedelta(days=1))
    send(firm.per, "/besked/", tip_id=str(uuid4()), about_name="Gerda Gram", worry="Er alene", sender_kind="home_care")
    with acting_as(cast.system):
        (task,) = Task.objects.filter(kind="handle_tip")
    assert (task.role, task.owner_user_id) == ("coordinator", None)
    assert "Gerda Gram" in client_of(email_of("mette")).get("/beskeder/").content.decode()
