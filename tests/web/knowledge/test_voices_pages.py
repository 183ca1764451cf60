"""What people say is written down as they say it, and told only as long as their yes covers it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.insight.evaluation.over_time_queries import Screened
from brobygger.insight.voices import operations
from brobygger.insight.voices.models import Statement
from brobygger.insight.voices.rules import Said, by_code, may_be_told
from brobygger.journeys import report
from brobygger.journeys.report_said import Heard
from brobygger.registry.people.acting import acting_as
from tests.web.staff_office.conftest import send, text_of

QUOTE = "Nu har jeg nogen at drikke kaffe med om torsdagen."


def written(cast, programme, **facts):
    told = {
        "kind": "quote", "speaker": "participant", "text": QUOTE, "said_on": cast.today, "may_use": "report",
        "consent_how": "spoken", "consent_until": cast.today + timedelta(days=90), "codes": ["friendship"],
        "called": "kvinde, 82 år", **facts,
    }  # fmt: skip
    with acting_as(cast.mette):
        return operations.write(programme=programme, by=cast.mette, at=cast.at, **told)


def told_in(cast, programme, at=None):
    """Everything the evaluator's report says, as one text."""
    with acting_as(cast.lone):
        made = report.build(cast.lone, programme, at or cast.at)
    return str([block for part in made.sections for block in part.blocks])


def test_mette_writes_a_statement_and_the_report_tells_it(cast, programme, mette):
    sent = send(
        mette, "statement_new", programme.id, kind="quote", speaker="participant", text=QUOTE, called="kvinde, 82 år",
        said_on=cast.today.isoformat(), may_use="report", consent_how="written",
        consent_until=(cast.today + timedelta(days=30)).isoformat(), codes=["friendship", "everyday"],
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    listed = text_of(mette.get(reverse("statements", args=[programme.id])))
    assert QUOTE in listed
    assert "må bruges i rapporter" in listed
    assert f"»{QUOTE}« (kvinde, 82 år" in told_in(cast, programme)


def test_without_a_yes_nothing_is_told(cast, programme):
    written(cast, programme, may_use="nobody", consent_how="")
    assert QUOTE not in told_in(cast, programme)


def test_a_yes_that_has_run_out_covers_nothing(cast, programme):
    row = written(cast, programme)
    assert QUOTE in told_in(cast, programme)
    with acting_as(cast.lone):
        Statement.objects.filter(id=row.id).update(consent_until=cast.today - timedelta(days=1))
    assert QUOTE not in told_in(cast, programme)


def test_a_statement_taken_back_leaves_reports_that_were_kept(cast, programme, mette):
    row = written(cast, programme)
    with acting_as(cast.lone):
        version = report.save(programme=programme, by=cast.lone, at=cast.at)
    assert QUOTE in str(version.content)
    assert send(mette, "statement_take_back", row.id).status_code == 302
    assert QUOTE not in told_in(cast, programme)
    with acting_as(cast.lone):
        shown = str([block for part in report.kept(version).sections for block in part.blocks])
        as_json = report.version_as_file(version, "json").decode()
    assert QUOTE not in shown
    assert "Et udsagn er taget tilbage af den, der sagde det." in shown
    assert QUOTE not in as_json


def test_participants_and_staff_are_told_apart(cast, programme):
    written(cast, programme, kind="evaluation", text="Det var rart at blive ringet op.")
    written(cast, programme, kind="evaluation", speaker="staff", text="Vi fik god tid.", called="", unit=cast.north)
    told = told_in(cast, programme)
    assert told.index("Hvad deltagerne siger") < told.index("Det var rart") < told.index("Hvad frivillige og ansatte")
    assert told.index("Hvad frivillige og ansatte") < told.index("Vi fik god tid")


def test_what_helps_and_what_stands_in_the_way_is_told_with_day_and_unit(cast, programme):
    assert "Ingen har skrevet ned, hvad der hjalp" in told_in(cast, programme)
    written(cast, programme, kind="barrier", speaker="staff", text="Bussen kører kun hver anden time.", called="",
            unit=cast.north, consent_until=None)  # fmt: skip
    told = told_in(cast, programme)
    assert "Bussen kører kun hver anden time.« (ansat, Hjemmeplejen Nord" in told
    assert "Ingen har skrevet ned, hvad der hjalp" not in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "Skriv noget her"),
        ({"said_on": "2099-01-01"}, "Dagen er ikke kommet endnu"),
        ({"consent_how": ""}, "Vælg, hvordan der blev sagt ja"),
        ({"consent_until": ""}, "Vælg, hvor længe det må bruges"),
        ({"consent_until": "2019-01-01"}, "højst fem år frem"),
        ({"kind": "noget andet"}, "Vælg et af svarene"),
        ({"codes": ["ukendt"]}, "Vælg et af svarene"),
        ({"text": "x" * 2001}, "Skriv højst 2000 tegn"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(cast, programme, mette, fields, told):
    given = {
        "kind": "quote", "speaker": "participant", "text": QUOTE, "said_on": cast.today.isoformat(),
        "may_use": "report", "consent_how": "spoken",
        "consent_until": (cast.today + timedelta(days=9)).isoformat(), **fields,
    }  # fmt: skip
    sent = send(mette, "statement_new", programme.id, **given)
    assert sent.status_code == 422
    assert told in text_of(sent)
    with acting_as(cast.lone):
        assert Statement.objects.count() == 0


def test_words_that_name_somebody_here_never_leave_the_effort(cast, programme, mette):
    given = {
        "kind": "quote", "speaker": "relative", "said_on": cast.today.isoformat(), "may_use": "report",
        "consent_how": "spoken", "consent_until": (cast.today + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    for text in ("Det var Aase Andersen, der begyndte.", "mette madsen ringede hver uge."):
        sent = send(mette, "statement_new", programme.id, text=text, **given)
        assert sent.status_code == 422
        assert "Teksten nævner et navn, der findes her." in text_of(sent)
    own = send(mette, "statement_new", programme.id, text="Det var Aase Andersen.", **{**given, "may_use": "nobody"})
    assert own.status_code == 302


def test_a_consent_covers_its_use_until_its_last_day(cast):
    said = Said("quote", "participant", (), "report", cast.today, False)
    assert may_be_told(said, "report", cast.today)
    assert not may_be_told(said, "material", cast.today)
    assert not may_be_told(said, "report", cast.today + timedelta(days=1))
    assert not may_be_told(Said("quote", "participant", (), "material", None, True), "report", cast.today)


def test_statements_are_counted_by_what_they_are_about():
    said = [Said("quote", "staff", codes, "nobody", None, False) for codes in (("time",), ("time", "price"), ())]
    assert by_code(said) == [("time", 2), ("price", 1)]


def test_a_list_of_statements_can_be_narrowed(cast, programme, mette):
    written(cast, programme)
    written(cast, programme, speaker="staff", text="Vi mangler tid.", codes=["time"])
    listed = text_of(mette.get(reverse("statements", args=[programme.id]) + "?hvem=staff"))
    assert "Vi mangler tid." in listed
    assert QUOTE not in listed


def test_screenings_and_people_are_told_apart_in_fives(cast, programme):
    """Of four people nothing is told; of seven people, thirteen times: at least five, at least ten times."""
    assert "screeninger" not in told_in(cast, programme)
    heard = Heard(screened=Screened(times=13, persons=7))
    (block,) = heard.screenings()
    assert block["text"].startswith("Der er lavet mindst 10 screeninger af mindst 5 borgere.")
    assert list(Heard(screened=Screened(times=13, persons=4)).screenings()) == []
