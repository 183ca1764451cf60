"""A poster is approved, hung up, changed by life, and taken down; a national day becomes tasks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from brobygger.communities.directory.models import SignUp
from brobygger.communities.offers import operations
from brobygger.communities.offers.models import Offer
from brobygger.communities.reach.models import Hanging, Material
from brobygger.communities.upkeep import change_rules
from brobygger.communities.upkeep import operations as upkeep
from brobygger.foundation.kernel.clock import now
from brobygger.journeys import reach_out
from brobygger.pathway.followup.models import Task
from brobygger.registry.people.acting import acting_as
from brobygger.web.staff.reach import days
from tests.web.partners.test_text_pages import client_of, send

TEXT = {
    "name": "Kom og spis", "medium": "poster", "audience": "participant", "offer": "", "owner": "Mette Madsen",
    "words": "Vi spiser sammen hver torsdag. Du får nye naboer. Vi har brug for dig. Du vælger selv, hvad du laver.",
}  # fmt: skip


@pytest.fixture
def meal(cast) -> Offer:
    with acting_as(cast.mette):
        return operations.publish(
            organisation=cast.parish, name="Fællesspisning", kind="meal", by=cast.mette, at=cast.at,
            description={"da": "Vi spiser."}, weekdays=[3], price_dkk=40,
        )  # fmt: skip


@pytest.fixture
def hangs(cast, meal) -> Hanging:
    """Mette's poster about the meal, in the library, as she wrote it on the pages."""
    mette = client_of("mette")
    made = send(mette, reverse("reach_new"), **TEXT | {"offer": str(meal.id)})
    put = send(mette, made.url, place="Biblioteket i Nørby", put_up_on=cast.today.strftime("%d.%m.%Y"), until="")
    assert put.status_code == 302
    with acting_as(cast.mette):
        return Hanging.objects.select_related("material").get()


def tasks(cast) -> list[Task]:
    with acting_as(cast.mette):
        return list(Task.objects.filter(kind__in=("take_down_text", "prepare_day")).order_by("due"))


def test_a_text_has_a_version_a_day_and_somebody_who_answers_for_it(cast, hangs):
    text = hangs.material
    assert (text.version, text.approved_on, text.owner) == (1, cast.today, "Mette Madsen")
    assert hangs.code == "biblioteket-i-noerby"
    page = client_of("mette").get(reverse("reach")).content.decode()
    for said in ("Kom og spis", "plakat", "udgave 1", "Mette Madsen", "Biblioteket i Nørby"):
        assert said in page, said


def test_each_of_the_four_things_is_asked_for_before_a_text_is_approved(cast):
    mette = client_of("mette")
    whole = send(mette, reverse("reach_new"), **TEXT, check="1").content.decode()
    assert "Fortæller teksten" in whole
    assert whole.count("mangler") == 0
    bare = send(mette, reverse("reach_new"), **TEXT | {"words": "Døren er åben for ensomme."}, check="1")
    assert bare.content.decode().count(">mangler<") == 4
    assert "<mark>ensomme</mark>" in bare.content.decode()
    with acting_as(cast.mette):
        assert not Material.objects.exists()  # asking how it reads stores nothing


def test_a_new_price_makes_the_poster_old_and_a_task_until_it_is_down(cast, meal, hangs):
    with acting_as(cast.system):
        assert reach_out.watch(by=cast.system, at=now()) == 0
    with acting_as(cast.mette):
        upkeep.changed(offer=meal, before=change_rules.stored(meal) | {"price_dkk": 30}, changed_by="Mette", at=now())
    assert "Skal skiftes: tilbuddet er ændret" in client_of("mette").get(reverse("reach")).content.decode()
    with acting_as(cast.system):
        assert reach_out.watch(by=cast.system, at=now()) == 1
        assert reach_out.watch(by=cast.system, at=now()) == 0
    (task,) = tasks(cast)
    assert task.why["about"] == "Kom og spis, Biblioteket i Nørby"
    mette = client_of("mette")
    assert "Tag en tekst ned, eller skift den" in mette.get(reverse("my_day")).content.decode()
    assert send(mette, reverse("reach_down", args=[hangs.id])).status_code == 302
    assert tasks(cast)[0].status == "done"
    assert "Biblioteket i Nørby" not in mette.get(reverse("reach")).content.decode()


