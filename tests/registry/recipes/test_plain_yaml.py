"""The quick reader gives exactly what the general one gives, or says that it does not know."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger.registry.recipes import load, plain_yaml, reading

TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(load.RECIPES.glob("*.yaml"))}
DOCS = (load.RECIPES.parent / "docs" / "recipes.md").read_text(encoding="utf-8")
TEXTS["docs"] = "".join(re.findall(r"^```yaml\n(.*?)^```$", DOCS, flags=re.S | re.M))


def quick(text: str) -> reading.Source | None:
    try:
        return reading.Source(*plain_yaml.read(text, reading._meaning))
    except plain_yaml.NotPlain:
        return None


@pytest.mark.parametrize("name", TEXTS)
def test_a_bundled_recipe_is_plain_and_reads_the_same(name):
    assert quick(TEXTS[name]) == reading.read_any(TEXTS[name])


_PIECES = st.sampled_from(
    [" ", "\n", "\n  ", ":", ": ", " #", "#", "- ", "-", ",", "{", "}", "[", "]", '"', "'", "|", ">-", "&a ", "*a", "?",
     "!", "%", "---\n", "\t", "\r", "\x85", "a", "0", "-1", "1.5", "~", "null", "true", "2026-01-05", "æ", "a: 1\n"]
)  # fmt: skip


def same_or_unknown(text: str) -> None:
    """What the quick reader gives, the general one gives too; where the general one refuses, so does the quick one."""
    ours = quick(text)
    if ours is not None:
        assert ours == reading.read_any(text)


@settings(max_examples=150)
@given(data=st.data(), piece=_PIECES, cut=st.integers(0, 6))
def test_a_recipe_with_a_slip_reads_the_same(data, piece, cut):
    lines = TEXTS["000-horsens"].splitlines(keepends=True)
    first = data.draw(st.integers(0, len(lines) - 1))
    text = "".join(lines[first : first + 14])
    text = re.sub(rf"^ {{{len(text) - len(text.lstrip(' '))}}}", "", text, flags=re.M)
    at = data.draw(st.integers(0, len(text)))
    same_or_unknown(text[:at] + piece + text[at + cut :])


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_small_text_reads_the_same(text):
    same_or_unknown(text)


@settings(max_examples=300)
@given(
    st.lists(_PIECES, max_size=8).map("".join),
    st.sampled_from(["a: {}", "- {}", "a: [{}]", "a: {{b: {}}}", "a:\n  - {}\nb: 1"]),
)
def test_any_value_reads_the_same(value, around):
    same_or_unknown(around.format(value))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "a: &x 1",
        "a: *x",
        "a: |\n  b",
        "a: b\n  c",
        "? a",
        "a: 1\na: 2",
        "a: 'b\n  c'",
        "a:\tb",
        "a: b: c",
        '"a": 1',
    ],
)
def test_what_is_not_plain_is_left_to_the_general_reader(text):
    assert quick(text) is None
