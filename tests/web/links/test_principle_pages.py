"""The four principles on an offer's page: data answer, people answer the rest, and it can be printed."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from brobygger.communities.offers import operations as offers
from brobygger.communities.offers.models import Offer
from brobygger.communities.upkeep.models import PrincipleAnswer
from brobygger.communities.upkeep.principles_rules import Answer
from brobygger.insight.evaluation.squares_figure import squares_svg
from brobygger.journeys.principles import facts_of, of_offer
from brobygger.programmes.governance import operations as governance
from brobygger.registry.access.models import User
from brobygger.registry.people.acting import acting_as
from tests.cast import email_of, given_programme


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email_of(name)))
    return client


@pytest.fixture
def workshop(cast) -> Offer:
    with acting_as(cast.system):
        return offers.publish(
            organisation=cast.association, name="Værkstedet", kind="group", by=cast.system, at=cast.at, step_free=False,
            transport=True, price_dkk=0, weekdays=[1], contact_name="Bent", contact_phone="12 34 56 01",
            description={"da": "For ensomme mænd."},
        )  # fmt: skip


def test_bent_sees_what_data_say_and_answers_the_rest(cast, workshop, django_assert_max_num_queries):
    bent, address = client_of("bent"), reverse("principles", args=[workshop.id])
    with django_assert_max_num_queries(18):
        shown = bent.get(address).content.decode()
    assert "Lån en rampe" in shown  # steps at the door
    assert "Byt ordene ud" in shown  # «ensomme»
    assert 'name="physical"' not in shown  # data say so: it is not asked
    assert 'name="roles"' in shown
    sent = {"idempotency_key": str(uuid4()), "roles": "yes", "involve": "no", "physical": "yes"}
    assert bent.post(reverse("principles_answer", args=[workshop.id]), sent).status_code == 302
    with acting_as(cast.bent):
        answers, from_data = of_offer(cast.bent, workshop, on=cast.today)
    assert (answers["roles"], answers["involve"], answers["physical"]) == (Answer.YES, Answer.NO, Answer.NO)
    assert "physical" in from_data
    wrong = {"idempotency_key": str(uuid4()), "roles": "måske"}
    bent.post(reverse("principles_answer", args=[workshop.id]), wrong)
    with acting_as(cast.bent):
        assert PrincipleAnswer.objects.get(question="roles").answer == "yes"
    paper = PdfReader(io.BytesIO(bent.get(reverse("principles_pdf", args=[workshop.id])).content))
    assert "Lån en rampe" in "".join(sheet.extract_text() for sheet in paper.pages)


def test_others_offers_are_not_ones_own_to_answer_for(cast, workshop):
    for name, status in (("nina", 404), ("karin", 403), ("ole", 403), ("lone", 403)):
        client = client_of(name)
        assert client.get(reverse("principles", args=[workshop.id])).status_code == status
        sent = client.post(
            reverse("principles_answer", args=[workshop.id]), {"idempotency_key": str(uuid4()), "roles": "yes"}
        )
        assert sent.status_code == status
    assert client_of("mette").get(reverse("principles", args=[workshop.id])).status_code == 200


def test_an_agreement_counts_while_it_is_in_force(cast, workshop):
    programme = given_programme(cast)
    with acting_as(cast.lone):
        assert not facts_of(cast.lone, workshop, on=cast.today).agreement
        governance.agree(
            programme=programme, kind="cooperation", about="Hvem gør hvad", starts_on=cast.today - timedelta(days=9),
            ends_on=cast.today + timedelta(days=9), by=cast.lone, at=cast.at,
            parties={cast.association.name: "Tager imod", cast.kommune.name: "Finder"},
        )  # fmt: skip
    with acting_as(cast.bent):
        assert facts_of(cast.bent, workshop, on=cast.today).agreement
        assert not facts_of(cast.bent, workshop, on=cast.today + timedelta(days=10)).agreement


def test_the_figure_says_aloud_what_it_draws():
    drawn = squares_svg(
        [("Let <at> komme til", ["yes", "partly", "no", "unknown", "not_here"])], caption="X", language="da"
    )
    assert "Let &lt;at&gt; komme til: 1 ja, 1 delvist, 1 nej, 1 ved vi ikke." in drawn
    assert "style=" not in drawn
    with pytest.raises(ValueError, match="nothing"):
        squares_svg([], caption="X", language="da")
