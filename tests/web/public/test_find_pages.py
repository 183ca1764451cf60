"""Find et fællesskab: anybody, no cookie, any question at all, small, calm, limited."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.communities.directory import operations
from brobygger.communities.offers import operations as offer_operations
from brobygger.communities.offers.models import Offer
from brobygger.communities.offers.national_facts import national_facts
from brobygger.communities.offers.taxonomy_rules import AGE_GROUPS, INTERVENTIONS, STRATEGIES
from brobygger.foundation.kernel.clock import now
from brobygger.insight.comparing import research_found
from brobygger.registry.people.acting import acting_as
from brobygger.web.public import limits
from brobygger.web.public.find import asking
from brobygger.web.public.open_data import asking as open_data

STATIC = Path(limits.__file__).parents[1] / "static"
NAMES = (
    *("q", "naer", "km", "dag", "pris", "gang", "krav", "kun", "tales"),
    *("slags", "alder", "type", "vej", "vis", "side", "k", "x"),
)
LIKELY = st.sampled_from(
    [
        *("liste", "kort", "kalender", "-1", "0", "3", "99999999999", "maend", "trinfrit", "group", "aeldre"),
        *("Eksempelkøbing", "8500", "' or 1=1 --", "<script>", "\x00", "%", "&|!:*"),
    ]
)
HEADINGS = (
    *("Hvornår er det?", "Hvem tager imod dig?", "Hvor er det?", "Hvad skal du have på eller med?"),
    *("Hvordan kommer du derhen?", "Kan alle være med?", "Hvad koster det?", "Er det rigtigt endnu?"),
)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    limits.MINUTES.forget()


@pytest.fixture
def offers(directory):
    return directory


def text_of(address: str, client: Client | None = None) -> str:
    response = (client or Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_daughter_finds_something_for_her_mother(offers):
    page = text_of("/find/?q=synge&naer=Eksempelkøbing&krav=teleslynge&dag=3")
    assert "Syng sammen om torsdagen" in page
    assert "Fællesspisning" not in page
    assert "Torsdag" in page
    assert "Gratis" in page
    assert "Bent Birk" in page or "Tager imod dig" in page


@pytest.mark.parametrize("nonsense", ["???", "....", "😀", "n" * 200])
def test_what_is_no_word_is_said_not_to_be_understood(offers, nonsense):
    page = text_of("/find/?" + urlencode({"q": nonsense}))
    assert "Vi forstod ikke ordet, du skrev. Her er alle steder." in page
    assert "der passer" not in page
    assert "Vi forstod ikke ordet, du skrev. Her er" in text_of(
        "/find/?" + urlencode({"q": nonsense, "slags": "group"})
    )


@pytest.mark.parametrize("view", ["liste", "kort", "kalender"])
def test_no_page_sets_a_cookie_or_runs_a_script(offers, view):
    client = Client()
    response = client.get(f"/find/?q=kaffe&naer=Eksempelkøbing&vis={view}")
    assert response.cookies == {}
    assert client.cookies == {}
    assert b"<script" not in response.content
    assert b"style=" not in response.content


def test_a_page_and_its_looks_weigh_less_than_a_photograph(offers):
    """Under 100 kB compressed; without compression too, because a proxy may not compress."""
    sheet = (STATIC / "find.css").read_bytes()
    for address in ("/find/", "/find/?vis=kort", "/find/?vis=kalender", f"/find/tilbud/{offers['Havelauget'].id}/"):
        plain = Client().get(address).content
        sent = Client(HTTP_ACCEPT_ENCODING="gzip").get(address)
        assert sent.headers["Content-Encoding"] == "gzip"
        assert len(sent.content) + len(gzip.compress(sheet)) < 30_000
        assert len(plain) + len(sheet) < 100_000
        linked = [part.split('"')[0] for part in plain.decode().split('href="/static/')[1:]]
        assert sorted(linked) == ["brobygger.svg", "find.css"]


def test_an_offer_says_what_one_must_know_before_going_out_of_the_door(offers, cast):
    with acting_as(cast.mette):
        Offer.objects.filter(name="Stoledans og bevægelse").update(walks_needed_m=50)
    page = text_of(f"/find/tilbud/{offers['Stoledans og bevægelse'].id}/")
    for heading in HEADINGS:
        assert f"<h2>{heading}</h2>" in page
    assert "Kom i tøj, du kan røre dig i." in page
    assert "Du skal kunne gå 50 meter." in page
    assert "20 kr. hver gang" in page
    assert "Der er adgang uden trapper." in page


def test_what_is_not_published_does_not_exist(offers, cast):
    offer = offers["Havelauget"]
    assert Client().get(f"/find/tilbud/{offer.id}/").status_code == 200
    with acting_as(cast.mette):
        Offer.objects.filter(id=offer.id).update(published=False)
    hidden, unknown = (Client().get(f"/find/tilbud/{one}/") for one in (offer.id, uuid4()))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content
    assert "Havelauget" not in text_of("/find/?q=have")  # also before the index has caught up


def test_an_old_entry_is_marked(offers, cast):
    with acting_as(cast.mette):
        Offer.objects.filter(name="Havelauget").update(confirmed_on=cast.today - timedelta(days=300))
    operations.catch_up()
    assert text_of("/find/?q=have").count("Ikke tjekket for nylig") == 1
    assert "Det er længe siden" in text_of(f"/find/tilbud/{offers['Havelauget'].id}/")


def test_scripts_in_an_entry_are_words(offers, cast):
    bad = "<script>alert(1)</script>"
    with acting_as(cast.mette):
        Offer.objects.filter(name="Havelauget").update(
            name=bad, description={"da": bad * 500}, area=bad, contact_name='"><img onerror=x>', address="x" * 200
        )
    operations.catch_up()
    for address in ("/find/?vis=kort", "/find/?vis=kalender", "/find/", f"/find/tilbud/{offers['Havelauget'].id}/"):
        page = text_of(address)
        assert "<script>" not in page  # our own names its file
        assert "<img" not in page
    assert "&lt;script&gt;" in text_of(f"/find/tilbud/{offers['Havelauget'].id}/")


@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), st.text(max_size=60) | LIKELY), max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_in_an_address_gets_a_page(offers, pairs):
    limits.MINUTES.forget()
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    assert Client(raise_request_exception=True).get("/find/", data).status_code == 200
    assert Client().get("/find/ring-til-mig/", data).status_code == 200
    assert Client().get("/find/kvittering/", data | {"b": ["x"]}).status_code == 404


def test_bytes_that_are_no_text_get_a_page_too(offers):
    for query in ("q=%ff%fe", "q=" + "a" * 20_000, "dag=%00", "&&&=;", "q[]=1", "km=1e9", "side=٣"):
        assert Client().get(f"/find/?{query}").status_code == 200, query


def test_the_same_question_comes_back_in_its_own_addresses(offers):
    page = text_of("/find/?q=kort&naer=Eksempelkøbing&km=10&dag=3&dag=4&krav=trinfrit&pris=0")
    same = "q=kort&amp;naer=Eksempelk%C3%B8bing&amp;km=10&amp;dag=3&amp;dag=4&amp;pris=0&amp;krav=trinfrit"
    assert f"{same}&amp;vis=kort" in page


def test_a_place_nobody_knows_is_said_and_the_list_is_there(offers):
    page = text_of("/find/?naer=Atlantis")
    assert "Vi kender ikke stedet" in page
    assert "Havelauget" in page


def test_english_by_the_switch_and_only_then(offers):
    client = Client(headers={"accept-language": "en"})
    assert "Hvad har du lyst til?" in text_of("/find/", client)
    assert client.post("/sprog/", {"language": "en", "next": "/find/"}).headers["Location"] == "/find/"
    assert '<html lang="en">' in text_of("/find/", client)


def test_who_asks_too_much_waits_and_nobody_else_does(offers, monkeypatch):
    monkeypatch.setattr(limits, "A_MINUTE", 30)
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1000.0)
    flood, somebody = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    statuses = [flood.get("/find/?q=kaffe").status_code for _time in range(40)]
    assert statuses == [200] * 30 + [429] * 10
    assert somebody.get("/find/").status_code == 200
    waiting = flood.get("/find/")
    assert waiting.headers["Retry-After"] == "60"
    assert "Vent et øjeblik" in waiting.content.decode()
    monkeypatch.setattr(limits.time, "monotonic", lambda: 1061.0)
    assert flood.get("/find/").status_code == 200


def test_without_the_limit_everything_would_be_answered(offers, monkeypatch):
    monkeypatch.setattr(limits, "A_MINUTE", 10**9)
    flood = Client(REMOTE_ADDR="203.0.113.7")
    assert {flood.get("/find/ring-til-mig/").status_code for _time in range(40)} == {200}


def test_open_data_is_limited_too_and_others_are_not_harmed(db, monkeypatch):
    monkeypatch.setattr(open_data, "A_MINUTE", 5)
    monkeypatch.setattr(open_data, "OPEN_DATA", limits.Minutes())
    flood = Client(REMOTE_ADDR="203.0.113.7")
    assert [flood.get("/aabne-data/taxonomies").status_code for _time in range(7)] == [200] * 5 + [429] * 2
    assert Client(REMOTE_ADDR="203.0.113.8").get("/aabne-data/taxonomies").status_code == 200


def test_ten_thousand_questions_in_a_minute_are_counted_by_address():
    minutes = limits.Minutes()
    flood = [minutes.one_more("203.0.113.7", at=600 + number / 200) for number in range(10_000)]
    assert sum(time <= limits.A_MINUTE for time in flood) == limits.A_MINUTE
    assert minutes.one_more("203.0.113.8", at=630.0) == 1
    assert minutes.one_more("203.0.113.7", at=660.0) == 1


def test_behind_the_proxy_the_sender_cannot_choose_an_address(rf):
    behind = rf.get("/find/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9")
    assert limits.address_of(behind) == "203.0.113.9"
    direct = rf.get("/find/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR="1.2.3.4")
    assert limits.address_of(direct) == "203.0.113.9"


def test_pages_ask_the_database_the_same_number_of_times_however_much_is_found(offers, django_assert_max_num_queries):
    for address in ("/find/", "/find/?vis=kort&naer=Eksempelkøbing", "/find/?q=mænd+kort+kaffe"):
        with django_assert_max_num_queries(15):
            Client().get(address)


def test_the_country_s_seventynine_are_found_by_every_filter(db):
    offer_operations.load_national(at=now())
    operations.catch_up()
    assert len(national_facts()) == 79
    filters = {
        "type": (asking.EFFORTS, INTERVENTIONS, "interventions"),
        "vej": (asking.WAYS, STRATEGIES, "strategies"),
        "alder": (asking.AGES, AGE_GROUPS, "age_group"),
    }
    for field, (choices, table, attribute) in filters.items():
        assert set(choices) == set(table.terms)
        told = [getattr(one, attribute) for one in national_facts()]
        for code in choices:
            expected = sum(code == one if isinstance(one, str) else code in one for one in told)
            said = f"Vi fandt {expected}, der passer." if expected else "Vi fandt ikke noget"
            assert said in text_of(f"/find/?{field}={code}"), (code, expected)


def test_an_initiative_leads_to_what_is_known_of_its_way(offers):
    """R312: one that brings people together stands beside the review of groups, and not beside that of befriending."""
    offer_operations.load_national(at=now())
    operations.catch_up()
    found = text_of("/find/?vej=social_kontakt")
    page = text_of(re.search(r'href="(/find/tilbud/[0-9a-f-]{36}/[^"]*)"', found)[1])
    assert "Shekelle m.fl. 2024" in page
    assert "det er ikke et løfte om denne" in page
    kinds = {study.source for study in research_found.about(["social_kognition"])}
    assert any("Lasgaard" in source for source in kinds)
    assert not any("Shekelle" in source for source in kinds)
    assert research_found.about([]) == ()
    assert "Ved man, om den slags hjælper" not in text_of(reverse("find_offer", args=[next(iter(offers.values())).id]))
