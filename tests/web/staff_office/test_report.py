"""The report says what the records say, in words and numbers, on the page, in JSON and on paper."""

import io
import json
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from brobygger.foundation.kernel.refusal import Refusal
from brobygger.insight.evaluation.models import ToldReport
from brobygger.journeys import report
from brobygger.pathway.episodes import operations as episodes
from brobygger.pathway.episodes.models import Episode, MoveRow
from brobygger.pathway.episodes.operations import Made
from brobygger.pathway.episodes.rules import MoveKind
from brobygger.registry.people.acting import acting_as
from tests.cast import given_programme
from tests.web.staff_office.office import given_a_year


@pytest.fixture
def a_year(cast, programme):
    return given_a_year(cast, programme)


def built(cast, programme):
    with acting_as(cast.lone):
        return report.build(cast.lone, programme, cast.at)


def every_number(data):
    """Every integer in the published numbers, wherever it stands."""
    if isinstance(data, dict):
        for value in data.values():
            yield from every_number(value)
    elif isinstance(data, list):
        for value in data:
            yield from every_number(value)
    elif isinstance(data, int) and not isinstance(data, bool):
        yield data


def test_the_first_page_answers_four_questions(cast, programme, a_year):
    made = built(cast, programme)
    assert [part.key for part in made.first_page] == ["done", "for_whom", "can_say", "cannot_say"]
    done, for_whom, can_say, cannot_say = (part.blocks[0]["items"] for part in made.first_page)
    assert done[:4] == [
        "120 borgere er fundet.", "48 har sagt ja til at være med.", "40 har været der første gang.",
        "30 er der stadig efter seks måneder.",
    ]  # fmt: skip
    assert "0 % er kvinder, og 100 % er mænd." in for_whom
    assert any(line.startswith("Samvær og ensomhed (T-ILS): 24 er målt før og efter.") for line in can_say)
    assert any("T-ILS): 16 er ikke målt igen" in line for line in cannot_say)
    assert any("ikke sammenlignet med andre" in line for line in cannot_say)
    assert any("borgere, der er slettet. De tælles ikke med" in line for line in cannot_say)


def test_the_seven_sections_of_seed_001(cast, programme, a_year):
    sections = built(cast, programme).sections
    assert [section.key for section in sections] == [
        "about", "competence", "routines", "target_group", "value", "anchoring", "cooperation",
    ]  # fmt: skip
    assert all(section.blocks for section in sections)


def test_mood_and_loneliness_stand_apart(cast, programme, a_year):
    value = next(section for section in built(cast, programme).sections if section.key == "value")
    headings = [block["text"] for block in value.blocks if block["kind"] == "heading"]
    assert headings[:2] == ["Samvær og ensomhed (T-ILS)", "Trivsel (WHO-5)"]


def test_every_way_of_counting_leads_to_what_it_means(cast, programme, a_year):
    page = report.render(programme, "html", cast.at).decode()
    led = set(re.findall(r'href="#regnet-(\w+)"', page))
    assert {"change", "bound", "over_rounds"} <= led
    assert led <= set(re.findall(r'<li id="regnet-(\w+)"', page))


def test_no_small_number_is_told(cast, programme, a_year):
    data = report.as_data(built(cast, programme))
    for key in ("bridge", "participants", "activities"):
        numbers = [number for number in every_number(data[key]) if 0 < number < 5]
        assert key == "bridge" or numbers == []
    for step in data["bridge"]:
        counts = [step["entered"], step["passed"], step["waiting"], *step["lost"].values()]
        assert not [number for number in counts if number is not None and 0 < number < 5]


def test_an_empty_programme_has_a_report_too(cast, programme):
    made = built(cast, programme)
    assert made.stones == ()
    assert made.first_page[0].blocks[0]["items"] == ["Der er endnu for få på broen til at fortælle om dem i tal."]
    assert "NaN" not in json.dumps(report.as_data(made))


