"""The four principles for voluntary work (seed 002) as 26 questions about one offer. Plain data and plain counting.

A question that the directory's own data can answer is answered from them and is corrected where they stand; people
answer the others. The seed names the barriers that keep older people away first and foremost: the way there, the
physical place, the price and the first step in through the door; therefore those weigh most in what would help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from brobygger.registry.recipes.words import Words


class Answer(StrEnum):
    """What is known about one question."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_HERE = "not_here"  # does not concern this offer


@dataclass(frozen=True)
class Question:
    """One of the 26. `from_data`: answered from the directory when it can be. `help`: what to do after a no."""

    code: str
    principle: int
    asks: Words
    help: Words
    weight: int = 1
    from_data: bool = False


PRINCIPLES: Mapping[int, Words] = {
    1: Words("Rettet mod dem, det er for", "Made for those it is for"),
    2: Words("Let at komme til", "Easy to come to"),
    3: Words("Giver mening", "Worth while"),
    4: Words("Sammen med ældreplejen", "Together with care for older people"),
}


def _q(
    code: str, principle: int, da: str, en: str, help_da: str, help_en: str, weight: int = 1, *, from_data: bool = False
) -> Question:
    return Question(code, principle, Words(da, en), Words(help_da, help_en), weight, from_data)


QUESTIONS: tuple[Question, ...] = (
    _q("purpose", 1, "Er det klart, hvad I vil, for hvem, og hvad I har at gøre det med?",
       "Is it clear what you want, for whom, and what you have to do it with?",
       "Skriv målet ned på to linjer, og hvem det er for.", "Write the aim in two lines, and whom it is for."),
    _q("terms", 1, "Er det valgt, om alle er med på lige fod, eller om I deler en bestemt erfaring?",
       "Is it chosen whether everybody joins on equal terms or you share an experience?",
       "Tal om, hvem fællesskabet er for, og sig det højt.", "Talk about who the company is for, and say so."),
    _q("asked_first", 1, "Er nogle af dem, det er for, spurgt om, hvad der betyder noget for dem?",
       "Have some of those it is for been asked what matters to them?",
       "Spørg tre, før I laver om.", "Ask three of them before you change anything.", 2),
    _q("clear_text", 1, "Siger teksten klart, hvad det er, og hvem der er velkommen?",
       "Does the text say clearly what it is and who is welcome?",
       "Skriv det, der mangler i teksten.", "Write what the text lacks.", 2, from_data=True),
    _q("no_label", 1, "Er teksten fri for ord, ingen vil kendes ved?",
       "Is the text free of words nobody wants to be called?",
       "Byt ordene ud. Skriv om det, man kommer til.", "Write about what one comes to instead.", 3, from_data=True),
    _q("quiet_part", 1, "Kan man være med uden at skulle gøre noget de første gange?",
       "Can one join without having to do anything the first times?",
       "Sig, at det er fint bare at sidde med. Giv siden en lille opgave, fx kaffen.",
       "Say that just sitting there is fine. Give a small task later, e.g. the coffee."),
    _q("known_by_staff", 1, "Kender de, der møder borgerne, tilbuddet, så de kan henvise?",
       "Do those who meet people know the offer, so that they can refer?",
       "Besøg et møde i hjemmeplejen, og fortæl, hvem I er.", "Visit a meeting of home care and tell who you are.", 2,
       from_data=True),
    _q("near", 2, "Er det tæt på, hvor de bor, som det er for?", "Is it close to where those live whom it is for?",
       "Find et lokale i kvarteret, eller hold hver anden gang et andet sted.",
       "Find a room in the neighbourhood, or meet elsewhere every other time.", 2),
    _q("transport", 2, "Kan man blive hentet eller følges med nogen?", "Can one be fetched, or go with somebody?",
       "Lav en køreliste, eller aftal, hvem der følges.", "Make a list of drivers, or agree who walks together.", 3,
       from_data=True),
    _q("physical", 2, "Kan man komme ind med rollator eller kørestol?", "Can one get in with a walker or a wheelchair?",
       "Lån en rampe, eller find et lokale uden trin. Se også på toilet, lys, lyd, skilte og parkering.",
       "Borrow a ramp, or find a room without steps. Look at toilet, light, sound, signs and parking too.", 3,
       from_data=True),
    _q("informed", 2, "Ved man dag, tid og sted, før man tager af sted?",
       "Does one know day, time and place beforehand?",
       "Skriv dag, klokkeslæt og adresse på tilbuddet.", "Write day, time and address on the offer.", 3,
       from_data=True),
    _q("welcome", 2, "Er der en, der ringer før første gang og tager imod ved døren?",
       "Does somebody call before the first time and meet one at the door?",
       "Sæt navn på en, der ringer og tager imod.", "Name somebody who calls and receives.", 3, from_data=True),
    _q("price", 2, "Har dem, det er for, råd til det?", "Can those it is for afford it?",
       "Skriv prisen, og find en vej for den, der ikke har råd.", "Tell the price, and find a way for who cannot pay.",
       2, from_data=True),
    _q("involve", 3, "Er deltagerne med til at planlægge?", "Do participants take part in the planning?",
       "Sæt ti minutter af til det næste gang, I mødes.", "Set ten minutes aside for it next time you meet.", 2),
    _q("expectations", 3, "Taler I om, hvad hver især ønsker og vil bidrage med?",
       "Do you talk about what each wishes and will contribute?",
       "Spørg ved første besøg: hvad vil du gerne, og hvad kan du?", "Ask at the first visit: what would you like, and "
       "what can you do?"),
    _q("flexible", 3, "Er der både noget fast og plads til, at deltagerne finder på?",
       "Is there something fixed, and room for participants' own ideas?",
       "Lad en gang om måneden være deltagernes egen.", "Let one time a month be the participants' own."),
    _q("roles", 3, "Kan man have forskellige roller?", "Can one have different roles?",
       "Skriv de små opgaver op, og lad folk vælge.", "List the small tasks and let people choose.", 2),
    _q("say_so", 3, "Siger I tydeligt, at man kan være med til at bestemme?",
       "Do you say clearly that one may take part in deciding?",
       "Skriv det i teksten, og sig det igen efter en måned.", "Write it in the text, and say it again in a month."),
    _q("gains", 3, "Fortæller teksten, hvad man får ud af det, eller kan give andre?",
       "Does the text tell what one gains, or can give others?",
       "Skriv en sætning om det, folk går glade hjem fra.", "Write a sentence about what people go home glad of.", 2,
       from_data=True),
    _q("follow_up", 3, "Spørger I jævnligt, om det stadig er, som deltagerne ønsker?",
       "Do you ask regularly whether it still is as participants wish?",
       "Spørg hver tredje måned, og ring til den, der bliver væk.", "Ask every third month; call who stays away.", 2,
       from_data=True),
    _q("develops", 3, "Kan man vokse med det, fra gæst til vært?", "Can one grow with it, from guest to host?",
       "Spørg en deltager, om hun vil tage imod en ny.", "Ask a participant to receive a newcomer."),
    _q("partners_known", 4, "Ved I, hvem der ellers møder dem, det er for?",
       "Do you know who else meets those it is for?",
       "Spørg kommunens koordinator.", "Ask the municipality's coordinator."),
    _q("agreement", 4, "Er det aftalt, hvem der gør hvad?", "Is it agreed who does what?",
       "Lav en samarbejdsaftale på en side.", "Make an agreement of one page.", 2, from_data=True),
    _q("overview", 4, "Bliver oplysningerne om tilbuddet holdt ved lige?", "Is what is told about the offer kept true?",
       "Sig ja til at blive spurgt hvert halve år.", "Agree to be asked every half year.", 2, from_data=True),
    _q("share", 4, "Deler I viden med dem, der arbejder med ældre?",
       "Do you share what you know with those who work with older people?",
       "Tag med til ét møde om året i hjemmeplejen eller seniorrådet.",
       "Join one meeting a year in home care or the senior council."),
    _q("others", 4, "Er andre med: boligforening, læge, kirke, apotek, butik?",
       "Are others in: housing, doctor, church, pharmacy, shop?",
       "Giv et af de steder et link eller en seddel.", "Give one of those places a link or a slip."),
)  # fmt: skip
BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}
FROM_PEOPLE = (Answer.YES, Answer.PARTLY, Answer.NO, Answer.NOT_HERE)
MADE_FIRM = frozenset({"welcome"})  # that there is somebody is known; whether he or she calls, only people know
CHEAP, DEAR = 50, 100  # kroner each time: up to the one is for everybody, over the other is not


