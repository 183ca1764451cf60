"""An agreement's own words and signed paper in versions (R269), its milestones (R342); what workshops led to (R272)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.programmes.governance import queries, rules
from brobygger.programmes.governance.models import AgreementPaper
from brobygger.programmes.training import queries as training
from brobygger.programmes.training.rules import ideas_stand
from brobygger.registry.people.acting import acting_as
from tests.web.programme_office.test_governance_pages import given_agreement
from tests.web.programme_office.test_training_pages import given_course, given_day
from tests.web.staff_office.conftest import send, text_of

PDF = b"%PDF-1.7\n% signed\n%%EOF\n"


@pytest.fixture
def paper(cast, programme):
    return given_agreement(cast, programme, kind="partnership", ends_on=cast.today + timedelta(days=900))


def test_every_kind_can_be_kept(cast, programme, lone):
    for kind in ("cooperation", "contract", "partnership", "cooperation_model", "continuation", "none"):
        sent = send(
            lone, "agreement_new", programme.id, kind=kind, about=f"Aftale {kind}", warn_weeks="8",
            parties="Kommunen: betaler\nForeningen: holder hus", starts_on=cast.today.isoformat(), ends_on="",
            price_dkk="", owner="",
        )  # fmt: skip
        assert sent.status_code == 302, text_of(sent)
    page = text_of(lone.get(reverse("agreements", args=[programme.id])))
    for said in (
        "partnerskabsaftale",
        "kontrakt",
        "samarbejdsmodel",
        "aftale om at fortsætte",
        "ingen aftale på skrift",
    ):
        assert said in page.lower()


def test_the_papers_words_and_the_signed_file_are_kept_in_versions(cast, programme, lone, as_user, paper):
    address = reverse("agreement_papers", args=[paper.id])
    assert send(lone, "paper_new", paper.id, text="").status_code == 422
    wrong = send(lone, "paper_new", paper.id, text="", file=SimpleUploadedFile("aftale.pdf", b"<html>"))
    assert wrong.status_code == 422
    assert "Filen skal være en PDF på højst 10 MB." in text_of(wrong)
    assert send(lone, "paper_new", paper.id, text="§ 1. Vi mødes hver måned.").status_code == 302
    signed = SimpleUploadedFile("Aftalen, underskrevet.pdf", PDF)
    assert send(lone, "paper_new", paper.id, text="§ 1. Vi mødes hver uge.", file=signed).status_code == 302
    page = text_of(lone.get(address))
    assert page.index("Vi mødes hver uge.") < page.index("Vi mødes hver måned.")
    assert "Udgave 2" in page
    with acting_as(cast.lone):
        newest, oldest = queries.papers(cast.lone, paper)
        assert bytes(AgreementPaper.objects.get(id=newest.id).content or b"") != PDF  # encrypted where it lies
    got = lone.get(reverse("paper_file", args=[newest.id]))
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert lone.get(reverse("paper_file", args=[oldest.id])).status_code == 404  # no file in that version
    assert as_user("karin").get(reverse("paper_file", args=[newest.id])).status_code == 403


def test_a_file_over_the_limit_is_not_kept(cast, programme, lone, paper):
    large = SimpleUploadedFile("stor.pdf", PDF + b"0" * rules.PAPER_BYTES)
    assert send(lone, "paper_new", paper.id, text="", file=large).status_code == 422
    with acting_as(cast.lone):
        assert queries.papers(cast.lone, paper) == []


def test_a_milestone_is_told_of_in_time_and_reached_once(cast, programme, lone, paper):
    for text, days in (("Fem foreninger er med", 10), ("Halvvejs", 400)):
        due = (cast.today + timedelta(days=days)).isoformat()
        assert send(lone, "step_new", paper.id, text=text, due_on=due, owner="").status_code == 302
    past = (cast.today + timedelta(days=901)).isoformat()
    assert send(lone, "step_new", paper.id, text="For sent", due_on=past, owner="").status_code == 422
    office = text_of(lone.get(reverse("office", args=[programme.id])))
    assert "Milepæl i en aftale: Fem foreninger er med" in office
    assert "Halvvejs" not in office
    with acting_as(cast.lone):
        first, _second = queries.steps(cast.lone, paper)
    assert send(lone, "step_reach", first.id).status_code == 302
    page = text_of(lone.get(reverse("agreement_papers", args=[paper.id])))
    assert "nået" in page
    assert "skrevet af Lone Lund" in page
    undo = reverse("step_reopen", args=[first.id])
    assert page.count(undo) == 2  # the notice, and beside the milestone for as long as it stands
    assert "Fem foreninger er med" not in text_of(lone.get(reverse("office", args=[programme.id])))
    assert send(lone, "step_reopen", first.id).status_code == 302
    assert "Fem foreninger er med" in text_of(lone.get(reverse("office", args=[programme.id])))
    page = text_of(lone.get(reverse("agreement_papers", args=[paper.id])))
    assert "skrevet af" not in page
    assert "Den er nået" in page


def test_what_each_workshop_led_to_and_what_became_of_each_idea(cast, programme, lone, mette):
    course = given_course(cast, programme, "Samskabelse")
    first = given_day(cast, course, ["Bo Bech", "Ib Iversen"], days_ago=14)
    second = given_day(cast, course, ["Bo Bech"], days_ago=1)
    told = {"results": "Naboerne vil være med.", "ideas": "Bænk ved brugsen\n\nFælles kaffe\nFælles kaffe"}
    assert send(lone, "day_results", first.id, **told).status_code == 302
    assert send(lone, "day_results", first.id, **told).status_code == 302  # said twice is once
    assert send(lone, "day_results", second.id, results="Vi valgte en vært.", ideas="En fast dag").status_code == 302
    with acting_as(cast.lone):
        ideas = {idea.words: idea for day in training.days(cast.lone, course) for idea in day.ideas.all()}
    assert sorted(ideas) == ["Bænk ved brugsen", "En fast dag", "Fælles kaffe"]
    bench = ideas["Bænk ved brugsen"]
    assert send(lone, "day_idea", bench.id, outcome="maybe", came_of_it="").status_code == 422
    assert send(lone, "day_idea", bench.id, outcome="done", came_of_it="Den står der nu").status_code == 302
    page = text_of(lone.get(reverse("course", args=[course.id])))
    assert "Naboerne vil være med." in page
    assert "Vi valgte en vært." in page
    assert "Den står der nu" in page
    assert "3 idéer er kommet frem, 1 er blevet til noget, 2 venter på et svar." in page
    assert mette.get(reverse("day_results", args=[first.id])).status_code == 403


def test_a_day_that_has_not_come_has_no_results(cast, programme, lone):
    day = given_day(cast, given_course(cast, programme, "Samskabelse"), [], days_ago=-5)
    assert send(lone, "day_results", day.id, results="x", ideas="").status_code == 409


def test_ideas_are_counted():
    assert ideas_stand(["done", "planned", "not_now", ""]) == (4, 2, 1)
    assert ideas_stand([]) == (0, 0, 0)
