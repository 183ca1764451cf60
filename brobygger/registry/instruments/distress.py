"""Does a typed text hold a suicidal thought?

A hit shows where to get help and gives a professional a task, so a false alarm costs a minute and a missed
one may cost a life: in doubt the answer is yes. It is no diagnosis, and no hit is no all-clear.

The text is first brought to one plain spelling (see `plain`), so a phrase needs to know only "doe", never
"dø", "DØ", "dö" or "døø". The phrases are our own and meant to grow: when one was missed, add the sentence to
the tests first.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SPELLING = str.maketrans({"å": "aa", "æ": "ae", "ø": "oe", "ä": "ae", "ö": "oe"})

# Enough alone, also inside compounds (selvmordstanker) and with one letter wrong (selvmrod).
ALONE = ("selvmord", "suicid", "doedshjaelp", "doedsoensk", "livstraet", "livslede", "selvskad", "overdosis")

WORDS = {
    "TAKE": "ta tag tage tager taget tog",
    "SELF": "mig sig os hende ham migselv sigselv",
    "NOT": "ikke ike ik ikk ikek ekki aldrig",
    "NOTHING": "intet ingenting ingen ikke",
    "MORE": "mere mer laengere laenger videre",
    "WISH": "vil ville vill gad gider oensker oenske oenskede laenges laengtes haaber haabede beder bad "
    "droemmer overvejer taenker taenkt taenkte tanker planer planlaegger lyst trang hellere helst faa gid",
    "WILL": "vil ville vill gider gad orker oensker magter kan har skal behoever toer kunne",
    "THE-END": "liv livet tilvaerelsen alt alting hele",
    "LIVE": "leve eksistere levet",
    "KILL": "haenge haenger haengt skyde skyder drukne drukner draebe draeber myrde aflive forgifte kvaele",
    "JUMP": "springe springer hoppe hopper kaste kaster smide",
    "PILLS": "piller pillerne medicin medicinen sovepiller tabletter",
}

# One phrase a line. CAPITALS: a list above; a/b: either; (x): may be left out; ..3: up to three words
# between; x*: any ending; |: end of the sentence.
PHRASES = """
TAKE ..3 eget/egen/mit/sit/hendes/hans liv
TAKE ..2 livet ..1 af SELF
TAKE ..3 alle ..2 PILLS
TAKE ..3 PILLS ..2 paa en gang
PILLS ..2 paa en gang
slaa/slaar/slog/slaaet ..2 SELF ..1 ihjel
slaa/slaar/slog ihjel SELF
KILL SELF
skaer* ..1 i SELF
skade*/skader/cutte/cutter SELF
JUMP ..2 foran/fra/ud ..2 tog/toget/lastbil*/bro/broen/altan*/tag/taget/vindue*
gaa/gaar/gik ..1 foran tog/toget/lastbil*
gaa ud i vandet/havet/soeen
goer*/gjort/saette/saetter ..2 en/et ende/punktum ..1 paa/for ..1 THE-END
goer*/gjort ..1 ende paa ..1 THE-END
goer*/gjort det forbi
ende/ender/afslutte/afslutter/stoppe ..1 THE-END
slippe/slipper ..1 for/fra/af ..1 THE-END
forlade denne verden
sige/siger farvel til livet/verden/alting
faerdig/slut med ..1 livet/liv/leve
mit/hele liv er slut/forbi/ovre
livet er slut/forbi/ovre ..1 |
WISH ..6 doe/do
taler/talte/snakker/talt om at doe
taenker/taenkt/taenkte/tanker paa/om doeden
WISH ..4 vaere/var doed/doede
WISH mig/om doed/doeden
gid/bare/hvis/oenske jeg ..2 var/er/doede doed
gid/bare jeg ..1 doe/doede/doer
bare/gid doe*/det ..2 tage/hente/forbi/ovre
doeden ..2 hente/komme/tage/velkommen
klar til at doe
WISH ..3 sove/sover ind
WISH ..4 graven/himlen/himmelen/kisten
WISH ..3 vaek for altid
vaek fra ..2 THE-END/verden
forsvinde for altid
forsvinde fra jorden*/alting/verden
NOT ..3 vaagne*
sove/sover ..2 for altid
NOT ..1 var foedt
jeg NOT var til |
NOT ..2 blevet foedt
WILL ..3 NOT ..3 LIVE MORE/laengere/uden/|
vil/ville/vill/gider/gad/orker/oensker ..3 NOT ..3 LIVE
vil/ville/vill/gider/gad/orker/oensker/kan ..3 NOT ..2 vaere her
vil/ville/vill/gider/gad/orker/oensker/kan ..3 NOT ..2 vaere til MORE/|
vil/ville/vill/gider/gad/orker/oensker/kan ..3 NOT ..2 vaere i live/verden
NOT ..1 vil/ville/gider/gad/orker/oensker/kan ..2 LIVE
NOT ..1 vil/ville/gider/gad/orker/oensker/kan ..2 vaere her/til/mere
NOT ..1 orker/magter/gider ..2 MORE |
leve/livet vil/gider/orker jeg NOT
LIVE ..2 vil/gider/orker/kan jeg NOT
orker/magter/gider ..1 NOT ..1 livet/dagene/tilvaerelsen
orker/magter/gider/kan/holder/klarer/udholder/vil ..2 NOT (det) (hele) MORE |
orker/magter/gider/kan/vil NOT MORE |
NOT ..3 lyst til ..1 livet/leve/vaere
mistet/tabt/mangler/uden/ingen/mister ..2 lyst/lysten til/paa ..1 livet/leve/vaere
mistet/tabt/mangler/uden/ingen/mister ..2 livslyst*/livsmod*/livsgnist*
lyst/lysten til ..1 livet/leve er vaek/forsvundet/slut
traet/led/ked af ..1 livet/leve/tilvaerelsen
traet/led/ked af at vaere til
NOTHING ..3 leve for
NOTHING ..2 grund til ..1 leve/fortsaette/livet
NOTHING ..2 mening med/i at/livet/det/noget
NOTHING ..1 mening ..1 livet/leve
livet/tilvaerelsen/leve ..3 ingen/ikke ..1 mening
livet/liv/leve ..3 NOTHING ..2 vaerd*
NOT vaerd ..1 leve
livet/liv/leve/hele/alting ..2 meningsloes*/haabloes*
meningsloes* at leve
bedre/lettere/nemmere/gladere/bedst/fri ..4 uden mig
bedre/lettere/nemmere/bedst ..4 jeg ..1 NOT var/er/fandtes/levede
bedre/lettere/nemmere/bedst ..4 jeg var vaek/borte/doed
ingen ville/vil savne mig
kill/killing myself
end my/it life/all
want/wanted/wish ..2 to die
wish i was/were dead
better off dead/without
not/dont/t ..2 want to live/wake
"""


def help_needed(text: str) -> bool:
    """Whether `text` (Danish, any spelling) may hold a thought of suicide or of not wanting to live.

    Meant for free text a person or an employee types. Prefers false alarms; never raises.
    """
    words = plain(text)
    return _has_word_alone(words) or any(pattern.search(words) for pattern in _PATTERNS)


def plain(text: str) -> str:
    """One spelling, a space on both sides: lower case a-z, å as aa, no accents, no stretched letters,
    " | " where a sentence ends."""
    # NFC first: an å typed as a + ring must become å before rings and accents are dropped.
    lowered = unicodedata.normalize("NFC", text).casefold().translate(SPELLING)
    short = re.sub(r"(aa|ae|oe)\1+|([a-z])\2{2,}", r"\1\2", lowered)
    bare = "".join(c for c in unicodedata.normalize("NFKD", short) if not unicodedata.combining(c))
    bare = re.sub(r"[.!?;\n\r]+", " | ", bare)
    return f" {re.sub(r'[^a-z0-9|]+', ' ', bare).strip()} | "


def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile("(?<= )" + "".join(_part(token) for token in phrase.split()))


def _part(token: str) -> str:
    if token.startswith(".."):
        return rf"(?:\w+ ){{0,{int(token[2:])}}}"
    if token.startswith("("):
        return f"(?:{token[1:-1]} )?"
    alternatives: list[str] = []
    for word in token.split("/"):
        alternatives += WORDS[word].split() if word in WORDS else [word]
    return "(?:" + "|".join(re.escape(word).replace(r"\*", r"\w*") for word in alternatives) + ") "


_PATTERNS = tuple(_compiled(line) for line in PHRASES.strip().splitlines())


def _has_word_alone(words: str) -> bool:
    tokens = words.replace("|", " ").split()
    if any(key in first + second for first, second in pairwise(tokens) for key in ALONE):
        return True
    return any(key in token or _starts_nearly(token, key) for token in tokens for key in ALONE)


def _starts_nearly(token: str, key: str) -> bool:
    """Whether `token` begins with `key`, one letter wrong, missing, extra or swapped with its neighbour."""
    if len(key) < 8 or token[0] != key[0]:
        return False
    return any(_one_edit_apart(token[:length], key) for length in (len(key) - 1, len(key), len(key) + 1))


def _one_edit_apart(word: str, key: str) -> bool:
    if abs(len(word) - len(key)) > 1:
        return False
    shared = 0
    while shared < min(len(word), len(key)) and word[shared] == key[shared]:
        shared += 1
    rest, wanted = word[shared:], key[shared:]
    swapped = rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]