def test_a_new_version_makes_what_hangs_old(cast, hangs):
    mette = client_of("mette")
    where = reverse("reach_version", args=[hangs.material_id])
    assert TEXT["words"] in mette.get(where).content.decode()
    made = send(mette, where, **TEXT | {"words": TEXT["words"] + " Ring til Anne på 12 34 56 78."})
    assert "udgave 2" in mette.get(made.url).content.decode()
    assert "Skal skiftes: der er en ny udgave" in mette.get(reverse("reach")).content.decode()
    assert send(mette, where, **TEXT).status_code == 409  # somebody else has written it already
    old = send(mette, reverse("reach_text", args=[hangs.material_id]), place="Her", put_up_on="1.1.2027", until="")
    assert old.status_code == 409


def test_who_came_by_which_text_is_told_in_its_own_name(cast, meal, hangs):
    with acting_as(cast.mette):
        SignUp.objects.create(
            offer=meal, organisation=cast.parish, for_whom="self", name="Inger", phone="12345678", receipt="1",
            channel=hangs.code, consent_text="…", same="x", wrote_at=cast.at, last_wrote_at=cast.at,
        )  # fmt: skip
    page = client_of("mette").get(reverse("reach")).content.decode()
    assert "Kom og spis, Biblioteket i Nørby: 1" in page
    assert "1 har skrevet" in client_of("mette").get(reverse("reach_text", args=[hangs.material_id])).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"medium": "duer"}, {"words": ""}, {"owner": ""}, {"words": "a" * 50_000}, {"offer": "7"}]
)
def test_what_is_wrong_is_told_and_nothing_is_kept(cast, wrong):
    assert send(client_of("mette"), reverse("reach_new"), **TEXT | wrong).status_code == 422
    with acting_as(cast.mette):
        assert not Material.objects.exists()


def test_a_place_needs_a_day_and_an_end_after_it(cast, hangs):
    mette, where = client_of("mette"), reverse("reach_text", args=[hangs.material_id])
    assert send(mette, where, place="", put_up_on="i går").status_code == 422
    assert send(mette, where, place="Her", put_up_on="2.1.2027", until="1.1.2027").status_code == 409


def test_a_national_day_is_prepared_in_time_and_once(cast):
    mette = client_of("mette")
    page = mette.get(reverse("national_days")).content.decode()
    assert "Danmark spiser sammen, uge 17" in page
    key = page.split('name="day" value="')[1].split('"')[0]
    for _time in range(2):
        assert send(mette, reverse("national_days"), day=key).status_code == 302
    made = tasks(cast)
    assert made
    assert len({task.key for task in made}) == len(made)
    assert "Vi er med" in mette.get(reverse("national_days")).content.decode()
    assert send(mette, reverse("national_days"), day="x").status_code == 404


def test_what_should_have_been_prepared_already_is_to_be_done_at_once(cast, monkeypatch):
    monkeypatch.setattr(days, "now", lambda: datetime(2026, 12, 1, 9, tzinfo=UTC))
    page = client_of("mette").get(reverse("national_days")).content.decode()
    volunteers_day = page.split("5. december 2026")[1].split("</ul>")[0]
    assert volunteers_day.count("med det samme") == 3
    assert "1. marts 2027" in page  # week 17 is far ahead: its place is found by its own day


def test_the_neighbour_has_her_own_and_home_care_none(cast, hangs):
    assert "Kom og spis" not in client_of("nina").get(reverse("reach")).content.decode()
    assert client_of("nina").get(reverse("reach_text", args=[hangs.material_id])).status_code == 404
    assert send(client_of("nina"), reverse("reach_down", args=[hangs.id])).status_code == 404
    assert client_of("karin").get(reverse("reach")).status_code == 403
