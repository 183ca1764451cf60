"""How well the language check finds what is there, on labelled sentences it was not built with (part `held`).

`precision`: of what it says, the share that is right. `recall`: of what is there, the share it finds. `false alarms`:
of sentences without anything to find, the share it speaks up about. The reference is the plain way: a list of the
words with any ending, and one word for each fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.lines import Line
from brobygger.registry.wording.reading import sentences
from brobygger.registry.wording.repelling import ROOTS, repelling
from brobygger.registry.wording.told import facts, invites

DATA = Path(__file__).parent / "data"
Found = Callable[[str], set[str]]
_PLAIN = {"mistrivsel": "mistriv", "ensom": "ensom"}
_PLAIN_FACTS = {
    "time": "kl",
    "place": "vej",
    "price": "gratis|kr",
    "dress": "tøj",
    "contact": "ring",
    "transport": "bus",
}


@dataclass(frozen=True)
class Labelled:
    """One sentence, what is to be found in it, and why."""

    text: str
    labels: frozenset[str]
    reason: str


@dataclass(frozen=True)
class Score:
    """Counts of labels: found and there, found and not there, there and not found; and of sentences with nothing."""

    right: int
    wrong: int
    missed: int
    nothing: int
    alarmed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def false_alarms(self) -> float:
        return self.alarmed / max(1, self.nothing)


def labelled(name: str, part: str) -> list[Labelled]:
    """The sentences of one set (words, facts, company) and one part (build, held)."""
    rows = (line.split("\t") for line in (DATA / f"language_{name}.tsv").read_text(encoding="utf-8").splitlines())
    return [
        Labelled(text, frozenset(set(label.split(",")) - {"-", "no"}), reason)
        for where, label, text, reason in rows
        if where == part
    ]


def score(sentences_: list[Labelled], find: Found) -> Score:
    """Hold what is found against the labels."""
    pairs = [(one.labels, find(one.text)) for one in sentences_]
    return Score(
        right=sum(len(labels & found) for labels, found in pairs),
        wrong=sum(len(found - labels) for labels, found in pairs),
        missed=sum(len(labels - found) for labels, found in pairs),
        nothing=sum(not labels for labels, _found in pairs),
        alarmed=sum(bool(found) and not labels for labels, found in pairs),
    )


def words_found(text: str) -> set[str]:
    """The roots of the words that repel."""
    return {one.root for sentence in sentences(text) for one in repelling(sentence)}


def facts_found(text: str) -> set[str]:
    """The facts that are told."""
    return {fact.value for sentence in sentences(text) for fact in facts(sentence)}


def company_found(text: str) -> set[str]:
    """“yes” when it speaks of company, gain or contribution."""
    return {"yes"} if any(invites(sentence) for sentence in sentences(text)) else set()


def _plain_words(text: str) -> set[str]:
    return {root for root in ROOTS if re.search(_PLAIN.get(root, root), text.lower())}


def _plain_facts(text: str) -> set[str]:
    return {fact for fact, words in _PLAIN_FACTS.items() if re.search(rf"\b(?:{words})", text.lower())}


def _plain_company(text: str) -> set[str]:
    return {"yes"} if re.search("sammen|fælles", text.lower()) else set()


SETS: dict[str, tuple[Found, Found]] = {
    "words": (words_found, _plain_words),
    "facts": (facts_found, _plain_facts),
    "company": (company_found, _plain_company),
}
TARGETS = {"precision": "≥ 95 %", "recall": "≥ 90 %", "false alarms": "< 5 %"}


def lines() -> list[Line]:
    """Precision, recall and false alarms of each set's held-out part; n: its sentences."""
    return [line for name in SETS for line in _lines(name)]


def _lines(name: str) -> Iterator[Line]:
    held = labelled(name, "held")
    ours, plain = (score(held, find) for find in SETS[name])
    for measure, target in TARGETS.items():
        value, other = (100 * getattr(one, measure.replace(" ", "_")) for one in (ours, plain))
        yield Line(
            name=f"language check, {name}: {measure}",
            n=len(held),
            ours=value,
            ours_min=value,
            ours_max=value,
            reference=max(other, 1.0),  # a share of nothing has no ratio
            what="a plain list of words",
            target=target,
            unit="%",
        )
