"""Handing links out, the finder's own short list, and keeping the directory: who may, and what they see."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from brobygger.communities.offers import operations as offers
from brobygger.communities.upkeep.models import OfferCare
from brobygger.journeys import agree, find
from brobygger.pathway.detection.models import Tip
from brobygger.registry.access import operations as access
from brobygger.registry.access.models import User
from brobygger.registry.access.queries import actor_for
from brobygger.registry.access.roles import Role
from brobygger.registry.communication.models import Message
from brobygger.registry.links.models import Link
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


def send(client: Client, name: str, *ids: object, **fields: object):
    return client.post(reverse(name, args=ids), {"idempotency_key": str(uuid4()), **fields})


@pytest.fixture
def fatma(cast):
    with acting_as(cast.system):
        added = access.add_member(
            organisation=cast.association, email=email_of("fatma"), name="Fatma Demir", role=Role.FINDER, by=cast.admin,
            at=cast.at,
        )  # fmt: skip
        return actor_for(membership=added.membership)


# ---- Links that are handed out


def test_mette_makes_prints_renews_and_closes_a_link_and_sees_what_it_brought(cast, django_assert_max_num_queries):
    mette = client_of("mette")
    refused = send(mette, "links", given_to="", channel="præsident")
    assert refused.status_code == 422
    sent = send(mette, "links", given_to="Apoteket på Torvet", channel="pharmacy")
    shown = mette.get(sent.headers["Location"]).content.decode()
    assert "/l/" in shown
    with acting_as(cast.system):
        link = Link.objects.get()
    slip = mette.get(reverse("link_slip", args=[link.id])).content
    assert "Tænker du på én" in PdfReader(io.BytesIO(slip)).pages[0].extract_text()
    path = "/l/" + shown.split("/l/")[1].split("<")[0]
    Client().post(path, {"tip_id": str(uuid4()), "about_name": "Elna", "worry": "Sidder alene"})
    with django_assert_max_num_queries(15):
        listed = mette.get(reverse("links")).content.decode()
    assert "Apoteket på Torvet" in listed
    assert '<td class="number" data-title="Beskeder">1</td>' in listed
    assert '<td class="number" data-title="Venter">1</td>' in listed
    assert "Elna" not in listed
    send(mette, "link_renew", link.id)
    assert Client().get(path).status_code == 410
    with acting_as(cast.system):
        new = Link.objects.get(replaces_id=link.id)
    send(mette, "link_withdraw", new.id)
    assert "virker ikke mere" in mette.get(reverse("link_shown", args=[new.id])).content.decode()


def test_only_the_municipalitys_coordinators_reach_links(cast):
    send(client_of("mette"), "links", given_to="Kirken", channel="parish")
    with acting_as(cast.system):
        link = Link.objects.get()
    for name in ("karin", "bent", "ole", "lone", "dorte", "admin"):
        assert client_of(name).get(reverse("links")).status_code == 403
        assert client_of(name).get(reverse("link_shown", args=[link.id])).status_code == 403
    assert "Kirken" not in client_of("nina").get(reverse("links")).content.decode()
    for address in ("link_shown", "link_slip"):
        foreign, nothing = (client_of("nina").get(reverse(address, args=[one])) for one in (link.id, uuid4()))
        assert foreign.status_code == nothing.status_code == 404
    assert send(client_of("nina"), "link_withdraw", link.id).status_code == 404


# ---- The finder's short list


@pytest.fixture
def told_of(cast, fatma) -> Tip:
    """Fatma has told of Leyla, and Mette has taken it up."""
    programme = given_programme(cast)
    with acting_as(fatma):
        tip = find.send_tip(
            tip_id=uuid4(), about_name="Leyla Yilmaz", worry="Savner selskab", sender_kind="wellbeing_agent", by=fatma,
            at=cast.at,
        )  # fmt: skip
    with acting_as(cast.mette):
        find.take_up_tip(
            tip=tip,
            programme=programme,
            by=cast.mette,
            at=cast.at,
            facts={"given_name": "Leyla", "family_name": "Yilmaz"},
        )
        return Tip.objects.select_related("person").get(id=tip.id)


def test_a_finder_sees_nothing_before_the_person_agrees_and_only_name_and_steps_after(cast, fatma, told_of):
    finder, mette = client_of("fatma"), client_of("mette")
    assert finder.get("/hjem/").headers["Location"] == reverse("own_tips")
    before = finder.get(reverse("own_tips")).content.decode()
    assert told_of.receipt in before
    assert "Leyla" not in before
    assert "Må afsenderen høre" in mette.get(reverse("tip", args=[told_of.id])).content.decode()
    assert send(mette, "finder_may_hear", told_of.id).status_code == 302
    with acting_as(cast.system):
        from brobygger.journeys import ask
        from brobygger.pathway.episodes.models import Episode

        ask.said_yes(episode=Episode.objects.get(), by=cast.mette, at=cast.at)
    after = finder.get(reverse("own_tips")).content.decode()
    assert "Leyla" in after
    assert "er spurgt" in after
    assert "Yilmaz" not in after
    assert finder.get(reverse("person", args=[told_of.person_id])).status_code == 403
    with acting_as(cast.mette):
        agree.withdraw(consent=Consent.objects.get(), how="phone", by=cast.mette, at=cast.at)
    assert "Leyla" not in finder.get(reverse("own_tips")).content.decode()


def test_a_finder_opens_no_staff_page_and_sees_nobody_elses_tips(cast, fatma, told_of):
    with acting_as(cast.karin):
        other = find.send_tip(
            tip_id=uuid4(), about_name="Aase", worry="Falder", sender_kind="home_care", by=cast.karin, at=cast.at
        )
    finder = client_of("fatma")
    assert other.receipt not in finder.get(reverse("own_tips")).content.decode()
    assert finder.get(reverse("receipt", args=[other.id])).status_code == 404
    for name in ("tips", "worklist", "people", "my_day", "board", "links", "received", "groups", "programmes"):
        assert finder.get(reverse(name)).status_code == 403, name
    for name in ("karin", "mette", "bent", "ole"):
        assert client_of(name).get(reverse("own_tips")).status_code == 403


def test_nobody_but_a_finder_is_told_by_this_way(cast):
    with acting_as(cast.karin):
        tip = find.send_tip(
            tip_id=uuid4(), about_name="Aase", worry="Falder", sender_kind="home_care", by=cast.karin, at=cast.at,
            person=cast.aase,
        )  # fmt: skip
    assert send(client_of("mette"), "finder_may_hear", tip.id).status_code == 409
    with acting_as(cast.system):
        assert not Consent.objects.exists()


# ---- Keeping the directory


def test_bent_asks_prints_a_slip_and_chooses_how_often(cast, django_assert_max_num_queries):
    with acting_as(cast.system):
        ours, theirs = (
            offers.publish(organisation=one, name=name, kind="group", by=cast.system, at=cast.at)
            for one, name in ((cast.association, "Kortklubben"), (cast.parish, "Salmesang"))
        )
    bent = client_of("bent")
    with django_assert_max_num_queries(15):
        listed = bent.get(reverse("keeping")).content.decode()
    assert "Kortklubben" in listed
    assert "Salmesang" not in listed
    for name in ("keeping_offer", "keeping_slip"):
        assert bent.get(reverse(name, args=[theirs.id])).status_code == 404
    assert send(bent, "keeping_ask", theirs.id).status_code == 404
    assert send(bent, "keeping_offer", ours.id, every_days="7").status_code == 422
    assert send(bent, "keeping_offer", ours.id, every_days="30").status_code == 302
    assert send(bent, "keeping_ask", ours.id).status_code == 302
    assert bent.get(reverse("keeping_slip", args=[ours.id])).content[:5] == b"%PDF-"
    send(bent, "keeping_new_slip", ours.id)
    send(bent, "offer_confirm", ours.id)
    assert (
        "Fællesskabet Eksempelkøbing, passer stadig"
        in bent.get(reverse("keeping_offer", args=[ours.id])).content.decode()
    )
    with acting_as(cast.system):
        assert OfferCare.objects.get().every_days == 30
        assert Message.objects.count() == 1
        assert (
            Link.objects.filter(withdrawn_at__isnull=True).count() == 1
        )  # the e-mail's stopped when the slip was made