@dataclass(frozen=True)
class Facts:
    """What the directory and the pathway know of an offer. None: nobody has said."""

    missing_facts: int | None  # how many facts the text and fields lack; None: there is no text
    repelling: int  # words in the text that keep people away
    inviting: bool | None  # the text speaks of company, gain or giving
    transport: bool | None
    step_free: bool | None
    place: Sequence[bool | None]  # toilet, light, sound, signs, parking
    has_day: bool
    has_time: bool
    has_place: bool
    has_contact: bool
    price_dkk: int | None
    referrals: int  # sent to it in the last year
    followed_up: bool | None  # sessions of the last quarter have their attendance written; None: it has no sessions
    agreement: bool  # its organisation is a party of an agreement in force
    fresh: bool  # checked within the time an entry is trusted


def from_data(facts: Facts) -> dict[str, Answer]:
    """The questions that data answer; one that they cannot answer is left out for people."""
    told = {
        "clear_text": _graded(facts.missing_facts, partly=2),
        "no_label": None if facts.missing_facts is None else Answer.NO if facts.repelling else Answer.YES,
        "gains": _yes_no(facts.inviting),
        "known_by_staff": Answer.YES if facts.referrals else None,
        "transport": _yes_no(facts.transport),
        "physical": _physical(facts),
        "informed": _graded(3 - facts.has_day - facts.has_time - facts.has_place, partly=1),
        "welcome": Answer.PARTLY if facts.has_contact else Answer.NO,
        "price": _price(facts.price_dkk),
        "follow_up": _yes_no(facts.followed_up),
        "agreement": Answer.YES if facts.agreement else None,
        "overview": _yes_no(facts.fresh),
    }
    return {code: answer for code, answer in told.items() if answer is not None}


