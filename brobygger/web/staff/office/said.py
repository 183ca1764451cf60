"""The office's codes in Danish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from brobygger.programmes.anchoring.rules import Missing
from brobygger.programmes.governance.rules import Unclear
from brobygger.programmes.training.rules import Warn

COUNCIL_KINDS = {
    "steering": _("styregruppe"),
    "working": _("arbejdsgruppe"),
    "local": _("lokal gruppe"),
    "follow": _("følgegruppe"),
    "reference": _("referencegruppe"),
    "network": _("netværk"),
    "coordinating": _("koordinerende gruppe"),
    "ad_hoc": _("midlertidig gruppe"),
}
AGREEMENT_KINDS = {
    "cooperation": _("samarbejdsaftale"),
    "agreement": _("aftale om arbejdsgange og roller"),
    "cooperation_model": _("samarbejdsmodel"),
    "contract": _("kontrakt"),
    "partnership": _("partnerskabsaftale"),
    "continuation": _("aftale om at fortsætte"),
    "volunteer": _("aftale med frivillige"),
    "none": _("ingen aftale på skrift"),
}
STEP_STATES = {
    "done": _("nået"),
    "late": _("skulle have været nået"),
    "soon": _("snart"),
    "ahead": _("senere"),
}
ASSET_KINDS = {"room": _("lokale"), "vehicle": _("bil eller bus"), "other": _("andet")}
LEVELS = {"low": _("lille"), "middle": _("nogen"), "high": _("stor")}
RISK_COLOURS = {"green": _("lille"), "yellow": _("hold øje"), "red": _("stor")}
OWNED = {
    "role": _("Rolle i indsatsen"),
    "seat": _("Plads i gruppe"),
    "decision": _("Beslutning, der ikke er gjort"),
    "duty": _("Opgave, personen har taget"),
    "agreement": _("Aftale"),
    "risk": _("Risiko"),
    "milestone": _("Milepæl"),
    "plan": _("Plan for forankring"),
    "course": _("Kursus"),
    "task": _("Opfølgning"),
}


def unclear(found: Unclear) -> str:
    """One unclear thing as a sentence that says what to do."""
    groups = _and(found.groups)
    people = _and(found.people)
    values = {"groups": groups, "people": people, "n": found.days or 0}
    return _SENTENCES[found.code](values)


def _and(names: tuple[str, ...]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _now("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _late(values: dict[str, Any]) -> str:
    return ngettext(
        "%(groups)s skulle have mødtes for %(n)s dag siden.", "%(groups)s skulle have mødtes for %(n)s dage siden.",
        values["n"],
    ) % values  # fmt: skip


def _past(values: dict[str, Any]) -> str:
    return ngettext(
        "%(groups)s skulle være slut for %(n)s dag siden. Luk gruppen, eller giv den en ny slutdag.",
        "%(groups)s skulle være slut for %(n)s dage siden. Luk gruppen, eller giv den en ny slutdag.",
        values["n"],
    ) % values  # fmt: skip


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "nobody_decides": lambda v: _now("Ingen gruppe må beslutte noget. Skriv, hvem der kan."),
    "several_decide": lambda v: (
        _now("Flere grupper må beslutte: %(groups)s. Skriv i opgaven, hvem der beslutter hvad.") % v
    ),
    "may_not_decide": lambda v: _now("%(groups)s er styregruppe, men må ikke beslutte.") % v,
    "same_people": lambda v: (
        _now(
            "%(groups)s har næsten de samme medlemmer: %(people)s. Læg dem sammen, eller skriv, hvad der er forskellen."
        )
        % v
    ),
    "no_members": lambda v: _now("%(groups)s har ingen medlemmer.") % v,
    "no_chair": lambda v: _now("%(groups)s har ingen, der indkalder og leder mødet.") % v,
    "several_chairs": lambda v: _now("%(groups)s ledes af flere: %(people)s. Aftal, hvem der indkalder.") % v,
    "no_task": lambda v: _now("%(groups)s har ingen opgave skrevet ned.") % v,
    "past_end": _past,
    "late_meeting": _late,
    "same_duty": lambda v: _now("»%(groups)s« er taget af flere: %(people)s. Aftal, hvem der har den.") % v,
    "leader_without_duty": lambda v: _now("I er flere om at lede. Skriv, hvilke opgaver %(people)s har.") % v,
}

PROPOSAL_OUTCOMES = {
    "adopted": _("vedtaget som foreslået"),
    "other": _("vedtaget med et andet beløb"),
    "rejected": _("ikke vedtaget"),
    "later": _("udsat"),
}
IDEA_OUTCOMES = {
    "planned": _("det er planlagt"),
    "done": _("det er gjort"),
    "not_now": _("ikke lige nu"),
}
AFTERWARDS = {
    "useful": _("Jeg kan bruge det."),
    "surer": _("Jeg er mere sikker nu."),
    "clear": _("Det var let at følge med."),
}
ANSWERED = {"yes": _("ja"), "partly": _("delvis"), "no": _("nej")}
FORMS = {
    "course": _("kursus"),
    "workshop": _("workshop"),
    "group_work": _("gruppearbejde"),
    "lecture": _("foredrag"),
    "spot": _("kort indslag på en halv time"),
    "side_by_side": _("sidemandsoplæring"),
    "supervision": _("supervision"),
    "sparring": _("sparring"),
    "follow_up": _("opfølgning"),
    "summary_day": _("opsamlingsdag"),
    "action_learning": _("aktionslæring"),
    "e_learning": _("e-læring"),
    "study_visit": _("studiebesøg"),
    "leader_training": _("kursus for ledere"),
    "train_the_trainer": _("kursus for undervisere"),
    "volunteer_start": _("start for frivillige"),
    "coffee_meeting": _("kaffemøde med foreninger"),
    "introduction": _("introduktion af nye"),
    "individual": _("en til en"),
}
TEACHERS = {
    "external": _("en udefra"),
    "leader": _("leder af indsatsen"),
    "own_unit": _("en fra enheden selv"),
    "volunteers": _("frivillige"),
}
ITEMS = {
    "signs": _("Jeg ser tegn på, at en borger savner nogen."),
    "open_subject": _("Jeg ved, hvordan jeg bringer emnet op."),
    "listen": _("Jeg kan lytte uden straks at finde en løsning."),
    "grief_or_depression": _("Jeg kan skelne mellem sorg, depression og det at savne selskab."),
    "instrument": _("Jeg kan bruge vores måleredskab."),
    "offers": _("Jeg kender tilbud og foreninger i nærheden."),
    "say_no": _("Jeg ved, hvad jeg gør, når en borger siger nej."),
    "dementia": _("Jeg ved, hvad jeg gør, når borgeren har demens."),
    "whom_to_tell": _("Jeg ved, hvem jeg siger det til."),
    "volunteers": _("Jeg er tryg ved at samarbejde med frivillige."),
}
SURENESS = {"1": _("meget usikker"), "2": _("lidt usikker"), "3": _("ret sikker"), "4": _("sikker")}
TIME_CODES = {
    "screening": _("opsporing og screening"),
    "loneliness_time": _("ensomhedstid"),
    "klippekort": _("klippekort"),
    "companion": _("følgeskab"),
    "coordination": _("koordinering"),
    "sparring": _("sparring"),
    "released": _("fritaget til at være ambassadør"),
}


def warn(found: Warn) -> str:
    """A warning about training as a sentence that says what to do."""
    values = {"title": found.title, "n": found.days, "units": _and(found.units)}
    if found.code == "stops_start" and not found.units:
        return _now("Ingen har været på »%(title)s« endnu. Uden det kan borgere ikke begynde.") % values
    return _WARNINGS[found.code](values)


def hours(minutes: int) -> str:
    """Minutes as people say them: "2 timer 30 min.", "45 min."."""
    whole, rest = divmod(minutes, 60)
    told = ngettext("%(n)s time", "%(n)s timer", whole) % {"n": whole} if whole else ""
    return " ".join(filter(None, (told, _now("%(n)s min.") % {"n": rest} if rest or not whole else "")))


_WARNINGS: dict[str, Callable[[dict[str, Any]], str]] = {
    "stops_start": lambda v: (
        _now("Ingen fra %(units)s har været på »%(title)s«. Der kan borgere ikke begynde, før nogen har.") % v
    ),
    "before_use": lambda v: (
        _now("»%(title)s« lå %(n)s dage, før indsatsen begyndte. Meget er glemt: planlæg en gang til.") % v
    ),
    "refresher": lambda v: _now("»%(title)s« skulle have været fulgt op for %(n)s dage siden.") % v,
    "long_ago": lambda v: (
        _now("Det er %(n)s dage siden, der sidst blev holdt »%(title)s«. Nye kolleger mangler det.") % v
    ),
    "not_held": lambda v: (
        _now("»%(title)s« skulle være holdt for %(n)s dage siden. Skriv fremmødet, eller flyt den.") % v
    ),
}

GRANT_KINDS = {"grant": _("bevilling"), "pool": _("pulje"), "own": _("egne penge")}
MEETS = {"yes": _("opfyldt"), "partly": _("delvis opfyldt"), "no": _("ikke opfyldt")}
OUTCOMES = {"granted": _("bevilget"), "refused": _("afslået")}
PRICED = {
    "reached": _("Talt med"),
    "started": _("Begyndt"),
    "still_there": _("Stadig med efter seks måneder"),
}
MODELS = {
    "association": _("en forening fører indsatsen videre"),
    "citizen_run": _("deltagerne fører den selv videre"),
    "smaller_scale": _("den fortsætter i mindre form"),
    "in_operation": _("den bliver en del af den daglige drift"),
    "undecided": _("det er ikke besluttet"),
}
PHASES = {"start": _("i starten"), "middle": _("undervejs"), "end": _("til sidst"), "after": _("bagefter")}
ANSWERS = {"yes": _("ja"), "no": _("nej"), "later": _("måske senere")}
CERTAINTIES = {"certain": _("sikkert"), "likely": _("sandsynligt"), "unknown": _("ukendt")}
OWNER_KINDS = {
    "municipality": _("kommune"),
    "association": _("forening"),
    "firm": _("firma"),
    "care_home": _("plejehjem"),
}


def missing(found: Missing) -> str:
    """What is missing before an effort lives on, as a sentence."""
    values = {"about": _and(found.about), "n": abs(found.days)}
    if found.code == "nobody_takes" and not found.about:
        return _now("Det er ikke skrevet ned, hvad der skal gå videre, og hvem der tager over.")
    if found.code == "ends_soon" and found.days < 0:
        return _now("Pengene slap op for %(n)s dage siden.") % values
    return str(_MISSING[found.code]) % values


_MISSING: dict[str, Any] = {
    "no_plan": _("Ingen har begyndt på en plan for, hvordan indsatsen lever videre."),
    "undecided": _("Det er ikke besluttet, hvordan indsatsen lever videre."),
    "not_settled": _("Måden at leve videre på er valgt, men ikke besluttet endnu."),
    "no_owner": _("Ingen har ansvar for planen."),
    "no_milestones": _("Der er ingen milepæle."),
    "late_milestone": _("Milepæle over tid: %(about)s."),
    "nobody_takes": _("Ingen tager over: %(about)s."),
    "nobody_pays": _("Ingen har sagt, hvem der betaler: %(about)s."),
    "not_agreed": _("Der mangler et ja: %(about)s."),
    "ends_soon": _("Pengene slipper op om %(n)s dage."),
}
CHANCES = {
    "area": _("område"),
    "shop": _("butik"),
    "library": _("bibliotek"),
    "neighbours": _("naboer"),
    "association": _("forening"),
    "parish": _("kirke"),
    "firm": _("firma"),
    "other": _("andet"),
}
CHANCE_STATES = {
    "idea": _("en mulighed"),
    "asked": _("spurgt"),
    "agreed": _("aftalt"),
    "running": _("i gang"),
    "stopped": _("stoppet"),
}
CHANCE_COLOURS = {"idea": "none", "asked": "yellow", "agreed": "yellow", "running": "green", "stopped": "none"}