def test_few_people_are_not_described(cast, programme):
    given_a_year(cast, programme, found=3)
    made = built(cast, programme)
    assert made.numbers.box.started is None
    assert made.numbers.bridge == ()
    assert [number for number in every_number(report.as_data(made)["participants"]) if number] == []


def test_as_many_queries_for_ten_as_for_a_hundred(cast, programme, django_assert_max_num_queries):
    given_a_year(cast, programme, found=130)
    with acting_as(cast.lone), django_assert_max_num_queries(16):
        report.build(cast.lone, programme, cast.at)


def test_saving_keeps_the_report_and_takes_the_measured_over_the_last_step(cast, programme, a_year):
    with acting_as(cast.lone):
        first = report.save(programme=programme, by=cast.lone, at=cast.at)
        assert (first.number, first.content["programme"]["name"]) == (1, "Mænd mødes")
        assert Episode.objects.filter(programme=programme, status="finished").count() == 24
        assert MoveRow.objects.filter(programme=programme, step="reported").count() == 24
        again = report.save(programme=programme, by=cast.lone, at=cast.at)
        assert again.number == 2
        assert MoveRow.objects.filter(programme=programme, step="reported").count() == 24


def test_json_holds_the_numbers_of_the_page(cast, programme, a_year):
    data = json.loads(report.render(programme, "json", cast.at))
    asked = next(step for step in data["bridge"] if step["step"] == "asked")
    assert (asked["entered"], asked["passed"]) == (120, 48)
    assert asked["lost"] == {"no_energy": 40, "declined": 18, "transport_time": 8, "health": 6}
    assert asked["median_days"] == 9
    assert data["participants"]["started"] == 40
    assert data["participants"]["sex"]["male"] == {"count": 40, "share": 100}
    loneliness = data["changes"][0]
    assert (loneliness["people"]["part"], loneliness["people"]["others"]) == (24, 16)


def test_html_is_one_file_of_its_own(cast, programme, a_year):
    page = report.render(programme, "html", cast.at).decode()
    assert page.startswith("<!doctype html>")
    assert '<html lang="da">' in page
    assert "120 borgere er fundet." in page
    assert "<svg" in page
    assert 'src="' not in page
    assert "/static/" not in page


