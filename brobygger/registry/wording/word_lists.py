"""Lists of Danish words that `repelling.py` looks for beside a word: people, and the small words of grammar. Ours."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# People, and what is theirs: body, mind, health, life.
PEOPLE = _words(
    """
    helbred syn hørelse hjerte ben arm hånd hænder krop kroppen ryg knæ fod fødder øre ører øje øjne hukommelse
    menneske borger beboer ældre gamle gammel gamling pensionist mand mænd kvinde nabo person patient barn børn ung
    unge familie gruppe gæst enke enkemand liv sjæl sind psyke nerve nerver part deltager bruger medlem medlemmer
    medborger bedsteforælder forælder forældre mor far onkel tante søster bror bedstemor bedstefar ven venner
    veninde kollega ægtefælle pårørende enlige syge handicappede hjemløse dame herre fyr pige dreng student
    flygtning indvandrer folk mennesker senior seniorer alder helbredet immunforsvar livssituation tid periode
    livsfase dig os jer
    """
)

# People only where no noun follows: “de gamle”, but not “den gamle salmebog”.
ALSO_ADJECTIVES = _words(
    "ældre gamle gammel ung unge enlige syge handicappede hjemløse senior de mange nogle alle ingen andre begge"
)

# Where people live, and what they stand in.
PLACES = _words(
    """
    boligområde område bydel kvarter position situation livssituation stilling gruppe liv miljø
    """
)

# Before a word these say how much, or in what way.
DEGREES = _words(
    """
    socialt særligt særlig psykisk økonomisk helbredsmæssigt meget mest så mere lidt fysisk mentalt for ret ganske
    helt temmelig ekstra lige altid stadig også nu ofte tit 
    """
)

# The reader, or somebody like the reader.
READER = _words(
    """
    du dig jeg jer man mange nogle dem der som hun han de vi alle enhver ingen begge andre mennesker folk
    """
)

# Verbs that say a word of their subject.
BEING = _words(
    """
    er var bliver blev blevet være bliv føler føle føltes føles følte virker lever levede forbliver
    """
)

# Words of grammar: no noun, and none comes between an adjective and its noun.
SMALL = _words(
    """
    og eller men samt i på til for fra med af om ved hos der som er var bliver blev blevet være kan skal vil må har
    havde haft får fik at når hvis så end nu også altid aldrig efter under over uden mod fordi da mens kommer kom
    går gik bor lever ikke ej jo dog derfor her den det de en et denne dette disse vores jeres deres din dit dine
    min mit mine hans hendes igen hjemme ude inde alligevel selv bare kun lidt meget mere mest særligt aftenens
    dagens desværre måtte måske føler føles føle virker indtil inden mellem gennem siden siger synes blandt grundet
    """
)
