"""What the language check found, in words for a screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from brobygger.registry.wording.reading import HARD
from brobygger.registry.wording.rules import Audience, Checked, Fault, Finding, TextKind, check
from brobygger.registry.wording.told import Fact

AUDIENCES = {
    Audience.PARTICIPANT.value: gettext_lazy("Deltagere"),
    Audience.VOLUNTEER.value: gettext_lazy("Frivillige"),
}
KINDS = {
    TextKind.OFFER.value: gettext_lazy("Et tilbud eller en plakat"),
    TextKind.LETTER.value: gettext_lazy("Et brev"),
    TextKind.SMS.value: gettext_lazy("En sms"),
}
_FACTS = {
    Fact.TIME: gettext_lazy("Hvornår er det?"),
    Fact.PLACE: gettext_lazy("Hvor er det?"),
    Fact.PRICE: gettext_lazy("Hvad koster det?"),
    Fact.DRESS: gettext_lazy("Hvad skal man have på?"),
    Fact.CONTACT: gettext_lazy("Hvem tager imod, og hvem ringer man til?"),
    Fact.TRANSPORT: gettext_lazy("Hvordan kommer man frem?"),
}


@dataclass(frozen=True)
class Advice:
    """One finding: what it is about, what stands there now (Danish), and what to write instead (Danish)."""

    title: str
    said: str
    proposal: str


@dataclass(frozen=True)
class Part:
    """A piece of a sentence, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Panel:
    """The whole panel. `lines`: the sentences with a word that repels, with that word marked."""

    empty: bool
    lix: float
    easy: bool
    advice: list[Advice]
    lines: list[list[Part]]


def panel_of(text: str, *, audience: str, kind: str, known: Collection[Fact] = frozenset()) -> Panel:
    """Check a text and say it. `audience`, `kind`: codes of AUDIENCES and KINDS."""
    checked = check(text, audience=Audience(audience), kind=TextKind(kind), known=known)
    return Panel(
        empty=not checked.sentences,
        lix=round(checked.lix, 1),
        easy=not checked.of(Fault.HARD),
        advice=[_advice(finding) for finding in checked.findings],
        lines=_lines(checked),
    )


def _advice(finding: Finding) -> Advice:
    return Advice(_title(finding), finding.said, finding.proposal)


def _title(finding: Finding) -> str:
    if finding.fault is Fault.REPELS:
        return _("Ordet kan holde folk væk")
    if finding.fault is Fault.HARD:
        return _("Sætningen er svær at læse (lixtal over %(most)s)") % {"most": HARD}
    if finding.fault is Fault.MISSING:
        return _("Mangler: %(question)s") % {"question": _FACTS[Fact(finding.about)]}
    return _("Teksten siger ikke, hvad man er sammen om, får eller kan give")


def _lines(checked: Checked) -> list[list[Part]]:
    by_sentence: dict[int, list[Finding]] = {}
    for finding in checked.of(Fault.REPELS):
        if finding.sentence is not None:
            by_sentence.setdefault(finding.sentence, []).append(finding)
    return [_marked(checked.sentences[number], findings) for number, findings in by_sentence.items()]


def _marked(sentence: Any, findings: list[Finding]) -> list[Part]:
    parts, begin = [], 0
    for finding in findings:
        start, end = (finding.start or 0) - sentence.start, (finding.end or 0) - sentence.start
        if start >= begin:
            parts += [Part(sentence.text[begin:start], False), Part(sentence.text[start:end], True)]
            begin = end
    return [part for part in [*parts, Part(sentence.text[begin:], False)] if part.text]


def facts_beside(offer: Any) -> set[Fact]:
    """The facts that stand in an offer's own fields, and so need not stand in its text."""
    told = {
        Fact.TIME: bool(offer.weekdays or offer.time),
        Fact.PLACE: bool(offer.address) or offer.kind == "one_to_one",
        Fact.PRICE: offer.price_dkk is not None,
        Fact.CONTACT: bool(offer.contact_name or offer.contact_phone),
        Fact.TRANSPORT: bool(offer.transport) or offer.kind == "one_to_one",
    }
    return {fact for fact, stands in told.items() if stands}
