"""The language check: what in a Danish text keeps people away, sentence by sentence, each with a better proposal.

It never forbids anything: who writes decides. Four things are looked for (seed 002; R149, R344, R345): words that
repel the one they are said about, facts one must have before going out of the door, sentences that are hard to read
(LIX over 35), and a text that speaks neither of company nor of what one gets or can give. Plain Python.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from brobygger.registry.wording.reading import HARD, Sentence, lix, sentences
from brobygger.registry.wording.repelling import repelling
from brobygger.registry.wording.told import Fact, asks_for_help, facts, invites

LONGEST = 20_000  # characters; a longer text is no text for citizens
SHORTEST = 8  # words; LIX says nothing about fewer


class Audience(StrEnum):
    """Who is to read the text."""

    PARTICIPANT = "participant"
    VOLUNTEER = "volunteer"


class TextKind(StrEnum):
    """What the text is for."""

    OFFER = "offer"
    LETTER = "letter"
    SMS = "sms"


class Fault(StrEnum):
    """What can be better."""

    REPELS = "repels"
    MISSING = "missing"
    HARD = "hard"
    UNINVITING = "uninviting"


@dataclass(frozen=True)
class Finding:
    """One thing that can be better, and a proposal (Danish, to be put into a Danish text).

    `about`: the root of a word, or the fact that is missing. `start`, `end`: where in the text, in characters;
    `sentence`: its number from 0. All three None for what the whole text lacks.
    """

    fault: Fault
    about: str
    proposal: str
    said: str = ""
    sentence: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Checked:
    """A text that was read. `lix`: 0 for a text without words."""

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    lix: float

    def of(self, fault: Fault) -> tuple[Finding, ...]:
        """The findings of one sort, in the text's order."""
        return tuple(finding for finding in self.findings if finding.fault is fault)


_EXPECTED: dict[tuple[TextKind, Audience], tuple[Fact, ...]] = {
    (TextKind.OFFER, Audience.PARTICIPANT): tuple(Fact),
    # A volunteer asks how much time, where, and who helps; what it costs and what to wear is for the guests.
    (TextKind.OFFER, Audience.VOLUNTEER): (Fact.TIME, Fact.PLACE, Fact.CONTACT),
    (TextKind.LETTER, Audience.PARTICIPANT): (Fact.TIME, Fact.PLACE, Fact.CONTACT),
    (TextKind.LETTER, Audience.VOLUNTEER): (Fact.TIME, Fact.CONTACT),
    (TextKind.SMS, Audience.PARTICIPANT): (Fact.TIME, Fact.CONTACT),
    (TextKind.SMS, Audience.VOLUNTEER): (Fact.TIME, Fact.CONTACT),
}
_INSTEAD: dict[str, str] = {
    "ensom": "Skriv om det, man kommer til: “Har du lyst til selskab?”",
    "mistrivsel": "Skriv om det, der bliver bedre: “Vil du have flere gode dage?”",
    "svag": "Skriv, hvad I gør: “Vi sidder ned undervejs, og der er hjælp, hvis du vil have den.”",
    "skrøbelig": "Skriv, hvad I gør: “Vi går i dit tempo.”",
    "udsat": "Skriv, hvem der er velkommen: “Her er plads til alle.”",
    "sårbar": "Skriv, hvordan der er: “Her er der ro og tid.”",
}
_INSTEAD_FOR_VOLUNTEERS: dict[str, str] = {
    "ensom": "Skriv om det, I skal sammen: “Vær med til at give flere et selskab at gå til.”",
    "svag": "Skriv om opgaven: “Du går til hånde, hvor der er brug for det.”",
    "skrøbelig": "Skriv om opgaven: “I går i det tempo, der passer jer begge.”",
    "udsat": "Skriv om mennesker, du møder: “Du møder folk fra hele byen.”",
    "sårbar": "Skriv om opgaven: “Du har tid til at lytte.”",
}
_EXAMPLES: dict[Fact, str] = {
    Fact.TIME: "Hver torsdag kl. 14 til 16.",
    Fact.PLACE: "I medborgerhuset, Åvej 1. Der er ingen trin ved døren.",
    Fact.PRICE: "Det er gratis, også kaffen.",
    Fact.DRESS: "Kom i det tøj, du har på.",
    Fact.CONTACT: "Bent tager imod dig ved døren. Ring til ham på 12 34 56 78.",
    Fact.TRANSPORT: "Vil du hentes, så ring dagen før. Bus 5 holder lige udenfor.",
}
_VOLUNTEER_EXAMPLES: dict[Fact, str] = {
    Fact.TIME: "To timer hver anden torsdag.",
    Fact.PLACE: "Du er med i medborgerhuset på Åvej.",
    Fact.CONTACT: "Ring til Bent på 12 34 56 78. Han følger dig i gang.",
}
_INVITING = {
    Audience.PARTICIPANT: "Skriv, hvad man er sammen om, og hvad man selv kan give: “Vi spiser sammen, og du kan lære "
    "os din bedste ret.”",
    Audience.VOLUNTEER: "Skriv, hvad der er brug for, og hvad man får: “Vi har brug for dig, der kan lide at snakke. "
    "Du får et hold at være en del af.”",
}
_SHORTER = "Del sætningen i to, og brug kortere ord"


