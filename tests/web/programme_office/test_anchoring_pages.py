"""How an effort lives on, the package for those who take over, and the national picture."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from brobygger.journeys import pass_on
from brobygger.programmes.anchoring import operations, queries
from brobygger.registry.access import queries as access
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.conftest import reads, send, text_of


def given_settled(cast, programme):
    with acting_as(cast.lone):
        lone = access.get_membership(cast.lone, cast.lone.membership_id)
        told = {"programme": programme, "by": cast.lone, "at": cast.at}
        operations.choose(model="in_operation", settled=True, owner=lone, **told)
        operations.aim(phase="start", text="Aftale", due_on=cast.today + timedelta(days=9), owner=lone, **told)
        operations.go_on(what="Ringe", taken_by="Røde Kors", pays="Røde Kors", agreed_on=cast.today, **told)


def test_from_day_one_the_recipes_plan_is_there(programme, lone):
    page = text_of(lone.get(reverse("anchoring", args=[programme.id])))
    for said in (
        "Ingen har begyndt på en plan",
        "den bliver en del af den daglige drift",
        "Koordinering i lokalområdet",
    ):
        assert said in page
    assert "Planen er ikke begyndt." in text_of(lone.get(reverse("office", args=[programme.id])))


def test_lone_plans_how_it_lives_on_step_by_step(cast, programme, lone, membership):
    send(lone, "anchoring_choose", programme.id, model="association", owner=membership("lone"))
    address = reverse("takes_over_new", args=[programme.id]) + "?fra=takes_over.1"
    assert "Koordinering i lokalområdet" in text_of(lone.get(address))
    lone.post(address, {"idempotency_key": str(uuid4()), "what": "Koordinering", "taken_by": "Koordinatorerne"})
    page = text_of(lone.get(reverse("anchoring", args=[programme.id])))
    assert "Dette stopper, hvis ingen siger ja: <strong>Koordinering</strong>." in page
    assert "Ingen har sagt, hvem der betaler: Koordinering." in page
    assert "?fra=takes_over.1" not in page
    with acting_as(cast.lone):
        (function,) = queries.functions(cast.lone, programme)
    send(
        lone, "takes_over_change", function.id, what="Koordinering", taken_by="Koordinatorerne", pays="Driften",
        agreed_on=cast.today.isoformat(),
    )  # fmt: skip
    send(lone, "milestone_new", programme.id, text="Møde", phase="middle", due_on=cast.today.isoformat())
    page = text_of(lone.get(reverse("anchoring", args=[programme.id])))
    assert "Dette stopper" not in page
    assert "valgt, men ikke besluttet endnu" in page
    send(lone, "anchoring_choose", programme.id, model="association", owner=membership("lone"), settled="on")
    assert "alt er på plads" in text_of(lone.get(reverse("anchoring", args=[programme.id])))


def test_a_milestone_is_reached_and_an_association_answers(cast, programme, lone):
    given_settled(cast, programme)
    with acting_as(cast.lone):
        (milestone,) = queries.milestones(cast.lone, programme)
    send(lone, "milestone_reach", milestone.id)
    send(lone, "host_new", programme.id, name="Ældre Sagen")
    with acting_as(cast.lone):
        (host,) = queries.host_options(cast.lone, programme)
    send(lone, "host_change", host.id, name="Ældre Sagen", answer="yes", asked_on=cast.today.isoformat())
    page = text_of(lone.get(reverse("anchoring", args=[programme.id])))
    assert "nået" in page
    assert "Ældre Sagen</a>: ja" in page


def test_the_share_falls(cast, programme, lone):
    day = cast.today + timedelta(days=100)
    send(lone, "share_new", programme.id, from_on=day.isoformat(), percent="50")
    sent = send(lone, "share_new", programme.id, from_on=(day + timedelta(days=9)).isoformat(), percent="60")
    assert "Kommunens andel kan ikke stige fra et trin til det næste." in text_of(sent)
    assert "50 procent" in text_of(lone.get(reverse("anchoring", args=[programme.id])))


@pytest.mark.parametrize(
    ("name", "fields", "message"),
    [
        (
            "anchoring_choose",
            {"model": "undecided", "settled": "on"},
            "Vælg først, hvordan indsatsen skal leve videre.",
        ),
        ("anchoring_choose", {"model": "magic"}, "Vælg et af svarene."),
        ("takes_over_new", {"what": "Ringe", "agreed_on": "2026-01-01"}, "Skriv, hvem der har sagt ja."),
        ("takes_over_new", {"what": "Ringe", "taken_by": "X", "agreed_on": "2099-01-01"}, "en dag, der ikke er kommet"),
        ("milestone_new", {"text": "", "phase": "start"}, "Skriv noget her."),
        ("share_new", {"from_on": "2027-01-01", "percent": "101"}, "Skriv et helt tal mellem 0 og 100."),
    ],
)
def test_wrong_answers_are_told(programme, lone, name, fields, message):
    sent = send(lone, name, programme.id, **fields)
    assert sent.status_code == 422
    assert message in text_of(sent)


def test_programmes_without_a_settled_continuation_are_listed_with_what_is_missing(cast, programme, lone):
    given_programme(cast, name="En anden")
    given_settled(cast, programme)
    page = text_of(lone.get(reverse("unsettled")))
    assert page.index("En anden") < page.index("Ingen har begyndt på en plan") < page.index("På plads")
    assert page.index("På plads") < page.index("Nye naboer")


def test_the_package_is_a_page_and_a_tagged_pdf_without_citizens(cast, programme, lone):
    given_settled(cast, programme)
    page = text_of(lone.get(reverse("package", args=[programme.id])))
    for said in ("Hvem gør hvad bagefter", "Røde Kors", "Pas på"):
        assert said in page
    assert "Aase" not in page
    pdf = lone.get(reverse("package_pdf", args=[programme.id]))
    assert pdf["Content-Disposition"] == 'attachment; filename="overtagelse-nye-naboer.pdf"'
    read = PdfReader(io.BytesIO(pdf.content))
    assert "/StructTreeRoot" in read.trailer["/Root"]
    assert "Hvem gør hvad bagefter" in "".join(one.extract_text() for one in read.pages)


def test_the_plan_goes_along_when_lone_leaves(cast, programme):
    given_settled(cast, programme)
    with acting_as(cast.lone):
        lone, mette = (access.get_membership(cast.lone, getattr(cast, n).membership_id) for n in ("lone", "mette"))
        assert {one.kind for one in pass_on.owned(cast.lone, lone, cast.at)} == {"plan", "milestone"}
        assert pass_on.pass_on(leaver=lone, successor=mette, by=cast.lone, at=cast.at) == 2
        assert queries.plan(cast.lone, programme).owner_id == mette.id


def test_the_country_and_ones_own_stand_on_the_same_page(programme, lone):
    page = text_of(lone.get(reverse("nation")))
    for said in ("Nye naboer", "Vordingborg Kommune", "28 med opsporing", "sandsynligt", "ukendt"):
        assert said in page


def test_who_may(programme, as_user, mette):
    for who in ("karin", "bent", "ole", "dorte", "admin"):
        client = as_user(who)
        assert client.get(reverse("anchoring", args=[programme.id])).status_code == 403
        assert {client.get(reverse(name)).status_code for name in ("unsettled", "nation")} == {403}
    assert mette.get(reverse("package", args=[programme.id])).status_code == 200
    for name in ("anchoring_choose", "milestone_new", "takes_over_new", "host_new", "share_new"):
        assert mette.get(reverse(name, args=[programme.id])).status_code == 403
    nina = as_user("nina")
    for name in ("anchoring", "package", "package_pdf"):
        assert nina.get(reverse(name, args=[programme.id])).status_code == 404
    for name in ("takes_over_change", "host_change"):
        assert as_user("lone").get(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", ["anchoring", "package", "unsettled", "nation", "office"])
def test_as_many_queries_for_one_as_for_nine(cast, programme, lone, name):
    args = [] if name in ("unsettled", "nation") else [programme.id]
    given_settled(cast, programme)
    reads(lone, name, *args)
    few = reads(lone, name, *args)
    for number in range(3):
        given_settled(cast, programme)
        given_settled(cast, given_programme(cast, "001-favrskov", name=f"P{number}"))
    assert reads(lone, name, *args) == few <= 20
