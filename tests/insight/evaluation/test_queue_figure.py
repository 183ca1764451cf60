"""Both queues drawn: every line is named, told apart without colour, and nothing falls outside."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.insight.evaluation.queue_figure import HEIGHT, WIDTH, Line, queue_svg

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("Borgere venter", "Ledige pladser", "Frivillige")


def drawn(*numbers, days=None):
    days = days or [f"{number}. maj" for number in range(len(numbers[0]))]
    return queue_svg(days, [Line(name, one) for name, one in zip(NAMES, numbers, strict=False)], title="Køer",
                     language="da")  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(0, 5000)] * 3), min_size=1, max_size=12))
def test_whatever_the_numbers_all_is_inside_and_no_two_names_overlap(months):
    root = ET.fromstring(drawn(*zip(*months, strict=True)))
    texts = list(root.iter(f"{SVG}text"))
    for one in texts:
        assert 0 <= float(one.get("x")) <= WIDTH
        assert 0 <= float(one.get("y")) <= HEIGHT
    named = [one for one in texts if one.text.startswith(NAMES)]
    assert [one.text for one in named] == [f"{n}: {last}" for n, last in zip(NAMES, months[-1], strict=True)]
    heights = sorted(float(one.get("y")) for one in named)
    assert all(below - above >= 19.9 for above, below in pairwise(heights))


def test_it_is_read_aloud_and_needs_no_colour():
    svg = drawn((3, 8), (5, 2), (1, 1))
    assert "Borgere venter: først 3, nu 8. Ledige pladser: først 5, nu 2." in svg
    assert all(len({one[1:3], one[3:5], one[5:7]}) == 1 for one in re.findall(r"#[0-9a-fA-F]{6}", svg))
    strokes = {line.get("stroke-dasharray") for line in ET.fromstring(svg).iter(f"{SVG}polyline")}
    assert len(strokes) == 3


def test_no_days_or_lines_of_another_length_are_refused():
    for days, numbers in (([], ()), (["1. maj"], (1, 2))):
        with pytest.raises(ValueError, match="a number for each"):
            queue_svg(days, [Line("a", numbers)], title="Køer", language="da")


def test_only_noughts_are_drawn_too():
    assert "nan" not in drawn((0,), (0,), (0,)).lower()