def _yes_no(fact: bool | None) -> Answer | None:
    return None if fact is None else Answer.YES if fact else Answer.NO


def _graded(missing: int | None, *, partly: int) -> Answer | None:
    if missing is None:
        return None
    return Answer.YES if missing == 0 else Answer.PARTLY if missing <= partly else Answer.NO


def _physical(facts: Facts) -> Answer | None:
    """Steps keep people out; a missing toilet, poor light or sound, no signs or parking make it half a yes."""
    if facts.step_free and False in facts.place:
        return Answer.PARTLY
    return _yes_no(facts.step_free)


def _price(price: int | None) -> Answer | None:
    if price is None:
        return None
    return Answer.YES if price <= CHEAP else Answer.PARTLY if price <= DEAR else Answer.NO


def together(data: Mapping[str, Answer], people: Mapping[str, Answer]) -> dict[str, Answer]:
    """All 26 answers. Data count before people, except where data know half of it (MADE_FIRM)."""
    answers = {}
    for question in QUESTIONS:
        known, said = data.get(question.code), people.get(question.code)
        if question.code in MADE_FIRM and known is Answer.PARTLY and said in (Answer.YES, Answer.NO):
            known = said
        answers[question.code] = known or said or Answer.UNKNOWN
    return answers


def helps_most(answers: Mapping[str, Answer], *, most: int = 3) -> tuple[Question, ...]:
    """What would help most: the heaviest no first, then what is partly so, then what nobody knows."""
    lack = {Answer.NO: 0, Answer.PARTLY: 1, Answer.UNKNOWN: 2}

    def order(question: Question) -> tuple[bool, int, int]:
        state = lack[answers[question.code]]
        return state == lack[Answer.UNKNOWN], -question.weight, state

    return tuple(sorted((one for one in QUESTIONS if answers[one.code] in lack), key=order)[:most])


def in_squares(answers: Mapping[str, Answer]) -> list[tuple[int, Sequence[Answer]]]:
    """The answers of each principle, in the order of the questions."""
    return [(number, [answers[q.code] for q in QUESTIONS if q.principle == number]) for number in PRINCIPLES]


def count(answers: Iterable[Answer], wanted: Answer) -> int:
    """How many are so."""
    return sum(one is wanted for one in answers)