def test_the_pdf_is_tagged_danish_and_has_the_numbers(cast, programme, a_year):
    reader = PdfReader(io.BytesIO(report.render(programme, "pdf", cast.at)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "da"
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Mænd mødes"
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "120 borgere er fundet." in text
    assert "40 har været der første gang." in text
    assert "Det kan vi ikke sige" in text
    assert "Har ikke kræfter 40" in text


def test_a_pdf_of_nothing_is_a_pdf(cast, programme):
    assert report.render(programme, "pdf", cast.at).startswith(b"%PDF")


def test_the_spreadsheet_has_a_sheet_for_each_section_and_numbers_as_numbers(cast, programme, a_year):
    book = load_workbook(io.BytesIO(report.render(programme, "xlsx", cast.at)))
    names = book.sheetnames
    assert (names[0], len(names), names[5]) == ("Forside", 8, "5. Hvad gav indsatsen deltagerne"[:31])
    bridge = [[cell.value for cell in row] for row in book[names[3]].iter_rows(max_col=3)]
    assert ["Spurgt", 120, 48] in bridge
    men = next(row for row in book[names[4]].iter_rows(max_col=3) if row[0].value == "Mænd")
    assert (men[1].value, men[2].value, men[2].number_format) == (40, 1, "0 %")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_name_that_looks_like_a_formula_stays_words(cast):
    programme = given_programme(cast, name='=HYPERLINK("x")')
    book = load_workbook(io.BytesIO(report.render(programme, "xlsx", cast.at)))
    first = book["Forside"]["A1"]
    assert (first.value, first.data_type) == ('=HYPERLINK("x")', "s")


def test_an_unknown_format_is_refused_in_danish(cast, programme):
    with pytest.raises(Refusal, match="json, html, pdf eller xlsx"):
        report.render(programme, "docx", cast.at)


def test_a_change_stands_with_its_interval_its_n_and_what_it_means(cast, programme, a_year):
    made = built(cast, programme)
    loneliness = made.numbers.changes[0]
    assert loneliness.change.low < loneliness.change.value == loneliness.mean_change < loneliness.change.high
    value = next(section for section in made.sections if section.key == "value")
    words = [block.get("text", "") for block in value.blocks]
    assert any(line.startswith("Ændringen er −1 point med en usikkerhed fra −1,3 til −0,7.") for line in words)
    assert any("Af alle, der begyndte, er det mindst" in line for line in words)
    lists = [item for block in value.blocks if block["kind"] == "list" for item in block["items"]]
    assert any(item.startswith("Ændring i point: Gennemsnittet af hver persons ændring") for item in lists)
    defined = report.as_data(made)["definitions"]
    assert {"change", "effect", "bound", "attending"} <= set(defined)
    assert all(told["definition"] and told["caveat"] for told in defined.values())


def test_who_is_still_there_is_shown_day_by_day(cast, programme, a_year):
    """40 came; 10 stopped 63 days later; the others are followed."""
    curve = built(cast, programme).numbers.curves["attending"]
    assert {day: figure.value for day, figure in curve.points.items()} == {30: 100, 91: 75, 182: 75}
    assert 50 < curve.points[91].low < 75 < curve.points[91].high < 90


# ---- yesterday's report and today's (decision 012) ----------------------------------------------------------------


def later(cast, days):
    return cast.at + timedelta(days=days)


def told(cast, programme, at):
    with acting_as(cast.lone):
        return report.as_data(report.build(cast.lone, programme, at))


NUMBERS = ("bridge", "participants", "activities", "changes", "curves")


def when_more_come(cast, found):
    with acting_as(cast.mette):
        moves = [Made(MoveKind.RETURNED, "first_time", cast.at), Made(MoveKind.REACHED, "first_time", cast.at)]
        episodes.record_many(changes=[(each, moves) for each in found], by=cast.mette)


def test_one_more_who_comes_is_not_in_tomorrows_report(cast, programme, a_year):
    before = told(cast, programme, cast.at)
    when_more_come(cast, a_year[40:41])
    after = told(cast, programme, later(cast, 1))
    assert {key: after[key] for key in NUMBERS} == {key: before[key] for key in NUMBERS}
    assert after["counted_on"]["bridge"] == cast.today.isoformat()
    words = json.dumps(after["sections"], ensure_ascii=False)
    assert "Der er sket for lidt siden til at vise nye tal" in words


def test_eight_more_who_come_are(cast, programme, a_year):
    before = told(cast, programme, cast.at)
    when_more_come(cast, a_year[40:48])
    after = told(cast, programme, later(cast, 1))
    assert (before["participants"]["started"], after["participants"]["started"]) == (40, 48)
    for key in ("sex", "dementia", "housing", "civil_status"):
        for line, cell in after["participants"][key].items():
            old = before["participants"][key][line]["count"]
            assert None in (old, cell["count"]) or abs(cell["count"] - old) not in range(1, 5)


def test_what_was_told_is_remembered_once(cast, programme, a_year):
    with acting_as(cast.lone):
        for days in (0, 0, 1):
            report.build(cast.lone, programme, later(cast, days))
        assert ToldReport.objects.filter(programme=programme).count() == 1


def test_the_reasons_stand_largest_first_also_when_they_come_from_memory(cast, programme, a_year):
    """What was told is kept as JSON in the database, which orders keys its own way."""
    first, again = told(cast, programme, cast.at), told(cast, programme, later(cast, 1))
    for data in (first, again):
        asked = next(step for step in data["bridge"] if step["step"] == "asked")
        assert list(asked["lost"]) == ["no_energy", "declined", "transport_time", "health"]
        words = json.dumps(data["first_page"], ensure_ascii=False)
        assert "Den hyppigste grund er »har ikke kræfter«." in words
