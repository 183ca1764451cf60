"""The texts that leave the house: what each is for, who reads it, and what it says until an organisation says else.

Danish: they go to people in Denmark, whatever language a page is read in. What a person reads is easy (LIX ≤ 35) and
never repels; a test reads every one, and `operations.write_text` refuses a change that would repel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brobygger.registry.communication.refer_texts import FIELDS, REFER
from brobygger.registry.wording.rules import Audience, Fault, Finding, TextKind, check

_FIELD = re.compile(r"{(\w+)}")
# The fields in braces are read and written by people: they are Danish, as the texts are.
DANISH = {
    "name": "navn", "what": "hvad", "day": "dag", "time": "klokken", "place": "sted", "phone": "telefon",
    "sender": "afsender", "words": "tekst", "other": "makker", "due": "frist", "link": "link",
}  # fmt: skip
_OURS = {danish: ours for ours, danish in DANISH.items()}


@dataclass(frozen=True)
class Wording:
    """A subject, a body (paragraphs apart by an empty line), and the same as SMS."""

    subject: str
    body: str
    short: str = ""


@dataclass(frozen=True)
class TextKindOf:
    """One text: its fields are what may be filled in. `audience`: PARTICIPANT reads plain and friendly."""

    code: str
    audience: Audience
    fields: frozenset[str]
    default: Wording


def _text(code: str, audience: Audience, fields: str, subject: str, body: str, short: str = "") -> TextKindOf:
    return TextKindOf(code, audience, frozenset(fields.split()), Wording(subject, body, short))


_SIGN = "\n\nVenlig hilsen\n{afsender}"

TEXTS: dict[str, TextKindOf] = {
    one.code: one
    for one in (
        _text(
            "session_soon", Audience.PARTICIPANT, "name what day time place phone sender",
            "Vi ses {dag}",
            "Kære {navn}\n\nVi glæder os til at se dig {dag} kl. {klokken} til {hvad}.\n\nDu finder os her: {sted}.\n\n"
            "Kan du ikke komme? Så ring til os på {telefon}." + _SIGN,
            "Hej {navn}. Vi ses {dag} kl. {klokken} til {hvad}, {sted}. Kommer du? Svar JA eller NEJ. "
            "{afsender}, {telefon}",
        ),
        _text(
            "offer_changed", Audience.PARTICIPANT, "name what words phone sender",
            "Nyt om {hvad}",
            "Kære {navn}\n\nDer er nyt om {hvad}.\n\n{tekst}\n\nVi håber at se dig. Passer det dårligt? Så ring til os "
            "på {telefon}, og vi finder ud af det sammen." + _SIGN,
            "Hej {navn}. Nyt om {hvad}: {tekst} Ring gerne, hvis det passer dårligt. {afsender}, {telefon}",
        ),
        _text(
            "own_words", Audience.PARTICIPANT, "name words phone sender",
            "Hilsen fra {afsender}",
            "Kære {navn}\n\n{tekst}\n\nDu kan altid ringe til os på {telefon}." + _SIGN,
            "Hej {navn}. {tekst} {afsender}, {telefon}",
        ),
        _text(
            "how_is_it", Audience.PARTICIPANT, "name other phone sender",
            "Hvordan går det?",
            "Kære {navn}\n\nDu og {makker} har nu mødtes et stykke tid. Vi vil gerne høre, hvordan det går.\n\n"
            "Er du glad for at mødes? Vil du blive ved? Er der noget, vi kan gøre bedre?\n\n"
            "Skriv svaret på brevet, eller ring til os på {telefon}." + _SIGN,
            "Hej {navn}. Du og {makker} har mødtes et stykke tid. Vil du gerne blive ved? Svar JA eller NEJ. "
            "{afsender}, {telefon}",
        ),
        _text(
            "answer_round", Audience.PARTICIPANT, "name link due phone sender",
            "Hvordan har du det?",
            "Kære {navn}\n\nVi vil gerne høre, hvordan du har det. Det er nogle få spørgsmål.\n\n"
            "Du kan svare her: {link}\n\nSvar senest {frist}. Du må gerne få hjælp af en, du kender.\n\n"
            "Vil du hellere tale med os? Så ring på {telefon}." + _SIGN,
            "Hej {navn}. Hvordan har du det? Svar på nogle få spørgsmål senest {frist}: {link} Eller ring til os. "
            "{afsender}, {telefon}",
        ),
        _text(
            "interest_received", Audience.VOLUNTEER, "name sender phone",
            "Tak, fordi du vil være med",
            "Hej {navn}\n\nTak, fordi du vil være frivillig. Vi ringer til dig inden for en uge. Så taler vi om, hvad "
            "du har lyst til, og hvornår du har tid.\n\nVil du tale med os før? Så ring på {telefon}." + _SIGN,
        ),
        _text(
            "volunteer_welcome", Audience.VOLUNTEER, "name sender phone",
            "Velkommen som frivillig",
            "Hej {navn}\n\nAlt er på plads, og du er nu frivillig hos os. Har du spørgsmål, så ring på {telefon}.\n\n"
            "Du får besked, når vi har fundet en, du kan møde." + _SIGN,
        ),
        _text(
            "volunteer_declined", Audience.VOLUNTEER, "name sender phone",
            "Tak, fordi du skrev til os",
            "Hej {navn}\n\nTak for din interesse. Vi har ikke en plads til dig hos os nu.\n\nRing gerne på {telefon}, "
            "hvis du vil høre om andre steder, der har brug for en hånd." + _SIGN,
        ),
        _text(
            "approval_ends", Audience.VOLUNTEER, "name what day sender phone",
            "Noget skal fornyes inden {dag}",
            "Hej {navn}\n\nDin {hvad} gælder til {dag}. Ring til os på {telefon}, så ordner vi det sammen." + _SIGN,
        ),
        _text(
            "volunteer_meeting", Audience.VOLUNTEER, "name what day time place phone sender",
            "{hvad} {dag}",
            "Hej {navn}\n\nVi holder {hvad} {dag} kl. {klokken}. Det er her: {sted}.\n\nLog ind i Brobygger, og sig "
            "ja eller nej. Du kan også ringe på {telefon}." + _SIGN,
        ),
        _text(
            "volunteer_thanks", Audience.VOLUNTEER, "name words sender phone",
            "Tak for din tid",
            "Hej {navn}\n\n{tekst}\n\nTak, fordi du er med. Ring altid på {telefon}, hvis du vil tale." + _SIGN,
        ),
        _text(
            "pair_word", Audience.VOLUNTEER, "name sender phone",
            "Hvordan går det?",
            "Hej {navn}\n\nVi vil gerne høre, hvordan det går med at mødes. Log ind i Brobygger, og svar på to "
            "spørgsmål. Du kan også ringe på {telefon}." + _SIGN,
        ),
        _text(
            "worry_waiting", Audience.VOLUNTEER, "name sender phone",
            "En bekymring har ventet for længe",
            "Hej {navn}\n\nEn frivillig har skrevet om en bekymring, og svaret er ikke kommet til tiden. Log ind i "
            "Brobygger, og tag den først." + _SIGN,
        ),
        _text(
            "worry_answered", Audience.VOLUNTEER, "name sender phone",
            "Der er svar til dig",
            "Hej {navn}\n\nDu skrev, at du var bekymret. Nu er der svar. Log ind i Brobygger, og læs det." + _SIGN,
        ),
        _text(
            "order_asked", Audience.VOLUNTEER, "name what day time place link sender phone",
            "Kan I hjælpe {dag}?",
            "Hej {navn}\n\nVi vil gerne bede jer om {hvad}.\n\nDet er {dag} kl. {klokken}. Stedet er {sted}.\n\n"
            "Sig ja eller nej her: {link}\n\nRing gerne på {telefon}." + _SIGN,
        ),
        _text(
            "order_changed", Audience.VOLUNTEER, "name what day time place link sender phone",
            "Noget er ændret {dag}",
            "Hej {navn}\n\nSådan er det nu: {hvad}.\n\nDet er {dag} kl. {klokken}. Stedet er {sted}.\n\n"
            "Passer det stadig? Sig ja eller nej her: {link}\n\nRing gerne på {telefon}." + _SIGN,
        ),
        _text(
            "order_called_off", Audience.VOLUNTEER, "name what day time place link sender phone",
            "Aflyst {dag}",
            "Hej {navn}\n\nVi får ikke brug for {hvad} {dag} kl. {klokken}.\n\nTak, fordi I ville hjælpe. Ring gerne "
            "på {telefon}." + _SIGN,
        ),
        _text(
            "order_agreed", Audience.VOLUNTEER, "name what day time place link sender phone",
            "Det blev {dag}",
            "Hej {navn}\n\nTak, fordi I kan. Vi har valgt {dag} kl. {klokken}. Stedet er {sted}.\n\nDet handler om: "
            "{hvad}.\n\nKan I alligevel ikke? Så sig det her: {link}\n\nRing gerne på {telefon}." + _SIGN,
        ),
        _text(
            "days_asked", Audience.VOLUNTEER, "name what day due link sender phone",
            "Hvilken dag passer?",
            "Hej {navn}\n\nVi vil gerne finde en dag til {hvad}. Der er flere at vælge imellem. Den første er {dag}."
            "\n\nSig ja, måske eller nej til hver dag her: {link}\n\nSvar gerne senest {frist} Du må gerne ringe på "
            "{telefon}." + _SIGN,
        ),
        _text(
            "days_over", Audience.VOLUNTEER, "name what words sender phone",
            "Om dagen til {hvad}",
            "Hej {navn}\n\nTak for dit svar om {hvad}.\n\n{tekst}\n\nI skal ikke gøre mere. Ring gerne på {telefon}."
            + _SIGN,
        ),
        _text(
            "own_pair", Audience.PARTICIPANT, "name other link phone sender",
            "Din side om at mødes med {makker}",
            "Kære {navn}\n\nHer kan du se, hvornår du og {makker} mødes: {link}\n\nDu kan flytte en dag eller sige fra."
            " Du kan også sige, hvordan det går.\n\nGem brevet. Det er din egen side.\n\nDu kan altid ringe til os på "
            "{telefon}." + _SIGN,
            "Hej {navn}. Se, hvornår du og {makker} mødes, og flyt en dag her: {link} Du kan også ringe. "
            "{afsender}, {telefon}",
        ),
        _text(
            "own_pair_volunteer", Audience.VOLUNTEER, "name link phone sender",
            "Jeres side om at mødes",
            "Hej {navn}\n\nHer kan du se, hvornår I mødes: {link}\n\nDu kan flytte en dag eller sige fra, og du kan "
            "sige, hvordan det går. Den anden har en side magen til.\n\nRing gerne på {telefon}." + _SIGN,
        ),
        _text(
            "pair_moved", Audience.PARTICIPANT, "name words phone sender",
            "Nyt om den dag, I mødes",
            "Kære {navn}\n\n{tekst}\n\nPasser det dårligt? Så ring til os på {telefon}." + _SIGN,
            "Hej {navn}. {tekst} Ring, hvis det passer dårligt. {afsender}, {telefon}",
        ),
        _text(
            "arrange", Audience.PARTICIPANT, "name what day link phone sender",
            "Tak, fordi du vil spørge for gruppen",
            "Kære {navn}\n\nTak, fordi du vil ordne noget til {dag}: {hvad}.\n\nHer kan du spørge dem og se, hvad de "
            "svarer: {link}\n\nVærten kan se det samme. Du kan altid ringe til os på {telefon}." + _SIGN,
            "Hej {navn}. Tak, fordi du vil ordne {hvad} til {dag}. Spørg dem, og se svaret her: {link} "
            "{afsender}, {telefon}",
        ),
        _text(
            "referral_received", Audience.VOLUNTEER, "name due",
            "En ny person vil gerne være med hos jer",
            "Hej {navn}\n\nEn person har sagt ja til, at I får besked. Log ind i Brobygger og se, hvem det er.\n"
            "Svar senest {frist}, så personen ikke venter.\n\nVenlig hilsen\nBrobygger",
        ),
        _text(
            "consent_withdrawn", Audience.VOLUNTEER, "name",
            "Et samtykke er trukket tilbage",
            "Hej {navn}\n\nEn person har trukket sit ja tilbage. I kan ikke længere se personen i Brobygger.\n"
            "Slet det, I selv har skrevet ned om personen.\n\nVenlig hilsen\nBrobygger",
        ),
        _text(
            "onward_ended", Audience.VOLUNTEER, "name",
            "En anden tager over",
            "Hej {navn}\n\nKommunen har valgt en anden til at tage en indsats over. De personer, der fulgte med til "
            "jer på grund af det, kan I ikke længere se i Brobygger under «Fulgt med fra kommunen».\n"
            "Slet det, I selv har skrevet ned om dem.\n\nVenlig hilsen\nBrobygger",
        ),
        *(_text(code, Audience.VOLUNTEER, FIELDS, *words) for code, words in REFER.items()),
    )
}  # fmt: skip


def fields_in(wording: Wording) -> set[str]:
    """The names in braces of a text."""
    return {name for part in (wording.subject, wording.body, wording.short) for name in _FIELD.findall(part)}


def unknown_fields(code: str, wording: Wording) -> set[str]:
    """Names in braces that nobody fills in for this text."""
    return fields_in(wording) - {DANISH[name] for name in TEXTS[code].fields}


def filled(wording: Wording, values: Mapping[str, str]) -> Wording:
    """The text with its fields filled in; values by our own names. KeyError without one. Braces in values stay."""

    def fill(part: str) -> str:
        return _FIELD.sub(lambda found: values[_OURS[found[1]]], part)

    return Wording(" ".join(fill(wording.subject).split()), fill(wording.body), fill(wording.short))


def findings(code: str, wording: Wording) -> Iterable[Finding]:
    """What the language check says of a text: what repels in any of them, and what is hard for a person to read."""
    audience = TEXTS[code].audience
    for part in (wording.subject, wording.body, wording.short):
        plain = _FIELD.sub("Bo", part)
        checked = check(plain, audience=audience, kind=TextKind.LETTER)
        yield from checked.of(Fault.REPELS)
        if audience is Audience.PARTICIPANT:
            yield from checked.of(Fault.HARD)
