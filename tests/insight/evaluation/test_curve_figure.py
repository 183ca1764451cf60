"""The curve on page and paper: the same string, readable without colour and aloud."""

import re
import xml.etree.ElementTree as ET

import pytest

from brobygger.insight.evaluation.curve_figure import Dot, curve_svg, spoken

DOTS = [Dot(30, 100), Dot(91, 75, 58, 86), Dot(182, 75, 58, 86)]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(dots=DOTS, language="da"):
    return curve_svg(dots, caption="Andel, der er der stadig", axis="Dage efter første gang", language=language)


def test_every_told_number_is_in_the_drawing_and_read_aloud():
    root = ET.fromstring(drawn())
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert {"100 %", "75 %", "30", "91", "182", "Dage efter første gang"} <= set(texts)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}desc").text == "Efter 30 dage: 100 %. Efter 91 dage: 75 %. Efter 182 dage: 75 %."
    named = root.get("aria-labelledby").split()
    assert named == [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")]
    assert spoken(DOTS, "en").startswith("After 30 days: 100%.")


def test_it_needs_no_colour():
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", drawn()))
    assert colours
    assert all(len({one[1:3], one[3:5], one[5:7]}) == 1 for one in colours)  # greys, black and white alone


def test_the_uncertainty_is_drawn_only_where_there_is_one():
    assert drawn([Dot(30, 100)]).count("<path") == 0
    assert drawn([Dot(91, 75, 58, 86)]).count("<path") == 3


def test_the_dots_fall_with_the_share_and_stay_inside():
    circles = list(ET.fromstring(drawn()).iter(f"{SVG}circle"))
    heights = [float(one.get("cy")) for one in circles]
    assert heights == sorted(heights)
    assert all(0 < float(one.get("cx")) < 640 for one in circles)


def test_nothing_is_never_drawn_and_words_are_escaped():
    with pytest.raises(ValueError, match="a figure of nothing"):
        drawn([])
    ET.fromstring(curve_svg(DOTS, caption="<b>&", axis="\"'", language="da"))
