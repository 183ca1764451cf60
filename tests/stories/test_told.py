"""Bent shows how it is in a film; Lone and Mette are seen again and again by those who find people."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from brobygger.communities.offers import operations
from brobygger.journeys import answer_question, ask_to_refer
from brobygger.programmes.presence import operations as presence
from brobygger.registry.people.acting import acting_as

FILM = Path(__file__).parents[1] / "web" / "staff_bridge"


def test_bents_film_plays_with_its_words_and_is_gone_when_ib_says_no(stories, as_user, axe, look):
    cast = stories.cast
    with stories.database(), acting_as(cast.mette):
        offer = operations.publish(
            organisation=cast.association, name="Værkstedet", kind="group", by=cast.mette, at=cast.at, weekdays=[2],
            description={"da": "Vi mødes i værkstedet hver onsdag."},
        )  # fmt: skip
    page = as_user("bent", width="phone")
    page.goto(f"/tilbud/{offer.id}/film/")
    axe(page)
    page.get_by_label("Hvad viser filmen?").fill("En onsdag hos os")
    page.get_by_role("button", name="Gå videre").click()
    axe(page)
    look(page, "film-lacks")
    page.locator("#id_video").set_input_files(FILM / "film.webm")
    captions = {"name": "t.vtt", "mimeType": "text/vtt", "buffer": b"WEBVTT\n\n00:00.000 --> 00:01.000\nVelkommen\n"}
    page.locator("#id_captions").set_input_files(captions)
    page.locator("#id_poster").set_input_files(FILM / "film.jpg")
    page.get_by_label("Hvad bliver der sagt og vist?").fill("Bent siger: Velkommen til. Kaffen er klar.")
    page.get_by_role("button", name="Gem", exact=True).click()
    page.get_by_label("Hvem er med i filmen?").fill("Ib Iversen")
    page.get_by_label(re.compile("^Personen har set filmen")).check()
    page.get_by_role("button", name="Skriv ja'et ned").click()
    page.get_by_role("button", name="Lad alle se filmen").click()
    axe(page)
    look(page, "film-shown")
    anybody = as_user(None, width="phone")
    anybody.goto("/find/film/")
    axe(anybody)
    look(anybody, "films")
    film = anybody.locator("video")
    played = film.evaluate(
        "async v => { v.muted = true; await v.play(); await new Promise(r => setTimeout(r, 300));"
        " return [v.videoWidth > 0, v.error === null, v.textTracks[0].cues.length]; }"
    )
    assert played == [True, True, 1]
    anybody.goto(f"/find/tilbud/{offer.id}/")
    axe(anybody)
    look(anybody, "film-offer")
    assert {cookie["name"] for cookie in anybody.context.cookies()} <= {"sprog"}  # as the story set it
    page.get_by_role("button", name=re.compile("^Siger nej nu")).click()
    anybody.reload()
    assert anybody.locator("video").count() == 0


def test_they_are_seen_again_and_again(stories, as_user, axe, look):
    cast, programme = stories.cast, stories.programmes.favrskov
    with stories.database():
        with acting_as(cast.lone) as lone:
            before = cast.at - timedelta(days=50)
            presence.begin(
                organisation=cast.kommune, unit=cast.north, way="email", every_weeks=6, by=lone, at=before
            )  # fmt: skip
            told = {"who_was_there": "Karin og tre til", "came_up": "Der er travlt om morgenen", "next_step": ""}
            presence.been(
                programme=programme, unit=cast.north, held_on=cast.today - timedelta(days=20), visitor=lone.name,
                told=told, by=lone, at=cast.at,
            )  # fmt: skip
        with acting_as(cast.system):
            ask_to_refer.watch(by=cast.system, at=before)
        with acting_as(cast.mette) as mette:
            answer_question.ask(
                person=cast.aase, words="Hvem kender jeg der?", way="phone", asked_on=cast.today, due=cast.today,
                by=mette, at=cast.at,
            )  # fmt: skip
    for width in ("phone", "desktop"):
        lone = as_user("lone", width=width)
        lone.goto(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/")
        axe(lone)
        look(lone, "unit-visits")
        assert lone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")  # nothing slides sideways
        lone.goto(f"/indsatser/{programme.id}/kontoret/enhedsbesoeg/holdt/")
        axe(lone)
        lone.goto(f"/indsatser/{programme.id}/kontoret/materialer/nyt/")
        axe(lone)
        lone.goto("/samarbejde/henvis/")
        axe(lone)
        look(lone, "referring")
        lone.locator("table a").first.click()
        axe(lone)
        look(lone, "rhythm")
        mette = as_user("mette", width=width)
        mette.goto("/tilbud/ude/hvem/")
        axe(mette)
        look(mette, "brought")
        mette.goto(f"/borgere/{cast.aase.id}/spoergsmaal/")
        axe(mette)
        look(mette, "questions")
        mette.get_by_role("link", name=re.compile("^Skriv svaret")).first.click()
        axe(mette)
        look(mette, "question")