def check(text: str, *, audience: Audience, kind: TextKind, known: Collection[Fact] = frozenset()) -> Checked:
    """Read a text (its first LONGEST characters). `known`: facts that stand beside it, e.g. in an offer's own fields.

    An empty text is told nothing but the facts it lacks and that it does not invite.
    """
    text = text[:LONGEST]
    found = sentences(text)
    hard = lix(text) if sum(len(one.words) for one in found) >= SHORTEST else 0.0
    findings = [
        *_repelling(found, audience),
        *(_hard(found) if hard > HARD else ()),
        *_missing(found, audience, kind, known),
        *_uninviting(found, audience, kind),
    ]
    return Checked(found, tuple(findings), lix(text))


def _repelling(found: tuple[Sentence, ...], audience: Audience) -> list[Finding]:
    instead = _INSTEAD | (_INSTEAD_FOR_VOLUNTEERS if audience is Audience.VOLUNTEER else {})
    return [
        Finding(Fault.REPELS, one.root, instead[one.root], one.word.text, number, one.word.start, one.word.end)
        for number, sentence in enumerate(found)
        for one in repelling(sentence)
    ]


def _hard(found: tuple[Sentence, ...]) -> list[Finding]:
    """The sentences that make a text hard: those over the limit themselves, or the hardest when none is."""
    rated = [(lix(sentence.text), number) for number, sentence in enumerate(found)]
    over = [number for value, number in rated if value > HARD] or [max(rated)[1]]
    return [_too_hard(number, found[number]) for number in over]


def _too_hard(number: int, sentence: Sentence) -> Finding:
    return Finding(Fault.HARD, "lix", _shorter(sentence), sentence.text, number, sentence.start, sentence.end)


def _shorter(sentence: Sentence) -> str:
    longest = sorted({word.text for word in sentence.words if len(word.text) > 9}, key=len, reverse=True)[:3]
    return f"{_SHORTER}: {', '.join(longest)}." if longest else f"{_SHORTER}."


def _missing(found: tuple[Sentence, ...], audience: Audience, kind: TextKind, known: Collection[Fact]) -> list[Finding]:
    told = set(known).union(*(facts(sentence) for sentence in found))
    examples = _EXAMPLES | (_VOLUNTEER_EXAMPLES if audience is Audience.VOLUNTEER else {})
    return [Finding(Fault.MISSING, fact, examples[fact]) for fact in _EXPECTED[kind, audience] if fact not in told]


def _uninviting(found: tuple[Sentence, ...], audience: Audience, kind: TextKind) -> list[Finding]:
    """An SMS is too short to ask it of; a volunteer wants to know what there is need for."""
    wanted = asks_for_help if audience is Audience.VOLUNTEER else invites
    if kind is TextKind.SMS or any(wanted(sentence) for sentence in found):
        return []
    return [Finding(Fault.UNINVITING, audience, _INVITING[audience])]
