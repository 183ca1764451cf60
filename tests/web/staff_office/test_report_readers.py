"""The same numbers for a fund, a committee, the staff room, the volunteers and citizens: fewer words, never more."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from brobygger.insight.evaluation.models import ReportVersion
from brobygger.journeys import report, report_sheets, report_text
from brobygger.pathway.episodes.models import MoveRow
from brobygger.programmes.finances import operations as finances
from brobygger.programmes.training import operations as training
from brobygger.registry.people.acting import acting_as
from brobygger.registry.recipes import load
from tests.web.staff_office.conftest import reads, send, text_of
from tests.web.staff_office.office import given_a_year

OTHERS = ("fund", "committee", "staff", "volunteers", "public")
SHEETS = ("staff", "volunteers", "public")
SLUGS = {"fund": "fond", "committee": "udvalg", "staff": "personale", "volunteers": "frivillige", "public": "borgere"}
NEVER = re.compile(r"ensom|udsat|svag|skrøbelig|lonel|vulnerab|frail", re.IGNORECASE)


@pytest.fixture
def a_year(cast, programme):
    return given_a_year(cast, programme)


def built(cast, programme, reader, days=0):
    with acting_as(cast.lone):
        return report.build(cast.lone, programme, cast.at + timedelta(days=days), reader)


def words_of(made):
    """Every sentence of a report."""
    for part in (*made.first_page, *made.sections):
        yield part.title
        for block in part.blocks:
            yield block.get("text", "")
            for item in block.get("items", ()):
                yield item if isinstance(item, str) else f"{item['number']} {item['text']}"
            for row in block.get("rows", ()):
                yield from row


def lix(text):
    """Words per sentence and the share of words over six letters (facts.md § 3)."""
    words = re.findall(r"[^\W\d_]+", text)
    return len(words) / max(1, len(re.findall(r"[.:!?]", text))) + 100 * sum(len(w) > 6 for w in words) / len(words)


def counts_of(data):
    """Every whole number in the published numbers, but the days and points beside them."""
    for each in data["bridge"]:
        yield from (each["entered"], each["passed"], each["waiting"], *each["lost"].values())
    for table in data["participants"].values():
        if isinstance(table, dict):
            yield from (line["count"] for line in table.values())


@pytest.mark.parametrize("reader", OTHERS)
def test_everybody_is_told_the_same_numbers(cast, programme, a_year, reader):
    whole, other = (report.as_data(built(cast, programme, each)) for each in ("evaluation", reader))
    for key in ("bridge", "participants", "activities", "changes", "curves"):
        assert other[key] == whole[key]
    assert other["reader"] == reader
    assert not [n for n in counts_of(other) if n is not None and 0 < n < 5]


@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("found", [0, 1, 3])
def test_nobody_and_one_person_give_sentences(cast, programme, reader, found):
    if found:
        given_a_year(cast, programme, found=found)
    made = built(cast, programme, reader)
    assert all(part.blocks for part in (*made.first_page, *made.sections))
    said = " ".join(words_of(made))
    assert "None" not in said
    assert not re.search(r"\bnan\b", json.dumps(report.as_data(made)), re.IGNORECASE)
    assert not [item for part in made.first_page for block in part.blocks if block["kind"] == "big"
                for item in block["items"]]  # fmt: skip


@pytest.mark.parametrize("reader", OTHERS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_tagged_pdf_in_both_languages(cast, programme, a_year, reader, language):
    with override(language):
        made = built(cast, programme, reader)
        content = report.as_file(made, "pdf")
    reader_of = PdfReader(io.BytesIO(content))
    root = reader_of.trailer["/Root"]
    assert root["/Lang"] == language
    assert "/StructTreeRoot" in root
    assert (len(reader_of.pages) == 1) == (reader in SHEETS)
    assert "40" in " ".join(page.extract_text() for page in reader_of.pages)


@pytest.mark.parametrize("reader", OTHERS)
def test_a_page_and_a_spreadsheet_that_stand_alone(cast, programme, a_year, reader):
    made = built(cast, programme, reader)
    page = report.as_file(made, "html").decode()
    assert page.startswith("<!doctype html>")
    assert "/static/" not in page
    book = load_workbook(io.BytesIO(report.as_file(made, "xlsx")))
    numbers = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n"]
    assert 40 in numbers


def test_the_citizens_page_counts_and_promises_nothing(cast, programme, a_year):
    made = built(cast, programme, "public")
    said = " ".join(words_of(made))
    for sentence in (
        "48 har sagt ja", "40 har været med", "30 er der efter et halvt år",
        "Vi har spurgt 24 to gange, hvordan de har det.",
        "Vi ved ikke, hvorfor.", "Ring til Eksempelkøbing Kommune på 12 34 56 78.",
    ):  # fmt: skip
        assert sentence in said
    better = next(each for each in made.numbers.changes if each.outcome == "mood").directions
    assert f"{better[0].count} har det bedre. {better[1].count} har det som før." in said


@pytest.mark.parametrize("recipe_id", load.all_ids())
def test_citizens_and_volunteers_of_every_recipe_read_plain_words(cast, programme, a_year, recipe_id):
    """The same numbers under each of the recipes: LIX at most 35, and none of the words that repel."""
    numbers = built(cast, programme, "public").numbers
    words = report_text.Telling(load.load(recipe_id), numbers, (), "da")
    contact = report_sheets.Contact("Eksempelkøbing Kommune", "12 34 56 78")
    for sheet in (report_sheets.public, report_sheets.volunteers):
        parts = [report.Section(*part) for part in sheet(words, contact)]
        made = type("Made", (), {"first_page": parts, "sections": ()})
        sentences = [each.rstrip(".") + "." for each in words_of(made) if each]
        assert not NEVER.search(" ".join(sentences))
        assert lix(" ".join(sentences)) <= 35, sheet.__name__


def test_the_measure_of_plain_words_finds_heavy_ones():
    assert lix("Kommunalbestyrelsens forvaltningsmyndighed varetager databeskyttelsesretlige forpligtelser.") > 60
    assert NEVER.search("Er du ensom?")


def test_a_mood_with_a_hidden_part_is_not_told_to_citizens(cast, programme, a_year):
    """With 16 not measured again the lines stand; hide one, and nothing is said of mood at all."""
    made = built(cast, programme, "public")
    mood = next(each for each in made.numbers.changes if each.outcome == "mood")
    assert report_sheets._counts(mood) is not None
    worse = replace(mood.directions[2], count=None, share=None)
    hidden = replace(mood, directions=(*mood.directions[:2], worse))
    assert report_sheets._counts(hidden) is None


def test_the_fund_reads_what_was_paid_and_what_each_cost_by_the_told_number(cast, programme, a_year):
    with acting_as(cast.lone):
        grant = finances.grant(
            programme=programme, name="Bevilling", kind="grant", giver="Fonden", purpose="To år",
            amount_ore=50_000_000, starts_on=cast.today, ends_on=cast.today + timedelta(days=300),
            by=cast.lone, at=cast.at,
        )  # fmt: skip
        finances.pay(
            programme=programme, spent_on=cast.today, text="Løn", amount_ore=20_000_000, grant=grant,
            by=cast.lone, at=cast.at,
        )  # fmt: skip
    said = " ".join(words_of(built(cast, programme, "fund")))
    assert "Der er brugt 200.000 kroner i alt." in said
    assert "Det er 5.000 kroner for hver, der er begyndt." in said  # 200,000 by 40


def test_a_few_trained_are_told_in_fives_only(cast, programme, a_year):
    names = [f"Ansat Nr {number}" for number in range(7)]
    with acting_as(cast.lone):
        course = training.plan(
            programme=programme, title="Samtalen", form="course", for_whom="Alle", topics=[], planned_on=cast.today,
            minutes=120, owner=None, by=cast.lone, at=cast.at,
        )  # fmt: skip
        training.hold(
            course=course, held_on=cast.today, minutes=120, place="", members=[], names=names, unit=cast.north,
            by=cast.lone, at=cast.at,
        )  # fmt: skip
    said = " ".join(words_of(built(cast, programme, "evaluation")))
    assert "Mindst 5 ansatte og frivillige har været med." in said
    assert "Andre, som er skrevet op med navn: mindst 5" in said  # by what they do, in fives too (R292)
    assert "Hjemmeplejen: mindst" not in said  # nobody of them; of one to four nothing is told either


def test_the_committee_sees_what_it_was_told_half_a_year_ago(cast, programme, a_year):
    first = " ".join(words_of(built(cast, programme, "committee")))
    assert "Der er ikke fortalt tal, som er et halvt år gamle." in first
    later = built(cast, programme, "committee", days=200)
    table = next(block for part in later.sections if part.key == "since" for block in part.blocks
                 if block["kind"] == "table")  # fmt: skip
    assert table["values"][2] == ["Er begyndt", 40, 40]
    assert "Borgere, der er slettet siden, tælles ikke med nu." in str(later.sections)
    halves = next(part for part in later.sections if part.key == "half_years").blocks[0]
    assert sum(row[1] for row in halves["values"]) == 40


def test_only_the_evaluators_report_takes_people_over_the_last_step(cast, programme, a_year):
    with acting_as(cast.lone):
        report.save(programme=programme, by=cast.lone, at=cast.at, reader="public")
        assert not MoveRow.objects.filter(programme=programme, step="reported").exists()
        report.save(programme=programme, by=cast.lone, at=cast.at)
        assert MoveRow.objects.filter(programme=programme, step="reported").count() == 24


# ---- on the page --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", OTHERS)
def test_lone_opens_each_page_and_fetches_it_in_english(programme, a_year, lone, reader):
    slug = SLUGS[reader]
    page = lone.get(reverse("report_for", args=[programme.id, slug]))
    assert page.status_code == 200
    assert "Gem rapporten" in text_of(page)
    got = lone.get(reverse("report_for_file", args=[programme.id, slug, "pdf"]), {"sprog": "en"})
    assert got["Content-Disposition"].endswith(f'-{slug}-en.pdf"')
    assert PdfReader(io.BytesIO(got.content)).trailer["/Root"]["/Lang"] == "en"


def test_a_kept_report_stands_as_it_was_said(cast, programme, a_year, lone):
    assert send(lone, "report_save", programme.id, reader="udvalg").status_code == 302
    listed = text_of(lone.get(reverse("report", args=[programme.id])))
    assert "Nummer 1</a>: Halvårsrapport til udvalget," in listed
    with acting_as(cast.lone):
        assert ReportVersion.objects.get(programme=programme).reader == "committee"
        programme.name = "Et nyt navn"
        programme.save(update_fields=["name"])
    page = lone.get(reverse("report_saved", args=[programme.id, 1]))
    assert "120 borgere er fundet." in text_of(page)
    assert b"<svg" in page.content
    pdf = lone.get(reverse("report_saved_file", args=[programme.id, 1, "pdf"]))
    assert PdfReader(io.BytesIO(pdf.content)).metadata.title == "Mænd mødes"
    for fmt in ("json", "html", "xlsx"):
        assert lone.get(reverse("report_saved_file", args=[programme.id, 1, fmt])).status_code == 200


def test_what_is_not_there_is_not_found(programme, a_year, lone):
    assert lone.get(reverse("report_for", args=[programme.id, "avisen"])).status_code == 404
    assert lone.get(reverse("report_for_file", args=[programme.id, "fond", "docx"])).status_code == 404
    assert lone.get(reverse("report_saved", args=[programme.id, 9])).status_code == 404
    assert send(lone, "report_save", programme.id, reader="avisen").status_code == 404


def test_front_line_and_data_protection_do_not_open_reports(programme, as_user):
    for name in ("karin", "dorte"):
        assert as_user(name).get(reverse("report_for", args=[programme.id, "fond"])).status_code == 403


def test_as_many_questions_for_few_as_for_many(cast, programme, lone):
    given_a_year(cast, programme, found=10)

    def asked():
        """Questions of a page that has been shown before; the first after a change also remembers what it told."""
        for slug in SLUGS.values():
            reads(lone, "report_for", programme.id, slug)
        return {slug: reads(lone, "report_for", programme.id, slug) for slug in SLUGS.values()}

    few = asked()
    given_a_year(cast, programme, found=60)
    assert asked() == few
    assert max(few.values()) <= 15
