"""What a sentence tells the reader: time, place, price, dress, who to meet, how to get there, and what it gives.

Found by the words people use for them; a labelled set of sentences measures how well (bench/language.py). Plain Python.
"""

from __future__ import annotations

import re
from enum import StrEnum

from brobygger.registry.wording.reading import Sentence


class Fact(StrEnum):
    """What somebody must know before going out of the door (seed 002: information beforehand; R149)."""

    TIME = "time"
    PLACE = "place"
    PRICE = "price"
    DRESS = "dress"
    CONTACT = "contact"
    TRANSPORT = "transport"


_DAYS = r"(?:man|tirs|ons|tors|fre|lør|søn)dage?n?(?:s|e|ene)?"
_MONTHS = r"januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december"
_HOURS = r"et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv"
_HOME = r"hjem(?:me)? (?:til|hos|i) (?:dig|din)|hos dig|i dit (?:eget )?hjem|dit eget hjem"
_HOUSES = (
    r"bibliotek|medborgerhus|sognegård|kirke|café|cafe|caféen|cafeen|forsamlingshus|fælleshus|center|centret|"
    r"centeret|"
    r"hallen|svømmehal|skole|kantine|klub|plejehjem|plejecenter|lokale|salen|stuen|krypt|kælder|værksted|haven|"
    r"parken|"
    r"stranden|søen|stationen|museum|museet|teatret|biografen|hytte|rådhus|menighedshus|aktivitetshus|præstegård|"
    r"beboerhus|landsby|torvet|havnen|indgang|mødested"
)
_NO_CLOTHES = r"(?:strikke|syd?|sy|lege|værk|køre|far|senge|sylte|sølv|under|køkken|pude)tøj"
_TO_A_PLACE = (
    r"(?:vi (?:står|mødes|er|ses|sidder)|mødes vi|mød op|holder til|foregår|ligger|find(?:er)? os) (?:\w+ )?"
    r"(?:i|på|ved|hos|under|foran|bag|inde|ude) (?!dag\b|morgen\b|aften\b|hjerte|\w+dag\b)"
)
_FOUND: dict[Fact, re.Pattern[str]] = {
    Fact.TIME: re.compile(
        rf"\b(?:{_DAYS}|{_MONTHS}|kl\.?|klokken|formiddag\w*|eftermiddag\w*|aften(?:en|er)?|dagligt|hverdage?|"
        rf"uge \d+|(?:mellem|fra) \d{{1,2}} (?:og|til) \d{{1,2}}|(?:en|to|tre|fire|halvanden|\d+) timer?|(?:første|"
        rf"anden|tredje|sidste) (?:\w+dag|uge)|ringet middag|ved middagstid|"
        rf"hver(?:t|anden)? \w*(?:dag|uge|måned|gang)\w*|i (?:dag|morgen|aften)|(?:halv|kvart (?:i|"
        rf"over)) (?:{_HOURS})|"
        rf"(?:om|hver) ugen?|om måneden|\d{{1,2}}[.:]\d\d|\d{{1,2}}/\d{{1,2}})\b"
    ),
    Fact.PLACE: re.compile(
        rf"\b\w*(?:vej|gade|allé|alle|plads(?:en)?|pladsen|torv|stræde|vænge|gård|huset|hus) \d+|\b\d+\. sal\b|"
        rf"\b(?:i|på|ved|til|hos|er|af) (?:\w+ ){{0,2}}\w*(?:{_HOUSES})\w*|\b[a-zæøå]\w+(?:gade|stræde)\b|"
        rf"\b{_HOME}\b|\bover telefonen\b|\bonline\b|\b{_TO_A_PLACE}"
    ),
    Fact.PRICE: re.compile(
        r"\bgratis\b|\bkr\b|\bkroner\b|\bkoster\b|\b\w*betal\w*|\bfrit, hvad\b|\bpenge\b|\budgift\w*|\bentré\w*|"
        r"\bkontingent\w*|"
        r"\bpris(?:en)?(?! værd)\b|\bhusets regning\b|\d,-|"
        r"\b(?:giver|byder på) (?:\w+ )?(?:kaffe|frokost|mad|middag|kage|turen)\w*"
    ),
    Fact.DRESS: re.compile(
        r"\b\w*tøj(?:et)?\b|\b\w*sko(?:ene)?\b|\b\w*støvler\b|\bjakke\w*|\bpåklædning\w*|\bforklæde\w*|\bklæd\w*|"
        r"\btrøje\w*|\bstrømper på\b|\bkom,? som du er\b|\bhue\b|\bhandsker\b|\bvanter\b|\b\w+dragt\b|"
        r"\bhåndklæde\w*|\btag noget på\b"
    ),
    Fact.CONTACT: re.compile(
        r"\b(?:ringe?|skrive?|sende?|kontakte?|tale? med|spørge?)\b (?:\w+ ){0,3}(?:til|efter|på)\b|"
        r"\b(?:\d\d ?){4}\b|\S{1,64}@\S|"
        r"\btager imod\b|\bmodtager dig\b|\bmøder dig\b|\bsvarer på\b|\bkontaktperson\w*|\bvært(?:en|inde|inden)?\b|"
        r"\bstår klar\b|\bbyder (?:dig )?velkommen\b|\bkontakt \w+\b|\bviser (?:dig )?rundt\b|\bgiv \w+ et kald\b|"
        r"\btag fat i\b|\bhenvend dig\b"
    ),
    Fact.TRANSPORT: re.compile(
        rf"\b(?:bus\w*|rutebil\w*|letbane\w*|toget|tog|metro\w*|taxa\w*|flex\w*|kirkebil\w*|bil(?:en)?|parkering|"
        rf"parkere|parkeringspladser|parkeringsforhold|"
        rf"kørsel\w*|kørelejlighed\w*|samkør\w*|lift|transport\w*|hentes|henter|afhentning|følges|færge\w*)\b|"
        rf"\bminutters? gang\b|\bfra stationen\b|\bkører? dig\b|\b{_HOME}\b"
    ),
}
_COMPANY = re.compile(
    r"\bsammen\b|\bfælles\w*|\bhinanden\w*|\bselskab\w*|\bsamvær\w*|\bven(?:ner|inder)?\b|\bvenskab\w*|"
    r"\bbekendtskab\w*|\bmød(?:e)? andre\b|\bmøder? (?:du )?andre\b|\bsnak\w*|\bsamtale(?:n|r|rne)?\b|\bhyg\w*|"
    r"\bgrine?r?\b|\bhjælpes ad\b|\bnaboer\b|\b(?:med|af) (?:de )?andre\b|\bmød (?:\w+ )?mennesker\b|"
    r"\btaget godt imod\b|\b(?:blandt|nye) (?:\w+ )?(?:mennesker|ansigter)\b|"
    r"\blangbord\w*|\bdel af (?:holdet|gruppen|flokken)\b|"
    r"\bvi (?:\w+ ){0,2}(?:synger|spiser|drikker|går|spiller|danser|ler|taler|hygger|griner)\b"
)
_GAIN = re.compile(
    r"\b(?:du|i|man) (?:\w+ )?(?:lærer|får|oplever|finder|går glad|bliver klogere|møder)\b|\bfår du\b|\blær at\b|"
    r"\bglæde\w*|\benergi\b|\boverskud\b|\bbedre (?:søvn|humør|balance|form)\b|\blærer\b|\bglad\b|\boplev\w*|"
    r"\bgodt humør\b|\bfrisk luft\b|\bhold (?:krop|hoved|dig)\b|\bi gang\b"
)
_CONTRIBUTION = re.compile(
    r"\bbrug for (?:dig|dine|din|dit|en|at du|flere)\b|\blære (?:os|andre)\b|\bbidrag\w*|\bgør\w* en forskel\b|"
    r"\b(?:du kan|kan du) (?:\w+ )?(?:vise|lære|hjælpe|give|fortælle)\b|\bgive? en hånd\b|"
    r"\bvi (?:savner|mangler|leder efter|søger)\b|"
    r"\bdin(?:e)? (?:erfaring\w*|historie\w*|viden|hænder|evner)\b|\bvise (?:os|andre)\b|\bdel (?:ud )?af\b"
)


