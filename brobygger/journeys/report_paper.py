"""A report as a file: JSON, a page that stands alone, and a tagged PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.template.loader import render_to_string

from brobygger.insight.evaluation import recipe_changes
from brobygger.insight.evaluation.bridge_text import Stone, spoken_summary
from brobygger.insight.evaluation.curve_figure import Dot, curve_svg, spoken
from brobygger.insight.evaluation.figures import bridge_svg

FONTS = "static/vendor/dkfds/paper"  # IBM Plex Sans as TrueType; Typst's own fonts stand in when it is missing


def as_json(data: Mapping[str, Any]) -> bytes:
    """UTF-8, without NaN, ending with a line break."""
    return (json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def as_html(report: object) -> bytes:
    """One file that needs no other: styles and figure inside."""
    return render_to_string("paper/report.jinja", {"report": report}).encode()


def as_pdf(data: Mapping[str, Any], stones: Sequence[Stone]) -> bytes:
    """A tagged PDF (PDF/UA-1). The bridge is drawn as on the page and read aloud by its sentence.

    A report without sections is one page: a poster or a sheet.
    """
    language = str(data["language"])
    if not data["sections"]:
        day = recipe_changes.day_in_words(date.fromisoformat(data["made_at"][:10]), language)
        return paper("sheet.typ", {**data, "words": {**_words(language), "day": day}})
    bridge = {
        "svg": bridge_svg(stones, language=language) if stones else "",
        "alt": spoken_summary(stones, language),
    }
    sections = [{**part, "blocks": [_drawn(block, language) for block in part["blocks"]]} for part in data["sections"]]
    return paper("report.typ", {**data, "sections": sections, "figure": bridge, "words": _words(language)})


def _drawn(block: Mapping[str, Any], language: str) -> Mapping[str, Any]:
    """A block as the paper gets it: a curve with its drawing and what it says aloud."""
    if block["kind"] != "curve":
        return block
    dots = [Dot(*dot) for dot in block["dots"]]
    svg = curve_svg(dots, caption=block["caption"], axis=block["axis"], language=language)
    return {**block, "svg": svg, "alt": spoken(dots, language)}


def paper(template: str, data: Mapping[str, Any]) -> bytes:
    """Compile one of the paper templates with data. The template reads it as `sys.inputs.data` (JSON)."""
    web = Path(settings.WEB)
    made = typst.compile(
        web / "templates" / "paper" / template,
        root=web / "templates" / "paper",
        font_paths=[web / FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, allow_nan=False)},
        pdf_standards=["ua-1"],
    )
    return bytes(made)


def _words(language: str) -> dict[str, str]:
    """What the paper itself says around the report."""
    if language == "en":
        return {"period": "Period", "made": "Made", "recipe": "Recipe", "by": "Made with Brobygger", "page": "Page"}
    return {"period": "Periode", "made": "Lavet", "recipe": "Opskrift", "by": "Lavet med Brobygger", "page": "Side"}
