"""Wishes, suggestions with reasons, and a referral that has its consent."""

from datetime import timedelta
from uuid import uuid4

import pytest

from brobygger.communities.offers import operations as offers
from brobygger.journeys import agree, find, screen, wish
from brobygger.pathway.matching.models import Wishes
from brobygger.pathway.referrals.models import Referral
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Consent, Share
from tests.cast import given_programme


def shown(response):
    return response.content.decode()


def given_offer(cast, name, **facts):
    with acting_as(cast.mette):
        return offers.publish(
            organisation=cast.parish, name=name, kind="group", by=cast.mette, at=cast.at, **facts
        )  # fmt: skip


def test_wishes_are_kept_and_the_earlier_ones_stay(cast, mette, post, said_yes):
    episode = said_yes(cast.aase)
    address = f"/forloeb/{episode.id}/oensker/"
    first = post(
        mette, address, interests=["sang", "mad"], weekdays=["2", "4"], own_words="Jeg savner koret.", mode="visit",
        wants_companion="no", price_at_most_dkk="50", company="group", barriers=["transport"], only_sex="female",
        life_story="Født på Samsø.", life_words="Samsø, Landmand , samsø",
    )  # fmt: skip
    assert first.url == f"/forloeb/{episode.id}/forslag/"
    post(mette, address, interests=["kort"], mode="phone")
    with acting_as(cast.system):
        earlier, now = Wishes.objects.order_by("mapped_at")
    assert (earlier.interests, earlier.weekdays, earlier.wants_companion) == (["sang", "mad"], [2, 4], False)
    assert (earlier.only_sex, earlier.life_words) == ("female", ["samsø", "landmand"])
    assert (now.interests, now.wants_companion) == (["kort"], None)
    assert "kort og spil" in shown(mette.get(f"/borgere/{cast.aase.id}/?fane=oensker"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"interests": ["heste"]},
        {"weekdays": ["9"]},
        {"price_at_most_dkk": "-1"},
        {"own_words": "a" * 5000},
        {"mode": ""},
    ],
)
def test_wishes_that_cannot_be_are_not_kept(cast, mette, post, said_yes, wrong):
    episode = said_yes(cast.aase)
    assert post(mette, f"/forloeb/{episode.id}/oensker/", **{"mode": "visit", **wrong}).status_code == 422
    with acting_as(cast.system):
        assert not Wishes.objects.exists()


def test_suggestions_say_why_and_what_stands_in_the_way(cast, mette, told, choir):
    given_offer(cast, "Tårnkoret", interests=["sang"], step_free=False)
    given_offer(cast, "Herreværelset", sex="male")
    page = shown(mette.get(f"/forloeb/{told(cast.aase).id}/forslag/"))
    possible, blocked = page.split("Kan ikke lade sig gøre lige nu")
    for reason in ("interesse: sang og musik", "går 300 m", "gratis", "uden trapper"):
        assert reason in possible
    assert "trappe, ingen elevator (rollator)" in blocked
    assert "kun for mænd" in blocked
    assert "hvis der var elevator eller rampe: 1 mere" in possible
    assert "kun for" not in possible  # what nobody can solve is no "hvis"


def test_what_suits_best_comes_first(cast, mette, told, choir):
    given_offer(cast, "Aften med kort", interests=["kort"])
    page = shown(mette.get(f"/forloeb/{told(cast.aase).id}/forslag/"))
    assert page.index("Syng sammen") < page.index("Aften med kort")


def send(cast, mette, post, episode, offer, **changed):
    form = {
        "receiver": str(offer.organisation_id), "data": ["name", "contact"], "how": "spoken",
        "expires_on": (cast.today + timedelta(days=100)).isoformat(), "words": "Hils fra mig.", **changed,
    }  # fmt: skip
    return post(mette, f"/forloeb/{episode.id}/forslag/{offer.id}/", **form)


def test_without_a_consent_the_page_asks_for_it_and_then_sends(cast, mette, post, told, choir):
    episode = told(cast.aase)
    assert "Læs højt for borgeren" in shown(mette.get(f"/forloeb/{episode.id}/forslag/{choir.id}/"))
    answer = send(cast, mette, post, episode, choir)
    with acting_as(cast.system):
        referral = Referral.objects.get()
        assert referral.consent.data == ["contact", "name"]
        assert Share.objects.get().organisation_id == cast.association.id
    assert answer.url == f"/henvisninger/{referral.id}/sendt/"
    page = shown(mette.get(answer.url))
    assert "svarer senest" in page
    assert "tilbage på din arbejdsliste" in page


def test_with_a_consent_nobody_is_asked_twice(cast, mette, post, told, choir):
    episode = told(cast.aase)
    send(cast, mette, post, episode, choir)
    other = given_offer(cast, "Kaffe", interests=["snak"])
    with acting_as(cast.system):
        type(other).objects.filter(id=other.id).update(organisation=cast.association)
    page = shown(mette.get(f"/forloeb/{episode.id}/forslag/{other.id}/"))
    assert "Læs højt" not in page
    assert "telefon og e-mail, navn" in page
    post(mette, f"/forloeb/{episode.id}/forslag/{other.id}/", words="")
    with acting_as(cast.system):
        assert Referral.objects.count() == 2
        assert Consent.objects.filter(receiver=cast.association).count() == 1


def test_a_no_to_sharing_sends_nothing(cast, mette, post, told, choir):
    assert send(cast, mette, post, told(cast.aase), choir, data=[]).status_code == 422
    with acting_as(cast.system):
        assert not Referral.objects.exists()
        assert not Share.objects.exists()


