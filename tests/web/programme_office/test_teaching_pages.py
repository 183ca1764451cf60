"""Materials in versions, a course taught in another way, and the forms a course can have (R239, R227, R246, R356)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.programmes.training import materials, queries
from brobygger.programmes.training.material_rules import LARGEST
from brobygger.programmes.training.models import MethodChange, TeachingMaterial
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.web.programme_office.test_training_pages import given_course
from tests.web.staff_office.conftest import reads, send, text_of

PDF = b"%PDF-1.7 slides"


def material(cast, **changed) -> dict[str, object]:
    return {"name": "Tegn på at trives", "course": "", "link": "", "what_is_new": "",
            "used_from": cast.today.isoformat()} | changed  # fmt: skip


def page(lone, programme) -> str:
    return text_of(lone.get(f"/indsatser/{programme.id}/kontoret/materialer/"))


def kept(cast) -> list[TeachingMaterial]:
    with acting_as(cast.lone):
        return list(TeachingMaterial.objects.order_by("version"))


def test_a_material_has_versions_each_with_its_days_and_the_old_one_can_still_be_read(cast, programme, lone):
    course = given_course(cast, programme)
    file = SimpleUploadedFile('slides"\n.pdf', PDF)
    sent = send(lone, "teaching_new", programme.id, **material(cast, course=str(course.id), file=file))
    assert sent.status_code == 302
    (first,) = kept(cast)
    assert (first.version, first.course_id, first.used_until) == (1, course.id, None)
    later = cast.today + timedelta(days=10)
    told = material(cast, link="https://eksempel.dk/ny", what_is_new="Kortere", used_from=later.isoformat())
    assert send(lone, "teaching_version", first.id, **told).status_code == 302
    first, second = kept(cast)
    assert (first.series, first.used_until) == (second.series, later)
    assert (second.version, second.what_is_new) == (2, "Kortere")
    shown = page(lone, programme)
    for said in ("udgave 2", "Kortere", "Tidligere udgaver", "alle kurser", "bruges først fra", "Indtil da bruges"):
        assert said in shown, said
    got = lone.get(f"/indsatser/kontoret/materialer/{first.id}/fil")
    assert (got.content, got.headers["Content-Type"]) == (PDF, "application/pdf")
    assert got.headers["Content-Disposition"] == 'attachment; filename="slides.pdf"'
    taught = text_of(lone.get(f"/indsatser/kontoret/kurser/{course.id}/"))
    assert f"/indsatser/kontoret/materialer/{first.id}/fil" in taught  # until the new version's first day
    assert f"udgave 1 · bruges fra {exact_day(cast.today)}" in taught
    assert f"udgave 2 · bruges først fra {exact_day(later)}" in taught
    with acting_as(cast.lone):
        told_on = {day: [one.version for one in materials.of_course(cast.lone, course, today=cast.today + day)]
                   for day in (timedelta(9), timedelta(10))}  # fmt: skip
    assert list(told_on.values()) == [[1, 2], [2]]
    assert send(lone, "teaching_version", first.id, **told).status_code == 409  # it has been replaced already
    assert send(lone, "teaching_away", second.id).status_code == 302
    assert "bruges ikke mere" in page(lone, programme)
    with acting_as(cast.lone):  # put away before its day: the one in use is used until then, and nothing comes
        assert [one.version for one in materials.of_course(cast.lone, course, today=cast.today)] == [1]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "Vælg en fil, eller skriv en adresse."),
        ({"file": b"MZ a program", "file_name": "x.pdf"}, "Den slags fil kan vi ikke gemme."),
        ({"file": b"PK\x03\x04 zip", "file_name": "x.zip"}, "Den slags fil kan vi ikke gemme."),
        ({"file": b"<html><script>", "file_name": "x.html"}, "Den slags fil kan vi ikke gemme."),
        ({"file": b"%PDF-" + b"x" * LARGEST, "file_name": "x.pdf"}, "Filen er for stor."),
        ({"link": "http://eksempel.dk"}, "Den begynder med https://."),
        ({"link": "https://x.dk", "name": ""}, "Skriv noget her."),
        ({"link": "https://x.dk", "used_from": ""}, "Vælg en dag."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(cast, programme, lone, wrong, message):
    told = {name: value for name, value in wrong.items() if name not in ("file", "file_name")}
    if "file" in wrong:
        told["file"] = SimpleUploadedFile(wrong["file_name"], wrong["file"])
    sent = send(lone, "teaching_new", programme.id, **material(cast, **told))
    assert sent.status_code == 422
    assert message in text_of(sent)
    assert kept(cast) == []


def test_a_file_far_too_large_is_told_and_what_was_written_stands_in_the_form(cast, programme, lone, monkeypatch):
    monkeypatch.setattr("brobygger.pathway.detection.register_file.MAX_BYTES", 5_000)
    where = reverse("teaching_new", args=[programme.id])
    written = material(cast, what_is_new="Kortere", file=SimpleUploadedFile("x.pdf", PDF + b"x" * 6_000))
    order = re.findall(r'name="(name|course|file|link|used_from|what_is_new)"', lone.get(where).content.decode())
    assert len(order) == 6
    sent = send(lone, "teaching_new", programme.id, **{name: written[name] for name in order})  # as a browser sends it
    assert sent.status_code == 422
    said = text_of(sent)
    assert "Filen er for stor." in said
    assert "Vælg en dag." not in said
    assert "Kortere" in said
    assert kept(cast) == []


def test_a_new_version_cannot_begin_before_the_old(cast, programme, lone):
    send(lone, "teaching_new", programme.id, **material(cast, link="https://eksempel.dk/1"))
    (first,) = kept(cast)
    early = (cast.today - timedelta(days=1)).isoformat()
    sent = send(lone, "teaching_version", first.id, **material(cast, link="https://eksempel.dk/2", used_from=early))
    assert sent.status_code == 422
    assert len(kept(cast)) == 1


def test_a_lecture_that_failed_becomes_group_work_and_then_one_to_one_with_why_and_what_came_of_it(
    cast, programme, lone
):
    course = given_course(cast, programme)
    for form, why in (("lecture", "Ingen spurgte om noget"), ("group_work", "De stille sagde intet")):
        assert send(lone, "course_method", course.id, to_form=form, why=why).status_code == 302
    sent = send(lone, "course_method", course.id, to_form="group_work", why="igen")
    assert sent.status_code == 422
    assert "Sådan holdes det allerede." in text_of(sent)
    send(lone, "course_method", course.id, to_form="individual", why="Nogle ville tale alene")
    with acting_as(cast.lone):
        (shown,) = queries.courses(cast.lone, programme)
        last = MethodChange.objects.get(to_form="individual")
    assert shown.form == "individual"
    assert send(lone, "course_method_came", last.id, came_of_it="Fire har henvist siden").status_code == 302
    said = text_of(lone.get(f"/indsatser/kontoret/kurser/{course.id}/"))
    for words in ("foredrag → gruppearbejde. De stille sagde intet", "gruppearbejde → en til en", "Fire har henvist"):
        assert words in said, words


@pytest.mark.parametrize(
    ("form", "title", "said"),
    [
        ("action_learning", "Vi prøver af på onsdage", "Aktionslæring"),
        ("e_learning", "Tegn på at trives, på nettet", "E-læring"),
        ("lecture", "Oplæg på personalemøde", "Foredrag"),
        ("coffee_meeting", "Kaffe med foreningerne", "Kaffemøde med foreninger"),
    ],
)
def test_each_form_is_chosen_on_the_page_planned_held_and_written_down(cast, programme, lone, form, title, said):
    day = cast.today.isoformat()
    assert send(lone, "course_new", programme.id, title=title, form=form, planned_on=day).status_code == 302
    with acting_as(cast.lone):
        (course,) = queries.courses(cast.lone, programme)
    held = {"held_on": day, "minutes": "45", "place": "Foreningshuset", "unit": str(cast.north.id)}
    assert send(lone, "course_day_new", course.id, names="Karin Krogh\nBent Birk", **held).status_code == 302
    page = text_of(lone.get(f"/indsatser/kontoret/kurser/{course.id}/"))
    for words in (said, "Foreningshuset", "2 var med", "Bent Birk, Hjemmeplejen Nord"):
        assert words in page, words
    assert said.lower() in text_of(lone.get(f"/indsatser/{programme.id}/kontoret/kurser/")).lower()


def test_who_may_and_how_much_is_asked(cast, programme, lone, mette, as_user):
    send(lone, "teaching_new", programme.id, **material(cast, link="https://eksempel.dk/1"))
    (first,) = kept(cast)
    assert mette.get(f"/indsatser/{programme.id}/kontoret/materialer/").status_code == 200
    assert send(mette, "teaching_new", programme.id, **material(cast, link="https://x.dk")).status_code == 403
    assert as_user("karin").get(f"/indsatser/{programme.id}/kontoret/materialer/").status_code == 403
    assert as_user("nina").get(f"/indsatser/kontoret/materialer/{first.id}/fil").status_code == 404
    assert lone.get(f"/indsatser/kontoret/materialer/{first.id}/fil").status_code == 404  # a link has no file
    few = reads(lone, "teaching", programme.id)
    for n in range(3):
        send(lone, "teaching_new", programme.id, **material(cast, name=f"M{n}", link="https://eksempel.dk/1"))
    assert reads(lone, "teaching", programme.id) == few <= 15
