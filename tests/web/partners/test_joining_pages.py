"""From poster to first visit, step by step; and what keeps a volunteer: gatherings, kilometres, thanks, an answer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from tests.receiving import given_pair

pytestmark = pytest.mark.django_db

SONJA = {
    "name": "Sonja Storm", "phone": "22 00 00 01", "email": "sonja@example.org", "role_wanted": "visitor",
    "weekdays": ["1", "3"], "languages": "Dansk, arabisk", "has_car": "on", "channel": "poster",
    "channel_note": "Biblioteket",
}  # fmt: skip


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    cache.clear()


def said(cast: Cast, **facts: Any) -> Any:
    """Somebody fills in the public page."""
    told = {"shared_id": str(uuid4()), **SONJA, **facts}
    return Client().post(f"/bliv-frivillig/?kommune={cast.municipality.code}", told)


def interests(cast: Cast, **filters: Any) -> list[Any]:
    from brobygger.communities.volunteers.models import Interest
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        return list(Interest.objects.select_related("organisation").filter(**filters).order_by("id"))


def mails(cast: Cast) -> list[tuple[str, str]]:
    from brobygger.registry.communication.models import Message
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        return list(Message.objects.order_by("queued_at", "id").values_list("to", "text_code"))


def take(leader: Any, interest: Any, kind: str, day: Any) -> Any:
    return leader.post(f"/frivillige/interesse/{interest.id}/skridt/", kind=kind, done_on=day.isoformat(), note="")


def test_sonja_reads_a_poster_and_becomes_a_volunteer(cast: Cast, bent: Any) -> None:
    assert text(Client().get(f"/bliv-frivillig/?kommune={cast.municipality.code}")).count("Fællesskabet") == 1
    same = str(uuid4())
    for _twice in (1, 2):
        answer = said(cast, shared_id=same, organisation=str(cast.association.id))
        assert answer.headers["Location"] == "/bliv-frivillig/tak/"
    (sonja,) = interests(cast)
    assert (sonja.organisation.id, sonja.languages, sonja.weekdays) == (
        cast.association.id, ["dansk", "arabisk"], [1, 3],
    )  # fmt: skip
    assert mails(cast) == [("sonja@example.org", "interest_received")]
    assert "Sonja Storm" in text(bent.get("/frivillige/"))
    bent.post("/frivillige/krav/", kinds=["talk", "children_certificate", "agreement"], valid_months="24",
              warn_weeks="6", grace_days="30", km_oere="228", contact="", role_text="")  # fmt: skip
    address = f"/frivillige/interesse/{sonja.id}/"
    assert bent.post(f"{address}godkend/").status_code == 409
    for kind in ("talk", "children_certificate", "secrecy"):
        assert take(bent, sonja, kind, cast.today).status_code == 302
    assert "Næste skridt: Skriftlig aftale" in text(bent.get(address))
    assert bent.post(f"{address}godkend/").status_code == 409
    take(bent, sonja, "agreement", cast.today)
    welcome = bent.post(f"{address}godkend/")
    assert welcome.headers["Cache-Control"] == "no-store"
    (password,) = re.findall(r">\s*([a-z2-9]{4}(?:-[a-z2-9]{4}){4})\s*<", text(welcome))
    assert Client().login(email="sonja@example.org", password=password)
    assert mails(cast)[-1] == ("sonja@example.org", "volunteer_welcome")
    assert ready_names(cast) == ["Ole Olsen", "Sonja Storm"]
    channels = text(bent.get("/frivillige/"))
    assert "1 kom, 1 blev frivillig" in channels


def ready_names(cast: Cast, days: int = 0) -> list[str]:
    from brobygger.communities.volunteers import queries
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette):
        return [one.name for one in queries.ready(cast.mette, on=cast.today + timedelta(days=days))]


@pytest.mark.parametrize(
    ("facts", "told"),
    [({"name": ""}, "Skriv dit navn"), ({"phone": "", "email": ""}, "så vi kan svare"), ({"email": "x"}, "navn@"),
     ({"role_wanted": "boss"}, "Vælg på listen"), ({"organisation": str(uuid4())}, "Vælg på listen"),
     ({"words": "æ" * 2001}, "lidt kortere"), ({"languages": "x" * 101}, "lidt kortere")],
)  # fmt: skip
def test_the_public_page_asks_again_calmly(cast: Cast, facts: dict[str, str], told: str) -> None:
    answer = said(cast, **facts)
    assert answer.status_code == 422
    assert told in text(answer)
    assert interests(cast) == []


def test_a_machine_is_not_let_in(cast: Cast) -> None:
    assert said(cast, homepage="https://spam.example").status_code == 302
    assert interests(cast) == []
    statuses = [said(cast).status_code for _time in range(8)]
    assert statuses.count(302) == 5
    assert set(statuses) == {302, 429}


def test_the_municipality_finds_the_right_place_and_associations_recruit_together(
    cast: Cast, bent: Any, browser_of: Any, other_leader: str
) -> None:
    said(cast)
    (loose,) = interests(cast)
    assert loose.organisation is None
    assert "Sonja" not in text(bent.get("/frivillige/"))
    assert bent.get(f"/frivillige/interesse/{loose.id}/").status_code == 404
    mette, sara = browser_of("mette"), browser_of(other_leader)
    address = f"/frivillige/interesse/{loose.id}/videre/"
    assert mette.post(address).status_code == 422
    both = [str(cast.association.id), str(cast.parish.id)]
    assert mette.post(address, organisations=both).status_code == 302
    assert mette.post(address, organisations=both).status_code == 409
    for leader in (bent, sara):
        assert "Sonja Storm" in text(leader.get("/frivillige/"))
    at_bents, at_saras = interests(cast, status="new")
    assert sara.get(f"/frivillige/interesse/{at_bents.id}/").status_code == 404
    sara.post(f"/frivillige/interesse/{at_saras.id}/nej/", why="no_task")
    assert ("sonja@example.org", "volunteer_declined") not in mails(cast)  # Bent still has her
    bent.post(f"/frivillige/interesse/{at_bents.id}/nej/", why="no_task")
    assert ("sonja@example.org", "volunteer_declined") in mails(cast)


def given_certificate(cast: Cast, *, days_ago: int) -> None:
    from brobygger.communities.volunteers import joining
    from brobygger.communities.volunteers.rules import StepKind
    from brobygger.registry.access.models import Membership
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.bent):
        joining.take_step(
            organisation=cast.association, kind=StepKind.CRIMINAL_RECORD, done_on=cast.today - timedelta(days=days_ago),
            note="", volunteer=Membership.objects.get(id=cast.ole.membership_id), by=cast.bent, at=cast.at,
        )  # fmt: skip


def night(cast: Cast) -> None:
    from brobygger.journeys import join_in
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.system):
        join_in.watch_approvals(by=cast.system, at=cast.at)


def test_a_certificate_ends_with_a_warning_and_a_grace_period(cast: Cast, bent: Any) -> None:
    """Two years less a month: told. Two years and a week: in grace. A quarter more: no new persons, until renewed."""
    from brobygger.foundation.kernel.refusal import Refusal

    given_certificate(cast, days_ago=600)
    night(cast)
    assert mails(cast) == []
    given_certificate(cast, days_ago=700)
    for _twice in (1, 2):
        night(cast)
    assert mails(cast) == [("ole@demo.brobygger.dk", "approval_ends")]
    assert "skal snart fornyes" in text(bent.get("/frivillige/"))
    given_certificate(cast, days_ago=738)
    assert ready_names(cast) == ["Ole Olsen"]
    given_certificate(cast, days_ago=800)
    assert ready_names(cast) == []
    with pytest.raises(Refusal, match="attest er udløbet"):
        given_pair(cast, cast.aase)
    address = f"/frivillige/person/{cast.ole.membership_id}/"
    assert "ingen nye borgere" in text(bent.get(address))
    assert bent.post(address, kind="criminal_record", done_on=cast.today.isoformat(), note="").status_code == 302
    assert ready_names(cast) == ["Ole Olsen"]
    assert given_pair(cast, cast.aase)


def test_what_came_to_nothing_is_forgotten_after_half_a_year(cast: Cast, bent: Any) -> None:
    from brobygger.communities.volunteers.models import Interest
    from brobygger.registry.people.acting import acting_as

    for _time in (1, 2):
        said(cast, organisation=str(cast.association.id))
    gone, waiting = interests(cast)
    bent.post(f"/frivillige/interesse/{gone.id}/nej/", why="changed_mind")
    night(cast)
    assert len(interests(cast)) == 2
    with acting_as(cast.system):
        Interest.objects.filter(id=gone.id).update(decided_at=cast.at - timedelta(days=184))
    night(cast)
    assert [one.id for one in interests(cast)] == [waiting.id]


def test_a_gathering_is_told_promised_and_held(cast: Cast, bent: Any, ole: Any) -> None:
    from brobygger.communities.volunteers.models import Gathering
    from brobygger.registry.people.acting import acting_as

    day = cast.today + timedelta(days=5)
    told = {"kind": "supervision", "time": "16:30", "place": "Kulturhuset", "agenda": "Det svære"}
    assert bent.post("/frivillige/moeder/", day=(cast.today - timedelta(days=1)).isoformat(), **told).status_code == 422
    assert bent.post("/frivillige/moeder/", day=day.isoformat(), **told).status_code == 302
    assert mails(cast) == [("ole@demo.brobygger.dk", "volunteer_meeting")]
    assert "Kulturhuset" in text(ole.get("/som-frivillig/"))
    with acting_as(cast.bent):
        gathering = Gathering.objects.get()
    assert ole.post(f"/som-frivillig/moeder/{gathering.id}/", promised="yes").status_code == 302
    assert "Du kommer." in text(ole.get("/som-frivillig/"))
    assert "kommer" in text(bent.get(f"/frivillige/moeder/{gathering.id}/"))
    assert bent.post(f"/frivillige/moeder/{gathering.id}/", notes="For tidligt").status_code == 409
    with acting_as(cast.bent):
        Gathering.objects.update(starts_at=cast.at - timedelta(hours=3))
    bent.post(f"/frivillige/moeder/{gathering.id}/", came=[str(cast.ole.membership_id)], notes="Vi talte om sorg.")
    assert "Vi talte om sorg." in text(bent.get(f"/frivillige/moeder/{gathering.id}/"))


def test_kilometres_are_told_approved_and_paid_once(cast: Cast, bent: Any, ole: Any) -> None:
    drive = {"on": cast.today.isoformat(), "what": "=Kørt til caféen", "km": "12,5"}
    assert ole.post("/som-frivillig/udgift/", **drive).status_code == 422  # nothing is paid for driving yet
    bent.post("/frivillige/krav/", kinds=[], valid_months="24", warn_weeks="6", grace_days="30", km_oere="228")
    assert ole.post("/som-frivillig/udgift/", **drive).status_code == 302
    assert ole.post("/som-frivillig/udgift/", on=cast.today.isoformat(), what="Kage", kroner="40").status_code == 302
    assert ole.post("/som-frivillig/udgift/", **(drive | {"kroner": "5"})).status_code == 422
    waiting = text(bent.get("/frivillige/udgifter/"))
    assert "28,50 kr." in waiting
    for expense_id in re.findall(r"/frivillige/udgifter/([0-9a-f-]{36})/", waiting):
        assert bent.post(f"/frivillige/udgifter/{expense_id}/", decision="yes").status_code == 302
        assert bent.post(f"/frivillige/udgifter/{expense_id}/", decision="no").status_code == 409
    assert "68,50 kr." in text(bent.get("/frivillige/udgifter/"))
    for _twice in (1, 2):
        bent.post("/frivillige/udgifter/betal/")
    lines = text(bent.get("/frivillige/udgifter/betalt.csv")).splitlines()
    assert len(lines) == 3
    assert "'=Kørt til caféen;12,5;28,50" in "\n".join(lines)
    assert "sendt til udbetaling" in text(ole.get("/som-frivillig/"))


def test_thanks_reach_every_volunteer_with_what_it_led_to(cast: Cast, bent: Any, ole: Any) -> None:
    given_pair(cast, cast.aase)
    ole.post(f"/min-borger/{cast.aase.id}/vi-moedtes/", met_on=cast.today.isoformat())
    assert "1 besøg det sidste år." in text(bent.get("/frivillige/tak/"))
    same = str(uuid4())
    for _twice in (1, 2):
        bent.post("/frivillige/tak/", words="I har gjort en forskel.", thanks_id=same)
    assert mails(cast) == [("ole@demo.brobygger.dk", "volunteer_thanks")]
    assert "Du har været på besøg 1 gang" in text(ole.get("/som-frivillig/"))
    assert "mødtes <time" in text(bent.get("/frivillige/"))


def test_shortage_and_idleness_are_both_seen(cast: Cast, bent: Any, browser_of: Any) -> None:
    page = text(bent.get("/frivillige/"))
    assert "har ikke mødt nogen siden" in page  # Ole has been here for 400 days
    assert "Mette Madsen" in text(browser_of("ole").get("/som-frivillig/"))  # whom he can call
    given_pair(cast, cast.aase)
    assert "har ikke mødt nogen siden" not in text(bent.get("/frivillige/"))


# ---- a worry


def worried(cast: Cast, ole: Any) -> Any:
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    given_pair(cast, cast.aase)
    told = {"worry_id": str(uuid4()), "words": "Hun spiser næsten ikke mere."}
    assert ole.post(f"/min-borger/{cast.aase.id}/bekymret/", **told).status_code == 302
    with acting_as(cast.mette):
        return Task.objects.get(kind="answer_worry")


def test_ole_gets_an_answer(cast: Cast, ole: Any, browser_of: Any) -> None:
    mette, task = browser_of("mette"), worried(cast, ole)
    assert "Svaret er på vej." in text(ole.get(f"/min-borger/{cast.aase.id}/"))
    address = f"/opgaver/{task.id}/svar/"
    assert "Hun spiser næsten ikke mere." in text(mette.get(address))
    assert mette.post(address, words=" ").status_code == 422
    assert mette.post(address, words="Tak. Lægen kommer i morgen.").status_code == 302
    page = text(ole.get(f"/min-borger/{cast.aase.id}/"))
    assert "Mette Madsen svarer" in page
    assert "Lægen kommer i morgen." in page
    assert mails(cast)[-1] == ("ole@demo.brobygger.dk", "worry_answered")
    assert ole.get(address).status_code == 403


def test_what_staff_write_for_themselves_is_never_shown_to_ole(cast: Cast, ole: Any, browser_of: Any) -> None:
    task = worried(cast, ole)
    browser_of("mette").post(f"/opgaver/{task.id}/faerdig/", outcome="done", note="Diagnosen er kendt.")
    assert "Diagnosen" not in text(ole.get(f"/min-borger/{cast.aase.id}/"))


def test_a_worry_that_nobody_answers_is_told_to_more_people(cast: Cast, ole: Any, browser_of: Any) -> None:
    from brobygger.journeys import answer_worry
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    task = worried(cast, ole)
    with acting_as(cast.system):
        assert answer_worry.escalate(by=cast.system, at=cast.at + timedelta(days=1)) == 0
        assert [answer_worry.escalate(by=cast.system, at=cast.at + timedelta(days=2)) for _twice in (1, 2)] == [1, 0]
        late = Task.objects.get(kind="worry_unanswered")
    told = {to for to, code in mails(cast) if code == "worry_waiting"}
    assert told == {"mette@demo.brobygger.dk", "lone@demo.brobygger.dk"}
    assert browser_of("mette").post(f"/opgaver/{late.id}/svar/", words="Undskyld ventetiden.").status_code == 302
    with acting_as(cast.system):
        task.refresh_from_db()
        late.refresh_from_db()
    assert (task.status, late.status) == ("done", "cancelled")
    assert "Undskyld ventetiden." in text(ole.get(f"/min-borger/{cast.aase.id}/"))


def test_the_role_in_writing_is_what_the_volunteer_reads(bent: Any, ole: Any) -> None:
    assert "Din rolle" not in text(ole.get("/som-frivillig/"))
    asked = {"kinds": [], "valid_months": "24", "warn_weeks": "6", "grace_days": "30"}
    bent.post("/frivillige/krav/", **asked, role_text="Du kommer en time om ugen.")
    assert "Du kommer en time om ugen." in text(ole.get("/som-frivillig/"))


def test_a_shortage_is_told_where_it_is_once_a_month(cast: Cast, favrskov: Any, browser_of: Any) -> None:
    """Ole has one place; Aase and Villy wait for somebody. When only Aase waits there is no task: the control."""
    from brobygger.journeys import enough_volunteers
    from brobygger.pathway.followup.models import Task
    from brobygger.registry.people.acting import acting_as

    def watched() -> list[str]:
        with acting_as(cast.system):
            for _twice in (1, 2):
                enough_volunteers.watch(by=cast.system, at=cast.at)
            return [task.why["about"] for task in Task.objects.filter(kind="recruit_volunteers")]

    given_waiting(cast, cast.aase, favrskov)
    assert watched() == []
    given_waiting(cast, cast.villy, favrskov)
    (told,) = watched()
    assert told == "besøg 1 (Hjemmeplejen Nord 2)"
    page = text(browser_of("mette").get("/frivillige/"))
    assert "Der mangler frivillige." in page
    assert "2 borgere venter på en." in page
    by_task = page.split("Efter opgave")[1].split("</table>")[0]
    assert re.findall(r'class="number"[^>]*>(\d+)<', by_task) == ["2", "1", "0", "0", "0", "0"]  # visits; along; lifts
    assert "mangler 1" in by_task


def given_waiting(cast: Cast, person: Any, programme: Any) -> None:
    """Has said yes, and wishes for company for two."""
    from brobygger.journeys import agree, find, screen, wish
    from brobygger.registry.people.acting import acting_as

    with acting_as(cast.mette) as mette:
        episode = find.begin(person=person, programme=programme, found_by="home_care", by=mette, at=cast.at)
        screen.screen(
            episode=episode, screening_id=uuid4(), instrument="t-ils@2", answers=[2, 2, 1], answered_by="person",
            mode="visit", by=mette, at=cast.at,
        )  # fmt: skip
        agree.say_yes(episode=episode, how="spoken", by=mette, at=cast.at)
        wish.map_wishes(episode=episode, wishes={"company": "one_to_one"}, mode="visit", by=mette, at=cast.at)