_SAY = re.compile(
    r"\b(?:du|i|man) (?:\w+ ){0,2}(?:bestemmer|vælger|beslutter|planlægger)\b|"
    r"\bvær(?:e)? med til at (?:\w+ ){0,2}(?:bestemme|vælge|planlægge|forme)\b|"
    r"\bbestemmer (?:du|vi|i)\b|\b(?:vi|deltagerne) (?:\w+ ){0,2}(?:bestemmer|vælger|aftaler|"
    r"planlægger) (?:\w+ ){0,3}(?:sammen|selv)\b|\bdin(?:e)? (?:egne? )?(?:idé|ide|idéer|ideer|ønsker|forslag)\b|"
    r"\bdit eget tempo\b|\bpå dine præmisser\b"
)


def four_things(text: str) -> frozenset[str]:
    """Which of the four things a text speaks of: community, gain, give, say (R347)."""
    low = text.lower()
    found = {"community": _COMPANY, "gain": _GAIN, "give": _CONTRIBUTION, "say": _SAY}
    return frozenset(code for code, words in found.items() if words.search(low))


def facts(sentence: Sentence) -> frozenset[Fact]:
    """The facts that a sentence tells."""
    low = sentence.text.lower()
    worn = re.sub(_NO_CLOTHES, " ", low)
    return frozenset(fact for fact, words in _FOUND.items() if words.search(worn if fact is Fact.DRESS else low))


def invites(sentence: Sentence) -> bool:
    """Whether a sentence speaks of community, of what the reader gets, or of what the reader can give."""
    low = sentence.text.lower()
    return any(words.search(low) for words in (_COMPANY, _GAIN, _CONTRIBUTION))


def asks_for_help(sentence: Sentence) -> bool:
    """Whether a sentence says what the reader can give: what a volunteer looks for."""
    return bool(_CONTRIBUTION.search(sentence.text.lower()))