def test_a_consent_is_for_the_receiver_of_this_offer_and_no_other(cast, mette, post, told, choir):
    assert send(cast, mette, post, told(cast.aase), choir, receiver=str(cast.parish.id)).status_code == 422
    with acting_as(cast.system):
        assert not Consent.objects.filter(receiver__isnull=False).exists()


def test_a_full_offer_is_refused_and_the_consent_is_not_kept_either(cast, mette, post, told):
    full = given_offer(cast, "Fuldt hus", interests=["sang"], places_total=0)
    assert send(cast, mette, post, told(cast.aase), full).status_code == 409
    with acting_as(cast.system):
        assert not Consent.objects.filter(receiver__isnull=False).exists()


def test_pressing_twice_sends_once(cast, mette, post, told, choir):
    episode, key = told(cast.aase), str(uuid4())
    assert send(cast, mette, post, episode, choir, key=key).url == send(cast, mette, post, episode, choir, key=key).url
    with acting_as(cast.system):
        assert Referral.objects.count() == 1


def test_an_episode_elsewhere_is_like_one_that_never_was(cast, client_of, told):
    episode, nina = told(cast.aase), client_of(cast.nina)
    for page in ("oensker", "forslag", "stop"):
        assert nina.get(f"/forloeb/{episode.id}/{page}/").status_code == 404
        assert nina.get(f"/forloeb/{uuid4()}/{page}/").status_code == 404


def test_only_those_who_build_bridges_refer(cast, client_of, told):
    episode = told(cast.aase)
    for who in ("karin", "bent", "ole", "lone", "dorte"):
        assert client_of(cast.staff[who]).get(f"/forloeb/{episode.id}/forslag/").status_code == 403, who


def test_karin_writes_wishes_down_but_sees_no_suggestions(cast, client_of, post, said_yes):
    episode, karin = said_yes(cast.aase), client_of(cast.karin)
    answer = post(karin, f"/forloeb/{episode.id}/oensker/", interests=["mad"], mode="visit")
    assert answer.url == f"/borgere/{cast.aase.id}/"


def test_everybody_sees_the_offers(cast, client_of, choir):
    for who in ("mette", "karin", "bent", "ole", "lone", "dorte", "admin"):
        assert "Syng sammen" in shown(client_of(cast.staff[who]).get("/tilbud/")), who


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?q=SYNG", True),
        ("?q=sang", True),
        ("?q=heste", False),
        ("?art=group", True),
        ("?art=meal", False),
        ("?hvor=landet", False),
    ],
)
def test_offers_are_found_by_kind_and_text(mette, choir, query, there):
    assert ("Syng sammen" in shown(mette.get(f"/tilbud/{query}"))) is there


def test_the_countrys_offers_have_a_list_of_their_own(cast, mette, told):
    offers.load_national(at=cast.at)
    assert "hele landet" in shown(mette.get("/tilbud/?hvor=landet"))
    assert "ring sammen" in shown(mette.get(f"/forloeb/{told(cast.aase).id}/forslag/"))


def test_the_queries_of_suggestions_do_not_grow_with_the_offers(cast, mette, told, choir):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/forloeb/{told(cast.aase).id}/forslag/"
    mette.get(address)
    with CaptureQueriesContext(connection) as few:
        mette.get(address)
    for number in range(8):
        given_offer(cast, f"Kor {number}", interests=["sang"])
    with CaptureQueriesContext(connection) as many:
        mette.get(address)
    assert len(many) <= len(few)


def test_somebody_with_no_place_waits_and_the_recipe_fills_the_time(cast, mette, post):
    greve = given_programme(cast, "001-greve")
    with acting_as(cast.mette):
        episode = find.begin(person=cast.aase, programme=greve, found_by="home_care", by=cast.mette, at=cast.at)
        screen.screen(
            episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=(2, 2, 1), answered_by="person",
            mode="visit", by=cast.mette, at=cast.at,
        )  # fmt: skip
        said = {"interests": ["snak"], "company": "one_to_one"}
        agree.say_yes(episode=episode, how="spoken", by=cast.mette, at=cast.at)
        wish.map_wishes(episode=episode, wishes=said, mode="visit", by=cast.mette, at=cast.at)
    address = f"/forloeb/{episode.id}/forslag/"
    assert "Sæt på venteliste" in shown(mette.get(address))

    post(mette, f"/forloeb/{episode.id}/venter/")
    waiting = shown(mette.get(address))
    assert "Aase har ventet siden" in waiting
    assert "er der plads ved frokostbordet" in waiting
    meanwhile = "Find et andet tilbud"
    assert meanwhile in shown(mette.get(f"/borgere/{cast.aase.id}/?fane=forloeb"))

    post(mette, f"/forloeb/{episode.id}/venter-ikke/")
    assert "Sæt på venteliste" in shown(mette.get(address))
    assert meanwhile not in shown(mette.get(f"/borgere/{cast.aase.id}/?fane=forloeb"))


def test_women_only_is_a_wish_that_shuts_out_what_is_mixed(cast, mette, told, choir):
    episode = told(cast.aase, interests=["sang"], only_sex="female", life_words=["samsø"])
    given_offer(cast, "Kvindekoret", interests=["sang"], sex="female")
    page = shown(mette.get(f"/forloeb/{episode.id}/forslag/"))
    possible, blocked = page.split("borgeren vil kun være sammen med kvinder")[0], page
    assert "Kvindekoret" in possible
    assert blocked.count("borgeren vil kun være sammen med kvinder") == 1  # the mixed choir's
    assert "kun kvinder" in page
    assert "samsø" in page
