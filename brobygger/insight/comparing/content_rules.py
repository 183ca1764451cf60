"""How content users are with an effort, as a number: the share of those who answered (R296). Plain Python.

Made only of counts that the disclosure module tells, place by place: who knows the table knows the share as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from brobygger.insight.analyses import words
from brobygger.insight.analyses.change_rules import share
from brobygger.insight.analyses.comparison_rules import two_shares
from brobygger.insight.analyses.estimate import Estimate, Meaning
from brobygger.insight.disclosure import rules as disclosure

Counts = Mapping[tuple[str, int], Mapping[str, int]]  # (place, year) → answer → persons


@dataclass(frozen=True)
class Content:
    """The newest year that may be told: how many were content, of how many who answered, and the share (0–1)."""

    year: int
    content: int
    answered: int
    share: Estimate


def newest(counts: Counts, codes: tuple[str, ...]) -> Content | None:
    """The newest year with a told count of content people; places with a hidden one are left out.

    codes: the question's answers, the one for content first. None: nothing has been asked, or nothing may be told.
    """
    told: dict[int, tuple[int, int]] = {}
    for (_place, year), answers in counts.items():
        table = disclosure.one_way({code: answers.get(code, 0) for code in codes})
        content = table.shown[codes[0]]
        if content is not None and table.total:
            before, of = told.get(year, (0, 0))
            told[year] = (before + content, of + table.total)
    if not told:
        return None
    year = max(told)
    content, answered = told[year]
    return Content(year, content, answered, _said(share(content, answered), words.CONTENT))


def difference(one: Content, other: Content) -> Estimate:
    """The first programme's share minus the other's (0–1). Not causal, and it says so."""
    found = two_shares(other.content, other.answered, one.content, one.answered)
    return _said(found, words.CONTENT_COMPARED)


def _said(found: Estimate, meaning: Meaning) -> Estimate:
    return replace(found, definition=meaning.definition, caveat=meaning.caveat)
