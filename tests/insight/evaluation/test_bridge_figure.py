"""The bridge says the same as a picture, as a table and aloud, and hides what must be hidden."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.evaluation.bridge_text import lost_heading, reasons_by_size, spoken_summary
from brobygger.insight.evaluation.figures import Stone, bridge_figure, bridge_rows, bridge_sentence, bridge_svg

SVG = "{http://www.w3.org/2000/svg}"
FOUND = Stone("found", "Fundet", 150, 120, {"ikke truffet": 21, "flyttet": 9}, 12)
ASKED = Stone("asked", "Spurgt", 120, 48, {"familie nok": 18, "kræfter": 40, "kørsel": 8, "helbred": 4, "pris": 2}, 9)
WISHES = Stone("wishes", "Ønsker", 48, 20, {}, 1)
BRIDGE = [FOUND, ASKED, WISHES]

COUNTS = st.none() | st.integers(min_value=-5, max_value=10**7)
STONES = st.lists(
    st.builds(
        Stone,
        step=st.text(max_size=12),
        label=st.text(max_size=60),
        entered=COUNTS,
        passed=COUNTS,
        lost=st.dictionaries(st.text(max_size=40), COUNTS, max_size=6),
        median_days=st.none() | st.floats(),
    ),
    max_size=14,
)


def texts(svg: str) -> list[str]:
    return [node.text for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def outlines(svg: str) -> list[float]:
    """The widths of the stones themselves: the rounded frames drawn last, without a fill."""
    frames = ElementTree.fromstring(svg).iter(f"{SVG}rect")
    return [float(frame.get("width")) for frame in frames if frame.get("fill") == "none"]


@given(stones=STONES, language=st.sampled_from(["da", "en"]), layout=st.sampled_from(["across", "down"]))
def test_any_counts_give_a_well_formed_picture_without_nan(stones, language, layout):
    svg = bridge_svg(stones, language=language, layout=layout)
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        for name, value in node.attrib.items():
            assert name not in {"style", "onclick", "onload"}
            if name in {"x", "y", "x1", "x2", "y1", "y2", "width", "height"}:
                assert re.fullmatch(r"-?\d+(\.\d+)?", value), (name, value)
    assert all(float(rect.get("width")) >= 0 for rect in root.iter(f"{SVG}rect"))


@given(stones=STONES)
def test_the_words_never_fail_either(stones):
    assert bridge_sentence(stones, "da").endswith(".")
    assert len(bridge_rows(stones, "en")) == len(stones)
    assert spoken_summary(stones, "da").startswith(bridge_sentence(stones, "da"))


def test_a_stone_is_as_wide_as_the_people_who_reached_it():
    for layout in ("across", "down"):
        found, asked, wishes = outlines(bridge_svg(BRIDGE, language="da", layout=layout))
        assert asked / found == pytest.approx(120 / 150, abs=0.01)
        assert wishes / found == pytest.approx(48 / 150, abs=0.01)


def test_those_lost_fall_off_with_the_largest_reason_first_and_the_smallest_together():
    assert [reason for reason, _ in reasons_by_size(ASKED)] == ["kræfter", "familie nok", "kørsel", "helbred", "pris"]
    said = " ".join(texts(bridge_svg(BRIDGE, language="da"))).replace("\u00a0", " ")
    assert said.index("40 kræfter") < said.index("18 familie nok") < said.index("8 kørsel") < said.index("6 andet")
    assert "pris" not in said


def test_the_days_stand_between_the_stones_and_never_after_the_last():
    days = [text for text in texts(bridge_svg(BRIDGE, language="da")) if re.search(r"dage?$", text)]
    assert days == ["12 dage", "9 dage"]


def test_a_screen_reader_hears_title_and_summary():
    root = ElementTree.fromstring(bridge_svg(BRIDGE, language="da"))
    title, summary = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {summary.get('id')}"
    assert "Af 120 spurgte sagde 48 ja" in summary.text
    assert "72 stoppede: kræfter 40, familie nok 18" in summary.text


def test_the_sentence_of_the_bridge():
    assert (
        bridge_sentence(BRIDGE, "da")
        == "Af 120 spurgte sagde 48 ja til at tale med os; de fleste nej handlede om kræfter."
    )
    assert bridge_sentence(BRIDGE, "en").startswith("Of 120 who were asked, 48 said yes to a talk;")
    assert bridge_sentence([WISHES], "da") == "Af 48 ved »Ønsker« kom 20 videre."
    assert bridge_sentence([], "da") == "Der er ingen på broen endnu."


def test_most_is_only_said_of_more_than_half():
    split = Stone("asked", "Spurgt", 30, 10, {"kræfter": 10, "kørsel": 10})
    assert "det hyppigste nej" in bridge_sentence([split], "da")
    may_be_half = Stone("asked", "Spurgt", 30, 10, {"kræfter": 8, "kørsel": 5, "pris": None})
    assert "det hyppigste nej" in bridge_sentence([may_be_half], "da")


def test_a_hidden_count_is_said_as_under_five_everywhere():
    hidden = [Stone("asked", "Spurgt", 20, None, {"kræfter": None}), Stone("wishes", "Ønsker", None, None)]
    assert bridge_sentence(hidden, "da") == "Af 20 spurgte sagde under 5 ja til at tale med os."
    assert [row.entered for row in bridge_rows(hidden, "da")] == ["20", "under 5"]
    assert lost_heading(hidden[0], "da") == "nogle få stoppede"
    for layout in ("across", "down"):
        svg = bridge_svg(hidden, language="da", layout=layout)
        assert "under 5" in texts(svg)
        assert outlines(svg) == []  # no frame with shares in it, from which a count could be measured
        assert "skjult (under 5)" in texts(svg)


def test_a_hidden_reason_makes_the_total_a_least_one():
    assert lost_heading(Stone("asked", "Spurgt", 90, 30, {"kræfter": 40, "pris": None}), "da") == "mindst 40 stoppede"


def test_links_make_it_a_group_so_that_they_are_not_hidden_inside_an_image():
    root = ElementTree.fromstring(bridge_svg(BRIDGE, language="da", links={"asked": "/spurgt?a=1&b=2"}))
    assert root.get("role") == "group"
    link = root.find(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/spurgt?a=1&b=2", "Spurgt: 120")


def test_both_drawings_and_two_bridges_share_a_page_without_sharing_ids():
    page = bridge_figure(BRIDGE, language="da", key="by") + bridge_figure(BRIDGE, language="da", key="land")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_words_from_people_cannot_become_markup():
    svg = bridge_svg([Stone("x", '<script>"&', 9, 9, {"<b>": 3})], language="da", links={"x": '"><script>'})
    assert "<script" not in svg
    assert "<b>" not in svg


def test_an_unknown_layout_is_refused():
    with pytest.raises(ValueError, match="sideways"):
        bridge_svg(BRIDGE, language="da", layout="sideways")
