"""Lone asks for a researcher's file, Dorte says yes or no, and nobody in it can be found again."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from brobygger.foundation.audit.models import ReadEntry
from brobygger.foundation.kernel.refusal import Refusal
from brobygger.foundation.kernel.secrecy import pseudonym
from brobygger.insight.research import operations, queries
from brobygger.insight.research.models import ResearchExport
from brobygger.insight.research.rules import COLUMNS, FIELDS
from brobygger.pathway.measurement.models import Measurement
from brobygger.registry.people.acting import acting_as
from brobygger.registry.people.models import Person
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year


@pytest.fixture
def a_year(cast, programme):
    return given_a_year(cast, programme)


@pytest.fixture
def dorte(as_user):
    return as_user("dorte")


def asked(cast, programme, receiver="Forsker Frida", days=30, k=5):
    with acting_as(cast.lone):
        return operations.ask(
            programme=programme, receiver=receiver, purpose="Hvem bliver", legal_basis="Aftale 1", k=k,
            expires_on=cast.today + timedelta(days=days), by=cast.lone, at=cast.at,
        )  # fmt: skip


def approved(cast, programme, receiver="Forsker Frida", **facts):
    export = asked(cast, programme, receiver, **facts)
    with acting_as(cast.dorte):
        return operations.approve(export=export, by=cast.dorte, at=cast.at)


def rows_of(cast, export):
    with acting_as(cast.lone):
        return operations.hand_over(export=export, by=cast.lone, at=cast.at).rows


# ---- from asking to the file --------------------------------------------------------------------------------------


def test_from_asking_to_the_file_in_three_steps(cast, programme, a_year, lone, dorte):
    answer = send(
        lone, "research_new", programme.id, receiver="Forsker Frida", purpose="Hvem bliver", legal_basis="Aftale 1",
        k="5", expires_on=(cast.today + timedelta(days=60)).isoformat(),
    )  # fmt: skip
    assert answer.status_code == 302
    with acting_as(cast.lone):
        export = ResearchExport.objects.get()
    assert lone.get(reverse("research_xlsx", args=[export.id])).status_code == 409  # nobody has said yes
    assert "Forsker Frida" in text_of(dorte.get(reverse("research_to_decide")))
    assert send(dorte, "research_approve", export.id).status_code == 302
    assert "40 borgere og" in text_of(lone.get(reverse("research_export", args=[export.id])))

    book = load_workbook(io.BytesIO(lone.get(reverse("research_xlsx", args=[export.id])).content))
    assert book.sheetnames == ["data", "kodebog", "laes-mig"]
    assert tuple(cell.value for cell in book["data"][1]) == COLUMNS
    assert {row[0].value for row in book["kodebog"].iter_rows(min_row=2)} == set(COLUMNS)

    packed = zipfile.ZipFile(io.BytesIO(lone.get(reverse("research_zip", args=[export.id])).content))
    told = list(csv.reader(io.StringIO(packed.read("data.csv").decode("utf-8-sig")), delimiter=";"))
    assert tuple(told[0]) == COLUMNS
    assert len(told) - 1 == book["data"].max_row - 1 == len(rows_of(cast, _fresh(cast, export)))


def test_a_row_for_each_person_and_round_missing_ones_too(cast, programme, a_year):
    rows = rows_of(cast, approved(cast, programme))
    with acting_as(cast.lone):
        planned = Measurement.objects.filter(programme=programme)
        assert len(rows) == planned.count() == 40 * 4
        scores = sorted(planned.filter(score__isnull=False).values_list("score", flat=True))
    assert sorted(row[-1] for row in rows if row[-1] is not None) == scores
    assert len({row[0] for row in rows}) == 40


def test_nothing_in_the_file_names_anybody(cast, programme, a_year):
    rows = rows_of(cast, approved(cast, programme))
    written = {str(value) for row in rows for value in row}
    with acting_as(cast.lone):
        for one in Person.objects.all():
            assert not written & {str(one.id), one.given_name, one.family_name, str(one.born), one.phone or "-"}
    assert not [value for value in written if value[:4].isdigit() and value[4:5] == "-" and len(value) == 10]


# ---- who is hidden among whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [5, 12])
def test_each_looks_like_k_in_everything_somebody_may_know(cast, programme, a_year, k):
    export = approved(cast, programme, k=k)
    rows = rows_of(cast, export)
    of_persons = {row[0]: row[1 : 1 + len(FIELDS)] for row in rows}
    groups = {}
    for fields in of_persons.values():
        groups[fields] = groups.get(fields, 0) + 1
    assert min(groups.values()) == export.done["smallest"] >= k


def test_two_receivers_files_cannot_be_joined_and_one_receivers_can(cast, programme, a_year):
    frida, again, bo = (approved(cast, programme, name) for name in ("Forsker Frida", " forsker  FRIDA", "Forsker Bo"))
    names = [{row[0] for row in rows_of(cast, each)} for each in (frida, again, bo)]
    assert names[0] == names[1]
    assert names[0] & names[2] == set()


def test_two_files_put_together_by_the_scores_tell_no_more_of_anybody_than_k(cast, programme, a_year):
    """Frida's and Bo's files hold the same scores: whoever has both joins them, and still finds nobody."""
    files = [approved(cast, programme, name, k=k) for name, k in (("Forsker Frida", 5), ("Forsker Bo", 9))]
    with acting_as(cast.mette):
        persons = list(Person.objects.values_list("id", flat=True))
    told = {}
    for place, export in enumerate(files):
        names = {
            pseudonym(str(each), municipality_id=cast.municipality.id, receiver=export.receiver): each
            for each in persons
        }
        for row in rows_of(cast, export):
            told.setdefault(names[row[0]], {})[place] = row[1 : 1 + len(FIELDS)]
    groups = {}
    for fields in told.values():
        key = tuple(sorted(fields.items()))
        groups[key] = groups.get(key, 0) + 1
    assert min(groups.values()) >= 5


def test_a_name_cannot_be_made_without_the_municipalitys_key(cast, settings):
    person = cast.aase.id
    ours = pseudonym(str(person), municipality_id=cast.municipality.id, receiver="Frida")
    assert ours != pseudonym(str(person), municipality_id=cast.neighbour.id, receiver="Frida")
    settings.DATA_KEY = "another key"
    assert ours != pseudonym(str(person), municipality_id=cast.municipality.id, receiver="Frida")


@pytest.mark.parametrize("found", [0, 4])
def test_too_few_to_hide_among_each_other_is_a_sentence_and_nothing_is_made(cast, programme, dorte, found):
    if found:
        given_a_year(cast, programme, found=found)
    export = asked(cast, programme)
    answer = send(dorte, "research_approve", export.id)
    assert answer.status_code == 409
    assert "Der er for få borgere" in text_of(answer)
    with acting_as(cast.lone):
        assert ResearchExport.objects.get(id=export.id).status == "asked"
        assert not ReadEntry.objects.filter(purpose="evaluation").exists()


# ---- two employees, the read log, and the end ------------------------------------------------------------------------


def test_the_one_who_asks_cannot_approve(cast, programme, a_year):
    export = asked(cast, programme)
    with acting_as(cast.lone), pytest.raises(Refusal, match="En anden skal godkende"):
        operations.approve(export=export, by=cast.lone, at=cast.at)


def test_everybody_in_it_is_in_the_read_log_when_made_and_each_time_it_is_fetched(cast, programme, a_year, lone):
    export = approved(cast, programme)
    with acting_as(cast.dorte):
        made = ReadEntry.objects.filter(purpose="evaluation")
        assert made.count() == 40
        assert set(made.first().groups) == {"age", "household", "cognition", "episodes", "measurements"}
    lone.get(reverse("research_xlsx", args=[export.id]))
    with acting_as(cast.dorte):
        assert ReadEntry.objects.filter(purpose="evaluation", user_id=cast.lone.user_id).count() == 40


def test_what_is_stored_is_encrypted_and_gone_on_its_day(cast, programme, a_year):
    export = approved(cast, programme, days=3)
    name = rows_of(cast, export)[0][0]
    with acting_as(cast.system):
        assert name.encode() not in bytes(ResearchExport.objects.get(id=export.id).content)
        assert operations.end_expired(by=cast.system, at=cast.at) == 0
        after = cast.at + timedelta(days=3)
        assert operations.end_expired(by=cast.system, at=after) == 1
        assert operations.end_expired(by=cast.system, at=after) == 0
        gone = ResearchExport.objects.get(id=export.id)
        assert (gone.status, gone.content) == ("ended", None)
        with pytest.raises(Refusal, match="slettet igen"):
            operations.hand_over(export=gone, by=cast.lone, at=after)


def test_on_its_day_it_is_not_handed_over_even_before_the_night(cast, programme, a_year):
    export = approved(cast, programme, days=3)
    with acting_as(cast.lone), pytest.raises(Refusal, match="slettet igen"):
        operations.hand_over(export=export, by=cast.lone, at=cast.at + timedelta(days=3))


def test_lone_can_take_it_away_and_dorte_can_say_no(cast, programme, a_year, lone, dorte):
    first, second = approved(cast, programme), asked(cast, programme, "Forsker Bo")
    assert send(lone, "research_end", first.id).status_code == 302
    assert send(lone, "research_end", first.id).status_code == 409
    assert send(dorte, "research_decline", second.id, why="").status_code == 422
    assert send(dorte, "research_decline", second.id, why="Der mangler en aftale.").status_code == 302
    assert "Der mangler en aftale." in text_of(lone.get(reverse("research_export", args=[second.id])))
    assert send(dorte, "research_approve", second.id).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [("receiver", ""), ("k", "4"), ("k", "51"), ("k", "fem"), ("expires_on", "2001-01-01"), ("expires_on", ""),
     ("purpose", "x" * 501)],
)  # fmt: skip
def test_wrong_input_is_shown_again_and_nothing_is_asked(cast, programme, lone, field, value):
    right = {
        "receiver": "Frida", "purpose": "Hvem bliver", "legal_basis": "Aftale", "k": "5",
        "expires_on": (cast.today + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    assert send(lone, "research_new", programme.id, **{**right, field: value}).status_code == 422
    with acting_as(cast.lone):
        assert not ResearchExport.objects.exists()


def test_only_the_manager_asks_and_only_data_protection_decides(cast, programme, a_year, as_user, lone, dorte):
    export = approved(cast, programme)
    for name in ("mette", "karin", "bent", "dorte"):
        assert as_user(name).get(reverse("research_xlsx", args=[export.id])).status_code == 403
    assert lone.get(reverse("research_to_decide")).status_code == 403
    assert send(lone, "research_approve", export.id).status_code == 403


def test_as_many_questions_for_few_as_for_many(cast, programme, a_year, lone, dorte):
    asked(cast, programme)
    few = reads(lone, "research_exports", programme.id), reads(dorte, "research_to_decide")
    for number in range(8):
        asked(cast, programme, f"Forsker {number}")
    assert (reads(lone, "research_exports", programme.id), reads(dorte, "research_to_decide")) == few
    with acting_as(cast.lone):
        records = queries.records(cast.lone, programme, on=cast.today)
    assert len(records.persons) == len(records.subjects) == len(records.rounds) == 40


def _fresh(cast, export):
    with acting_as(cast.lone):
        return ResearchExport.objects.get(id=export.id)
