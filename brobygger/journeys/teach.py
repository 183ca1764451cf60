"""A sheet to teach from, and the front page of the folder in the staff room: for the page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.insight.evaluation.recipe_changes import day_in_words
from brobygger.journeys.report_paper import paper
from brobygger.programmes.training.folders import Tool
from brobygger.programmes.training.sheets import Sheet


def told(sheet: Sheet, language: str) -> dict[str, Any]:
    """A sheet in one language ("da" or "en"): plain data for the page and the paper alike."""
    lessons = [
        {
            "minutes": ngettext("%(n)s minut", "%(n)s minutter", one.minutes) % {"n": one.minutes},
            "title": one.title.in_language(language),
            "say": [line.in_language(language) for line in one.say],
            "do": one.do.in_language(language) if one.do else "",
        }
        for one in sheet.lessons
    ]
    stories = [
        {
            key: text.in_language(language)
            for key, text in (("tells", one.tells), ("ask", one.ask), ("think", one.think))
        }
        for one in sheet.stories
    ]
    return {
        "code": sheet.code,
        "language": language,
        "title": sheet.title.in_language(language),
        "whom": sheet.whom.in_language(language),
        "aim": sheet.aim.in_language(language),
        "minutes": ngettext("%(n)s minut", "%(n)s minutter", sheet.minutes) % {"n": sheet.minutes},
        "lessons": lessons,
        "stories": stories,
        "keep": [line.in_language(language) for line in sheet.keep],
        "day": day_in_words(sheet.changed_on, language),
    }


def sheet_pdf(sheet: Sheet, language: str) -> bytes:
    """The sheet as a tagged PDF: for the one who teaches; its last page is for those who learn."""
    words = {
        "whom": _("For"), "time": _("Tid"), "do": _("Prøv det"), "stories": _("Fortællinger at tale om"),
        "talk": _("Tal om"), "think": _("Sådan kan man se det"), "keep": _("Tag det med"), "changed": _("Rettet"),
        "by": _("Lavet med Brobygger"),
    }  # fmt: skip
    return paper("teaching_sheet.typ", {**told(sheet, language), "words": words})


def folder_front(programme: str, tools: Sequence[Tool], *, on: date, language: str) -> bytes:
    """The front page of the folder: what should lie in it, of which day, and lines for who put it right when."""
    rows = [
        {"title": one.title, "day": day_in_words(one.changed_on, language) if one.changed_on else ""} for one in tools
    ]
    words = {
        "title": _("Mappen i personalerummet"), "inside": _("Det ligger i mappen"), "of": _("Fra"),
        "put_right": _("Mappen er set efter"), "day": _("Dag"), "who": _("Hvem"), "printed": _("Skrevet ud"),
        "today": day_in_words(on, language),
    }  # fmt: skip
    return paper("folder_front.typ", {"language": language, "programme": programme, "rows": rows, "words": words})
