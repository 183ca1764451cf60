"""Bent receives new people: he sees what the consent allows, answers, and calls before the first time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from brobygger.journeys import agree
from brobygger.journeys import answer as answering
from brobygger.registry.people.acting import acting_as
from tests.cast import Cast, given_shared
from tests.receiving import WORDS, given_group, given_member, given_referred

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def yes(cast: Cast, to: Any, **changed: Any) -> dict[str, Any]:
    from brobygger.pathway.attendance.models import Session

    with acting_as(cast.bent):
        first = Session.objects.filter(group=to).order_by("starts_at").first()
    return {"answer": "yes", "host": str(cast.bent.membership_id), "first": str(first.id), **changed}


# ---- What Bent sees ----------------------------------------------------------------------------------------------


def test_before_the_yes_bent_sees_nothing(cast: Cast, bent: Any, group: Any) -> None:
    page = text(bent.get("/nye-til-os/"))
    assert "Der er ingen nye lige nu" in page
    assert "Aase" not in page
    assert bent.get(f"/min-borger/{cast.aase.id}/").status_code == 403


def test_after_consent_and_referral_bent_sees_the_agreed_and_no_more(cast: Cast, bent: Any, referral: Any) -> None:
    page = text(bent.get("/nye-til-os/"))
    assert "Aase Andersen" in page
    assert WORDS in page
    page = text(bent.get(f"/nye-til-os/{referral.id}/"))
    assert "Aase Andersen" in page
    assert "300 meter" in page
    assert "rollator" in page
    for hidden in ("Åvej", "82 år", "enke", "0201", "2,5", "T-ILS", "gul", "Hjemmeplejen"):
        assert hidden not in page, hidden


def test_what_was_not_agreed_is_not_hinted_at(cast: Cast, bent: Any, offer: Any, favrskov: Any, group: Any) -> None:
    referral = given_referred(cast, cast.aase, programme=favrskov, offer=offer, data=["name"])
    page = text(bent.get(f"/nye-til-os/{referral.id}/"))
    assert "Aase Andersen" in page
    assert "300 meter" not in page
    assert "21 00 00 82" not in page


def test_every_look_is_in_the_read_log(cast: Cast, bent: Any, referral: Any) -> None:
    from brobygger.foundation.audit.models import ReadEntry

    bent.get(f"/nye-til-os/{referral.id}/")
    with acting_as(cast.system):
        entry = ReadEntry.objects.filter(user_id=cast.bent.user_id, person_id=cast.aase.id).latest("id")
    assert entry.purpose == "activity"
    assert sorted(entry.groups) == ["contact", "name", "walking"]


def test_withdrawn_consent_takes_the_person_away_at_once(cast: Cast, bent: Any, referral: Any) -> None:
    with acting_as(cast.mette):
        agree.withdraw(consent=referral.consent, how="phone", by=cast.mette, at=cast.at)
    assert "Aase" not in text(bent.get("/nye-til-os/"))
    page = bent.get(f"/nye-til-os/{referral.id}/")
    assert page.status_code == 200
    assert "Personen har valgt noget andet" in text(page)
    assert "Aase" not in text(page)


def test_another_association_gets_404(cast: Cast, browser_of: Any, referral: Any, other_leader: str) -> None:
    other = browser_of(other_leader)
    assert "Aase" not in text(other.get("/nye-til-os/"))
    assert other.get(f"/nye-til-os/{referral.id}/").status_code == 404
    assert other.post(f"/nye-til-os/{referral.id}/", answer="no", reason="no_place").status_code == 404
    with acting_as(cast.mette):
        referral.refresh_from_db()
    assert referral.status == "sent"


@pytest.mark.parametrize("name", ["karin", "mette", "ole", "lone", "dorte", "admin"])
def test_other_roles_may_not(browser_of: Any, referral: Any, name: str) -> None:
    assert browser_of(name).get("/nye-til-os/").status_code == 403
    assert browser_of(name).get(f"/nye-til-os/{referral.id}/").status_code == 403


# ---- Yes ---------------------------------------------------------------------------------------------------------


def test_bent_says_yes_and_calls_himself(cast: Cast, bent: Any, referral: Any, group: Any) -> None:
    done = bent.post(f"/nye-til-os/{referral.id}/", **yes(cast, group))
    assert done.status_code == 302
    page = text(bent.get("/nye-til-os/"))
    assert "Ring før første gang" in page
    assert "du ringer" in page
    from brobygger.pathway.first_meeting.models import FirstContact

    with acting_as(cast.bent):
        contact = FirstContact.objects.get()
    assert (contact.host_name, contact.group_id) == ("Bent Birk", group.id)
    assert contact.first_session_on == cast.today + timedelta(days=3)
    assert "Der er svaret" in text(bent.get(f"/nye-til-os/{referral.id}/"))


def test_somebody_without_sign_in_may_call_on_another_day(cast: Cast, bent: Any, referral: Any, group: Any) -> None:
    day = cast.today + timedelta(days=5)
    given = yes(cast, group, host="other", host_name=" Birthe ", first="other", first_on=day.isoformat(),
                group=str(group.id))  # fmt: skip
    assert bent.post(f"/nye-til-os/{referral.id}/", **given).status_code == 302
    assert "Birthe ringer" in text(bent.get("/nye-til-os/"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"host": ""}, "Vælg, hvem der ringer."),
        ({"host": "0198c000-0000-7000-8000-000000000000"}, "Vælg en på listen."),
        ({"host": "other"}, "Skriv navnet på den, der ringer."),
        ({"host": "other", "host_name": "x" * 201}, "Skriv lidt kortere."),
        ({"first": ""}, "Vælg den første gang."),
        ({"first": "other"}, "Skriv dagen, eller vælg en mødegang på listen."),
        ({"first": "other", "first_on": "2020-01-01"}, "Vælg en dag, der ikke er gået."),
        ({"first": "other", "first_on": "2999-01-01"}, "Vælg en dag inden for det næste år."),
        ({"first": "other", "first_on": "næste onsdag"}, "Skriv dagen som dag-måned-år."),
    ],
)
def test_a_yes_that_lacks_something_says_what(
    cast: Cast, bent: Any, referral: Any, group: Any, changed: dict[str, str], told: str
) -> None:
    answer = bent.post(f"/nye-til-os/{referral.id}/", **yes(cast, group, **changed))
    assert answer.status_code == 422
    assert told in text(answer)


def test_twice_is_once_and_somebody_else_is_told(
    cast: Cast, bent: Any, browser_of: Any, referral: Any, group: Any, second_leader: str
) -> None:
    key = "0198c000-0000-7000-8000-000000000001"
    birthe = browser_of(second_leader)
    birthe.get(f"/nye-til-os/{referral.id}/")
    for _click in range(2):
        assert bent.post(f"/nye-til-os/{referral.id}/", key=key, **yes(cast, group)).status_code == 302
    late = birthe.post(f"/nye-til-os/{referral.id}/", answer="no", reason="no_place")
    assert late.status_code == 409
    assert "allerede besvaret" in text(late)
    with acting_as(cast.mette):
        referral.refresh_from_db()
    assert referral.status == "accepted"


def test_a_full_group_is_not_offered(cast: Cast, bent: Any, offer: Any, favrskov: Any) -> None:
    from brobygger.communities.groups.models import Group

    small = given_group(cast, offer=offer, programme=favrskov, name="Det lille hold", size_max=4,
                        starts=[cast.at + timedelta(days=2)])  # fmt: skip
    referral = given_referred(cast, cast.aase, programme=favrskov, offer=offer)
    assert "Det lille hold" in text(bent.get(f"/nye-til-os/{referral.id}/"))
    given_shared(cast, cast.villy, actor=cast.bent)
    with acting_as(cast.bent):
        Group.objects.filter(id=small.id).update(size_min=1, size_max=1)
    given_member(cast, cast.villy, small)
    assert "Det lille hold" not in text(bent.get(f"/nye-til-os/{referral.id}/"))


def test_after_silence_a_yes_is_still_welcome(cast: Cast, bent: Any, referral: Any, group: Any) -> None:
    late = cast.at + timedelta(days=30)
    with acting_as(cast.system):
        assert answering.lapse_all_silent(by=cast.system, at=late) == 1
    page = text(bent.get(f"/nye-til-os/{referral.id}/"))
    assert "Et ja er stadig velkomment" in page
    assert bent.post(f"/nye-til-os/{referral.id}/", **yes(cast, group)).status_code == 302


# ---- No ----------------------------------------------------------------------------------------------------------


def test_a_no_goes_back_to_mette_and_bent_sees_nothing_more(cast: Cast, bent: Any, referral: Any) -> None:
    from brobygger.pathway.followup.models import Task

    done = bent.post(f"/nye-til-os/{referral.id}/", answer="no", reason="no_place")
    assert done.status_code == 302
    page = text(bent.get("/nye-til-os/"))
    assert "Koordinatoren leder nu efter et andet sted" in page
    assert "Aase" not in page
    assert "Aase" not in text(bent.get(f"/nye-til-os/{referral.id}/"))
    with acting_as(cast.mette):
        tasks = Task.objects.filter(person=cast.aase, kind="find_other_offer", status="open", role="coordinator")
        assert tasks.exists()


@pytest.mark.parametrize("reason", ["", "fordi", "x" * 5000])
def test_a_no_needs_a_reason(bent: Any, referral: Any, reason: str) -> None:
    answer = bent.post(f"/nye-til-os/{referral.id}/", answer="no", reason=reason)
    assert answer.status_code == 422
    assert "Vælg en årsag" in text(answer)


# ---- First contact -----------------------------------------------------------------------------------------------


@pytest.fixture
def contact(cast: Cast, bent: Any, referral: Any, group: Any) -> Any:
    from brobygger.pathway.first_meeting.models import FirstContact

    bent.post(f"/nye-til-os/{referral.id}/", **yes(cast, group))
    with acting_as(cast.bent):
        return FirstContact.objects.get()


def test_the_page_says_what_to_say(bent: Any, contact: Any) -> None:
    page = text(bent.get(f"/foerste-kontakt/{contact.id}/"))
    for said in ('href="tel:21000082"', "Kulturhuset, Torvet 2", "kl. 10.00", "står ved døren", "gratis", "følges"):
        assert said in page, said


def test_reached_and_a_companion_is_wanted(cast: Cast, bent: Any, contact: Any) -> None:
    from brobygger.pathway.followup.models import Task

    done = bent.post(f"/foerste-kontakt/{contact.id}/", companion="yes", note="Hører bedst på venstre øre")
    assert done.status_code == 302
    assert "Ring før første gang" not in text(bent.get("/nye-til-os/"))
    with acting_as(cast.mette):
        contact.refresh_from_db()
        assert (contact.status, contact.companion) == ("done", True)
        assert Task.objects.filter(person=cast.aase, kind="plan_companion", status="open").exists()
    again = bent.post(f"/foerste-kontakt/{contact.id}/", companion="no", note="")
    assert again.status_code == 409


def test_not_reached_three_times_asks_mette(cast: Cast, bent: Any, contact: Any) -> None:
    from brobygger.pathway.followup.models import Task

    for _try in range(3):
        assert bent.post(f"/foerste-kontakt/{contact.id}/ikke-fat-i/").status_code == 302
    assert "prøvet 3 gange" in text(bent.get("/nye-til-os/"))
    with acting_as(cast.mette):
        assert Task.objects.filter(person=cast.aase, kind="not_reached", role="coordinator").exists()


def test_a_note_that_is_too_long_is_kept_and_explained(bent: Any, contact: Any) -> None:
    answer = bent.post(f"/foerste-kontakt/{contact.id}/", companion="no", note="æ" * 501)
    assert answer.status_code == 422
    assert "Højst 500 tegn" in text(answer)


def test_the_contact_is_gone_for_others_and_after_withdrawal(
    cast: Cast, bent: Any, browser_of: Any, contact: Any, referral: Any, other_leader: str
) -> None:
    assert browser_of(other_leader).get(f"/foerste-kontakt/{contact.id}/").status_code == 404
    with acting_as(cast.mette):
        agree.withdraw(consent=referral.consent, how="phone", by=cast.mette, at=cast.at)
    assert bent.get(f"/foerste-kontakt/{contact.id}/").status_code == 404
    assert bent.post(f"/foerste-kontakt/{contact.id}/", companion="no", note="").status_code == 404
    assert bent.post(f"/foerste-kontakt/{contact.id}/ikke-fat-i/").status_code == 404
    assert "Aase" not in text(bent.get("/nye-til-os/"))


# ---- Speed -------------------------------------------------------------------------------------------------------


def test_queries_do_not_grow_with_the_people(
    cast: Cast, bent: Any, offer: Any, favrskov: Any, group: Any, queries_of: Any
) -> None:
    first = given_referred(cast, cast.aase, programme=favrskov, offer=offer)
    few = queries_of(bent, "/nye-til-os/")
    for person in (cast.villy, cast.gerda):
        given_referred(cast, person, programme=favrskov, offer=offer)
    assert queries_of(bent, "/nye-til-os/") == few <= 15
    assert queries_of(bent, f"/nye-til-os/{first.id}/") <= 15
