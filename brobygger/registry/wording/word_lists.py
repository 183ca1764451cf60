"""Lists of Danish words that `repelling.py` looks beside a word for: things, people, what can be put off. Ours."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What can be weak, fragile or exposed without anybody being hurt by it.
THINGS = _words(
    """
    lys lampe pære belysning sol måne stjerne vind brise blæst storm regn byge sne frost tåge is isen isflage vejr
    kaffe the teen saft øl vin drik suppe smag duft lugt krydder lyd tone toner musik sang melodi stemme signal net
    dækning forbindelse strøm batteri farve streg skrift blæk tryk papir billede fotografi maling varme ild blus
    glød opløsning sæbe rengøring stigning hældning skråning bakke sving kurve bølge bro plade hylde stol møbel
    møbler kop kopper glas porcelæn vase keramik æg blomst plante træ orkidé orkide rose stauder tomat afgrøde natur
    mose klit kyst strand eng skov hede dyr fugl insekt bog bøger note noder dug silke blonde stof snor reb tråd
    knude instrument violin ramme maskine computer system skib båd hus bygning tag gulv væg verbum verber valuta
    krone argument led punkt jord vand å sø skulptur mosaik figur dukke pynt genstand ting emballage pakke pakker
    kasse klitter klitterne glasset glassene skovområde
    """
)
# A compound that begins so is a thing too: “moseområdet”, “skovbunden”.
BEGINNINGS = _words(
    """
    mose skov klit kyst kaffe porcelæn natur plante
    """
)
# Too short to be looked for inside other words.
WHOLE = _words(
    """
    dug eng is isen led net sø tag te teen the å æg æggene øl
    """
)
# People, and what is theirs: body, health, life.
PEOPLE = _words(
    """
    helbred syn hørelse hjerte hjertet ben arm krop ryg knæ hukommelse menneske borger beboer ældre pensionist mand
    mænd kvinde nabo person patient barn børn ung unge familie gruppe medborger gæst enke enker liv sjæl sind psyke
    nerver
    """
)
# What can be put off.
HAPPENINGS = _words(
    """
    møde mødet tur turen fest festen koncert start valg kamp kurs kursus hold udflugt spisning generalforsamling
    forestilling film foredrag premiere afgang åbning frist besøg arrangement aften dag time tid rejse banko eksamen
    operation rejsen klub café fællesspisning prøve plan byggeri indvielse
    """
)
# Where people live, and what they stand in.
PLACES = _words(
    """
    boligområde område bydel kvarter position situation stilling gruppe liv livssituation
    """
)
# Before “udsat” these make it about people.
DEGREES = _words(
    """
    socialt særligt særlig psykisk økonomisk helbredsmæssigt meget mest så mere lidt fysisk
    """
)
# The reader, or somebody like the reader.
READER = _words(
    """
    du dig jeg i jer man mange nogle dem der som hun han de mennesker folk
    """
)
# Who puts something off: “vi udsatte festen”.
PUTS_OFF = _words(
    """
    vi jeg hun han man bestyrelsen kommunen foreningen klubben i
    """
)
