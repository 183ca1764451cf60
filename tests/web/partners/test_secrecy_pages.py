"""R334: a group's members promise to keep what is said: who, which day, to which words; seen by the group's leader."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.communities.groups import secrecy
from brobygger.communities.groups.models import SecrecyYes
from brobygger.foundation.audit.models import Change
from brobygger.registry.people.acting import acting_as
from brobygger.web.shared.dates import exact_day
from tests.cast import Cast, given_programme, given_shared
from tests.receiving import given_group, given_member

pytestmark = pytest.mark.django_db
WORDS = "Det, vi hører, bliver her."
KEPT = "</span> har lovet det"


@pytest.fixture
def men(cast: Cast) -> Any:
    """Aase, Villy and Gerda are in Bent's group."""
    programme = given_programme(cast, "000-roskilde")
    group = given_group(cast, programme=programme, name="Mandefællesskab øst", starts=[cast.at + timedelta(days=3)])
    for person in (cast.aase, cast.villy, cast.gerda):
        given_shared(cast, person, actor=cast.bent)
        given_member(cast, person, group)
    return group


def way(browser: Any, group: Any) -> str:
    return " ".join(browser.get(f"/grupper/{group.id}/vej/").content.decode().split())


def promised(browser: Any, group: Any, day: str, *people: Any) -> int:
    sent = browser.post(f"/grupper/{group.id}/har-lovet/", promised=[str(one.id) for one in people], said_on=day)
    return sent.status_code


def test_each_ones_day_and_words_are_kept_and_other_words_are_asked_about_again(cast: Cast, bent: Any, men: Any):
    yesterday = (cast.today - timedelta(days=1)).isoformat()
    assert promised(bent, men, yesterday, cast.aase) == 409  # there are no words yet
    assert bent.post(f"/grupper/{men.id}/det-lover-vi/", words=WORDS).status_code == 302
    assert way(bent, men).count("er ikke spurgt endnu") == 3
    assert promised(bent, men, yesterday, cast.aase, cast.villy, cast.ruth) == 302
    page = way(bent, men)
    assert WORDS in page
    assert page.count(KEPT) == 2
    assert page.count("er ikke spurgt endnu") == 1
    assert exact_day(cast.today - timedelta(days=1), "da") in page
    assert promised(bent, men, yesterday, cast.aase) == 302  # the same words twice is once
    assert bent.post(f"/grupper/{men.id}/det-lover-vi/", words="Vi taler ikke om andre.").status_code == 302
    page = way(bent, men)
    assert KEPT not in page
    assert page.count("lovede noget andet") == 2
    assert f"»{WORDS}«" in page
    assert promised(bent, men, cast.today.isoformat(), cast.aase) == 302
    with acting_as(cast.bent):
        rows = SecrecyYes.objects.filter(person=cast.aase).order_by("version")
        assert [(row.words, row.said_on) for row in rows] == [
            (WORDS, cast.today - timedelta(days=1)), ("Vi taler ikke om andre.", cast.today),
        ]  # fmt: skip


def test_a_slip_of_the_hand_is_corrected_and_taken_back(cast: Cast, bent: Any, men: Any, browser_of):
    bent.post(f"/grupper/{men.id}/det-lover-vi/", words=WORDS)
    yesterday = cast.today - timedelta(days=1)
    assert promised(bent, men, yesterday.isoformat(), cast.aase, cast.villy) == 302
    with acting_as(cast.bent):
        told = {"group": men, "said_on": cast.today, "by": cast.bent, "at": cast.at}
        assert secrecy.promise(person_ids=[cast.aase.id, cast.gerda.id], **told) == 2  # a day corrected, and one new
        assert secrecy.promise(person_ids=[cast.aase.id, cast.gerda.id], **told) == 0
        days = dict(SecrecyYes.objects.values_list("person_id", "said_on"))
        assert days == {cast.aase.id: cast.today, cast.gerda.id: cast.today, cast.villy.id: yesterday}
        villys = SecrecyYes.objects.get(person=cast.villy)
    off = f"/grupper/har-lovet/{villys.id}/slet/"
    assert off in way(bent, men)
    assert browser_of("ole").post(off).status_code == 403
    assert browser_of("nina").post(off).status_code in (403, 404)
    assert bent.post(off).status_code == 302
    page = way(bent, men)
    assert (page.count(KEPT), page.count("er ikke spurgt endnu")) == (2, 1)
    with acting_as(cast.dorte):
        kept = Change.objects.filter(table_name="groups_secrecy_yes", row_id=villys.id).order_by("at", "id")
        assert [one.operation for one in kept][-1] == "delete"


def test_words_of_a_thousand_signs_with_line_breaks_are_kept(cast: Cast, bent: Any, men: Any):
    words = ("Det bliver her.\r\n" * 62).strip()  # 991 signs as one types them, 1052 as a browser sends them
    assert bent.post(f"/grupper/{men.id}/det-lover-vi/", words=words).status_code == 302


def test_a_wrong_day_no_words_and_nobody_are_told(cast: Cast, bent: Any, men: Any):
    assert bent.post(f"/grupper/{men.id}/det-lover-vi/", words=" ").status_code == 409
    assert bent.post(f"/grupper/{men.id}/det-lover-vi/", words="x" * 1001).status_code == 409
    bent.post(f"/grupper/{men.id}/det-lover-vi/", words=WORDS)
    for day in ((cast.today + timedelta(days=1)).isoformat(), "2026-02-31", ""):
        assert promised(bent, men, day, cast.aase) == 409, day
    assert promised(bent, men, cast.today.isoformat()) == 409
    assert KEPT not in way(bent, men)


def test_ole_neither_sees_nor_writes_and_the_page_asks_as_often_for_many(cast: Cast, bent: Any, men: Any, browser_of):
    assert browser_of("ole").get(f"/grupper/{men.id}/vej/").status_code == 403
    assert promised(browser_of("ole"), men, cast.today.isoformat(), cast.aase) == 403
    bent.post(f"/grupper/{men.id}/det-lover-vi/", words=WORDS)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            way(bent, men)
        return len(captured.captured_queries)

    none = asked()
    promised(bent, men, cast.today.isoformat(), cast.aase, cast.villy, cast.gerda)
    assert asked() == none


def test_the_day_a_volunteer_signed_stands_on_the_organisations_page(cast: Cast, browser_of):
    page = " ".join(browser_of("admin").get(f"/organisationer/{cast.association.id}/").content.decode().split())
    ole = page[page.index("Ole Olsen") :].split("</tr>")[0]
    assert "tavshedspligt underskrevet" in ole
    assert "<time" in ole.split("</td>")[0]
