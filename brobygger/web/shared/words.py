"""Danish words for stored codes. One table for each kind of code; a test refuses a code without a word."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from brobygger.registry.recipes.words import REASONS, STEP_WORDS, TASKS
from brobygger.web.shared.told_words import TOLD_TASKS

ROLES = {
    "home_care_worker": _("hjemmeplejen"),
    "ambassador": _("ambassadør"),
    "coordinator": _("koordinator"),
    "visitation": _("visitation"),
    "programme_manager": _("leder af indsats"),
    "unit_manager": _("leder af enhed"),
    "association_leader": _("leder i forening"),
    "host": _("vært"),
    "volunteer": _("frivillig"),
    "data_protection": _("databeskyttelse"),
    "administrator": _("administrator"),
    "finder": _("trivselsagent"),
    "link": _("en med link"),
    "system": _("Brobygger selv"),
}

FIELDS = {
    "name": _("navn"),
    "contact": _("telefon og e-mail"),
    "address": _("adresse"),
    "age": _("alder og køn"),
    "cpr": _("CPR-nummer"),
    "household": _("bolig og civilstand"),
    "care": _("hjælp i hjemmet"),
    "walking": _("gang og hjælpemidler"),
    "senses": _("hørelse, syn og sprog"),
    "cognition": _("hukommelse"),
    "relatives": _("pårørende"),
    "wishes": _("ønsker"),
    "screening": _("screening"),
    "measurements": _("målinger"),
    "episodes": _("forløb"),
    "consents": _("samtykker"),
    "background": _("sprog og baggrund"),
}

PURPOSES = {
    "detection": _("opsporing"),
    "bridging": _("brobygning"),
    "follow_up": _("opfølgning"),
    "activity": _("tage imod i et fællesskab"),
    "evaluation": _("evaluering"),
    "data_protection": _("databeskyttelse"),
}

MEDIA = {
    "poster": _("plakat"), "flyer": _("løbeseddel"), "board": _("opslag på en tavle"), "brochure": _("brochure"),
    "letter": _("brev"), "newspaper": _("avis eller blad"), "radio": _("radio"), "tv": _("fjernsyn"),
    "social_media": _("sociale medier"), "website": _("hjemmeside"), "screen": _("skærm i et venteværelse"),
    "talk": _("oplæg på et møde"),
}  # fmt: skip

SEXES = {"female": _("kvinde"), "male": _("mand"), "other": _("andet")}
HOUSEHOLDS = {"alone": _("bor alene"), "with_spouse": _("bor med ægtefælle"), "with_others": _("bor med andre")}
HOUSINGS = {
    "house": _("hus"),
    "flat": _("lejlighed"),
    "sheltered": _("beskyttet bolig"),
    "care_home": _("plejehjem"),
    "other": _("andet"),
}
CIVIL_STATUSES = {
    "married": _("gift"),
    "widowed": _("enke eller enkemand"),
    "cohabiting": _("samlevende"),
    "partner_apart": _("kæreste, bor alene"),
    "single": _("enlig"),
    "divorced": _("skilt eller separeret"),
}
WALKING_AIDS = {"none": _("ingen"), "stick": _("stok"), "walker": _("rollator"), "wheelchair": _("kørestol")}
MESSAGE_WAYS = {"email": _("e-mail"), "sms": _("SMS"), "letter": _("brev"), "phone": _("opkald")}
CONTACT_WAYS = {
    "phone": _("telefon"),
    "letter": _("brev"),
    "sms": _("SMS"),
    "email": _("e-mail"),
    "relative": _("gennem en pårørende"),
}
HOWS = {"screen": _("på skærmen"), "paper": _("på papir"), "phone": _("i telefonen"), "spoken": _("mundtligt")}
MODES = {"visit": _("besøg"), "phone": _("telefon"), "paper": _("papir")}
MEASURE_MODES = {**MODES, "screen": _("på en skærm"), "sms_link": _("link på SMS")}
TAKEN_BY = {**MEASURE_MODES, "link": _("link, som borgeren selv åbnede")}  # nobody on the staff chooses the last
ANSWERED_BY = {
    "person": _("borgeren selv"), "together": _("borgeren med hjælp"), "observer": _("en, der kender borgeren"),
}  # fmt: skip
STRATEGIES = {  # seed 003's four ways to company
    "sociale_faerdigheder": _("Sociale færdigheder"),
    "social_stoette": _("Social støtte"),
    "social_kontakt": _("Social kontakt"),
    "social_kognition": _("Tanker om samvær"),
}
OFFER_KINDS = {
    "group": _("gruppe"),
    "one_to_one": _("besøgsven"),
    "café": _("café eller mødested"),
    "meal": _("spisning"),
    "outing": _("udflugt"),
    "course": _("hold eller kursus"),
}
ORGANISATION_KINDS = {
    "municipality": _("kommune"),
    "association": _("forening"),
    "housing_association": _("boligforening"),
    "parish": _("sogn"),
    "firm": _("firma"),
    "care_home": _("plejehjem"),
    "library": _("bibliotek"),
    "pharmacy": _("apotek"),
    "doctor": _("lægepraksis"),
    "school": _("skole eller sprogskole"),
    "shop": _("butik"),
    "kitchen": _("køkken eller madservice"),
    "restaurant": _("restaurant eller café"),
    "taxi": _("taxa eller kørsel"),
}
CHANNELS = {
    "register": _("udtræk fra folkeregistret"),
    "home_care": _("hjemmeplejen"),
    "preventive_visit": _("forebyggende hjemmebesøg"),
    "early_detection": _("Tidlig opsporing"),
    "visitation": _("visitationen"),
    "self": _("borgeren selv"),
    "relative": _("en pårørende"),
    "tip": _("besked om bekymring"),
    "volunteer": _("en frivillig"),
    "association": _("en forening"),
    "occasion": _("et arrangement"),
}
SENDERS = {
    "home_care": _("hjemmeplejen"),
    "nurse": _("sygeplejen"),
    "therapist": _("terapeut"),
    "meal_delivery": _("madservice"),
    "visitation": _("visitationen"),
    "association": _("forening eller frivillig"),
    "housing": _("boligforening"),
    "parish": _("kirken"),
    "pharmacy": _("apotek"),
    "shop": _("butik"),
    "wellbeing_agent": _("trivselsagent"),
    "relative": _("en pårørende"),
    "self": _("borgeren selv"),
    "occasion": _("et arrangement"),
    "other": _("en anden"),
}
BEST_TIMES = {
    "any": _("når som helst"),
    "morning": _("om formiddagen"),
    "afternoon": _("om eftermiddagen"),
    "evening": _("tidligt på aftenen"),
}
FROM_OUTSIDE = ("self", "relative")  # who writes on the public pages; nobody who is signed in is one of these
OCCASIONS = {
    "market_day": _("markedsdag"),
    "theme_day": _("temadag"),
    "residents_meeting": _("beboermøde"),
    "stand": _("stand eller bod"),
    "bus_tour": _("bustur til tilbuddene"),
    "birth_year": _("møde for en årgang"),
    "open_house": _("åbent hus"),
    "follow_up": _("aften efter en temadag"),
    "other": _("andet"),
}
WANTS = {"call": _("vil ringes op"), "more": _("vil høre mere"), "volunteer": _("vil være frivillig"),
         "nothing": _("ikke noget nu")}  # fmt: skip
HEARD = {
    "letter": _("brev"),
    "home_care": _("hjemmeplejen"),
    "preventive_visit": _("forebyggende hjemmebesøg"),
    "relative": _("en pårørende"),
    "neighbour": _("en nabo eller ven"),
    "doctor": _("lægen"),
    "pharmacy": _("apoteket"),
    "association": _("en forening"),
    "church": _("kirken"),
    "local_paper": _("lokalavisen"),
    "poster": _("en plakat eller folder"),
    "web": _("nettet"),
    "radio_tv": _("radio eller tv"),
    "occasion": _("et arrangement"),
    "other": _("andet"),
}
# How somebody who does not want a visit may be asked instead (journeys.ask.WAYS).
WAYS = {
    "phone": _("Ring i stedet for at komme forbi"), "letter": _("Skriv et brev"),
    "known": _("Lad en, borgeren kender, spørge"), "occasion": _("Inviter til noget i nærheden"),
    "later": _("Kom forbi igen en anden dag"),
}  # fmt: skip

# Tasks that the bridge itself makes, beside those a recipe makes (registry.recipes.words.TASKS).
OWN_TASKS = {
    "handle_tip": _("Tag en besked om bekymring op"),
    "answer_sign_up": _("Ring til en, der selv har skrevet"),
    "needs_professional": _("Fagperson skal se på dette i dag"),
    "other_path": _("Find en anden vej"),
    "not_reached": _("Borgeren er ikke nået"),
    "consent_withdrawn": _("Samtykke er trukket tilbage"),
    "met_person": _("I mødtes"),
    "never_again": _("Borgeren vil ikke kontaktes: se på det, der er aftalt"),
    "wants_offer": _("Vil gerne være med: find en plads"),
    "see_extract": _("Se et nyt udtræk igennem"),
    "extract_missing": _("Et udtræk er ikke kommet"),
    "extract_unreadable": _("Et udtræk kan ikke læses"),
    "ask_to_share": _("Spørg, om foreningen må få besked"),
    "tidy_home": _("Gør hjemmet klar, eller find et andet sted at mødes"),
    "after_companion": _("Hør, om borgeren stadig kommer, nu uden ledsager"),
    "unit_visit": _("Besøg borgeren: aftalt på mødet"),
    "unit_call": _("Ring til borgeren: aftalt på mødet"),
    "unit_ask": _("Spørg borgeren, hvad der savnes: aftalt på mødet"),
    "unit_offer": _("Find et tilbud til borgeren: aftalt på mødet"),
    "unit_relative": _("Tal med en pårørende, når borgeren har sagt ja: aftalt på mødet"),
    "unit_colleague": _("Tal med en kollega fra et andet fag: aftalt på mødet"),
    "visitation_ask": _("Svar på, om borgeren kan få et kommunalt tilbud"),
    "visitation_answered": _("Fortæl borgeren, hvad visitationen svarede"),
    "after_door": _("Aftalt efter et besøg ved døren"),
    "call_for_answers": _("Ring: borgeren vil hellere svare i telefonen"),
    "place_answer": _("Hør, om borgeren vil have pladsen"),
    "call_missed": _("Ring, eller bank på: borgeren kom ikke"),
    "away_twice": _("Borgeren er ikke kommet to gange i træk"),
    "call_in_pause": _("Ring og hør, hvordan det går, mens gruppen holder pause"),
    "quiet_group": _("Ingen har hørt fra gruppen længe"),
    "quiet_pair": _("Ingen har hørt fra parret længe"),
    "find_deputy": _("Gruppen hænger på én vært. Find en afløser"),
    "order_food": _("Bestil mad til dem, der kommer"),
    "invite_members": _("Inviter til den næste mødegang"),
    "ask_how_it_goes": _("Tal om, hvordan det går, og hvad der savnes"),
    "propose_next": _("Foreslå det næste tilbud"),
    "take_down_text": _("Tag en tekst ned, eller skift den"),
    "prepare_day": _("Forbered en dag, hele landet er med på"),
    "choose_convener": _("Gruppen skal vælge en ny tovholder"),
    "choose_successor": _("Find en, der er klar til at tage over efter tovholderen"),
    "handle_trouble": _("Hjælp en gruppe, der har det svært"),
    "tell_change": _("Ring til dem, der mangler besked om ændringen"),
    "help_at_session": _("Kom og hjælp under en mødegang"),
    "find_visitor": _("Find en, der kan komme hjem til borgeren"),
    "call_interested": _("Ring til en, der vil være frivillig"),
    "recruit_volunteers": _("Find flere frivillige"),
    "renew_approval": _("Forny en attest for en frivillig"),
    "worry_unanswered": _("Svar: en bekymring har ventet for længe"),
    "find_new_contact": _("Find en ny kontakt i organisationen"),
    "align_expectations": _("Tal forventninger igennem"),
    "agreed_call": _("Ring, som I har aftalt"),
    "volunteer_gone": _("En frivillig kan ikke mere: find en anden til dem, der venter"),
    "tell_new_hosts": _("Fortæl gruppen, at der er nye værter næste gang"),
    "start_next_group": _("Værten er fri: begynd den næste gruppe"),
    "find_for_home": _("Find en frivillig til en aftale hjemme"),
    "tell_new_face": _("Ring til borgeren: det er en anden, der kommer"),
    "wants_more": _("Tal om, hvad borgeren også har lyst til"),
    "order_ride": _("Bestil kørsel"),
    "call_off_ride": _("Ring og aflys en bestilt kørsel"),
    **TOLD_TASKS,
    "find_other_ride": _("Kørslen kunne ikke bestilles: find en anden vej derhen"),
}
RIDE_STATUSES = {
    "asked": _("skal bestilles"), "booked": _("bestilt"), "no": _("kunne ikke bestilles"), "called_off": _("aflyst"),
}  # fmt: skip
ABSENCE_REASONS = {
    "ill": _("Syg"),
    "other_plans": _("Havde andet for"),
    "no_energy": _("Havde ikke kræfter"),
    "transport": _("Kunne ikke komme frem"),
    "forgot": _("Havde glemt det"),
    "no_wish": _("Havde ikke lyst"),
    "no_word": _("Vi har ikke hørt noget"),
}
PHASES = {
    "starting": _("Opstart"),
    "running": _("I gang"),
    "self_run": _("Selvkørende"),
    "anchored": _("Forankret"),
    "ended": _("Slut"),
}
TASK_OUTCOMES = {
    "done": _("Gjort"),
    "not_reached": _("Traf ikke borgeren"),
    "passed_on": _("Givet videre til en anden"),
    "not_needed": _("Ikke nødvendigt længere"),
    "yes": _("Sagde ja"),
    "no": _("Sagde nej"),
    "answered_worry": _("Besvaret"),
}
DECLINE_REASONS = {
    "no_place": _("Ingen ledig plads"),
    "wrong_time": _("Dag eller tid passer ikke"),
    "transport_time": _("For lang eller svær vej"),
    "needs_other_help": _("Har brug for anden hjælp"),
    "no_volunteer": _("Ingen frivillig lige nu"),
    "other": _("Andet"),
}
VISITATION_WANTED = {
    "day_centre": _("dagcenter eller aktivitetscenter"),
    "training": _("træning"),
    "transport": _("kørsel"),
    "meals": _("mad med andre"),
    "companion": _("ledsagelse"),
    "technology": _("skærmbesøg eller andet udstyr"),
    "other": _("andet"),
}
ASK_STATUSES = {"sent": _("venter på svar"), "granted": _("bevilget"), "refused": _("afslag")}
PASSED_ON_OUTCOMES = {"": _("ikke hørt endnu"), "started": _("er begyndt"), "not_started": _("blev ikke til noget")}
REFERRAL_STATUSES = {
    "sent": _("venter på svar"),
    "accepted": _("sagt ja"),
    "declined": _("sagt nej"),
    "lapsed": _("intet svar i tide"),
    "withdrawn": _("trukket tilbage"),
}
WEEKDAYS = (_("mandag"), _("tirsdag"), _("onsdag"), _("torsdag"), _("fredag"), _("lørdag"), _("søndag"))
INTERESTS = {
    "sang": _("sang og musik"),
    "kort": _("kort og spil"),
    "gåtur": _("gåture"),
    "natur": _("natur og have"),
    "mad": _("mad og spisning"),
    "håndarbejde": _("håndarbejde"),
    "værksted": _("træ og værksted"),
    "bøger": _("bøger og historier"),
    "motion": _("motion og dans"),
    "kirke": _("kirke og tro"),
    "it": _("computer og telefon"),
    "udflugt": _("udflugter"),
    "snak": _("en god snak"),
    "mænd": _("kun mænd"),
    "fodbold": _("fodbold og sport"),
}
BARRIERS = {
    "transport": _("transport"),
    "price": _("prisen"),
    "home": _("hjemmet er ikke til gæster"),
    "fear": _("svært at træde ind ad døren"),
    "label": _("vil ikke have et mærkat"),
    "energy": _("kræfter"),
    "hearing": _("hørelsen"),
    "toilet": _("hjælp til toilet"),
}


def listed(text: str, *, most: int = 10, longest: int = 40) -> list[str]:
    """Words with commas between them, as they are kept and matched: lower case, each once."""
    told = (" ".join(word.lower().split())[:longest] for word in text.split(","))
    return list(dict.fromkeys(word for word in told if word))[:most]


def _own_language(danish: str, english: str) -> str:
    return english if (get_language() or "da").startswith("en") else danish


def step(code: str) -> str:
    """A step of the bridge."""
    words = STEP_WORDS[code]
    return _own_language(words.da, words.en)


def reason(code: str) -> str:
    """Why somebody was lost; an unknown code is shown as «andet» rather than as a code."""
    known = REASONS.get(code, REASONS["other"])
    return _own_language(known.da, known.en)


def task(kind: str) -> str:
    """What a task asks for."""
    return _task(get_language(), kind)


@lru_cache(maxsize=1000)  # a list says the same few hundreds of times
def _task(language: str | None, kind: str) -> str:
    if kind in TASKS:
        return _own_language(TASKS[kind].da, TASKS[kind].en)
    return str(OWN_TASKS.get(kind, _("Opgave")))


def said(table: Mapping[str, Any], code: str | None) -> str:
    """A code in words; nothing known is a dash."""
    return str(table.get(code, code)) if code else "–"


def first_capital(text: object) -> str:
    """ "e-mail" as "E-mail", and "SMS" as it is."""
    said = str(text)
    return said[:1].upper() + said[1:]


def choices(table: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """A table as choices of a form field."""
    return list(table.items())
