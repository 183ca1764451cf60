"""Somebody of the same language or background: only where the person wishes it, and read by very few (R048)."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest

from brobygger.communities.offers import operations as offers
from brobygger.communities.volunteers.models import OwnBackground
from brobygger.foundation.audit.models import ReadEntry
from brobygger.journeys import agree, match_pairs, night
from brobygger.pathway.matching.pair_rules import judge_pair
from brobygger.registry.access.policy import Fields, Purpose
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Person, WishedBackground
from brobygger.registry.people.queries import read, wished_backgrounds
from tests.cast import given_programme
from tests.waiting import given_volunteer, given_waiting

WISH = {"languages": "dansk, Arabisk", "same_language": "on", "background": "Irak", "how": "spoken"}


def shown(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def ole_has_said(cast, client_of, post):
    """Ole has told that he speaks Arabic and comes from Iraq."""
    answer = post(client_of(cast.ole), "/mine-sprog/", languages="Arabisk", background="irak, Bornholm")
    assert answer.status_code == 302


def wishes(cast):
    with acting_as(cast.system):
        return list(WishedBackground.objects.all())


def test_the_text_is_read_aloud_and_a_wish_finds_those_alike(cast, mette, post, ole_has_said):
    address = f"/borgere/{cast.aase.id}/sprog/"
    before = shown(mette.get(address))
    assert "Vil du gerne møde en, der taler dit sprog" in before
    assert "Ole Olsen" not in before
    assert post(mette, address, **WISH).status_code == 302
    after = shown(mette.get(address))
    assert "Ole Olsen" in after
    assert "taler arabisk" in after
    assert "samme baggrund: irak" in after
    (kept,) = wishes(cast)
    assert (kept.background, kept.same_language) == (["irak"], True)
    with acting_as(cast.system):
        consent = Consent.objects.get(purpose="background")
        assert (consent.text_version, consent.data) == ("background-1", ["background"])
        assert Person.objects.get(id=cast.aase.id).languages == ["dansk", "arabisk"]
        assert ReadEntry.objects.filter(person_id=cast.aase.id, groups__contains=["background"]).exists()


@pytest.mark.parametrize(
    "wrong", [{"same_language": "", "background": ""}, {"languages": "dansk"}, {"background": "a" * 300}, {"how": "x"}]
)
def test_a_wish_of_nothing_is_not_kept(cast, mette, post, wrong):
    fields = {key: value for key, value in {**WISH, "background": "", **wrong}.items() if value}
    assert post(mette, f"/borgere/{cast.aase.id}/sprog/", **fields).status_code == 422
    assert wishes(cast) == []


def test_a_language_without_the_tick_points_at_the_tick(cast, mette, post):
    sent = post(mette, f"/borgere/{cast.aase.id}/sprog/", languages="polsk", how="spoken")
    page = shown(sent)
    assert sent.status_code == 422
    assert '<a href="#id_same_language">' in page
    assert '<a href="#id_background">' not in page


def test_taken_back_it_is_gone_the_same_day(cast, mette, post, ole_has_said):
    post(mette, f"/borgere/{cast.aase.id}/sprog/", **WISH)
    (kept,) = wishes(cast)
    assert post(mette, f"/samtykker/{kept.consent_id}/traek-tilbage/", how="phone").status_code == 302
    assert wishes(cast) == []
    assert "Ole Olsen" not in shown(mette.get(f"/borgere/{cast.aase.id}/sprog/"))


def test_a_yes_that_has_run_out_counts_no_more_and_the_night_deletes_it(cast, mette, post):
    post(mette, f"/borgere/{cast.aase.id}/sprog/", **WISH)
    late = cast.today + timedelta(days=366)
    with acting_as(cast.mette):
        assert wished_backgrounds(cast.mette, [cast.aase.id], on=late) == {}
    with acting_as(cast.system):
        assert night.pass_one(by=cast.system, at=cast.at)["backgrounds_forgotten"] == 0
        assert night.people.forget_old_backgrounds(at=cast.at + timedelta(days=366)) == 1


def test_nobody_else_may_read_it(cast, mette, post, client_of, ole_has_said):
    post(mette, f"/borgere/{cast.aase.id}/sprog/", **WISH)
    for actor in (cast.karin, cast.bent, cast.ole, cast.lone, cast.dorte, cast.admin):
        assert client_of(actor).get(f"/borgere/{cast.aase.id}/sprog/").status_code == 403
    assert client_of(cast.nina).get(f"/borgere/{cast.aase.id}/sprog/").status_code == 404
    with acting_as(cast.karin):  # Aase is in her unit; what she wishes is not
        assert list(WishedBackground.objects.all()) == []
        assert not read(cast.karin, cast.aase.id, purpose=Purpose.BRIDGING).sees(Fields.BACKGROUND)
    with acting_as(cast.bent):  # Ole is in his association; what he has said is not
        assert list(OwnBackground.objects.all()) == []
    with acting_as(cast.ole):
        assert OwnBackground.objects.get().languages == ["arabisk"]


def test_what_one_has_said_oneself_is_changed_and_taken_away(cast, client_of, post, ole_has_said):
    ole = client_of(cast.ole)
    assert 'value="irak, bornholm"' in shown(ole.get("/mine-sprog/"))
    assert "Mine sprog og min baggrund" in shown(ole.get("/konto/"))
    post(ole, "/mine-sprog/", languages="", background="")
    with acting_as(cast.system):
        assert not OwnBackground.objects.exists()
    assert post(ole, "/mine-sprog/", languages="a" * 300).status_code == 422
    assert client_of(cast.lone).get("/mine-sprog/").status_code == 403


def test_pairs_look_at_it_only_for_those_who_wish_it(cast, mette, post, ole_has_said):
    programme = given_programme(cast, "001-favrskov")
    one, other = given_waiting(cast, programme, 2, wishes={"company": "one_to_one"})
    given_volunteer(cast, "Sonja", interests=["kort"])
    with acting_as(cast.mette):
        person = Person.objects.get(id=one.person_id)
    post(mette, f"/borgere/{person.id}/sprog/", **WISH)
    with acting_as(cast.mette):
        lists = match_pairs.both_lists(programme=programme, by=cast.mette, on=cast.today)
        ole = lists.by_rules(next(each for each in lists.alone if each.id == cast.ole.membership_id))
        wishing, silent = (lists.people[each.id].waiter for each in (one, other))
        codes = [{reason.code for reason in judge_pair(waiter, ole).reasons} for waiter in (wishing, silent)]
    assert {"background", "own_language", "language"} <= codes[0]
    assert not {"background", "own_language", "language"} & codes[1]


def test_a_suggestion_says_who_is_there_only_for_those_who_wish_it(cast, mette, post, said_yes, ole_has_said):
    with acting_as(cast.mette):
        offers.publish(organisation=cast.association, name="Madklub", kind="group", by=cast.mette, at=cast.at)
    episode = said_yes(cast.aase)
    address = f"/forloeb/{episode.id}/forslag/"
    assert "som borgeren ønsker" not in shown(mette.get(address))
    post(mette, f"/borgere/{cast.aase.id}/sprog/", **WISH)
    assert "Ole Olsen: arabisk, irak, som borgeren ønsker" in shown(mette.get(address))


def test_it_is_in_no_figure_and_no_export():
    """Nothing above the journeys that match knows the two tables: no insight, no report, no research."""
    from pathlib import Path

    root = Path(match_pairs.__file__).resolve().parents[1]
    knows = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if "migrations" not in path.parts
        and any(word in path.read_text() for word in ("WishedBackground", "OwnBackground", "wished_background"))
    }
    assert not [path for path in knows if path.startswith(("insight", "programmes", "pathway"))]
    assert not [path for path in knows if path.startswith("journeys/") and path not in (
        "journeys/alike.py", "journeys/match_pairs.py", "journeys/agree.py", "journeys/night.py",
        "journeys/erase_facts.py")]  # fmt: skip


def test_the_yes_alone_can_be_given_again(cast, mette, post):
    """Changed twice under one yes: one consent, one wish."""
    for background in ("Irak", "Basra"):
        post(mette, f"/borgere/{cast.aase.id}/sprog/", **{**WISH, "background": background})
    assert [wish.background for wish in wishes(cast)] == [["basra"]]
    with acting_as(cast.system):
        (consent,) = Consent.objects.filter(purpose="background")
    with acting_as(cast.mette):
        agree.withdraw(consent=consent, how="phone", by=cast.mette, at=cast.at)
    assert wishes(cast) == []
