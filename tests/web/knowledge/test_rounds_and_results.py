"""Rounds with everything that is missing, closures that mark them, pairs asked on both sides, results from files."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from brobygger.communities.volunteers.models import Pair
from brobygger.foundation.kernel import cpr
from brobygger.foundation.kernel.clock import DENMARK
from brobygger.journeys import report
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.rules import Round
from brobygger.pathway.measurement import operations as measurement
from brobygger.pathway.measurement import rounds_queries
from brobygger.pathway.measurement.models import AnswerCount, BodyTest, Measurement, PairAnswer, ScoreFile
from brobygger.registry.access.models import Membership
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import AGAIN, CAME, given_a_year

BRUS = "år;sted;svar;antal\n2018;Amager;ofte;54\n2018;Amager;nej;546\n2019;Amager;ofte;39\n2019;Amager;nej;611\n"


def given_rounds(cast, programme):
    """Aase with five rounds: one taken, one to come, one open, one overdue, one whose window has closed."""
    day = cast.today
    plan = {"start": (-40, 5), "open": (3, 9), "overdue": (-3, 9), "closed": (-30, -10), "later": (40, 60)}
    with acting_as(cast.mette):
        (episode,) = episodes.open_many(
            persons=[cast.aase], programme=programme, found_by="home_care", by=cast.mette, at=cast.at
        )
        measurement.plan_rounds(
            episode=episode, at=cast.at,
            rounds=[
                Round(id=name, instrument="t-ils@2", due=day + timedelta(days=due), closes=day + timedelta(days=closes),
                      opens=day + timedelta(days=due - 10))
                for name, (due, closes) in plan.items()
            ],
        )  # fmt: skip
        measurement.take(
            measurement=Measurement.objects.get(round="start"), answers=[3, 3, 2], mode="sms_link", by=cast.mette,
            at=cast.at - timedelta(days=40), language="tyrkisk", answered_by="together",
        )  # fmt: skip
    return episode


def test_every_round_is_counted_once_as_what_it_is(cast, programme, lone):
    given_rounds(cast, programme)
    with acting_as(cast.lone):
        found = {one.round: one for one in rounds_queries.rounds(cast.lone, programme, today=cast.today)}
    told = {name: (one.taken, one.later, one.open, one.overdue, one.missing) for name, one in found.items()}
    assert told == {
        "start": (1, 0, 0, 0, 0), "later": (0, 1, 0, 0, 0), "open": (0, 0, 1, 0, 0), "overdue": (0, 0, 0, 1, 0),
        "closed": (0, 0, 0, 0, 1),
    }  # fmt: skip
    shown = text_of(lone.get(reverse("rounds", args=[programme.id])))
    assert "1 er over tiden, men kan nås endnu. 1 blev ikke taget." in shown
    for word in ("link på SMS", "tyrkisk", "borgeren med hjælp"):
        assert word in shown


def test_mette_is_reminded_of_whom_to_ask_and_lone_sees_no_names(cast, programme, mette, lone):
    given_rounds(cast, programme)
    shown = text_of(mette.get(reverse("rounds", args=[programme.id])))
    assert "Kan tages nu" in shown
    assert shown.count("Aase Andersen: Tre spørgsmål om samvær") == 2  # the open one and the overdue one
    assert "Aase" not in text_of(lone.get(reverse("rounds", args=[programme.id])))


def test_a_round_of_a_year_is_taken_or_missing_and_together_everybody(cast, programme):
    given_a_year(cast, programme)
    with acting_as(cast.lone):
        found = rounds_queries.rounds(cast.lone, programme, today=cast.today)
    again = next(one for one in found if (one.round, one.instrument) == ("after_180_days", "t-ils@2"))
    assert (again.taken, again.planned) == (AGAIN, CAME)


def test_a_closure_marks_the_rounds_it_touched_and_the_report_says_so(cast, programme, lone):
    given_rounds(cast, programme)
    sent = send(
        lone, "closure_new", programme.id, closed_from=(cast.today - timedelta(days=45)).isoformat(),
        closed_until=(cast.today - timedelta(days=20)).isoformat(), why="nedlukning",
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.lone):
        touched = {one.round: one.touched for one in rounds_queries.rounds(cast.lone, programme, today=cast.today)}
        told = str(report.as_data(report.build(cast.lone, programme, cast.at))["sections"])
    assert touched == {"start": 1, "closed": 1, "open": 0, "overdue": 0, "later": 0}
    assert "Indsatsen stod stille fra" in told
    assert "nedlukning" in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"closed_from": "2026-02-01", "closed_until": "2026-01-01", "why": "x"}, "ligger før den første"),
        ({"closed_from": "2099-01-01", "why": "x"}, "Dagen er ikke kommet endnu"),
        ({"closed_from": "", "why": ""}, "Vælg en dag."),
    ],
)
def test_a_closure_that_cannot_be_is_refused(programme, lone, fields, told):
    sent = send(lone, "closure_new", programme.id, **fields)
    assert sent.status_code == 422
    assert told in text_of(sent)


def given_pair(cast, programme):
    """Aase and Ole have met for a hundred days."""
    given_rounds(cast, programme)
    with acting_as(cast.system):
        ole = Membership.objects.get(user_id=cast.ole.user_id)
        return Pair.objects.create(
            person=cast.aase, volunteer=ole, organisation=cast.association, user_id=cast.ole.user_id,
            since=cast.today - timedelta(days=100),
        )  # fmt: skip


def test_both_parties_of_a_pair_are_asked_and_the_one_who_is_missing_is_counted(cast, programme, mette):
    pair = given_pair(cast, programme)
    answers = {"item_1": "4", "item_2": "3", "item_3": "4", "mode": "phone"}
    assert send(mette, "pair_answer", pair.id, "person", 90, **answers).status_code == 302
    with acting_as(cast.lone):
        kept = PairAnswer.objects.get()
    assert (kept.party, kept.score, kept.due) == ("person", 11, pair.since + timedelta(days=90))
    shown = text_of(mette.get(reverse("pair_answers", args=[programme.id])))
    assert '<th scope="row" data-title="Runde">Efter 90 dage</th><td class="number" data-title="Par">1</td>' in shown
    assert 'data-title="Svar, der mangler">1</td>' in shown  # Ole at ninety days
    again = send(mette, "pair_answer", pair.id, "person", 90, **answers)
    assert again.status_code == 409
    assert "Der er allerede svaret på det." in text_of(again)
    wrong = send(mette, "pair_answer", pair.id, "volunteer", 90, **{**answers, "item_2": "9"})
    assert wrong.status_code == 422
    assert mette.get(reverse("pair_answer", args=[pair.id, "volunteer", 180])).status_code == 404


def test_lone_sees_how_many_answered_and_not_who(cast, programme, lone):
    pair = given_pair(cast, programme)
    shown = text_of(lone.get(reverse("pair_answers", args=[programme.id])))
    assert "Efter 30 dage" in shown
    assert "Aase" not in shown
    assert lone.get(reverse("pair_answer", args=[pair.id, "person", 90])).status_code == 403


# ---- files


def upload(client, programme, about, content, name="fil.csv"):
    return send(client, "results_upload", programme.id, about, file=SimpleUploadedFile(name, content.encode()))


def number_of(cast, serial):
    return cpr.fake(datetime(cast.at.year - 82, 1, 2, tzinfo=DENMARK).date(), "female", serial=serial)


def test_tests_of_the_body_are_seen_first_and_then_stored_once(cast, programme, mette):
    given_rounds(cast, programme)
    day = (cast.today - timedelta(days=9)).isoformat()
    content = f"cpr;test;dato;resultat\n{number_of(cast, 82)};rejse_saette;{day};11\n"
    sent = upload(mette, programme, "krop", content)
    assert sent.status_code == 302, text_of(sent)
    seen = text_of(mette.get(sent["Location"]))
    assert "1 borgere får resultater." in seen
    assert number_of(cast, 82) not in seen
    with acting_as(cast.mette):
        kept = ScoreFile.objects.get()
        assert BodyTest.objects.count() == 0
    assert send(mette, "results_store", kept.id).status_code == 302
    with acting_as(cast.mette):
        row = BodyTest.objects.get()
        kept.refresh_from_db()
    assert (row.person_id, row.test, row.value) == (cast.aase.id, "rejse_saette", 11)
    assert kept.content is None
    shown = text_of(mette.get(reverse("person", args=[cast.aase.id]) + "?fane=maalinger"))
    assert "Rejse-sætte-sig på 30 sekunder" in shown
    assert ">11 gange</td>" in shown
    again = upload(mette, programme, "krop", content)
    assert again.status_code == 409
    assert "Den fil er allerede læst ind" in text_of(again)
    other = upload(mette, programme, "krop", content.replace(";11\n", ";12\n"))
    with acting_as(cast.mette):
        waiting = ScoreFile.objects.get(stored_at__isnull=True)
    assert other.status_code == 302
    refused = send(mette, "results_store", waiting.id)
    assert refused.status_code == 409
    assert "der står allerede et andet resultat for den dag" in text_of(refused)
    with acting_as(cast.mette):
        assert [one.value for one in BodyTest.objects.all()] == [11]


def test_somebody_who_is_not_in_the_effort_stops_the_whole_file(cast, programme, mette):
    given_rounds(cast, programme)
    day = (cast.today - timedelta(days=9)).isoformat()
    lines = "".join(f"{number_of(cast, serial)};balance;{day};20\n" for serial in (82, 83))
    sent = upload(mette, programme, "krop", f"cpr;test;dato;resultat\n{lines}")
    assert sent.status_code == 422
    assert "Linje 3, kolonne cpr: Ingen med det nummer har et forløb i indsatsen." in text_of(sent)
    with acting_as(cast.mette):
        assert ScoreFile.objects.count() == 0


def test_two_years_of_user_answers_show_those_often_alone(cast, programme, mette):
    sent = upload(mette, programme, "brugere", BRUS)
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.mette):
        kept = ScoreFile.objects.get()
    send(mette, "results_store", kept.id)
    shown = text_of(mette.get(reverse("results", args=[programme.id])))
    assert "Amager: 9 % var ofte alene i 2018 og 6 % i 2019. Forskellen er −3 procentpoint" in shown
    assert "De to år er ikke de samme borgere" in shown
    later = upload(mette, programme, "brugere", BRUS.replace("54", "55"))
    assert later.status_code == 302
    with acting_as(cast.mette):
        waiting = ScoreFile.objects.get(stored_at__isnull=True)
    assert "Et af årene står her allerede" in text_of(send(mette, "results_store", waiting.id))


def test_few_who_are_often_alone_are_hidden_with_another(cast, programme, mette):
    with acting_as(cast.mette):
        upload(mette, programme, "brugere", "år;svar;antal\n2019;ofte;3\n2019;nej;40\n2019;sjældent;12\n")
        kept = ScoreFile.objects.get()
    send(mette, "results_store", kept.id)
    shown = text_of(mette.get(reverse("results", args=[programme.id])))
    assert shown.count(">skjult</td>") == 2
    assert ">3</td>" not in shown
    assert ">12</td>" not in shown
    with acting_as(cast.mette):
        assert AnswerCount.objects.count() == 3


def test_how_content_users_are_is_brought_in_and_told_as_a_number(cast, programme, mette):
    assert "ved ikke" in text_of(mette.get(reverse("results_upload", args=[programme.id, "tilfredse"])))
    upload(mette, programme, "brugere", BRUS)
    lines = "".join(
        f"2018;Amager;{answer};{n}\n" for answer, n in (("tilfreds", 79), ("hverken eller", 9), ("utilfreds", 7))
    )
    sent = upload(mette, programme, "tilfredse", f"år;sted;svar;antal\n{lines}")
    assert sent.status_code == 302, text_of(sent)
    with acting_as(cast.mette):
        kept = list(ScoreFile.objects.order_by("uploaded_at", "id"))
    for one in kept:  # the same year and place, but another question
        assert send(mette, "results_store", one.id).status_code == 302
    shown = text_of(mette.get(reverse("results", args=[programme.id])))
    assert "83 % (fra 74 til 89) af 95 svar i 2018." in shown
    assert "viser ikke, om indsatsen hjælper" in shown
    assert "Amager: 9 % var ofte alene i 2018" in shown


def test_only_the_coordinator_brings_results_in(programme, lone, as_user):
    assert lone.get(reverse("results", args=[programme.id])).status_code == 403
    assert as_user("karin").get(reverse("results_upload", args=[programme.id, "krop"])).status_code == 403


def test_the_page_of_rounds_asks_as_often_for_a_year_as_for_nobody(cast, programme, lone):
    before = reads(lone, "rounds", programme.id)
    given_a_year(cast, programme)
    assert reads(lone, "rounds", programme.id) == before <= 16
